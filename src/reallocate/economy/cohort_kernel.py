"""The inner loop of groups that are followed: the laws of flows, with people of an occupation told apart."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.flow_network import Net
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


@compiled
def follow_steps(
    people: Array,
    vacant: Array,
    net: Net,
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
    net : of moves
    before, after : (occupation) jobs wanted, gone through in a straight line [persons]
    steps : how many
    rate : (rate) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    entering : (occupation) [share of those outside/step]
    leave_weight, newcomers, ageing, separated_to : (group) as `Groups`
    """
    count, groups = people.shape[1], people.shape[2]
    flows = np.zeros((7, count))
    hired = np.zeros((count, groups))
    for step in range(steps):
        mix = (step + 1.0) / steps
        _depart(people, vacant, flows, before, after, mix, rate, leaving)
        _apply(vacant, flows, net)
        for place in range(count):
            chance = hire_probability(vacant[place], flows[TAKEN, place])
            flows[TAKEN, place] = hires(flows[TAKEN, place], chance)
            flows[FOUND, place] = chance * vacant[place]
        _hire(people, flows, net, rate, hired)
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
def _apply(vacant: Array, flows: Array, net: Net) -> None:
    """Applications to every occupation, held in `TAKEN` until the hires take their place."""
    sent = flows[TAKEN]
    sent[:] = 0.0
    for origin in range(vacant.shape[0]):
        reachable = 0.0
        for edge in range(net.rows[origin], net.rows[origin + 1]):
            reachable += vacant[net.targets[edge]] * net.weights[edge]
        each = applications_per_opening(flows[SEEKING, origin], reachable)
        flows[PER_OPENING, origin] = each
        for edge in range(net.rows[origin], net.rows[origin + 1]):
            sent[net.targets[edge]] += each * net.weights[edge]
    for place in range(vacant.shape[0]):
        sent[place] *= vacant[place]


@compiled
def _hire(people: Array, flows: Array, net: Net, rate: Array, hired: Array) -> None:
    """Hires into every occupation, by group; then `FOUND` holds who found a job, by the occupation left."""
    success, groups = flows[FOUND].copy(), people.shape[2]
    part = np.empty(groups)
    hired[:] = 0.0
    for origin in range(people.shape[1]):
        employed = people[E, origin].sum()
        kept = 1.0 - (flows[LEFT, origin] + flows[SEPARATED, origin]) / employed if employed > 0.0 else 0.0
        for group in range(groups):
            seeking = seekers(
                people[U, origin, group], kept * people[E, origin, group], rate[EFFORT], rate[ON_THE_JOB]
            )
            part[group] = share_of_hires(seeking, flows[SEEKING, origin])
        result = 0.0
        for edge in range(net.rows[origin], net.rows[origin + 1]):
            target = net.targets[edge]
            moved = success[target] * net.weights[edge] * flows[PER_OPENING, origin]
            result += moved
            for group in range(groups):
                hired[target, group] += moved * part[group]
        flows[FOUND, origin] = result


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
        gone, quits = 0.0, 0.0
        moved[:] = 0.0
        for group in range(groups):
            e, u, out = people[E, place, group], people[U, place, group], people[OUT, place, group]
            away = left * leave_weight[group] * e / weighted_e if weighted_e > 0.0 else 0.0
            worn = tired * leave_weight[group] * u / weighted_u if weighted_u > 0.0 else 0.0
            cut = lost * e / employed if employed > 0.0 else 0.0
            quit = result * rate[EFFORT] * rate[ON_THE_JOB] * kept * e
            came = entries(out, entering[place])
            people[E, place, group] += hired[place, group] - away - cut - quit
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
