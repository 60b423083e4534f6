"""Where a system can be put: a family of roles, a family of activities, and the part of it AI reaches.

A system is installed for a family of roles and the activities that AI serves alike (W7): those of one family
of trials (code, writing, support, analysis, other), coordinating work apart. It serves all of the roles and
activities alike, in proportion to their hours that it reaches. Where a system has a fixed cost there is one
for each activity. Each has two parts: what could be automated or augmented, and what could only be augmented.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array, Flags, Integers
from reallocate.plan.options import Options
from reallocate.work.capability import difficulty, done_alone, good_result, long_share
from reallocate.work.firm import Firm

PARTS = ("automatable", "augmentable only")
SMALLEST_HOURS = 1e-6
COORDINATING = ", coordinating"
THOUSAND = 1e3
_KEPT: WeakKeyDictionary[Firm, dict[tuple[object, ...], tuple[pd.DataFrame, pd.DataFrame]]] = (
    WeakKeyDictionary()
)
"""What AI reaches of a firm's work, with the activities that it was worked out from."""


@dataclass(frozen=True, eq=False)
class Cells:
    """All (family of roles, activities that are served alike, part) that AI reaches in this firm.

    table : (cell) family, serves, part, automatable (bool), coordination (bool),
        hours [thousand hours/quarter reached at the start], saving [share], difficulty [logits],
        system (index of its family × activities)
    systems : (system) family, serves, hours [thousand hours/quarter]
    good : (cell, period) [probability] that an automated hour's result is good
    entry_role, entry_cell : (entry) positions in the role list and in `table`
    entry_activity, entry_kind : (entry) the activity, and its kind of work
    entry_share : (entry) [share of the cell's hours] that is the role's in the activity
    """

    table: pd.DataFrame
    systems: pd.DataFrame
    good: Array
    entry_role: Integers
    entry_cell: Integers
    entry_activity: pd.Series
    entry_kind: pd.Series
    entry_share: Array

    @property
    def targets(self) -> Integers:
        """Positions in `table` of the cells that can be automated."""
        return np.flatnonzero(self.table["automatable"].to_numpy(bool))

    def share_of(self, entries: Flags) -> Array:
        """The share of each cell's hours that some entries are; (cell).

        entries : (entry) which
        """
        result = np.zeros(len(self.table))
        np.add.at(result, self.entry_cell, self.entry_share * entries)
        return result


def reached_entries(
    firm: Firm, order: Integers, own_work: Array, activities: pd.DataFrame, options: Options
) -> pd.DataFrame:
    """Hours of each role that AI reaches, by activity and part, as far as a system may serve them.

    firm : roles, content and reach
    order : (role) the order in which roles are taken
    own_work : (role) [thousand hours/quarter] at the start, in that order
    activities : (activity) kind, family (of augmentation), coordination
    options : parameters, reach_source
    Returns (entry) role, family, serves (what its system serves), part, activity, kind, trial, coordination,
    hours [thousand hours/quarter], zone, alone, saving.
    automatable part = min(x_A, x_ζ)·D; the rest = (x_ζ − min(x_A, x_ζ))·D
    The same for every plan of a firm with the same work and savings, and kept for the next.
    """
    p, kept = options.parameters, _KEPT.setdefault(firm, {})
    savings = tuple(p[name] for name in p if name.startswith("saving_"))
    smallest = p["smallest_system"] * p["hours_per_fte"] / 4 / THOUSAND
    each = p["system_cost"] > 0
    key = (own_work.tobytes(), id(activities), options.reach_source, smallest, savings, each)
    if key not in kept:
        kept[key] = activities, _reached(firm, order, own_work, activities, options, smallest)
    return kept[key][1]


def _reached(
    firm: Firm, order: Integers, own_work: Array, activities: pd.DataFrame, options: Options, smallest: float
) -> pd.DataFrame:
    """As `reached_entries`, of systems that serve so many hours at least [thousand hours/quarter]."""
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
    planned = entries[served >= smallest].sort_values(order_of, ignore_index=True)
    saving = {trial: options.parameters[f"saving_{trial}"] for trial in set(planned["trial"])}
    return planned.assign(saving=planned["trial"].map(saving).astype(float))


def make_cells(entries: pd.DataFrame, options: Options) -> Cells:
    """The cells of a firm under one source of reach.

    entries : as from `reached_entries`
    options : parameters, capability, reading
    """
    entries = entries.copy()
    keys = ["family", "serves", "part"]
    entries["cell"] = entries.groupby(keys, sort=True).ngroup()
    p = options.parameters
    entries["difficulty"] = difficulty(p, entries["alone"].to_numpy(float))
    entries["long"] = long_share(p, entries["zone"].to_numpy(float))
    weighted = entries.assign(
        d=entries["difficulty"] * entries["hours"], z=entries["long"] * entries["hours"]
    )
    grouped = weighted.groupby("cell", sort=True)
    table = grouped[["family", "serves", "part", "trial", "coordination", "saving"]].first()
    table["hours"] = grouped["hours"].sum()
    table["difficulty"] = grouped["d"].sum() / table["hours"]
    table["long"] = grouped["z"].sum() / table["hours"]
    table["automatable"] = table["part"].eq(PARTS[0])
    table["system"] = table.groupby(["family", "serves"], sort=True).ngroup()
    systems = table.groupby("system", sort=True).agg(
        family=("family", "first"), serves=("serves", "first"), hours=("hours", "sum")
    )
    good = good_result(
        p,
        options.capability,
        options.quarters,
        table["difficulty"].to_numpy(float),
        table["long"].to_numpy(float),
        options.reading,
    )
    return Cells(
        table=table,
        systems=systems,
        good=good,
        entry_role=entries["role"].to_numpy(np.int64),
        entry_cell=entries["cell"].to_numpy(np.int64),
        entry_activity=entries["activity"],
        entry_kind=entries["kind"],
        entry_share=(entries["hours"] / table["hours"].reindex(entries["cell"]).to_numpy()).to_numpy(float),
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
