"""Days of hire against the day of the file, which a user states, its head gives, or the calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.roster.cells import Findings, read_day
from reallocate.roster.worker_types import OPEN

OLDEST = dt.date(1930, 1, 1)
FAR_AHEAD = dt.timedelta(days=366)
"""A date above the headers that is further ahead is no date of an export."""
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}")


@dataclass(frozen=True)
class FileDay:
    """The day that a file is of.

    day : none where nothing gives one
    origin : where it comes from, to stand in brackets
    """

    day: dt.date | None
    origin: str = ""


def file_day(
    stated: dt.date | None, above: Sequence[str], read_on: dt.date | None, day_is_first: bool = False
) -> FileDay:
    """The day of a file: as stated, else as a line above its column heads says, else the day it is read on.

    stated : by the user
    above : cells of the lines above the column heads
    read_on : none where nobody asked which day it is
    day_is_first : whether 03/04/2020 is in April in such a line
    A cell below the heads never decides: one slip would move every age.
    """
    if stated is not None:
        return FileDay(stated, "as you state")
    texts = [found for text in above for found in WRITTEN.findall(text)]
    last = read_on + FAR_AHEAD if read_on else dt.date.max
    written = [day for text in texts if (day := read_day(text, day_is_first)) and OLDEST <= day <= last]
    if written:
        return FileDay(max(written), "from a line above the headers")
    return FileDay(read_on, "the day it is read; --date sets another")


def check_days(hired: pd.Series, status: pd.Series, day: dt.date, found: Findings) -> None:
    """Find days of hire after the file's day, and before 1930.

    hired : (row) days of hire, missing where none is given
    status : (row) an open position may have a day that is to come
    day : of the file
    found : takes what is wrong
    """
    found.add("hire_date", "hired after the file's day", hired.gt(pd.Timestamp(day)) & status.ne(OPEN))
    found.add("hire_date", "date before 1930", hired.lt(pd.Timestamp(OLDEST)))
