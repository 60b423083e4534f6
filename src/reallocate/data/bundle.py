"""The figures that ship with the package: read, checked against hashes and declarations."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from weakref import WeakSet

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from reallocate.data.country import HOME, Country
from reallocate.data.country import country as country_of
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, InputError, Problem, nearest
from reallocate.kernel.money import DOLLAR
from reallocate.kernel.parquet import arrow_table
from reallocate.work.reach import SOURCES
from reallocate.work.world import World, reach_of

if TYPE_CHECKING:
    from pandera.pandas import Check, DataFrameSchema


MANIFEST = "manifest.json"
_AGAIN = "Install reallocate again."


def data_folder() -> Path:
    """The folder inside the package that holds the shipped tables, those of countries and those of none."""
    return Path(str(resources.files("reallocate.data").joinpath("")))


def table_folder(root: Path, code: str = "") -> Path:
    """Where the tables of a country lie, or those that belong to none.

    root : as `data_folder`
    code : of the country, or of a classification whose tables countries share; none for the tables that serve
        every country
    """
    return root / "countries" / code.casefold() / "tables" if code else root / "bundle"


def folder_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of one folder, as written there.

    folder : of a country, or of none, with its manifest
    """
    if not (folder / MANIFEST).is_file():
        raise DataError(Problem("there are no built tables here", str(folder), _AGAIN))
    recorded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"]
    return {name: pd.read_parquet(folder / f"{name}.parquet") for name in recorded}


def has_tables(home: Country, root: Path | None = None) -> bool:
    """Whether a country has tables of its own, not only a name, a law and figures."""
    return (table_folder(root or data_folder(), home.code) / MANIFEST).is_file()


def load_world(folder: str | Path | None = None, country: str = HOME) -> World:
    """Everything known about work in a country before any firm: the World of the shipped figures.

    folder : another folder of built tables, as `reallocate data build` writes it; the shipped one by default
    country : its code or name
    Other tables are read when first asked for; one that the country does not have is absent. A cell of
    `augmentable` or `automatable` is 0 where the occupation gives the activity no hours.
    Raises `DataError` naming a file that is missing or altered, and `InputError` for what names no folder or
    no country.
    """
    home = country_of(country)
    shipped = ShippedTables(_folder(folder), home)
    occupations = home.flagged(shipped["occupations"].set_index("occupation"))
    activities = shipped["activities"].set_index("activity")
    cells = {"occupation": occupations.index, "activity": activities.index}
    (hours,) = _dense(shipped.read("content", list(cells)), ["share"], cells)
    content = pd.DataFrame(hours, occupations.index, activities.index, copy=False)
    axes = {"source": pd.Index(SOURCES), **cells}
    reach = _dense(shipped.read("reach", list(axes)), ["augmentable", "automatable"], axes)
    helped, done = (reach_of(one, SOURCES, occupations.index, activities.index) for one in reach)
    world = World(occupations, activities, content, helped, done, tables=shipped, country=home.code)
    _LOADED.add(world)
    return world


_LOADED: WeakSet[World] = WeakSet()
"""Worlds as they were loaded: one in which something was replaced is another object."""


def table_hashes(world: World, names: Iterable[str]) -> list[str] | None:
    """The recorded hashes of the tables that a World was loaded from; none of one that was changed since.

    names : of tables
    """
    shipped = world.tables
    if world not in _LOADED or not isinstance(shipped, ShippedTables) or not set(names) <= set(shipped):
        return None
    return [shipped.content_sha256(name) for name in names]


def shipped_world(country: str = HOME) -> World:
    """A country's World of the shipped figures, read once in this process: what is kept by it is kept too."""
    return _shipped_world(country_of(country).code)


@cache
def _shipped_world(code: str) -> World:
    return load_world(country=code)


def load_tables(folder: str | Path | None = None, country: str = HOME) -> Mapping[str, pd.DataFrame]:
    """The shipped tables of a country, and those of none, by name; each is read when first asked for.

    folder, country : as for `load_world`, which raises the same errors
    """
    return ShippedTables(_folder(folder), country_of(country))


def _folder(given: object) -> Path:
    if given is None:
        return data_folder()
    if isinstance(given, str | Path):
        return Path(given)
    what = f"{given!r} is not a folder of tables"
    raise InputError(Problem(what, "folder", "Give a path, or leave it out to use the shipped figures."))


