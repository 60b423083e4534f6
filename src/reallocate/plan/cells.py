"""Where a system can be put: a family of roles, an activity, and the part of it AI reaches.

A system is installed for a family of roles and an activity (W7) and serves all of the family's
roles alike, in proportion to the hours of theirs that it reaches. Each (family, activity) has
two parts: what could be automated or augmented, and what could only be augmented.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array, Integers
from reallocate.plan.options import Options
from reallocate.work.capability import difficulty, done_alone, good_result, long_share
from reallocate.work.firm import Firm

PARTS = ("automatable", "augmentable only")
SMALLEST_HOURS = 1e-6
SYSTEM, NO_KIND = "system", "several"
THOUSAND = 1e3
_KEPT: WeakKeyDictionary[Firm, dict[tuple[object, ...], tuple[pd.DataFrame, pd.DataFrame]]] = (
    WeakKeyDictionary()
)
"""What AI reaches of a firm's work, with the activities that it was worked out from."""


@dataclass(frozen=True, eq=False)
class Cells:
    """All (family, activity, part) that AI reaches in this firm.

    table : (cell) family, activity, kind, part, automatable (bool), coordination (bool),
        hours [thousand hours/quarter reached at the start], saving [share], difficulty [logits],
        system (index of its family × activity)
    systems : (system) family, activity, hours [thousand hours/quarter]
    good : (cell, period) [probability] that an automated hour's result is good
    entry_role, entry_cell : (entry) positions in the role list and in `table`
    entry_share : (entry) [share of the cell's hours] that is the role's
    """

    table: pd.DataFrame
    systems: pd.DataFrame
    good: Array
    entry_role: Integers
    entry_cell: Integers
    entry_share: Array

    @property
    def targets(self) -> Integers:
        """Positions in `table` of the cells that can be automated."""
        return np.flatnonzero(self.table["automatable"].to_numpy(bool))


def reached_entries(
    firm: Firm, order: Integers, own_work: Array, activities: pd.DataFrame, options: Options
) -> pd.DataFrame:
    """Hours of each role that AI reaches, by activity and part, as far as a system may serve them.

    firm : roles, content and reach
    order : (role) the order in which roles are taken
    own_work : (role) [thousand hours/quarter] at the start, in that order
    activities : (activity) kind, family (of augmentation), coordination; with a column `system`, activities
        of a family of roles with the same one are planned together
    options : parameters, reach_source
    Returns (entry) role, family, activity, part, kind, trial, coordination, hours [thousand hours/quarter],
    zone, alone, saving.
    automatable part = min(x_A, x_ζ)·D; the rest = (x_ζ − min(x_A, x_ζ))·D
    The same for every plan of a firm with the same work and savings, and kept for the next.
    """
    p, kept = options.parameters, _KEPT.setdefault(firm, {})
    savings = tuple(p[name] for name in p if name.startswith("saving_"))
    smallest = p["smallest_system"] * p["hours_per_fte"] / 4 / THOUSAND
    key = (own_work.tobytes(), id(activities), options.reach_source, smallest, savings)
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
    ).sort_values(["family", "activity", "part", "role"], ignore_index=True)
    served = entries.groupby(["family", "activity"])["hours"].transform("sum")
    planned = entries[served >= smallest].reset_index(drop=True)
    saving = {trial: options.parameters[f"saving_{trial}"] for trial in set(planned["trial"])}
    planned["saving"] = planned["trial"].map(saving).astype(float)
    return _merged(planned, activities[SYSTEM]) if SYSTEM in activities else planned


def _merged(entries: pd.DataFrame, systems: pd.Series) -> pd.DataFrame:
    """Activities that one system serves as one, of no kind of work; the rest as from `reached_entries`.

    systems : (activity) its system
    """
    means, hours = entries[["alone", "saving"]], entries["hours"]
    system = entries["activity"].map(systems)
    weighted = entries.assign(activity=system, kind=NO_KIND, **means.mul(hours, axis=0))
    grouped = weighted.groupby(["family", "activity", "part", "role"], sort=True)
    merged = grouped[["kind", "trial", "coordination", "zone"]].first()
    merged["hours"] = grouped["hours"].sum()
    merged[list(means)] = grouped[list(means)].sum().div(merged["hours"], axis=0)
    return merged.reset_index()


def make_cells(entries: pd.DataFrame, options: Options) -> Cells:
    """The cells of a firm under one source of reach.

    entries : as from `reached_entries`
    options : parameters, capability, reading
    """
    entries = entries.copy()
    keys = ["family", "activity", "part"]
    entries["cell"] = entries.groupby(keys, sort=True).ngroup()
    p = options.parameters
    entries["difficulty"] = difficulty(p, entries["alone"].to_numpy(float))
    entries["long"] = long_share(p, entries["zone"].to_numpy(float))
    weighted = entries.assign(
        d=entries["difficulty"] * entries["hours"],
        z=entries["long"] * entries["hours"],
        s=entries["saving"] * entries["hours"],
    )
    grouped = weighted.groupby("cell", sort=True)
    table = grouped[["family", "activity", "kind", "part", "trial", "coordination"]].first()
    table["hours"] = grouped["hours"].sum()
    table["difficulty"] = grouped["d"].sum() / table["hours"]
    table["long"] = grouped["z"].sum() / table["hours"]
    table["automatable"] = table["part"].eq(PARTS[0])
    table["saving"] = grouped["s"].sum() / table["hours"]
    table["system"] = table.groupby(["family", "activity"], sort=True).ngroup()
    systems = table.groupby("system", sort=True).agg(
        family=("family", "first"), activity=("activity", "first"), hours=("hours", "sum")
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
