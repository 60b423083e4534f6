"""The agents engine's inner loop: an area goes through all steps while its people stay in a cache."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.agents_lists import STATUSES, Lists, lists_of, take
from reallocate.economy.engines.agents_records import Records, fill_records
from reallocate.economy.engines.agents_search import (
    CHOOSING,
    DEPARTING,
    TIRING,
    Numbers,
    apply_singly,
    choose_hired,
)
from reallocate.economy.engines.agents_settle import settle, spells_before, spells_of
from reallocate.economy.engines.draws import binomial
from reallocate.economy.engines.draws_stream import STREAM_WORDS
from reallocate.economy.engines.flow_kernel import OUT, U
from reallocate.economy.engines.flow_network import Drivers, Net
from reallocate.economy.engines.whole_people import (
    CAME,
    CUT_OFF,
    FLOWS,
    FREED,
    LEFT,
    LOST,
    OPENED,
    QUIT,
    TIRED,
    draw_departures,
    start_draws,
)
from reallocate.economy.kernels.compiled import compiled, in_parallel, parallel_range
from reallocate.economy.market.flow_parameters import LEAVING, REPLACED
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
    drivers: Drivers,
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
    drivers : of every area, occupation and run
    seed, run : what random numbers are hashed from
    first_step : number of the first; 0 fills the records, else they are what an earlier run left
    order : (task) areas, as they are handed to threads
    totals : (step, total, area) [persons]
    paths : (step, employed–unemployed–vacancies, area, occupation) [persons]; of 0 steps if not wanted
    """
    occupations = people.shape[2]
    demand, mix, scale, rates, leaving, entering = drivers
    rate = rates[:, 0].copy()
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
        stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
        wanted, inward = demand[:, area, :, 0].copy(), entering[area, :, 0].copy()
        for step in range(mix.shape[0]):
            key[2] = first_step + step
            draw_departures(
                state, flows, wanted, mix[step, 0], scale[step, 0], rate, leaving, inward,
                DEPARTING, key, stream,
            )  # fmt: skip
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
def _choose_departed(flows: Integers, lists: Lists, key: Integers) -> Numbers:
    """Who leaves, is separated and comes in, in this order in each occupation; all are taken out."""
    chosen = np.empty(flows[LEFT : CAME + 1].sum(), dtype=np.uint32)
    stream, count = np.zeros(STREAM_WORDS, dtype=np.uint64), 0
    for place in range(flows.shape[1]):
        gone = flows[LEFT, place] + flows[LOST, place] + flows[CUT_OFF, place]
        if gone + flows[CAME, place] == 0:
            continue
        start_draws(stream, key, place, CHOOSING)
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
        start_draws(stream, key, place, TIRING)
        flows[OPENED, place] += binomial(stream, left, rate[REPLACED])
        flows[TIRED, place] = binomial(stream, stay, leaving[place] * rate[LEAVING])
        for _ in range(flows[TIRED, place]):
            chosen[count] = take(lists, STATUSES * place + 1, stream)
            count += 1
    return chosen
