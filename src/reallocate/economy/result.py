"""What a simulated labour market gave: rates by step, people by occupation, also without the shock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.economy.engines.agents_workers import Workers
from reallocate.economy.engines.flow import Flows
from reallocate.economy.market.market import Market
from reallocate.economy.market.unemployment_rate import openings_rate
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import quantiles

END = ("employment", "unemployment", "vacancies")
"""What is told of each occupation, in the order of the state."""


@dataclass(frozen=True, eq=False)
class MarketResult:
    """A labour market through time, for one run or several.

    market : at its start
    flows : what happened
    without : the same without the shock, where there is one
    demand : (before–after, occupation) jobs demanded before and once the shock is over [persons]
    step_weeks : [weeks]
    shock : first step of the shock and its length [steps], where there is one
    cycle_steps : length of the business cycle [steps]; 0 where there is none
    workers : one record a person, of the first run, where the engine keeps them
    """

    market: Market
    flows: Flows
    without: Flows | None
    demand: Array
    step_weeks: float
    shock: tuple[float, float] | None
    cycle_steps: float
    workers: Workers | None = None

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return int(self.flows.totals.shape[0])

    @property
    def runs(self) -> int:
        """How many runs were made."""
        return int(self.flows.totals.shape[2])

    @property
    def years(self) -> Array:
        """When each step has ended, counted from the start; (step) [years of 52 weeks]."""
        return np.arange(1.0, self.steps + 1.0) * (self.step_weeks / 52.0)

    def is_finite(self) -> bool:
        """Whether every figure is a number."""
        return bool(np.isfinite(self.flows.totals).all() and np.isfinite(self.flows.end.people).all())


def unemployment_of_initial_force(flows: Flows) -> Array:
    """People without a job after each step; (step, run) [% of the labour force at the start].

    flows : what happened
    100·Σu/L, L as it was at the start; `ratios.unemployment_rate` takes the labour force of the same step
    """
    return 100.0 * flows.total("unemployed") / flows.labour_force


def long_term_of_initial_force(flows: Flows) -> Array:
    """People without a job for τ steps or more; (step, run) [% of the labour force at the start].

    flows : what happened
    100·Σ(spells of at least τ steps)/L; the spell of the step of separation counts 0
    """
    return 100.0 * flows.total("long_term_unemployed") / flows.labour_force


def vacancy_rate(flows: Flows) -> Array:
    """Open positions after each step; (step, run) [% of all positions, open or filled].

    flows : what happened
    100·Σv/(Σv + Σe)
    """
    vacant, employed = flows.total("vacancies"), flows.total("employed")
    return 100.0 * openings_rate(employed, vacant)


RATES: Mapping[str, Callable[[Flows], Array]] = {
    "unemployment_rate": unemployment_of_initial_force,
    "vacancy_rate": vacancy_rate,
    "long_term_unemployment_rate": long_term_of_initial_force,
}


def eight_of_ten(values: Array) -> str:
    """The range of eight of ten runs in words; nothing where there is one run.

    values : (run) [%]
    """
    if len(values) == 1:
        return ""
    ends = quantiles(values)
    return f" ({ends['p10']:.2f} to {ends['p90']:.2f}%)"


def middle(values: Array) -> Array:
    """The middle of the runs, the last axis.

    values : (…, run) [any unit]
    """
    return np.median(values, axis=-1)


def turning(unemployment: Array, vacancies: Array) -> float:
    """How a Beveridge curve turns: above 0 counter-clockwise, with unemployment to the right.

    unemployment, vacancies : (step) [%]
    The area the curve encloses, its ends joined, as a share of the rectangle around it:
    ½·Σ(u_t·v_{t+1} − u_{t+1}·v_t)/((max u − min u)·(max v − min v)); 0 where it stands still.
    """
    around = float(np.ptp(unemployment) * np.ptp(vacancies))
    if around <= 0.0:
        return 0.0
    u, v = unemployment - unemployment[0], vacancies - vacancies[0]
    area = 0.5 * float((u * np.roll(v, -1) - np.roll(u, -1) * v).sum())
    return area / around
