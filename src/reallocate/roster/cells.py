"""The cells of a roster, column by column: what each says, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from reallocate.errors import Problem
from reallocate.roster.currency import DOLLAR, currency_of
from reallocate.roster.numbers import read_number
from reallocate.roster.roles import HIGHEST_COST, LOWEST_COST, occupation_by_code

BLANK = ("", "-", "--", "n/a", "na", "#n/a", "none", "null", "nan", "nat")
PAY = ("base", "bonus", "equity")
FILLED, OPEN, CONTRACTOR, LEFT = "filled", "open", "contractor", "left"
STATUSES: dict[str, tuple[str, ...]] = {
    FILLED: (
        "filled", "active", "employee", "employed", "regular", "permanent", "full time", "part time",
        "fulltime", "parttime", "on leave", "leave", "leave of absence", "intern", "fixed term", "occupied",
        "exempt", "non exempt", "regular full time", "regular part time", "salaried", "hourly", "fte",
    ),
    OPEN: ("open", "vacant", "vacancy", "unfilled", "requisition", "requested", "to be hired", "tbh", "tbd"),
    CONTRACTOR: (
        "contractor", "contingent", "contingent worker", "consultant", "temp", "temporary", "agency",
        "agency worker", "freelancer", "vendor", "external", "independent contractor",
    ),
    LEFT: ("terminated", "inactive", "left", "resigned", "retired", "separated", "former", "deceased"),
}  # fmt: skip
FAR, OFTEN = 10.0, 5
ONE_DOLLAR = 1.0
"""A salary that founders do take, and no slip of the pen."""
OLDEST = dt.date(1930, 1, 1)
FIRST_YEAR = 1677
"""Days before it are none that a table of times can hold."""
PART = ("yes", "y", "true", "1", "part time", "parttime", "part", "pt", "p")
FULL = ("no", "n", "false", "0", "full time", "fulltime", "full", "ft", "f")
CLOCK = re.compile(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y%m%d")
REASONS = {
    "percentage": "percentage",
    "abbreviated": "abbreviated number",
    "comma": "comma may mean two things",
    "thousands": "comma may mean two things",
}


@dataclass
class Findings:
    """What is wrong, by our column and kind.

    rows : each entry the column, the kind and the rows
    notes : sentences for the reader
    """

    rows: list[tuple[str, str, pd.Index]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, column: str, kind: str, wrong: pd.Series) -> None:
        """Add the rows that are marked.

        column : ours
        kind : of the fault
        wrong : (row) whether it has it
        """
        if wrong.any():
            self.rows.append((column, kind, wrong.index[wrong.to_numpy(dtype=bool)]))


def is_blank(texts: pd.Series) -> pd.Series:
    """Whether a cell holds nothing, or one of the marks for nothing.

    texts : (row) cells
    """
    return texts.str.casefold().isin(BLANK)


def amounts(column: str, texts: pd.Series, comma_is_decimal: bool, found: Findings) -> pd.Series:
    """A column of numbers; missing where a cell is blank or cannot be read.

    column : ours
    texts : (row) cells
    comma_is_decimal : as the file has it
    found : takes what is wrong
    """
    blank = is_blank(texts)
    read = {text: read_number(text, comma_is_decimal) for text in texts[~blank].unique().tolist()}
    values = {text: value for text, value in read.items() if not isinstance(value, str)}
    kinds = {text: _kind(text, said) for text, said in read.items() if isinstance(said, str)}
    wrong = texts.map(kinds).where(~blank) if kinds else pd.Series(None, index=texts.index, dtype=object)
    for kind in sorted(set(kinds.values())):
        found.add(column, kind, wrong.eq(kind))
    return texts.map(values).where(~blank).astype(float)


def working_times(texts: pd.Series, in_percent: bool, comma_is_decimal: bool, found: Findings) -> pd.Series:
    """Shares of full time, as 0.8 or 80%; missing where a cell is blank or cannot be read.

    texts : (row) cells
    in_percent : whether the header says that they are percentages
    comma_is_decimal : as the file has it
    found : takes what is wrong
    """
    marked = texts.str.endswith("%")
    values = amounts("fte", texts.str.removesuffix("%").str.strip(), comma_is_decimal, found)
    hundreds = marked | (in_percent and bool(values.gt(1).any()))
    return values.where(~hundreds, values / 100.0)


def _kind(text: str, said: str) -> str:
    reason = said.replace(repr(text), "")
    return next((kind for word, kind in REASONS.items() if word in reason), "not a number")


def check_amounts(values: Mapping[str, pd.Series], currency: pd.Series, found: Findings) -> None:
    """Find what no working time and no pay can be.

    values : (row) fte [share of full time], base, bonus and equity [money/year], as far as there are any
    currency : (row) code
    found : takes what is wrong
    """
    if "fte" in values:
        found.add("fte", "FTE above 1", values["fte"].gt(1))
        found.add("fte", "FTE not above 0", values["fte"].le(0))
    for column in PAY:
        if column in values:
            pay = values[column]
            found.add(column, "negative pay", pay.lt(0))
            dollars = currency.eq(DOLLAR)
            found.add(column, "pay above USD 20 million a year", pay.gt(HIGHEST_COST) & dollars)
            if column == "base":
                little = pay.gt(0) & pay.lt(LOWEST_COST) & pay.ne(ONE_DOLLAR) & dollars
                found.add(column, "pay below USD 1,000 a year", little)


def check_outliers(rows: pd.DataFrame, found: Findings) -> None:
    """Find base pay that is ten times more or less than others with the same title have.

    rows : (row) title, currency, base [money/year] and fte [share of full time]
    found : takes what is wrong
    Of titles that five rows or more bear with pay.
    """
    base = rows["base"].where(rows["base"].between(LOWEST_COST, HIGHEST_COST) & rows["title"].ne(""))
    alike = base.groupby([rows["title"], rows["currency"]])
    median, people = alike.transform("median"), alike.transform("count")
    # Systems give the pay of part-timers for their own time or for full time.
    little = (base / rows["fte"].where(rows["fte"].between(0, 1, inclusive="right"), 1.0)).lt(median / FAR)
    found.add(
        "base", "pay ten times off the title's median", (base.gt(FAR * median) | little) & people.ge(OFTEN)
    )


def currencies(texts: pd.Series | None, paid: pd.Series, found: Findings) -> pd.Series:
    """The currency of each row's pay; "" where it is not known.

    texts : (row) cells, or none where the file has no such column
    paid : (row) whether the row gives any pay
    found : takes what is wrong
    """
    if texts is None:
        if paid.any():
            found.notes.append("There is no column of currencies; pay is taken as USD.")
        return pd.Series(DOLLAR, index=paid.index)
    blank = is_blank(texts)
    codes = texts.map({text: currency_of(text) for text in texts.unique().tolist()})
    found.add("currency", "missing currency", blank & paid)
    found.add("currency", "unknown currency", ~blank & codes.eq(""))
    return codes.where(~blank, "")


def dates(texts: pd.Series, status: pd.Series, today: dt.date, found: Findings) -> pd.Series:
    """Days of hire; missing where a cell is blank or no date.

    texts : (row) cells
    status : (row) an open position may have a day that is to come
    today : days after it are to come
    found : takes what is wrong
    """
    blank = is_blank(texts)
    written = texts[~blank].unique().tolist()
    slashed = [match for text in written if (match := SLASHED.fullmatch(text))]
    day_first = any(int(match[1]) > 12 for match in slashed)
    month_first = any(int(match[2]) > 12 for match in slashed)
    if slashed and day_first == month_first:
        what = "both orders occur" if day_first else "either order is possible"
        found.notes.append(f"Days of hire such as 03/04/2020: {what}; the month is taken to come first.")
    read = {text: _date(text, day_first and not month_first) for text in written}
    values = {text: pd.Timestamp(date) for text, date in read.items() if date is not None}
    unread = texts.isin([text for text, date in read.items() if date is None]) & ~blank
    future = {text for text, date in read.items() if date is not None and date > today}
    early = {text for text, date in read.items() if date is not None and date < OLDEST}
    found.add("hire_date", "not a date", unread)
    found.add("hire_date", "date in the future", texts.isin(future) & status.ne(OPEN))
    found.add("hire_date", "date before 1930", texts.isin(early))
    return pd.to_datetime(texts.map(values).where(~blank & ~unread))


def _date(text: str, day_first: bool) -> dt.date | None:
    bare = CLOCK.sub("", text)
    if match := SLASHED.fullmatch(bare):
        first, second, year = (int(part) for part in match.groups())
        month, day = (second, first) if day_first or first > 12 else (first, second)
        return _day(f"{year:04}-{month:02}-{day:02}", "%Y-%m-%d")
    found = (_day(bare, form) for form in FORMATS)
    return next((date for date in found if date is not None), None)


def _day(text: str, form: str) -> dt.date | None:
    try:
        date = dt.datetime.strptime(text, form).date()
    except ValueError:
        return None
    return date if date.year >= FIRST_YEAR else None


def part_time(texts: pd.Series | None, index: pd.Index, found: Findings) -> pd.Series:
    """Whether each row says that it is part time.

    texts : (row) cells, or none where the file has no such column
    index : the rows
    found : takes what is wrong
    """
    if texts is None:
        return pd.Series(False, index=index)
    folded = texts.str.casefold().str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip()
    found.add("part_time", "neither full nor part time", ~folded.isin(PART + FULL) & ~is_blank(texts))
    return folded.isin(PART)


def statuses(columns: Mapping[str, pd.Series], index: pd.Index, found: Findings) -> pd.Series:
    """filled, open or contractor; "" where it is not known.

    columns : (row) cells by our column, status and worker_type as far as the file has them
    index : the rows
    found : takes what is wrong
    Where there are both, either may say that a row is open, a contractor's, or of somebody who has left.
    """
    if not columns:
        found.notes.append("There is no column of status; every row is taken as filled.")
        return pd.Series(FILLED, index=index)
    by_name = {name: status for status, names in STATUSES.items() for name in names}
    status = pd.Series(FILLED, index=index)
    blank_in = {column: is_blank(texts) for column, texts in columns.items()}
    faulty = pd.concat(blank_in, axis=1).all(axis=1)
    found.add(next(iter(columns)), "missing status", faulty)
    for column, texts in columns.items():
        plain = texts.str.casefold().str.replace(r"[^a-z]+", " ", regex=True).str.strip()
        said = plain.map(by_name).where(~blank_in[column])
        unknown = said.isna() & ~blank_in[column]
        found.add(column, "unknown status", unknown & ~faulty)
        found.add(column, "has left", said.eq(LEFT) & ~faulty)
        faulty |= unknown | said.eq(LEFT)
        status = status.mask(said.isin([OPEN, CONTRACTOR]) & status.ne(OPEN), said)
    return status.mask(faulty, "").astype(str)


def codes(texts: pd.Series, titles: Mapping[str, str], found: Findings) -> pd.Series:
    """The occupations that codes name; "" where they name none.

    texts : (row) cells
    titles : (occupation) official title
    found : takes what is wrong
    """
    read: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for text in texts.unique().tolist():
        occupation, problem = occupation_by_code(text, "", titles) if text else ("", None)
        read[text] = occupation
        if isinstance(problem, Problem):
            kinds[text] = "group of occupations" if "group" in problem.what else "unknown occupation code"
    kind = texts.map(kinds) if kinds else pd.Series(np.nan, index=texts.index)
    for name in sorted(set(kinds.values())):
        found.add("code", name, kind.eq(name))
    return texts.map(read)
