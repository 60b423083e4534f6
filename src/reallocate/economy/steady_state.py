"""The extended market before anything happens to it: normal slack, and how it follows demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reallocate.economy.engines.flow import Flows, Path, State, entry_rates, rate_table, run_flow
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import LONG_TERM, STEP_WEEKS, STEPS_PER_MONTH
from reallocate.measure.arrays import Array

REST_MONTHS = 120
"""Ten years: what is left of the start is then below a ten-thousandth of any rate."""


@dataclass(frozen=True)
class NormalSlack:
    """Slack of the market in normal times, from which demand is counted.

    unemployment : [share of the labour force]
    openings : [share of openings and employment]
    outside : people outside the labour force, for each in it [ratio]
    """

    unemployment: float
    openings: float
    outside: float


def start_at(market: Market, normal: NormalSlack, runs: int, long_term: int) -> State:
    """Everybody at normal slack, each occupation alike.

    market : employment by occupation
    runs : how many
    long_term : steps from which a spell counts as long [steps]
    """
    employed = market.employment[:, None] * np.ones(runs)
    unemployed = employed * normal.unemployment / (1.0 - normal.unemployment)
    vacant = employed * normal.openings / (1.0 - normal.openings)
    outside = normal.outside * (employed + unemployed)
    spells = np.zeros((long_term + 1, *employed.shape))
    spells[0] = unemployed
    return State(np.stack([employed, unemployed, vacant, outside]), spells)


def normal_demand(state: State) -> Array:
    """Jobs wanted in normal times: those filled and those open; (occupation, run) [persons].

    state : at normal slack
    """
    wanted: Array = state.people[0] + state.people[2]
    return wanted


@dataclass(frozen=True, eq=False)
class SteadyState:
    """The market after ten years of the same demand.

    state : people and openings
    wanted : (occupation, run) jobs in normal times [persons]
    entering : (occupation, run) entries to the labour force [share of those outside/step]
    """

    state: State
    wanted: Array
    entering: Array

    def runs(self, places: Sequence[int]) -> SteadyState:
        """Some of the runs, in the order given.

        places : of the runs that are wanted
        """
        at = list(places)
        state = State(self.state.people[..., at], self.state.spells[..., at])
        return SteadyState(state, self.wanted[:, at], self.entering[:, at])


def side_by_side(runs: Sequence[SteadyState]) -> SteadyState:
    """Markets at rest as the runs of one.

    runs : each of one run or more
    """
    people, spells, wanted, entering = (
        np.concatenate(each, axis=-1)
        for each in zip(*((r.state.people, r.state.spells, r.wanted, r.entering) for r in runs), strict=True)
    )
    return SteadyState(State(people, spells), wanted, entering)


def steady_state(market: Market, normal: NormalSlack, rates: Sequence[Rates], level: Array) -> SteadyState:
    """The market after ten years of the same demand.

    market : employment, network, exits
    normal : slack that demand is counted from
    rates : (run)
    level : (run) demand as a ratio of normal
    """
    start = start_at(market, normal, len(rates), LONG_TERM)
    wanted = normal_demand(start)
    leaving = market.exits_per_step(STEP_WEEKS)
    entering = entry_rates(start.people, leaving, rate_table(rates))
    steps = REST_MONTHS * STEPS_PER_MONTH
    path = Path(
        np.stack([wanted, wanted]), np.zeros((steps, len(rates))), np.repeat(level[None, :], steps, axis=0)
    )
    end = run_flow(market, start, path, rates, STEP_WEEKS, entering=entering).end
    return SteadyState(end, wanted, entering)


def follow(
    market: Market, normal: NormalSlack, rates: Sequence[Rates], scale: Array
) -> tuple[Flows, SteadyState]:
    """The market through time while all demand moves alike, and what it started from.

    market : labels, employment, network, exits
    normal : slack that demand is counted from
    rates : (run)
    scale : (step, run) demand as a ratio of normal; its first value holds for ten years beforehand
    """
    at_rest = steady_state(market, normal, rates, scale[0])
    return continue_from(market, at_rest, at_rest.state, rates, scale), at_rest


def continue_from(
    market: Market, at_rest: SteadyState, state: State, rates: Sequence[Rates], scale: Array
) -> Flows:
    """The market from any state, demand counted from the same normal times.

    market, rates, scale : as for `follow`
    at_rest : where it was before
    state : to go on from
    """
    path = Path(np.stack([at_rest.wanted, at_rest.wanted]), np.zeros_like(scale), scale)
    return run_flow(market, state, path, rates, STEP_WEEKS, entering=at_rest.entering)


def occupation_mobility(flows: Flows) -> Array:
    """Moves to another occupation in a year, for each employed; (run) [share/year].

    flows : of steps of half a month
    """
    per_step = flows.total("occupation_switches").mean(axis=0) / flows.total("employed").mean(axis=0)
    result: Array = per_step * (12.0 * STEPS_PER_MONTH)
    return result
