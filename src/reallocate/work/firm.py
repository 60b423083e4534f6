"""A firm as the plan sees it: roles, people in them, pay and where they work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import xarray as xr

from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array
from reallocate.work.direction import direction_index

ROLE_COLUMNS = (
    "title", "occupation", "family", "headcount", "open_positions", "loaded_cost", "location", "job_zone",
    "leaving",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Firm:
    """Roles and the work in them at the start of the plan.

    roles : (role) title, occupation, family (SOC major group), headcount [FTE],
        open_positions [positions], loaded_cost [USD/FTE/year], location, job_zone [1–5],
        leaving [share of the people in its occupations/year] who leave them
    content : (role, activity) [share of hours]; rows sum to 1
    augmentable, automatable : (source, role, activity) [share of the activity's hours]
    filled_share : share of headcount whose content was filled from related occupations
    """

    roles: pd.DataFrame
    content: xr.DataArray
    augmentable: xr.DataArray
    automatable: xr.DataArray
    filled_share: float

    def __post_init__(self) -> None:
        problems = firm_problems(self.roles, self.content)
        if problems:
            raise InvariantError(problems)

    @cached_property
    def direction(self) -> Array:
        """(role) [share of hours] by the narrow direction index."""
        result: Array = direction_index(self.content).sel(width="narrow").to_numpy()
        return result

    @property
    def headcount(self) -> float:
        """All positions that are filled at the start [FTE]."""
        return float(self.roles["headcount"].sum())

    @property
    def payroll(self) -> float:
        """Loaded cost of everybody employed at the start [USD/year]."""
        return float((self.roles["headcount"] * self.roles["loaded_cost"]).sum())


def firm_problems(roles: pd.DataFrame, content: xr.DataArray) -> list[Problem]:
    """Every violated invariant of a firm's role table.

    roles : (role) with the columns of `Firm.roles`
    content : (role, activity) [share of hours]
    """
    missing = [column for column in ROLE_COLUMNS if column not in roles.columns]
    if missing:
        return [Problem(f"the role table has no column {column!r}") for column in missing]
    problems = []
    if roles.index.has_duplicates:
        twice = roles.index[roles.index.duplicated()].tolist()
        problems.append(Problem(f"roles occur twice: {', '.join(map(str, twice[:5]))}"))
    floors = {"headcount": 0.0, "open_positions": 0.0, "loaded_cost": 1.0, "leaving": 0.0}
    for column, floor in floors.items():
        bad = roles.index[roles[column].isna() | (roles[column] < floor)]
        if len(bad):
            where = ", ".join(map(str, bad[:5]))
            problems.append(Problem(f"{column} is missing or below {floor:g}", where))
    if not np.allclose(content.sum("activity").values, 1.0, atol=1e-5):
        problems.append(Problem("hours shares of some roles do not sum to 1"))
    if not np.array_equal(content.coords["role"].values, roles.index.values):
        problems.append(Problem("role table and content carry different labels"))
    return problems
