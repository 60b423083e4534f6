"""Which parameters matter most to a claim, and where they would turn its verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from reallocate.claims.basis.claim import ByDraws, Claim, Ends, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.kernel.parameters import Parameters

MOST_DRIVERS = 3
_FAR = 1e30
"""Beyond every figure of a draw."""
_HALVINGS = 4
"""A tipping point is narrowed to a sixteenth of the way from the default to the end of the range, in ratios
where the range lies above 0."""
_GUESSES = 4
"""Guesses in a row that leave more than half of the way, before the middle is tried."""


@dataclass(frozen=True)
class Driver:
    """How far one parameter moves a claim: fixed at either end of its range, all else drawn as before.

    low, high : its plausible range
    result_low, result_high : the finding there [the claim's unit]
    figures_low, figures_high : (draw) there, where the claim is judged by such
    """

    parameter: str
    unit: str
    low: float
    high: float
    result_low: float
    result_high: float
    verdict_low: Verdict
    verdict_high: Verdict
    figures_low: tuple[float, ...] = ()
    figures_high: tuple[float, ...] = ()

    @property
    def swing(self) -> float:
        """How far the finding moves over the range."""
        return abs(self.result_high - self.result_low)


@dataclass(frozen=True)
class TippingPoint:
    """Where a parameter turns the verdict.

    verdict : there, and beyond it as far as the search went
    above : whether it turns upwards from the default; neither where fixing the default, instead of drawing
        the parameter, turns the verdict by itself
    """

    parameter: str
    value: float
    unit: str
    verdict: Verdict
    above: bool | None


def ranked_drivers(ends: Ends) -> tuple[str, ...]:
    """The drivers that move a claim most, by how far single runs at the ends of their ranges lie apart.

    ends : (parameter) the figure at the low and at the high end of its range
    """
    swing = {name: abs(high - low) for name, (low, high) in ends.items() if high != low}
    return tuple(sorted(swing, key=lambda name: -swing[name])[:MOST_DRIVERS])


def tipping_points(
    claim: Claim, context: ClaimContext, parameters: Parameters, now: Verdict, one: Driver, above: bool
) -> tuple[TippingPoint, ...]:
    """Where a driver turns the verdict on the way to an end of its range at which it is another.

    now : the verdict as the claim stands
    above : towards the high end
    Searched on the verdict itself with all that is drawn, so that it holds at the value given: by halving, or
    sooner where the figures of the draws tell where to look.
    Where the verdict is another as soon as the parameter is known, that is the first one, and a second one
    is where it is neither.
    """
    name, near = one.parameter, parameters[one.parameter]
    far, verdict = (one.high, one.verdict_high) if above else (one.low, one.verdict_low)

    def at(value: float) -> Parameters:
        return parameters.replace(**{name: value})

    guessed: _VerdictAt | None = None
    if isinstance(claim, ByDraws):
        ends = {one.low: np.array(one.figures_low), one.high: np.array(one.figures_high)}
        some = _DrawsBetween(claim, context, at, ends)
        searches: tuple[_VerdictAt, ...] = (some.likely_verdict, some.verdict)
        guessed = some.guessed_verdict
    else:
        searches = (partial(_judged, claim, context, at),)
    verdict_at = searches[-1]
    known = verdict_at(near)
    first = () if known is now else (TippingPoint(name, near, one.unit, known, None),)
    if verdict is known:
        return first
    for search in searches:
        value, there = _first_turn(search, guessed, _steps(near, far), verdict, (known, now))
        if value == far or verdict_at(value) is there:
            break
    return (*first, TippingPoint(name, value, one.unit, there, above))


_VerdictAt = Callable[[float], Verdict]
"""The verdict at a value of a driver."""


def _judged(claim: Claim, context: ClaimContext, at: Callable[[float], Parameters], value: float) -> Verdict:
    return claim.judge(context, at(value))[1]


def _steps(near: float, far: float) -> list[float]:
    """The values at which a verdict is looked for, from one end to the other."""
    shares = np.linspace(0.0, 1.0, 2**_HALVINGS + 1)[1:-1]
    ratio = near > 0 and far > 0
    between = near * (far / near) ** shares if ratio else near + (far - near) * shares
    return [near, *map(float, between), far]


def _first_turn(
    verdict_at: _VerdictAt,
    guessed: _VerdictAt | None,
    values: Sequence[float],
    verdict: Verdict,
    still: Sequence[Verdict],
) -> tuple[float, Verdict]:
    """The first of some values that gives a verdict of neither kind, and its verdict.

    guessed : the verdict that a value probably has, where that can be told without a search
    values : from one end to the other
    verdict : at the far end
    still : what does not count as another verdict, as at the near end
    The first value of which another verdict is expected is tried, and then its neighbour; where guesses
    bring the ends together slowly, the middle.
    """
    low, high, slow = 0, len(values) - 1, 0
    while high - low > 1:
        width, step = high - low, (low + high) // 2
        if guessed is not None and slow < _GUESSES:
            between = range(low + 1, high)
            step = next((one for one in between if guessed(values[one]) not in still), high - 1)
        there = verdict_at(values[step])
        if there in still:
            low = step
        else:
            high, verdict = step, there
        slow = slow + 1 if slow < _GUESSES and 2 * (high - low) > width else 0
    return values[high], verdict


@dataclass(frozen=True, eq=False)
class _Figures:
    """Of every draw at one value of a driver: made, or between bounds.

    draws : what decides each
    low, high : (draw) bounds, which are the figure itself where it was made
    made : (draw)
    """

    draws: Sequence[tuple[Any, ...]]
    low: Array
    high: Array
    made: Flags

    def ends(self, place: int) -> tuple[Array, Array]:
        """The bounds of one draw, each by itself."""
        return self.low[place : place + 1], self.high[place : place + 1]


class _DrawsBetween:
    """Verdicts of a claim along one parameter, with as few draws as decide them.

    claim : judged by one figure of each draw
    at : the parameters in force at a value of the one
    figures : (value) of every draw, where these are known
    """

    def __init__(
        self,
        claim: ByDraws,
        context: ClaimContext,
        at: Callable[[float], Parameters],
        figures: Mapping[float, Array],
    ) -> None:
        self._claim, self._context, self._at = claim, context, at
        self._seen = {
            value: _Figures((), each.copy(), each.copy(), np.ones(len(each), dtype=bool))
            for value, each in figures.items()
        }

    def verdict(self, value: float) -> Verdict:
        """The verdict at a value: draws are made until it is the same whatever the others would give."""
        seen = self._at_value(value)
        while True:
            low, high = np.where(seen.made, seen.low, -_FAR), np.where(seen.made, seen.high, _FAR)
            if self._decided(low, high):
                return self._claim.judged(low)[1]
            self._make(seen, self._surest(value, np.flatnonzero(~seen.made), low, high))

    def likely_verdict(self, value: float) -> Verdict:
        """The verdict at a value if the figure of each draw lies between those at the two values around.

        Draws are made until no figure between these bounds would give another one.
        """
        seen = self._at_value(value)
        while not self._decided(seen.low, seen.high):
            open_ = np.flatnonzero(seen.low < seen.high)
            split = [not self._decided(*seen.ends(int(place))) for place in open_]
            places = open_[split] if any(split) else open_
            self._make(seen, self._surest(value, places, seen.low, seen.high))
        return self._claim.judged(seen.low)[1]

    def guessed_verdict(self, value: float) -> Verdict:
        """The verdict at a value if each draw's figure moves evenly between the values where it was made."""
        return self._claim.judged(self._guessed(value))[1]

    def _guessed(self, value: float) -> Array:
        """The figure of each draw if it moves evenly between the values where it was made; (draw)."""
        places, figures = sorted(self._seen), []
        for draw in range(len(self._seen[places[0]].low)):
            made = [one for one in places if self._seen[one].made[draw]]
            figures.append(np.interp(value, made, [self._seen[one].low[draw] for one in made]))
        return np.array(figures)

    def _at_value(self, value: float) -> _Figures:
        """What is known at a value, with the bounds that the values around it give."""
        if value not in self._seen:
            draws = self._claim.draws(self._context, self._at(value))
            below = max((one for one in self._seen if one < value), default=None)
            above = min((one for one in self._seen if one > value), default=None)
            low, high = np.full(len(draws), -_FAR), np.full(len(draws), _FAR)
            if below is not None and above is not None:
                around = (self._seen[below], self._seen[above])
                low = np.minimum(*(one.low for one in around))
                high = np.maximum(*(one.high for one in around))
            self._seen[value] = _Figures(draws, low, high, np.zeros(len(draws), dtype=bool))
        return self._seen[value]

    def _make(self, seen: _Figures, places: list[int]) -> None:
        made = self._claim.some_figures(self._context, [seen.draws[place] for place in places])
        seen.low[places] = seen.high[places] = made
        seen.made[places] = True

    def _decided(self, low: Array, high: Array) -> bool:
        return self._claim.judged(low)[1] is self._claim.judged(high)[1]

    def _surest(self, value: float, places: Integers, low: Array, high: Array) -> list[int]:
        """Of some draws those that prove the likely verdict soonest: they lie furthest on its side.

        places : from which to take them
        low, high : (draw) bounds of the figures
        """
        guessed = np.clip(self._guessed(value), low, high)
        likely, below, above = (self._claim.judged(one)[1] for one in (guessed, low, high))
        rank = guessed if likely is below else -guessed if likely is above else low - high
        order = np.argsort(rank[places], kind="stable")[: self._claim.at_once]
        return [int(place) for place in places[order]]
