"""Search and matching of whole people within one area: who applies where, and who of them is hired."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.economy.compiled import compiled
from reallocate.economy.engines.draws import (
    Words,
    begin,
    binomial,
    hypergeometric,
    occupancy,
    uniform,
)

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

DEPARTING, APPLYING, RECEIVING, ASSIGNING, BALANCING = range(5)
"""What the random numbers of a cell in a step are for."""
LEFT, SEPARATED, OPENED, SEEKING, SEEKING_AT_WORK, SENT, HIRED, FOUND = range(8)
FLOWS = 8
SPARSE = 2
"""Searchers for each place they can reach, up to which they are drawn one by one."""
TARGET, COUNT = 0, 1


@compiled
def start_draws(stream: Words, key: Integers, place: int, purpose: int) -> None:
    """Set a stream to the numbers of a cell in the present step.

    stream : filled in place
    key : (seed, run, step, first cell of the area)
    place : occupation
    purpose : what they are for
    """
    begin(stream, key[0], key[1], key[2], key[3] + place, purpose)


@compiled
def apply(
    vacant: Integers,
    flows: Integers,
    rows: Integers,
    targets: Integers,
    weights: Array,
    records: Integers,
    ends: Integers,
    summed: Array,
    key: Integers,
    stream: Words,
) -> None:
    """Applications from every occupation to every other (E4), one for each searcher who reaches an opening.

    vacant : (occupation) openings at the start of the step [persons]
    flows : (flow, occupation) [persons]; `SENT` is filled
    rows, targets, weights : the network in compressed rows
    records : (target–count, record) applications [persons], filled; those of an origin stand together
    ends : (occupation + 1) where the records of each origin end, filled
    summed : (occupation) room to work in
    key, stream : as `start_draws` takes them
    Multinomial over j with q_ij = v_j·A_ij / Σ_k v_k·A_ik.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898; conditional binomials, Devroye
    1986, Non-uniform random variate generation, XI.1.
    """
    flows[SENT] = 0
    end = 0
    for origin in range(vacant.shape[0]):
        searchers = flows[SEEKING, origin] + flows[SEEKING_AT_WORK, origin]
        if searchers > 0:
            first, reachable = rows[origin], 0.0
            edges, last = rows[origin + 1] - first, -1
            for edge in range(edges):
                weight = vacant[targets[first + edge]] * weights[first + edge]
                reachable += weight
                summed[edge] = reachable
                last = edge if weight > 0.0 else last
            if last >= 0:
                start_draws(stream, key, origin, APPLYING)
                aims = targets[first : first + last + 1]
                if searchers <= SPARSE * edges:
                    end = _one_by_one(searchers, aims, summed, records, end, flows[SENT], stream)
                else:
                    end = _edge_by_edge(searchers, aims, summed, records, end, flows[SENT], stream)
        ends[origin + 1] = end


@compiled
def _one_by_one(
    searchers: int,
    aims: Integers,
    summed: Array,
    records: Integers,
    end: int,
    sent: Integers,
    stream: Words,
) -> int:
    """Draw the target of each searcher; returns where the records end."""
    last = aims.shape[0] - 1
    reachable = summed[last]
    for record in range(end, end + searchers):
        point = uniform(stream) * reachable
        low, high = 0, last
        while low < high:
            middle = (low + high) >> 1
            if summed[middle] > point:
                high = middle
            else:
                low = middle + 1
        records[TARGET, record] = aims[low]
        records[COUNT, record] = 1
        sent[aims[low]] += 1
    return end + searchers


@compiled
def _edge_by_edge(
    searchers: int,
    aims: Integers,
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
            records[TARGET, end] = aims[edge]
            records[COUNT, end] = count
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
            start_draws(stream, key, place, RECEIVING)
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
        found = 0
        if ends[origin + 1] > ends[origin]:
            start_draws(stream, key, origin, ASSIGNING)
        for record in range(ends[origin], ends[origin + 1]):
            target, count = records[TARGET, record], records[COUNT, record]
            left, rest = still[target], sent[target]
            if left == rest:
                taken = count
            elif count == 1:
                taken = 1 if uniform(stream) * rest < left else 0
            else:
                taken = hypergeometric(stream, left, rest - left, count)
            still[target] = left - taken
            sent[target] = rest - count
            found += taken
            switches += taken if target != origin else 0
        flows[FOUND, origin] = found
    return switches
