"""What the engines of whole people share: a cell's flows, random numbers, departures and balance."""

from __future__ import annotations

from reallocate.economy.engines.draws import binomial
from reallocate.economy.engines.draws_stream import Words, begin
from reallocate.economy.engines.flow_cell import (
    EMPLOYED,
    EXITS,
    HIRES,
    OPENINGS,
    QUITS,
    SEPARATIONS,
    UNEMPLOYED,
    VACANCIES,
)
from reallocate.economy.engines.flow_kernel import OUT, E, U, V
from reallocate.economy.kernels.compiled import compiled
from reallocate.economy.laws.gap import gap
from reallocate.economy.laws.opening import openings
from reallocate.economy.laws.separation import separations
from reallocate.economy.market.rates import LEAVING, OPENING, SEPARATION, SHORTAGE, SURPLUS
from reallocate.measure.arrays import Array, Integers

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
    stream: Words, state: Integers, flows: Integers, place: int, wanted: float, rate: Array, leaving: float
) -> None:
    """How many leave, are separated at random and by a surplus, and are wanted (E1 to E3).

    stream : moves on
    state : (employed–unemployed–vacancies–outside, occupation) [persons]
    flows : (flow, occupation) [persons]; `LEFT`, `LOST`, `CUT_OFF` and `OPENED` are filled
    place : occupation
    wanted : demand [persons]
    rate : (rate) as `Rates` orders them
    leaving : labour-force exits [share/step]
    """
    employed = state[E, place]
    surplus = gap(employed, state[V, place], wanted)
    left = binomial(stream, employed, leaving * rate[LEAVING])
    kept = employed - left
    directed = separations(kept, surplus, 0.0, rate[SURPLUS])
    lost = binomial(stream, kept, rate[SEPARATION])
    flows[LEFT, place] = left
    flows[LOST, place] = lost
    flows[CUT_OFF, place] = binomial(stream, kept - lost, directed / kept if kept > 0 else 0.0)
    short = openings(employed, surplus, 0.0, rate[SHORTAGE])
    opened = binomial(stream, employed, rate[OPENING])
    opened += binomial(stream, employed - opened, short / employed if employed > 0 else 0.0)
    flows[OPENED, place] = opened


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
