"""What a user says of how a roster or a role table is to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from reallocate.errors import InputError, Problem
from reallocate.roster.currency import Rates, rates_of


@dataclass(frozen=True)
class ReadOptions:
    """What the file does not say by itself.

    header_row : number of the row with the column heads, from 1; none where it is looked for
    date : the day of the file, after which days are to come; none where it is to say so itself
    read_on : the day on which it is read, which is that of a file that says none
    rates : of currencies other than USD
    skip_rows : so many rows at the top are not read
    """

    header_row: int | None = None
    date: dt.date | None = None
    read_on: dt.date | None = None
    rates: Rates = field(default_factory=Rates)
    skip_rows: int = 0


def read_options(
    header_row: int | None,
    date: str,
    rates: Sequence[str],
    rates_date: str,
    where: dict[str, str],
    skip_rows: int | None = None,
    read_on: str = "",
) -> ReadOptions:
    """The options that texts say.

    header_row : from 1
    date, rates_date, read_on : as 2026-06-30, or ""
    rates : each as EUR=1.08 [USD/unit]
    where : (name of an argument) its flag or key, for errors
    skip_rows : at the top of the file
    Raises `InputError` with everything that is wrong.
    """
    problems: list[Problem] = []
    days: dict[str, dt.date | None] = {}
    for name, text in (("date", date), ("rates_date", rates_date), ("read_on", read_on)):
        try:
            days[name] = dt.date.fromisoformat(text) if text else None
        except ValueError:
            problems.append(Problem(f"{text!r} is not a date", where[name], "Write it as 2026-06-30."))
    if header_row is not None and header_row < 1:
        remedy = "Write the number of the header row; the file's first row is 1."
        problems.append(Problem(f"there is no row {header_row}", where["header_row"], remedy))
    if skip_rows is not None and skip_rows < 0:
        remedy = "Write how many rows stand above the headers, such as 3."
        problems.append(Problem(f"{skip_rows} rows cannot be skipped", where["skip_rows"], remedy))
    if skip_rows and header_row is not None:
        what = "both the row of the headers and rows to skip are stated"
        problems.append(Problem(what, where["skip_rows"], "Keep one of them."))
    found = Rates()
    try:
        found = rates_of(rates, rates_date, where["rates"])
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return ReadOptions(header_row, days["date"], days["read_on"], found, skip_rows or 0)
