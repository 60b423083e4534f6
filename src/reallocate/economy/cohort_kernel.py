"""The inner loop of groups that are followed: the laws of flows, with people of an occupation told apart."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.flow_network import LANES, Net, sum_row
from reallocate.economy.kernels.compiled import compiled
from reallocate.economy.laws.age import share_of_hires
from reallocate.economy.laws.gap import gap
from reallocate.economy.laws.labour_force_exits import entries, exits
from reallocate.economy.laws.matching import hire_probability, hires
from reallocate.economy.laws.on_the_job import seekers
from reallocate.economy.laws.opening import openings
from reallocate.economy.laws.replacement import replacements
from reallocate.economy.laws.search import applications_per_opening
from reallocate.economy.laws.separation import separations
from reallocate.economy.market.flow_parameters import (
    EFFORT,
    LEAVING,
    ON_THE_JOB,
    OPENING,
    REPLACED,
    SEPARATION,
    SHORTAGE,
    SURPLUS,
)
from reallocate.measure.arrays import Array, Integers

E, U, OUT = range(3)
LEFT, SEPARATED, OPENED, SEEKING, PER_OPENING, TAKEN, FOUND = range(7)
AT_ONCE = 4
"""Terms of a sum that are added side by side: one after the other, each would wait for the one before."""


@compiled
def follow_steps(
    people: Array,
    vacant: Array,
    outward: Net,
    inward: Net,
    before: Array,
    after: Array,
    steps: int,
    rate: Array,
    leaving: Array,
    entering: Array,
    leave_weight: Array,
    newcomers: Array,
    ageing: Array,
    separated_to: Integers,
) -> None:
    """Run so many steps; people and vacancies are changed in place.

    people : (employed–unemployed–outside, occupation, group) [persons]
    vacant : (occupation) [persons]
    outward, inward : the network's rows by origin and by target
    before, after : (occupation) jobs wanted, gone through in a straight line [persons]
    steps : how many
    rate : (rate) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    entering : (occupation) [share of those outside/step]
    leave_weight, newcomers, ageing, separated_to : (group) as `Groups`
    """
    count, groups = people.shape[1], people.shape[2]
    flows = np.zeros((7, count))
    blocks = (groups + LANES - 1) // LANES
    applied, hired = np.zeros((blocks, count, LANES)), np.zeros((blocks, count, LANES))
    for step in range(steps):
        mix = (step + 1.0) / steps
        _depart(people, vacant, flows, before, after, mix, rate, leaving)
        _apply(people, vacant, flows, outward, inward, rate, applied, hired)
        for place in range(count):
            chance = hire_probability(vacant[place], flows[TAKEN, place])
            flows[TAKEN, place] = hires(flows[TAKEN, place], chance)
            flows[FOUND, place] = chance * vacant[place]
        _hire(flows, outward, hired)
        _balance(people, vacant, flows, hired, rate, leaving, entering, leave_weight, newcomers, separated_to)
        _age(people, ageing, newcomers.shape[0] > 0)


@compiled
def _depart(
    people: Array,
    vacant: Array,
    flows: Array,
    before: Array,
    after: Array,
    mix: float,
    rate: Array,
    leaving: Array,
) -> None:
    """Who leaves, who is separated, what is opened and who will apply, of the occupation as a whole."""
    for place in range(people.shape[1]):
        employed, without = people[E, place].sum(), people[U, place].sum()
        wanted = before[place] + (after[place] - before[place]) * mix
        surplus = gap(employed, vacant[place], wanted)
        left = exits(employed, leaving[place] * rate[LEAVING])
        lost = separations(employed - left, surplus, rate[SEPARATION], rate[SURPLUS])
        flows[LEFT, place] = left
        flows[SEPARATED, place] = lost
        flows[OPENED, place] = openings(employed, surplus, rate[OPENING], rate[SHORTAGE])
        flows[SEEKING, place] = seekers(without, employed - left - lost, rate[EFFORT], rate[ON_THE_JOB])


@compiled
def _weighted_sum(net: Net, row: int, values: Array) -> float:
    """One row of the network, Σ_j A_ij·values_j, `AT_ONCE` terms side by side."""
    first, last = net.rows[row], net.rows[row + 1]
    sum_0, sum_1, sum_2, sum_3 = 0.0, 0.0, 0.0, 0.0
    whole = last - (last - first) % AT_ONCE
    for move in range(first, whole, AT_ONCE):
        sum_0 += values[net.targets[move]] * net.weights[move]
        sum_1 += values[net.targets[move + 1]] * net.weights[move + 1]
        sum_2 += values[net.targets[move + 2]] * net.weights[move + 2]
        sum_3 += values[net.targets[move + 3]] * net.weights[move + 3]
    for move in range(whole, last):
        sum_0 += values[net.targets[move]] * net.weights[move]
    return (sum_0 + sum_1) + (sum_2 + sum_3)


@compiled
def _apply(
    people: Array,
    vacant: Array,
    flows: Array,
    outward: Net,
    inward: Net,
    rate: Array,
    applied: Array,
    hired: Array,
) -> None:
    """Applications to every occupation, held in `TAKEN` until the hires take their place.

    applied, hired : (block of groups, occupation, group) applications for one opening from and to every
        occupation, filled in place; the groups of an occupation add up to its own
    """
    groups = people.shape[2]
    for origin in range(vacant.shape[0]):
        employed, reachable = people[E, origin].sum(), _weighted_sum(outward, origin, vacant)
        sent = applications_per_opening(flows[SEEKING, origin], reachable)
        kept = 1.0 - (flows[LEFT, origin] + flows[SEPARATED, origin]) / employed if employed > 0.0 else 0.0
        for group in range(groups):
            seeking = seekers(
                people[U, origin, group], kept * people[E, origin, group], rate[EFFORT], rate[ON_THE_JOB]
            )
            part = share_of_hires(seeking, flows[SEEKING, origin])
            applied[group // LANES, origin, group % LANES] = part * sent
        flows[PER_OPENING, origin] = sent
    places, weights = inward.targets, inward.weights
    flows[TAKEN] = 0.0
    for block in range(applied.shape[0]):
        for place in range(vacant.shape[0]):
            row = hired[block, place]
            sum_row(applied[block], places, weights, inward.rows[place], inward.rows[place + 1], row)
            flows[TAKEN, place] += vacant[place] * row.sum()


@compiled
def _hire(flows: Array, outward: Net, hired: Array) -> None:
    """Hires into every occupation, by group; then `FOUND` holds who found a job, by the occupation left.

    hired : (block of groups, occupation, group) applications for one opening; hires take their place
    """
    success = flows[FOUND].copy()
    for origin in range(success.shape[0]):
        flows[FOUND, origin] = flows[PER_OPENING, origin] * _weighted_sum(outward, origin, success)
    for block in range(hired.shape[0]):
        for place in range(success.shape[0]):
            for lane in range(LANES):
                hired[block, place, lane] *= success[place]


@compiled
def _balance(
    people: Array,
    vacant: Array,
    flows: Array,
    hired: Array,
    rate: Array,
    leaving: Array,
    entering: Array,
    leave_weight: Array,
    newcomers: Array,
    separated_to: Integers,
) -> None:
    """People by group and openings after the step."""
    groups = people.shape[2]
    moved = np.empty(groups)
    for place in range(people.shape[1]):
        left, lost, asked = flows[LEFT, place], flows[SEPARATED, place], flows[SEEKING, place]
        employed, without = people[E, place].sum(), people[U, place].sum()
        result = flows[FOUND, place] / asked if asked > 0.0 else 0.0
        weighted_e, weighted_u = 0.0, 0.0
        for group in range(groups):
            weighted_e += leave_weight[group] * people[E, place, group]
            weighted_u += leave_weight[group] * people[U, place, group]
        kept = 1.0 - (left + lost) / employed if employed > 0.0 else 0.0
        freed = result * rate[EFFORT] * without
        tired = exits(without - freed, leaving[place] * rate[LEAVING])
        leave_e = left / weighted_e if weighted_e > 0.0 else 0.0
        leave_u = tired / weighted_u if weighted_u > 0.0 else 0.0
        lose = lost / employed if employed > 0.0 else 0.0
        gone, quits = 0.0, 0.0
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
            quits += quit
            moved[separated_to[group]] += cut
        for group in range(groups):
            people[U, place, group] += moved[group]
            if newcomers.shape[0] > 0:
                people[OUT, place, group] += gone * newcomers[group]
        opened = flows[OPENED, place] + replacements(left + quits, rate[REPLACED])
        vacant[place] += opened - flows[TAKEN, place]


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
