"""What may be wrong in a row of a roster, each kind with its remedy, and the rows that have it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from reallocate.roster.file.cells import KIND as SHEET_ERROR
from reallocate.roster.file.cells import SPREADSHEET_ERROR, TOO_LONG, guarded

NO_RATE = "pay in a currency without a rate"
_CODE_OF = "CODE"
"""What stands in a remedy for the value of the fault."""

REMEDIES: dict[str, str] = {
    SHEET_ERROR: SPREADSHEET_ERROR,
    TOO_LONG: "Shorten it, or check that the column is what its header says.",
    "too many cells": "Put quotes around text that contains the delimiter.",
    "missing id": "Write the person's or the position's id.",
    "duplicate id": "Keep one row per person or position; the first row with this id is not listed.",
    "unknown manager": "Nobody in the file has this id; add the manager's row, or correct it.",
    "missing manager": "Write the manager's id; only a head of at least a tenth of all rows may have none.",
    "own manager": "A person cannot report to himself or herself; leave the cell blank at the top.",
    "cycle in the reporting tree": "These rows report to each other in a circle; correct one of them.",
    "missing title": "Write a job title, or an occupation's code in a column 'code'.",
    "personal value": "It has a name, an id or an e-mail address; remove it.",
    "unknown occupation code": "Write it as the classification of the country has it.",
    "group of occupations": "Write the code of one occupation; codes that end in 0 may be groups.",
    "FTE above 1": "It is the working time of one person as a share of full time; 80% is 0.8.",
    "FTE not above 0": "Write the share of full time, such as 0.5, or leave out who does not work.",
    "FTE below 0.01": "Write the share of full time: 0.01 is 24 minutes a week, and less is no job.",
    "not a number": "Write digits, decimals with a point, no unit.",
    "percentage": "Write a share, such as 0.8 for 80%, or an amount of money.",
    "abbreviated number": "Write it in full, such as 120000.",
    "comma may mean two things": "Write the number without the comma, decimals with a point.",
    "negative pay": "Write yearly pay, not a correction.",
    "pay below USD 1,000 a year": "Write yearly pay in dollars, not hourly pay or thousands.",
    "pay above USD 20 million a year": "Write yearly pay in dollars; check the decimal point.",
    "pay ten times off the title's median": "Check the decimal point, and for hourly or monthly pay.",
    "pay in a currency without a rate": f"Write USD per unit and the day of the rate: --rate {_CODE_OF}=… "
    "--rates-date YYYY-MM-DD (in a scenario under [reading]), or leave the pay of these rows blank.",
    "two currencies": "The cell names two, or another than its header or its column; keep one.",
    "missing pay period": "Write year, month or hour.",
    "unknown pay period": "Write year, month or hour.",
    "missing currency": "Write the currency of the pay, such as USD.",
    "unknown currency": "Write a code of ISO 4217, such as USD.",
    "not a date": "Write it as 2024-03-31.",
    "hired after the file's day": "Correct the hire date, state the day of the file with --date, or give "
    "unfilled positions the status open.",
    "date before 1930": "Check the year.",
    "missing status": "Write filled, open or contractor.",
    "unknown status": "Write filled, open or contractor, or a word that `reallocate roster --columns` lists.",
    "unknown worker type": "Write employee or contractor, or a word that `reallocate roster --columns` "
    "lists. These rows count as neither.",
    "repeated header row": "Delete the row. If it has the right headers, choose it with --header-row.",
    "neither full nor part time": "Write yes or no.",
    "not a year of birth": "Write the year in four digits; the day is not needed.",
    "not an age": "Write the age in years, or a band such as 30-39.",
}
"""Every kind of fault and what to do about it."""

_NOT_PLANNED_WITH = ("manager", "level", "hire_date", "birth_year", "age")
"""Our columns from which no plan takes a number: a cell at fault there is read as blank."""
_NOT_THERE_YET = "hired after the file's day"


def removes(kind: str, column: str) -> bool:
    """Whether a fault keeps its row out of a plan: one in a column that no plan uses does not.

    column : ours, "" for the whole row
    """
    return column not in _NOT_PLANNED_WITH or kind == _NOT_THERE_YET


_NUMBER = re.compile(r"[-+]?[\d.,]{1,12}%?|[-+]?[\d.,]{1,8} ?[kKmM]")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_CODE = re.compile(r"\d{2}-?\d{4}(\.\d{2})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SHORT = re.compile(r"[-+]?\d{0,3}([.,]\d{1,3})?%?")
_STATUS = re.compile(r"[A-Za-z][A-Za-z /-]{0,30}")
STATUSES = ("status", "worker_type")
_REPEATABLE = {"fte": _NUMBER, "hire_date": _DATE, "code": _CODE, "currency": _CURRENCY}
_REPEATABLE |= dict.fromkeys(STATUSES, _STATUS)
_OFTEN = 5


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with one row.

    row : of the file, 1 being the first
    column : the header as the file has it, or "" for the whole row
    fault : the kind; `REMEDIES` says what to do
    value : what was found, where it cannot be about a person, else ""
    """

    row: int
    column: str
    fault: str
    value: str = ""


