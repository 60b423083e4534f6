"""The bytes of a file that a user names, or why they cannot be had."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reallocate.errors import InputError, Problem, UnknownName, nearest

MOST_BYTES = 200 * 1024**2
"""[bytes] A file of 250,000 people with 40 columns takes about 100 MB as text."""
AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""A pipe without a writer is opened at once instead of being waited for."""


def file_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """What a file holds.

    most : [bytes]
    Raises `UnknownName` where there is no such file, `InputError` where it is a folder, a pipe or a device,
    too large, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | AT_ONCE)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise InputError(_no_file_of_bytes(path, status.st_mode))
            if status.st_size > most:
                raise InputError(_too_large(f"{status.st_size / 1024**2:,.0f} MB", most, path))
            # A file of the system has no size, and may have no end.
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise no_file(path) from None
    except (OSError, ValueError) as error:
        if path.is_dir():
            raise InputError(_no_file_of_bytes(path, stat.S_IFDIR)) from None
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise InputError(Problem(f"the file cannot be read: {reason}", str(path))) from None
    if len(raw) > most:
        raise InputError(_too_large("no end in sight", most, path))
    return raw


def file_size(path: Path) -> int:
    """How large a file is [bytes]; 0 where there is none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _no_file_of_bytes(path: Path, mode: int) -> Problem:
    if stat.S_ISDIR(mode):
        return Problem("this is a folder, not a file", str(path), "Name the file in it.")
    kind = "a pipe" if stat.S_ISFIFO(mode) else "a device"
    return Problem(f"this is {kind}, not a file", str(path), "Write what it gives into a file and name that.")


def _too_large(size: str, most: int, path: Path) -> Problem:
    what = f"the file has {size}; the limit is {most / 1024**2:,.0f} MB"
    return Problem(what, path.name, "Keep only the rows and columns that are needed, or split the file.")


def no_file(path: Path) -> UnknownName:
    """That a file is not there, with what is there under names like it."""
    folder = path.parent
    here = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    where = "this folder" if folder == Path() else str(folder)
    if not folder.is_dir():
        what = f"there is no such folder, so there is no file {path.name!r}"
        return UnknownName(Problem(what, where))
    return UnknownName(Problem(f"there is no file {path.name!r}", where, nearest=nearest(path.name, here)))
