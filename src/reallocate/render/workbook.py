"""Sheets as a workbook: contents first, words last, live totals, native charts, columns to sign."""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from reallocate.kernel.money import shown_money
from reallocate.kernel.number import (
    MILLIONS,
    NOTHING,
    SHARES,
    WHOLE,
    YEAR,
    heading_unit,
    is_money,
    is_number,
)
from reallocate.kernel.table import BY_ROW, Column, Live, Native, Sheet, Tables, in_money
from reallocate.render.drawing import colours
from reallocate.render.provenance import CREATED

_STATES = ("open", "agreed", "to be replaced", "refused")
_COLUMNS = {"Owner": 18, "Sign-off": 14, "Date": 12, "Comment": 48}
"""Heading → width."""
_EARLIEST = datetime.date(2000, 1, 1)


def _add_sign_off(sheet: Any, heading: Any, unit: Any, day: Any, first: tuple[int, int], rows: int) -> None:
    """Empty columns to the right of a table: Owner, Sign-off (chosen from a list), Date (a day), Comment.

    heading, unit, day : looks of headings, of the line below them and of dates
    first : row of the headings and the first free column
    rows : how many rows the table has
    """
    top, left = first
    for place, (words, width) in enumerate(_COLUMNS.items(), start=left):
        sheet.write_string(top, place, words, heading)
        sheet.write_string(top + 1, place, "yours to fill in" if place == left else "", unit)
        sheet.set_column(place, place, width, day if words == "Date" else None)
    if not rows:
        return
    rules: tuple[dict[str, Any], ...] = (
        {"validate": "list", "source": list(_STATES), "error_title": "Sign-off",
         "error_message": f"One of: {', '.join(_STATES)}."},
        {"validate": "date", "criteria": ">=", "value": _EARLIEST, "error_title": "Date",
         "error_message": "A day, such as 2026-07-01."},
    )  # fmt: skip
    for place, rule in enumerate(rules, start=left + 1):
        sheet.data_validation(top + 2, place, top + 1 + rows, place, rule)


_HEADING_ROW = 3
_FIRST_ROW = 5
_WIDEST = 60
_NARROWEST = 9
_MOST_FROZEN = 3
"""Columns that stay where they are at most."""
_EMPTY = "An empty cell = not available; it is never zero."
_GREY = "#7b8791"
_CHART_ROWS, _CHART_SIZE = 18, {"width": 760, "height": 340}
"""Rows that a chart covers, and its size [pixels]."""
_A4 = 9


def _number_format(unit: str, values: list[float]) -> str:
    """The workbook's number format of a column or cell.

    values : the numbers themselves, whose size decides the decimals
    """
    largest = max((abs(value) for value in values), default=0.0)
    if SHARES.match(unit):
        return "0.0%"
    if unit == YEAR:
        return "0" if all(value == round(value) for value in values) else "0.00"
    in_full = is_money(unit) and not MILLIONS.match(unit) and largest >= 1000
    if unit in WHOLE or in_full or all(value == round(value) for value in values):
        return "#,##0"
    steps = ((10_000, "#,##0"), (100, "#,##0.0"), (1, "#,##0.00"))
    return next((pattern for least, pattern in steps if largest >= least), "0.0000")


def _shows_it(pattern: str, number: float) -> str:
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


def _write_sheet(
    book: Any, styles: _Styles, name: str, shown: Sheet, table: pd.DataFrame, *, sign_off: bool, below: str
) -> None:
    """A sheet with title, source, headings and units, live totals, its chart, and how it prints.

    table : what it shows
    below : at the foot of each printed page
    """
    declared, table = in_money(shown.table, table)
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, declared.title, styles.title)
    sheet.write_string(1, 0, f"{declared.source} {_EMPTY}".strip(), styles.quiet)
    columns = declared.columns_of(table)
    summed = shown.summed(table)
    texts = _texts(table, columns)
    for place, column in enumerate(columns):
        values = table[column.name]
        if column.words:
            values = values.map(lambda item, words=column.words: words.get(item, item))
        by_row = column.unit == BY_ROW
        units = table["unit"].astype(str).tolist() if by_row else [column.unit] * len(table)
        sheet.write_string(_HEADING_ROW, place, column.heading, styles.heading)
        of = "see unit" if by_row else heading_unit(column.unit)
        sheet.write_string(_HEADING_ROW + 1, place, of, styles.unit)
        if column.about:
            sheet.write_comment(_HEADING_ROW, place, column.about)
        _fill(sheet, styles, place, values, units)
        if column.name in summed:
            _total(sheet, styles, place, values, column.unit)
        sheet.set_column(place, place, _width(values, column.heading))
    if summed:
        sheet.write_string(_FIRST_ROW + len(table), 0, "Total of the rows shown", styles.total)
    if sign_off:
        free = (_HEADING_ROW, len(columns))
        _add_sign_off(sheet, styles.heading, styles.unit, styles.day, free, len(table))
    sheet.freeze_panes(_FIRST_ROW, min(max(texts, 1), _MOST_FROZEN))
    last = _FIRST_ROW + len(table) + bool(summed)
    if shown.chart is not None and len(table):
        last = _chart(book, sheet, shown, table, columns, last + 1)
    _print(sheet, last, len(columns) - 1, below)
    if len(table) and not _has_live(table):
        sheet.autofilter(_HEADING_ROW + 1, 0, _FIRST_ROW + len(table) - 1, len(columns) - 1)