class ShippedTables(Mapping[str, pd.DataFrame]):
    """The tables of a country, and those of none, by name, read on first use; treat them as read-only.

    root : as written by `build.write_tables`
    home : the country
    Amounts are written in the country's money and read in dollars, at the reference rates that ship.
    """

    def __init__(self, root: Path, home: Country | None = None) -> None:
        self._home = home or country_of()
        self._entries = _entries(self._home, root)
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = self._in_dollars(name, _in_pandas(self.read(name)))
        return self._read[name]

    def _in_dollars(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        if self._home.currency == DOLLAR or not tables()[name].national:
            return table
        paid = [one for one, kind in tables()[name].columns.items() if kind.unit.startswith(DOLLAR)]
        return table.assign(**{one: table[one] * self._home.usd for one in paid})

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def content_sha256(self, name: str) -> str:
        """The recorded hash of a table's content, the same however its file was written."""
        return self._entries[name][1]["content_sha256"]

    def read(self, name: str, coded: list[str] | None = None) -> pa.Table:
        """One table as Arrow, after its bytes were checked against the manifest.

        coded : text columns to read as codes into their distinct values
        """
        folder, entry = self._entries[name]
        path, expected = folder / f"{name}.parquet", entry["file_sha256"]
        content = path.read_bytes() if path.is_file() else b""
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            altered = f"the file was altered: expected sha256 {expected}, found {found}"
            raise DataError(Problem(altered if content else "the file is missing", str(path), _AGAIN))
        return arrow_table(content, coded)


def _in_pandas(table: pa.Table) -> pd.DataFrame:
    """The table in pandas; texts of a large one stay in Arrow, since most of its rows are only passed by."""
    in_arrow = {pa.string(): _TEXT, pa.large_string(): _TEXT} if table.num_rows >= _LARGE else {}
    frame: pd.DataFrame = table.to_pandas(types_mapper=in_arrow.get)
    return frame


_LARGE = 10_000
"""Rows from which on texts as Python's take longer to make than they save."""


def read_manifest(country: str = HOME, root: Path | None = None) -> dict[str, dict[str, str]]:
    """What each table of a country, and of none, should be: rows, bytes and hashes.

    country : its code or name
    root : as written by `build.write_tables`; the shipped folder by default
    """
    entries = _entries(country_of(country), root or data_folder())
    return {name: entry for name, (_, entry) in entries.items()}


def _entries(home: Country, root: Path) -> dict[str, tuple[Path, dict[str, str]]]:
    """(table) where it lies and what is recorded of it: those of none, those it shares, then its own."""
    entries: dict[str, tuple[Path, dict[str, str]]] = {}
    for code in dict.fromkeys(("", home.shared, home.code)):
        folder = table_folder(root, code)
        if not (folder / MANIFEST).is_file():
            raise DataError(_no_tables(home, folder, is_own=code == home.code and root == data_folder()))
        recorded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"]
        entries |= {name: (folder, entry) for name, entry in recorded.items()}
    return dict(sorted(entries.items()))


def _no_tables(home: Country, folder: Path, is_own: bool) -> Problem:
    if not is_own or home.code == HOME:
        return Problem("there are no built tables here", str(folder), _AGAIN)
    what = f"{home.name} has no tables of people, pay and industries"
    why = "Those of another country would say nothing of it."
    return Problem(what, "country", "`reallocate data --countries` lists what each country has.", why)


def _dense(table: pa.Table, columns: list[str], axes: dict[str, pd.Index]) -> list[Array]:
    """Each figure of a table of cells as an array, 0 where there is no row.

    table : one row a cell, with a coded column for each axis
    columns : the figures
    axes : (axis) every label, in order
    Raises `DataError` where a row carries a label that its axis has not.
    """
    places = tuple(_places(table, axis, labels) for axis, labels in axes.items())
    arrays = []
    for column in columns:
        values = np.zeros([len(labels) for labels in axes.values()])
        values[places] = table[column].to_numpy()
        arrays.append(values)
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


_Kind = Literal["text", "number", "integer", "flag"]

_EITHER_SIGN = "either sign"
"""How the unit of a figure ends that may be below nothing, such as a change of stocks."""


class Column(BaseModel):
    """One column of a shipped table.

    kind : text, number (may be missing), integer (never missing) or flag (true or false)
    unit : of a number
    digits : a number's digits after the point
    allowed : the values a text may take, where they are few
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: _Kind
    unit: str = ""
    digits: int = 0
    about: str = ""
    allowed: tuple[str, ...] = ()


class _Table(BaseModel):
    """One shipped table.

    about : what one row is
    national : whether every country has its own, or none; else it serves every country
    key : the columns that it is sorted by and that name one row
    columns : (column) what it holds, in order
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    national: bool = False
    key: tuple[str, ...]
    columns: dict[str, Column]


@cache
def tables() -> dict[str, _Table]:
    """Every shipped table by name, from `tables.toml`."""
    text = resources.files("reallocate.data").joinpath("tables.toml").read_text(encoding="utf-8")
    return {name: _Table.model_validate(entry) for name, entry in tomllib.loads(text).items()}


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with its columns in order and of their kinds, figures rounded, rows sorted by key.

    name : of the table
    frame : at least the table's columns
    A text that is missing becomes empty; a number that is missing stays missing.
    """
    table = tables()[name]
    columns = {column: _conform(frame[column], kind) for column, kind in table.columns.items()}
    shaped = pd.DataFrame(columns).sort_values(list(table.key), kind="stable")
    return shaped.reset_index(drop=True)


_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
"""Texts as pandas stores them with pyarrow; "str" alone may choose another storage for no rows."""


def _conform(values: pd.Series, column: Column) -> pd.Series:
    if column.kind == "text":
        return values.astype(_TEXT).where(values.notna(), "")
    if column.kind == "integer":
        return values.astype("int64")
    if column.kind == "flag":
        return values.astype("bool")
    # Adding zero turns -0.0 into 0.0, which would otherwise be another byte in the file.
    return values.astype("float64").round(column.digits) + 0.0


def table_problems(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Every way in which a table differs from what it should hold.

    frame : as from `conform`
    """
    from pandera.errors import SchemaErrors

    try:
        _checked(name).validate(frame, lazy=True)
    except SchemaErrors as found:
        cases = found.failure_cases
        return [
            Problem(f"{check}: first {failed['failure_case'].iloc[0]}", where=f"{name}.{column}")
            for (column, check), failed in cases.groupby(["column", "check"], dropna=False, sort=True)
        ]
    return []


@cache
def _checked(name: str) -> DataFrameSchema:
    """The table's declaration as a pandera schema: columns in order, kinds, allowed values, ranges, key.

    name : of the table
    """
    import pandera.pandas as pa

    # `str` would be the storage of texts that is set when the schema is made, which need not be `conform`'s.
    kinds = {"text": _TEXT, "number": "float64", "integer": "int64", "flag": "bool"}
    table = tables()[name]
    columns = {
        column: pa.Column(kinds[kind.kind], checks=_checks(kind), nullable=kind.kind == "number")
        for column, kind in table.columns.items()
    }
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key), name=name)


