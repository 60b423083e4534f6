"""Sheets as a workbook: a first sheet with the answer and the contents, and a last one with the words."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from reallocate.output.sheet import Sheet
from reallocate.output.table import Tables
from reallocate.report.worksheet import EMPTY, Styles, write_sheet

CREATED = datetime.datetime(2000, 1, 1)
"""The time that every workbook gives, so that the same result gives the same bytes."""
LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""
LINE = 15
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
        styles = Styles(book)
        _contents(book, styles, title, [*lines, EMPTY], listed, tables, bool(words), elsewhere or {})
        for one in listed:
            if one.rows or one.table.name in tables:
                below = f"{title} · reallocate {version}"
                write_sheet(book, styles, sheet_name(one.table.title), one, one.frame(tables),
                            sign_off=one.table.name == sign_off, below=below)  # fmt: skip
        if words:
            _words(book, styles, words)
    return made.getvalue()


def sheet_name(title: str) -> str:
    """The name of a table's sheet: its title, as far as a workbook allows."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST_NAME].strip()


def _contents(
    book: Any,
    styles: Styles,
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
        sheet.set_row(row, LINE * (1 + len(line) // sum(widths)))
    top = len(lines) + 2
    for column, heading in enumerate(("Sheet", "Rows", "Source of its figures")):
        sheet.write_string(top, column, heading, styles.heading)
    for row, one in enumerate(listed, start=top + 1):
        name = sheet_name(one.table.title)
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


def _words(book: Any, styles: Styles, words: Words) -> None:
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
