"""What returns where AI's capability falls back: jobs that adopters ended, eight quarters on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.extended import Extended, run_extended
from reallocate.errors import InputError, Problem
from reallocate.study.couple_rounds import Meeting
from reallocate.study.economy_asked import EconomyRun
from reallocate.study.result import PlanStudy
from reallocate.work.hours_saved import hours_saved
from reallocate.work.world import World

Array = npt.NDArray[np.float64]

QUARTERS_AFTER = 8
"""Two years after the reversal: when what has come back is counted."""


def must_reach_past_reversal(asked: EconomyRun) -> None:
    """End where a run ends before what returns can be counted.

    asked : years, capability, parameters; raises `InputError`
    """
    end = round(asked.parameters["reversal_quarter"]) + QUARTERS_AFTER
    if asked.capability == "reversal" and 4 * asked.years < end:
        what = f"the run ends {4 * asked.years} quarters on, before two years after the reversal"
        raise InputError(Problem(what, "--years", f"Give at least {-(-end // 4)} years."))


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
    after = hours_saved(world, p, source, "reversal", quarters, hourly).saved
    last = max(round(p["reversal_quarter"]) - 1, 0)
    before = np.broadcast_to(after[:, [last]], after.shape)
    found: Array = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    found[:, : last + 1] = 1.0
    return found


def reversal_table(met: Meeting, world: World, change: Array, plan: PlanStudy) -> pd.DataFrame:
    """Jobs missing when capability falls back, and how many of them are back two years later.

    met : the market that the plan meets
    world : content and reach
    change : (occupation) that adopters made [share]
    plan : whose source of reach counts
    Adoption stays as it was at the reversal: nobody gives AI up, but each use saves less. Jobs missing are
    those of a market without adopters less those of this one.
    Returns jobs, at_reversal, after, back [persons], share_back [share].
    """
    at = round(met.asked.parameters["reversal_quarter"])
    end = at + QUARTERS_AFTER
    left = remaining(met, world, str(plan.meta["headline_source"]), end + 1)
    one = met.adopters(change)
    path = met.path[np.minimum(np.arange(end + 1), len(met.path) - 1)]
    path[at:] = path[min(at - 1, len(path) - 1)]
    saved = np.where(change[:, None] < 0, -change[:, None] * left, -change[:, None])
    gone = replace(one, saved=saved, compute=np.repeat(one.compute, end + 1, axis=1), path=path)
    still = replace(met.before, laws=replace(met.before.laws, adoption=False))
    national = met.national
    extended = run_extended(national.market, met.accounts, national.normal, [gone, still], end)
    rows = [
        ("jobs that adopters end at unchanged output", *_ended(extended, met, at - 1, end)),
        ("people in work, all industries", *_employed(extended, at - 1, end)),
    ]
    table = pd.DataFrame(rows, columns=["jobs", "at_reversal", "after"])
    table["back"] = table["at_reversal"] - table["after"]
    table["share_back"] = table["back"] / table["at_reversal"].where(table["at_reversal"] > 0)
    return table


def _ended(extended: Extended, met: Meeting, at: int, end: int) -> tuple[float, float]:
    jobs = -extended.parts[:, 0, :, 0].sum(axis=1) * float(met.accounts.jobs.sum())
    return float(jobs[at]), float(jobs[end])


def _employed(extended: Extended, at: int, end: int) -> tuple[float, float]:
    people = extended.people[:, 0].sum(axis=1)
    missing = people[:, 1] - people[:, 0]
    return float(missing[at]), float(missing[end])
