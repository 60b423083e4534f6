"""A measurement of one's own of what AI can do, read, checked and set beside the sources that ship."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from reallocate.api.own_plan import text_cells
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.firm.request.amounts import requested_country
from reallocate.roster.file.rows import read_text_table
from reallocate.roster.reach_file import HOW, KNOWN, world_with_reach
from reallocate.work.jobs import reached_hours
from reallocate.work.own_reach import REACHES, totals_by_source
from reallocate.work.reach import SOURCES_OF_REACH
from reallocate.work.world import World

REACH_SOURCES = tuple(SOURCES_OF_REACH)
"""Names of the published sources that may fill what a measurement lacks."""


@python_errors
def plain_reach(file: str | Path) -> str:
    """The cells of a measurement's file as CSV, for `plan(…, reach=…)`; what they mean is read there.

    file : CSV, XLSX or Parquet
    Raises `InputError` where it is no table.
    """
    table = read_text_table(Path(file), known=KNOWN, of="measurement", remedy=HOW)
    # Between semicolons a comma is decimal.
    return text_cells(table).to_csv(index=False, sep=";" if table.delimiter == ";" else ",")


class Reach(os.PathLike[str]):
    """A measurement of AI's reach; `Reach.read(file)` reads it, and `reach=` of any function takes it."""

    def __init__(self, path: Path, world: World) -> None:
        self._path, self._world = path, world

    @classmethod
    @python_errors
    def read(cls, file: str | Path, *, gaps: str = "", country: str | None = None) -> Reach:
        """A table of code or title, automatable, augmentable, source, date; and activity or task, if known.

        file : CSV, XLSX or Parquet
        gaps : source that fills occupations which the file lacks; they are missing by default
        country : its code or name; the United States by default
        Raises `InputError` with every problem of every row.
        """
        world, path = shipped_world(requested_country(country)), Path(file)
        return cls(path, world_with_reach(world, "", path, gaps, "reach"))

    def __fspath__(self) -> str:
        return str(self._path)

    def __str__(self) -> str:
        return str(self._path)

    @property
    def words(self) -> str:
        """Whose measurement it is, and when it was made."""
        return "" if self._world.measured is None else self._world.measured.words

    @property
    def table(self) -> pd.DataFrame:
        """(occupation) title, automatable, augmentable [share of hours]; missing where not measured."""
        own = self._world.measured
        name = "" if own is None else own.name
        world = self._world
        both = {
            one: reached_hours(world, {name: reach[name]}).loc[name]
            for one, reach in zip(REACHES, (world.augmentable, world.automatable), strict=True)
        }
        found = pd.DataFrame(both)[list(reversed(REACHES))]
        if own is not None and not own.gaps:
            found.loc[sorted(own.unmeasured)] = float("nan")
        found.insert(0, "title", self._world.occupations["title"].reindex(found.index))
        return found

    @property
    def sources(self) -> pd.DataFrame:
        """(source) automatable, augmentable [share of hours] of what was measured, by people in it."""
        measured = self.table["automatable"].dropna().index
        people = self._world.occupations["employment"].reindex(measured).fillna(0.0)
        return totals_by_source(self._world, people)[list(reversed(REACHES))]

    def __repr__(self) -> str:
        count = int(self.table["automatable"].notna().sum())
        return f"Reach: {self.words}; {count} of {len(self.table)} occupations"
