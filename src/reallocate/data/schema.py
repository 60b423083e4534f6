"""What each shipped table holds: keys, columns, units and the digits that figures are rounded to."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict

from reallocate.errors import Problem

if TYPE_CHECKING:
    from pandera.pandas import Check, DataFrameSchema

Kind = Literal["text", "number", "integer", "flag"]

EITHER_SIGN = "either sign"
"""How the unit of a figure ends that may be below nothing, such as a change of stocks."""


class Column(BaseModel):
    """One column of a shipped table.

    kind : text, number (may be missing), integer (never missing) or flag (true or false)
    unit : of a number
    digits : a number's digits after the point
    allowed : the values a text may take, where they are few
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    unit: str = ""
    digits: int = 0
    about: str = ""
    allowed: tuple[str, ...] = ()


class Table(BaseModel):
    """One shipped table.

    about : what one row is
    key : the columns that it is sorted by and that name one row
    columns : (column) what it holds, in order
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    key: tuple[str, ...]
    columns: dict[str, Column]


@cache
def tables() -> dict[str, Table]:
    """Every shipped table by name, from `tables.toml`."""
    text = resources.files("reallocate.data").joinpath("tables.toml").read_text(encoding="utf-8")
    return {name: Table.model_validate(entry) for name, entry in tomllib.loads(text).items()}


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


def _conform(values: pd.Series, column: Column) -> pd.Series:
    if column.kind == "text":
        return values.astype("str").where(values.notna(), "")
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
        checked(name).validate(frame, lazy=True)
    except SchemaErrors as found:
        cases = found.failure_cases
        return [
            Problem(f"{check}: first {failed['failure_case'].iloc[0]}", where=f"{name}.{column}")
            for (column, check), failed in cases.groupby(["column", "check"], dropna=False, sort=True)
        ]
    return []


@cache
def checked(name: str) -> DataFrameSchema:
    """The table's declaration as a pandera schema: columns in order, kinds, allowed values, ranges, key.

    name : of the table
    """
    import pandera.pandas as pa

    kinds: dict[str, type[str] | str] = {"text": str, "number": "float64", "integer": "int64", "flag": "bool"}
    table = tables()[name]
    columns = {
        column: pa.Column(kinds[kind.kind], checks=_checks(kind), nullable=kind.kind == "number")
        for column, kind in table.columns.items()
    }
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key), name=name)


def _checks(column: Column) -> list[Check]:
    import pandera.pandas as pa

    checks: list[Check] = [pa.Check.isin(column.allowed)] if column.allowed else []
    if column.unit.endswith(EITHER_SIGN):
        return checks
    if column.unit.startswith("share"):
        checks.append(pa.Check.in_range(0.0, 1.0))
    elif column.unit not in ("", "see unit", "see measure", "-1 to 1"):
        checks.append(pa.Check.ge(0.0))
    return checks