def _fill(sheet: Any, styles: _Styles, place: int, values: pd.Series, units: list[str]) -> None:
    items = list(values)
    alike = len(set(units)) == 1
    numbers = [float(item) for item in items if is_number(item) or isinstance(item, Live)]
    pattern = _number_format(units[0], numbers) if alike and items else ""
    for row, (item, unit) in enumerate(zip(items, units, strict=True), start=_FIRST_ROW):
        if isinstance(item, Live):
            sheet.write_formula(
                row, place, _formula(item, place), styles.number(pattern, bold=True), item.amount
            )
        elif is_number(item):
            number = 0.0 if abs(item) < NOTHING else float(item)
            wanted = _shows_it(pattern or _number_format(unit, [number]), number)
            sheet.write_number(row, place, number, styles.number(wanted))
        elif isinstance(item, bool) or values.dtype == bool:
            sheet.write_string(row, place, "yes" if item else "no", styles.text)
        elif item is not None and not pd.isna(item):
            text = str(item)
            sheet.write_string(row, place, text, styles.wrapped if len(text) > _WIDEST else styles.text)


def _width(values: pd.Series, heading: str) -> float:
    written = (float(item) if isinstance(item, Live) else item for item in values)
    longest = max((len(f"{item:,.1f}" if is_number(item) else str(item)) for item in written), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 2, len(heading) * 0.7 + 2)))


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
    added = [xl_rowcol_to_cell(_FIRST_ROW + row, place) for row in item.plus]
    if len(added) > 1 and item.plus[-1] - item.plus[0] == len(added) - 1:
        added = [f"SUM({added[0]}:{added[-1]})"]
    taken = "".join(f"-{xl_rowcol_to_cell(_FIRST_ROW + row, place)}" for row in item.minus)
    own = _FIRST_ROW + item.plus[0] + 1
    before = [xl_rowcol_to_cell(own, place - 1)] if item.before else []
    return f"={'+'.join([*before, *added])}{taken}"


def _total(sheet: Any, styles: _Styles, place: int, values: pd.Series, unit: str) -> None:
    """The sum of a column below its rows; of those shown, where rows are filtered."""
    numbers = [float(item) for item in values if is_number(item)]
    if not numbers:
        return
    cells = xl_range(_FIRST_ROW, place, _FIRST_ROW + len(values) - 1, place)
    look = styles.number(_number_format(unit, numbers), bold=True)
    sheet.write_formula(_FIRST_ROW + len(values), place, f"=SUBTOTAL(9,{cells})", look, math.fsum(numbers))


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
    title = shown_money().words(wanted.title)
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_size(_CHART_SIZE)
    chart.set_legend({"position": "top"} if len(series) > 1 else {"none": True})
    low = {"label_position": "low"}
    if wanted.kind == "bar":
        chart.set_x_axis({"num_format": "#,##0", "crossing": "max"})
        chart.set_y_axis({**low, "reverse": True, "major_gridlines": {"visible": False}})
    else:
        chart.set_x_axis(low)
        lines = {"visible": True, "line": {"color": _GREY}}
        chart.set_y_axis({"num_format": "#,##0", "major_gridlines": lines})
    sheet.insert_chart(row, 0, chart, {"description": title})
    return row + _CHART_ROWS


