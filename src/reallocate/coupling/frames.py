"""What a round trip gives, as tables: the way from plan to industry, rounds, responses, occupations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.coupling.context import RoundTrip
from reallocate.coupling.feedback import Replan, replan
from reallocate.coupling.market import WITH, WITHOUT, ended_jobs
from reallocate.coupling.shock import employs, plan_positions
from reallocate.economy.job_effects import ended_jobs as market_ended_jobs
from reallocate.economy.path import Returned, returned
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array

CLOSE = 1e-9
RESPONSES = {
    "pay a tenth lower": (0.9, 1.0, 1.0),
    "hiring takes half as long again": (1.0, 1.5, 1.0),
    "half as many quit": (1.0, 1.0, 0.5),
}
"""Responses of a market that are large enough to change the plan: pay, time to hire, quits [ratio]."""


def reconciled_frame(trip: RoundTrip) -> pd.DataFrame:
    """From the plan's cut to the jobs that adopters end, step by step; `InvariantError` where it differs."""
    market, extended, totals = trip.market, trip.extended, trip.plan.facts["totals"]
    work = 1.0 + totals["plan"]["work_added"] - totals["plan"]["work_dropped"]
    cut = 1.0 - totals["plan"]["positions"] / (totals["baseline"]["positions"] * work)
    own_mix = cut * market.share * market.follow.people
    lacks = market.staff[~employs(plan_positions(trip.plan), market.shock.occupations)].sum()
    not_employed = -cut * market.share * float(lacks)
    first, last = (
        float(ended_jobs(market, change).sum())
        for change in (market.shock.change.to_numpy(), trip.rounds.last)
    )
    at = min(market.shock.quarters, len(extended.parts) - 1)
    ended = float(market_ended_jobs(extended, market.accounts)[at, :, WITH].sum())
    expected = last * float(market.shock.path[at])
    if abs(ended - expected) > CLOSE * max(1.0, abs(expected)):
        what = f"the market ends {ended:,.3f} jobs where the plan says {expected:,.3f}"
        raise InvariantError(Problem(what, "round trip"))
    rows = [
        ("the plan's cut per unit of work × share that follows × people of the industries", own_mix),
        ("occupations of the industries that the firm does not have stay as they are", not_employed),
        ("the others stand in other proportions there", first - own_mix - not_employed),
        ("response of the market", last - first),
        ("of it not yet there when the run ends", expected - last),
        ("jobs that adopters end at unchanged output", ended),
    ]
    return pd.DataFrame(rows, columns=["step", "persons"])


def rounds_frame(trip: RoundTrip) -> pd.DataFrame:
    """Each round: the market's response, and the plan at it; the first row is the plan at today's market."""
    people = trip.market.staff / trip.market.staff.sum()

    def row(
        number: int, change: Array, ratios: list[float], plan: Replan, left: float
    ) -> dict[str, object]:
        return {
            "round": number, "change": float(people @ change),
            **dict(zip(("pay", "hiring", "quits"), ratios, strict=True)),
            "positions": float(plan.positions["plan"].sum()), "layoffs": plan.layoffs, "hires": plan.hires,
            "present_value": plan.present_value, "residual": left,
        }  # fmt: skip

    rows = [row(0, trip.market.shock.change.to_numpy(), [1.0] * 3, trip.rounds.first, np.nan)]
    for number, one in enumerate(trip.rounds.each, start=1):
        ratios = [float(people @ values) for values in (one.back.pay, one.back.hiring, one.back.quits)]
        rows.append(row(number, one.change, ratios, one.plan, one.residual))
    return pd.DataFrame(rows)


def response_frame(trip: RoundTrip) -> pd.DataFrame:
    """The plan at larger responses of the market than its own."""
    codes = trip.market.shock.occupations
    people = pd.Series(trip.market.staff, index=codes)
    trip.say("The plan under larger responses")
    plans = [("no response", trip.rounds.first), ("the market's own", trip.rounds.each[-1].plan)]
    for name, values in RESPONSES.items():
        back = Returned(*(pd.Series(value, index=codes) for value in values))
        plans.append((name, replan(trip.setting, back, people)))
    return pd.DataFrame(
        {
            "comes_back": [name for name, _ in plans],
            "positions": [float(one.positions["plan"].sum()) for _, one in plans],
            "layoffs": [one.layoffs for _, one in plans],
            "hires": [one.hires for _, one in plans],
        }
    )


def occupations_frame(trip: RoundTrip) -> pd.DataFrame:
    """By occupation: the change by adopters, people in work at the end, and the market's response."""
    nation, extended = trip.market.national.market, trip.extended
    pair = type(extended)(**{name: getattr(extended, name)[..., :2] for name in vars(extended)})
    quarters = min(trip.market.shock.quarters, len(extended.people) - 1)
    back = returned(pair, nation, trip.market.rates, quarters)
    rows = pd.DataFrame(
        {
            "occupation": nation.occupations,
            "title": nation.titles or nation.occupations,
            "people": trip.market.staff,
            "change": trip.rounds.last,
            "jobs_ended": trip.ended,
            "employment": extended.people[-1, 0, :, WITH] - extended.people[-1, 0, :, WITHOUT],
            "pay": back.pay.to_numpy(),
            "hiring": back.hiring.to_numpy(),
            "quits": back.quits.to_numpy(),
        }
    )
    return rows.sort_values("jobs_ended", ascending=False, kind="stable")
