"""A planner's own plan, read for a firm and priced beside the best plan and the baseline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.firm.cut.model import noncash_cost
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import CASH, DIRECTING_ROLE, DIRECTING_TITLE
from reallocate.firm.model.own_plan import OwnPlan, solve_own_plan
from reallocate.firm.model.plan import Outcome, costs_by_period, undone_hours, undone_share
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import most_dropped
from reallocate.firm.plan.money import RESULTS
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InfeasiblePlan, InputError, Problem
from reallocate.kernel.table import Rows


def price_own_plan(setting: Setting, rows: pd.DataFrame, base: Outcome) -> OwnPlan:
    """The own plan, completed and priced.

    rows : as from `decisions_for`
    base : the baseline
    Raises `InputError` where its decisions cannot be carried out together.
    """
    try:
        return solve_own_plan(setting, rows, base)
    except InfeasiblePlan:
        what = "the decisions cannot be carried out together: more people leave a role than it has"
        remedy = "Check exits, moves and headcounts of each role against its people at the start."
        raise InputError(Problem(what, "--given", remedy)) from None


FIGURES = {
    "cost": "cost, present value",
    "cash": "of it cash",
    "work_undone": "of it work undone, less work added",
    **RESULTS,
    "offers": "offers to leave taken",
    "hires": "hires",
    "moves": "people who change role",
    "quits": "quits",
    "hours_undone": "work left undone over the plan",
    "worst_undone": "work left undone in the worst quarter",
}
"""Figures of an own plan -> their words."""


@dataclass(frozen=True, eq=False)
class PricedOwnPlan:
    """A planner's own plan beside the best plan of the same firm."""

    solved: SolvedPlan
    own: OwnPlan

    @property
    def plans(self) -> dict[str, Outcome]:
        """The own plan, the cheapest plan without a cut, and the baseline."""
        return {"own": self.own.outcome, "best": self.solved.free, "baseline": self.solved.base}


def own_plan_rows(priced: PricedOwnPlan) -> Rows:
    """The own plan beside the best plan and the baseline; the difference is to the best plan."""
    rows: dict[str, dict[str, object]] = {}
    for name, plan in priced.plans.items():
        for (figure, unit), value in _figures(priced.solved, plan).items():
            rows.setdefault(figure, {"figure": figure, "unit": unit})[name] = value
    for row in rows.values():
        row["extra"] = float(str(row["own"])) - float(str(row["best"]))
    return list(rows.values())


def _figures(solved: SolvedPlan, plan: Outcome) -> dict[tuple[str, str], float]:
    """Every figure of one plan, with its unit."""
    figures, gained = totals(plan), solved.saving_of(plan)
    lost = noncash_cost(plan)
    return {
        ("cost", "USD million"): plan.objective,
        ("cash", "USD million"): plan.objective - lost,
        ("work_undone", "USD million"): lost,
        ("one_off", "USD million"): gained.one_off,
        ("saving", "USD million a year"): gained.saving,
        ("break_even_month", "months"): gained.cash.break_even_month,
        ("largest_outlay", "USD million"): gained.cash.largest_outlay,
        ("net_present_value", "USD million"): gained.cash.net_present_value,
        ("positions", "FTE"): figures.positions,
        ("layoffs", "FTE"): figures.layoffs,
        ("offers", "FTE"): figures.voluntary,
        ("hires", "FTE"): figures.hires,
        ("moves", "FTE"): figures.moves,
        ("quits", "FTE"): figures.quits,
        ("hours_undone", "thousand hours"): float(undone_hours(plan).sum()),
        ("worst_undone", "share of work"): most_dropped(plan),
    }


def quarter_rows(priced: PricedOwnPlan) -> Rows:
    """Positions, cash and undone work by quarter: own plan, best plan, baseline."""
    plans = priced.plans
    by_name: dict[str, Array] = {}
    for name, plan in plans.items():
        by_name[f"positions_{name}"] = plan.positions
        by_name[f"cash_{name}"] = costs_by_period(plan)[list(CASH)].sum(axis=1).to_numpy(float)
    own = plans["own"]
    by_name |= {"hires": own.hires.sum(axis=0), "layoffs": own.layoffs.sum(axis=0)}
    by_name["undone"] = undone_hours(own)
    by_name["undone_share"] = undone_share(own)
    return [
        {"quarter": quarter, **{name: values[at] for name, values in by_name.items()}}
        for at, quarter in enumerate(priced.solved.periods)
    ]


def role_rows(priced: PricedOwnPlan) -> Rows:
    """Positions at the end by role in own and best plan, and where work is left undone."""
    own, best = priced.own.outcome, priced.solved.free
    rows = [
        {
            "role": role,
            "title": title,
            "start": own.inputs.headcount[at],
            "own_end": own.headcount[at, -1],
            "best_end": best.headcount[at, -1],
            "extra": own.headcount[at, -1] - best.headcount[at, -1],
            "undone": own.undone[at].sum(),
        }
        for at, (role, title) in enumerate(titles_of(priced.solved, own).items())
    ]
    return sorted(rows, key=lambda row: (-abs(float(str(row["extra"]))), str(row["role"])))


def titles_of(solved: SolvedPlan, plan: Outcome) -> dict[str, str]:
    """(role) title, in the order of a plan's roles."""
    titles = solved.problem.setting.firm.roles["title"]
    return {str(role): str(titles.get(role, DIRECTING_TITLE)) for role in plan.inputs.roles}


def decision_rows(solved: SolvedPlan) -> pd.DataFrame:
    """Hires, exits, offers and moves of the plan by role and quarter, as an own plan states them.

    A role with several moves in a quarter has a row for each; its other figures stand in the first.
    """
    plan, quarters = solved.plan, solved.periods
    titles = list(titles_of(solved, plan).values())
    i = plan.inputs
    role, period = (grid.ravel() for grid in np.indices(plan.hires.shape))
    first = pd.DataFrame(
        {
            "place": role,
            "period": period,
            "hires": plan.hires.ravel(),
            "exits": plan.layoffs.ravel(),
            "offers": plan.voluntary.ravel(),
        }
    )
    pair, when = np.nonzero(plan.moves)
    away, then = np.nonzero(plan.to_directing)
    moves = pd.DataFrame(
        {
            "place": np.concatenate([i.origins[pair], away]),
            "period": np.concatenate([when, then]),
            "moves": np.concatenate([plan.moves[pair, when], plan.to_directing[away, then]]),
            "to": [*i.move_table["target"].to_numpy(object)[pair], *[DIRECTING_ROLE] * len(away)],
        }
    )
    keys = ["place", "period"]
    number = moves.groupby(keys).cumcount() if len(moves) else pd.Series(dtype=int)
    rows = first.assign(number=0).merge(moves.assign(number=number), "outer", [*keys, "number"])
    rows = rows.sort_values([*keys, "number"], kind="stable")
    none = rows["number"].eq(0) & rows["moves"].isna()
    return pd.DataFrame(
        {
            "role": i.roles.to_numpy(object)[rows["place"]],
            "title": np.array(titles, dtype=object)[rows["place"]],
            "quarter": np.array(quarters, dtype=object)[rows["period"]],
            **{name: rows[name].to_numpy(float) for name in ("hires", "exits", "offers")},
            "moves": rows["moves"].where(~none, 0.0).to_numpy(float),
            "to": rows["to"].astype(object).fillna("").to_numpy(object),
        }
    )
