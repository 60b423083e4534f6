"""Separations and openings of whole people, drawn for one occupation in one step (E2, E3)."""

from __future__ import annotations

from reallocate.economy.engines.draws import binomial
from reallocate.economy.engines.draws_stream import Words
from reallocate.economy.kernels.compiled import compiled
from reallocate.economy.laws.opening import openings
from reallocate.economy.laws.separation import separations
from reallocate.economy.market.flow_parameters import LEAVING, OPENING, SEPARATION, SHORTAGE, SURPLUS
from reallocate.measure.arrays import Array


@compiled
def draw_separations(
    stream: Words, employed: int, surplus: float, rate: Array, leaving: float
) -> tuple[int, int, int]:
    """People with a job who leave the labour force, who are separated anyway, and because of a surplus (E2)
    [persons].

    stream : of random numbers, moved on
    employed : at the start of the step [persons]
    surplus : jobs above what is demanded [persons]
    rate : (rate) as `Rates` orders them
    leaving : labour-force exits [share/step]
    left ~ B(e, x); lost ~ B(e − left, δ_u); cut ~ B(e − left − lost, directed/(e − left)), directed as in
    `separations` without random ones: the means are those of the law.
    """
    left = binomial(stream, employed, leaving * rate[LEAVING])
    kept = employed - left
    directed = separations(kept, surplus, 0.0, rate[SURPLUS])
    lost = binomial(stream, kept, rate[SEPARATION])
    cut = binomial(stream, kept - lost, directed / kept if kept > 0 else 0.0)
    return left, lost, cut


@compiled
def draw_openings(stream: Words, employed: int, surplus: float, rate: Array) -> int:
    """Vacancies that are opened, anyway and because of a shortage (E3) [persons].

    stream : of random numbers, moved on
    employed : at the start of the step [persons]
    surplus : jobs above what is demanded [persons]
    rate : (rate) as `Rates` orders them
    anyway ~ B(e, δ_v); more ~ B(e − anyway, wanted/e), wanted as in `openings` without random ones
    """
    wanted = openings(employed, surplus, 0.0, rate[SHORTAGE])
    opened = binomial(stream, employed, rate[OPENING])
    return opened + binomial(stream, employed - opened, wanted / employed if employed > 0 else 0.0)
