"""Which day it is, and the quarter that a plan of that day begins with; a result keeps what it got."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from reallocate.kernel.units import MONTHS_A_QUARTER, MONTHS_A_YEAR


def today() -> str:
    """The day, as 2026-06-30; SOURCE_DATE_EPOCH [s], where it is set, fixes it.

    Source: the specification of SOURCE_DATE_EPOCH, reproducible-builds.org.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (datetime.fromtimestamp(int(fixed), UTC).date() if fixed.isdecimal() else date.today()).isoformat()


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def next_quarter(day: str) -> str:
    """First month of the first quarter that has not begun on a day, such as 2027-01 on 2026-12-07."""
    one = date.fromisoformat(day)
    month = ((one.month - 1) // MONTHS_A_QUARTER + 1) * MONTHS_A_QUARTER
    return f"{one.year + month // MONTHS_A_YEAR}-{month % MONTHS_A_YEAR + 1:02}"
