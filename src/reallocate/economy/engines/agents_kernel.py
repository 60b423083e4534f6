"""The agents engine's inner loop: an area goes through all steps while its people stay in a cache."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.agents_lists import STATUSES, Lists, lists_of, take
from reallocate.economy.engines.agents_records import Records, fill_records
from reallocate.economy.engines.agents_search import (
    AT_WORK,
    CAME,
    CHOOSING,
    CUT_OFF,
    DEPARTING,
    FLOWS,
    FREED,
    LEFT,
    LOST,
    OPENED,
    QUIT,
    SEEKING,
    TIRED,
    TIRING,
    Net,
    Numbers,
    apply_singly,
    choose_hired,
    draws_for,
)
from reallocate.economy.engines.agents_settle import settle, spells_before, spells_of
from reallocate.economy.engines.drawn_flows import draw_openings, draw_separations
from reallocate.economy.engines.draws import binomial
from reallocate.economy.engines.draws_stream import STREAM_WORDS
from reallocate.economy.engines.flow_kernel import OUT, E, U, V
from reallocate.economy.kernels.compiled import compiled, in_parallel, parallel_range
from reallocate.economy.laws.gap import gap
from reallocate.economy.market.flow_parameters import EFFORT, LEAVING, ON_THE_JOB, REPLACED
from reallocate.measure.arrays import Array, Integers


@in_parallel
def advance_agents(
    workers: Records,
    before: Records,
    first_worker: Integers,
    people: Integers,
    spells: Integers,
    net: Net,
    ages: Array,
    tenure: Array,
    demand: Array,
    mix: Array,
    scale: Array,
    rate: Array,
    leaving: Array,
    entering: Array,
    seed: int,
    run: int,
    first_step: int,
    order: Integers,
    totals: Integers,
    paths: Integers,
) -> None:
    """Run all steps of all areas; workers, before, people, spells, totals and paths are filled in place.

    workers, before : (worker) records, by area
    first_worker : (area + 1) where the records of each begin
    people : (employed–unemployed–vacancies–outside, area, occupation) [persons]
    spells : (steps unemployed, the last open-ended; area; occupation) [persons]
    net : of moves, the same in every area
    ages : (occupation, age group) [share], added up along the groups
    tenure : (age group) mean [steps]
    demand : (before–after, area, occupation) [persons]
    mix, scale : (step) demand is (before + (after − before)·mix)·scale
    rate : (rate) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    entering : (area, occupation) entries [share of those outside/step]
    seed, run : what random numbers are hashed from
    first_step : number of the first; 0 fills the records, else they are what an earlier run left
    order : (task) areas, as they are handed to threads
    totals : (step, total, area) [persons]
    paths : (step, employed–unemployed–vacancies, area, occupation) [persons]; of 0 steps if not wanted
    """
    occupations = people.shape[2]
    for task in parallel_range(order.shape[0]):
        area = order[task]
        state, spell = people[:, area].copy(), spells[:, area].copy()
        low, high = first_worker[area], first_worker[area + 1]
        mine = workers[low:high]
        key = np.array([seed, run, 0, area * occupations], dtype=np.int64)
        if first_step == 0:
            fill_records(mine, before[low:high], state, spell, ages, tenure, key)
        lists = lists_of(mine, occupations)
        known = spells_before(mine, spells.shape[0] - 1, first_step, mix.shape[0])
        flows, total = (
            np.zeros((FLOWS, occupations), dtype=np.int64),
            np.zeros(totals.shape[1], dtype=np.int64),
        )
        wanted, inward = demand[:, area].copy(), entering[area].copy()
        for step in range(mix.shape[0]):
            key[2] = first_step + step
            _draw_departures(state, flows, wanted, mix[step], scale[step], rate, leaving, inward, key)
            departed = _choose_departed(flows, lists, key)
            posts = apply_singly(state, flows, net, key)
            hired = choose_hired(flows, posts, lists, key)
            tired = _choose_tired(state, flows, lists, rate, leaving, key)
            settle(mine, state, flows, lists, known, departed, hired, tired, first_step + step, total)
            totals[step, :, area] = total
            if paths.shape[0]:
                paths[step, :, area] = state[:OUT]
        spells_of(mine, lists, first_step + mix.shape[0], spell)
        people[:, area] = state
        spells[:, area] = spell


@compiled
def _draw_departures(
    state: Integers,
    flows: Integers,
    demand: Array,
    mix: float,
    scale: float,
    rate: Array,
    leaving: Array,
    inward: Array,
    key: Integers,
) -> None:
    """How many leave, are separated, come in, are wanted and will apply (E1 to E3)."""
    stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
    for place in range(state.shape[1]):
        employed, unemployed, vacant = state[E, place], state[U, place], state[V, place]
        if employed + unemployed + vacant + state[OUT, place] == 0:
            flows[:, place] = 0
            continue
        before, after = demand[0, place], demand[1, place]
        surplus = gap(employed, vacant, (before + (after - before) * mix) * scale)
        draws_for(stream, key, place, DEPARTING)
        left, lost, cut = draw_separations(stream, employed, surplus, rate, leaving[place])
        flows[LEFT, place] = left
        flows[LOST, place] = lost
        flows[CUT_OFF, place] = cut
        flows[OPENED, place] = draw_openings(stream, employed, surplus, rate)
        flows[CAME, place] = binomial(stream, state[OUT, place], inward[place])
        flows[SEEKING, place] = binomial(stream, unemployed, rate[EFFORT])
        kept = employed - left - lost - cut
        flows[AT_WORK, place] = binomial(stream, kept, rate[EFFORT] * rate[ON_THE_JOB])


@compiled
def _choose_departed(flows: Integers, lists: Lists, key: Integers) -> Numbers:
    """Who leaves, is separated and comes in, in this order in each occupation; all are taken out."""
    chosen = np.empty(flows[LEFT : CAME + 1].sum(), dtype=np.uint32)
    stream, count = np.zeros(STREAM_WORDS, dtype=np.uint64), 0
    for place in range(flows.shape[1]):
        gone = flows[LEFT, place] + flows[LOST, place] + flows[CUT_OFF, place]
        if gone + flows[CAME, place] == 0:
            continue
        draws_for(stream, key, place, CHOOSING)
        for _ in range(gone):
            chosen[count] = take(lists, STATUSES * place, stream)
            count += 1
        for _ in range(flows[CAME, place]):
            chosen[count] = take(lists, STATUSES * place + 2, stream)
            count += 1
    return chosen


@compiled
def _choose_tired(
    state: Integers, flows: Integers, lists: Lists, rate: Array, leaving: Array, key: Integers
) -> Numbers:
    """Which of the unemployed leave the labour force, and how many jobs that people left are opened again."""
    chosen, count = np.empty(state[U].sum() - flows[FREED].sum(), dtype=np.uint32), 0
    stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
    for place in range(flows.shape[1]):
        left, stay = flows[LEFT, place] + flows[QUIT, place], state[U, place] - flows[FREED, place]
        flows[TIRED, place] = 0
        if left + stay == 0:
            continue
        draws_for(stream, key, place, TIRING)
        flows[OPENED, place] += binomial(stream, left, rate[REPLACED])
        flows[TIRED, place] = binomial(stream, stay, leaving[place] * rate[LEAVING])
        for _ in range(flows[TIRED, place]):
            chosen[count] = take(lists, STATUSES * place + 1, stream)
            count += 1
    return chosen
