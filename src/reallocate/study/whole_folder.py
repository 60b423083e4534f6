"""A folder of results that is written whole or not at all, and never over something else."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import pandas as pd

from reallocate.errors import InputError, Problem

TABLES = "tables"
Study = TypeVar("Study")


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


def must_be_free(folder: Path, record: str, what: str) -> None:
    """Refuse a folder that holds something else, before anything is computed for it.

    folder : where to write; raises `InputError`
    record : the file by which an earlier result of the same kind is known
    what : such a result, in words
    """
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken and not (folder / record).is_file():
        raise InputError(
            Problem(
                f"there is something else than {what}",
                str(folder),
                "Name another folder with --out; nothing there was touched.",
            )
        )


@contextmanager
def whole_folder(
    folder: Path, record: str, what: str, extra: Mapping[str, bytes] | None = None
) -> Iterator[Path]:
    """An empty folder to write in, which takes the place of the one that was named at the end.

    folder : that does not exist yet, or holds an earlier result of the same kind
    record, what : as for `must_be_free`; raises `InputError` likewise
    extra : further files by name, such as the page
    """
    must_be_free(folder, record, what)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
        made = Path(name) / "made"
        made.mkdir()
        yield made
        for file, content in (extra or {}).items():
            (made / file).write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)


def write_kept(study: Kept, made: Path, record: str) -> None:
    """Facts, sentences and tables of a result, into a folder that is being made.

    study : the result
    made : as from `whole_folder`
    record : the file for facts and sentences
    """
    (made / TABLES).mkdir()
    for table, frame in study.tables.items():
        frame.to_parquet(made / TABLES / f"{table}.parquet", index=False)
    kept = {"meta": dict(study.meta), "said": dict(study.said)}
    text = json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    (made / record).write_text(text, encoding="utf-8")


def read_kept(folder: Path, record: str, missing: Problem, study: Callable[[Any, Any, Any], Study]) -> Study:
    """A result as `write_kept` wrote it.

    folder, record : where it is
    missing : what is said where it is not; raises `InputError`
    study : made of facts, tables and sentences
    """
    file = folder / record
    if not file.is_file():
        raise InputError(missing)
    kept = json.loads(file.read_text(encoding="utf-8"))
    tables = {one.stem: pd.read_parquet(one) for one in sorted((folder / TABLES).glob("*.parquet"))}
    return study(MappingProxyType(kept["meta"]), MappingProxyType(tables), MappingProxyType(kept["said"]))
