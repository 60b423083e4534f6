"""The named measures that a claim of the user's own may be choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.claims.basis.claim import Claim
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.claims.basis.plan_context import DECIDING, figures_of, in_force
from reallocate.claims.basis.plan_figures import Figures
from reallocate.claims.rows.industry_standard import CLAIM as STANDARD
from reallocate.claims.rows.net_jobs import CLAIM as NET_JOBS
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.demand import effect_at
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.ratios import unemployment_rate
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import Parameters
from reallocate.work.ranks import middle_ranks

Array = npt.NDArray[np.float64]

PERCENT = 100.0
QUARTERS = 4
BILLION = 1e3


@dataclass(frozen=True)
class Choice:
    """What is chosen of a measure.

    years : ahead, for measures of the economy [years]
    occupation : a code of SOC 2018 or how codes begin, such as 43- for office work
    """

    years: int = 10
    occupation: str = ""


@dataclass(frozen=True)
class NamedMeasure:
    """One measure.

    of : at one set of parameters and one source of reach [unit]
    drivers : parameters that may decide it; none where it is a measurement
    sources : what it is computed from, with grades
    needs : which of `Choice` it needs
    by_jobs_law : whether the law behind jobs and openings decides it
    """

    meaning: str
    unit: str
    of: Callable[[ClaimContext, Parameters, str, Choice], float]
    drivers: tuple[str, ...]
    sources: tuple[str, ...]
    needs: tuple[str, ...] = ()
    by_jobs_law: bool = False


def _jobs(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> Array:
    accounts = accounts_of(context, parameters)
    quarters = QUARTERS * choice.years
    found = effect_at(assumed_by(context, parameters, quarters, source), accounts, quarters)
    parts: Array = PERCENT * found.sum(axis=1) / accounts.jobs.sum()
    return parts


def _net_jobs(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
    return float(_jobs(context, parameters, source, choice).sum())


def _jobs_ended(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
    return -float(_jobs(context, parameters, source, choice)[PARTS.index("ended")])


def _unemployment(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
    """At the end, against the same market without further AI."""
    here, accounts = nation(context).national, accounts_of(context, parameters)
    quarters = QUARTERS * choice.years
    runs = [assumed_by(context, parameters, quarters, source)]
    given = (here.economy(accounts), runs, quarters)
    both = simulate_in_batches(*given), simulate_without_ai(*given)
    with_ai, without = (unemployment_rate(*each.people[-1, :2, :, 0].sum(axis=1)) for each in both)
    return PERCENT * float(with_ai - without)


def _tech_adoption(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
    return STANDARD.centre(context, parameters)


def _plan(measure: Callable[[Figures], float]) -> Callable[[ClaimContext, Parameters, str, Choice], float]:
    def of(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
        return measure(figures_of(context, in_force(context, parameters), source))

    return of


def _members(context: ClaimContext, choice: Choice) -> Array:
    codes = context.world.occupations.index.to_series().astype(str)
    jobs = context.world.occupations["employment"].to_numpy(dtype=float)
    return np.asarray(codes.str.startswith(choice.occupation).to_numpy() * jobs, dtype=float)


def _reach(context: ClaimContext, source: str) -> Array:
    content = context.world.content.transpose("occupation", "activity").to_numpy()
    found: Array = (content * automatable_hours(context.world, source)).sum(axis=1)
    return found


def _reach_share(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
    weight = _members(context, choice)
    return PERCENT * float(weight @ _reach(context, source) / weight.sum())


def _reach_place(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
    jobs = context.world.occupations["employment"].to_numpy(dtype=float)
    place = PERCENT * middle_ranks(_reach(context, source), jobs) / jobs.sum()
    weight = _members(context, choice)
    return float(weight @ place / weight.sum())


def _of(claim: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return claim.drivers, claim.sources


_PLAN_SOURCES = ("the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",)
_WORLD_SOURCES = ("O*NET 30.1 (A)", "BLS OEWS May 2025 (A)", "eight sources of reach (A)")
_JOBS_MADE = ("years",)

MEASURES: dict[str, NamedMeasure] = {
    "net_jobs": NamedMeasure(
        "jobs wanted at the end against the same economy without further AI",
        "% of jobs", _net_jobs, *_of(NET_JOBS), _JOBS_MADE, True,
    ),
    "jobs_ended": NamedMeasure(
        "jobs whose work AI does at the end, at unchanged output, before any are made",
        "% of jobs", _jobs_ended, *_of(NET_JOBS), _JOBS_MADE,
    ),
    "unemployment_change": NamedMeasure(
        "unemployment at the end against the same market without further AI",
        "percentage points", _unemployment, *_of(NET_JOBS), _JOBS_MADE, True,
    ),
    "tech_adoption": NamedMeasure(
        "tech work, counted in jobs, at firms that have put AI to all the work that it reaches, in eight "
        "years",
        "% of tech employment", _tech_adoption, *_of(STANDARD),
    ),
    "plan_positions": NamedMeasure(
        "positions of the worked example's plan at the end, against its baseline",
        "% of positions", _plan(lambda one: PERCENT * (one.positions / one.base_positions - 1.0)),
        DECIDING, _PLAN_SOURCES,
    ),
    "plan_freed": NamedMeasure(
        "payroll that the worked example's plan frees in three years, less what exits cost",
        "USD billion", _plan(lambda one: (one.freed - one.exits) / BILLION), DECIDING, _PLAN_SOURCES,
    ),
    "plan_work_per_position": NamedMeasure(
        "work delivered per position at the end of the plan, coordination left out, over the baseline's",
        "ratio", _plan(lambda one: one.work_each), DECIDING, _PLAN_SOURCES,
    ),
    "reach_share": NamedMeasure(
        "hours of an occupation, or of all that begin so, that can be automated",
        "% of hours", _reach_share, (), _WORLD_SOURCES, ("occupation",),
    ),
    "reach_place": NamedMeasure(
        "place of an occupation, or of all that begin so, among US jobs by the hours that can be automated",
        "percentile of US jobs", _reach_place, (), _WORLD_SOURCES, ("occupation",),
    ),
}  # fmt: skip
"""(name) what `measure` of a claim's file may be."""
