"""Days of hire against the day of the file, which a user states or the file itself gives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.roster.cells import OFTEN, Findings, read_day
from reallocate.roster.worker_types import OPEN

OLDEST = dt.date(1930, 1, 1)
FAR_AHEAD = dt.timedelta(days=366)
MANY = 100
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
    stated: dt.date | None,
    above: Sequence[str],
    hired: pd.Series,
    status: pd.Series,
    day_is_first: bool = False,
) -> FileDay:
    """The day of a file: as stated, else as a line above its column heads says, else its latest day of hire.

    stated : by the user
    above : cells of the lines above the column heads
    hired : (row) days of hire, missing where none is given
    status : (row) an open position may have a day that is to come
    day_is_first : whether 03/04/2020 is in April in such a line
    In a file of a hundred days or more, one that is more than a year after the fifth-latest is taken for a
    slip and does not count. The clock never decides: the same file gives the same result on any day.
    """
    if stated is not None:
        return FileDay(stated, "as you state")
    texts = [found for text in above for found in WRITTEN.findall(text)]
    written = [day for text in texts if (day := read_day(text, day_is_first))]
    if written:
        return FileDay(max(written), "from a line above the headers")
    days = hired[status.ne(OPEN)].dropna().sort_values(ascending=False)
    if days.empty:
        return FileDay(None)
    last = days.iloc[OFTEN - 1] + FAR_AHEAD if len(days) >= MANY else days.iloc[0]
    origin = "the latest hire date in the file; --date sets another"
    return FileDay(days[days.le(last)].iloc[0].date(), origin)


def check_days(hired: pd.Series, status: pd.Series, day: dt.date, found: Findings) -> None:
    """Find days of hire after the file's day, and before 1930.

    hired : (row) days of hire, missing where none is given
    status : (row) an open position may have a day that is to come
    day : of the file
    found : takes what is wrong
    """
    found.add("hire_date", "hired after the file's day", hired.gt(pd.Timestamp(day)) & status.ne(OPEN))
    found.add("hire_date", "date before 1930", hired.lt(pd.Timestamp(OLDEST)))
