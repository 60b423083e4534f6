"""How likely an automated hour's result is good, today and over the plan (W3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reallocate.errors import UnknownName, nearest
from reallocate.measure.arrays import Array

SCENARIOS = ("trend", "plateau", "fast", "reversal")
READINGS = ("win or tie", "not bad")
FAST = "fast"
FAST_IS_TREND = (
    "Fast capability is as trend here: positions and jobs to 1% of the figure, a firm's saving to 2%. What "
    "grows is how good AI's results are, which is near its ceiling within quarters; which work AI reaches "
    "does not grow."
)
"""Said where fast capability is chosen."""
FIRST_LONG_ZONE = 2.0
"""Job zone up to which no work is long projects."""
DAYS_PER_QUARTER = 365.25 / 4
FAST_DOUBLING = 89.0 / 131.0
"""Doubling time of the fast course as a share of the trend's: the readings since 2024 and since 2023, 89 and
131 days. The reading since 2023 is as short beside that since 2019, 196 days (METR 2026-01, grade A)."""


def doublings(parameters: Mapping[str, float], scenario: str, quarters: int) -> Array:
    """How often the task horizon has doubled since today, by quarter.

    parameters : doubling_days [days], plateau_quarter, reversal_quarter [quarters]
    scenario : trend, plateau, fast or reversal
    quarters : length of the plan [quarters]
    Returns (quarter) [doublings]: days since today ÷ doubling time, which is 89/131 of the trend's where
    capability grows fast. Raises `UnknownName` for another scenario.
    Source: METR, Time Horizon 1.1, 2026-01 (doubling times); the scenarios are this project's.
    """
    if scenario not in SCENARIOS:
        close = ", ".join(nearest(scenario, SCENARIOS) or SCENARIOS)
        raise UnknownName(f"there is no capability scenario {scenario!r}; nearest: {close}")
    quarter = np.arange(quarters, dtype=float)
    days = parameters["doubling_days"] * (FAST_DOUBLING if scenario == "fast" else 1.0)
    grown = quarter * DAYS_PER_QUARTER / days
    if scenario == "plateau":
        grown = np.minimum(grown, parameters["plateau_quarter"] * DAYS_PER_QUARTER / days)
    if scenario == "reversal":
        grown = np.where(quarter >= parameters["reversal_quarter"], 0.0, grown)
    return grown


def good_result(
    parameters: Mapping[str, float],
    scenario: str,
    quarters: int,
    difficulty: Array,
    project_share: Array,
    reading: str = "win or tie",
    first: int = 0,
) -> Array:
    """Probability that an automated hour's result is good.

    parameters : capability_ceiling, good_deliverable, good_project [probability],
        capability_slope [logits/doubling], and those of `doublings`
    scenario : of capability, see `doublings`
    quarters : how many
    difficulty : (cell) [logits] above that of tasks a model does alone
    project_share : (cell) [share of hours] that comes as long projects
    reading : `win or tie` against an expert, or `not bad` (one minus the share of bad output)
    first : quarter from which on it is wanted
    Returns (cell, quarter) [probability].

    w = (1 − λ)·w_deliverable + λ·w_project;  w_c = w̄·logistic(μ_c(t) − b),
    μ_c(t) = μ_c(0) + κ·doublings(t), μ_c(0) such that w_c(0) is the published share at b = 0.
    Source: Patwardhan et al. 2025, arXiv:2510.04374 (deliverables); Remote Labor Index 2025,
    arXiv:2510.26787 (projects); METR 2026 (growth).
    """
    if reading not in READINGS:
        raise UnknownName(f"there is no reading {reading!r}; one of {', '.join(READINGS)}")
    ceiling = parameters["capability_ceiling"]
    growth = parameters["capability_slope"] * doublings(parameters, scenario, quarters)[first:]
    classes = []
    for anchor in (parameters["good_deliverable"], parameters["good_project"]):
        share = min(anchor / ceiling, 1 - 1e-9)
        start = np.log(share / (1 - share))
        score = start + growth[None, :] - difficulty[:, None]
        classes.append(ceiling / (1 + np.exp(-score)))
    long = project_share[:, None]
    good: Array = (1 - long) * classes[0] + long * classes[1]
    if reading == "not bad":
        good = 1 - parameters["bad_share_of_failures"] * (1 - good)
    return good


def done_alone(direct: Array, automatable: Array) -> Array:
    """Share of the automatable hours that a model does without software around it.

    direct : hours so labelled, the mean of both labellers [share of hours]
    automatable : min(x_A, x_ζ), of the same shape [share of hours]
    """
    share = np.divide(direct, automatable, out=np.zeros_like(automatable), where=automatable > 0)
    return np.clip(share, 0.0, 1.0)


def difficulty(parameters: Mapping[str, float], alone: Array) -> Array:
    """b, how much harder work is where a model needs software around it [logits].

    parameters : tooling_difficulty
    alone : share that a model does alone
    """
    return parameters["tooling_difficulty"] * (1 - alone)


def long_share(parameters: Mapping[str, float], zone: Array) -> Array:
    """Share of the work that is long projects.

    parameters : long_project_share_by_zone
    zone : [job zone, 1–5]
    """
    return np.clip(parameters["long_project_share_by_zone"] * (zone - FIRST_LONG_ZONE), 0.0, 1.0)