class Repeatable:
    """Which values of a roster a fault may repeat: those of the form its column has, and nobody's own.

    own : every text that belongs to a person: ids, names, addresses
    Pay is never repeated, nor is a title, a place or an id. A status is repeated where five rows or more
    share it.
    """

    def __init__(self, own: Iterable[pd.Series]) -> None:
        columns = [column.str.casefold() for column in own]
        every = pd.concat(columns).unique().tolist() if columns else []
        self._own = set(every)
        self._words = {word for text in every for word in re.findall(r"\w+", text) if len(word) > 1}

    def shown(self, column: str, values: pd.Series, every: pd.Series) -> list[str]:
        """The values that may be repeated, "" in place of the others.

        column : ours
        values : (row) those at fault
        every : (row) the whole column
        """
        counts = every.value_counts()
        often = {str(value) for value in counts.index[counts.ge(_OFTEN)]}
        shown = {value for value in values.unique().tolist() if self._may(column, value, often)}
        return [value if value in shown else "" for value in values.tolist()]

    def _may(self, column: str, value: str, often: set[str]) -> bool:
        form = _REPEATABLE.get(column)
        if form is None or not form.fullmatch(value) or (column in STATUSES and value not in often):
            return False
        folded = value.casefold()
        own = folded in self._own or self._words & set(re.findall(r"\w+", folded))
        return not own or _SHORT.fullmatch(value) is not None


FIRST_ROWS = 5
FAULT_HEAD = b"row,column,fault\n"
"""First line of a list of faults."""
MOST_VALUES = 8


@dataclass(frozen=True)
class _FaultGroup:
    """All rows with the same fault in the same column; of pay without a rate, in the same currency.

    fault : the kind
    column : the header as the file has it, or "" for the whole row
    rows : their numbers, ascending
    values : what was found where it may be repeated, and how often, the most frequent first
    """

    fault: str
    column: str
    rows: tuple[int, ...]
    values: tuple[tuple[str, int], ...]

    @property
    def remedy(self) -> str:
        """What to do."""
        text = REMEDIES[self.fault]
        return text.replace(_CODE_OF, self.values[0][0]) if self.fault == NO_RATE else text

    @property
    def first_rows(self) -> str:
        """The numbers of the first rows, and how many there are."""
        shown = ", ".join(str(row) for row in self.rows[:FIRST_ROWS])
        if len(self.rows) == 1:
            return f"row {shown}"
        rest = len(self.rows) - FIRST_ROWS
        return f"rows {shown} and {rest:,} more" if rest > 0 else f"rows {shown}"

    @property
    def what(self) -> str:
        """The kind with how many rows have it and the values that may be repeated."""
        count = len(self.rows)
        if self.fault == NO_RATE:
            people = f"{count:,} {'person is' if count == 1 else 'people are'}"
            return f"{people} paid in {self.values[0][0]}, which has no rate"
        values = [f"{value!r} {often:,}" for value, often in self.values[:MOST_VALUES]]
        values += [f"{more} more values"] if (more := len(self.values) - MOST_VALUES) > 0 else []
        rows = f"{self.fault}, {count:,} {'row' if count == 1 else 'rows'}"
        return f"{rows} ({', '.join(values)})" if values else rows


def grouped(faults: Iterable[Fault]) -> tuple[_FaultGroup, ...]:
    """The faults by kind and column, those of most rows first."""
    rows: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        same = fault.value if fault.fault == NO_RATE else ""
        rows.setdefault((fault.fault, fault.column, same), []).append(fault)
    groups = []
    for (kind, column, _), alike in rows.items():
        values = Counter(fault.value for fault in alike if fault.value).most_common()
        groups.append(_FaultGroup(kind, column, tuple(sorted(fault.row for fault in alike)), tuple(values)))
    return tuple(sorted(groups, key=lambda group: (-len(group.rows), group.fault, group.column)))


def fault_list(faults: Iterable[Fault]) -> str:
    """Every fault as a CSV table of row, column and kind; no cell of the roster is in it."""
    text = io.StringIO()
    text.write(FAULT_HEAD.decode())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((fault.row, guarded(fault.column), fault.fault) for fault in faults)
    return text.getvalue()
