"""What an ensemble of a labour market draws: the numbers of its laws, each within a range about its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.economy.market.flow_parameters import Rates
from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array
from reallocate.problem.market.prepare import PreparedMarket
from reallocate.work.draws import triangular

SPREAD = 0.25
"""How far a number is drawn above and below its value where nothing else is said [share of it]; this
project's assumption, the published calibration gives no ranges."""

SEPARATION, OPENING, CLOSING = "laws.separation", "laws.opening", "laws.close"
AMPLITUDE, PERIOD, YEARS = "cycle.amplitude", "cycle.period_steps", "shock.years"
MOST = {SEPARATION: 0.5, OPENING: 0.5, CLOSING: 1.0, AMPLITUDE: 0.999}
"""The largest value that a law takes."""


@dataclass(frozen=True)
class DrawnNumber:
    """One number that is drawn, by a triangular law.

    name : by the key of the scenario
    says : what it is, in words
    unit : in words
    low, peak, high : of the law, in that unit
    """

    name: str
    says: str
    unit: str
    low: float
    peak: float
    high: float


def ranges(prepared: PreparedMarket, spread: float) -> tuple[DrawnNumber, ...]:
    """What is drawn: the rates of flows, and the cycle and the shock where there are any.

    spread : how far above and below a number is drawn [share of it]; raises `InputError` outside of 0 to 1
    δ_u, δ_v, and one γ for both gaps, since the data do not tell γ_u from γ_v. The length of a step is not
    drawn: the weight of one's own occupation follows it, so that each draw would be another market.
    """
    if not 0.0 < spread <= 1.0:
        raise InputError(
            Problem(f"a spread of {spread:g} is not above 0 and at most 1", "--spread", "Write 25% as 0.25.")
        )
    laws, scenario = prepared.rates, prepared.scenario
    about: list[tuple[str, str, str, float]] = [
        (SEPARATION, "random separations, δ_u", "share of the employed/step", laws.separation),
        (OPENING, "random openings, δ_v", "share of the employed/step", laws.opening),
        (CLOSING, "gap closed by separations and by openings, γ", "ratio to the scenario's", 1.0),
    ]
    if scenario.cycle is not None:
        about += [
            (AMPLITUDE, "amplitude of the business cycle", "share of demand", scenario.cycle.amplitude),
            (PERIOD, "length of the business cycle", "steps", scenario.cycle.period_steps),
        ]
    if scenario.shock is not None:
        about.append((YEARS, "length of the shock", "years", scenario.shock.years))
    found = []
    for name, says, unit, value in about:
        most = MOST.get(name, np.inf)
        if name == CLOSING:
            most = 1.0 / max(laws.close_surplus, laws.close_shortage, 1e-9)
        high = max(value, min(value * (1.0 + spread), most))
        found.append(DrawnNumber(name, says, unit, value * (1.0 - spread), value, high))
    return tuple(found)


def values(drawn: tuple[DrawnNumber, ...], chances: Array) -> dict[str, Array]:
    """What each draw assumes, by name; (draw) [unit of the range].

    drawn : by axis
    chances : (draw, axis) [probability]
    """
    return {
        one.name: triangular(chances[:, axis], one.low, one.peak, one.high) for axis, one in enumerate(drawn)
    }


def rates_of(base: Rates, assumed: Mapping[str, Array]) -> list[Rates]:
    """Rates of each draw.

    base : of the scenario
    assumed : by name, (draw)
    """
    return [
        base.with_(
            separation=float(separation),
            opening=float(opening),
            close_surplus=base.close_surplus * float(close),
            close_shortage=base.close_shortage * float(close),
        )
        for separation, opening, close in zip(
            assumed[SEPARATION], assumed[OPENING], assumed[CLOSING], strict=True
        )
    ]
