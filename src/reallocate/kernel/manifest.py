"""The list of a folder's files: size and hash of each, and what is not as it was written."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from reallocate.kernel.errors import DataError, InputError, Problem

LIST = "files.json"
"""The list of a result's files; the only one that does not stand in it."""
_FORMAT = 7
"""Of the folder; a change that earlier versions cannot read makes it one more."""
_LIST_HASH = "sha256"
"""Key of the list's own hash, so that a damaged list is found as well."""
_LARGEST_LIST = 16 * 2**20
"""Bytes that the list may have."""
OF_THE_DESKTOP = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that a file manager puts into any folder that it shows."""
AGAIN = "Restore the folder from a copy, or run the command again."


def json_bytes(value: Any, in_order: bool = False) -> bytes:
    """An object as the text of a file.

    value : without NaN
    in_order : keys stay in their order instead of that of the alphabet
    """
    text = json.dumps(value, indent=1, sort_keys=not in_order, ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def list_of(kind: str, *contents: Mapping[str, bytes]) -> bytes:
    """The list of a folder's files.

    contents : (path within the folder) bytes; the last one counts
    """
    files = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for part in contents
        for name, content in part.items()
    }
    record = {"kind": kind, "format": _FORMAT, "version": version("reallocate"), "files": files}
    return json_bytes({**record, _LIST_HASH: _hash_of(record)})


def _hash_of(record: Mapping[str, Any]) -> str:
    """The SHA-256 of a list without its own hash."""
    return hashlib.sha256(json_bytes({key: record[key] for key in record if key != _LIST_HASH})).hexdigest()


def listed_in(folder: Path) -> tuple[str, dict[str, tuple[int, str]]]:
    """The kind of a result, and size [bytes] and hash of each of its files, as listed.

    folder : of the result; `DataError` where the list cannot be read, `InputError` for a newer format
    """
    file = folder / LIST
    if file.stat().st_size > _LARGEST_LIST:
        raise DataError(Problem(f"the list has more than {_LARGEST_LIST:,} bytes", str(file), AGAIN))
    read = parsed(file.read_bytes(), file)
    try:
        found, name, files = read["format"], str(read["kind"]), read["files"]
        if isinstance(found, int) and found > _FORMAT:
            raise InputError(
                Problem(
                    f"the result was saved in format {found} by reallocate {read['version']}; reallocate "
                    f"{version('reallocate')} reads format {_FORMAT}",
                    str(folder),
                    "Install that version or a later one, or run the command again.",
                    "This version cannot know what a newer format means.",
                )
            )
        if read[_LIST_HASH] != _hash_of(read):
            raise DataError(Problem("the list of the result's files was altered", str(file), AGAIN))
        listed = {str(path): (int(of["bytes"]), str(of["sha256"])) for path, of in files.items()}
    except (TypeError, KeyError, ValueError, AttributeError):
        raise DataError(Problem("the list of the result's files cannot be read", str(file), AGAIN)) from None
    return name, listed


def format_in(folder: Path) -> int:
    """The format that a result was saved in.

    folder : of the result, whose list can be read
    """
    return int(parsed((folder / LIST).read_bytes(), folder / LIST)["format"])


def files_in(folder: Path) -> list[str]:
    """Every file of a folder but its list, by its path within it, in order; links and empty folders too."""
    names = []
    for place, folders, files in os.walk(folder):
        inside = Path(place).relative_to(folder)
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        names += [(inside / name).as_posix() for name in (*links, *files) if name not in OF_THE_DESKTOP]
        if not folders and not files and inside.parts:
            names.append(inside.as_posix())
    return sorted(name for name in names if name != LIST)


def altered(file: Path, digest: str) -> bool:
    """Whether a file is no ordinary one, or has another SHA-256."""
    try:
        is_plain = stat.S_ISREG(file.lstat().st_mode)
        return not is_plain or hashlib.sha256(file.read_bytes()).hexdigest() != digest
    except OSError:
        return True


def verified(folder: Path, listed: Mapping[str, tuple[int, str]]) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a result, and everything that is not as it was written.

    listed : (path within the folder) size [bytes] and hash
    """
    contents: dict[str, bytes] = {}
    problems = []
    found = files_in(folder)
    for name in sorted({*listed, *found}):
        what = ""
        if name not in listed:
            what = "the file does not belong to the result"
        elif name not in found:
            what = "the file is missing"
        else:
            size, digest = listed[name]
            try:
                contents[name] = _read(folder / name, size)
            except OSError as error:
                what = f"the file cannot be read: {error.strerror}"
            else:
                if hashlib.sha256(contents[name]).hexdigest() != digest:
                    what = "the file was altered after the result was saved"
        if what:
            problems.append(Problem(what, str(folder / name), AGAIN))
    return contents, problems


def _read(file: Path, size: int) -> bytes:
    """The bytes of an ordinary file, nothing of one that has another size or is a link."""
    status = file.lstat()
    return file.read_bytes() if stat.S_ISREG(status.st_mode) and status.st_size == size else b""


def parsed(content: bytes, where: Path) -> Any:
    """What a JSON file holds.

    content : of the file
    where : it lies; `DataError` where it cannot be read, or has a NaN
    """

    def refuse(text: str) -> NoReturn:
        raise ValueError(f"{text} is not a number")

    try:
        return json.loads(content.decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        what = f"the file cannot be read as JSON ({type(error).__name__})"
        raise DataError(Problem(what, str(where), AGAIN)) from None
