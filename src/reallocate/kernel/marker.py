"""What is ours on a disk: nothing without our marker is deleted, moved, replaced or given another mode.

The marker of a folder is the list of its files, `files.json`, which holds its own hash. A result lists every
file; a folder that changes, such as the queue of the live pages, lists none. The marker of a single file is
the name and version of the program in it, or the first line of a table that only this program writes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from reallocate.kernel.disk import make_folder, replace_file
from reallocate.kernel.errors import DataError, InputError, Problem, ReallocateError, refusal
from reallocate.kernel.look import look_at_file, look_at_folder
from reallocate.kernel.manifest import LIST, altered, files_in, list_of, listed_in, verified

_ANOTHER_FOLDER = "Name another folder. Nothing was changed."
_ANOTHER_FILE = "Name another file, or delete this one. Nothing was changed."
_MADE_BY = re.compile(rb"reallocate \d+\.\d+\.\d+")
"""In a page, a PDF or slides that this program wrote."""
_PROPERTIES = "docProps/core.xml"
"""Where slides name the program that wrote them."""
_LARGEST_FILE = 256 * 2**20
"""[bytes] Of a file in which the marker is looked for."""


def kind_of(folder: Path) -> str:
    """What a folder of ours holds, as its marker says; "" where it carries none."""
    try:
        return listed_in(folder)[0] if (folder / LIST).is_file() else ""
    except (ReallocateError, OSError):
        return ""


def claim(
    folder: Path, kind: str, phrase: str, earlier: Callable[[Path], bool] = lambda folder: False
) -> None:
    """Take a folder to work in: a new or empty one is marked, one of ours is taken, any other is refused.

    kind, phrase : what it holds, as in `must_be_free`
    earlier : whether a folder without a marker is one that an earlier version made; it is marked then
    A folder that is there keeps its mode, and what lies in it stays as it is.
    Raises `InputError` where it holds something else, or where the operating system refuses.
    """
    look_at_folder(folder, replaced=False)
    try:
        make_folder(folder)
        found, taken = kind_of(folder), any(folder.iterdir())
    except OSError as error:
        raise refusal(error, folder) from None
    if found == kind:
        return
    if found or (taken and not earlier(folder)):
        raise _something_else(folder, phrase)
    replace_file(folder / LIST, list_of(kind, {}), may_exist=False)


def is_whole(folder: Path, kind: str) -> bool:
    """Whether a folder holds a result of a kind with every file as it was written, and no other."""
    return kind_of(folder) == kind and not verified(folder, listed_in(folder)[1])[1]


def must_be_free(folder: Path, kind: str, phrase: str) -> None:
    """Refuse a folder that cannot be written or holds something else, before anything is computed for it.

    folder : an earlier result of the same kind may be replaced, with every file as it was written
    phrase : such a result in words
    Raises `InputError`.
    """
    name, listed = "", dict[str, tuple[int, str]]()
    if (folder / LIST).is_file():
        with suppress(DataError):
            name, listed = listed_in(folder)
    taken = any(folder.iterdir()) if folder.is_dir() else folder.exists()
    if not folder.is_symlink() and taken and name != kind:
        raise _something_else(folder, phrase)
    look_at_folder(folder)
    must_be_as_listed(folder, {name: digest for name, (_, digest) in listed.items()}, phrase)


def must_be_as_listed(folder: Path, listed: dict[str, str], phrase: str) -> None:
    """Refuse to replace a folder with files that were added or altered since it was written.

    listed : (path within the folder) SHA-256
    phrase : what the folder holds, in words
    Raises `InputError` with each of them.
    """
    found = files_in(folder)
    if os.path.lexists(folder / LIST) and not kind_of(folder):
        found.append(LIST)
    if found and not listed:
        raise _something_else(folder, phrase)
    others = {
        "files that do not belong to it": [name for name in found if name not in listed],
        "files that were altered": [
            name for name in found if name in listed and altered(folder / name, listed[name])
        ],
    }
    problems = [
        Problem(
            f"the folder holds {phrase} and {what}: {', '.join(names)}", str(folder),
            "Move them elsewhere, or name another folder. Nothing was changed.",
        )
        for what, names in others.items()
        if names
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def remove(folder: Path, kind: str, names: Collection[str] | None = None) -> None:
    """Delete a folder that was claimed, or what is named in it and the folder once nothing else lies there.

    names : of files and folders in it that only its owner writes to
    A folder without the marker stays as it is.
    """
    if folder.is_symlink() or kind_of(folder) != kind:
        return
    if names is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for entry in (folder / name for name in names):
        if entry.is_symlink() or not entry.is_dir():
            with suppress(OSError):
                entry.unlink(missing_ok=True)
        else:
            shutil.rmtree(entry, ignore_errors=True)
    _give_up(folder)


def remove_result(folder: Path) -> None:
    """Delete the files that a saved result lists; what was added to it stays, and the folder with it."""
    if folder.is_symlink() or not kind_of(folder):
        return
    for name in listed_in(folder)[1]:
        with suppress(OSError):
            (folder / name).unlink()
    for place, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            os.rmdir(place)
    _give_up(folder)


def _give_up(folder: Path) -> None:
    """Delete a folder in which only its marker is left."""
    with suppress(OSError):
        if [entry.name for entry in folder.iterdir()] == [LIST]:
            (folder / LIST).unlink()
            folder.rmdir()


def must_be_ours_or_new(file: Path, first_line: bytes = b"") -> None:
    """Refuse a file that cannot be written, or is there already and is not ours.

    first_line : of a table that only this program writes; without it the name of the program is looked for
    Raises `InputError`.
    """
    look_at_file(file)
    if file.exists() and not _is_ours(file, first_line):
        why = "A file without a mark of this program is never replaced."
        raise InputError(Problem("the file exists already", str(file), _ANOTHER_FILE, why))


def must_be_new(file: Path, why: str = "It may hold changes of yours.") -> None:
    """Refuse a file that exists or cannot be written, before anything is computed for it; `InputError`."""
    look_at_file(file)
    if file.exists():
        raise InputError(Problem("the file exists already", str(file), _ANOTHER_FILE, why))


def _is_ours(file: Path, first_line: bytes) -> bool:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            return False
        content = file.read_bytes()
        if first_line:
            return content.startswith(first_line)
        if content.startswith(b"PK"):
            with ZipFile(file) as archive:
                content = archive.read(_PROPERTIES)
    except (OSError, KeyError, BadZipFile):
        return False
    return _MADE_BY.search(content) is not None


def _something_else(folder: Path, phrase: str) -> InputError:
    what = f"the folder holds something other than {phrase}"
    return InputError(Problem(what, str(folder), _ANOTHER_FOLDER))
