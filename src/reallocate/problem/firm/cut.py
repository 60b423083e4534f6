"""The cut that a study compares with attrition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.output.table import Rows
from reallocate.plan.accounts import totals
from reallocate.plan.cut_or_wait import CutOrWait, cut_or_wait, undone_worth
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_sentences import SMALL
from reallocate.problem.firm.solved_cases import FREE, SolvedCases

FIGURES = {
    "exits": "exits decided",
    "cost": "cost, present value",
    "cash": "of it cash",
    "work_undone": "of it work left undone",
    "extra_cost_per_exit": "extra cost per exit, present value",
    "one_off": "one-off cost",
    "saving": "saving at the end",
    "break_even_month": "break-even month",
    "largest_outlay": "largest outlay",
    "net_present_value": "net present value",
    "positions": "positions at the end",
    "same_headcount": "same headcount from",
    "layoffs": "layoffs",
    "hires": "hires",
    "quits": "quits and offers taken",
    "positions_refilled": "exits whose positions are refilled",
    "fewer_quits": "fewer quits than with attrition",
    "positions_missing": "exits that are still missing at the end, compared with attrition",
    "laid_off_anyway": "layoffs that come without the cut too",
}
"""Figures of a cut beside attrition -> their words. The same headcount is a number of quarters, the first one
counted."""
COLUMNS = ("figure", "unit", "cut", "wait", "extra")


@dataclass(frozen=True)
class Compared:
    """A cut and the best plan without it.

    figures : what tells them apart
    """

    cut: Outcome
    wait: Outcome
    figures: CutOrWait


def compared(solved: SolvedCases) -> Compared | None:
    """The cut that a study compares with attrition; none where it has none.

    The cut is the plan itself where exits were decided, or else the first case with exits.
    """
    forced = solved.problem.setting.options.exits is not None
    cut = solved.plan if forced else next(iter(_cuts(solved)), None)
    decided = cut.inputs.options.exits if cut is not None else None
    if cut is None or decided is None or decided.count < SMALL or (forced and FREE not in solved.cases):
        return None
    return Compared(cut, solved.free, cut_or_wait(cut, solved.free))


def _cuts(solved: SolvedCases) -> list[Outcome]:
    each = [(plan, plan.inputs.options.exits) for plan in solved.cases.values()]
    return [plan for plan, exits in each if exits is not None and not exits.closed]


def cut_rows(solved: SolvedCases) -> Rows:
    """The cut beside attrition; without rows where there is no cut to compare."""
    both = compared(solved)
    if both is None:
        return []
    what = both.figures
    pair = (both.cut, both.wait)
    figures, savings = [totals(one) for one in pair], [solved.saving_of(one) for one in pair]

    def row(figure: str, unit: str, values: list[float]) -> tuple[object, ...]:
        return (figure, unit, *values, values[0] - values[1])

    def of_the_cut(figure: str, unit: str, value: float) -> tuple[object, ...]:
        return (figure, unit, value, np.nan, np.nan)

    # Fewer than half a position are the solver's tolerance.
    saved = what.positions_saved if abs(what.positions_saved) >= SMALL else 0.0
    undone = [undone_worth(one) for one in pair]
    rows = [
        of_the_cut("exits", "FTE", what.exits),
        row("cost", "USD million", [one.objective for one in pair]),
        row("cash", "USD million", [pair[0].objective - undone[0], pair[1].objective - undone[1]]),
        row("work_undone", "USD million", undone),
        ("extra_cost_per_exit", "USD/exit", np.nan, np.nan, what.extra_cost_per_exit),
        row("one_off", "USD million", [one.one_off for one in savings]),
        row("saving", "USD million a year", [one.saving for one in savings]),
        row("break_even_month", "months", [one.cash.break_even_month for one in savings]),
        row("largest_outlay", "USD million", [one.cash.largest_outlay for one in savings]),
        row("net_present_value", "USD million", [one.cash.net_present_value for one in savings]),
        row("positions", "FTE", [one.positions for one in figures]),
        of_the_cut("same_headcount", "quarters", what.same_headcount_after),
        row("layoffs", "FTE", [one.layoffs for one in figures]),
        row("hires", "FTE", [one.hires for one in figures]),
        row("quits", "FTE", [one.quits + one.voluntary for one in figures]),
        of_the_cut("positions_refilled", "FTE", what.positions_refilled),
        of_the_cut("fewer_quits", "FTE", what.would_have_quit),
        of_the_cut("positions_missing", "FTE", saved),
        of_the_cut("laid_off_anyway", "FTE", what.laid_off_anyway),
    ]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]
