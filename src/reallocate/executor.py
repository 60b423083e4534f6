"""Where work runs: in this process, or in worker processes that end with the process that started them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Lock, Thread, current_thread, main_thread
from typing import Any

from reallocate.errors import InputError, Problem, ReallocateError, WorkerError

Say = Callable[[str], None]
"""Is told what is being done."""
ENDED = 1
"""Exit status of a worker whose parent has ended."""
TEXT_IN_PYTHON = ("mode.string_storage", "python")
"""An option of pandas."""


class Inline:
    """Runs tasks at once, in this process."""

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """The finished future of a task.

        task : a function
        arguments : to call it with
        """
        future: Future[Any] = Future()
        try:
            future.set_result(task(*arguments))
        except ReallocateError as error:
            future.set_exception(error)
        return future


class Group:
    """Tasks that belong together; it tells once when the last of them has ended.

    executor : that runs them
    done : is told, in any thread
    """

    def __init__(self, executor: Inline | ProcessPoolExecutor, done: Callable[[], None]) -> None:
        self._executor, self._done = executor, done
        self._open, self._told, self._lock = 1, False, Lock()

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """The future of a task.

        task : a function
        arguments : to call it with
        """
        with self._lock:
            self._open += 1
        future = self._executor.submit(task, *arguments)
        future.add_done_callback(self._ended)
        return future

    def close(self) -> None:
        """Say that these are its tasks; one that is submitted later is not waited for."""
        self._count()

    def _ended(self, future: Future[Any]) -> None:
        if not future.cancelled():
            self._count()

    def _count(self) -> None:
        with self._lock:
            self._open -= 1
            last = self._open == 0 and not self._told
            self._told |= last
        if last:
            self._done()


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
        """The future of a task; starts a process where one is wanted.

        task : a function of an importable module
        """
        with _without_main(), _undisturbed():
            return super().submit(task, *arguments, **named)


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


def start_process(task: Callable[..., Any], *arguments: Any) -> BaseProcess:
    """A process of its own for one task, which ends with this one, however this one ends.

    task : a function of an importable module
    """
    process = get_context("spawn").Process(target=_alone, args=(task, *arguments))
    with _without_main():
        process.start()
    return process


def _alone(task: Callable[..., Any], *arguments: Any) -> None:
    _end_with_parent()
    task(*arguments)


def worker_pool(count: int) -> ScriptFreePool:
    """A pool of worker processes that end with this one.

    count : of processes
    """
    return ScriptFreePool(count, mp_context=get_context("spawn"), initializer=_start_worker)


def end(pool: ProcessPoolExecutor | Inline) -> None:
    """End the workers of a pool at once, whatever they are doing."""
    if isinstance(pool, ProcessPoolExecutor):
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


SERIAL, PROCESSES = "serial", "processes"
Where = str | int
"""Where work runs: `serial`, in this process; `processes:4`, in so many worker processes; or their number."""


def processes(where: Where) -> int:
    """How many processes work; 1 is this one.

    Raises `InputError` where there is no such executor.
    """
    if isinstance(where, int):
        return max(where, 1)
    kind, _, count = where.partition(":")
    if where == SERIAL:
        return 1
    if kind == PROCESSES and count.isdecimal() and int(count) > 0:
        return int(count)
    remedy = f"Write {SERIAL}, or {PROCESSES}:4 for four worker processes."
    raise InputError(Problem(f"there is no executor {where!r}", remedy=remedy))


@contextmanager
def of(where: Where) -> Iterator[Inline | ProcessPoolExecutor]:
    """An executor to submit tasks to, by its name; results do not depend on which it is.

    On an error or an interruption the workers are ended at once, instead of finishing what they began.
    Raises `InputError` for an unknown name, `WorkerError` where a worker process ended before its task did.
    """
    count = processes(where)
    if count == 1:
        yield Inline()
        return
    before = set(active_children())
    pool = worker_pool(count)
    try:
        yield pool
    except BaseException as error:
        for worker in set(active_children()) - before:
            worker.kill()
        pool.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise WorkerError(_LOST) from None
        raise
    pool.shutdown()


_LOST = Problem(
    "a worker process ended before its work was done",
    why="It was killed, often because memory ran out.",
    remedy="Close other programs, or use fewer processes: --workers 1.",
)


def _end_with_parent() -> None:
    """Let a worker end when its parent does; only the parent answers to an interruption."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_watch, daemon=True).start()


def _start_worker() -> None:
    import pandas as pd

    _end_with_parent()
    pd.set_option(*TEXT_IN_PYTHON)


@contextmanager
def text_in_python() -> Iterator[None]:
    """Let pandas hold new text as Python does, which is quicker than Arrow in small tables.

    What the caller has set is put back.
    """
    import pandas as pd

    with pd.option_context(*TEXT_IN_PYTHON):
        yield


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(ENDED)
