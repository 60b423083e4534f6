"""Work by kind and by activity, with its range over near-optimal plans."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.inputs import ALL_KINDS, THOUSAND
from reallocate.plan.labelled import evaluate
from reallocate.plan.outcome import (
    Outcome,
)
from reallocate.plan.plan_hours import kind_shares
from reallocate.plan.relief import relief_in_kind
from reallocate.plan.role_tables import activity_table, kind_table
from reallocate.problem.firm.role_groups import (
    hold_the_plan,
)
from reallocate.problem.firm.solved_cases import RANGES, SolvedCases


def _hours_with_relief(plan: Outcome, kind: str) -> float:
    """What AI adds to the hours that people work in a kind in the last quarter, mostly below 0."""
    share = kind_shares(plan)[:, ALL_KINDS.index(kind)]
    relief = evaluate((plan.inputs.periods,), relief_in_kind(plan.figures, plan.inputs, kind, share))
    return -float(relief[-1])


def kinds_with_ranges(solved: SolvedCases) -> pd.DataFrame:
    """Kinds of work: hours by mode, and positions with their near-optimal range once it is solved."""
    table = kind_table(solved.plan, solved.base).set_index("kind")
    if not solved.has(RANGES):
        return table.reindex(list(ALL_KINDS)).reset_index()
    relief = solved.ranges.kinds
    hours = solved.plan.inputs.hours
    central = {kind: _hours_with_relief(solved.plan, kind) for kind in relief}
    for place, name in enumerate(("low", "high")):
        table[f"delta_{name}"] = [
            table.loc[kind, "delta"] + (relief[kind][place] - central[kind]) / hours
            if kind in relief
            else np.nan
            for kind in table.index
        ]
    hold_the_plan(table, "delta")
    return table.reindex(list(ALL_KINDS)).reset_index()


def activities_with_ranges(solved: SolvedCases) -> pd.DataFrame:
    """Activities that AI reaches, with the range of automated hours over near-optimal plans, once solved."""
    table = activity_table(solved.plan, solved.problem.setting.activities)
    if not solved.has(RANGES):
        return table
    for place, name in enumerate(("low", "high")):
        table[f"automated_{name}"] = [
            solved.ranges.activities[a][place] * THOUSAND if a in solved.ranges.activities else np.nan
            for a in table["activity"]
        ]
    hold_the_plan(table, "automated")
    return table
