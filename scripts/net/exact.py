"""Tables with their digits: Parquet, CSV and the data behind charts, compared to nine of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain
from math import inf, isfinite, isnan
from typing import Any

import numpy as np
import pandas as pd
from scripts.net.figures import Pool, of_number
from scripts.net.findings import DIFFERS, HIDDEN, MOVED, NEW, WORDS, Report
from scripts.net.grids import Line
from scripts.net.names import Names
from scripts.net.text import compare_lines

Values = tuple[Hashable, ...]
EXAMPLES = 3
DIGITS = 9
"""Significant digits that are compared; another order of the same sum moves the last bits."""
LEAST = 1e-9
"""A number that is nearer to zero is zero: such are left where equal numbers are subtracted."""


def rounded(number: float) -> float:
    """A number to the digits that are compared."""
    return float(f"{number:.{DIGITS}g}") + 0.0 if abs(number) >= LEAST else 0.0


def values(column: Iterable[Any]) -> Values:
    """A column whatever its type: every number a float to nine digits, no NaN and no -0.0."""
    return tuple(_value(cell) for cell in column)


def _value(cell: Any) -> Hashable:
    if isinstance(cell, np.ndarray | list | tuple):
        return values(cell)
    if isinstance(cell, dict):
        return tuple(sorted((str(key), _value(inner)) for key, inner in cell.items()))
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return None
    if isinstance(cell, bool | int | float | np.number | np.bool_):
        number = float(cell)
        return None if isnan(number) else rounded(number)
    return str(cell)


def numeric(column: Values) -> bool:
    """Whether it holds numbers, and nothing else."""
    return any(isinstance(cell, float) for cell in column) and not any(
        isinstance(cell, str | tuple) for cell in column
    )


class Tables:
    """Every column of a result's tables, to look one up by what it holds."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self.columns = {
            name: {str(column): values(frame.iloc[:, place]) for place, column in enumerate(frame.columns)}
            for name, frame in frames.items()
        }
        self._at: dict[Values, list[tuple[str, str]]] = {}
        self._sorted: dict[Values, list[tuple[str, str]]] = {}
        for name, columns in self.columns.items():
            for column, held in columns.items():
                self._at.setdefault(held, []).append((name, column))
                self._sorted.setdefault(_sorted(held), []).append((name, column))
        everything = chain.from_iterable(
            held for columns in self.columns.values() for held in columns.values()
        )
        self.numbers = {cell for cell in everything if isinstance(cell, float)}
        self.pool = Pool(of_number(number) for number in self.numbers)

    def where(self, held: Values, near: str) -> str | None:
        """The column that holds these values, in their order or in another; of table `near` first."""
        for index, key, how in (
            (self._at, held, ""),
            (self._sorted, _sorted(held), ", its rows in another order"),
        ):
            places = index.get(key, [])
            if places:
                table, column = min(places, key=lambda place: place[0] != near)
                return f"{table}.{column}{how}"
        return None

    def holds_all(self, held: Iterable[Hashable]) -> bool:
        """Whether every number stands somewhere."""
        return all(cell in self.numbers for cell in held if isinstance(cell, float))


def _sorted(held: Values) -> Values:
    return tuple(
        sorted(
            held,
            key=lambda cell: (
                str(type(cell)),
                repr(cell) if not isinstance(cell, float) else "",
                cell if isinstance(cell, float) else 0.0,
            ),
        )
    )


def compare_tables(
    base: Tables,
    now: Tables,
    report: Report,
    names: Names,
    *,
    renamed: Mapping[str, str],
    elsewhere: Tables | None = None,
) -> None:
    """Compare every column of every table.

    renamed : tables of the base that have another name now
    elsewhere : tables in which a column may stand that is gone here; it is then only not shown
    """
    for table, columns in base.columns.items():
        name = renamed.get(table, table)
        there = now.columns.get(name)
        if there is None:
            _gone(table, columns, now, elsewhere, report)
            continue
        pairs = {column: there.get(names.column(table, column)) for column in columns}
        order = _order(columns, pairs)
        for column, held in columns.items():
            other = pairs[column]
            if other is None:
                _column_gone(table, name, column, held, now, elsewhere, report)
            else:
                _column(
                    f"{table}.{column}",
                    held,
                    other,
                    (columns, now, name, names.column(table, column), order),
                    report,
                )
        added = set(there) - {names.column(table, column) for column in columns}
        for column in sorted(added):
            if numeric(there[column]) and base.where(there[column], table) is None:
                report.add(NEW, f"{name}.{column}", "a column that was not there", len(there[column]))
    for name in now.columns.keys() - {renamed.get(table, table) for table in base.columns}:
        report.add(NEW, name, f"a table that was not there: {', '.join(now.columns[name])}", 0)


def _order(columns: Mapping[str, Values], pairs: Mapping[str, Values | None]) -> bool:
    """Whether the rows are the same ones in another order, by all columns of numbers in both."""
    both = [
        (held, pairs[column])
        for column, held in columns.items()
        if pairs[column] is not None and numeric(held)
    ]
    if not both or all(held == other for held, other in both):
        return False
    before = Counter(zip(*(held for held, _ in both), strict=True))
    return before == Counter(zip(*(other or () for _, other in both), strict=False))


