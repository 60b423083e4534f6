"""Processes of this program: each ends with it, and none runs the user's script again."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from threading import Event, Lock, Thread, current_thread, main_thread
from typing import Any

from reallocate.kernel.money import showing, shown_money
from reallocate.kernel.start import TEXT_IN_PYTHON, load_less

_ENDED = 1
"""Exit status of a worker whose parent has ended."""
_EVERY = 0.1
"""[seconds] between two looks whether the parent has ended."""
_FORKED = "forkserver"
"""How multiprocessing names processes that are forked from one kept for it, which runs no task itself."""
HERE = "fork"
"""How it names processes that are forked from this one; in place of the name of a module that is ready."""


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Answer a stop after the start of a process: half started, that would end in a traceback."""
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    if current_thread() is not main_thread() or None in before.values():
        yield
        return
    for number in before:
        signal.signal(number, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


class ScriptFreePool(ProcessPoolExecutor):
    """A pool whose processes do not run the user's script again, so that a script needs no main guard.

    A new process imports the main module of its parent by the module's file or specification. Tasks live in
    this package, so both are set aside while a process starts.
    """

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """The future of a task; starts a process where one is wanted. Amounts are shown there as here.

        task : a function of an importable module
        """
        shown = shown_money()
        given = (task, *arguments) if shown.is_home else (showing, shown, task, *arguments)
        with _without_main(), _undisturbed():
            return super().submit(*given, **named)


@contextmanager
def _without_main() -> Iterator[None]:
    """Set aside where the main module lies, one thread at a time."""
    main = sys.modules["__main__"]
    missing = object()
    with _STARTING:
        file, spec = (getattr(main, name, missing) for name in ("__file__", "__spec__"))
        try:
            main.__spec__ = None
            if file is not missing:
                del main.__file__
            yield
        finally:
            for name, value in (("__file__", file), ("__spec__", spec)):
                if value is not missing:
                    setattr(main, name, value)


_STARTING = Lock()


def _context(ready: str) -> BaseContext:
    """How a process starts: forked from one that has imported a module, or anew.

    ready : the module's name; empty, or where the system cannot fork so, each process imports what it needs;
        or `HERE`, of a task that starts no thread and no process
    """
    if ready == HERE:
        return get_context(HERE)
    if not ready or _FORKED not in get_all_start_methods():
        return get_context("spawn")
    context = get_context(_FORKED)
    context.set_forkserver_preload([ready])
    return context


def begin_loading(ready: str) -> None:
    """Start the process that others are forked from, which loads a module while this one goes on.

    ready : the module's name, of one that is loaded under `loading`
    Where it runs already, or the system cannot fork so, nothing happens.
    """
    if ready and _FORKED in get_all_start_methods():
        from multiprocessing import forkserver

        _context(ready)
        with _without_main(), _undisturbed():
            forkserver.ensure_running()


@contextmanager
def loading() -> Iterator[None]:
    """What a process loads from which others are forked: it ends with its parent meanwhile.

    The thread that watches the parent ends before anything is forked; from then on multiprocessing watches.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load_less()
    loaded, parent = Event(), os.getppid()

    def watch() -> None:
        while not loaded.wait(_EVERY):
            if os.getppid() != parent:
                os._exit(_ENDED)

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loaded.set()
        thread.join()


def start_process(task: Callable[..., Any], *arguments: Any, ready: str = "") -> BaseProcess:
    """A process of its own for one task, which ends with this one, however this one ends.

    task : a function of an importable module
    ready : a module that is imported once, before the first such process starts, and then shared; `HERE`
        where all that this process has loaded is shared
    """
    process: BaseProcess = _context(ready).Process(target=_alone, args=(task, *arguments))  # type: ignore[attr-defined]
    with _without_main(), warnings.catch_warnings():
        # Python warns of any thread at a fork; those of this program hold no lock that a task takes.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    return process


def _alone(task: Callable[..., Any], *arguments: Any) -> None:
    _end_with_parent()
    task(*arguments)


def worker_pool(count: int, ready: str = "") -> ScriptFreePool:
    """A pool of worker processes that end with this one.

    ready : a module that is imported once, before the first of them starts, and then shared
    """
    return ScriptFreePool(count, mp_context=_context(ready), initializer=_start_worker)


def _end_with_parent() -> None:
    """Let a worker end when its parent does; only the parent answers to an interruption."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_watch, daemon=True).start()


def _start_worker() -> None:
    load_less()
    import pandas as pd

    _end_with_parent()
    pd.set_option(*TEXT_IN_PYTHON)


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(_ENDED)
