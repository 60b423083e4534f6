"""The tables and charts of a cut beside attrition: figures, quarters, beliefs, roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.cut.model import BELIEFS, Believed, Compared, SolvedCut, noncash_cost
from reallocate.firm.model.break_even import without_noise
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import SMALL
from reallocate.firm.plan.roles import EXTRA_COST, EXTRA_SHARE, PERIOD, SOLVED_AGAIN, UNIT, role_table
from reallocate.firm.plan.solved import FREE, SolvedPlan
from reallocate.kernel.arrays import Array
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Line, Lines
from reallocate.kernel.number import rounded
from reallocate.kernel.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.kernel.units import QUARTERS_A_YEAR

NAME, HEADLINE = "cut_or_wait", "headline"
"""The table of the cut beside attrition, and part of the text; the section in which both stand."""
_SOLVED = "Solved on the firm's roles, small ones grouped."
_FIGURES = {
    "exits": "exits decided",
    "cost": "cost, present value",
    "cash": "of it cash",
    "work_undone": "of it work undone, less work added",
    "extra_cost_per_exit": "extra cost per exit",
    "worth_threshold": "worth of undone work below which the cut pays",
    "one_off": "one-off cost",
    "saving": "saving at the end",
    "break_even_month": "break-even month, cash alone",
    "largest_outlay": "largest outlay",
    "net_present_value": "net present value",
    "positions": "positions at the end",
    "same_headcount": "same headcount from",
    "layoffs": "layoffs",
    "hires": "hires",
    "quits": "quits and offers taken",
    "positions_refilled": "exits that are refilled",
    "would_have_quit": "fewer quits than with attrition",
    "positions_saved": "positions saved at the end",
    "laid_off_anyway": "layoffs that come anyway",
}
"""Figures of a cut beside attrition -> their words. The same headcount is a number of quarters, the first one
counted."""
_SHOWN = (
    "cost", "cash", "work_undone", "extra_cost_per_exit", "one_off", "break_even_month", "positions",
    "same_headcount", "positions_refilled", "would_have_quit", "positions_saved",
)  # fmt: skip
"""Figures on the page and in a terminal; the workbook holds all of them."""
_EFFECTS = {
    "turns": "cut is as cheap",
    "nearly": "too close to call",
    "stays": "attrition is cheaper",
    "impossible": "no plan is possible",
}
"""What a belief does to the answer -> words."""


def _as_read(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    """The figures that a page and a terminal show, as they are read."""
    shown = rows[rows["figure"].isin(_SHOWN)]
    return _dated(_per_exit_rounded(_without_fractions(shown)), tuple(facts["periods"]))


def _without_fractions(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without parts of a position, which are what a solver's tolerance leaves of none."""
    nothing = rows["figure"].eq("positions_saved") & rows["cut"].abs().lt(SMALL)
    same = rows["figure"].eq("positions") & rows["extra"].abs().lt(SMALL)
    cut = rows["cut"].mask(nothing, 0.0).mask(same, rows["wait"])
    return rows.assign(cut=cut, extra=rows["extra"].mask(same, 0.0))


