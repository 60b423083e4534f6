"""Declared tables as a workbook: each on a sheet of its own, with title, source and units."""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from reallocate.measure.number import (
    DOLLARS,
    MILLIONS,
    NOTHING,
    SHARES,
    WHOLE,
    YEAR,
    heading_unit,
    is_number,
)
from reallocate.output.table import BY_ROW, Table, Tables
from reallocate.report.sign_off import add_sign_off

HEADING_ROW = 3
FIRST_ROW = 5
WIDEST = 60
NARROWEST = 9
CREATED = datetime.datetime(2000, 1, 1)
"""The time that every workbook gives, so that the same result gives the same bytes."""
EMPTY = "An empty cell = not available; it is never zero."
LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""

Words = Mapping[str, Sequence[tuple[str, str]]]
"""Heading -> pairs of a word and its meaning."""


def workbook(
    title: str,
    version: str,
    lines: Iterable[str],
    declared: Sequence[Table[Any]],
    tables: Tables,
    *,
    words: Words | None = None,
    sign_off: str = "",
) -> bytes:
    """The workbook as the bytes of a file; the same tables give the same bytes.

    lines : below the title of the first sheet
    declared : tables in the order of their sheets
    tables : rows of each, by name; one that is not there was not requested
    words : for the last sheet
    sign_off : name of the table beside which people fill in owner, state and date
    """
    made = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    listed = [one for one in declared if one.sheet and (one.name in tables or not one.optional)]
    with xlsxwriter.Workbook(made, options) as book:
        comments = f"reallocate {version}".strip()
        book.set_properties({"title": title, "author": "", "comments": comments, "created": CREATED})
        styles = _Styles(book)
        _contents(book, styles, title, [*lines, EMPTY], listed, tables, bool(words))
        for one in listed:
            if one.name in tables:
                _sheet(book, styles, one, tables[one.name], one.name == sign_off)
        if words:
            _words(book, styles, words)
    return made.getvalue()


def number_format(unit: str, values: list[float]) -> str:
    """The workbook's number format of a column or cell.

    values : the numbers themselves, whose size decides the decimals
    """
    largest = max((abs(value) for value in values), default=0.0)
    if SHARES.match(unit):
        return "0.0%"
    if unit == YEAR:
        return "0" if all(value == round(value) for value in values) else "0.00"
    money = DOLLARS.match(unit) and not MILLIONS.match(unit) and largest >= 1000
    if unit in WHOLE or money or all(value == round(value) for value in values):
        return "#,##0"
    steps = ((10_000, "#,##0"), (100, "#,##0.0"), (1, "#,##0.00"))
    return next((pattern for least, pattern in steps if largest >= least), "0.0000")


def shows_it(pattern: str, number: float) -> str:
    """The format, with as many decimals more as a number below zero needs not to be shown as −0.

    pattern : a number format
    """
    bare = pattern.removesuffix("%")
    size = abs(number) * (100 if pattern.endswith("%") else 1)
    digits = len(bare.partition(".")[2])
    if number >= 0 or round(size, digits) > 0:
        return pattern
    return f"0.{'0' * -math.floor(math.log10(size))}{pattern.removeprefix(bare)}"


class _Styles:
    """The few looks of a cell, each made once a workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format({"font_color": "#585D62", "italic": True})
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
        self.unit = book.add_format(
            {"font_color": "#585D62", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.text = book.add_format({"valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#0072B2", "underline": 1, "valign": "top"})

    def number(self, pattern: str) -> Any:
        """The look of a number written by a pattern."""
        if pattern not in self._numbers:
            self._numbers[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[pattern]


def sheet_name(title: str) -> str:
    """The name of a table's sheet: its title, as far as a workbook allows."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST_NAME].strip()


