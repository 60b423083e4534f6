"""The end of a step: search, matching, and who takes up which status."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reallocate.kernel.arrays import Array, Integers
from reallocate.market.flow.cell import LONG_TERM, SWITCHES
from reallocate.market.flow.kernel import OUT, E, U, V
from reallocate.market.flow.network import Net
from reallocate.market.laws.compiled import compiled
from reallocate.market.whole_people.draws import STREAM_WORDS, Words, below, uniform, word_of
from reallocate.market.whole_people.people import (
    AT_WORK,
    CAME,
    CUT_OFF,
    FREED,
    HIRED,
    LEFT,
    LOST,
    QUIT,
    SEEKING,
    TIRED,
    balance_cell,
    start_draws,
)
from reallocate.market.whole_people.records import (
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

Numbers = npt.NDArray[np.uint32]

STATUS_COUNT = 3
_ROOM_SHARE = 8
"""The free end: one place for so many people."""


class Lists(NamedTuple):
    """The lists of one area; list 3·occupation + status, `WORKING`, `WITHOUT` or `OUTSIDE_FORCE`.

    ids : numbers of workers within the area, and room
    start : (list) where each begins
    room : (list) people that it can hold there
    length : (list) people in it
    free : (1) where the free end begins
    """

    ids: Numbers
    start: Integers
    room: Integers
    length: Integers
    free: Integers


@compiled
def _spare(people: int) -> int:
    """Room that a list is given beyond its people: for chance by the root, for a trend by the size."""
    return 8 + 4 * int(math.sqrt(people)) + people // 16


@compiled
def lists_of(workers: Records, places: int) -> Lists:
    """Lists of an area, in the order of its records.

    workers : (worker) of the area
    places : how many occupations there are
    """
    start, room = (
        np.empty(STATUS_COUNT * places, dtype=np.int64),
        np.empty(STATUS_COUNT * places, dtype=np.int64),
    )
    length, end = np.zeros(STATUS_COUNT * places, dtype=np.int64), 0
    for number in range(workers.shape[0]):
        length[_list_of(workers[number])] += 1
    for one in range(STATUS_COUNT * places):
        start[one], room[one] = end, length[one] + _spare(length[one])
        end += room[one]
    lists = Lists(
        np.empty(end + workers.shape[0] // _ROOM_SHARE, dtype=np.uint32), start, room, length, np.array([end])
    )
    length[:] = 0
    for number in range(workers.shape[0]):
        _add(lists, _list_of(workers[number]), number)
    return lists


@compiled
def _list_of(one: np.void) -> int:
    """The list that a worker is in."""
    return STATUS_COUNT * int(one["occupation"]) + int(one["marks"] & STATUS_MASK)


@compiled
def _make_room(lists: Lists, wanted: Integers) -> None:
    """Give every list the room that it will need.

    lists : changed in place
    wanted : (list) [persons] that each must hold; together as many as there are people
    """
    ids, start, room, length, free = lists
    for one in range(length.shape[0]):
        if wanted[one] > room[one]:
            more = wanted[one] + _spare(wanted[one])
            if free[0] + more > ids.shape[0]:
                _lay_out(lists, wanted)
                return
            for place in range(length[one]):
                ids[free[0] + place] = ids[start[one] + place]
            start[one], room[one] = free[0], more
            free[0] += more


@compiled
def _lay_out(lists: Lists, wanted: Integers) -> None:
    """All lists one behind the other again, with at most half of what is free as their room."""
    before, people, spare = lists.ids.copy(), 0, 0
    for one in range(wanted.shape[0]):
        people += wanted[one]
        spare += _spare(wanted[one])
    part, end = min(1.0, 0.5 * (before.shape[0] - people) / spare), 0
    for one in range(wanted.shape[0]):
        for place in range(lists.length[one]):
            lists.ids[end + place] = before[lists.start[one] + place]
        lists.start[one] = end
        lists.room[one] = wanted[one] + int(part * _spare(wanted[one]))
        end += lists.room[one]
    lists.free[0] = end


@compiled
def take(lists: Lists, one: int, stream: Words) -> int:
    """Take somebody out of a list, each equally likely; the last takes their place.

    lists : changed in place
    one : the list, not empty
    stream : moves on
    """
    last = lists.length[one] - 1
    place = lists.start[one] + below(stream, last + 1)
    worker = np.int64(lists.ids[place])
    lists.ids[place] = lists.ids[lists.start[one] + last]
    lists.length[one] = last
    return worker  # type: ignore[return-value]


@compiled
def _add(lists: Lists, one: int, worker: int) -> None:
    """Add somebody at the end of a list that has room.

    lists : changed in place
    one : the list
    worker : number within the area
    """
    lists.ids[lists.start[one] + lists.length[one]] = worker
    lists.length[one] += 1


DEPARTING, CHOOSING, _APPLYING, _HIRING, TIRING = range(5, 10)
"""What the random numbers of a cell in a step are for; 0 to 4 are those of the counts engine."""
_APPLICANT_BITS, _APPLICANT, _SENT = 17, (1 << 17) - 1, 1 << 62
_LOT_SHIFT = np.uint64(19)
_COUNTED = 32
"""Edges up to which the one asked for is found by counting [edges]."""


class Posts(NamedTuple):
    """Every opening of an area by itself.

    first : (occupation + 1) where the openings of each begin
    best : (opening) 0 where nobody applied; else `_SENT` and the highest lot of those who did, of 45 bits,
    and
        in the last 17 bits 2·occupation of whose it is, plus 1 if with a job
    """

    first: Integers
    best: Integers


@compiled
def apply_singly(state: Integers, flows: Integers, net: Net, key: Integers) -> Posts:
    """Every searcher applies to one opening (E4); of those who meet on one, each is as likely to be taken.

    state : (employed–unemployed–vacancies–outside, occupation) at the start of the step [persons]
    flows : (flow, occupation) [persons]
    net : of moves
    key : of random numbers
    One uniform tells the occupation, with q_ij = v_j·A_ij / Σ_k v_k·A_ik, and where it lies within that part
    the opening. Each application has a lot; the highest on an opening is taken.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    places = state.shape[1]
    vacant = state[V].astype(np.float64)
    first = np.zeros(places + 1, dtype=np.int64)
    first[1:] = np.cumsum(state[V])
    posts = Posts(first, np.zeros(first[places], dtype=np.int64))
    summed, stream = np.empty(places + 1), np.zeros(STREAM_WORDS, dtype=np.uint64)
    for origin in range(places):
        searchers = flows[SEEKING, origin] + flows[AT_WORK, origin]
        if searchers == 0:
            continue
        begin_edge, end_edge = net.rows[origin], net.rows[origin + 1]
        reachable = 0.0
        for edge in range(begin_edge, end_edge):
            summed[edge - begin_edge] = reachable
            reachable += vacant[net.targets[edge]] * net.weights[edge]
        if reachable <= 0.0:
            continue
        start_draws(stream, key, origin, _APPLYING)
        for number in range(searchers):
            asked = uniform(stream) * reachable
            edge = _last_below(summed, end_edge - begin_edge, asked)
            target = net.targets[begin_edge + edge]
            within = int((asked - summed[edge]) / net.weights[begin_edge + edge])
            post = first[target] + min(within, state[V, target] - 1)
            taken = 2 * origin + (1 if number >= flows[SEEKING, origin] else 0)
            lot = np.int64(word_of(stream) >> _LOT_SHIFT) << _APPLICANT_BITS
            posts.best[post] = max(posts.best[post], _SENT + lot + taken)
    return posts


