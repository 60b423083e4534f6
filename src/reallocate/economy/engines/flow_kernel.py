"""The flow engine's inner loop: a block of runs side by side, so that each is one lane of the machine."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.economy.compiled import compiled, in_parallel, parallel_range
from reallocate.economy.laws.gap import gap
from reallocate.economy.laws.leaving import entries, exits
from reallocate.economy.laws.matching import hire_probability
from reallocate.economy.laws.on_the_job import seekers
from reallocate.economy.laws.opening import openings
from reallocate.economy.laws.replacement import replacements
from reallocate.economy.laws.search import applications_per_opening
from reallocate.economy.laws.separation import separations
from reallocate.economy.rates import (
    EFFORT,
    LEAVING,
    ON_THE_JOB,
    OPENING,
    REPLACED,
    SEPARATION,
    SHORTAGE,
    SURPLUS,
)

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BLOCK = 32
"""Runs that one thread takes side by side: their state stays in its cache."""

TOTALS = (
    "unemployed",
    "vacancies",
    "employed",
    "long_term_unemployed",
    "separations",
    "quits",
    "exits",
    "hires",
    "openings",
    "occupation_switches",
)
(
    UNEMPLOYED,
    VACANCIES,
    EMPLOYED,
    LONG_TERM,
    SEPARATIONS,
    QUITS,
    EXITS,
    HIRES,
    OPENINGS,
    SWITCHES,
) = range(len(TOTALS))
E, U, V, OUT = range(4)
LEFT, SEPARATED, OPENED, SEEKING, PER_OPENING, TAKEN, FOUND = range(7)


@in_parallel
def advance(
    state: Array,
    spells: Array,
    rows: Integers,
    targets: Integers,
    weights: Array,
    demand: Array,
    mix: Array,
    scale: Array,
    rates: Array,
    leaving: Array,
    entering: Array,
    totals: Array,
    paths: Array,
) -> None:
    """Run all steps of all runs; state, spells, totals and paths are filled in place.

    state : (employed–unemployed–vacancies–outside, occupation, run) [persons]
    spells : (steps unemployed, the last open-ended; occupation; run) [persons]
    rows, targets, weights : the network in compressed rows
    demand : (before–after, occupation, run) [persons]
    mix, scale : (step, run) demand is (before + (after − before)·mix)·scale
    rates : (rate, run) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    entering : (occupation, run) entries [share of those outside/step]
    totals : (step, total, run) [persons]
    paths : (step, employed–unemployed–vacancies, occupation, run) [persons]; of 0 steps where not wanted
    """
    runs = state.shape[2]
    for block in parallel_range((runs + BLOCK - 1) // BLOCK):
        low, high = block * BLOCK, min((block + 1) * BLOCK, runs)
        people = state[:, :, low:high].copy()
        spell = spells[:, :, low:high].copy()
        rate = rates[:, low:high].copy()
        inward = entering[:, low:high].copy()
        wanted = demand[:, :, low:high].copy()
        flows = np.zeros((7, state.shape[1], high - low))
        total = np.zeros((totals.shape[1], high - low))
        for step in range(mix.shape[0]):
            _depart(people, flows, wanted, mix[step, low:high], scale[step, low:high], rate, leaving)
            _apply(people, flows, rows, targets, weights)
            total[:] = 0.0
            _hire(people, flows, rows, targets, weights, total)
            _balance(people, spell, flows, rate, leaving, inward, total)
            totals[step, :, low:high] = total
            if paths.shape[0]:
                paths[step, :, :, low:high] = people[:OUT]
        state[:, :, low:high] = people
        spells[:, :, low:high] = spell


@compiled
def _depart(
    people: Array, flows: Array, demand: Array, mix: Array, scale: Array, rate: Array, leaving: Array
) -> None:
    """Who leaves, who is separated, what is opened and who will apply (E1 to E3)."""
    for place in range(people.shape[1]):
        for run in range(people.shape[2]):
            employed, vacant = people[E, place, run], people[V, place, run]
            before, after = demand[0, place, run], demand[1, place, run]
            surplus = gap(employed, vacant, (before + (after - before) * mix[run]) * scale[run])
            left = exits(employed, leaving[place] * rate[LEAVING, run])
            lost = separations(employed - left, surplus, rate[SEPARATION, run], rate[SURPLUS, run])
            flows[LEFT, place, run] = left
            flows[SEPARATED, place, run] = lost
            flows[OPENED, place, run] = openings(employed, surplus, rate[OPENING, run], rate[SHORTAGE, run])
            flows[SEEKING, place, run] = seekers(
                people[U, place, run], employed - left - lost, rate[EFFORT, run], rate[ON_THE_JOB, run]
            )


@compiled
def _apply(people: Array, flows: Array, rows: Integers, targets: Integers, weights: Array) -> None:
    """Applications to every occupation (E4), held in `TAKEN` until the hires take their place."""
    vacant, per_opening, sent = people[V], flows[PER_OPENING], flows[TAKEN]
    runs = vacant.shape[1]
    sent[:] = 0.0
    reachable = np.empty(runs)
    for origin in range(vacant.shape[0]):
        reachable[:] = 0.0
        for edge in range(rows[origin], rows[origin + 1]):
            target, weight = targets[edge], weights[edge]
            for run in range(runs):
                reachable[run] += vacant[target, run] * weight
        for run in range(runs):
            per_opening[origin, run] = applications_per_opening(flows[SEEKING, origin, run], reachable[run])
        for edge in range(rows[origin], rows[origin + 1]):
            target, weight = targets[edge], weights[edge]
            for run in range(runs):
                sent[target, run] += per_opening[origin, run] * weight
    for place in range(vacant.shape[0]):
        for run in range(runs):
            sent[place, run] *= vacant[place, run]


@compiled
def _hire(
    people: Array, flows: Array, rows: Integers, targets: Integers, weights: Array, total: Array
) -> None:
    """Who finds a job, by the occupation looked from, and hires by the one hired into (E5)."""
    vacant, per_opening, taken, found = people[V], flows[PER_OPENING], flows[TAKEN], flows[FOUND]
    runs = vacant.shape[1]
    success, reached = np.empty(vacant.shape), np.empty(runs)
    for place in range(vacant.shape[0]):
        for run in range(runs):
            chance = hire_probability(vacant[place, run], taken[place, run])
            success[place, run] = vacant[place, run] * chance
            taken[place, run] *= chance
    for origin in range(vacant.shape[0]):
        reached[:] = 0.0
        own = 0.0
        for edge in range(rows[origin], rows[origin + 1]):
            target, weight = targets[edge], weights[edge]
            own = weight if target == origin else own
            for run in range(runs):
                reached[run] += success[target, run] * weight
        for run in range(runs):
            moved = reached[run] - own * success[origin, run]
            total[SWITCHES, run] += moved * per_opening[origin, run]
            found[origin, run] = reached[run] * per_opening[origin, run]


@compiled
def _balance(
    people: Array, spell: Array, flows: Array, rate: Array, leaving: Array, inward: Array, total: Array
) -> None:
    """People and openings after the step (E6), and how long the unemployed have looked."""
    last = spell.shape[0] - 1
    for place in range(people.shape[1]):
        for run in range(people.shape[2]):
            left, lost = flows[LEFT, place, run], flows[SEPARATED, place, run]
            hired, found = flows[TAKEN, place, run], flows[FOUND, place, run]
            without, outside = people[U, place, run], people[OUT, place, run]
            asked = flows[SEEKING, place, run]
            freed = found * rate[EFFORT, run] * without / asked if asked > 0.0 else 0.0
            quits = found - freed
            tired = exits(without - freed, leaving[place] * rate[LEAVING, run])
            came = entries(outside, inward[place, run])
            opened = flows[OPENED, place, run] + replacements(left + quits, rate[REPLACED, run])
            stays = 1.0 - (freed + tired) / without if without > 0.0 else 0.0
            spell[last, place, run] = stays * (spell[last, place, run] + spell[last - 1, place, run])
            for age in range(last - 1, 0, -1):
                spell[age, place, run] = stays * spell[age - 1, place, run]
            spell[0, place, run] = lost + came
            people[E, place, run] += hired - lost - left - quits
            people[U, place, run] += lost + came - freed - tired
            people[V, place, run] += opened - hired
            people[OUT, place, run] += left + tired - came
            total[UNEMPLOYED, run] += people[U, place, run]
            total[VACANCIES, run] += people[V, place, run]
            total[EMPLOYED, run] += people[E, place, run]
            total[LONG_TERM, run] += spell[last, place, run]
            total[SEPARATIONS, run] += lost
            total[QUITS, run] += quits
            total[EXITS, run] += left
            total[HIRES, run] += hired
            total[OPENINGS, run] += opened
