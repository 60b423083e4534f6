"""A cut and the best plan without it, and what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.measure.number import rounded
from reallocate.output.blocks import Grid, Prose
from reallocate.output.table import BY_ROW, Column, Rows, of_unit
from reallocate.plan.accounts import totals
from reallocate.plan.cut_or_wait import CutOrWait, cut_or_wait, noncash_cost
from reallocate.plan.money_tables import Saving, saving
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_sentences import SMALL
from reallocate.problem.firm.columns import SOLVED_AGAIN, UNIT
from reallocate.result.result import Result

FIGURES = {
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
SHOWN = (
    "cost", "cash", "work_undone", "extra_cost_per_exit", "one_off", "break_even_month", "positions",
    "same_headcount", "positions_refilled", "would_have_quit", "positions_saved",
)  # fmt: skip
"""Figures on the page and in a terminal; the workbook holds all of them."""
COLUMNS = (
    Column("figure", words=FIGURES), UNIT, *of_unit(BY_ROW, cut="Cut", wait="Attrition"),
    Column("extra", "Difference", BY_ROW, signed=True),
)  # fmt: skip
NAME, TITLE = "cut_or_wait", "The cut beside attrition"
SOURCE = f"{SOLVED_AGAIN} Differences: the cut less attrition."
"""Of the table of a cut beside attrition."""


@dataclass(frozen=True, eq=False)
class Compared:
    """A cut, the best plan without it, and the baseline of the same firm."""

    cut: Outcome
    wait: Outcome
    base: Outcome

    @cached_property
    def figures(self) -> CutOrWait:
        """What tells the cut and waiting apart."""
        return cut_or_wait(self.cut, self.wait)

    @property
    def extra_cost_bounds(self) -> tuple[float, float]:
        """What the cut costs beyond waiting at least and at most; the same where proven [USD million]."""
        cut, wait = self.cut, self.wait
        low = cut.bound if cut.unproven else cut.objective
        return low - wait.objective, cut.objective - (wait.bound if wait.unproven else wait.objective)

    @cached_property
    def savings(self) -> tuple[Saving, Saving]:
        """The cut and waiting, each against the baseline."""
        return saving(self.cut, self.base), saving(self.wait, self.base)


def cut_rows(both: Compared | None) -> Rows:
    """The cut beside attrition; without rows where there is no cut to compare."""
    if both is None:
        return []
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
    return [dict(zip((column.name for column in COLUMNS), row, strict=True)) for row in rows]


def cut_grid(result: Result) -> Grid | Prose:
    """The figures of a cut beside attrition that a page and a terminal show.

    result : with the table and its quarters
    """
    table = result.table(NAME)
    rows = table[table["figure"].isin(SHOWN)]
    return result.grid(
        NAME, "figure", "cut", "wait", "extra", caption=TITLE,
        note="Attrition: the plan without the cut, the cheapest plan. Work left undone includes errors "
        "that nobody notices. Refilled: hires beyond those with attrition. Differences of less than half a "
        "position are rounding in the calculation. The workbook holds every figure.",
        rows=_dated(_per_exit_rounded(_without_fractions(rows)), tuple(result.facts["periods"])),
    )  # fmt: skip


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
