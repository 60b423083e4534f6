"""Search and matching of whole people within one area: who applies where, and who of them is hired."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from reallocate.kernel.arrays import Array, Integers
from reallocate.market.flow.network import Net
from reallocate.market.laws.compiled import compiled
from reallocate.market.whole_people.draws import Words, binomial, hypergeometric, occupancy, uniform
from reallocate.market.whole_people.people import AT_WORK, FOUND, HIRED, SEEKING, SENT, start_draws

_Places = npt.NDArray[np.integer[Any]]
"""Unsigned, since an index that may be below 0 is checked for it at every use."""

DEPARTING, _APPLYING, _RECEIVING, _ASSIGNING, BALANCING = range(5)
"""What the random numbers of a cell in a step are for."""
SPARSE = 4
"""Searchers for each place they can reach, up to which they are drawn one by one."""
_TARGET, _COUNT = 0, 1


@compiled
def apply(
    vacant: Integers,
    flows: Integers,
    net: Net,
    records: Integers,
    ends: Integers,
    room: Array,
    key: Integers,
    stream: Words,
) -> None:
    """Applications from every occupation to every other (E4), one for each searcher who reaches an opening.

    vacant : (occupation) openings at the start of the step [persons]
    flows : (flow, occupation) [persons]; `SENT` is filled
    net : of moves
    records : (target–count, record) applications [persons], filled; those of an origin stand together
    ends : (occupation + 1) where the records of each origin end, filled
    room : (sum–point, `SPARSE` × occupation) to work in
    key, stream : as `start_draws` takes them
    Multinomial over j with q_ij = v_j·A_ij / Σ_k v_k·A_ik.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898; conditional binomials, Devroye
    1986, Non-uniform random variate generation, XI.1.
    """
    flows[SENT] = 0
    summed, points = room[0], room[1]
    end = 0
    for origin in range(vacant.shape[0]):
        searchers = flows[SEEKING, origin] + flows[AT_WORK, origin]
        if searchers > 0:
            first, reachable = net.rows[origin], 0.0
            edges = net.rows[origin + 1] - first
            for edge in range(edges):
                reachable += vacant[net.targets[first + edge]] * net.weights[first + edge]
                summed[edge] = reachable
            if reachable > 0.0:
                # The last target with openings: nobody is drawn to those after it.
                last = edges - 1
                while last > 0 and summed[last - 1] == reachable:
                    last -= 1
                start_draws(stream, key, origin, _APPLYING)
                aims = net.targets[first : first + last + 1]
                if searchers <= SPARSE * edges:
                    end = _one_by_one(searchers, aims, summed, points, records, end, flows[SENT], stream)
                else:
                    end = _edge_by_edge(searchers, aims, summed, records, end, flows[SENT], stream)
        ends[origin + 1] = end


@compiled
def _one_by_one(
    searchers: int,
    aims: _Places,
    summed: Array,
    points: Array,
    records: Integers,
    end: int,
    sent: Integers,
    stream: Words,
) -> int:
    """Draw the target of each searcher; returns where the records end."""
    chosen, among = records[_TARGET, end : end + searchers], aims.shape[0]
    for searcher in range(searchers):
        points[searcher] = uniform(stream) * summed[among - 1]
        chosen[searcher] = 0
    # All halve their ranges together: no branch depends on a draw, so that many are looked up at once.
    while among > 1:
        half = among >> 1
        for searcher in range(searchers):
            low, high = chosen[searcher], chosen[searcher] + half
            chosen[searcher] = high if summed[high - 1] <= points[searcher] else low
        among -= half
    for searcher in range(searchers):
        chosen[searcher] = aims[chosen[searcher]]
        sent[chosen[searcher]] += 1
    records[_COUNT, end : end + searchers] = 1
    return end + searchers


@compiled
def _edge_by_edge(
    searchers: int,
    aims: _Places,
    summed: Array,
    records: Integers,
    end: int,
    sent: Integers,
    stream: Words,
) -> int:
    """Draw how many searchers aim at each target; returns where the records end."""
    last = aims.shape[0] - 1
    reachable, before = summed[last], 0.0
    for edge in range(last + 1):
        # Rounding must not leave anybody without a target after the last.
        share = (summed[edge] - before) / (reachable - before) if edge < last else 1.0
        count = binomial(stream, searchers, share)
        before = summed[edge]
        if count > 0:
            records[_TARGET, end] = aims[edge]
            records[_COUNT, end] = count
            sent[aims[edge]] += count
            end += 1
            searchers -= count
            if searchers == 0:
                break
    return end


@compiled
def receive(vacant: Integers, flows: Integers, key: Integers, stream: Words, marks: Words) -> None:
    """Hires into every occupation: its openings that receive an application, each of which takes one (E5).

    vacant : (occupation) openings at the start of the step [persons]
    flows : (flow, occupation) [persons]; `HIRED` is filled
    key, stream : as `start_draws` takes them
    marks : room to work in
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    for place in range(vacant.shape[0]):
        hired, sent = 0, flows[SENT, place]
        if sent > 0:
            start_draws(stream, key, place, _RECEIVING)
            hired = occupancy(stream, vacant[place], sent, marks)
        flows[HIRED, place] = hired


@compiled
def assign(flows: Integers, records: Integers, ends: Integers, key: Integers, stream: Words) -> int:
    """Who is hired, by the occupation looked from; returns how many of them change it [persons].

    flows : (flow, occupation) [persons]; `FOUND` is filled, `SENT` is used up
    records : (target–count, record) applications [persons]
    ends : (occupation + 1) where the records of each origin end
    key, stream : as `start_draws` takes them
    Of the applicants to an occupation the hired are a random subset: multivariate hypergeometric over
    origins, one origin after the other.
    """
    switches, sent = 0, flows[SENT]
    still = flows[HIRED].copy()
    for origin in range(ends.shape[0] - 1):
        result = 0
        if ends[origin + 1] > ends[origin]:
            start_draws(stream, key, origin, _ASSIGNING)
        for record in range(ends[origin], ends[origin + 1]):
            target, count = records[_TARGET, record], records[_COUNT, record]
            left, rest = still[target], sent[target]
            if left == rest:
                taken = count
            elif count == 1:
                taken = 1 if uniform(stream) * rest < left else 0
            else:
                taken = hypergeometric(stream, left, rest - left, count)
            still[target] = left - taken
            sent[target] = rest - count
            result += taken
            switches += taken if target != origin else 0
        flows[FOUND, origin] = result
    return switches
