"""What the engines of whole people share: a cell's flows, random numbers, departures and balance."""

from __future__ import annotations

from reallocate.kernel.arrays import Array, Integers
from reallocate.market.flow.cell import (
    EMPLOYED,
    EXITS,
    HIRES,
    OPENINGS,
    QUITS,
    SEPARATIONS,
    UNEMPLOYED,
    VACANCIES,
)
from reallocate.market.flow.kernel import OUT, E, U, V
from reallocate.market.laws.compiled import compiled
from reallocate.market.laws.openings import openings
from reallocate.market.laws.separations import gap, separations
from reallocate.market.state.market import EFFORT, LEAVING, ON_THE_JOB, OPENING, SEPARATION, SHORTAGE, SURPLUS
from reallocate.market.whole_people.draws import Words, begin, binomial

LEFT, LOST, CUT_OFF, CAME, OPENED, SEEKING, AT_WORK, HIRED, FREED, QUIT, TIRED, SENT, FOUND = range(13)
FLOWS = 13


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
def draw_departures(
    state: Integers,
    flows: Integers,
    demand: Array,
    mix: float,
    scale: float,
    rate: Array,
    leaving: Array,
    inward: Array,
    purpose: int,
    key: Integers,
    stream: Words,
) -> None:
    """How many leave, are separated, come in, are wanted and will apply (E1 to E3).

    state : (employed–unemployed–vacancies–outside, occupation) [persons]
    flows : (flow, occupation) [persons], filled
    demand : (before–after, occupation) [persons]
    mix, scale : demand is (before + (after − before)·mix)·scale
    rate : (rate) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    inward : (occupation) entries [share of those outside/step]; of length 0 where they are drawn later
    purpose, key, stream : as `start_draws` takes them
    """
    for place in range(state.shape[1]):
        if state[:, place].sum() == 0:
            flows[:, place] = 0
            continue
        employed, before, after = state[E, place], demand[0, place], demand[1, place]
        surplus = gap(employed, state[V, place], (before + (after - before) * mix) * scale)
        start_draws(stream, key, place, purpose)
        left = binomial(stream, employed, leaving[place] * rate[LEAVING])
        kept = employed - left
        directed = separations(kept, surplus, 0.0, rate[SURPLUS])
        lost = binomial(stream, kept, rate[SEPARATION])
        cut = binomial(stream, kept - lost, directed / kept if kept > 0 else 0.0)
        wanted = openings(employed, surplus, 0.0, rate[SHORTAGE])
        opened = binomial(stream, employed, rate[OPENING])
        opened += binomial(stream, employed - opened, wanted / employed if employed > 0 else 0.0)
        flows[LEFT, place] = left
        flows[LOST, place] = lost
        flows[CUT_OFF, place] = cut
        flows[OPENED, place] = opened
        if inward.shape[0] > 0:
            flows[CAME, place] = binomial(stream, state[OUT, place], inward[place])
        flows[SEEKING, place] = binomial(stream, state[U, place], rate[EFFORT])
        flows[AT_WORK, place] = binomial(stream, kept - lost - cut, rate[EFFORT] * rate[ON_THE_JOB])


@compiled
def balance_cell(state: Integers, flows: Integers, place: int, total: Integers) -> None:
    """One occupation's people and openings after the step, and its part of the totals.

    state : (employed–unemployed–vacancies–outside, occupation) [persons]; changed in place
    flows : (flow, occupation) [persons]
    place : occupation
    total : (total) [persons]; added to
    """
    lost, left = flows[LOST, place] + flows[CUT_OFF, place], flows[LEFT, place]
    state[E, place] += flows[HIRED, place] - lost - left - flows[QUIT, place]
    state[U, place] += lost + flows[CAME, place] - flows[FREED, place] - flows[TIRED, place]
    state[V, place] += flows[OPENED, place] - flows[HIRED, place]
    state[OUT, place] += left + flows[TIRED, place] - flows[CAME, place]
    total[UNEMPLOYED] += state[U, place]
    total[VACANCIES] += state[V, place]
    total[EMPLOYED] += state[E, place]
    total[SEPARATIONS] += lost
    total[QUITS] += flows[QUIT, place]
    total[EXITS] += left
    total[HIRES] += flows[HIRED, place]
    total[OPENINGS] += flows[OPENED, place]
