"""The inner loop of groups that are followed: flows of each occupation, with its people told apart."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.flow_kernel import (
    FOUND_WORK,
    LEFT_WORK,
    LOOKED,
    LOST_WORK,
    OPEN_TO,
    SENT_EACH,
)
from reallocate.economy.engines.flow_network import LANES, RowGroups, sum_rows
from reallocate.economy.kernels.compiled import compiled
from reallocate.economy.laws.age import share_of_hires
from reallocate.economy.laws.labour_force_exits import entries, exits
from reallocate.economy.laws.on_the_job import seekers
from reallocate.economy.market.flow_parameters import EFFORT, LEAVING, ON_THE_JOB
from reallocate.measure.arrays import Array, Integers

E, U, OUT = range(3)


@compiled
def follow_steps(
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
        _balance(
            people, parts[step], hired, rate, leaving, entering, leave_weight, newcomers, separated_to
        )
        _age(people, ageing, newcomers.shape[0] > 0)


@compiled
def _kept(people: Array, flows: Array, place: int) -> float:
    """Of those in work in an occupation, who neither leaves nor loses it [share]."""
    employed = people[E, place].sum()
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
                people[U, origin, group], kept * people[E, origin, group], rate[EFFORT], rate[ON_THE_JOB]
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
        employed, without = people[E, place].sum(), people[U, place].sum()
        result = flows[FOUND_WORK, place] / asked if asked > 0.0 else 0.0
        weighted_e, weighted_u = 0.0, 0.0
        for group in range(groups):
            weighted_e += leave_weight[group] * people[E, place, group]
            weighted_u += leave_weight[group] * people[U, place, group]
        kept = _kept(people, flows, place)
        freed = result * rate[EFFORT] * without
        tired = exits(without - freed, leaving[place] * rate[LEAVING])
        leave_e = left / weighted_e if weighted_e > 0.0 else 0.0
        leave_u = tired / weighted_u if weighted_u > 0.0 else 0.0
        lose = lost / employed if employed > 0.0 else 0.0
        gone = 0.0
        moved[:] = 0.0
        for group in range(groups):
            e, u, out = people[E, place, group], people[U, place, group], people[OUT, place, group]
            away, worn, cut = leave_e * leave_weight[group] * e, leave_u * leave_weight[group] * u, lose * e
            quit = result * rate[EFFORT] * rate[ON_THE_JOB] * kept * e
            came = entries(out, entering[place])
            came_in = hired[group // LANES, place, group % LANES]
            people[E, place, group] += came_in - away - cut - quit
            people[U, place, group] += came - result * rate[EFFORT] * u - worn
            people[OUT, place, group] -= came
            if newcomers.shape[0] == 0:
                people[OUT, place, group] += away + worn
            gone += away + worn
            moved[separated_to[group]] += cut
        for group in range(groups):
            people[U, place, group] += moved[group]
            if newcomers.shape[0] > 0:
                people[OUT, place, group] += gone * newcomers[group]


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
