"""Tables of a study written for people: headings with units, numbers to the digits that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reallocate.measure.number import ABSENT, bare_span, cell, digits_of, heading_unit, is_number, say, span
from reallocate.output.blocks import Block, Grid, Head, Picture, Prose
from reallocate.output.chart import Chart
from reallocate.report.headings import BREAK_EVEN, CHANGES, label, title
from reallocate.report.reading import Reading

MOST_ROWS = 400
"""Rows of one table that a page shows; the workbook holds them all."""

OWN_UNIT = {
    "baseline", "plan", "delta", "low", "high", "level", "now", "flips_at", "value", "as_accounts", "some",
    "at_once", "median", "median_near", "cut", "wait", "extra",
}  # fmt: skip
"""Columns that take their unit from the row, in tables with a column of units."""

Ranges = Mapping[str, tuple[str, str]]


def absent(name: str, lacking: Sequence[str] = ()) -> Prose:
    """The sentence that stands where a table is not available.

    name : the table
    lacking : the columns that are missing, where the table itself is there
    """
    words = title(name)
    if lacking:
        words += f" ({', '.join(label(column).lower() for column in lacking)})"
    return Prose((f"{words}: not available in this result.",), tone="absent")


def grid(
    reading: Reading,
    name: str,
    columns: Sequence[str],
    *,
    caption: str = "",
    note: str = "",
    fold: str = "",
    ranges: Ranges | None = None,
    rows: pd.DataFrame | None = None,
    merged: bool = False,
) -> Block:
    """One table of the study, or the sentence that it is not available.

    name : the table
    columns : what is shown, in this order; columns that are missing are left out and named in the note
    ranges : new column -> its low and high column, written as "low to high"
    rows : part of the table, where not all of it is shown
    merged : rows that share the first cell stand under it together
    """
    table = reading.table(name) if rows is None else rows
    ranges = ranges or {}
    known = [column for column in columns if column in table.columns or _both(ranges, column, table)]
    missing = [column for column in columns if column not in known]
    if table.empty and len(table.columns):
        return Prose((f"{caption or title(name)}: none in this result.",), "absent")
    if table.empty or not known or known[0] != columns[0]:
        return absent(name, missing if len(table.columns) else ())
    written = [_column(reading, name, column, table, ranges) for column in known]
    heads = tuple(head for head, _ in written)
    cells = list(zip(*(texts for _, texts in written), strict=True))
    notes = [note] if note else []
    if missing:
        notes.append(f"Not available: {', '.join(label(column).lower() for column in missing)}.")
    if len(cells) > MOST_ROWS:
        notes.append(f"The first {MOST_ROWS:,} of {len(cells):,} rows; the workbook holds all of them.")
    if BREAK_EVEN in known and table[BREAK_EVEN].isna().any():
        notes.append(f"{label(BREAK_EVEN)}: {ABSENT} where there is none within the plan.")
    if any(ABSENT in row for row in cells):
        notes.append(f"{ABSENT} not available or does not apply.")
    return Grid(caption or title(name), heads, tuple(cells[:MOST_ROWS]), " ".join(notes), fold, merged)



def _both(ranges: Ranges, column: str, table: pd.DataFrame) -> bool:
    return column in ranges and set(ranges[column]) <= set(table.columns)


def _column(
    reading: Reading, name: str, column: str, table: pd.DataFrame, ranges: Ranges
) -> tuple[Head, list[str]]:
    if column in ranges:
        low, high = ranges[column]
        unit = reading.unit(name, low)
        pairs = list(zip(table[low], table[high], strict=True))
        signed = (name, low) in CHANGES
        if not unit and "unit" in table.columns:
            each = zip(pairs, table["unit"], strict=True)
            return Head(column, number=True), [span(*pair, str(own), signed) or ABSENT for pair, own in each]
        digits = digits_of([end for pair in pairs for end in pair], unit)
        texts = [bare_span(*pair, unit, digits, signed) for pair in pairs]
        return Head(column, heading_unit(unit), number=True), texts
    unit = reading.unit(name, column)
    signed = (name, column) in CHANGES
    own_units = list(table["unit"]) if "unit" in table.columns and column in OWN_UNIT and not unit else None
    texts, number = write(table[column], unit, signed, own_units)
    words, measured = label(column, name), heading_unit(unit) if number else unit
    return Head(words, "" if measured.lower() == words.lower() else measured, number), texts


def write(
    values: pd.Series, unit: str, signed: bool = False, own_units: Sequence[object] | None = None
) -> tuple[list[str], bool]:
    """The cells of one column as text, and whether they are numbers.

    values : the column
    unit : of the whole column; empty where each row has its own, or for words
    own_units : unit of each row, written with the number
    """
    items = list(values)
    number = any(is_number(item) for item in items) or pd.api.types.is_numeric_dtype(values.dtype)
    number = number and values.dtype != bool
    if number and own_units is not None:
        pairs = zip(items, own_units, strict=True)
        return [say(item, str(each), signed) if is_number(item) else cell(item) for item, each in pairs], True
    if unit and not number:
        return [say(item, unit) if is_number(item) else cell(item) for item in items], False
    digits = digits_of(items, unit) if number else None
    return [cell(item, unit, signed, digits) for item in items], number


def picture(reading: Reading, name: str, charts: Mapping[str, Chart]) -> Block:
    """One chart, or the sentence that says what it lacks.

    name : a chart's name
    charts : of the lens
    """
    chart = charts[name]
    lacking = chart.lacking(reading.table)
    if lacking:
        parts = [_named(table, columns) for table, columns in lacking.items()]
        return Prose(
            (f"{chart.title.split(' [')[0]}: not drawn; {' and '.join(parts)} not available.",), "absent"
        )
    frame = chart.frame(reading.table)
    return Picture(chart, frame) if not frame.empty else Prose((chart.empty,), "absent")


def _named(table: str, columns: tuple[str, ...]) -> str:
    words = ", ".join(label(column).lower() for column in columns)
    return f"{words} (in {title(table).lower()})" if words else title(table).lower()
