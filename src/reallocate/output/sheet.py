"""A sheet of the workbook that is handed on: a table, or rows made of tables, with totals and a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from reallocate.output.table import Column, Table, Tables, table

MOST_SHEETS = 15
"""Sheets of the workbook that is handed on; what is beyond them goes into a second file."""


@dataclass(frozen=True)
class Live:
    """A cell that the office program computes from other rows of its column.

    amount : what it comes to, as the table has it
    plus, minus : rows that are added and taken away, the first row of the sheet's body being 0
    before : whether the cell to its left is added: a running total
    """

    amount: float
    plus: tuple[int, ...] = ()
    minus: tuple[int, ...] = ()
    before: bool = False

    def __float__(self) -> float:
        return self.amount


@dataclass(frozen=True)
class Native:
    """A chart that the office program draws from the cells of its sheet.

    rows : labels in the first column whose rows are drawn along the columns of numbers; or, where none are
        named, `columns` are drawn for the first `most` rows
    """

    title: str
    kind: Literal["line", "column", "bar"]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    most: int = 12


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet, declared once.

    table : title, columns and source; a registered table, or one that is read across
    rows : tables -> what it shows; the table itself by default
    total : columns whose sum stands below the rows; `ACROSS` for every column named by the data
    chart : drawn below the rows
    is_first : whether it is in the workbook that is handed on, as far as there is room, or in the second file
    """

    table: Table[Any]
    rows: Callable[[Tables], pd.DataFrame] | None = None
    total: tuple[str, ...] = ()
    chart: Native | None = None
    is_first: bool = True

    def frame(self, tables: Tables) -> pd.DataFrame:
        """What it shows; nothing where a table that it needs is not there."""
        if self.rows is None:
            return tables.get(self.table.name, pd.DataFrame())
        try:
            return self.rows(tables)
        except KeyError:
            return pd.DataFrame()

    def summed(self, frame: pd.DataFrame) -> list[str]:
        """Columns whose sum stands below the rows."""
        if self.total == ACROSS:
            declared = set(self.table.names)
            return [str(name) for name in frame if name not in declared]
        return [name for name in self.total if name in frame]


def handed_on(
    sheets: Sequence[Sheet], declared: Sequence[Table[Any]], tables: Tables, others: int
) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets of the workbook that is handed on, and those of the second file.

    sheets : of the first, in their order, as far as they have rows and there is room
    declared : every table; one that the first workbook does not show is in the second
    others : further sheets of the first workbook, such as its contents
    """
    if not sheets:
        return [Sheet(one) for one in declared if one.sheet], []
    shown = [one for one in sheets if one.is_first and not one.frame(tables).empty]
    first = shown[: MOST_SHEETS - others]
    taken = {one.table.name for one in first}
    own = {one.table.name: one for one in sheets}
    rest = [one for one in shown if one not in first and one.rows is not None]
    rest += [own.get(one.name, Sheet(one)) for one in declared if one.sheet and one.name not in taken]
    return first, rest


ACROSS = ("*",)
"""Every column that the data name, such as quarters."""


def read_across(
    name: str, title: str, *columns: Column, across: Column, source: str
) -> Table[Tables]:
    """The declaration of a sheet with one column a quarter.

    columns : those before the quarters
    across : unit of the numbers under the quarters
    """
    return table(name, title, *columns, source=source, others=across)(_nothing)


def _nothing(tables: Tables) -> pd.DataFrame:
    return pd.DataFrame()


def across(
    frame: pd.DataFrame, rows: Sequence[str], period: str, value: str
) -> pd.DataFrame:
    """Rows of a table with one column a period, in the order of the table.

    rows : columns that name a row
    """
    order = list(dict.fromkeys(frame[period].astype(str)))
    keys = frame[list(rows)].drop_duplicates()
    wide = frame.assign(**{period: frame[period].astype(str)}).pivot_table(
        index=list(rows), columns=period, values=value, aggfunc="sum", sort=False, dropna=False, observed=True
    )
    wide = wide.loc[[tuple(key) if len(rows) > 1 else key[0] for key in keys.to_numpy()], order]
    return wide.reset_index().rename_axis(columns=None)
