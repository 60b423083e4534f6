"""Where a system can be put, under some assumptions: hours, difficulty and quality of results, by cell.

What no assumption on AI, people or money changes is in `reach`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array, Flags, Integers
from reallocate.plan.options import Options
from reallocate.plan.reach import Reach
from reallocate.work.capability import difficulty, good_result, long_share


@dataclass(frozen=True, eq=False)
class Cells:
    """All (family of roles, activities that are served alike, part) that AI reaches in this firm.

    reach : the entries, cells and systems
    saving : (cell) [share] of an hour with AI that people are spared
    hours : (cell) [thousand hours/quarter] reached at the start
    difficulty : (cell) [logits]
    long : (cell) [share of hours] that comes as long projects
    good : (cell, period) [probability] that an automated hour's result is good
    entry_share : (entry) [share of the cell's hours] that is the role's in the activity
    system_hours, family_hours : (system) and (family that has one) [thousand hours/quarter]
    """

    reach: Reach
    saving: Array
    hours: Array
    difficulty: Array
    long: Array
    good: Array
    entry_share: Array
    system_hours: Array
    family_hours: Array

    @cached_property
    def table(self) -> pd.DataFrame:
        """(cell) Everything about the cells, a column each."""
        return self.reach.cells.drop(columns="system").assign(
            saving=self.saving, hours=self.hours, difficulty=self.difficulty, long=self.long,
            automatable=self.reach.automatable, system=self.reach.system,
        )  # fmt: skip

    @cached_property
    def systems(self) -> pd.DataFrame:
        """(system) family, serves, hours [thousand hours/quarter]."""
        return self.reach.systems.assign(hours=self.system_hours)

    @cached_property
    def targets(self) -> Integers:
        """Positions of the cells that can be automated."""
        return np.flatnonzero(self.reach.automatable)

    @property
    def entry_role(self) -> Integers:
        """(entry) position in the role list."""
        return self.reach.role

    @property
    def entry_cell(self) -> Integers:
        """(entry) position among the cells."""
        return self.reach.cell

    @property
    def entry_activity(self) -> pd.Series:
        """(entry) the activity."""
        return self.reach.activity

    @property
    def entry_kind(self) -> pd.Series:
        """(entry) the kind of work."""
        return self.reach.kind

    def share_of(self, entries: Flags) -> Array:
        """The share of each cell's hours that some entries are; (cell).

        entries : (entry) which
        """
        result = np.zeros(len(self.hours))
        np.add.at(result, self.entry_cell, self.entry_share * entries)
        return result


def make_cells(reach: Reach, hours: Array, options: Options) -> Cells:
    """The cells of a firm under one source of reach.

    reach : as from `reach.reached`
    hours : (entry) [thousand hours/quarter] of work as people alone would need it
    options : parameters, capability, reading
    """
    p = options.parameters
    hard, long = difficulty(p, reach.alone), long_share(p, reach.zone)
    of_cells = _sums(np.column_stack([hours, hard * hours, long * hours]), reach.cell)
    of_cell = of_cells[:, 0]
    mean_difficulty, mean_long = of_cells[:, 1] / of_cell, of_cells[:, 2] / of_cell
    good = good_result(
        p, options.capability, options.quarters, mean_difficulty, mean_long, options.reading
    )
    of_system = _sums(of_cell, reach.system)
    return Cells(
        reach=reach,
        saving=reach.savings(p)[reach.cell_trial],
        hours=of_cell,
        difficulty=mean_difficulty,
        long=mean_long,
        good=good,
        entry_share=hours / of_cell[reach.cell],
        system_hours=of_system,
        family_hours=_sums(of_system, reach.system_family),
    )


def _sums(values: Array, groups: Integers) -> Array:
    """Sums by group, numbered from 0 on, with the digits that plain sums lose; (group, …)."""
    return pd.DataFrame(values).groupby(groups).sum().to_numpy().reshape(-1, *values.shape[1:])
