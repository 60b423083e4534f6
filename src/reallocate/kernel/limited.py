"""Work on a file of unknown origin, in a process of its own that is held to limits of memory and time."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import Pipe, current_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeVar

from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.processes import HERE, start_process

_Found = TypeVar("_Found")

_GIGABYTE, _MEGABYTE = 1024**3, 1024**2
_LEAST_MEMORY, _FOR_A_BYTE, _MOST_MEMORY = 3 * _GIGABYTE // 4, 128, 4 * _GIGABYTE
"""[bytes] that reading any file may take, more for each of its bytes, and at most; beyond what the process
has when it starts."""
_LEAST_SECONDS, _FOR_A_MEGABYTE, _MOST_SECONDS = 25, 1, 120
"""[processor seconds] likewise."""
_PATIENCE = 10
"""So many times the processor seconds may pass on a busy machine."""
_STATUS = Path("/proc/self/statm")
"""Where the system says how large a process is; it says so where it holds a process to a size."""
SMALLER = "Keep only the columns that are needed, or split the file."
_CLOCK = tuple(getattr(signal, name, 0) for name in ("SIGKILL", "SIGXCPU"))
"""Signals that end a process whose time is over."""
_NO_MEMORY = 3
"""Exit code of a process whose memory ran out."""


@dataclass(frozen=True)
class Limits:
    """What a process may take.

    memory : beyond what it has when it starts [bytes of address space]
    seconds : of processor time
    """

    memory: int
    seconds: int

    @classmethod
    def of(cls, size: int) -> Limits:
        """What reading a file may take.

        size : of the file [bytes]
        """
        memory = min(_LEAST_MEMORY + _FOR_A_BYTE * size, _MOST_MEMORY)
        return cls(memory, min(_LEAST_SECONDS + _FOR_A_MEGABYTE * size // _MEGABYTE, _MOST_SECONDS))


def hold(limits: Mapping[str, int]) -> None:
    """Hold this process, and those that it starts, to limits, where the operating system has them.

    limits : by name, as the module `resource` has them
    """
    with suppress(ImportError):
        system: Any = import_module("resource")
        for kind, most in limits.items():
            number = getattr(system, kind)
            hard = system.getrlimit(number)[1]
            least = most if hard == system.RLIM_INFINITY else min(most, hard)
            with suppress(ValueError, OSError):
                system.setrlimit(number, (least, least))


def _can_hold() -> bool:
    """Whether the operating system holds a process to limits."""
    try:
        import_module("resource")
    except ImportError:
        return False
    return _STATUS.exists()


def within_limits(task: Callable[..., _Found], *arguments: Any, name: str, size: int) -> _Found:
    """What a task makes of a file, in a process of its own, so that it can neither fill the memory nor last.

    task : a function, which sees what this process has loaded; its result can be pickled
    name, size : of the file, for words; and how large it is [bytes]
    Raises what the task raises, and `InputError` where a limit ended it. Where the operating system limits no
    process, and in a process that is limited already, the task runs here.
    """
    if _Here.is_limited or not _can_hold() or current_process().daemon:
        return task(*arguments)
    found: _Found = LimitedTask(Limits.of(size), task, *arguments, ready=HERE).result(name)
    return found


class LimitedTask:
    """A task that runs in a process held to limits.

    ready : what the process is forked from, as for `start_process`
    """

    def __init__(self, limits: Limits, task: Callable[..., Any], *arguments: Any, ready: str) -> None:
        self._limits = limits
        self._receive, send = Pipe(duplex=False)
        self._process = start_process(_make, send, limits, task, arguments, ready=ready)
        send.close()

    def result(self, name: str) -> Any:
        """What the task returned; raises what it raised, and `InputError` where a limit ended it.

        name : of the file, for words
        """
        answer = None
        try:
            ends: list[Any] = [self._receive, self._process.sentinel]
            if self._receive in wait(ends, _PATIENCE * self._limits.seconds):
                answer = self._receive.recv()
        except (EOFError, OSError):
            pass  # it ended before it had said all
        finally:
            # Either it is done, or nobody waits for it any longer.
            if answer is None and self._process.is_alive():
                self._process.join(1)
                self.kill()
            self._receive.close()
            self._process.join()
        if answer is None:
            raise InputError(self._over(name))
        found, error, trace = answer
        if error is not None:
            if not isinstance(error, ReallocateError):
                error.add_note(trace)
            raise error
        return found

    def kill(self) -> None:
        """End it."""
        self._process.kill()

    def _over(self, name: str) -> Problem:
        memory, seconds = f"{self._limits.memory / _GIGABYTE:.1f} GB of memory", self._limits.seconds
        by_clock = -(self._process.exitcode or 0) in _CLOCK
        much = f"{seconds} seconds" if by_clock else memory
        return Problem(f"reading it took more than {much}, and was ended", name, SMALLER)


class _Here:
    """Whether this process is held to limits."""

    is_limited = False


def _make(send: Connection, limits: Limits, task: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Run a task within limits; what it returned or raised is sent, nothing where memory runs out."""
    _Here.is_limited = True
    # A garbage collection would write into all that the process was forked with, and so copy it.
    gc.freeze()
    # Libraries that run out of memory write of it where nobody expects it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if "pyarrow" in sys.modules:
        # Its own pool holds addresses of a gigabyte before it uses them, which no limit would count.
        arrow = sys.modules["pyarrow"]
        arrow.set_memory_pool(arrow.system_memory_pool())
    hold({"RLIMIT_CPU": limits.seconds, "RLIMIT_CORE": 0})
    if _STATUS.exists():
        pages = int(_STATUS.read_text().split()[0])
        hold({"RLIMIT_AS": pages * os.sysconf("SC_PAGE_SIZE") + limits.memory})
    answer: tuple[Any, Exception | None, str]
    try:
        try:
            answer = task(*arguments), None, ""
        except MemoryError:
            raise
        except Exception as error:
            if getattr(error, "errno", None) == errno.ENOMEM:
                raise MemoryError from None
            answer = None, error, traceback.format_exc()
        send.send(answer)
    except MemoryError:
        os._exit(_NO_MEMORY)
    send.close()
    # Nothing of what the process was forked from is to end with it.
    os._exit(0)
