"""Lengths of time in a market: weeks, months and steps, and what a step makes of a monthly rate."""

from __future__ import annotations

from math import ceil

from reallocate.measure.arrays import Array

WEEKS = 52.0
"""Weeks of a year, as the published calibration counts them."""
PUBLISHED_WEEKS = 6.75
"""Length of a step of the published calibration [weeks]."""
STEPS_PER_MONTH = 2
STEPS_PER_QUARTER = 3 * STEPS_PER_MONTH
STEPS_PER_YEAR = 12 * STEPS_PER_MONTH
WEEKS_PER_MONTH = WEEKS / 12.0
STEP_WEEKS = WEEKS_PER_MONTH / STEPS_PER_MONTH
"""Length of a step of the nation's market, half a month [weeks]."""
LONG_TERM_WEEKS = 27.0
"""A spell without a job is long-term from so many weeks on, as BLS counts [weeks]."""
LONG_TERM = ceil(LONG_TERM_WEEKS / STEP_WEEKS)
"""The same in whole steps of half a month: 27 weeks are 12.5 steps, so that 13 steps, 28.2 weeks, count
[steps]."""


def per_step(share: float) -> float:
    """A share closed in a published step of 6.75 weeks, for a step of half a month [share/step].

    share : [share/step of 6.75 weeks]
    1 − (1 − γ)^(Δt/6.75)
    """
    closed: float = 1.0 - (1.0 - share) ** (STEP_WEEKS / PUBLISHED_WEEKS)
    return closed


def in_a_month(chance: Array) -> Array:
    """Chance that something happens in a month, from its chance in each step of it [probability/month].

    chance : any shape [probability/step]
    1 − (1 − f)^2, with two steps a month
    """
    result: Array = 1.0 - (1.0 - chance) ** STEPS_PER_MONTH
    return result


def by_month(flow: Array) -> Array:
    """A flow added up over the steps of each month; (month, run) [persons/month].

    flow : (step, run), from the first of a month; a month that is not complete is left out [persons/step]
    """
    months = len(flow) // STEPS_PER_MONTH
    result: Array = flow[: months * STEPS_PER_MONTH].reshape(months, STEPS_PER_MONTH, -1).sum(axis=1)
    return result
