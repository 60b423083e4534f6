"""One sheet of a workbook: cells, live totals, a native chart, and how it prints."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

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
from reallocate.output.sheet import Live, Native, Sheet
from reallocate.output.table import BY_ROW, Column
from reallocate.report.sign_off import add_sign_off
from reallocate.report.theme import GREY, colours

HEADING_ROW = 3
FIRST_ROW = 5
WIDEST = 60
NARROWEST = 9
MOST_FROZEN = 3
"""Columns that stay where they are at most."""
EMPTY = "An empty cell = not available; it is never zero."
CHART_ROWS, CHART_SIZE = 18, {"width": 760, "height": 340}
"""Rows that a chart covers, and its size [pixels]."""
A4 = 9


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


class Styles:
    """The few looks of a cell, each made once a workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format({"font_color": "#585D62", "italic": True})
        self.wrapped_quiet = book.add_format(
            {"font_color": "#585D62", "italic": True, "text_wrap": True, "valign": "top"}
        )
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
        self.unit = book.add_format(
            {"font_color": "#585D62", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.text = book.add_format({"valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.total = book.add_format({"bold": True, "valign": "top", "top": 1})
        self.link = book.add_format({"font_color": "#0072B2", "underline": 1, "valign": "top"})

    def number(self, pattern: str, bold: bool = False) -> Any:
        """The look of a number written by a pattern.

        bold : of a number that the office program computes
        """
        key = (pattern, bold)
        if key not in self._numbers:
            self._numbers[key] = self._book.add_format({"num_format": pattern, "valign": "top", "bold": bold})
        return self._numbers[key]


def write_sheet(
    book: Any, styles: Styles, name: str, shown: Sheet, table: pd.DataFrame, *, sign_off: bool, below: str
) -> None:
    """A sheet with title, source, headings and units, live totals, its chart, and how it prints.

    table : what it shows
    below : at the foot of each printed page
    """
    declared = shown.table
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, declared.title, styles.title)
    sheet.write_string(1, 0, f"{declared.source} {EMPTY}".strip(), styles.quiet)
    columns = declared.columns_of(table)
    summed = shown.summed(table)
    texts = _texts(table, columns)
    for place, column in enumerate(columns):
        values = table[column.name]
        if column.words:
            values = values.map(lambda item, words=column.words: words.get(item, item))
        by_row = column.unit == BY_ROW
        units = table["unit"].astype(str).tolist() if by_row else [column.unit] * len(table)
        sheet.write_string(HEADING_ROW, place, column.heading, styles.heading)
        of = "see unit" if by_row else heading_unit(column.unit)
        sheet.write_string(HEADING_ROW + 1, place, of, styles.unit)
        if column.about:
            sheet.write_comment(HEADING_ROW, place, column.about)
        _fill(sheet, styles, place, values, units)
        if column.name in summed:
            _total(sheet, styles, place, values, column.unit)
        sheet.set_column(place, place, _width(values, column.heading))
    if summed:
        sheet.write_string(FIRST_ROW + len(table), 0, "Total of the rows shown", styles.total)
    if sign_off:
        free = (HEADING_ROW, len(columns))
        add_sign_off(sheet, styles.heading, styles.unit, styles.day, free, len(table))
    sheet.freeze_panes(FIRST_ROW, min(max(texts, 1), MOST_FROZEN))
    last = FIRST_ROW + len(table) + bool(summed)
    if shown.chart is not None and len(table):
        last = _chart(book, sheet, shown, table, columns, last + 1)
    _print(sheet, last, len(columns) - 1, below)
    if len(table) and not _has_live(table):
        sheet.autofilter(HEADING_ROW + 1, 0, FIRST_ROW + len(table) - 1, len(columns) - 1)


def _fill(sheet: Any, styles: Styles, place: int, values: pd.Series, units: list[str]) -> None:
    items = list(values)
    alike = len(set(units)) == 1
    numbers = [float(item) for item in items if is_number(item) or isinstance(item, Live)]
    pattern = number_format(units[0], numbers) if alike and items else ""
    for row, (item, unit) in enumerate(zip(items, units, strict=True), start=FIRST_ROW):
        if isinstance(item, Live):
            sheet.write_formula(
                row, place, _formula(item, place), styles.number(pattern, bold=True), item.amount
            )
        elif is_number(item):
            number = 0.0 if abs(item) < NOTHING else float(item)
            wanted = shows_it(pattern or number_format(unit, [number]), number)
            sheet.write_number(row, place, number, styles.number(wanted))
        elif isinstance(item, bool) or values.dtype == bool:
            sheet.write_string(row, place, "yes" if item else "no", styles.text)
        elif item is not None and not pd.isna(item):
            text = str(item)
            sheet.write_string(row, place, text, styles.wrapped if len(text) > WIDEST else styles.text)


def _width(values: pd.Series, heading: str) -> float:
    written = (float(item) if isinstance(item, Live) else item for item in values)
    longest = max((len(f"{item:,.1f}" if is_number(item) else str(item)) for item in written), default=0)
    return float(min(WIDEST, max(NARROWEST, longest + 2, len(heading) * 0.7 + 2)))


def _texts(table: pd.DataFrame, columns: tuple[Column, ...]) -> int:
    """How many columns of text stand before the first of numbers."""
    for place, column in enumerate(columns):
        if column.unit or any(is_number(item) or isinstance(item, Live) for item in table[column.name]):
            return place
    return len(columns)


def _has_live(table: pd.DataFrame) -> bool:
    return any(isinstance(item, Live) for name in table for item in table[name].tail(1))


def _formula(item: Live, place: int) -> str:
    """The formula of a live cell.

    place : its column
    """
    added = [xl_rowcol_to_cell(FIRST_ROW + row, place) for row in item.plus]
    if len(added) > 1 and item.plus[-1] - item.plus[0] == len(added) - 1:
        added = [f"SUM({added[0]}:{added[-1]})"]
    taken = "".join(f"-{xl_rowcol_to_cell(FIRST_ROW + row, place)}" for row in item.minus)
    own = FIRST_ROW + item.plus[0] + 1
    before = [xl_rowcol_to_cell(own, place - 1)] if item.before else []
    return f"={'+'.join([*before, *added])}{taken}"


def _total(sheet: Any, styles: Styles, place: int, values: pd.Series, unit: str) -> None:
    """The sum of a column below its rows; of those shown, where rows are filtered."""
    numbers = [float(item) for item in values if is_number(item)]
    if not numbers:
        return
    cells = xl_range(FIRST_ROW, place, FIRST_ROW + len(values) - 1, place)
    look = styles.number(number_format(unit, numbers), bold=True)
    sheet.write_formula(FIRST_ROW + len(values), place, f"=SUBTOTAL(9,{cells})", look, math.fsum(numbers))


def _chart(
    book: Any, sheet: Any, shown: Sheet, table: pd.DataFrame, columns: tuple[Column, ...], row: int
) -> int:
    """The chart below the rows; the last row that it covers.

    row : where it begins
    """
    wanted = shown.chart
    assert wanted is not None
    chart = book.add_chart({"type": wanted.kind})
    series = _along(sheet, wanted, table, columns) if wanted.rows else _down(sheet, wanted, table, columns)
    for one in series:
        chart.add_series(one)
    chart.set_title({"name": wanted.title, "name_font": {"size": 11}, "overlay": False})
    chart.set_size(CHART_SIZE)
    chart.set_legend({"position": "top"} if len(series) > 1 else {"none": True})
    low = {"label_position": "low"}
    if wanted.kind == "bar":
        chart.set_x_axis({"num_format": "#,##0", "crossing": "max"})
        chart.set_y_axis({**low, "reverse": True, "major_gridlines": {"visible": False}})
    else:
        chart.set_x_axis(low)
        lines = {"visible": True, "line": {"color": GREY}}
        chart.set_y_axis({"num_format": "#,##0", "major_gridlines": lines})
    sheet.insert_chart(row, 0, chart, {"description": wanted.title})
    return row + CHART_ROWS


def _along(
    sheet: Any, wanted: Native, table: pd.DataFrame, columns: tuple[Column, ...]
) -> list[dict[str, Any]]:
    """A series for each named row, along the columns of numbers."""
    first, name = _texts(table, columns), sheet.get_name()
    labels = table[columns[0].name].tolist()
    found = [label for label in wanted.rows if label in labels]
    made = []
    for label, colour in zip(found, _colours(found), strict=True):
        row = FIRST_ROW + labels.index(label)
        made.append({
            "name": [name, row, 0],
            "categories": [name, HEADING_ROW, first, HEADING_ROW, len(columns) - 1],
            "values": [name, row, first, row, len(columns) - 1],
            **_look(wanted, colour),
        })  # fmt: skip
    return made


def _down(
    sheet: Any, wanted: Native, table: pd.DataFrame, columns: tuple[Column, ...]
) -> list[dict[str, Any]]:
    """A series for each named column, down the first rows."""
    names = [column.name for column in columns]
    label = names.index("title") if "title" in names else 0
    sheet_name, last = sheet.get_name(), FIRST_ROW + min(wanted.most, len(table)) - 1
    made = []
    for column, colour in zip(wanted.columns, _colours(list(wanted.columns)), strict=True):
        place = names.index(column)
        made.append({
            "name": [sheet_name, HEADING_ROW, place],
            "categories": [sheet_name, FIRST_ROW, label, last, label],
            "values": [sheet_name, FIRST_ROW, place, last, place],
            **_look(wanted, colour),
        })  # fmt: skip
    return made


def _look(wanted: Native, colour: str) -> dict[str, Any]:
    if wanted.kind == "line":
        return {"line": {"color": colour, "width": 2.25}}
    return {"fill": {"color": colour}, "gap": 40}


def _colours(labels: list[str]) -> list[str]:
    """One colour a series; a label that ends with a word of the pages takes its colour there."""
    return colours([label.rpartition(", ")[2] for label in labels])


def _print(sheet: Any, last_row: int, last_column: int, below: str) -> None:
    """Landscape A4, headings on each page, one page wide."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW, HEADING_ROW + 1)
    sheet.print_area(0, 0, max(last_row, FIRST_ROW), max(last_column, 7))
    sheet.set_footer(f"&L{below.replace('&', '&&')}&RPage &P of &N")