def _along(
    sheet: Any, wanted: Native, table: pd.DataFrame, columns: tuple[Column, ...]
) -> list[dict[str, Any]]:
    """A series for each named row, along the columns of numbers."""
    first, name = _texts(table, columns), sheet.get_name()
    labels = table[columns[0].name].tolist()
    found = [label for label in wanted.rows if label in labels]
    made = []
    for label, colour in zip(found, _colours(found), strict=True):
        row = _FIRST_ROW + labels.index(label)
        made.append({
            "name": [name, row, 0],
            "categories": [name, _HEADING_ROW, first, _HEADING_ROW, len(columns) - 1],
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
    sheet_name, last = sheet.get_name(), _FIRST_ROW + min(wanted.most, len(table)) - 1
    made = []
    for column, colour in zip(wanted.columns, _colours(list(wanted.columns)), strict=True):
        place = names.index(column)
        made.append({
            "name": [sheet_name, _HEADING_ROW, place],
            "categories": [sheet_name, _FIRST_ROW, label, last, label],
            "values": [sheet_name, _FIRST_ROW, place, last, place],
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
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW, _HEADING_ROW + 1)
    sheet.print_area(0, 0, max(last_row, _FIRST_ROW), max(last_column, 7))
    sheet.set_footer(f"&L{below.replace('&', '&&')}&RPage &P of &N")


_LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""
_LINE = 15
"""Height of a line [points]."""

Words = Mapping[str, Sequence[tuple[str, str]]]
"""Heading -> pairs of a word and its meaning."""


def workbook(
    title: str,
    version: str,
    lines: Iterable[str],
    sheets: Sequence[Sheet],
    tables: Tables,
    *,
    words: Words | None = None,
    sign_off: str = "",
    elsewhere: Mapping[str, Sequence[Sheet]] | None = None,
) -> bytes:
    """The workbook as the bytes of a file; the same tables give the same bytes.

    lines : below the title of the first sheet
    sheets : in their order
    tables : rows of each, by name; one that is not there was not requested
    words : for the last sheet
    sign_off : name of the table beside which people fill in owner, state and date
    elsewhere : other file of the same result -> its sheets, named in the contents
    """
    made = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    listed = [one for one in sheets if one.rows or one.table.name in tables or not one.table.optional]
    with xlsxwriter.Workbook(made, options) as book:
        comments = f"reallocate {version}".strip()
        book.set_properties({"title": title, "author": "", "comments": comments, "created": CREATED})
        styles = _Styles(book)
        _contents(book, styles, title, [*lines, _EMPTY], listed, tables, bool(words), elsewhere or {})
        for one in listed:
            if one.rows or one.table.name in tables:
                below = f"{title} · reallocate {version}"
                _write_sheet(book, styles, _sheet_name(one.table.title), one, one.frame(tables),
                            sign_off=one.table.name == sign_off, below=below)  # fmt: skip
        if words:
            _words(book, styles, words)
    return made.getvalue()


def _sheet_name(title: str) -> str:
    """The name of a table's sheet: its title, as far as a workbook allows."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:_LONGEST_NAME].strip()


def _contents(
    book: Any,
    styles: _Styles,
    title: str,
    lines: Sequence[str],
    listed: Sequence[Sheet],
    tables: Tables,
    words: bool,
    elsewhere: Mapping[str, Sequence[Sheet]],
) -> None:
    sheet = book.add_worksheet("Contents")
    sheet.hide_gridlines(2)
    widths = (34, 10, 90)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, styles.title)
    for row, line in enumerate(lines, start=1):
        sheet.merge_range(row, 0, row, 2, "", styles.wrapped_quiet)
        sheet.write_string(row, 0, line, styles.wrapped_quiet)
        sheet.set_row(row, _LINE * (1 + len(line) // sum(widths)))
    top = len(lines) + 2
    for column, heading in enumerate(("Sheet", "Rows", "Source of its figures")):
        sheet.write_string(top, column, heading, styles.heading)
    for row, one in enumerate(listed, start=top + 1):
        name = _sheet_name(one.table.title)
        if not one.rows and one.table.name not in tables:
            sheet.write_string(row, 0, name, styles.text)
            sheet.write_string(row, 2, "Not available in this result.", styles.quiet)
            continue
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, name)
        sheet.write_number(row, 1, len(one.frame(tables)), styles.number("#,##0"))
        sheet.write_string(row, 2, one.table.source, styles.wrapped)
    last = top + 1 + len(listed)
    if words:
        sheet.write_url(last, 0, "internal:'Words'!A1", styles.link, "Words")
        sheet.write_string(last, 2, "What each word means.", styles.wrapped)
        last += 1
    for file, sheets in elsewhere.items():
        sheet.write_string(last + 1, 0, f"In {file}", styles.heading)
        named = "; ".join(one.table.title for one in sheets)
        sheet.write_string(last + 1, 2, named, styles.wrapped)
        last += 1
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _words(book: Any, styles: _Styles, words: Words) -> None:
    sheet = book.add_worksheet("Words")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "Words used here", styles.title)
    sheet.freeze_panes(2, 0)
    sheet.fit_to_pages(1, 0)
    row = 2
    for heading, pairs in words.items():
        sheet.write_string(row, 0, heading, styles.heading)
        sheet.write_string(row, 1, "Means", styles.heading)
        for offset, (word, means) in enumerate(pairs, start=1):
            sheet.write_string(row + offset, 0, word, styles.text)
            sheet.write_string(row + offset, 1, means, styles.wrapped)
        row += len(pairs) + 2