def _per_exit_rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the extra cost of an exit to two figures, as the sentence beside it has it."""
    extra = rows["extra"].mask(
        rows["figure"].eq("extra_cost_per_exit"), rows["extra"].map(lambda value: rounded(value, 2))
    )
    return rows.assign(extra=extra.astype(float))


def _dated(rows: pd.DataFrame, quarters: tuple[str, ...]) -> pd.DataFrame:
    """The rows with the quarter from which headcounts are the same instead of its number."""
    here = rows["figure"].eq("same_headcount") & rows["cut"].notna()
    if not here.any():
        return rows
    number = int(rows.loc[here, "cut"].iloc[0])
    dated = rows.astype({"cut": object})
    dated.loc[here, "cut"] = f"{quarters[number - 1]} (quarter {number})"
    return dated


_figures = table(
    NAME, "The cut beside attrition", Column("figure", words=_FIGURES), UNIT,
    of_unit(BY_ROW, cut="Cut", wait="Attrition"), Column("extra", "Difference", BY_ROW, signed=True),
    source=f"{SOLVED_AGAIN} Differences: the cut less attrition.",
    section=HEADLINE, after="requested", show=("figure", "cut", "wait", "extra"), rows=_as_read,
    note="Attrition: the plan without the cut, the cheapest plan. Work left undone includes errors that "
    "nobody notices. Refilled: hires beyond those with attrition. Differences of less than half a position "
    "are rounding in the calculation. The workbook holds every figure.",
)  # fmt: skip


@_figures
def cut_or_wait_figures(solved: SolvedCut) -> Rows:
    """The cut beside attrition."""
    return _rows(solved.compared)


@_figures
def _figures_of_plan(solved: SolvedPlan) -> Rows:
    """The cut that a plan compares with attrition; without rows where it has none."""
    both = compared(solved)
    return [] if both is None else _rows(both)


cut_figures_of_plan = replace(_figures_of_plan, place=replace(_figures_of_plan.place, section="", after=""))


def _rows(both: Compared) -> Rows:
    what, pair, savings = both.figures, (both.cut, both.wait), both.savings
    figures = [totals(one) for one in pair]

    def row(figure: str, unit: str, values: list[float]) -> tuple[object, ...]:
        return (figure, unit, *values, values[0] - values[1])

    def of_the_cut(figure: str, unit: str, value: float) -> tuple[object, ...]:
        return (figure, unit, value, np.nan, np.nan)

    undone = [noncash_cost(one) for one in pair]
    rows = [
        of_the_cut("exits", "FTE", what.exits),
        row("cost", "USD million", [one.objective for one in pair]),
        row("cash", "USD million", [pair[0].objective - undone[0], pair[1].objective - undone[1]]),
        row("work_undone", "USD million", undone),
        ("extra_cost_per_exit", "USD/exit", np.nan, np.nan, what.extra_cost_per_exit),
        of_the_cut("worth_threshold", "USD per USD of cost", what.worth_threshold),
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
        of_the_cut("would_have_quit", "FTE", what.would_have_quit),
        of_the_cut("positions_saved", "FTE", what.positions_saved),
        of_the_cut("laid_off_anyway", "FTE", what.laid_off_anyway),
    ]
    return [dict(zip(("figure", "unit", "cut", "wait", "extra"), row, strict=True)) for row in rows]


@table(
    "quarters", "The cut and attrition by quarter", PERIOD,
    Column("end", "End of quarter", "year"),
    of_unit("USD million", cash_cut="Cash cost, cut", cash_wait="Cash cost, attrition",
            cash_baseline="Cash cost, baseline"),
    of_unit("USD million", signed=True, saved_cut="Saved so far, cut", saved_wait="Saved so far, attrition"),
    of_unit("FTE", positions_cut="Positions, cut", positions_wait="Positions, attrition",
            positions_baseline="Positions, baseline"),
    source=f"{_SOLVED} Cash cost of the quarter, before discounting. Saved so far: cash cost of the baseline "
    "less that of the plan, added up since the start. Undone work is no cash.",
    section="quarters", fold="Every quarter",
    show=("period", "cash_cut", "cash_wait", "saved_cut", "saved_wait", "positions_cut", "positions_wait",
          "positions_baseline"),
)  # fmt: skip
def _quarters(solved: SolvedCut) -> pd.DataFrame:
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
    Column("effect", "Then", words=_EFFECTS),
    source=f"{_SOLVED} Both plans solved again under each belief, all else as assumed.",
    section="beliefs", show=("belief", "extra_cost", "extra_share", "layoffs", "effect"),
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


TABLES = (cut_or_wait_figures, _quarters, beliefs, role_table)
_CASH = Chart(
    name="cash",
    title="Cash saved so far, against doing neither [USD million]",
    reading=(
        "Above zero a plan has spent less cash than the baseline, below zero more. Cash counts no undone "
        "work: an empty position saves pay while its work is left undone."
    ),
    tables=(_quarters,),
    section="quarters",
    columns=("end", "period", "saved_cut", "saved_wait"),
    kind=Lines(
        "end", (Line("saved_wait", "attrition"), Line("saved_cut", "cut")), title="Saved so far", level=0.0
    ),
)
_POSITIONS = Chart(
    name="positions",
    title="Positions at the end of each quarter [FTE]",
    reading="Where the lines of the cut and of attrition meet, both firms are of one size.",
    tables=(_quarters,),
    section="quarters",
    columns=("end", "period", "positions_cut", "positions_wait", "positions_baseline"),
    kind=Lines(
        "end",
        (
            Line("positions_wait", "attrition"),
            Line("positions_cut", "cut"),
            Line("positions_baseline", "baseline", broken=True),
        ),
        title="Positions",
    ),
)
CHARTS = (_CASH, _POSITIONS)


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
