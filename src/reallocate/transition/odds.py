"""Chances of a hire a year for somebody who tries: a band, since only flow = tries × success is seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameter, Parameters

Singles = npt.NDArray[np.floating[Any]]
"""Single precision is enough for chances, and twice as fast."""

SEARCHING, SIMILARITY, COMPETITION, CEILING = (
    "move_searching_share", "move_odds_similarity", "move_odds_pay", "move_odds_ceiling",
)  # fmt: skip
STEPS = 40
CLOSE = 1e-3
LEAST = 1e-9
HIGHEST = 60.0
"""log of the level at which every chance is the ceiling."""


@dataclass(frozen=True, eq=False)
class OddsInputs:
    """What chances rest on.

    flow : f, (origin, target) [persons/year]
    near : log of how much likelier the move is than openings alone would make it, net of pay
    raised : log⁺ of the pay ratio
    people : [persons] employed, of whom a share looks for other work
    pay_up : rise of the likelihood of a move with log pay, from `choice`
    """

    flow: Singles
    near: Singles
    raised: Singles
    people: float
    pay_up: float


def odds(
    inputs: OddsInputs, searching: float, similarity: float, competition: float, ceiling: float
) -> Array:
    """The chance a year that somebody who tries for a target is hired; (origin, target) [probability].

    inputs : flows and what lies between two jobs
    searching : s, [share of the employed] who look for other work in a year
    similarity : φ, how the chance rises with nearness
    competition : ε, rise of applicants with log pay
    ceiling : [probability] that no chance exceeds
    p = ceiling·(1 − exp(−e^(c+z))), z = φ·near − (ε − pay_up)·raised, c such that Σ f/p = s·people: those who
    try are as many as those who look. Where so few look that even at the ceiling the flows need more, every
    chance is the ceiling.
    Source: Marinescu, Wolthoff 2020, J. Labor Econ. 38:535, DOI 10.1086/705903 (pay +10%, applicants +7.7%),
    for ε; the rest is a judgement.
    """
    steep = np.exp(similarity * inputs.near - (competition - inputs.pay_up) * inputs.raised)
    level = _level(inputs.flow, steep, searching * inputs.people, ceiling)
    return np.asarray(-ceiling * np.expm1(-level * steep))


def _level(flow: Singles, steep: Singles, tries: float, ceiling: float) -> float:
    """e^c by the secant rule on logarithms: the higher, the fewer tries explain the flows."""

    def excess(place: float) -> float:
        chance = -ceiling * np.expm1(-float(np.exp(place)) * steep)
        explained = float((flow / np.maximum(chance, LEAST)).sum(dtype=np.float64))
        return float(np.log(explained / tries))

    one = float(np.log(flow.sum(dtype=np.float64) / tries / ceiling))
    first = excess(one)
    other = one + first
    for _ in range(STEPS):
        second = excess(other)
        if abs(second) < CLOSE or other == one:
            break
        # Tries fall with the level, by less than it rises: a slope outside of that is a slip of rounding.
        slope = min(max((second - first) / (other - one), -1.0), -0.05)
        one, first, other = other, second, min(other - second / slope, HIGHEST)
    return float(np.exp(other))


def odds_bands(inputs: OddsInputs, parameters: Parameters) -> tuple[Array, Array, Array]:
    """The chance with its band over what is not known; (origin, target) middle, low, high.

    inputs : flows and what lies between two jobs
    parameters : share who look, similarity, competition and ceiling, the first three over their ranges; a
        number of the user's own has no range
    """
    names = (SEARCHING, SIMILARITY, COMPETITION)
    ceiling = parameters[CEILING]
    first, second, third = (parameters[name] for name in names)
    middle = odds(inputs, first, second, third, ceiling)
    low, high = middle.copy(), middle.copy()
    for searching, similarity, competition in product(*(_ends(parameters.about(name)) for name in names)):
        chance = odds(inputs, searching, similarity, competition, ceiling)
        np.minimum(low, chance, out=low)
        np.maximum(high, chance, out=high)
    return middle, low, high


def _ends(about: Parameter) -> tuple[float, ...]:
    """What a number may be: the ends of its range, or the user's own figure."""
    return (about.value,) if about.is_own else (about.low, about.high)
