"""What returns where AI's capability falls back: jobs that adopters ended, eight quarters on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.batches import select_runs, without_ai
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.errors import InputError, Problem
from reallocate.result.result import Result
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.couple.rounds import Meeting
from reallocate.study.economy.ensemble import must_conserve
from reallocate.study.economy.policy import under
from reallocate.study.economy.reversal import REVERSAL, counted_at, least_years, missing, returned
from reallocate.work.hours_saved import hours_saved
from reallocate.work.world import World

Array = npt.NDArray[np.float64]

COLUMNS = "jobs at_reversal after back share_back unbroken share_of_unbroken"


def must_reach_past_reversal(asked: EconomyRun) -> None:
    """End where a run ends before what returns can be counted.

    asked : years, capability, parameters; raises `InputError`
    """
    least = least_years(asked.parameters["reversal_quarter"])
    if asked.capability == REVERSAL and asked.years < least:
        what = f"the run ends {4 * asked.years} quarters on, before two years after the reversal"
        raise InputError(Problem(what, "--years", f"Give at least {least} years."))


def remaining(met: Meeting, world: World, source: str, quarters: int) -> Array:
    """Of the hours that AI saves, those that it still saves; (occupation, quarter) [share].

    met : parameters in force
    world : content and reach
    source : of reach
    quarters : how many
    What full use saves in a quarter over what it saved in the last before the reversal; 1 until then.
    """
    p = met.asked.parameters
    wage = world.occupations["wage_mean"].to_numpy(dtype=float)
    hourly = wage * p["loaded_multiplier"] / p["hours_per_fte"]
    after = hours_saved(world, p, source, REVERSAL, quarters, hourly).saved
    last, _ = counted_at(p["reversal_quarter"])
    before = np.broadcast_to(after[:, [last]], after.shape)
    found: Array = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    found[:, : last + 1] = 1.0
    return found


def reversal_table(met: Meeting, world: World, change: Array, plan: Result) -> pd.DataFrame:
    """Jobs missing when capability falls back, and how many of them are back two years later.

    met : the market that the plan meets
    world : content and reach
    change : (occupation) that adopters made [share]
    plan : whose source of reach counts
    Adoption stays as it was at the reversal: nobody gives AI up, but each use saves less. Jobs missing are
    those of a market without adopters less those of this one; `unbroken` are those missing by then where
    nothing falls back and adopters go on along the plan's path.
    Returns jobs, at_reversal, after, back, unbroken [persons], share_back [share of at_reversal],
    share_of_unbroken [share of unbroken that is there].
    """
    quarter = met.asked.parameters["reversal_quarter"]
    last, end = counted_at(quarter)
    left = remaining(met, world, str(plan.facts["headline_source"]), end + 1)
    one = met.adopters(change)
    path = met.path[np.minimum(np.arange(end + 1), len(met.path) - 1)]
    path[last + 1 :] = path[last]
    saved = np.where(change[:, None] < 0, -change[:, None] * left, -change[:, None])
    gone = replace(one, saved=saved, compute=np.repeat(one.compute, end + 1, axis=1), path=path)
    made = _run(met, [gone, one, without_ai(met.before)], end)
    rest = select_runs(made, [2])
    fallen, unbroken = (missing(select_runs(made, [place]), rest, met.accounts) for place in (0, 1))
    rows = [
        {"jobs": name, **{key: float(value[0]) for key, value in figures.items()}}
        for name, figures in returned(fallen, unbroken, quarter).items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS.split())


def _run(met: Meeting, runs: list[RunAssumptions], quarters: int) -> Trajectory:
    """Runs side by side, under the policy that is asked for; people are checked to add up."""
    under_policy = under(met.asked.policy, runs, met.asked.parameters)
    found = simulate(met.national.economy(met.accounts), under_policy, quarters)
    must_conserve(found)
    return found
