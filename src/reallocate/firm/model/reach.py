"""What AI reaches of a firm's work by entry and cell, and where a system can be put."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.firm.model.options import Options
from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.work.capability import difficulty, done_alone, good_result, long_share
from reallocate.work.firm import Firm

PARTS = ("automatable", "augmentable only")
_SMALLEST_HOURS = 1e-6
COORDINATING = ", coordinating"
_CELL_COLUMNS = ["family", "serves", "part", "trial", "coordination"]


@dataclass(frozen=True, eq=False)
class Reach:
    """All (role, activity, part) that AI reaches, as far as a system may serve them, and their cells.

    role, cell : (entry) positions in the role list and in `cells`
    activity, kind : (entry) the activity, and its kind of work
    hours : (entry) [thousand hours/quarter] of the work that people do
    zone : (entry) [job zone, 1–5] of the role
    alone : (entry) [share] that a model does without software around it
    trial : (entry) place of its family of trials among `trials`
    cells : (cell) family, serves, part, trial, coordination (bool), system (its place in `systems`)
    systems : (system) family, serves
    """

    role: Integers
    cell: Integers
    activity: pd.Series
    kind: pd.Series
    hours: Array
    zone: Array
    alone: Array
    trial: Integers
    trials: pd.Index
    cells: pd.DataFrame
    systems: pd.DataFrame

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: not what was worked out from it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def automatable(self) -> Flags:
        """(cell) whether it can be automated."""
        return self.cells["part"].eq(PARTS[0]).to_numpy(bool)

    @cached_property
    def entries_on(self) -> dict[str, tuple[Integers, Integers]]:
        """The entries of an axis: `cell`, or `target` where a cell can be automated.

        Returns (entry) its place among all, and the place of its cell on the axis.
        """
        target = np.cumsum(self.automatable) - 1
        some = np.flatnonzero(self.automatable[self.cell])
        return {"cell": (np.arange(len(self.cell)), self.cell), "target": (some, target[self.cell[some]])}

    @cached_property
    def coordination(self) -> Flags:
        """(cell) whether it is coordinating work."""
        return self.cells["coordination"].to_numpy(bool)

    @cached_property
    def cell_trial(self) -> Integers:
        """(cell) place of its family of trials among `trials`."""
        return np.asarray(self.trials.get_indexer(pd.Index(self.cells["trial"])), dtype=np.int64)

    def savings(self, p: Mapping[str, float]) -> Array:
        """(family of trials) [share] of an hour with AI that people are spared.

        p : saving_code and so on
        """
        return np.array([p[f"saving_{trial}"] for trial in self.trials])

    @cached_property
    def system(self) -> Integers:
        """(cell) place of its system."""
        return self.cells["system"].to_numpy(np.int64)

    @cached_property
    def families(self) -> pd.Index:
        """Families of roles that have a system, in the order of the systems."""
        result: pd.Index = pd.Index(self.systems["family"].unique(), name="served")
        return result

    @cached_property
    def family(self) -> Integers:
        """(cell) place of its family of roles among `families`."""
        return np.asarray(self.families.get_indexer(pd.Index(self.cells["family"])), dtype=np.int64)

    @cached_property
    def system_family(self) -> Integers:
        """(system) place of its family of roles among `families`."""
        return np.asarray(self.families.get_indexer(pd.Index(self.systems["family"])), dtype=np.int64)


def reached(
    firm: Firm, order: Integers, own_work: Array, activities: pd.DataFrame, options: Options, smallest: float
) -> Reach:
    """What AI reaches of a firm's work under one source of reach.

    firm : roles, content and reach
    order : (role) the order in which roles are taken
    own_work : (role) [thousand hours/quarter] at the start, in that order
    activities : (activity) kind, family (of augmentation), coordination
    options : parameters, reach_source
    smallest : [thousand hours/quarter] of a family's work in an activity that a system serves, at least
    automatable part = min(x_A, x_ζ)·D; the rest = (x_ζ − min(x_A, x_ζ))·D
    """
    entries = _entries(firm, order, own_work, options.reach_source)
    entries = entries.merge(
        activities[["kind", "family", "coordination"]].rename(columns={"family": "trial"}).rename_axis(None),
        left_on="activity",
        right_index=True,
    )
    together = entries["trial"] + entries["coordination"].map({True: COORDINATING, False: ""})
    entries["serves"] = entries["activity"] if options.parameters["system_cost"] > 0 else together
    served = entries.groupby(["family", "activity"])["hours"].transform("sum")
    order_of = ["family", "serves", "part", "role", "activity"]
    return _in_cells(entries[served >= smallest].sort_values(order_of, ignore_index=True))


def _in_cells(entries: pd.DataFrame) -> Reach:
    """Entries with the cells and systems that they make up."""
    entries["cell"] = entries.groupby(["family", "serves", "part"], sort=True).ngroup()
    cells = entries.groupby("cell", sort=True)[_CELL_COLUMNS].first()
    trials = pd.Index(sorted(set(cells["trial"])))
    cells["system"] = cells.groupby(["family", "serves"], sort=True).ngroup()
    return Reach(
        role=entries["role"].to_numpy(np.int64),
        cell=entries["cell"].to_numpy(np.int64),
        activity=entries["activity"],
        kind=entries["kind"],
        hours=entries["hours"].to_numpy(float),
        zone=entries["zone"].to_numpy(float),
        alone=entries["alone"].to_numpy(float),
        trial=np.asarray(trials.get_indexer(pd.Index(entries["trial"])), dtype=np.int64),
        trials=trials,
        cells=cells,
        systems=cells.groupby("system", sort=True)[["family", "serves"]].first(),
    )


def _entries(firm: Firm, order: Integers, own_work: Array, source: str) -> pd.DataFrame:
    content, reach = firm.content.to_numpy()[order], firm.augmentable[source].to_numpy()[order]
    both = np.minimum(firm.automatable[source].to_numpy()[order], reach)
    # What a model does alone, by the mean of both labellers.
    labelled = np.mean([firm.automatable[one].to_numpy() for one in ("people-direct", "gpt4-direct")], axis=0)
    alone = done_alone(labelled[order], both)
    hours = content * own_work[:, None]
    role, activity = np.nonzero(hours * reach > _SMALLEST_HOURS)
    table = firm.roles.iloc[order]
    common = {
        "role": role,
        "family": table["family"].to_numpy(str)[role],
        "activity": firm.content.columns.to_numpy()[activity],
        "zone": table["job_zone"].to_numpy(float)[role],
        "alone": alone[role, activity],
    }
    parts = [
        pd.DataFrame({**common, "part": PARTS[0], "hours": (hours * both)[role, activity]}),
        pd.DataFrame({**common, "part": PARTS[1], "hours": (hours * (reach - both))[role, activity]}),
    ]
    entries = pd.concat(parts, ignore_index=True)
    return entries[entries["hours"] > _SMALLEST_HOURS].reset_index(drop=True)


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
