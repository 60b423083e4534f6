"""How likely an automated result is good (W3), how fast systems are installed, and what sectors assume."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from pydantic import BaseModel, ConfigDict

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import UnknownName, nearest

SCENARIOS = ("trend", "plateau", "fast", "reversal")
_READINGS = ("win or tie", "not bad")
FAST = "fast"
FAST_IS_TREND = (
    "Fast capability is as trend in a plan: positions to 1% of the figure, the saving to 2%. What grows is "
    "how good AI's results are, which is near its ceiling within quarters. Which work AI reaches stays as "
    "today over a plan's years; in the nation's market it widens."
)
"""Said where fast capability is chosen."""
_FIRST_LONG_ZONE = 2.0
"""Job zone up to which no work is long projects."""
_DAYS_PER_QUARTER = 365.25 / 4
_FAST_DOUBLING = 89.0 / 131.0
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
    days = parameters["doubling_days"] * (_FAST_DOUBLING if scenario == "fast" else 1.0)
    grown = quarter * _DAYS_PER_QUARTER / days
    if scenario == "plateau":
        grown = np.minimum(grown, parameters["plateau_quarter"] * _DAYS_PER_QUARTER / days)
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
    if reading not in _READINGS:
        raise UnknownName(f"there is no reading {reading!r}; one of {', '.join(_READINGS)}")
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
    return np.clip(parameters["long_project_share_by_zone"] * (zone - _FIRST_LONG_ZONE), 0.0, 1.0)


def rollout(parameters: Mapping[str, float], quarters: int, in_use: float = 0.0) -> Array:
    """Share of reachable hours that have a system installed, by quarter: never a quality.

    parameters : adoption_ceiling [share], adoption_midpoint, adoption_width [quarters]
    quarters : how many
    in_use : r₀ [share of reachable hours] at the start, below the ceiling; 0 where today's use is left out
    Returns (quarter) [share].
    rollout(t) = ceiling / (1 + exp(−(t + 1 − midpoint)/width)), midpoint as in `_quarters_to_half`
    Source: logistic diffusion, Griliches 1957, Econometrica 25:501, DOI 10.2307/1905380.
    """
    quarter = np.arange(1, quarters + 1, dtype=float)
    score = (quarter - _quarters_to_half(parameters, in_use)) / parameters["adoption_width"]
    return parameters["adoption_ceiling"] / (1 + np.exp(-score))


def middle_half(width: float) -> float:
    """Time from a quarter of the ceiling to three quarters of it, on the S-curve [quarters].

    width : adoption_width [quarters]
    2·ln 3·width
    """
    return 2 * float(np.log(3)) * width


def _quarters_to_half(parameters: Mapping[str, float], in_use: float = 0.0) -> float:
    """Quarters until half of the ceiling is installed; below 0 where more is in use today.

    parameters : adoption_ceiling [share], adoption_midpoint, adoption_width [quarters]
    in_use : r₀ [share of reachable hours] at the start
    adoption_midpoint; or width·ln(ceiling/r₀ − 1), so that the curve begins where use is today
    """
    if in_use <= 0:
        return parameters["adoption_midpoint"]
    return parameters["adoption_width"] * float(np.log(parameters["adoption_ceiling"] / in_use - 1))


_ALL = "all"
_SOURCES = {
    "quits_per_month": "mean of 2019, {titles} (BLS JOLTS)",
    "assisted_today": "{titles}, November 2024 (Bick, Blandin, Deming 2025; second hand)",
}
"""Where a sector's figure is from, by parameter."""


class Sector(BaseModel):
    """A sector of industries; a figure that is missing is that of the parameter's default.

    naics : first two digits of its codes
    quits_per_month : [share of headcount/month]
    assisted_today : [share of hours] that people work with AI
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    naics: tuple[str, ...]
    quits_per_month: float | None = None
    assisted_today: float | None = None


@cache
def _sectors() -> Mapping[str, Sector]:
    """Every sector by its key; `all` stands for industries without one."""
    text = files("reallocate.work").joinpath("sectors.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: Sector(**fields) for name, fields in tomllib.loads(text).items()})


def sectors_of(industries: Iterable[str], people: Mapping[str, float] | None = None) -> dict[Sector, float]:
    """Sectors of some industries with their weight; `all` where none is known.

    industries : NAICS codes
    people : (code) weight of each; without it every sector counts the same
    """
    every, found = _sectors(), dict[Sector, float]()
    for code in sorted(industries, key=lambda code: code[:2]):
        for one in every.values():
            if code[:2] in one.naics:
                found[one] = 1.0 if people is None else found.get(one, 0.0) + people[code]
    return found or {every[_ALL]: 1.0}


def figures_of_sectors(
    chosen: Mapping[Sector, float], default: Mapping[str, float]
) -> dict[str, tuple[float, str]]:
    """Parameters of a firm in these sectors that are not the default, each with where it is from.

    chosen : (sector) weight
    default : [the parameter's own unit] of sectors without a figure
    """
    titles = " and ".join(one.title for one in chosen)
    result = {}
    for name, source in _SOURCES.items():
        known = [getattr(one, name) for one in chosen]
        if any(one is not None for one in known):
            values = [default[name] if one is None else one for one in known]
            weighed = zip(values, chosen.values(), strict=True)
            mean = sum(value * weight for value, weight in weighed) / sum(chosen.values())
            result[name] = (mean, source.format(titles=titles))
    return result
