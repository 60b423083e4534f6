"""The tables of plans that stand beside the one that was asked for; an impossible one says why."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reallocate.plan.accounts import totals
from reallocate.plan.explain import most_dropped
from reallocate.plan.outcome import Outcome
from reallocate.study.plan.problem.solved_cases import Parts

NO_PLAN = "no plan is possible"
FIGURES = ("saving", "one_off", "break_even_month", "work_dropped")
CASES = (
    "case", "positions", "layoffs", "quits", "hires", *FIGURES, "largest_outlay", "net_present_value",
    "present_value", "note",
)  # fmt: skip
SOURCES = ("source", "positions", "layoffs", "saving", "compute", "automated_share", "note")
GRID = ("exits_share", "speed", "positions", "layoffs", *FIGURES, "note")
SMALL = 0.5
LITTLE = 5e-4
"""Shares of work that would be written as 0.0% are not told."""


def impossible_notes(parts: Parts, kind: str) -> dict[str, str]:
    """Why plans of one kind do not exist, by name, in words.

    parts : every plan of the study
    kind : case, source or grid
    """
    return {
        name: f"{NO_PLAN}: {' '.join(reason.split())}"
        for (about, name), reason in parts.impossible.items()
        if about == kind
    }


def case_table(parts: Parts) -> pd.DataFrame:
    """The free plan, forced exits and what was announced, against one baseline.

    parts : every plan of the study
    """
    rows: list[dict[str, object]] = []
    for name, plan in parts.cases.items():
        figures, told = totals(plan), parts.saving_of(plan)
        rows.append(
            {
                "case": name,
                "positions": told.positions,
                "layoffs": figures.layoffs,
                "quits": figures.quits,
                "hires": figures.hires,
                "saving": told.saving,
                "one_off": told.one_off,
                "break_even_month": told.cash.break_even_month,
                "work_dropped": figures.work_dropped,
                "largest_outlay": told.cash.largest_outlay,
                "net_present_value": told.cash.net_present_value,
                "present_value": figures.present_value,
                "note": _about(plan, parts.free),
            }
        )
    rows += [{"case": name, "note": why} for name, why in impossible_notes(parts, "case").items()]
    announced = parts.prepared.scenario.announced
    if announced is not None:
        gone = -((announced.exits or 0.0) + (announced.open_positions_closed or 0.0))
        rows.append(
            {
                "case": f"as announced on {announced.date} (exits and closed open positions)",
                "positions": gone,
                "layoffs": announced.exits,
                "note": "as the firm says; what it saves is not computed",
            }
        )
    return pd.DataFrame(rows, columns=list(CASES))


def _about(plan: Outcome, free: Outcome) -> str:
    """What must be known of a case: who is hired back, or what is left undone."""
    exits = plan.inputs.options.exits
    if exits is None:
        return ""
    if exits.closed:
        return f"{totals(plan).work_dropped:.1%} of the work is left undone in the last quarter"
    back = float(plan.hires.sum() - free.hires.sum())
    said = [f"{back:,.0f} more hires than in the free plan"] if back >= SMALL else []
    if most_dropped(plan) > most_dropped(free) + LITTLE:
        said.append(f"up to {most_dropped(plan):.1%} of the work left undone in a quarter")
    return "; ".join(said)


def source_table(parts: Parts) -> pd.DataFrame:
    """One row a source of reach: what the plan would be if that source were right.

    parts : every plan of the study
    """
    plans = {**parts.by_source, parts.prepared.setting.options.reach_source: parts.plan}
    without = impossible_notes(parts, "source")
    rows: list[dict[str, object]] = []
    for name in (str(code) for code in parts.prepared.setting.firm.augmentable.coords["source"].values):
        if name in plans:
            figures, told = totals(plans[name]), parts.saving_of(plans[name])
            rows.append(
                {
                    "source": name,
                    "positions": told.positions,
                    "layoffs": figures.layoffs,
                    "saving": told.saving,
                    "compute": figures.compute + figures.capex,
                    "automated_share": figures.automated,
                    "note": "",
                }
            )
        elif name in without:
            rows.append({"source": name, "note": without[name]})
    return pd.DataFrame(rows, columns=list(SOURCES))


def grid_table(parts: Parts) -> pd.DataFrame:
    """Plans for exits of 0 to 20% at three speeds of adoption.

    parts : every plan of the study
    """
    rows: list[dict[str, object]] = []
    for speed, plans in parts.grid.items():
        for share, plan in plans:
            figures, told = totals(plan), parts.saving_of(plan)
            rows.append(
                {
                    "exits_share": share,
                    "speed": speed,
                    "positions": told.positions,
                    "layoffs": figures.layoffs,
                    "saving": told.saving,
                    "one_off": told.one_off,
                    "break_even_month": told.cash.break_even_month,
                    "work_dropped": figures.work_dropped,
                    "note": "",
                }
            )
    rows += _impossible_points(impossible_notes(parts, "grid").items())
    table = pd.DataFrame(rows, columns=list(GRID))
    return table.sort_values(["exits_share", "speed"], ignore_index=True)


def _impossible_points(found: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    """Points of the grid named as `medium 20%`."""
    rows: list[dict[str, object]] = []
    for name, why in found:
        speed, share = name.rsplit(" ", 1)
        rows.append({"exits_share": float(share.rstrip("%")) / 100, "speed": speed, "note": why})
    return rows
