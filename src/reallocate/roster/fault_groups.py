"""Faults of a roster by kind, the rows that have it, and the list of every row for who asks for it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reallocate.roster.faults import CODE_OF, NO_RATE, REMEDIES, Fault
from reallocate.roster.review import guarded

FIRST_ROWS = 5
FAULT_HEAD = b"row,column,fault\n"
"""First line of a list of faults."""
MOST_VALUES = 8


@dataclass(frozen=True)
class FaultGroup:
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
        return text.replace(CODE_OF, self.values[0][0]) if self.fault == NO_RATE else text

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


def grouped(faults: Iterable[Fault]) -> tuple[FaultGroup, ...]:
    """The faults by kind and column, those of most rows first."""
    rows: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        same = fault.value if fault.fault == NO_RATE else ""
        rows.setdefault((fault.fault, fault.column, same), []).append(fault)
    groups = []
    for (kind, column, _), alike in rows.items():
        values = Counter(fault.value for fault in alike if fault.value).most_common()
        groups.append(FaultGroup(kind, column, tuple(sorted(fault.row for fault in alike)), tuple(values)))
    return tuple(sorted(groups, key=lambda group: (-len(group.rows), group.fault, group.column)))


def fault_list(faults: Iterable[Fault]) -> str:
    """Every fault as a CSV table of row, column and kind; no cell of the roster is in it."""
    text = io.StringIO()
    text.write(FAULT_HEAD.decode())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((fault.row, guarded(fault.column), fault.fault) for fault in faults)
    return text.getvalue()
