"""Columns of the workbook that people fill in: who owns an assumption, whether it is agreed, since when."""

from __future__ import annotations

import datetime
from typing import Any

ASSUMPTIONS = "assumptions"
STATES = ("open", "agreed", "to be replaced", "refused")
COLUMNS = {"Owner": 18, "Sign-off": 14, "Date": 12, "Comment": 48}
"""Heading → width."""
EARLIEST = datetime.date(2000, 1, 1)


def add_sign_off(sheet: Any, heading: Any, unit: Any, day: Any, first: tuple[int, int], rows: int) -> None:
    """Empty columns to the right of a table: Owner, Sign-off (chosen from a list), Date (a day), Comment.

    sheet : of the workbook
    heading, unit, day : looks of headings, of the line below them and of dates
    first : row of the headings and the first free column
    rows : how many rows the table has
    """
    top, left = first
    for place, (words, width) in enumerate(COLUMNS.items(), start=left):
        sheet.write_string(top, place, words, heading)
        sheet.write_string(top + 1, place, "yours to fill in" if place == left else "", unit)
        sheet.set_column(place, place, width, day if words == "Date" else None)
    if not rows:
        return
    rules: tuple[dict[str, Any], ...] = (
        {"validate": "list", "source": list(STATES), "error_title": "Sign-off",
         "error_message": f"One of: {', '.join(STATES)}."},
        {"validate": "date", "criteria": ">=", "value": EARLIEST, "error_title": "Date",
         "error_message": "A day, such as 2026-07-01."},
    )  # fmt: skip
    for place, rule in enumerate(rules, start=left + 1):
        sheet.data_validation(top + 2, place, top + 1 + rows, place, rule)
