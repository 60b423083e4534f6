"""The interval of a round trip: what its draws give, beside the one run at the values in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.job_effects import ended_jobs as market_ended_jobs
from reallocate.economy.ratios import unemployment_rate
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.quantiles import QUANTILES
from reallocate.plan.cases import Setting
from reallocate.result.result import Result
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.couple.draws import (
    DRAWN_HERE,
    Drawn,
    drawn_values,
    draws_over,
    go_drawn,
    sources_of,
)
from reallocate.study.couple.feedback import Again
from reallocate.study.couple.ledger import SOME, ledger
from reallocate.study.couple.rounds import Meeting, Rounds, Say
from reallocate.study.couple.tables import WITH, WITHOUT, ended_jobs
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Array = npt.NDArray[np.float64]

OUTCOMES: dict[str, tuple[str, str]] = {
    "jobs_ended": ("jobs that the market ends at unchanged output, end of the plan", "persons"),
    "jobs_wanted": ("jobs wanted in all, end of the run", "persons"),
    "employed": ("people in work, end of the run", "persons"),
    "unemployed": ("people without work, end of the run", "persons"),
    "unemployed_most": ("people without work, when they are most", "persons"),
    "unemployment": ("unemployment rate, end of the run", "percentage points"),
    "idle": ("time without work in the whole market over the run", "person-years"),
    "pay": ("real pay in the industries' occupations, over the plan", "share"),
    "hiring": ("time until an opening is filled there, over the plan", "share"),
    "quits": ("chance to find another job there, over the plan", "share"),
    "positions_before": ("positions at the end of the plan, before anything comes back", "FTE"),
    "positions_after": ("positions at the end of the plan, at what comes back", "FTE"),
    "positions_moved": ("positions that the answer of the market changes", "FTE"),
    "lost_years": ("what somebody laid off loses, at present value", "years of pay"),
}
"""What is told of each draw: in words, and its unit. All but positions and the loss are against the market
without adopters."""
MADE = "draws_made"
"""Name of the table with a row for each draw."""
CHANGES = (
    "jobs_wanted", "employed", "unemployed", "unemployed_most", "unemployment", "idle", "pay", "hiring",
    "quits", "positions_moved",
)  # fmt: skip
"""Outcomes that are changes, written with their sign."""


def outcomes(met: Meeting, rounds: Rounds, extended: Trajectory, loss: pd.DataFrame) -> dict[str, float]:
    """What is told of one trip, by name of `OUTCOMES`.

    met, rounds : of the trip
    extended : with those who follow the plan and without, first and second
    loss : its ledger
    """
    jobs = float(met.accounts.jobs.sum())
    at = min(met.shock.quarters, len(extended.parts) - 1)
    pair = extended.people[..., [WITH, WITHOUT]].sum(axis=2)
    more = pair[..., WITH] - pair[..., WITHOUT]
    rate = 100.0 * unemployment_rate(pair[-1, 0], pair[-1, 1])
    last, weight = rounds.each[-1], met.staff / met.staff.sum()
    before, after = (float(one.positions["plan"].sum()) for one in (rounds.first, last.again))
    wanted = extended.parts[-1, ..., WITH] - extended.parts[-1, ..., WITHOUT]
    total = loss.loc[loss["group"] == "all", "lost_years"]
    return {
        "jobs_ended": float(market_ended_jobs(extended, met.accounts)[at, :, WITH].sum()),
        "jobs_wanted": float(wanted.sum()) * jobs,
        "employed": float(more[-1, 0]),
        "unemployed": float(more[-1, 1]),
        "unemployed_most": float(more[:, 1].max()),
        "unemployment": float(rate[WITH] - rate[WITHOUT]),
        "idle": float(more[1:, 1].sum()) / 4.0,
        **{
            name: float(weight @ getattr(last.back, name).to_numpy()) - 1.0
            for name in ("pay", "hiring", "quits")
        },
        "positions_before": before,
        "positions_after": after,
        "positions_moved": after - before,
        "lost_years": float(total.iloc[0]) if len(total) else np.nan,
    }


def interval_tables(
    one: Mapping[str, float],
    met: Meeting,
    plan: Result,
    setting: Setting,
    first: Again,
    world: World,
    draws: int,
    say: Say,
) -> dict[str, pd.DataFrame]:
    """The tables `interval` and `draws_made`.

    one : outcomes of the run at the values in force
    met : its market
    plan : saved
    setting : the firm, grouped
    first : its plan at the values in force, before anything comes back
    world : what is known about work
    draws : how many
    say : told each draw
    """
    names = draws_over(setting.options.parameters, met.asked.parameters)
    values = drawn_values(names, sources_of(plan, met.asked.sources, world), draws, met.asked.seed)
    titles = world.table("groups").set_index("code")["title"]
    table = draw_table(values, go_drawn(values, met, setting, first, world, say), plan, titles)
    return {"interval": interval_table(one, table), MADE: table}


def facts_of_draws(
    tables: Mapping[str, pd.DataFrame], setting: Setting, asked: EconomyRun
) -> dict[str, object]:
    """How many draws there are, how they went, what was drawn and what was held.

    tables : of the trip
    setting : the firm, grouped
    asked : of the market
    """
    if MADE not in tables:
        return {"draws": 0}
    table = tables[MADE]
    drawn = draws_over(setting.options.parameters, asked.parameters)
    return {
        "draws": len(table),
        "draws_without_plan": int((~table["possible"]).sum()),
        "draws_unsettled": int((table["possible"] & ~table["settled"]).sum()),
        "drawn": list(drawn),
        "held": [name for name in DRAWN_HERE if name not in drawn],
    }


def draw_table(
    values: pd.DataFrame, made: Iterable[Drawn], plan: Result, titles: pd.Series
) -> pd.DataFrame:
    """Each draw: what it assumes, how its rounds ended, and what it gives; (draw).

    values : (draw) parameters and source of reach
    made : the draws, in turn
    plan : saved
    titles : (major group) in words
    Returns draw, what was drawn, possible, rounds, settled, residual, and the outcomes; they are missing
    where no plan is possible.
    """
    rows = []
    for number, one in enumerate(made, start=1):
        row: dict[str, object] = {"draw": number, "possible": one.rounds is not None}
        if one.rounds is None or one.extended is None:
            rows.append(row)
            continue
        lost = ledger(one.met, plan, ended_jobs(one.met, one.rounds.last), one.extended, titles)
        last = one.rounds.each[-1]
        row |= {"rounds": len(one.rounds.each), "settled": one.rounds.converged, "residual": last.residual}
        rows.append(row | outcomes(one.met, one.rounds, one.extended, lost))
    found = pd.DataFrame(rows, columns=["draw", "possible", "rounds", "settled", "residual", *OUTCOMES])
    found["settled"] = found["settled"].eq(True)
    return pd.concat([values.reset_index(drop=True), found], axis=1)


def interval_table(one: Mapping[str, float], draws: pd.DataFrame) -> pd.DataFrame:
    """Each outcome: the one run, and of the draws one in ten below, the middle, one in ten above.

    one : of the run at the values in force
    draws : as from `draw_table`; draws without a plan are left out
    """
    rows = []
    for name, (says, unit) in OUTCOMES.items():
        seen = draws.loc[draws["possible"], name].dropna().to_numpy(dtype=float)
        ends = {end: float(np.quantile(seen, at)) if len(seen) else np.nan for end, at in QUANTILES.items()}
        rows.append({"outcome": name, "says": says, "unit": unit, "one_run": one[name], **ends})
    return pd.DataFrame(rows)


def interval_said(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> list[str]:
    """How the draws went, in sentences; where there are none, that there is no interval.

    tables, meta : of the trip
    """
    if not meta["draws"]:
        return ["This is one run at the values in force, without an interval; --draws 16 gives one."]
    count, lost, astray = (meta[name] for name in ("draws", "draws_without_plan", "draws_unsettled"))
    lines = [
        f"{count} draws, each with {len(meta['drawn'])} numbers of its own and one source of reach, in turn: "
        "one draw in ten lies below an interval and one in ten above. In each the plan is made anew on "
        "grouped roles and told to the market in rounds of its own."
    ]
    went = (
        f"In {lost} of them no plan is possible within the firm's promises and limits; the interval is of "
        "the others."
        if lost
        else "In every draw a plan is possible"
    )
    if not lost:
        went += ", and its rounds settle." if not astray else "."
    lines.append(went)
    if astray:
        lines.append(f"In {astray} of {count - lost} the rounds do not settle; their last round is counted.")
    if meta["held"]:
        words = "; ".join(Parameters.default().about(name).says for name in meta["held"])
        lines.append(f"Held, since the plan's scenario or the command names it: {words}.")
    moved = tables[MADE].loc[tables[MADE]["possible"], "positions_moved"]
    moving = int((moved.abs() > SOME).sum())
    lines.append(
        f"In {moving} of {count - lost} draws the answer of the market moves the plan by half a position or "
        "more."
    )
    lines.append(
        "The middle of the draws need not be the one run: most ranges lie lopsided about the value in force, "
        "and the one run has one source of reach where draws have several."
    )
    return lines
