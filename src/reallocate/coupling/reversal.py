"""What returns where AI's capability falls back: jobs that adopters ended, eight quarters on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.coupling.market import CoupledMarket
from reallocate.economy.batches import select_runs, without_ai
from reallocate.economy.reversal import REVERSAL, counted_at, least_years, missing, returned
from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array
from reallocate.result.result import Result
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.hours_saved import hours_freed
from reallocate.work.world import World


def must_reach_past_reversal(request: EconomyRun) -> None:
    """End where a run ends before what returns can be counted.

    request : years, capability, parameters; raises `InputError`
    """
    least = least_years(request.parameters["reversal_quarter"])
    if request.capability == REVERSAL and request.years < least:
        what = f"the run ends {4 * request.years} quarters on, before two years after the reversal"
        raise InputError(Problem(what, "--years", f"Give at least {least} years."))


def remaining(market: CoupledMarket, world: World, source: str, quarters: int) -> Array:
    """Of the hours that AI saves, those that it still saves; (occupation, quarter) [share].

    market : parameters in force
    world : content and reach
    source : of reach
    What full use saves in a quarter over what it saved in the last before the reversal; 1 until then.
    """
    p = market.request.parameters
    wage = world.occupations["wage_mean"].to_numpy(dtype=float)
    hourly = wage * p["loaded_multiplier"] / p["hours_per_fte"]
    after = hours_freed(world, p, source, REVERSAL, quarters, hourly).saved(p)
    last, _ = counted_at(p["reversal_quarter"])
    before = np.broadcast_to(after[:, [last]], after.shape)
    left: Array = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    left[:, : last + 1] = 1.0
    return left


def reversal_frame(market: CoupledMarket, world: World, change: Array, plan: Result) -> pd.DataFrame:
    """Jobs missing when capability falls back, and how many of them are back two years later.

    market : the market that the plan meets
    world : content and reach
    change : (occupation) that adopters made [share]
    plan : whose source of reach counts
    Adoption stays as it was at the reversal: nobody gives AI up, but each use saves less. Jobs missing are
    those of a market without adopters less those of this one; `unbroken` are those missing by then where
    nothing falls back and adopters go on along the plan's path.
    Returns jobs, at_reversal, after, back, unbroken [persons], share_back [share of at_reversal],
    share_of_unbroken [share of unbroken that is there].
    """
    quarter = market.request.parameters["reversal_quarter"]
    last, end = counted_at(quarter)
    left = remaining(market, world, str(plan.facts["headline_source"]), end + 1)
    one = market.adopters(change)
    path = market.path[np.minimum(np.arange(end + 1), len(market.path) - 1)]
    path[last + 1 :] = path[last]
    saved = np.where(change[:, None] < 0, -change[:, None] * left, -change[:, None])
    gone = replace(one, saved=saved, compute=np.repeat(one.compute, end + 1, axis=1), path=path)
    runs = market.simulate([gone, one, without_ai(market.before)], end)
    rest = select_runs(runs, [2])
    fallen, unbroken = (missing(select_runs(runs, [place]), rest, market.accounts) for place in (0, 1))
    rows = [
        {"jobs": name, **{key: float(value[0]) for key, value in figures.items()}}
        for name, figures in returned(fallen, unbroken, quarter).items()
    ]
    return pd.DataFrame(rows)
