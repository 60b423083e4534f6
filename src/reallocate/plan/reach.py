"""What AI reaches of a firm's work, by entry and cell: the same whatever is assumed of AI, people and money.

A system is installed for a family of roles and the activities that AI serves alike (W7): those of one family
of trials (code, writing, support, analysis, other), coordinating work apart. It serves all of the roles and
activities alike, in proportion to their hours that it reaches. Where a system has a fixed cost there is one
for each activity. Each has two parts: what could be automated or augmented, and what could only be augmented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array, Flags, Integers
from reallocate.plan.options import Options
from reallocate.work.capability import done_alone
from reallocate.work.firm import Firm

PARTS = ("automatable", "augmentable only")
SMALLEST_HOURS = 1e-6
COORDINATING = ", coordinating"
CELL_COLUMNS = ["family", "serves", "part", "trial", "coordination"]


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
    cells = entries.groupby("cell", sort=True)[CELL_COLUMNS].first()
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
    content = firm.content.isel(role=order).transpose("role", "activity").values
    reach = firm.augmentable.sel(source=source).isel(role=order).transpose("role", "activity").values
    both = np.minimum(
        firm.automatable.sel(source=source).isel(role=order).transpose("role", "activity").values, reach
    )
    labelled = firm.automatable.sel(source=["people-direct", "gpt4-direct"]).mean("source")
    # What a model does alone, by the mean of both labellers.
    alone = done_alone(labelled.isel(role=order).transpose("role", "activity").values, both)
    hours = content * own_work[:, None]
    role, activity = np.nonzero(hours * reach > SMALLEST_HOURS)
    table = firm.roles.iloc[order]
    common = {
        "role": role,
        "family": table["family"].to_numpy(str)[role],
        "activity": firm.content.coords["activity"].values[activity],
        "zone": table["job_zone"].to_numpy(float)[role],
        "alone": alone[role, activity],
    }
    parts = [
        pd.DataFrame({**common, "part": PARTS[0], "hours": (hours * both)[role, activity]}),
        pd.DataFrame({**common, "part": PARTS[1], "hours": (hours * (reach - both))[role, activity]}),
    ]
    entries = pd.concat(parts, ignore_index=True)
    return entries[entries["hours"] > SMALLEST_HOURS].reset_index(drop=True)
