"""Whether a result can be written there, asked before the work; and the bytes of a file that a user names."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest, refusal

_UNTOUCHED = "Nothing was changed."
_ROOM = b"\0" * 65536
"""Written and removed again, to see whether there is any room."""
_DEEPEST = Path("x" * 40) / ("x" * 60)
"""As long as a name inside of a result may be."""


def look_at_folder(folder: Path, replaced: bool = True) -> None:
    """Refuse a folder that cannot be made or replaced; nothing is left behind.

    folder : of a result; `InputError` where it is a link, or where the operating system refuses; what stands
        there already is looked at by who writes
    replaced : whether it is replaced whole, which the working folder and those above it cannot be
    """
    _look_at_name(folder)
    if folder.is_symlink():
        raise _is_a_link(folder)
    if replaced and folder.is_dir():
        here, place = Path.cwd().resolve(), folder.resolve()
        if here.is_relative_to(place) or os.path.ismount(place):
            what = "a result cannot replace the working folder or a folder above it"
            raise InputError(Problem(what, str(folder), f"Name a folder inside it. {_UNTOUCHED}"))
    above = Path(os.path.abspath(folder)).parent
    while not above.exists():
        if above.is_symlink():
            raise _is_a_link(above)
        above = above.parent
    _look_for_room(above, folder)


def look_at_file(file: Path) -> None:
    """Refuse a file that cannot be written or replaced; nothing is left behind.

    file : to write; `InputError` where it is a link, no ordinary file, in no folder, or where the operating
        system refuses
    """
    _look_at_name(file)
    if file.is_symlink():
        raise _is_a_link(file)
    if file.exists() and not file.is_file():
        what = "a folder has this name" if file.is_dir() else "this is not an ordinary file"
        raise InputError(Problem(what, str(file), f"Name another file. {_UNTOUCHED}"))
    if not file.parent.is_dir():
        what = f"there is no folder {file.parent}"
        why = "A file is not written into a new folder, since the path may be mistyped."
        raise InputError(Problem(what, str(file), "Create it first, or name another.", why))
    _look_for_room(file.parent, file)


def look_for_space(folder: Path, wanted: int, what: str) -> None:
    """Refuse a folder on a disk that has less space than will be written to it.

    folder : need not be there yet
    wanted : in all, with what lies in it already [bytes]
    what : is written there
    """
    above = Path(os.path.abspath(folder))
    there = sum(file.stat().st_size for file in above.rglob("*") if file.is_file())
    while not above.exists():
        above = above.parent
    free = shutil.disk_usage(above).free
    if free < wanted - there:
        found = f"{what} need about {(wanted - there) / 1e9:.1f} GB here, and {free / 1e9:.1f} GB are free"
        raise InputError(Problem(found, str(folder), f"Free some space, or name another disk. {_UNTOUCHED}"))


def _look_at_name(path: Path) -> None:
    """Refuse what cannot be a path, or is too long for one."""
    try:
        for place in (path, Path(os.path.abspath(path)) / _DEEPEST):
            os.lstat(place)
    except (FileNotFoundError, NotADirectoryError) as error:
        if isinstance(error, NotADirectoryError) and error.filename == str(path):
            raise refusal(error, path) from None
    except OSError as error:
        raise refusal(error, path) from None
    except ValueError:
        raise InputError(Problem("this is not a valid file name", repr(str(path)))) from None


def _look_for_room(folder: Path, path: Path) -> None:
    """Refuse a folder in which nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(_ROOM)
    except OSError as error:
        raise refusal(error, path) from None


def _is_a_link(path: Path) -> InputError:
    leads = os.readlink(path)
    remedy = f"Name the target itself. {_UNTOUCHED}"
    why = "The target of a link may belong to somebody else."
    return InputError(Problem(f"this is a link to {leads}", str(path), remedy, why))


_MOST_BYTES = 200 * 1024**2
"""[bytes] A file of 250,000 people with 40 columns takes about 100 MB as text."""
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""A pipe without a writer is opened at once instead of being waited for."""


def file_bytes(path: Path, most: int = _MOST_BYTES) -> bytes:
    """What a file holds.

    most : [bytes]
    Raises `UnknownName` where there is no such file, `InputError` where it is a folder, a pipe or a device,
    too large, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _AT_ONCE)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise InputError(_no_file_of_bytes(path, status.st_mode))
            if status.st_size > most:
                raise InputError(_too_large(f"{status.st_size / 1024**2:,.0f} MB", most, path))
            # A file of the system has no size, and may have no end.
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise _no_file(path) from None
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


def _no_file(path: Path) -> UnknownName:
    """That a file is not there, with what is there under names like it."""
    folder = path.parent
    here = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    where = "this folder" if folder == Path() else str(folder)
    if not folder.is_dir():
        what = f"there is no such folder, so there is no file {path.name!r}"
        return UnknownName(Problem(what, where))
    return UnknownName(Problem(f"there is no file {path.name!r}", where, nearest=nearest(path.name, here)))
