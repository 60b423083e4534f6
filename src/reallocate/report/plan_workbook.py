"""The report as a workbook: every table on a sheet of its own, with title, source, units and grades."""

from __future__ import annotations

import datetime
import io
import math
import re
from typing import Any

import pandas as pd
import xlsxwriter

from reallocate.measure.number import (
    DOLLARS,
    MILLIONS,
    NOTHING,
    SHARES,
    WHOLE,
    heading_unit,
    is_number,
    sentence,
)
from reallocate.report.glossary import GLOSSARY, GRADES, SOURCES_OF_REACH
from reallocate.report.headings import label, title
from reallocate.report.reading import Reading, Study, Units
from reallocate.report.sheets import ASKED_FOR, TABLES
from reallocate.report.sign_off import ASSUMPTIONS, add_sign_off
from reallocate.report.tables import OWN_UNIT

HEADING_ROW = 3
FIRST_ROW = 5
WIDEST = 60
NARROWEST = 9
CREATED = datetime.datetime(2000, 1, 1)
"""What every workbook gives as its time, so that the same study gives the same bytes."""
EMPTY = "An empty cell is not available or does not apply; it is never zero."


def workbook(study: Study, units: Units) -> bytes:
    """The workbook as the bytes of a file; the same study gives the same bytes.

    study : what is reported
    units : (table, column) -> unit
    """
    reading = Reading(study, units)
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties(
            {
                "title": str(reading.fact("title", "A plan")),
                "author": "",
                "comments": f"reallocate {reading.fact('version', '')}".strip(),
                "created": CREATED,
            }
        )
        styles = _Styles(book)
        present = [name for name in TABLES if len(reading.table(name).columns)]
        _contents(book, styles, reading, present)
        for name in present:
            _sheet(book, styles, reading, name)
        _words(book, styles)
    return made.getvalue()


def number_format(unit: str, values: list[float]) -> str:
    """The workbook's number format of a column or cell.

    unit : of the numbers
    values : the numbers themselves, whose size decides the decimals
    """
    largest = max((abs(value) for value in values), default=0.0)
    if SHARES.match(unit):
        return "0.0%"
    if unit in WHOLE or (DOLLARS.match(unit) and not MILLIONS.match(unit) and largest >= 1000):
        return "#,##0"
    if all(value == round(value) for value in values):
        return "#,##0"
    return (
        "#,##0"
        if largest >= 10_000
        else "#,##0.0"
        if largest >= 100
        else "#,##0.00"
        if largest >= 1
        else "0.0000"
    )


def shows_it(pattern: str, number: float) -> str:
    """The format, with as many decimals more as a number below zero needs not to be shown as −0.

    pattern : a number format
    number : to be written
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


def sheet_name(table: str) -> str:
    """What a table's sheet is called: its title, as far as a workbook allows.

    table : its name
    """
    return re.sub(r"[\[\]:*?/\\]", " ", title(table))[:31].strip()


def _contents(book: Any, styles: _Styles, reading: Reading, present: list[str]) -> None:
    sheet = book.add_worksheet("Contents")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, str(reading.fact("title", "A plan")), styles.title)
    facts = [
        *(line for part in ("cut_or_wait", "headline") for line in reading.sentences(part)[:1]),
        f"Status: {reading.status}. Made by reallocate {reading.fact('version', '')}. "
        f"Command: {reading.fact('command', 'not available')}",
        EMPTY,
    ]
    for row, fact in enumerate(facts, start=1):
        sheet.write_string(row, 0, fact, styles.quiet)
    top = len(facts) + 2
    for column, words in enumerate(("Sheet", "Rows", "Where its figures come from")):
        sheet.write_string(top, column, words, styles.heading)
    listed = [name for name in TABLES if name in present or name not in ASKED_FOR]
    for row, name in enumerate(listed, start=top + 1):
        if name in present:
            sheet.write_url(row, 0, f"internal:'{sheet_name(name)}'!A1", styles.link, sheet_name(name))
            sheet.write_number(row, 1, len(reading.table(name)), styles.number("#,##0"))
            sheet.write_string(row, 2, TABLES[name].source, styles.wrapped)
        else:
            sheet.write_string(row, 0, sheet_name(name), styles.text)
            sheet.write_string(row, 2, "Not available in this result.", styles.quiet)
    sheet.write_url(top + 1 + len(TABLES), 0, "internal:'Words'!A1", styles.link, "Words")
    sheet.write_string(
        top + 1 + len(TABLES), 2, "What each word means, grades, sources of reach.", styles.wrapped
    )


def _sheet(book: Any, styles: _Styles, reading: Reading, name: str) -> None:
    table = reading.table(name)
    sheet = book.add_worksheet(sheet_name(name))
    sheet.write_string(0, 0, title(name), styles.title)
    sheet.write_string(1, 0, f"{TABLES[name].source} {EMPTY}", styles.quiet)
    own_units = table["unit"].astype(str).tolist() if "unit" in table.columns else None
    for place, column in enumerate(table.columns):
        unit = reading.unit(name, str(column))
        shared = unit or not (own_units and column in OWN_UNIT)
        words = label(str(column), name)
        sheet.write_string(HEADING_ROW, place, words, styles.heading)
        shown = heading_unit(unit) if unit else "" if shared else "see unit"
        sheet.write_string(HEADING_ROW + 1, place, shown, styles.unit)
        units = [unit] * len(table) if shared else own_units or []
        _fill(sheet, styles, place, table[column], units)
        sheet.set_column(place, place, _width(table[column], words))
    if name == ASSUMPTIONS:
        free = (HEADING_ROW, len(table.columns))
        add_sign_off(sheet, styles.heading, styles.unit, styles.day, free, len(table))
    sheet.freeze_panes(FIRST_ROW, 1)
    if len(table):
        sheet.autofilter(HEADING_ROW + 1, 0, FIRST_ROW + len(table) - 1, len(table.columns) - 1)


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
            sheet.write_string(
                row, place, str(item), styles.wrapped if len(str(item)) > WIDEST else styles.text
            )


def _width(values: pd.Series, heading: str) -> float:
    longest = max((len(f"{item:,.1f}" if is_number(item) else str(item)) for item in values), default=0)
    return float(min(WIDEST, max(NARROWEST, longest + 2, len(heading) * 0.7 + 2)))


def _words(book: Any, styles: _Styles) -> None:
    sheet = book.add_worksheet("Words")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "Words used here", styles.title)
    groups = {
        "Word": [(term.word, term.means) for term in GLOSSARY],
        "Grade of evidence": [(sentence(grade.word), grade.means) for grade in GRADES],
        "Source of reach": [
            (f"{source.words} ({code})", source.measures) for code, source in SOURCES_OF_REACH.items()
        ],
    }
    row = 2
    for heading, pairs in groups.items():
        sheet.write_string(row, 0, heading, styles.heading)
        sheet.write_string(row, 1, "Means", styles.heading)
        for offset, (word, means) in enumerate(pairs, start=1):
            sheet.write_string(row + offset, 0, word, styles.text)
            sheet.write_string(row + offset, 1, means, styles.wrapped)
        row += len(pairs) + 2
