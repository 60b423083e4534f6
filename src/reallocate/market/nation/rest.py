"""The market before anything happens to it: normal slack, where people apply, what is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from reallocate.kernel.arrays import Array
from reallocate.market.flow.engine import Flows, Path, State, entry_rates, rate_table, run_flow
from reallocate.market.laws.compiled import compiled
from reallocate.market.laws.matching import applications_per_opening, hire_probability
from reallocate.market.state.market import LONG_TERM, STEP_WEEKS, STEPS_PER_MONTH, Market, Rates, ratio
from reallocate.market.state.network import Network

_REST_MONTHS = 120
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
    steps = _REST_MONTHS * STEPS_PER_MONTH
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


@dataclass(frozen=True, eq=False)
class Tightness:
    """Applications and their success at one moment; arrays are (occupation, …).

    weights : (origin, target) the network
    vacancies : open at the start of the step [persons]
    reachable : openings that somebody of the occupation sees, by the network's weights [persons]
    sent : applications to its openings in a step [persons]
    success : chance that an application to it leads to a job [probability]
    taken : openings times that chance [persons]
    """

    weights: csr_array
    vacancies: Array
    reachable: Array
    sent: Array
    success: Array
    taken: Array

    @property
    def filled(self) -> Array:
        """Openings of the occupation that are filled in a step, p_j·s_j/v_j [share/step]."""
        return ratio(self.success * self.sent, self.vacancies)

    @property
    def finding(self) -> Array:
        """Chance that somebody of the occupation who applies finds any job, Σ_j q_ij·p_j [probability]."""
        return ratio(self.weights @ self.taken, self.reachable)

    def paid(self, wage: Array) -> Array:
        """Mean pay of the jobs that people of each occupation find; 0 where they find none.

        wage : (occupation, …) such as [USD/year]
        """
        return ratio(self.weights @ (self.taken * wage), self.weights @ self.taken)


def applications(network: Network, searchers: Array, vacancies: Array) -> tuple[csr_array, Array, Array]:
    """The network, openings within reach and applications that an opening receives (E4).

    network : moves
    searchers : (occupation, …) people who apply in a step [persons]
    vacancies : (occupation, …) [persons]
    s_j/v_j = Σ_i A_ij·(searchers_i/Σ_k v_k·A_ik), each origin's part from `laws.search`
    Returns (origin, target) weights; (origin, …) Σ_k v_k·A_ik [persons]; (target, …) s_j/v_j [persons].
    """
    weights = csr_array((network.weight, network.target, network.start), shape=(network.size, network.size))
    reachable: Array = weights @ vacancies
    from_each = np.empty(searchers.shape)
    there = np.broadcast_to(reachable, searchers.shape)
    _applications_per_opening(np.ravel(searchers), np.ravel(there), from_each.reshape(-1))
    return weights, reachable, weights.T @ from_each


def tightness(network: Network, searchers: Array, vacancies: Array) -> Tightness:
    """Where people apply, and how likely an application is to succeed.

    network, searchers, vacancies : as for `applications`
    s_j = Σ_i searchers_i·q_ij; p_j from `laws.matching`
    """
    weights, reachable, per_opening = applications(network, searchers, vacancies)
    sent = vacancies * per_opening
    success = np.empty(sent.shape)
    _hire_probabilities(np.ravel(vacancies), np.ravel(sent), success.reshape(-1))
    return Tightness(weights, vacancies, reachable, sent, success, vacancies * success)


@compiled
def _applications_per_opening(searchers: Array, reachable: Array, from_each: Array) -> None:
    """E4 for each occupation; from_each is filled in place."""
    for place in range(len(searchers)):
        from_each[place] = applications_per_opening(searchers[place], reachable[place])


@compiled
def _hire_probabilities(vacancies: Array, sent: Array, success: Array) -> None:
    """E5 for each occupation; success is filled in place."""
    for place in range(len(sent)):
        success[place] = hire_probability(vacancies[place], sent[place])
