"""Figures that came out since: a CSV file in the project's own form, or as BLS or FRED hand them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.units import PERCENT, THOUSAND
from reallocate.market.forecast.ledger_tables import SERIES
from reallocate.market.forecast.monthly import NATIONAL
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import TextTable, by_column, read_figures_file, read_text_table

COLUMNS = ("series", "month", "value")
_FRED_DATES = ("observation_date", "date")
_BLS = ("series id", "year", "period", "value")
_SHARES = tuple(name for name in NATIONAL if name != "openings")
"""Figures that are shares; the others count persons."""
_RATE, _COUNT = 1.0 / PERCENT, THOUSAND
_IDS: Mapping[str, tuple[str, float]] = {
    "UNRATE": ("unemployment", _RATE), "LNS14000000": ("unemployment", _RATE),
    "JTSJOL": ("openings", _COUNT), "JTS000000000000000JOL": ("openings", _COUNT),
    "JTSQUR": ("quits", _RATE), "JTS000000000000000QUR": ("quits", _RATE),
    "JTSHIR": ("hires", _RATE), "JTS000000000000000HIR": ("hires", _RATE),
    "PAYEMS": ("employment", _COUNT), "CES0000000001": ("employment", _COUNT),
    "CES6054150001": ("5415", _COUNT), "CEU5051800001": ("518", _COUNT), "CEU5051900001": ("519", _COUNT),
}  # fmt: skip
"""Series of FRED and of BLS: the figure, and what one unit of theirs is of ours."""
REMEDY = (
    f"Write a CSV file with the columns {', '.join(COLUMNS)}, rates as shares and jobs in persons; or give "
    "a CSV file of FRED (observation_date and series such as UNRATE) or of BLS (Series ID, Year, Period, "
    "Value)."
)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"(\d{4}-(0[1-9]|1[0-2]))-\d{2}")
_PERIOD = re.compile(r"M(0[1-9]|1[0-2])")
_YEARLY = "M13"
_MISSING = ("", ".", "-", "nan")


class _Cell(NamedTuple):
    """A figure as a file has it."""

    series: str
    month: str
    text: str
    where: str


def read_new_figures(file: Path) -> pd.DataFrame:
    """Figures that came out: series, month, value [share or persons].

    file : CSV
    Raises `InputError` with everything in it that cannot be used.
    """
    if not file.is_file():
        raise InputError(Problem("there is no such file", f"--actual {file}", REMEDY))
    known = {name: name for name in (*COLUMNS, *_FRED_DATES, *_BLS)}
    table = read_text_table(file, known=known, of="figure", remedy=REMEDY)
    heads = [head.strip().casefold().replace("_", " ") for head in table.headers]
    if set(_BLS) <= set(heads):
        rows = _handed_out(table, _bls_cells, heads)
    elif heads and heads[0].replace(" ", "_") in _FRED_DATES:
        rows = _handed_out(table, _fred_cells, heads)
    else:
        rows = read_figures_file(file, COLUMNS[:2], COLUMNS[2:], REMEDY)
    _must_fit(rows, file)
    return rows[list(COLUMNS)]


def _handed_out(
    table: TextTable, cells_of: Callable[[TextTable, Sequence[str]], Iterator[_Cell]], heads: Sequence[str]
) -> pd.DataFrame:
    """Figures of a statistical office's file, in our units; those that it lacks are left out."""
    problems: list[Problem] = []
    rows = []
    for cell in cells_of(table, heads):
        if cell.text.strip().casefold() in _MISSING or cell.month == _YEARLY:
            continue
        value = read_number(cell.text, table.delimiter == ";")
        if cell.series not in _IDS:
            what, near = f"the series {cell.series} is not forecast", tuple(_IDS)
            problems.append(Problem(what, table.name, REMEDY, nearest=near))
        elif not cell.month:
            problems.append(
                Problem("the month cannot be read", cell.where, "FRED: 2026-03-01. BLS: 2026, M03.")
            )
        elif isinstance(value, str):
            problems.append(Problem(value, cell.where, REMEDY))
        else:
            name, unit = _IDS[cell.series]
            rows.append((name, cell.month, round(float(value) * unit, 6)))
    if problems:
        raise InputError(list({problem.what: problem for problem in problems}.values()))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _fred_cells(table: TextTable, heads: Sequence[str]) -> Iterator[_Cell]:
    """A column a series, a row a month."""
    names = [head.strip() for head in table.headers]
    for row, cells in table.rows:
        given = by_column(cells, {name: place for place, name in enumerate(names)})
        found = _DAY.fullmatch(given[names[0]].strip())
        for name in names[1:]:
            where = f"{table.name}, row {row}, {name}"
            yield _Cell(name.upper(), found[1] if found else "", given[name], where)


def _bls_cells(table: TextTable, heads: Sequence[str]) -> Iterator[_Cell]:
    """A row a series and month."""
    places = {name: heads.index(name) for name in _BLS}
    for row, cells in table.rows:
        given = {name: text.strip() for name, text in by_column(cells, places).items()}
        found = _PERIOD.fullmatch(given["period"])
        month = f"{given['year']}-{found[1]}" if found and given["year"].isdigit() else ""
        if given["period"] == _YEARLY:
            month = _YEARLY
        yield _Cell(given["series id"].upper(), month, given["value"], f"{table.name}, row {row}")


def _must_fit(rows: pd.DataFrame, file: Path) -> None:
    """Raise `InputError` with every figure that cannot be one of its series."""
    problems = [] if len(rows) else [Problem("there is no figure in it", str(file), REMEDY)]
    for place, (series, month, value) in enumerate(rows[list(COLUMNS)].itertuples(index=False), start=2):
        where = f"{file.name}, row {place}"
        if series not in SERIES:
            problems.append(Problem(f"{series} is not forecast", where, nearest=tuple(SERIES)))
        if not _MONTH.fullmatch(month):
            problems.append(Problem(f"{month} is no month", where, "Write it as 2026-03."))
        is_share = series in _SHARES
        if not 0 < value < (1.0 if is_share else np.inf):
            what = f"{value} is no {'share between 0 and 1' if is_share else 'number above 0'}"
            problems.append(Problem(what, where, REMEDY))
    if rows.duplicated(["series", "month"]).any():
        problems.append(Problem("a month of a series is given twice", str(file)))
    if problems:
        raise InputError(problems)
