"""An own plan that a user gives as a table, as the file that a scenario names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


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
