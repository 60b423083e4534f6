"""The counts engine's inner loop: one run of one area is one thread's work through all steps."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.counts_search import (
    BALANCING,
    DEPARTING,
    FLOWS,
    FOUND,
    HIRED,
    LEFT,
    OPENED,
    SEEKING,
    SEEKING_AT_WORK,
    SEPARATED,
    SPARSE,
    Places,
    apply,
    assign,
    receive,
    start_draws,
)
from reallocate.economy.engines.drawn_flows import draw_openings, draw_separations
from reallocate.economy.engines.draws import MARK_WORDS, binomial, hypergeometric
from reallocate.economy.engines.draws_stream import STREAM_WORDS, Words, below
from reallocate.economy.engines.flow_cell import (
    EMPLOYED,
    EXITS,
    HIRES,
    LONG_TERM,
    OPENINGS,
    QUITS,
    SEPARATIONS,
    SWITCHES,
    UNEMPLOYED,
    VACANCIES,
)
from reallocate.economy.engines.flow_kernel import OUT, E, U, V
from reallocate.economy.kernels.compiled import compiled, in_parallel, parallel_range
from reallocate.economy.laws.gap import gap
from reallocate.economy.market.flow_parameters import EFFORT, LEAVING, ON_THE_JOB, REPLACED
from reallocate.measure.arrays import Array, Integers


@in_parallel
def advance_counts(
    people: Integers,
    spells: Integers,
    rows: Integers,
    targets: Places,
    weights: Array,
    demand: Array,
    mix: Array,
    scale: Array,
    rates: Array,
    leaving: Array,
    entering: Array,
    seed: int,
    first_run: int,
    first_step: int,
    order: Integers,
    totals: Integers,
    paths: Integers,
) -> None:
    """Run all steps of all areas and runs; people, spells, totals and paths are filled in place.

    people : (employed–unemployed–vacancies–outside, area, occupation, run) [persons]
    spells : (steps unemployed, the last open-ended; area; occupation; run) [persons]
    rows, targets, weights : the network in compressed rows, the same in every area
    demand : (before–after, area, occupation, run) [persons]
    mix, scale : (step, run) demand is (before + (after − before)·mix)·scale
    rates : (rate, run) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    entering : (area, occupation, run) entries [share of those outside/step]
    seed, first_run, first_step : what random numbers are hashed from; run r of the batch is first_run + r
    order : (task) area + areas·run, in which they are handed to threads
    totals : (step, total, area, run) [persons]
    paths : (step, employed–unemployed–vacancies, area, occupation, run) [persons]; of 0 steps if not wanted
    """
    areas, occupations = people.shape[1], people.shape[2]
    for task in parallel_range(order.shape[0]):
        area, run = order[task] % areas, order[task] // areas
        state = people[:, area, :, run].copy()
        spell = spells[:, area, :, run].T.copy()
        wanted = demand[:, area, :, run].copy()
        rate = rates[:, run].copy()
        inward = entering[area, :, run].copy()
        flows = np.zeros((FLOWS, occupations), dtype=np.int64)
        records = np.empty((2, SPARSE * targets.shape[0]), dtype=np.int64)
        ends = np.zeros(occupations + 1, dtype=np.int64)
        room = np.empty((2, SPARSE * occupations))
        stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
        marks = np.zeros(MARK_WORDS, dtype=np.uint64)
        key = np.array([seed, first_run + run, 0, area * occupations], dtype=np.int64)
        total = np.zeros(totals.shape[1], dtype=np.int64)
        for step in range(mix.shape[0]):
            key[2] = first_step + step
            total[:] = 0
            _depart(state, flows, wanted, mix[step, run], scale[step, run], rate, leaving, key, stream)
            apply(state[V], flows, rows, targets, weights, records, ends, room, key, stream)
            receive(state[V], flows, key, stream, marks)
            total[SWITCHES] = assign(flows, records, ends, key, stream)
            _balance(state, spell, flows, rate, leaving, inward, key, stream, total)
            totals[step, :, area, run] = total
            if paths.shape[0]:
                paths[step, :, area, :, run] = state[:OUT]
        people[:, area, :, run] = state
        spells[:, area, :, run] = spell.T


@compiled
def _depart(
    state: Integers,
    flows: Integers,
    demand: Array,
    mix: float,
    scale: float,
    rate: Array,
    leaving: Array,
    key: Integers,
    stream: Words,
) -> None:
    """Who leaves, who is separated, what is opened and who will apply."""
    for place in range(state.shape[1]):
        employed, unemployed, vacant = state[E, place], state[U, place], state[V, place]
        before, after = demand[0, place], demand[1, place]
        surplus = gap(employed, vacant, (before + (after - before) * mix) * scale)
        start_draws(stream, key, place, DEPARTING)
        left, lost, cut = draw_separations(stream, employed, surplus, rate, leaving[place])
        flows[LEFT, place] = left
        flows[SEPARATED, place] = lost + cut
        flows[OPENED, place] = draw_openings(stream, employed, surplus, rate)
        flows[SEEKING, place] = binomial(stream, unemployed, rate[EFFORT])
        kept = employed - left - lost - cut
        flows[SEEKING_AT_WORK, place] = binomial(stream, kept, rate[EFFORT] * rate[ON_THE_JOB])


@compiled
def _balance(
    state: Integers,
    spell: Integers,
    flows: Integers,
    rate: Array,
    leaving: Array,
    inward: Array,
    key: Integers,
    stream: Words,
    total: Integers,
) -> None:
    """People and openings after the step, and how long the unemployed have looked."""
    last = spell.shape[1] - 1
    for place in range(state.shape[1]):
        left, lost, hired = flows[LEFT, place], flows[SEPARATED, place], flows[HIRED, place]
        without, outside, result = state[U, place], state[OUT, place], flows[FOUND, place]
        start_draws(stream, key, place, BALANCING)
        freed = hypergeometric(stream, flows[SEEKING, place], flows[SEEKING_AT_WORK, place], result)
        quits = result - freed
        tired = binomial(stream, without - freed, leaving[place] * rate[LEAVING])
        came = binomial(stream, outside, inward[place])
        opened = flows[OPENED, place] + binomial(stream, left + quits, rate[REPLACED])
        _take_out(spell[place], without, freed + tired, stream)
        spell[place, last] += spell[place, last - 1]
        for age in range(last - 1, 0, -1):
            spell[place, age] = spell[place, age - 1]
        spell[place, 0] = lost + came
        state[E, place] += hired - lost - left - quits
        state[U, place] += lost + came - freed - tired
        state[V, place] += opened - hired
        state[OUT, place] += left + tired - came
        total[UNEMPLOYED] += state[U, place]
        total[VACANCIES] += state[V, place]
        total[EMPLOYED] += state[E, place]
        total[LONG_TERM] += spell[place, last]
        total[SEPARATIONS] += lost
        total[QUITS] += quits
        total[EXITS] += left
        total[HIRES] += hired
        total[OPENINGS] += opened


@compiled
def _take_out(spell: Integers, people: int, leavers: int, stream: Words) -> None:
    """Take leavers out of the unemployed without regard to how long they have looked.

    Few are taken one by one; else each length gives a hypergeometric number of those still to be taken.
    """
    if leavers <= spell.shape[0]:
        for taken in range(leavers):
            place, age = below(stream, people - taken), 0
            while place >= spell[age]:
                place -= spell[age]
                age += 1
            spell[age] -= 1
        return
    for age in range(spell.shape[0]):
        here = spell[age]
        gone = hypergeometric(stream, here, people - here, leavers)
        spell[age] -= gone
        people -= here
        leavers -= gone
