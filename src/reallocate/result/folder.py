"""A result as a folder: written whole or not at all, each file listed with its hash, verified when opened."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import pandas as pd

from reallocate.disk.drafts import settle
from reallocate.disk.look import look_at_folder
from reallocate.disk.replace import replace_file, replace_folder
from reallocate.errors import DataError, InputError, Problem
from reallocate.result.manifest import AGAIN, LIST, files_in, json_bytes, list_of, listed_in, parsed, verified

TABLES = "tables"
Study = TypeVar("Study")


@dataclass(frozen=True)
class Kind:
    """A kind of result.

    name : as the list of its files gives it
    what : such a result, in words
    record : the file by which it is known
    made_by : the command that makes one
    """

    name: str
    what: str
    record: str
    made_by: str


class Kept(Protocol):
    """A result that a folder can hold: facts, tables and sentences."""

    @property
    def meta(self) -> Mapping[str, Any]:
        """Facts about the result."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Its tables by name."""

    @property
    def said(self) -> Mapping[str, Any]:
        """Its sentences by part."""


@dataclass(frozen=True, eq=False)
class Saved:
    """A result's folder, read and verified.

    folder : where it lies
    kind : its kind, by name
    files : (path within the folder) bytes
    """

    folder: Path
    kind: str
    files: Mapping[str, bytes]

    def json(self, name: str) -> Any:
        """What a JSON file holds.

        name : of the file; `DataError` where it is missing or cannot be read
        """
        if name not in self.files:
            raise DataError(Problem("the file is missing", str(self.folder / name), AGAIN))
        return parsed(self.files[name], self.folder / name)

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Its tables by name; `DataError` with every one that cannot be read."""
        tables, problems = {}, []
        for name, content in self.files.items():
            path = PurePosixPath(name)
            if path.parent.name == TABLES and path.suffix == ".parquet":
                try:
                    tables[path.stem] = pd.read_parquet(io.BytesIO(content))
                except Exception as error:  # whatever the library makes of damaged bytes
                    what = f"the table cannot be read ({type(error).__name__})"
                    problems.append(Problem(what, str(self.folder / name), AGAIN))
        if problems:
            raise DataError(problems)
        return MappingProxyType(dict(sorted(tables.items())))


def must_be_free(folder: Path, kind: Kind) -> None:
    """Refuse a folder that cannot be written or holds something else, before anything is computed for it.

    folder : where to write; raises `InputError`
    kind : of the result; an earlier one of the same kind may be replaced, with no file of somebody else in it
    """
    taken = folder.is_dir() and any(folder.iterdir())
    if not folder.is_symlink() and (taken or folder.is_file()) and not (folder / kind.record).is_file():
        remedy = "Name another folder with --out. Nothing was changed."
        raise InputError(Problem(f"the folder holds something other than {kind.what}", str(folder), remedy))
    look_at_folder(folder)
    if not taken or not (folder / LIST).is_file():
        return
    listed = listed_in(folder)[1]
    added = [name for name in files_in(folder) if name not in listed]
    if added:
        remedy = "Move them elsewhere, or name another folder with --out. Nothing was changed."
        what = f"the folder holds {kind.what} and files that do not belong to it: {', '.join(added)}"
        raise InputError(Problem(what, str(folder), remedy))


def save_result(folder: Path, kind: Kind, contents: Mapping[str, bytes]) -> Path:
    """Write a result into a folder that does not exist yet or holds an earlier one of the same kind.

    folder : where; folders above it are made
    kind : of the result
    contents : (path within the folder, with /) bytes
    Returns the folder. Raises `InputError` as `must_be_free`, or where the operating system refuses; an
    earlier result is as it was then. Folder and files are for their owner alone.
    """
    files = {**contents, LIST: list_of(kind.name, contents)}
    replace_folder(folder, files, partial(must_be_free, folder, kind))
    return folder


def list_files(folder: Path, kind: Kind, extra: Mapping[str, bytes]) -> None:
    """Add files to a folder that grows by and by, then list all that it holds.

    folder : of the result
    kind : of the result
    extra : (name) bytes
    """
    for name, content in extra.items():
        replace_file(folder / name, content)
    contents = {name: (folder / name).read_bytes() for name in files_in(folder)}
    replace_file(folder / LIST, list_of(kind.name, contents))


def open_result(folder: Path, kind: Kind | None = None) -> Saved:
    """A result that was saved, with every file as it was written.

    folder : as written by `save_result`; where a replacement was interrupted, the earlier result is put back
    kind : that is wanted; any where none is given
    Raises `InputError` where there is none, another kind or a newer format, `DataError` with every file that
    was altered, is missing, or was added.
    """
    if not os.path.lexists(folder):
        settle(folder)
    if not (folder / LIST).is_file():
        if kind is not None and (folder / kind.record).is_file():
            why = "Without the list the files cannot be verified. An earlier version may have written them."
            raise DataError(Problem(f"the list of its files, {LIST}, is missing", str(folder), AGAIN, why))
        what = kind.what.removeprefix("a ").removeprefix("an ") if kind is not None else "result"
        remedy = f"Make one with {kind.made_by if kind is not None else 'reallocate plan … --out'}."
        raise InputError(Problem(f"there is no saved {what} here", str(folder), remedy))
    while True:
        before = folder.stat()
        name, listed = listed_in(folder)
        contents, problems = verified(folder, listed)
        if os.path.samestat(before, folder.stat()):
            break
    if problems:
        raise DataError(problems)
    if kind is not None and name != kind.name:
        what = f"the folder holds another kind of result ({name}), not {kind.what}"
        raise InputError(Problem(what, str(folder), f"Make one with {kind.made_by}."))
    return Saved(folder, name, MappingProxyType(contents))


def contents_of(study: Kept, record: str) -> dict[str, bytes]:
    """The files of a result: facts and sentences, and each table.

    study : the result
    record : the file for facts and sentences
    """
    kept = {"meta": dict(study.meta), "said": dict(study.said)}
    return {record: json_bytes(kept), **table_files(study.tables)}


def table_files(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Each table as a file, the same bytes for the same figures.

    tables : by name
    """
    return {f"{TABLES}/{name}.parquet": frame.to_parquet(None, index=False) for name, frame in tables.items()}


def open_kept(folder: Path, kind: Kind, study: Callable[[Any, Any, Any], Study]) -> Study:
    """A result of facts, tables and sentences.

    folder, kind : as for `open_result`, which raises
    study : made of facts, tables and sentences
    """
    saved = open_result(folder, kind)
    record = saved.json(kind.record)
    parts = record if isinstance(record, dict) else {}
    meta, said = parts.get("meta"), parts.get("said")
    if not isinstance(meta, dict) or not isinstance(said, dict) or not isinstance(meta.get("title"), str):
        what = "the record lacks the facts or the sentences of a result"
        raise DataError(Problem(what, str(folder / kind.record), AGAIN))
    return study(MappingProxyType(meta), saved.tables(), MappingProxyType(said))