def _checks(column: Column) -> list[Check]:
    import pandera.pandas as pa

    checks: list[Check] = [pa.Check.isin(column.allowed)] if column.allowed else []
    if column.unit.endswith(_EITHER_SIGN):
        return checks
    if column.unit.startswith("share"):
        checks.append(pa.Check.in_range(0.0, 1.0))
    elif column.unit not in ("", "see unit", "see measure", "-1 to 1"):
        checks.append(pa.Check.ge(0.0))
    return checks


def content_hash(name: str, frame: pd.DataFrame) -> str:
    """The sha256 over a table's canonical text.

    name : of the table
    frame : as from `schema.conform`
    The text is UTF-8: a line of column names, then one line a row in key order, fields parted by
    a tab. A number of d digits is written as the integer round(x·10^d), missing as nothing; tabs,
    line ends and backslashes in texts are escaped.
    """
    columns = tables()[name].columns
    fields = [_fields(frame[column], kind) for column, kind in columns.items()]
    digest = hashlib.sha256("\t".join(columns).encode() + b"\n")
    for row in zip(*fields, strict=True):
        digest.update("\t".join(row).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _fields(values: pd.Series, column: Column) -> list[str]:
    if column.kind == "text":
        escaped = values.str.replace("\\", "\\\\", regex=False)
        return escaped.str.replace("\t", "\\t", regex=False).str.replace("\n", "\\n", regex=False).tolist()
    if column.kind == "number":
        missing = values.isna().to_numpy()
        scaled = np.rint(values.fillna(0.0).to_numpy() * 10.0**column.digits).astype(np.int64)
        return ["" if gap else str(number) for gap, number in zip(missing, scaled.tolist(), strict=True)]
    return [str(value) for value in values.tolist()]
