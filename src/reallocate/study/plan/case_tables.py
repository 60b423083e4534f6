"""The tables of plans that stand beside the one that was requested; an impossible one says why."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Column, Rows, of_unit, table
from reallocate.plan.accounts import totals
from reallocate.plan.alternatives import figures_of
from reallocate.plan.explain import most_dropped
from reallocate.plan.outcome import Outcome
from reallocate.problem.firm.columns import (
    CASE,
    CASH_FIGURES,
    EXTRA_COST,
    EXTRA_SHARE,
    LAYOFFS,
    NOTE,
    POSITIONS,
    PRESENT_VALUE,
    SAVING,
    SOLVED_AGAIN,
    SOURCE,
    WORK_DROPPED,
)
from reallocate.problem.firm.solved_cases import SolvedCases

NO_PLAN = "no plan is possible"
MILLION = 1e6
SMALL = 0.5
LITTLE = 5e-4
"""Shares of work that would be written as 0.0% are left out."""


def impossible_notes(solved: SolvedCases, kind: str) -> dict[str, str]:
    """Why plans of one kind do not exist, by name, in words.

    kind : case, source or grid
    """
    return {
        name: f"{NO_PLAN}: {' '.join(reason.split())}"
        for (about, name), reason in solved.impossible.items()
        if about == kind
    }


def _figures(solved: SolvedCases, plan: Outcome) -> dict[str, object]:
    """What every table of cases says of a plan."""
    figures, saving = totals(plan), solved.saving_of(plan)
    return {
        "positions": saving.positions,
        "layoffs": figures.layoffs,
        "saving": saving.saving,
        "one_off": saving.one_off,
        "break_even_month": saving.cash.break_even_month,
        "work_dropped": figures.work_dropped,
    }


@table(
    "cases", "Cases side by side",
    CASE, POSITIONS, LAYOFFS, of_unit("FTE", quits="Quits", hires="Hires"), CASH_FIGURES, WORK_DROPPED,
    Column("largest_outlay", "Largest outlay", "USD million"),
    Column("net_present_value", "Net present value", "USD million", signed=True), PRESENT_VALUE, NOTE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def cases(solved: SolvedCases) -> Rows:
    """The free plan, forced exits and what was announced, against one baseline."""
    rows: list[dict[str, object]] = []
    for name, plan in solved.cases.items():
        figures, cash = totals(plan), solved.saving_of(plan).cash
        rows.append(
            {
                "case": name,
                **_figures(solved, plan),
                "quits": figures.quits,
                "hires": figures.hires,
                "largest_outlay": cash.largest_outlay,
                "net_present_value": cash.net_present_value,
                "present_value": figures.present_value,
                "note": _about(plan, solved.free),
            }
        )
    rows += [{"case": name, "note": why} for name, why in impossible_notes(solved, "case").items()]
    announced = solved.problem.scenario.announced
    if announced is not None:
        gone = -((announced.exits or 0.0) + (announced.open_positions_closed or 0.0))
        rows.append(
            {
                "case": f"as announced on {announced.date} (exits and closed open positions)",
                "positions": gone,
                "layoffs": announced.exits,
                "note": "as the firm announced; its saving is not computed",
            }
        )
    return rows


def _about(plan: Outcome, free: Outcome) -> str:
    """What must be known of a case: who is hired back, or what is left undone."""
    exits = plan.inputs.options.exits
    if exits is None:
        return ""
    if exits.closed:
        return f"{totals(plan).work_dropped:.1%} of the work is left undone in the last quarter"
    back = float(plan.hires.sum() - free.hires.sum())
    notes = [f"{back:,.0f} more hires than in the free plan"] if back >= SMALL else []
    if most_dropped(plan) > most_dropped(free) + LITTLE:
        notes.append(f"{most_dropped(plan):.1%} of the work left undone in the worst quarter")
    return "; ".join(notes)


@table(
    "sources", "Sources of reach",
    SOURCE, POSITIONS, LAYOFFS, SAVING, Column("compute", "Compute cash", "USD million"),
    Column("automated_share", "Work automated", "share of hours"), NOTE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def sources(solved: SolvedCases) -> Rows:
    """One row a source of reach: what the plan would be if that source were right."""
    plans = {**solved.by_source, solved.problem.setting.options.reach_source: solved.plan}
    without = impossible_notes(solved, "source")
    rows: list[dict[str, object]] = []
    for name in (str(code) for code in solved.problem.setting.firm.augmentable.coords["source"].values):
        if name in plans:
            figures, saving = totals(plans[name]), solved.saving_of(plans[name])
            rows.append(
                {
                    "source": name,
                    "positions": saving.positions,
                    "layoffs": figures.layoffs,
                    "saving": saving.saving,
                    "compute": figures.compute + figures.capex,
                    "automated_share": figures.automated,
                    "note": "",
                }
            )
        elif name in without:
            rows.append({"source": name, "note": without[name]})
    return rows


@table(
    "grid", "Exits and adoption",
    Column("exits_share", "Cut imposed", "share"), Column("speed", "Speed of adoption"),
    POSITIONS, LAYOFFS, CASH_FIGURES, WORK_DROPPED, NOTE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def grid(solved: SolvedCases) -> Rows:
    """Plans for exits of 0 to 20% at three speeds of adoption."""
    rows: list[dict[str, object]] = [
        {"exits_share": share, "speed": speed, **_figures(solved, plan), "note": ""}
        for speed, plans in solved.grid.items()
        for share, plan in plans
    ]
    for point, why in impossible_notes(solved, "grid").items():  # a point is named as `medium 20%`
        speed, share = point.rsplit(" ", 1)
        rows.append({"exits_share": float(share.rstrip("%")) / 100, "speed": speed, "note": why})
    return sorted(rows, key=lambda row: (row["exits_share"], row["speed"]))


@table(
    "alternatives", "Near-optimal alternatives",
    Column("alternative", "Direction"), EXTRA_COST,
    of_unit("FTE", positions="Positions", layoffs="Layoffs", moved="People who change role", hires="Hires"),
    Column("first_year_cash", "Cash, first year", "USD million"),
    Column("power", "Power of own GPUs", "MW"), NOTE, EXTRA_SHARE,
    source=f"{SOLVED_AGAIN} Each goes as far as it can in one direction within the extra cost allowed.",
)  # fmt: skip
def alternatives(solved: SolvedCases) -> pd.DataFrame:
    """The best plan and those that go furthest in one direction, within the share of cost allowed."""
    rows = pd.DataFrame(figures_of(solved.alternatives))
    return rows.assign(extra_share=rows["extra_cost"] / abs(solved.plan.objective))


@table(
    "frontier", "Cost of jobs kept",
    EXTRA_COST, Column("positions", unit="FTE"), EXTRA_SHARE,
    Column("cost_per_job", "Cost per further job", "USD/position"),
    source=SOLVED_AGAIN,
)  # fmt: skip
def frontier(solved: SolvedCases) -> pd.DataFrame:
    """The most jobs kept at the end for each extra cost, and what one more job costs on the way."""
    rows = pd.DataFrame(solved.frontier, columns=["extra_cost", "positions"])
    jobs = rows["positions"].diff()
    price = rows["extra_cost"].diff() / jobs.where(jobs > 0)
    return rows.assign(
        extra_share=rows["extra_cost"] / abs(solved.plan.objective), cost_per_job=price * MILLION
    )
