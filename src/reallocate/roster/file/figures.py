"""A table of published figures that a user gives: some columns of names, some of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import by_column, read_text_table


def read_figures_file(path: Path, names: Sequence[str], numbers: Sequence[str], remedy: str) -> pd.DataFrame:
    """The figures of a table: CSV, workbook or Parquet.

    names, numbers : its columns of text and of numbers; all of them are needed, others are not read
    Raises `InputError` with every column that is missing and every cell that is no number.
    """
    columns = (*names, *numbers)
    table = read_text_table(path, known={name: name for name in columns}, of="figure", remedy=remedy)
    places = {head.strip().casefold(): place for place, head in enumerate(table.headers)}
    if missing := [name for name in columns if name not in places]:
        raise InputError(Problem(f"the column {', '.join(missing)} is missing", table.name, remedy))
    problems, rows = [], []
    for row, cells in table.rows:
        given = by_column(cells, {name: places[name] for name in columns})
        values = {name: read_number(given[name], table.delimiter == ";") for name in numbers}
        wrong = {name: value for name, value in values.items() if isinstance(value, str)}
        problems += [Problem(why, f"{table.name}, row {row}, {name}", remedy) for name, why in wrong.items()]
        rows.append({**{name: given[name] for name in names}, **values})
    if problems:
        raise InputError(problems)
    return pd.DataFrame(rows, columns=list(columns)).astype(dict.fromkeys(numbers, float))
