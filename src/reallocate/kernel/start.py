"""How a process of this program starts: what it loads less of, and how it holds memory."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

TEXT_IN_PYTHON = ("mode.string_storage", "python")
"""An option of pandas."""
_KEPT_FREE = ((-3, 32 << 20), (-1, 64 << 20))
"""M_MMAP_THRESHOLD, the most that glibc takes, and M_TRIM_THRESHOLD of glibc's malloc [bytes]."""
_COLLECTED, _COLLECTED_AT_START = gc.get_threshold(), 400_000
"""New objects after which garbage is collected: as Python has it, and while a command loads."""


def load_less() -> None:
    """Before numpy and Arrow load in a process of this program: one thread of linear algebra, one heap.

    Matrices here are small: more threads take longer waiting for each other than they save, and where there
    is a process for each core they only wait. Up to 64 MB that were freed stay with the process: a matrix of
    all pairs of occupations has 5.5 MB, and fresh pages for each took a tenth of a command's time.
    Arrow takes its memory from the same heap: one of its own would keep what the tables took that are read.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(OSError, AttributeError):
        for option, size in _KEPT_FREE:
            ctypes.CDLL("libc.so.6").mallopt(option, size)


def begin_command() -> None:
    """As `load_less`, and let a command load without a collection of garbage: what loads stays."""
    load_less()
    gc.set_threshold(_COLLECTED_AT_START)


def command_loaded() -> None:
    """Collect garbage as Python does again, without what has loaded; nothing where no command loads."""
    if gc.get_threshold()[0] == _COLLECTED_AT_START:
        gc.freeze()
        gc.set_threshold(*_COLLECTED)


def share() -> None:
    """Before processes are forked from this one: give back what is free, and let nothing be touched by them.

    A garbage collection in a fork would write into every object that it shares, and so copy its page.
    """
    gc.collect()
    give_back()
    gc.freeze()


def give_back() -> None:
    """Give memory that is free back to the system, of which up to 64 MB would stay with the process."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


@contextmanager
def text_in_python() -> Iterator[None]:
    """Let pandas hold new text as Python does, which is quicker than Arrow in small tables.

    The option is one for the whole process: of threads that are in here at once the last one out puts back
    what the first one found.
    """
    import pandas as pd

    name, value = TEXT_IN_PYTHON
    with _ENTERING:
        _FOUND.append(pd.get_option(name))
        pd.set_option(name, value)
    try:
        yield
    finally:
        with _ENTERING:
            found = _FOUND.pop()
            if not _FOUND:
                pd.set_option(name, found)


_ENTERING, _FOUND = Lock(), list[str]()
"""What each thread that is in `text_in_python` found on entering, in their order."""