def _contents(
    book: Any,
    styles: _Styles,
    title: str,
    lines: Sequence[str],
    listed: Sequence[Table[Any]],
    tables: Tables,
    words: bool,
) -> None:
    sheet = book.add_worksheet("Contents")
    sheet.hide_gridlines(2)
    for column, width in enumerate((34, 10, 90)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, styles.title)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line, styles.quiet)
    top = len(lines) + 2
    for column, heading in enumerate(("Sheet", "Rows", "Source of its figures")):
        sheet.write_string(top, column, heading, styles.heading)
    for row, one in enumerate(listed, start=top + 1):
        name = sheet_name(one.title)
        if one.name not in tables:
            sheet.write_string(row, 0, name, styles.text)
            sheet.write_string(row, 2, "Not available in this result.", styles.quiet)
            continue
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, name)
        sheet.write_number(row, 1, len(tables[one.name]), styles.number("#,##0"))
        sheet.write_string(row, 2, one.source, styles.wrapped)
    if words:
        last = top + 1 + len(listed)
        sheet.write_url(last, 0, "internal:'Words'!A1", styles.link, "Words")
        sheet.write_string(last, 2, "What each word means.", styles.wrapped)


def _sheet(book: Any, styles: _Styles, declared: Table[Any], table: pd.DataFrame, sign_off: bool) -> None:
    sheet = book.add_worksheet(sheet_name(declared.title))
    sheet.write_string(0, 0, declared.title, styles.title)
    sheet.write_string(1, 0, f"{declared.source} {EMPTY}".strip(), styles.quiet)
    columns = declared.columns_of(table)
    for place, column in enumerate(columns):
        values = table[column.name]
        if column.words:
            values = values.map(lambda item, words=column.words: words.get(item, item))
        by_row = column.unit == BY_ROW
        units = table["unit"].astype(str).tolist() if by_row else [column.unit] * len(table)
        sheet.write_string(HEADING_ROW, place, column.heading, styles.heading)
        shown = "see unit" if by_row else heading_unit(column.unit)
        sheet.write_string(HEADING_ROW + 1, place, shown, styles.unit)
        if column.about:
            sheet.write_comment(HEADING_ROW, place, column.about)
        _fill(sheet, styles, place, values, units)
        sheet.set_column(place, place, _width(values, column.heading))
    if sign_off:
        free = (HEADING_ROW, len(columns))
        add_sign_off(sheet, styles.heading, styles.unit, styles.day, free, len(table))
    sheet.freeze_panes(FIRST_ROW, 1)
    if len(table):
        sheet.autofilter(HEADING_ROW + 1, 0, FIRST_ROW + len(table) - 1, len(columns) - 1)


def _fill(sheet: Any, styles: _Styles, place: int, values: pd.Series, units: list[str]) -> None:
    items = list(values)
    alike = len(set(units)) == 1
    numbers = [float(item) for item in items if is_number(item)]
    pattern = number_format(units[0], numbers) if alike and items else ""
    for row, (item, unit) in enumerate(zip(items, units, strict=True), start=FIRST_ROW):
        if is_number(item):
            number = 0.0 if abs(item) < NOTHING else float(item)
            wanted = shows_it(pattern or number_format(unit, [number]), number)
            sheet.write_number(row, place, number, styles.number(wanted))
        elif isinstance(item, bool) or values.dtype == bool:
            sheet.write_string(row, place, "yes" if item else "no", styles.text)
        elif item is not None and not pd.isna(item):
            text = str(item)
            sheet.write_string(row, place, text, styles.wrapped if len(text) > WIDEST else styles.text)


def _width(values: pd.Series, heading: str) -> float:
    longest = max((len(f"{item:,.1f}" if is_number(item) else str(item)) for item in values), default=0)
    return float(min(WIDEST, max(NARROWEST, longest + 2, len(heading) * 0.7 + 2)))


def _words(book: Any, styles: _Styles, words: Words) -> None:
    sheet = book.add_worksheet("Words")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "Words used here", styles.title)
    row = 2
    for heading, pairs in words.items():
        sheet.write_string(row, 0, heading, styles.heading)
        sheet.write_string(row, 1, "Means", styles.heading)
        for offset, (word, means) in enumerate(pairs, start=1):
            sheet.write_string(row + offset, 0, word, styles.text)
            sheet.write_string(row + offset, 1, means, styles.wrapped)
        row += len(pairs) + 2
