"""The tables of a cut beside attrition: figures, quarters, beliefs, roles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.firm.cut.model import (
    BELIEFS,
    COLUMNS,
    NAME,
    SOURCE,
    TITLE,
    Believed,
    Compared,
    SolvedCut,
    cut_rows,
)
from reallocate.firm.cut.text import cut_text
from reallocate.firm.model.break_even import without_noise
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.words import SMALL
from reallocate.firm.plan.roles import EXTRA_COST, EXTRA_SHARE, PERIOD, SOLVED_AGAIN, role_table
from reallocate.firm.plan.solved import FREE, SolvedPlan, impossible_notes
from reallocate.firm.request.prepare import exits_by_default, not_requested
from reallocate.kernel.arrays import Array
from reallocate.kernel.table import Column, Rows, of_unit, table
from reallocate.kernel.units import QUARTERS_A_YEAR

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
    spent = {name: plan.cash["total"].to_numpy(float) for name, plan in plans.items()}
    base = spent["baseline"].cumsum()
    saved = {name: without_noise(base - spent[name].cumsum(), base) for name in ("cut", "wait")}
    start = int(scenario.start[:4]) + (int(scenario.start[5:]) - 1) / 12
    return pd.DataFrame(
        {
            "period": scenario.periods,
            "end": start + (np.arange(scenario.quarters) + 1) / QUARTERS_A_YEAR,
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


TABLES = (cut_or_wait_figures, quarters, beliefs, role_table)


ELSEWHERE = (
    "Cut or wait (`reallocate cut`) shows what is left of the extra cost under other assumptions, such as "
    "cut positions refilled at once. It groups small roles, so its extra cost differs a little from this one."
)


@table(NAME, TITLE, COLUMNS, source=SOURCE)
def cut_figures_of_plan(solved: SolvedPlan) -> Rows:
    """The cut that a plan compares with attrition; without rows where it has none."""
    return cut_rows(compared(solved))


@table(
    "cut_paths", "Cash so far, cut and attrition", PERIOD,
    Column("end", "Since the start", "years", digits=2),
    of_unit("USD million", signed=True, saved_cut="Saved so far, cut", saved_wait="Saved so far, attrition"),
    source=f"{SOLVED_AGAIN} Cash cost of the baseline less that of the plan, added up since the start.",
    optional=True,
)  # fmt: skip
def cut_paths(solved: SolvedPlan) -> pd.DataFrame | None:
    """Cash by quarter of the cut and of attrition, each against the baseline; none where there is no cut."""
    both, scenario = compared(solved), solved.problem.scenario
    if both is None:
        return None
    base = _spent(both.base)
    saved = {
        f"saved_{name}": without_noise(base - _spent(one), base)
        for name, one in (("cut", both.cut), ("wait", both.wait))
    }
    ends = (np.arange(len(base)) + 1) / QUARTERS_A_YEAR
    return pd.DataFrame({"period": scenario.periods, "end": ends, **saved})


def _spent(plan: Outcome) -> Array:
    """Cash since the start, by quarter [USD million]."""
    return plan.cash["total"].to_numpy(float).cumsum()


def compared(solved: SolvedPlan) -> Compared | None:
    """The cut that a plan compares with attrition; none where it has none.

    The cut is the plan itself where exits were decided, or else the first case with exits.
    """
    forced = solved.problem.setting.options.exits is not None
    cut = solved.plan if forced else next(iter(_cuts(solved)), None)
    decided = cut.inputs.options.exits if cut is not None else None
    if cut is None or decided is None or decided.count < SMALL or (forced and FREE not in solved.cases.plans):
        return None
    return Compared(cut, solved.free, solved.base)


def _cuts(solved: SolvedPlan) -> list[Outcome]:
    each = [(plan, plan.inputs.options.exits) for plan in solved.cases.plans.values()]
    return [plan for plan, exits in each if exits is not None and not exits.closed]


def cut_sentences(solved: SolvedPlan) -> list[str]:
    """The cut beside attrition in sentences, the answer first; or that there is no cut to compare."""
    both = compared(solved)
    if both is None:
        return [_no_cut(solved)]
    requested = solved.problem.setting.options.exits is not None
    further = [] if requested else [not_requested(solved.problem.scenario)]
    return [*cut_text(both, solved.problem.scenario.periods), ELSEWHERE, *further]


def _no_cut(solved: SolvedPlan) -> str:
    """Why there is nothing to compare."""
    if solved.problem.setting.options.exits is not None:
        why = solved.cases.impossible.get(FREE, "")
        return f"There is no plan without the cut to compare it with. {' '.join(why.split())}".strip()
    people = solved.problem.setting.firm.headcount
    if exits_by_default(solved.problem.scenario, people) < 1:
        few = f"a tenth of {people:,.3g} positions is less than one person"
        return f"The firm is too small for a statement on a cut: {few}."
    notes = [
        f"{name}: {why}" for name, why in impossible_notes(solved.cases.impossible).items() if "exits" in name
    ]
    return f"There is no cut to compare with attrition. {' '.join(notes[:1])}".strip()
