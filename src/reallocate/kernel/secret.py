"""A secret in a file: made at random for its owner alone, and taken from no file that others can read."""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path

from reallocate.kernel.disk import NO_LINK, make_folder, replace_file
from reallocate.kernel.errors import InputError, Problem, problem_of

_BYTES = 32
_WRITTEN = re.compile(rf"[0-9a-f]{{{2 * _BYTES}}}")
_MOST_READ = 1_000
_NOT_WAITING = getattr(os, "O_NONBLOCK", 0)
"""A pipe is opened without waiting for who writes into it."""


def secret(path: Path) -> str:
    """The secret of a file [hexadecimal digits]; made at random where there is no file.

    Raises `InputError` where the file is no ordinary one of this user alone, holds something else, or cannot
    be read or made; it stays as it is.
    """
    try:
        if not os.path.lexists(path):
            _make(path)
        if path.is_symlink():
            raise _refused(path, "it is a link, and its target may belong to somebody else")
        handle = os.open(path, os.O_RDONLY | NO_LINK | _NOT_WAITING)
        try:
            if why := _not_private(os.fstat(handle)):
                raise _refused(path, why)
            content = os.read(handle, _MOST_READ)
        finally:
            os.close(handle)
    except OSError as error:
        raise InputError(problem_of(error, path)) from None
    text = content.decode("ascii", errors="replace").strip()
    if not _WRITTEN.fullmatch(text):
        raise _refused(path, f"it does not hold {2 * _BYTES} hexadecimal digits")
    return text


def _make(path: Path) -> None:
    """Write a new secret unless another process does so first."""
    make_folder(path.parent)
    try:
        replace_file(path, f"{secrets.token_hex(_BYTES)}\n".encode(), may_exist=False)
    except InputError:
        if not os.path.lexists(path):
            raise


def _not_private(status: os.stat_result) -> str:
    """Why a file is not one of this user alone; "" where it is."""
    if not stat.S_ISREG(status.st_mode):
        return "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is no ordinary file"
    if os.name != "posix":
        return ""
    if status.st_uid != os.geteuid():
        return "it belongs to another user"
    mode = stat.S_IMODE(status.st_mode)
    return f"other users can read or write it (mode {mode:03o}, not 600)" if mode & 0o077 else ""


def _refused(path: Path, why: str) -> InputError:
    return InputError(Problem(why, str(path)))