def _column(
    place: str,
    held: Values,
    other: Values,
    around: tuple[Mapping[str, Values], Tables, str, str, bool],
    report: Report,
) -> None:
    columns, now, table, name, order = around
    if held == other:
        report.equal += sum(isinstance(cell, float) for cell in held)
        return
    if not numeric(held) and not numeric(other):
        _labels(place, held, other, order, report)
        return
    count = sum(isinstance(cell, float) for cell in held)
    if order:
        report.add(MOVED, place, "its rows stand in another order", count)
        return
    if len(held) == len(other):
        changed = [row for row in range(len(held)) if held[row] != other[row]]
        labels = _row_labels(columns, len(held))
        rows = [f"{labels[row]}: {held[row]!r}, now {other[row]!r}" for row in changed[:EXAMPLES]]
        there = now.where(held, table)
        hint = (
            f"; what it held stands in {there}" if there and there.split(",")[0] != f"{table}.{name}" else ""
        )
        report.equal += count - len(changed)
        by = _largest((held[row], other[row]) for row in changed)
        text = (
            f"{len(changed)} of {len(held)} rows, by {by:.1g} of the value at most: {'; '.join(rows)}{hint}"
        )
        report.add(DIFFERS, place, text, len(changed))
        return
    lost = Counter(cell for cell in held if isinstance(cell, float))
    lost -= Counter(cell for cell in other if isinstance(cell, float))
    if lost:
        some = ", ".join(repr(cell) for cell in list(lost)[:EXAMPLES])
        report.add(DIFFERS, place, f"{len(held)} rows, now {len(other)}; gone are {some}", lost.total())
    else:
        report.add(MOVED, place, f"{len(held)} rows, now {len(other)}, those before among them", count)


def _largest(pairs: Iterable[tuple[Hashable, Hashable]]) -> float:
    """The largest relative difference; 1e-16 is the last bit, and infinite where a number came or went."""
    found = 0.0
    for one, other in pairs:
        if not isinstance(one, float) or not isinstance(other, float):
            return inf
        found = max(found, abs(one - other) / (max(abs(one), abs(other)) or 1.0))
    return found


def _row_labels(columns: Mapping[str, Values], rows: int) -> list[str]:
    texts = [held for held in columns.values() if all(isinstance(cell, str) for cell in held)][:3]
    return [" · ".join(str(held[row]) for held in texts) or f"row {row}" for row in range(rows)]


def _labels(place: str, held: Values, other: Values, order: bool, report: Report) -> None:
    if not order and len(held) == len(other) and Counter(held) == Counter(other):
        report.add(
            DIFFERS,
            place,
            "the same labels stand at other rows",
            sum(map(_differs, zip(held, other, strict=True))),
        )
        return
    before = [Line(place, cell) for cell in dict.fromkeys(held) if isinstance(cell, str)]
    after = [Line(place, cell) for cell in dict.fromkeys(other) if isinstance(cell, str)]
    inner = Report(report.face)
    compare_lines(before, after, inner)
    report.findings += inner.findings
    report.equal += inner.equal
    changed = sum(map(_differs, zip(held, other, strict=False)))
    report.add(WORDS, place, f"{changed} labels, such as {_first(held, other)}", 0)


def _differs(pair: tuple[Hashable, Hashable]) -> bool:
    return pair[0] != pair[1]


def _first(held: Values, other: Values) -> str:
    return next((f"{one!r}, now {two!r}" for one, two in zip(held, other, strict=False) if one != two), "")


def _gone(
    table: str, columns: Mapping[str, Values], now: Tables, elsewhere: Tables | None, report: Report
) -> None:
    for column, held in columns.items():
        _column_gone(table, table, column, held, now, elsewhere, report)


def _column_gone(
    table: str, name: str, column: str, held: Values, now: Tables, elsewhere: Tables | None, report: Report
) -> None:
    place, count = f"{table}.{column}", sum(isinstance(cell, float) for cell in held)
    looks: list[tuple[str, Callable[[], str | None]]] = [(MOVED, lambda: now.where(held, name))]
    if elsewhere is not None:
        looks.append((HIDDEN, lambda: elsewhere.where(held, name)))
    for kind, look in looks:
        there = look()
        if there:
            report.add(kind, place, f"now {there}", count)
            return
    if not numeric(held):
        report.add(WORDS, place, "a column of labels that is gone", 0)
    elif now.holds_all(held):
        report.add(MOVED, place, "its numbers stand in other columns", count)
    elif elsewhere is not None and elsewhere.holds_all(held):
        report.add(HIDDEN, place, "its numbers stand in tables", count)
    elif elsewhere is not None and all(_shown(cell, elsewhere.pool) for cell in held):
        report.add(HIDDEN, place, "its numbers stand in tables in another unit", count)
    else:
        report.add(DIFFERS, place, "a column that is gone, and its numbers stand nowhere", count)


def _shown(cell: Hashable, pool: Pool) -> bool:
    return not isinstance(cell, float) or not isfinite(cell) or of_number(cell) in pool
