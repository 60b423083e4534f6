"""Levers of policy in runs of the extended market: what they do in a quarter, and what they cost in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reallocate.economy.engines.flow import Path, State, run_flow
from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.engines.flow_kernel import workspace
from reallocate.economy.laws.policy import (
    LEVERS,
    applied_elsewhere,
    moved_money,
    policy_costs,
    search_effort,
    subsidised_jobs,
)
from reallocate.economy.laws.unemployment_duration import weeks_without
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import STEP_WEEKS, WEEKS
from reallocate.economy.market.unemployment_rate import ratio
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.steady_state import SteadyState, normal_demand
from reallocate.measure.arrays import Array, by_run

MILLION = 1e6


class Levers:
    """The levers of every run: people's rates, the network they look in, subsidised jobs and money moved.

    market : of the nation
    runs : what each assumes
    at_rest : before any policy
    """

    def __init__(self, market: Market, runs: Sequence[RunAssumptions], at_rest: SteadyState) -> None:
        self._market, self._entering = market, at_rest.entering
        self._acting = {
            place: (run.policy, run.responses)
            for place, run in enumerate(runs)
            if run.responses is not None and not run.policy.is_nothing
        }
        self._flows = np.zeros((3, len(runs)))
        self.costs = np.zeros((len(LEVERS), len(runs)))
        self._rates = [run.flow_rates for run in runs]
        self._work = workspace(market.size, len(at_rest.state.spells), len(runs))
        self._elsewhere = np.zeros(len(runs))
        for place, acting in self._acting.items():
            self._elsewhere[place] = applied_elsewhere(*acting)
        if self._acting:
            self._look(at_rest.state)

    def _look(self, at_rest: State) -> None:
        """One step of the market at rest, to see how long people look, and how many are hired."""
        wanted = normal_demand(at_rest)
        still = np.zeros((1, wanted.shape[1]))
        path = Path(np.stack([wanted, wanted]), still, still + 1.0)
        flows = run_flow(self._market, at_rest, path, self._rates, STEP_WEEKS, entering=self._entering)
        self.take(at_rest, flows.totals, np.ones_like(wanted))
        for place, acting in self._acting.items():
            out = weeks_without(at_rest.people[1, :, place].sum(), self._flows[0, place])
            self._rates[place] = search_effort(self._rates[place], *acting, float(out))

    def advance(self, state: State, before: Array, after: Array, steps: int) -> tuple[State, Array]:
        """The market through so many steps; the state after them, and (step, total, run) [persons].

        state : of all runs
        before, after : (occupation, run) jobs wanted, gone through in a straight line [persons]
        steps : how many
        """
        mix = np.repeat((np.arange(steps)[:, None] + 1.0) / steps, before.shape[1], axis=1)
        path = Path(np.stack([before, after]), mix, np.ones_like(mix))
        flows = run_flow(
            self._market, state, path, self._rates, STEP_WEEKS, entering=self._entering,
            elsewhere=self._elsewhere, work=self._work,
        )  # fmt: skip
        return flows.end, flows.totals

    def take(self, state: State, totals: Array, wages: Array) -> None:
        """Take in a quarter: who was hired, who moved, what they earn, and what the levers cost.

        state : at its end
        totals : (step, total, run) [persons]
        wages : (occupation, run) [ratio to the start]
        """
        a_year = WEEKS / STEP_WEEKS / len(totals)
        named = dict(zip(TOTALS, totals.sum(axis=0) * a_year, strict=True))
        hired = named["hires"] - named["quits"]
        moved = named["occupation_switches"] * ratio(hired, named["hires"])
        employed, unemployed = by_run(state.people[0]), by_run(state.people[1]).sum(axis=1)
        self._flows = np.array([hired, moved, employed.sum(axis=1)])
        pay = np.nan_to_num(self._market.wage) * by_run(wages)
        mean_pay = (employed * pay).sum(axis=1) / employed.sum(axis=1)
        for place, acting in self._acting.items():
            seen = (float(one[place]) for one in (unemployed, hired, moved, mean_pay))
            self.costs[:, place] = policy_costs(*acting, *seen)

    def money(self) -> Array:
        """What policy moves; (run, pay–profits–budgets) [USD million/year]."""
        moved = np.zeros((self.costs.shape[1], 3))
        for place in self._acting:
            moved[place] = moved_money(self.costs[:, place] / MILLION)
        return moved

    def jobs(self, place: int) -> float:
        """Jobs wanted in one run under a hiring subsidy [ratio].

        place : of the run
        """
        if place not in self._acting:
            return 1.0
        hired, _, employed = self._flows[:, place]
        return subsidised_jobs(*self._acting[place], float(hired), float(employed))
