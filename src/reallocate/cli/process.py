"""The program as a process: its output fits any terminal, and it ends in words when it is told to stop."""

from __future__ import annotations

import codecs
import io
import os
import shlex
import signal
import sys
import unicodedata
from threading import Event, Thread
from time import sleep
from typing import NoReturn

from reallocate.api.command_line import PROGRAM, without_executor, without_folders
from reallocate.api.interruption import stop

_PLAIN = "plain"
"""Name of the way to write what an encoding lacks."""
_LIKE = {"−": "-", "–": "-", "—": "-", "·": ".", "×": "x", "…": "...", "≤": "<=", "≥": ">=", "→": "->"}
"""Signs of our own that no decomposition turns into ASCII."""

_STOPPED = 128 + signal.SIGTERM
_GRACE = 2.0
"""[seconds] in which a stopped program may clean up; a long solve gives no way to."""
_WORDS = "Stopped before the end; a result that was not finished is not kept."
"""Of a program that has said nothing of its work."""
_said = Event()


def fit_output() -> None:
    """Let standard output and error write what their encoding lacks in plain signs, instead of failing.

    One that the shell has closed leads nowhere: else the next file that is opened would take its place.
    """
    for handle, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != handle:
                os.dup2(nowhere, handle)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(handle, "w" if handle else "r", encoding="utf-8", closefd=False))
    codecs.register_error(_PLAIN, _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAIN)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_like(sign) for sign in error.object[error.start : error.end]), error.end


def _like(sign: str) -> str:
    """A sign in ASCII; a question mark where there is none like it."""
    found = _LIKE.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode("ascii")
    return found or "?"


def end_when_stopped() -> None:
    """Let SIGTERM end the program with a line on standard error and code 143.

    Its open folders are left as they were before. A solve that holds the main thread is not waited for
    longer than `_GRACE`.
    """
    if os.name != "posix":
        return
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write)
    signal.signal(signal.SIGTERM, _stop)
    Thread(target=_end, args=(read,), daemon=True).start()


def say_stopped() -> None:
    """Say on standard error how far the work is and what is kept of it, whatever holds the main thread."""
    os.write(2, f"{stop() or _WORDS}\n".encode())


def _stop(number: int, frame: object) -> NoReturn:
    _said.wait(_GRACE)  # else a program that ends at once ends before its last words
    raise SystemExit(_STOPPED)


def _end(signals: int) -> None:
    while os.read(signals, 1) != bytes([signal.SIGTERM]):
        pass
    say_stopped()
    _said.set()
    sleep(_GRACE)
    os._exit(_STOPPED)


def command() -> str:
    """The command as it was given, without folders whose names may be confidential, and its executor."""
    return shlex.join([PROGRAM, *without_folders(without_executor(sys.argv[1:]))])
