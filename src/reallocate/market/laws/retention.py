"""Law of retention (E7): the weight of one's own occupation in the network."""

from __future__ import annotations

from reallocate.kernel.errors import InputError, Problem
from reallocate.market.state.market import WEEKS

MOBILITY = 0.19
"""Share of people who change their occupation in a year, CPS, as the published calibration takes it."""
CHANGING = 0.06
"""Share of the labour force that looks for a job, the average of unemployment 2000 to 2018."""


def retention(step_weeks: float) -> float:
    """The weight r of one's own occupation in the network [share].

    step_weeks : length of a step [weeks]
    r = ((1 − m)^Δt + c − 1)/c with m = 0.19 a year, c = 0.06, Δt = weeks/52: if c of the people change
    jobs in a step, so many must stay for m of all to change occupation in a year.
    Raises `InputError` where the step is so long that r would be negative.
    Source: del Rio-Chanona et al. 2021, supplement, section on calibration, DOI 10.1098/rsif.2020.0898.
    """
    weight: float = ((1.0 - MOBILITY) ** (step_weeks / WEEKS) + CHANGING - 1.0) / CHANGING
    if not 0.0 <= weight <= 1.0:
        raise InputError(
            Problem(
                f"a step of {step_weeks:g} weeks is too long for the mobility of {MOBILITY:.0%} a year",
                "[time] step_weeks",
                why=f"The share that stays in its occupation would be {weight:.3f}, below 0.",
                remedy="Take steps of at most 15 weeks; the published calibration has 6.75.",
            )
        )
    return weight
