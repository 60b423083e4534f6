"""The named measures that a claim of the user's own may be about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.claims.basis.economy_ensemble import with_and_without
from reallocate.claims.basis.plan_context import DECIDING, figures_of, in_force
from reallocate.claims.basis.plan_figures import Figures
from reallocate.claims.rows.industry_standard import CLAIM as STANDARD
from reallocate.claims.rows.net_jobs import CLAIM as NET_JOBS
from reallocate.economy.demand_corners import effect_at
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.measure.arrays import Array
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import Parameters
from reallocate.work.ranks import middle_ranks

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


Measure = Callable[[ClaimContext, Parameters, str, Choice], float]


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
    of: Measure
    drivers: tuple[str, ...]
    sources: tuple[str, ...]
    needs: tuple[str, ...] = ()
    by_jobs_law: bool = False


def _jobs(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> Array:
    accounts = accounts_of(context, parameters)
    quarters = QUARTERS * choice.years
    run, unemployment = assumed_by(context, parameters, quarters, source), nation(context).unemployment
    effect = effect_at(run, accounts, quarters, unemployment)
    return np.asarray(PERCENT * effect.sum(axis=1) / accounts.jobs.sum())


def _unemployment(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
    """At the end, against the same market without further AI."""
    quarters = QUARTERS * choice.years
    runs = [assumed_by(context, parameters, quarters, source)]
    with_ai, without = (
        unemployment_rate(*each.people[-1, :2, :, 0].sum(axis=1))
        for each in with_and_without(context, parameters, runs, quarters)
    )
    return PERCENT * float(with_ai - without)


def _plan(measure: Callable[[Figures], float]) -> Measure:
    return lambda context, parameters, source, choice: measure(
        figures_of(context, in_force(context, parameters), source)
    )


def _reach(of: Callable[[Array, Array], Array]) -> Measure:
    """The mean, over jobs in the chosen occupations, of what is made of automatable hours and jobs."""

    def measure(context: ClaimContext, parameters: Parameters, source: str, choice: Choice) -> float:
        jobs = context.world.occupations["employment"].to_numpy(dtype=float)
        codes = context.world.occupations.index.astype(str)
        weight = codes.str.startswith(choice.occupation) * jobs
        content = context.world.content.transpose("occupation", "activity").to_numpy()
        reach = (content * automatable_hours(context.world, source)).sum(axis=1)
        return PERCENT * float(weight @ of(reach, jobs) / weight.sum())

    return measure


PLAN_SOURCES = ("the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",)
WORLD_SOURCES = ("O*NET 30.1 (A)", "BLS OEWS May 2025 (A)", "eight sources of reach (A)")
YEARS = ("years",)

MEASURES: dict[str, NamedMeasure] = {
    "net_jobs": NamedMeasure(
        "jobs wanted at the end against the same economy without further AI",
        "% of jobs", lambda *given: float(_jobs(*given).sum()),
        NET_JOBS.drivers, NET_JOBS.sources, YEARS, True,
    ),
    "jobs_ended": NamedMeasure(
        "jobs whose work AI does at the end, at unchanged output, before any are made",
        "% of jobs", lambda *given: -float(_jobs(*given)[PARTS.index("ended")]),
        NET_JOBS.drivers, NET_JOBS.sources, YEARS,
    ),
    "unemployment_change": NamedMeasure(
        "unemployment at the end against the same market without further AI",
        "percentage points", _unemployment, NET_JOBS.drivers, NET_JOBS.sources, YEARS, True,
    ),
    "tech_adoption": NamedMeasure(
        "tech work, counted in jobs, at firms that have put AI to all the work that it reaches, in eight "
        "years",
        "% of tech employment", lambda context, parameters, *_: STANDARD.centre(context, parameters),
        STANDARD.drivers, STANDARD.sources,
    ),
    "plan_positions": NamedMeasure(
        "positions of the worked example's plan at the end, against its baseline",
        "% of positions", _plan(lambda one: PERCENT * (one.positions / one.base_positions - 1.0)),
        DECIDING, PLAN_SOURCES,
    ),
    "plan_freed": NamedMeasure(
        "payroll that the worked example's plan frees in three years, less what exits cost",
        "USD billion", _plan(lambda one: (one.freed - one.exits) / BILLION), DECIDING, PLAN_SOURCES,
    ),
    "plan_work_per_position": NamedMeasure(
        "work delivered per position at the end of the plan, coordination left out, over the baseline's",
        "ratio", _plan(lambda one: one.work_each), DECIDING, PLAN_SOURCES,
    ),
    "reach_share": NamedMeasure(
        "hours of an occupation, or of all that begin so, that can be automated",
        "% of hours", _reach(lambda reach, jobs: reach), (), WORLD_SOURCES, ("occupation",),
    ),
    "reach_place": NamedMeasure(
        "place of an occupation, or of all that begin so, among US jobs by the hours that can be automated",
        "percentile of US jobs", _reach(lambda reach, jobs: middle_ranks(reach, jobs) / jobs.sum()), (),
        WORLD_SOURCES, ("occupation",),
    ),
}  # fmt: skip
"""(name) what `measure` of a claim's file may be."""
