"""An own plan that a user gives as a table, as the file that a scenario names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reallocate.api.spelling import python_errors
from reallocate.firm.request.own_plan import HOW
from reallocate.firm.request.own_plan import KNOWN as COLUMNS
from reallocate.roster.file.rows import TextTable, read_text_table

if TYPE_CHECKING:
    import pandas as pd


@python_errors
def own_plan_table(file: str | Path) -> pd.DataFrame:
    """The cells of an own plan's file as text, for `plan(…, given=…)`; which firm it fits is not known here.

    file : CSV, XLSX or Parquet
    Raises `InputError` where it is no table.
    """
    return text_cells(read_text_table(Path(file), known=COLUMNS, of="decision", remedy=HOW))


def text_cells(table: TextTable) -> pd.DataFrame:
    """The cells of a table as text, as many in each row as it has heads."""
    import pandas as pd

    rows = [[*cells, *[""] * (len(table.headers) - len(cells))] for _, cells in table.rows]
    return pd.DataFrame([row[: len(table.headers)] for row in rows], columns=list(table.headers), dtype=str)


@contextmanager
def own_plan_file(given: str | Path | pd.DataFrame | None) -> Iterator[str | Path | None]:
    """The file of an own plan; a table is written into one that is there as long as it is needed."""
    if given is None or isinstance(given, str | Path):
        yield given
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "given.csv"
        given.to_csv(file, index=False)
        yield file
