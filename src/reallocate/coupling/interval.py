"""The interval of a round trip: outcomes over its draws, beside the central run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from reallocate.coupling.draws import Draw
from reallocate.coupling.ledger import by_group, displaced
from reallocate.coupling.market import WITH, WITHOUT, CoupledMarket, ended_jobs
from reallocate.coupling.rounds import Rounds
from reallocate.economy.job_effects import ended_jobs as market_ended_jobs
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import QUANTILES
from reallocate.output.table import Column
from reallocate.result.result import Result


def _change(name: str, label: str, unit: str, about: str) -> Column:
    return Column(name, label, unit, signed=True, about=about)


OUTCOMES = (
    Column("jobs_ended", "Jobs ended", "persons", about="jobs ended at unchanged output, end of the plan"),
    _change("jobs_wanted", "Jobs wanted", "persons", "jobs wanted in all, end of the run"),
    _change("employed", "In work", "persons", "people in work, end of the run"),
    _change("unemployed", "Without work", "persons", "people without work, end of the run"),
    _change("unemployed_most", "Without work, peak", "persons", "people without work, at the peak"),
    _change("unemployment", "Unemployment rate", "percentage points", "unemployment rate, end of the run"),
    _change("idle", "Time without work", "person-years", "time without work, whole market, over the run"),
    _change("pay", "Real pay", "share", "real pay in the industries' occupations, over the plan"),
    _change("hiring", "Time to hire", "share", "time to fill an opening there, over the plan"),
    _change("quits", "Job finding", "share", "chance to find another job there, over the plan"),
    Column("positions_before", "Positions, today's market", "FTE",
           about="positions at the end of the plan, at today's market"),
    Column("positions_after", "Positions, at response", "FTE",
           about="positions at the end of the plan, at the market's response"),
    _change("positions_moved", "Change of positions", "FTE", "positions changed by the market's response"),
    Column("lost_years", "Pay lost", "years of pay", about="loss of somebody laid off, at present value"),
)  # fmt: skip
"""Outcomes of each draw. All but positions and the loss are against the market without adopters."""
NAMES = tuple(column.name for column in OUTCOMES)
CHANGES = tuple(column.name for column in OUTCOMES if column.signed)
"""Outcomes that are changes, written with their sign."""


def outcomes(
    market: CoupledMarket, rounds: Rounds, extended: Trajectory, loss: pd.DataFrame
) -> dict[str, float]:
    """The outcomes of one trip, by name.

    market, rounds : of the trip
    extended : with those who follow the plan and without, first and second
    loss : its ledger
    """
    jobs = float(market.accounts.jobs.sum())
    at = min(market.shock.quarters, len(extended.parts) - 1)
    pair = extended.people[..., [WITH, WITHOUT]].sum(axis=2)
    more = pair[..., WITH] - pair[..., WITHOUT]
    rate = 100.0 * unemployment_rate(pair[-1, 0], pair[-1, 1])
    last, weight = rounds.each[-1], market.staff / market.staff.sum()
    before, after = (float(one.positions["plan"].sum()) for one in (rounds.first, last.plan))
    wanted = extended.parts[-1, ..., WITH] - extended.parts[-1, ..., WITHOUT]
    total = loss.loc[loss["group"] == "all", "lost_years"]
    return {
        "jobs_ended": float(market_ended_jobs(extended, market.accounts)[at, :, WITH].sum()),
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


def draw_frame(values: pd.DataFrame, made: Iterable[Draw], plan: Result, titles: pd.Series) -> pd.DataFrame:
    """Each draw: its assumptions, how its rounds ended, and its outcomes; (draw).

    values : (draw) parameters and source of reach
    made : the draws, in turn
    plan : saved
    titles : (major group) in words
    Outcomes are missing where no plan is possible.
    """
    rows = []
    for number, one in enumerate(made, start=1):
        row: dict[str, object] = {"draw": number, "possible": one.rounds is not None}
        if one.rounds is None or one.extended is None:
            rows.append(row)
            continue
        ended = ended_jobs(one.market, one.rounds.last)
        cells = displaced(one.market, plan, ended, one.extended)
        lost = by_group(cells, ended, titles, one.market.shock.occupations)
        last = one.rounds.each[-1]
        row |= {"rounds": len(one.rounds.each), "settled": one.rounds.converged, "residual": last.residual}
        rows.append(row | outcomes(one.market, one.rounds, one.extended, lost))
    frame = pd.DataFrame(rows, columns=["draw", "possible", "rounds", "settled", "residual", *NAMES])
    frame["settled"] = frame["settled"].eq(True)
    return pd.concat([values.reset_index(drop=True), frame], axis=1)


def interval_frame(central: Mapping[str, float], draws: pd.DataFrame) -> pd.DataFrame:
    """Each outcome: the central run, and 10th percentile, median and 90th percentile of the draws.

    central : outcomes of the run at the values in force
    draws : as from `draw_frame`; draws without a plan are left out
    """
    rows = []
    for column in OUTCOMES:
        values = draws.loc[draws["possible"], column.name].dropna().to_numpy(dtype=float)
        ends = {end: _quantile(values, at) for end, at in QUANTILES.items()}
        row = {"outcome": column.name, "says": column.about, "unit": column.unit}
        rows.append({**row, "one_run": central[column.name], **ends})
    return pd.DataFrame(rows)


def _quantile(values: Array, at: float) -> float:
    return float(np.quantile(values, at)) if len(values) else float("nan")
