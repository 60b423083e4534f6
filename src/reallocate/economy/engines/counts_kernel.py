"""The counts engine's inner loop: one run of one area is one thread's work through all steps."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.counts_search import (
    BALANCING,
    DEPARTING,
    SPARSE,
    apply,
    assign,
    receive,
)
from reallocate.economy.engines.draws import MARK_WORDS, binomial, hypergeometric
from reallocate.economy.engines.draws_stream import STREAM_WORDS, Words, below
from reallocate.economy.engines.flow_cell import LONG_TERM, SWITCHES
from reallocate.economy.engines.flow_kernel import OUT, U, V
from reallocate.economy.engines.flow_network import Drivers, Net
from reallocate.economy.engines.whole_people import (
    AT_WORK,
    CAME,
    CUT_OFF,
    FLOWS,
    FOUND,
    FREED,
    LEFT,
    LOST,
    OPENED,
    QUIT,
    SEEKING,
    TIRED,
    balance_cell,
    draw_departures,
    start_draws,
)
from reallocate.economy.kernels.compiled import compiled, in_parallel, parallel_range
from reallocate.economy.market.flow_parameters import LEAVING, REPLACED
from reallocate.measure.arrays import Array, Integers


@in_parallel
def advance_counts(
    people: Integers,
    spells: Integers,
    net: Net,
    drivers: Drivers,
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
    net : of moves, the same in every area
    drivers : of every area, occupation and run
    seed, first_run, first_step : what random numbers are hashed from; run r of the batch is first_run + r
    order : (task) area + areas·run, in which they are handed to threads
    totals : (step, total, area, run) [persons]
    paths : (step, employed–unemployed–vacancies, area, occupation, run) [persons]; of 0 steps if not wanted
    """
    areas, occupations = people.shape[1], people.shape[2]
    demand, mix, scale, rates, leaving, entering = drivers
    for task in parallel_range(order.shape[0]):
        area, run = order[task] % areas, order[task] // areas
        state = people[:, area, :, run].copy()
        spell = spells[:, area, :, run].T.copy()
        wanted = demand[:, area, :, run].copy()
        rate = rates[:, run].copy()
        inward = entering[area, :, run].copy()
        flows = np.zeros((FLOWS, occupations), dtype=np.int64)
        records = np.empty((2, SPARSE * net.targets.shape[0]), dtype=np.int64)
        ends = np.zeros(occupations + 1, dtype=np.int64)
        room = np.empty((2, SPARSE * occupations))
        stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
        marks = np.zeros(MARK_WORDS, dtype=np.uint64)
        key = np.array([seed, first_run + run, 0, area * occupations], dtype=np.int64)
        total = np.zeros(totals.shape[1], dtype=np.int64)
        for step in range(mix.shape[0]):
            key[2] = first_step + step
            total[:] = 0
            draw_departures(
                state, flows, wanted, mix[step, run], scale[step, run], rate, leaving, inward[:0],
                DEPARTING, key, stream,
            )  # fmt: skip
            apply(state[V], flows, net, records, ends, room, key, stream)
            receive(state[V], flows, key, stream, marks)
            total[SWITCHES] = assign(flows, records, ends, key, stream)
            _balance(state, spell, flows, rate, leaving, inward, key, stream, total)
            totals[step, :, area, run] = total
            if paths.shape[0]:
                paths[step, :, area, :, run] = state[:OUT]
        people[:, area, :, run] = state
        spells[:, area, :, run] = spell.T


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
        without, result = state[U, place], flows[FOUND, place]
        start_draws(stream, key, place, BALANCING)
        freed = hypergeometric(stream, flows[SEEKING, place], flows[AT_WORK, place], result)
        left = flows[LEFT, place] + result - freed
        flows[FREED, place], flows[QUIT, place] = freed, result - freed
        flows[TIRED, place] = binomial(stream, without - freed, leaving[place] * rate[LEAVING])
        flows[CAME, place] = binomial(stream, state[OUT, place], inward[place])
        flows[OPENED, place] += binomial(stream, left, rate[REPLACED])
        _take_out(spell[place], without, freed + flows[TIRED, place], stream)
        spell[place, last] += spell[place, last - 1]
        for age in range(last - 1, 0, -1):
            spell[place, age] = spell[place, age - 1]
        spell[place, 0] = flows[LOST, place] + flows[CUT_OFF, place] + flows[CAME, place]
        balance_cell(state, flows, place, total)
        total[LONG_TERM] += spell[place, last]


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
