"""Everything known about work before any firm or scenario: one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import xarray as xr

from reallocate.errors import InvariantError, UnknownName, nearest
from reallocate.work.checks import world_problems


@dataclass(frozen=True, eq=False)
class World:
    """Occupations, the activities in them, the reach of AI over them, and pay, in one frame.

    occupations : (occupation) one row an occupation: title, groups, job zone, employment
        [persons], wages [USD/year], and what was filled and from where
    activities : (activity) title, kind of work, augmentation family, coordination set
    content : (occupation, activity) [share of hours]; rows sum to 1
    augmentable : (source, occupation, activity) [share of the activity's hours]
    automatable : (source, occupation, activity) [share of the activity's hours]
    tables : the other shipped tables by name (staffing, industries, areas, history, …)
    """

    occupations: pd.DataFrame
    activities: pd.DataFrame
    content: xr.DataArray
    augmentable: xr.DataArray
    automatable: xr.DataArray
    tables: Mapping[str, pd.DataFrame]

    def __post_init__(self) -> None:
        problems = world_problems(self.occupations, self.content, self.augmentable, self.automatable)
        if problems:
            raise InvariantError(problems)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the reach sources, in their fixed order."""
        return tuple(str(name) for name in self.augmentable.coords["source"].values)

    def table(self, name: str) -> pd.DataFrame:
        """One shipped table.

        name : a table's name, such as `staffing`
        Raises `UnknownName` where there is no such table.
        """
        if name not in self.tables:
            close = nearest(name, self.tables)
            raise UnknownName(f"there is no table {name!r}; nearest: {', '.join(close) or 'none'}")
        return self.tables[name]

    def __repr__(self) -> str:
        filled = self.occupations["content_status"].eq("filled")
        share = self.occupations.loc[filled, "employment"].sum() / self.occupations["employment"].sum()
        return (
            f"World: {len(self.occupations)} occupations, {len(self.activities)} activities, "
            f"{len(self.sources)} reach sources; content filled for {share:.1%} of employment"
        )
