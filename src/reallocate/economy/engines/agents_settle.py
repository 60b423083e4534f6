"""The end of a step: who was chosen takes up the new status, and spells and totals are carried on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reallocate.economy.engines.agents_lists import STATUSES, Lists, add, make_room
from reallocate.economy.engines.agents_records import (
    FROM_A_JOB,
    FROM_UNEMPLOYMENT,
    OUTSIDE_FORCE,
    STATUS_MASK,
    WITHOUT,
    Records,
    displace,
    end_spell,
    hire,
    set_status,
)
from reallocate.economy.engines.agents_search import Numbers
from reallocate.economy.engines.flow_cell import LONG_TERM, SWITCHES
from reallocate.economy.engines.flow_kernel import OUT, E, U
from reallocate.economy.engines.whole_people import CAME, CUT_OFF, HIRED, LEFT, LOST, TIRED, balance_cell
from reallocate.economy.kernels.compiled import compiled
from reallocate.measure.arrays import Integers


class Spells(NamedTuple):
    """How many of the unemployed of an area began when, so that nobody must be asked.

    began : (`long_term` or more before the first step, … , the step before it, each step) [persons]
    long : (1) [persons] unemployed for `long_term` steps or more
    long_term : τ [steps]
    first : number of the first step
    """

    began: Integers
    long: Integers
    long_term: int
    first: int


@compiled
def spells_before(workers: Records, long_term: int, first: int, steps: int) -> Spells:
    """Spells at the start.

    workers : (worker) of the area
    long_term : τ [steps]
    first : number of the first step
    steps : that will be run
    """
    spells = Spells(
        np.zeros(long_term + 1 + steps, dtype=np.int64), np.zeros(1, dtype=np.int64), long_term, first
    )
    for number in range(workers.shape[0]):
        if (workers[number]["marks"] & STATUS_MASK) == WITHOUT:
            spells.began[_began(spells, int(workers[number]["spell_start"]))] += 1
    spells.long[0] = spells.began[0]
    return spells


@compiled
def _began(spells: Spells, step: int) -> int:
    """Where those stand whose unemployment began in a step."""
    return max(step - spells.first + spells.long_term + 1, 0)


@compiled
def _end(spells: Spells, began: int, step: int) -> None:
    """Somebody is no longer unemployed."""
    spells.began[_began(spells, began)] -= 1
    if step - 1 - began >= spells.long_term:
        spells.long[0] -= 1


@compiled
def settle(
    workers: Records,
    state: Integers,
    flows: Integers,
    lists: Lists,
    spells: Spells,
    departed: Numbers,
    hired: Numbers,
    tired: Numbers,
    step: int,
    total: Integers,
) -> None:
    """Put everybody chosen where they go, and add up (E6).

    workers : (worker) of the area
    state : (employed–unemployed–vacancies–outside, occupation) [persons]
    flows : (flow, occupation) [persons]
    lists, spells : changed in place
    departed, hired, tired : numbers within the area, by occupation, as they were taken out
    step : now
    total : (total) [persons], filled
    """
    wanted = np.empty(lists.length.shape[0], dtype=np.int64)
    total[:] = 0
    for place in range(state.shape[1]):
        balance_cell(state, flows, place, total)
        one = STATUSES * place
        wanted[one], wanted[one + 1], wanted[one + 2] = state[E, place], state[U, place], state[OUT, place]
    make_room(lists, wanted)
    _settle_departed(workers, flows, lists, spells, departed, step)
    total[SWITCHES] = _settle_hired(workers, flows, lists, spells, hired, step)
    count = 0
    for place in range(state.shape[1]):
        for _ in range(flows[TIRED, place]):
            one = workers[tired[count]]
            _end(spells, end_spell(one, step), step)
            set_status(one, OUTSIDE_FORCE, step)
            add(lists, STATUSES * place + 2, tired[count])
            count += 1
    spells.long[0] += spells.began[step - spells.first + 1]
    total[LONG_TERM] = spells.long[0]


@compiled
def _settle_departed(
    workers: Records, flows: Integers, lists: Lists, spells: Spells, departed: Numbers, step: int
) -> None:
    """Leavers go outside; the separated and those who come in are unemployed from now on."""
    count, before = 0, 0
    for place in range(flows.shape[1]):
        outside, without = STATUSES * place + 2, STATUSES * place + 1
        for _ in range(flows[LEFT, place]):
            set_status(workers[departed[count]], OUTSIDE_FORCE, step)
            add(lists, outside, departed[count])
            count += 1
        before += flows[LOST, place] + flows[CUT_OFF, place] + flows[CAME, place]
        for number in range(flows[LOST, place] + flows[CUT_OFF, place]):
            displace(workers[departed[count]], step, number >= flows[LOST, place])
            add(lists, without, departed[count])
            count += 1
        for _ in range(flows[CAME, place]):
            set_status(workers[departed[count]], WITHOUT, step)
            add(lists, without, departed[count])
            count += 1
    spells.began[_began(spells, step)] += before


@compiled
def _settle_hired(
    workers: Records, flows: Integers, lists: Lists, spells: Spells, hired: Numbers, step: int
) -> int:
    """The hired are at work from now on; how many came from another occupation."""
    count, switches = 0, 0
    for place in range(flows.shape[1]):
        for _ in range(flows[HIRED, place]):
            one = workers[hired[count]]
            switches += one["occupation"] != place
            if (one["marks"] & STATUS_MASK) == WITHOUT:
                _end(spells, end_spell(one, step), step)
                hire(one, place, step, FROM_UNEMPLOYMENT)
            else:
                hire(one, place, step, FROM_A_JOB)
            add(lists, STATUSES * place, hired[count])
            count += 1
    return switches


@compiled
def spells_of(workers: Records, lists: Lists, steps: int, spell: Integers) -> None:
    """How long the unemployed have looked at the end.

    workers : (worker) of the area
    lists : of people
    steps : number of the last step, and 1
    spell : (steps unemployed, the last open-ended; occupation) [persons], filled
    """
    spell[:] = 0
    for place in range(spell.shape[1]):
        one = STATUSES * place + 1
        for number in range(lists.length[one]):
            worker = workers[lists.ids[lists.start[one] + number]]
            spell[min(steps - 1 - worker["spell_start"], spell.shape[0] - 1), place] += 1
