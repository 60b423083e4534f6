"""Groups of people followed through the flows of one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.flow.engine import Path, State, entry_rates, rate_table, run_flow
from reallocate.market.flow.kernel import (
    FOUND_WORK,
    LEFT_WORK,
    LOOKED,
    LOST_WORK,
    OPEN_TO,
    SENT_EACH,
    workspace,
)
from reallocate.market.flow.network import LANES, RowGroups, both_ways, sum_rows
from reallocate.market.laws.compiled import compiled
from reallocate.market.laws.labour_force import entries, exits, share_of_hires
from reallocate.market.laws.matching import seekers
from reallocate.market.nation.rest import NormalSlack, normal_demand, start_at
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.state.market import (
    EFFORT,
    LEAVING,
    ON_THE_JOB,
    STEP_WEEKS,
    STEPS_PER_QUARTER,
    Market,
    Rates,
)

_E, _U, _OUT = range(3)


@compiled
def _follow_steps(
    people: Array,
    parts: Array,
    inward: RowGroups,
    rate: Array,
    leaving: Array,
    entering: Array,
    leave_weight: Array,
    newcomers: Array,
    ageing: Array,
    separated_to: Integers,
) -> None:
    """Run the steps of a quarter; people are changed in place.

    people : (employed–unemployed–outside, occupation, group) [persons]
    parts : (step, part of a step, occupation) of the run that the groups are of, as `flow_kernel` names them
    inward : the network's rows by target
    rate : (rate) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    entering : (occupation) [share of those outside/step]
    leave_weight, newcomers, ageing, separated_to : (group) as `Cohorts`
    """
    count, blocks = people.shape[1], (people.shape[2] + LANES - 1) // LANES
    applied, hired = np.zeros((blocks, count, LANES)), np.zeros((blocks, count, LANES))
    for step in range(parts.shape[0]):
        _apply(people, parts[step], rate, applied)
        _hire(parts[step], inward, applied, hired)
        _balance(people, parts[step], hired, rate, leaving, entering, leave_weight, newcomers, separated_to)
        _age(people, ageing, newcomers.shape[0] > 0)


@compiled
def _kept(people: Array, flows: Array, place: int) -> float:
    """Of those in work in an occupation, who neither leaves nor loses it [share]."""
    employed = people[_E, place].sum()
    return 1.0 - (flows[LEFT_WORK, place] + flows[LOST_WORK, place]) / employed if employed > 0.0 else 0.0


@compiled
def _apply(people: Array, flows: Array, rate: Array, applied: Array) -> None:
    """Applications for one opening.

    applied : (block of groups, occupation, group) of every group from every occupation, filled in place; the
        groups of an occupation add up to its own
    """
    for origin in range(people.shape[1]):
        kept = _kept(people, flows, origin)
        for group in range(people.shape[2]):
            seeking = seekers(
                people[_U, origin, group], kept * people[_E, origin, group], rate[EFFORT], rate[ON_THE_JOB]
            )
            part = share_of_hires(seeking, flows[LOOKED, origin])
            applied[group // LANES, origin, group % LANES] = part * flows[SENT_EACH, origin]


@compiled
def _hire(flows: Array, inward: RowGroups, applied: Array, hired: Array) -> None:
    """Hires into every occupation by group; `hired` is filled in place, as `applied` is laid out."""
    sums = np.empty((applied.shape[1] + 1, LANES))
    for block in range(applied.shape[0]):
        sum_rows(applied[block], inward, sums)
        for place in range(applied.shape[1]):
            for lane in range(LANES):
                hired[block, place, lane] = sums[place, lane] * flows[OPEN_TO, place]


@compiled
def _balance(
    people: Array,
    flows: Array,
    hired: Array,
    rate: Array,
    leaving: Array,
    entering: Array,
    leave_weight: Array,
    newcomers: Array,
    separated_to: Integers,
) -> None:
    """People by group after the step."""
    groups = people.shape[2]
    moved = np.empty(groups)
    for place in range(people.shape[1]):
        left, lost, asked = flows[LEFT_WORK, place], flows[LOST_WORK, place], flows[LOOKED, place]
        employed, without = people[_E, place].sum(), people[_U, place].sum()
        result = flows[FOUND_WORK, place] / asked if asked > 0.0 else 0.0
        weighted_e, weighted_u = 0.0, 0.0
        for group in range(groups):
            weighted_e += leave_weight[group] * people[_E, place, group]
            weighted_u += leave_weight[group] * people[_U, place, group]
        kept = _kept(people, flows, place)
        freed = result * rate[EFFORT] * without
        tired = exits(without - freed, leaving[place] * rate[LEAVING])
        leave_e = left / weighted_e if weighted_e > 0.0 else 0.0
        leave_u = tired / weighted_u if weighted_u > 0.0 else 0.0
        lose = lost / employed if employed > 0.0 else 0.0
        gone = 0.0
        moved[:] = 0.0
        for group in range(groups):
            e, u, out = people[_E, place, group], people[_U, place, group], people[_OUT, place, group]
            away, worn, cut = leave_e * leave_weight[group] * e, leave_u * leave_weight[group] * u, lose * e
            quit = result * rate[EFFORT] * rate[ON_THE_JOB] * kept * e
            came = entries(out, entering[place])
            came_in = hired[group // LANES, place, group % LANES]
            people[_E, place, group] += came_in - away - cut - quit
            people[_U, place, group] += came - result * rate[EFFORT] * u - worn
            people[_OUT, place, group] -= came
            if newcomers.shape[0] == 0:
                people[_OUT, place, group] += away + worn
            gone += away + worn
            moved[separated_to[group]] += cut
        for group in range(groups):
            people[_U, place, group] += moved[group]
            if newcomers.shape[0] > 0:
                people[_OUT, place, group] += gone * newcomers[group]


@compiled
def _age(people: Array, ageing: Array, only_labour_force: bool) -> None:
    """People who have become old enough for the next group."""
    last = people.shape[2] - 1
    for status in range(2 if only_labour_force else 3):
        for place in range(people.shape[1]):
            for group in range(last - 1, -1, -1):
                older = ageing[group] * people[status, place, group]
                people[status, place, group] -= older
                people[status, place, group + 1] += older


_CLOSE = 1e-9
"""Of all people: how far the groups together may miss the market they are groups of."""
_STATUSES = ("employed", "unemployed", "outside")


@dataclass(frozen=True, eq=False)
class Cohorts:
    """Who is followed, and how the groups differ.

    share : (employed–unemployed–outside, occupation, group) of the occupation's people at the start [share];
        adds up to 1 over groups
    leaving : (group) weight in labour-force exits [ratio]
    newcomers : (group) of those who take the place of people that leave [share]; of length 0 where people
        come back as they left
    ageing : (group) who go on to the next group in a step [share/step]
    separated : (quarter, group) the group that somebody of a group is in after losing a job
    """

    share: Array
    leaving: Array
    newcomers: Array
    ageing: Array
    separated: Integers


@dataclass(frozen=True, eq=False)
class DemandPath:
    """The demand of one run, quarter by quarter.

    start : (employed–unemployed–vacancies–outside, occupation) at rest [persons]
    jobs : (quarter, occupation) wanted; quarter 0 is the start [persons]
    entering : (occupation) [share of those outside/step]
    rates : of flows
    """

    start: Array
    jobs: Array
    entering: Array
    rates: Rates


def demanded(market: Market, normal: NormalSlack, rates: Rates, extended: Trajectory, run: int) -> DemandPath:
    """The demand that one run of the extended market had.

    market, normal : that it was run with
    rates : of the run, with its laws that are off set to nothing
    extended : what the runs gave
    run : which
    """
    start = start_at(market, normal, 1, 1)
    entering = entry_rates(start.people, market.exits_per_step(STEP_WEEKS), rate_table([rates]))
    wanted = extended.wanted[:, :, run] * extended.subsidised[:, run, None]
    jobs = normal_demand(start)[:, 0] * wanted
    jobs[0] = normal_demand(start)[:, 0]
    return DemandPath(extended.people[0, :, :, run], jobs, entering[:, 0], rates)


def follow_cohorts(market: Market, demand: DemandPath, groups: Cohorts) -> Array:
    """People by status, occupation and group; (quarter, employed–unemployed–outside, occupation, group)
    [persons], quarter 0 the start.

    market : network and exits
    demand : of the run
    groups : who is followed
    Raises `InvariantError` where people are lost or made.
    """
    return np.stack([people[0].copy() for people in follow_side_by_side(market, [demand], [groups])])


def follow_side_by_side(
    market: Market, demands: Sequence[DemandPath], groups: Sequence[Cohorts]
) -> Iterator[list[Array]]:
    """Quarter by quarter from the start: of each run, people by status, occupation and group; (run)
    (employed–unemployed–outside, occupation, group) [persons], changed in place by the next quarter.

    market : network and exits
    demands : (run) all of as many quarters
    groups : (run) who is followed
    Each law of flows acts on an occupation as a whole; within it, people of all groups are separated alike,
    and hired as they apply. So the groups add up to the run they are groups of.
    Raises `InvariantError` where people are lost or made.
    """
    runs, quarters = len(demands), len(demands[0].jobs) - 1
    each = list(zip(demands, groups, strict=True))
    people = [demand.start[[0, 1, 3]][:, :, None] * of_run.share for demand, of_run in each]
    before = [float(one.sum()) for one in people]
    yield people
    state = _start(demands)
    rates, entering = [one.rates for one in demands], np.stack([one.entering for one in demands], axis=1)
    jobs = np.stack([one.jobs for one in demands], axis=-1)
    mix = np.repeat((np.arange(STEPS_PER_QUARTER)[:, None] + 1.0) / STEPS_PER_QUARTER, runs, axis=1)
    table, leaving = rate_table(rates), market.exits_per_step(STEP_WEEKS)
    inward, space = both_ways(market.network)[1], workspace(market.size, len(state.spells), runs)
    for quarter in range(1, quarters + 1):
        path = Path(jobs[quarter - 1 : quarter + 1], mix, np.ones_like(mix))
        flows = run_flow(
            market, state, path, rates, STEP_WEEKS, entering=entering, work=space, with_parts=True
        )
        state = flows.end
        for run, of_run in enumerate(groups):
            _follow_steps(
                people[run],
                np.ascontiguousarray(flows.parts[..., run]),
                inward,
                np.ascontiguousarray(table[:, run]),
                leaving,
                np.ascontiguousarray(entering[:, run]),
                of_run.leaving,
                of_run.newcomers,
                of_run.ageing,
                of_run.separated[quarter - 1],
            )
        yield people
    for first, one in zip(before, people, strict=True):
        _must_stay(first, float(one.sum()))


def _start(demands: Sequence[DemandPath]) -> State:
    """Where runs start; how long somebody has been without work does not matter to them."""
    people = np.stack([one.start for one in demands], axis=-1)
    spells = np.zeros((2, *people.shape[1:]))
    spells[0] = people[1]
    return State(people, spells)


def _must_stay(before: float, after: float) -> None:
    """End where people are lost or made."""
    if abs(after - before) > _CLOSE * before:
        raise InvariantError(
            Problem(f"{before:,.3f} people became {after:,.3f} while groups were followed", "groups")
        )
