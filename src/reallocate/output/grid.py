"""A declared table written for people: headings with units, numbers to the digits that matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from reallocate.measure.number import (
    ABSENT,
    bare_span,
    cell,
    digits_of,
    heading_unit,
    is_number,
    rounded,
    say,
    span,
)
from reallocate.output.blocks import Grid, Head, Picture, Prose
from reallocate.output.chart import Chart
from reallocate.output.table import BY_ROW, Column, Range, Table, Tables

MOST_ROWS = 400
"""Rows of one table that a page shows; the workbook holds them all."""


def grid(
    tables: Tables,
    declared: Table[Any],
    *columns: str | Column | Range,
    rows: pd.DataFrame | None = None,
    caption: str = "",
    note: str = "",
    fold: str = "",
    merged: bool = False,
    most: int = MOST_ROWS,
) -> Grid | Prose:
    """A table as it is read, or the sentence that it is empty or was not requested.

    tables : of the result
    columns : shown, in order: declared ones by name, ranges, or columns that `rows` adds; all where none
        are named
    rows : those shown, where not all of them are; may hold columns made for showing
    caption : its title where it is left out
    note : what must be known to read it
    fold : words on the handle where it opens on demand
    merged : rows that share the first cell stand under it together
    most : rows shown
    """
    words = caption or declared.title
    frame = tables.get(declared.name) if rows is None else rows
    if frame is None:
        return Prose((f"{words}: not requested.",), "absent")
    if frame.empty:
        return Prose((f"{words}: none.",), "absent")
    shown = columns or declared.columns_of(frame)
    pieces = [_piece(declared, frame, one) for one in shown]
    cells = tuple(zip(*(texts for _, texts in pieces), strict=True))
    notes = [note] if note else []
    if len(cells) > most:
        notes.append(f"The first {most:,} of {len(cells):,} rows; the workbook holds all of them.")
    if any(ABSENT in row for row in cells):
        notes.append(f"{ABSENT} = not available.")
    return Grid(words, tuple(head for head, _ in pieces), cells[:most], " ".join(notes), fold, merged)


def written(column: Column, frame: pd.DataFrame) -> tuple[list[str], bool]:
    """The cells of one column as text, and whether they are numbers.

    frame : holds the column, and `unit` where each row has its own
    """
    values = frame[column.name]
    items = [column.words.get(item, item) for item in values] if column.words else list(values)
    if column.figures:
        items = [rounded(item, column.figures) for item in items]
    number = any(is_number(item) for item in items) or pd.api.types.is_numeric_dtype(values.dtype)
    number = number and values.dtype != bool
    if number and column.unit == BY_ROW:
        pairs = zip(items, frame["unit"], strict=True)
        texts = [
            say(one, str(own), column.signed, column.digits) if is_number(one) else cell(one)
            for one, own in pairs
        ]
    elif column.unit and not number:
        texts = [say(item, column.unit) if is_number(item) else cell(item) for item in items]
    elif column.digits is not None:
        texts = [cell(item, column.unit, column.signed, column.digits, exact=True) for item in items]
    else:
        digits = digits_of(items, column.unit) if number else None
        texts = [cell(item, column.unit, column.signed, digits) for item in items]
    return [column.absent if column.absent and text == ABSENT else text for text in texts], number


def head(column: Column, number: bool) -> Head:
    """The heading of a column.

    number : whether numbers stand under it
    """
    unit = "" if column.unit == BY_ROW else heading_unit(column.unit) if number else column.unit
    same = unit.lower() == column.heading.lower()
    return Head(column.heading, "" if same else unit, number)


def _piece(
    declared: Table[Any], frame: pd.DataFrame, one: str | Column | Range
) -> tuple[Head, list[str]]:
    if isinstance(one, Range):
        return _range(declared, frame, one)
    column = declared.column(one) if isinstance(one, str) else one
    texts, number = written(column, frame)
    return head(column, number), texts


def _range(declared: Table[Any], frame: pd.DataFrame, one: Range) -> tuple[Head, list[str]]:
    column = declared.column(one.low)
    pairs: Sequence[tuple[object, object]] = list(zip(frame[one.low], frame[one.high], strict=True))
    if column.unit == BY_ROW:
        units = frame["unit"].astype(str)
        texts = [
            span(*pair, unit, column.signed, column.digits) or ABSENT
            for pair, unit in zip(pairs, units, strict=True)
        ]
        return Head(one.label, number=True), texts
    digits = column.digits
    if digits is None and not one.middle:
        digits = digits_of([end for pair in pairs for end in pair], column.unit)
    exact = column.digits is not None
    texts = [bare_span(*pair, column.unit, digits, column.signed, exact) for pair in pairs]
    if column.absent:
        ends = [written(declared.column(end), frame)[0] for end in (one.low, one.high)]
        texts = [
            text if text != ABSENT else low if low == high else f"{low} to {high}"
            for text, low, high in zip(texts, *ends, strict=True)
        ]
    if one.middle:
        middles, _ = written(declared.column(one.middle), frame)
        texts = [f"{middle} ({text})" for middle, text in zip(middles, texts, strict=True)]
    return Head(one.label, heading_unit(column.unit), number=True), texts


def chart_grid(chart: Chart, frame: pd.DataFrame) -> Grid:
    """The figures of a chart as a table."""
    columns = [column for name, column in chart.described.items() if name in frame]
    by_row = any(column.unit == BY_ROW for column in columns)
    shown = [column for column in columns if not (by_row and column.name == "unit")]
    texts = [written(column, frame) for column in shown]
    heads = tuple(head(column, number) for column, (_, number) in zip(shown, texts, strict=True))
    cells = tuple(zip(*(one for one, _ in texts), strict=True))
    return Grid(chart.title.split(" [")[0], heads, cells, fold="The figures of this chart as a table")


def picture(chart: Chart, tables: Tables) -> Picture | Prose:
    """A chart of a result, or the sentence that says why it is not drawn.

    tables : of the result
    """
    lacking = [one.name for one in chart.tables if one.name not in tables or tables[one.name].empty]
    if lacking:
        title = chart.title.split(" [")[0]
        return Prose((f"{title}: not drawn; not available: {', '.join(lacking)}.",), "absent")
    frame = chart.figures(tables)
    return Picture(chart, frame) if not frame.empty else Prose((chart.empty,), "absent")
