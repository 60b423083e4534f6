"""Rates of a labour market as surveys define them, unemployment and openings, from people by status."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array


def unemployment_rate(employed: Array, unemployed: Array) -> Array:
    """Unemployment rate: people without a job, of the labour force; 0 where there is nobody [share].

    employed, unemployed : any shape [persons]
    u/(e + u)
    Source: BLS, Handbook of Methods, Current Population Survey, concepts.
    """
    force = np.asarray(employed + unemployed, dtype=float)
    return ratio(np.asarray(unemployed, dtype=float), force)


def long_term_rate(employed: Array, unemployed: Array, long_term: Array) -> Array:
    """People without a job for long, of the labour force [share].

    employed, unemployed, long_term : any shape [persons]
    """
    return long_term / (employed + unemployed)


def openings_rate(employed: Array, vacancies: Array) -> Array:
    """v/(e + v): open positions, of all positions open or filled [share].

    employed, vacancies : any shape [persons]
    """
    return vacancies / (vacancies + employed)


def ratio(part: Array, whole: Array, otherwise: float = 0.0) -> Array:
    """part/whole, and another value where the whole is nothing.

    part, whole : of one shape
    otherwise : where the whole is not above 0
    """
    return np.divide(part, whole, out=np.full_like(part, otherwise), where=whole > 0)
