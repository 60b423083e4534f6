"""What each shipped table holds: keys, columns, units and the digits that figures are rounded to."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict

from reallocate.errors import Problem

Kind = Literal["text", "number", "integer", "flag"]


class Column(BaseModel):
    """One column of a shipped table.

    kind : text, number (may be missing), integer (never missing) or flag (true or false)
    unit : of a number
    digits : a number's digits after the point
    about : what it is
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

    name : of the table
    frame : as from `conform`
    """
    table = tables()[name]
    problems: list[Problem] = []
    if list(frame.columns) != list(table.columns):
        found = ", ".join(map(str, frame.columns))
        return [Problem(f"has the columns {found}", where=name, remedy=f"Expected {', '.join(table.columns)}.")]
    twice = frame.duplicated(list(table.key))
    if twice.any():
        row = ", ".join(map(str, frame.loc[twice, list(table.key)].iloc[0]))
        problems.append(Problem(f"{int(twice.sum())} rows repeat a key, first ({row})", where=name))
    for column, kind in table.columns.items():
        if kind.allowed and not frame[column].isin(kind.allowed).all():
            odd = sorted(set(frame[column]) - set(kind.allowed))
            problems.append(Problem(f"column {column} holds {odd[:3]}", where=name))
    return problems
