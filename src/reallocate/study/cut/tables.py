"""The tables of a cut beside attrition: figures, quarters, beliefs, and the firm's own role table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Column, Rows, of_unit, table
from reallocate.plan.break_even import without_noise
from reallocate.problem.firm.columns import AS_READ, EXTRA_COST, EXTRA_SHARE, PERIOD, ROLES_AS_READ
from reallocate.problem.firm.cut import COLUMNS, NAME, SOURCE, TITLE, cut_rows
from reallocate.problem.firm.cut_solve import BELIEFS, Believed, SolvedCut
from reallocate.scenario.firm.saved import ROLE_TABLE, kept_roles
from reallocate.work.compounding import QUARTERS

SOLVED = "Solved on the firm's roles, small ones grouped."
EFFECTS = {
    "turns": "cut is as cheap",
    "nearly": "too close to call",
    "stays": "attrition is cheaper",
    "impossible": "no plan is possible",
}
"""What a belief does to the answer -> words."""


@table(NAME, TITLE, COLUMNS, source=SOURCE)
def cut_or_wait_figures(solved: SolvedCut) -> Rows:
    """The cut beside attrition."""
    return cut_rows(solved.compared)


@table(
    "quarters", "The cut and attrition by quarter", PERIOD,
    Column("end", "End of quarter", "year"),
    of_unit("USD million", cash_cut="Cash cost, cut", cash_wait="Cash cost, attrition",
            cash_baseline="Cash cost, baseline"),
    of_unit("USD million", signed=True, saved_cut="Saved so far, cut", saved_wait="Saved so far, attrition"),
    of_unit("FTE", positions_cut="Positions, cut", positions_wait="Positions, attrition",
            positions_baseline="Positions, baseline"),
    source=f"{SOLVED} Cash cost of the quarter, before discounting. Saved so far: cash cost of the baseline "
    "less that of the plan, added up since the start. Undone work is no cash.",
)  # fmt: skip
def quarters(solved: SolvedCut) -> pd.DataFrame:
    """Cash and positions by quarter, of the cut, of attrition and of the baseline."""
    both, scenario = solved.compared, solved.problem.scenario
    plans = {"cut": both.cut, "wait": both.wait, "baseline": both.base}
    spent = {
        name: plan.cash["total"].to_numpy(float) for name, plan in plans.items()
    }
    base = spent["baseline"].cumsum()
    saved = {name: without_noise(base - spent[name].cumsum(), base) for name in ("cut", "wait")}
    start = int(scenario.start[:4]) + (int(scenario.start[5:]) - 1) / 12
    return pd.DataFrame(
        {
            "period": scenario.periods,
            "end": start + (np.arange(scenario.quarters) + 1) / QUARTERS,
            **{f"cash_{name}": cash for name, cash in spent.items()},
            **{f"saved_{name}": cash for name, cash in saved.items()},
            **{f"positions_{name}": plan.positions for name, plan in plans.items()},
        }
    )


@table(
    "beliefs", "What one would have to believe",
    Column("belief", "With", words={one.name: one.words for one in BELIEFS}),
    EXTRA_COST, EXTRA_SHARE, Column("layoffs", "Layoffs without cut", "FTE"),
    Column("effect", "Then", words=EFFECTS),
    source=f"{SOLVED} Both plans solved again under each belief, all else as assumed.",
)  # fmt: skip
def beliefs(solved: SolvedCut) -> Rows:
    """What the cut costs beyond attrition under each belief."""
    return [
        {
            "belief": one.belief.name,
            "extra_cost": one.extra_cost,
            "extra_share": one.share,
            "layoffs": one.lays_off,
            "effect": _effect(one),
        }
        for one in sorted(solved.beliefs, key=lambda one: (np.isnan(one.extra_cost), one.extra_cost))
    ]


def _effect(one: Believed) -> str:
    if np.isnan(one.extra_cost):
        return "impossible"
    return "turns" if one.turns else "nearly" if one.is_near else "stays"


@table(ROLE_TABLE, "The firm's role table", ROLES_AS_READ, source=AS_READ, optional=True, sheet=False)
def role_table(solved: SolvedCut) -> pd.DataFrame | None:
    """The scenario's own role table, so that a saved cut can be computed again; none where it has none."""
    return kept_roles(solved.problem.table)


TABLES = (cut_or_wait_figures, quarters, beliefs, role_table)
