"""Keeps what a compiled library prints away from the process's own standard output."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def no_banner() -> Iterator[None]:
    """Nothing is printed while this is open: HiGHS greets even when silent, and `--json` owns the output."""
    sys.stdout.flush()
    try:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    flush = getattr(ctypes.CDLL(None), "fflush", None) if os.name == "posix" else None
    try:
        os.dup2(nowhere, 1)
        yield
        if flush is not None:
            flush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
