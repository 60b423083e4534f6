"""Search and matching one application at a time: the way of few people in many cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reallocate.economy.engines.agents_lists import STATUSES, Lists, take
from reallocate.economy.engines.draws_stream import STREAM_WORDS, uniform, word_of
from reallocate.economy.engines.flow_kernel import V
from reallocate.economy.engines.flow_network import Net
from reallocate.economy.engines.whole_people import AT_WORK, FREED, HIRED, QUIT, SEEKING, start_draws
from reallocate.economy.kernels.compiled import compiled
from reallocate.measure.arrays import Array, Integers

Numbers = npt.NDArray[np.uint32]

DEPARTING, CHOOSING, APPLYING, HIRING, TIRING = range(5, 10)
"""What the random numbers of a cell in a step are for; 0 to 4 are those of the counts engine."""
APPLICANT_BITS, APPLICANT, SENT = 17, (1 << 17) - 1, 1 << 62
LOT_SHIFT = np.uint64(19)
COUNTED = 32
"""Edges up to which the one asked for is found by counting [edges]."""


class Posts(NamedTuple):
    """Every opening of an area by itself.

    first : (occupation + 1) where the openings of each begin
    best : (opening) 0 where nobody applied; else `SENT` and the highest lot of those who did, of 45 bits, and
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
        start_draws(stream, key, origin, APPLYING)
        for number in range(searchers):
            asked = uniform(stream) * reachable
            edge = _last_below(summed, end_edge - begin_edge, asked)
            target = net.targets[begin_edge + edge]
            within = int((asked - summed[edge]) / net.weights[begin_edge + edge])
            post = first[target] + min(within, state[V, target] - 1)
            taken = 2 * origin + (1 if number >= flows[SEEKING, origin] else 0)
            lot = np.int64(word_of(stream) >> LOT_SHIFT) << APPLICANT_BITS
            posts.best[post] = max(posts.best[post], SENT + lot + taken)
    return posts


@compiled
def _last_below(summed: Array, count: int, asked: float) -> int:
    """The last of some numbers in order that is not above the one asked for; the first is 0.

    Halving mispredicts or waits at every turn, so the last stretch is counted at once.
    """
    place = 0
    while count > COUNTED:
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
        start_draws(stream, key, place, HIRING)
        before = hired
        for post in range(posts.first[place], posts.first[place + 1]):
            if posts.best[post]:
                taken = posts.best[post] & APPLICANT
                origin, at_work = taken >> 1, taken & 1
                flows[QUIT if at_work else FREED, origin] += 1
                chosen[hired] = take(lists, STATUSES * origin + (0 if at_work else 1), stream)
                hired += 1
        flows[HIRED, place] = hired - before
    return chosen
