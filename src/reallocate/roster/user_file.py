"""The bytes of a file that a user names, or why they cannot be had."""

from __future__ import annotations

from pathlib import Path

from reallocate.errors import InputError, Problem, UnknownName, nearest
from reallocate.roster.limits import MOST_BYTES, too_large


def file_bytes(path: Path) -> bytes:
    """What a file holds.

    Raises `UnknownName` where there is no such file, `InputError` where it is a folder, too large, or cannot
    be read.
    """
    if path.is_dir():
        raise InputError(Problem("this is a folder, not a table", str(path), "Name the file in it."))
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(too_large(size, path.name))
        with path.open("rb") as file:
            # A pipe or a device has no size, and may have no end.
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise no_file(path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise InputError(Problem(f"the file cannot be read: {reason}", str(path))) from None
    if len(raw) > MOST_BYTES:
        raise InputError(too_large(len(raw), path.name))
    return raw


def no_file(path: Path) -> UnknownName:
    """That a file is not there, with what is there under names like it."""
    folder = path.parent
    here = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    where = "this folder" if folder == Path() else str(folder)
    if not folder.is_dir():
        what = f"there is no such folder, so there is no file {path.name!r}"
        return UnknownName(Problem(what, where))
    return UnknownName(Problem(f"there is no file {path.name!r}", where, nearest=nearest(path.name, here)))
