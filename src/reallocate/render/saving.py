"""A result as a folder: written whole or not at all, each file listed with its hash, verified when opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.kernel.disk import make_folder, replace_file, replace_folder, settle
from reallocate.kernel.errors import DataError, InputError, Problem
from reallocate.kernel.manifest import AGAIN, LIST, format_in, list_of, listed_in, parsed, verified
from reallocate.kernel.marker import must_be_free
from reallocate.kernel.parquet import pandas_table, refused

RECORD = "result.json"
"""Facts, text and status of a saved result."""
_TABLES = "tables"
_MOST_BYTES = 2 * 1024**3
"""[bytes] Of a result that is opened."""


@dataclass(frozen=True, eq=False)
class Saved:
    """The folder of a result, read and verified.

    files : (path within the folder) bytes
    format : in which it was saved
    """

    folder: Path
    kind: str
    files: Mapping[str, bytes]
    format: int

    def json(self, name: str) -> Any:
        """The content of a JSON file; `DataError` where it is missing or cannot be read."""
        if name not in self.files:
            raise DataError(Problem("the file is missing", str(self.folder / name), AGAIN))
        content, file = self.files[name], self.folder / name
        return _limited(parsed, content, file, name=str(file), size=len(content))

    def record(self) -> dict[str, Any]:
        """Facts, text and status; `DataError` where one is missing."""
        record = self.json(RECORD)
        parts = record if isinstance(record, dict) else {}
        shapes = {"facts": dict, "text": dict, "status": dict}
        wrong = [name for name, shape in shapes.items() if not isinstance(parts.get(name), shape)]
        if not wrong:
            wrong += _misshapen(parts)
        if wrong:
            what = f"the record of the result lacks {', '.join(wrong)}"
            raise DataError(Problem(what, str(self.folder / RECORD), AGAIN))
        return parts

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Its tables by name; `DataError` with every one that cannot be read."""
        paths = [PurePosixPath(name) for name in self.files]
        held = [path for path in paths if path.parent.name == _TABLES and path.suffix == ".parquet"]
        contents = {str(self.folder / path): self.files[str(path)] for path in sorted(held)}
        size = sum(map(len, contents.values()))
        return MappingProxyType(_limited(_tables, contents, name=str(self.folder), size=size))


def _limited(task: Callable[..., Any], *arguments: Any, name: str, size: int) -> Any:
    """As `within_limits`, which is loaded where a saved result is opened."""
    from reallocate.kernel.limited import within_limits

    return within_limits(task, *arguments, name=name, size=size)


def _tables(contents: Mapping[str, bytes]) -> dict[str, pd.DataFrame]:
    """The tables of some Parquet files, by their names."""
    tables, problems = {}, []
    for file, content in contents.items():
        try:
            problems += refused(content, file)
            tables[PurePosixPath(file).stem] = pandas_table(content)
        except MemoryError:
            raise
        except Exception as error:  # whatever the library makes of damaged bytes
            what = f"the table cannot be read ({type(error).__name__})"
            problems.append(Problem(what, file, AGAIN))
    if problems:
        raise DataError(problems)
    return tables


def _misshapen(parts: dict[str, Any]) -> list[str]:
    """What is not in a record as it is read: the title, sentences by part and name, and how it ended."""
    named = [list(text.values()) if isinstance(text, dict) else [text] for text in parts["text"].values()]
    lines = [one for texts in named for text in texts for one in (text if isinstance(text, list) else [None])]
    fine = {
        "facts.title": isinstance(parts["facts"].get("title"), str),
        "text": all(isinstance(line, str) for line in lines),
        "status": set(parts["status"]) <= {"code", "cause", "remedy"}
        and all(isinstance(words, str) for words in parts["status"].values()),
    }
    return [name for name, as_it_should_be in fine.items() if not as_it_should_be]


def save_result(folder: Path, kind: str, phrase: str, contents: Mapping[str, bytes]) -> Path:
    """Write a result into a folder that does not exist yet or holds an earlier one of the same kind.

    folder : folders above it are made; folder and files are for their owner alone
    kind, phrase : as for `must_be_free`
    contents : (path within the folder, with /) bytes
    Returns the folder. Raises `InputError` as `must_be_free`, or where the operating system refuses; an
    earlier result is unchanged then.
    """
    files = {**contents, LIST: list_of(kind, contents)}
    replace_folder(folder, files, partial(must_be_free, folder, kind, phrase))
    return folder


def add_files(
    folder: Path, kind: str, contents: Mapping[str, bytes], before: Mapping[str, bytes]
) -> None:
    """Add files to a folder that grows step by step, then list all that is ours in it.

    contents : (path within the folder, with /) bytes
    before : the same of files that were written into it before
    """
    for name, content in contents.items():
        make_folder((folder / name).parent)
        replace_file(folder / name, content)
    replace_file(folder / LIST, list_of(kind, before, contents))


def open_saved(folder: Path) -> Saved:
    """A result that was saved, with every file as it was written.

    folder : where a replacement was interrupted, the earlier result is put back
    Raises `InputError` where there is none or one of a newer format, `DataError` with every file that was
    altered, is missing, or was added.
    """
    if not os.path.lexists(folder):
        settle(folder)
    if not (folder / LIST).is_file():
        if (folder / RECORD).is_file():
            why = "What is not listed cannot be verified. An earlier version may have written it."
            raise DataError(Problem(f"the list of its files, {LIST}, is missing", str(folder), AGAIN, why))
        remedy = "Make one, such as with reallocate plan … --out."
        raise InputError(Problem("the folder holds no saved result", str(folder), remedy))
    while True:
        before = folder.stat()
        name, listed = listed_in(folder)
        if (size := sum(size for size, _ in listed.values())) > _MOST_BYTES:
            most = _MOST_BYTES // 1024**3
            what = f"the files of the result have {size / 1024**3:,.1f} GB; the limit is {most} GB"
            raise DataError(Problem(what, str(folder), "Run the command again with fewer draws."))
        contents, problems = verified(folder, listed)
        if os.path.samestat(before, folder.stat()):
            break
    if problems:
        raise DataError(problems)
    return Saved(folder, name, MappingProxyType(contents), format_in(folder))


def table_files(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Each table as a Parquet file, the same bytes for the same figures."""
    return {
        f"{_TABLES}/{name}.parquet": frame.to_parquet(None, index=False) for name, frame in tables.items()
    }