@compiled
def _last_below(summed: Array, count: int, asked: float) -> int:
    """The last of some numbers in order that is not above the one asked for; the first is 0.

    Halving mispredicts or waits at every turn, so the last stretch is counted at once.
    """
    place = 0
    while count > _COUNTED:
        half = count >> 1
        place = place + half if summed[place + half] <= asked else place
        count -= half
    part, above = summed[place : place + count], 0
    for number in range(count):
        above += part[number] > asked
    return place + count - 1 - above


@compiled
def choose_hired(flows: Integers, posts: Posts, lists: Lists, key: Integers) -> Numbers:
    """Who is hired, by the occupation hired into: anybody who searched is as likely as any other like them.

    flows : (flow, occupation) [persons]; `HIRED`, `FREED`, `QUIT` are filled
    posts : with applications
    lists : of people; who is hired is taken out
    key : of random numbers
    Searchers of one occupation and status are a random part of it, and who of them is hired is a random part
    of them, so it is enough to draw those.
    """
    flows[HIRED : QUIT + 1] = 0
    chosen = np.empty(posts.best.shape[0], dtype=np.uint32)
    stream, hired = np.zeros(STREAM_WORDS, dtype=np.uint64), 0
    for place in range(posts.first.shape[0] - 1):
        if posts.first[place] == posts.first[place + 1]:
            continue
        start_draws(stream, key, place, _HIRING)
        before = hired
        for post in range(posts.first[place], posts.first[place + 1]):
            if posts.best[post]:
                taken = posts.best[post] & _APPLICANT
                origin, at_work = taken >> 1, taken & 1
                flows[QUIT if at_work else FREED, origin] += 1
                chosen[hired] = take(lists, STATUS_COUNT * origin + (0 if at_work else 1), stream)
                hired += 1
        flows[HIRED, place] = hired - before
    return chosen


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
        one = STATUS_COUNT * place
        wanted[one], wanted[one + 1], wanted[one + 2] = state[E, place], state[U, place], state[OUT, place]
    _make_room(lists, wanted)
    _settle_departed(workers, flows, lists, spells, departed, step)
    total[SWITCHES] = _settle_hired(workers, flows, lists, spells, hired, step)
    count = 0
    for place in range(state.shape[1]):
        for _ in range(flows[TIRED, place]):
            one = workers[tired[count]]
            _end(spells, end_spell(one, step), step)
            set_status(one, OUTSIDE_FORCE, step)
            _add(lists, STATUS_COUNT * place + 2, tired[count])
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
        outside, without = STATUS_COUNT * place + 2, STATUS_COUNT * place + 1
        for _ in range(flows[LEFT, place]):
            set_status(workers[departed[count]], OUTSIDE_FORCE, step)
            _add(lists, outside, departed[count])
            count += 1
        before += flows[LOST, place] + flows[CUT_OFF, place] + flows[CAME, place]
        for number in range(flows[LOST, place] + flows[CUT_OFF, place]):
            displace(workers[departed[count]], step, number >= flows[LOST, place])
            _add(lists, without, departed[count])
            count += 1
        for _ in range(flows[CAME, place]):
            set_status(workers[departed[count]], WITHOUT, step)
            _add(lists, without, departed[count])
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
            _add(lists, STATUS_COUNT * place, hired[count])
            count += 1
    return switches


@compiled
def spells_of(workers: Records, lists: Lists, steps: int, spell: Integers) -> None:
    """How long the unemployed have looked at the end.

    workers : (worker) of the area
    steps : number of the last step, and 1
    spell : (steps unemployed, the last open-ended; occupation) [persons], filled
    """
    spell[:] = 0
    for place in range(spell.shape[1]):
        one = STATUS_COUNT * place + 1
        for number in range(lists.length[one]):
            worker = workers[lists.ids[lists.start[one] + number]]
            spell[min(steps - 1 - worker["spell_start"], spell.shape[0] - 1), place] += 1
