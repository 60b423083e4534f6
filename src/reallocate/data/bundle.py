"""The figures that ship inside the package: read, checked against their hashes, made into a World."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import xarray as xr

from reallocate.disk.parquet import arrow_table
from reallocate.errors import DataError, InputError, Problem, nearest
from reallocate.work.exposure import SOURCES
from reallocate.work.world import World

MANIFEST = "manifest.json"
AGAIN = "Install reallocate again."


def bundle_folder() -> Path:
    """The folder inside the package that holds the shipped tables."""
    return Path(str(resources.files("reallocate.data").joinpath("bundle")))


def load_world(folder: str | Path | None = None) -> World:
    """Everything known about work before any firm: the World of the shipped figures.

    folder : another folder of built tables; the shipped one by default
    Other tables are read when first asked for. A cell of `augmentable` or `automatable` is 0
    where the occupation gives the activity no hours.
    Raises `DataError` naming a file that is missing or altered, and `InputError` for what names no folder.
    """
    shipped = ShippedTables(_folder(folder))
    occupations = shipped["occupations"].set_index("occupation")
    activities = shipped["activities"].set_index("activity")
    cells = {"occupation": occupations.index, "activity": activities.index}
    content = dense(shipped.read("content", list(cells)), ["share"], cells)
    axes = {"source": pd.Index(SOURCES), **cells}
    reach = dense(shipped.read("reach", list(axes)), ["augmentable", "automatable"], axes)
    return World(occupations, activities, content["share"], **reach, tables=shipped)


@cache
def shipped_world() -> World:
    """The World of the shipped figures, read once in this process: what is kept by it is kept too."""
    return load_world()


def load_tables(folder: str | Path | None = None) -> Mapping[str, pd.DataFrame]:
    """The shipped tables by name; each is read when first asked for.

    folder : another folder of built tables; the shipped one by default
    Raises `DataError` and `InputError` as `load_world` does.
    """
    return ShippedTables(_folder(folder))


def _folder(given: object) -> Path:
    if given is None:
        return bundle_folder()
    if isinstance(given, str | Path):
        return Path(given)
    what = f"{given!r} is not a folder of tables"
    raise InputError(Problem(what, "folder", "Give a path, or leave it out to use the shipped figures."))


class ShippedTables(Mapping[str, pd.DataFrame]):
    """The tables of a folder by name, read on first use and kept; treat them as read-only.

    folder : as written by `build.write_tables`
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest = read_manifest(folder)
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = self.read(name).to_pandas()
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._manifest)

    def __len__(self) -> int:
        return len(self._manifest)

    def content_sha256(self, name: str) -> str:
        """The recorded hash of a table's content, the same however its file was written."""
        return self._manifest[name]["content_sha256"]

    def read(self, name: str, coded: list[str] | None = None) -> pa.Table:
        """One table as Arrow, after its bytes were checked against the manifest.

        coded : text columns to read as codes into their distinct values
        """
        path = self._folder / f"{name}.parquet"
        expected = self._manifest[name]["file_sha256"]
        content = path.read_bytes() if path.is_file() else b""
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            altered = f"the file was altered: expected sha256 {expected}, found {found}"
            raise DataError(Problem(altered if content else "the file is missing", str(path), AGAIN))
        return arrow_table(content, coded)


def read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    """What each shipped table should be: rows, bytes and hashes.

    folder : as written by `build.write_tables`
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise DataError(Problem("there are no built tables here", str(folder), AGAIN))
    tables: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["tables"]
    return tables


def dense(table: pa.Table, columns: list[str], axes: dict[str, pd.Index]) -> dict[str, xr.DataArray]:
    """A table of cells as labelled arrays, 0 where there is no row.

    table : one row a cell, with a coded column for each axis
    columns : the figures
    axes : (axis) every label, in order
    Raises `DataError` where a row carries a label that its axis has not.
    """
    places = tuple(_places(table, axis, labels) for axis, labels in axes.items())
    coords = {axis: labels.to_numpy() for axis, labels in axes.items()}
    arrays = {}
    for column in columns:
        values = np.zeros([len(labels) for labels in axes.values()])
        values[places] = table[column].to_numpy()
        arrays[column] = xr.DataArray(values, coords=coords, dims=list(axes), name=column)
    return arrays


def _places(table: pa.Table, axis: str, labels: pd.Index) -> npt.NDArray[np.intp]:
    coded = table[axis].combine_chunks()
    coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
    distinct = coded.dictionary.to_pylist()
    found = labels.get_indexer(pd.Index(distinct))
    unknown = [label for label, place in zip(distinct, found, strict=True) if place < 0]
    if unknown:
        what, close = f"{unknown[0]!r} is not a known {axis}", nearest(unknown[0], map(str, labels))
        raise DataError(Problem(what, f"{len(unknown)} labels", "Build the tables again.", nearest=close))
    return np.asarray(found[coded.indices.to_numpy()])
