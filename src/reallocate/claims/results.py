"""The named results that a claim of the user's own may be about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.claims.basis.claim import Claim
from reallocate.claims.basis.context import ClaimGround
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.claims.basis.plan_context import DECIDING, figures_of, in_force
from reallocate.claims.basis.plan_figures import Figures
from reallocate.claims.rows.industry_standard import CLAIM as STANDARD
from reallocate.claims.rows.net_jobs import CLAIM as NET_JOBS
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.ratios import unemployment_rate
from reallocate.study.economy.demand import effect_at
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import Parameters
from reallocate.work.ranks import middle_ranks

Array = npt.NDArray[np.float64]

PERCENT = 100.0
QUARTERS = 4
BILLION = 1e3


@dataclass(frozen=True)
class About:
    """What a result is asked for.

    years : ahead, for results of the economy [years]
    occupation : a code of SOC 2018 or how codes begin, such as 43- for office work
    """

    years: int = 10
    occupation: str = ""


@dataclass(frozen=True)
class NamedResult:
    """One result.

    says, unit : what it is
    of : at one set of parameters and one source of reach [unit]
    drivers : parameters that may decide it; none where it is a measurement
    sources : what it is computed from, with grades
    asks : which of `About` it needs
    by_jobs_law : whether the law behind jobs and openings decides it
    """

    says: str
    unit: str
    of: Callable[[ClaimGround, Parameters, str, About], float]
    drivers: tuple[str, ...]
    sources: tuple[str, ...]
    asks: tuple[str, ...] = ()
    by_jobs_law: bool = False


def _jobs(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> Array:
    accounts = accounts_of(ground, parameters)
    quarters = QUARTERS * about.years
    found = effect_at(assumed_by(ground, parameters, quarters, source), accounts, quarters)
    parts: Array = PERCENT * found.sum(axis=1) / accounts.jobs.sum()
    return parts


def _net_jobs(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> float:
    return float(_jobs(ground, parameters, source, about).sum())


def _jobs_ended(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> float:
    return -float(_jobs(ground, parameters, source, about)[PARTS.index("ended")])


def _unemployment(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> float:
    """At the end, against the same market without further AI."""
    here, accounts = nation(ground).national, accounts_of(ground, parameters)
    quarters = QUARTERS * about.years
    runs = [assumed_by(ground, parameters, quarters, source)]
    given = (here.economy(accounts), runs, quarters)
    both = simulate_in_batches(*given), simulate_without_ai(*given)
    with_ai, without = (unemployment_rate(*each.people[-1, :2, :, 0].sum(axis=1)) for each in both)
    return PERCENT * float(with_ai - without)


def _tech_adoption(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> float:
    return STANDARD.centre(ground, parameters)


def _plan(measure: Callable[[Figures], float]) -> Callable[[ClaimGround, Parameters, str, About], float]:
    def of(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> float:
        return measure(figures_of(ground, in_force(ground, parameters), source))

    return of


def _members(ground: ClaimGround, about: About) -> Array:
    codes = ground.world.occupations.index.to_series().astype(str)
    jobs = ground.world.occupations["employment"].to_numpy(dtype=float)
    return np.asarray(codes.str.startswith(about.occupation).to_numpy() * jobs, dtype=float)


def _reach(ground: ClaimGround, source: str) -> Array:
    content = ground.world.content.transpose("occupation", "activity").to_numpy()
    found: Array = (content * automatable_hours(ground.world, source)).sum(axis=1)
    return found


def _reach_share(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> float:
    weight = _members(ground, about)
    return PERCENT * float(weight @ _reach(ground, source) / weight.sum())


def _reach_place(ground: ClaimGround, parameters: Parameters, source: str, about: About) -> float:
    jobs = ground.world.occupations["employment"].to_numpy(dtype=float)
    place = PERCENT * middle_ranks(_reach(ground, source), jobs) / jobs.sum()
    weight = _members(ground, about)
    return float(weight @ place / weight.sum())


def _of(claim: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return claim.drivers, claim.sources


_PLAN_SOURCES = ("the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",)
_WORLD_SOURCES = ("O*NET 30.1 (A)", "BLS OEWS May 2025 (A)", "eight sources of reach (A)")
_JOBS_MADE = ("years",)

RESULTS: dict[str, NamedResult] = {
    "net_jobs": NamedResult(
        "jobs wanted at the end against the same economy without further AI",
        "% of jobs", _net_jobs, *_of(NET_JOBS), _JOBS_MADE, True,
    ),
    "jobs_ended": NamedResult(
        "jobs whose work AI does at the end, at unchanged output, before any are made",
        "% of jobs", _jobs_ended, *_of(NET_JOBS), _JOBS_MADE,
    ),
    "unemployment_change": NamedResult(
        "unemployment at the end against the same market without further AI",
        "percentage points", _unemployment, *_of(NET_JOBS), _JOBS_MADE, True,
    ),
    "tech_adoption": NamedResult(
        "tech work, counted in jobs, at firms that have put AI to all the work that it reaches, in eight "
        "years",
        "% of tech employment", _tech_adoption, *_of(STANDARD),
    ),
    "plan_positions": NamedResult(
        "positions of the worked example's plan at the end, against its baseline",
        "% of positions", _plan(lambda one: PERCENT * (one.positions / one.base_positions - 1.0)),
        DECIDING, _PLAN_SOURCES,
    ),
    "plan_freed": NamedResult(
        "payroll that the worked example's plan frees in three years, less what exits cost",
        "USD billion", _plan(lambda one: (one.freed - one.exits) / BILLION), DECIDING, _PLAN_SOURCES,
    ),
    "plan_work_per_position": NamedResult(
        "work delivered per position at the end of the plan, coordination left out, over the baseline's",
        "ratio", _plan(lambda one: one.work_each), DECIDING, _PLAN_SOURCES,
    ),
    "reach_share": NamedResult(
        "hours of an occupation, or of all that begin so, that can be automated",
        "% of hours", _reach_share, (), _WORLD_SOURCES, ("occupation",),
    ),
    "reach_place": NamedResult(
        "place of an occupation, or of all that begin so, among US jobs by the hours that can be automated",
        "percentile of US jobs", _reach_place, (), _WORLD_SOURCES, ("occupation",),
    ),
}  # fmt: skip
"""(name) what `measure` of a claim's file may be."""
