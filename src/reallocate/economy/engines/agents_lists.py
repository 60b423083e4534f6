"""Who is where: for each occupation of an area the numbers of its employed, unemployed and others.

The lists lie in one array with some room after each, so that taking one out and adding one touches nobody
else. A list that outgrows its room moves to the free end; where that is used up, all are laid out anew.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reallocate.economy.engines.agents_records import STATUS_MASK, Records
from reallocate.economy.engines.draws_stream import Words, below
from reallocate.economy.kernels.compiled import compiled
from reallocate.measure.arrays import Integers

Numbers = npt.NDArray[np.uint32]

STATUSES = 3
ROOM_SHARE = 8
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
    start, room = np.empty(STATUSES * places, dtype=np.int64), np.empty(STATUSES * places, dtype=np.int64)
    length, end = np.zeros(STATUSES * places, dtype=np.int64), 0
    for number in range(workers.shape[0]):
        length[_list_of(workers[number])] += 1
    for one in range(STATUSES * places):
        start[one], room[one] = end, length[one] + _spare(length[one])
        end += room[one]
    lists = Lists(
        np.empty(end + workers.shape[0] // ROOM_SHARE, dtype=np.uint32), start, room, length, np.array([end])
    )
    length[:] = 0
    for number in range(workers.shape[0]):
        add(lists, _list_of(workers[number]), number)
    return lists


@compiled
def _list_of(one: np.void) -> int:
    """The list that a worker is in."""
    return STATUSES * int(one["occupation"]) + int(one["marks"] & STATUS_MASK)


@compiled
def make_room(lists: Lists, wanted: Integers) -> None:
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
def add(lists: Lists, one: int, worker: int) -> None:
    """Add somebody at the end of a list that has room.

    lists : changed in place
    one : the list
    worker : number within the area
    """
    lists.ids[lists.start[one] + lists.length[one]] = worker
    lists.length[one] += 1
