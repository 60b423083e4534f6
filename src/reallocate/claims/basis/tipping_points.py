"""Which parameters matter most to a claim, and where they would turn its verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reallocate.claims.basis.attainable import Ends
from reallocate.claims.basis.claim import ByDraws, Claim
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.verdicts import Verdict
from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters

MOST_DRIVERS = 3
HALVINGS = 4
"""A tipping point is narrowed to a sixteenth of the way from the default to the end of the range, in ratios
where the range lies above 0."""


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

    def figures(self, above: bool) -> tuple[float, ...]:
        """Of the draws at one end.

        above : the high end
        """
        return self.figures_high if above else self.figures_low

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
    Searched by halving, on the verdict itself with all that is drawn, so that it holds at the value given.
    Where the verdict is another as soon as the parameter is known, that is the first one, and a second one
    is where it is neither.
    """
    name, near = one.parameter, parameters[one.parameter]
    far, verdict = (one.high, one.verdict_high) if above else (one.low, one.verdict_low)

    def at(value: float) -> Parameters:
        return parameters.replace(**{name: value})

    if isinstance(claim, ByDraws):
        ends = {near: claim.figures(context, at(near)), far: np.array(one.figures(above))}
        some = DrawsBetween(claim, context, at, ends)
        known, searches = some.verdict(near), [some.verdict_between]
    else:
        known, searches = claim.judge(context, at(near))[1], []
    first = () if known is now else (TippingPoint(name, near, one.unit, known, None),)
    if verdict is known:
        return first

    def verdict_at(value: float) -> Verdict:
        return claim.judge(context, at(value))[1]

    for verdict_between in (*searches, lambda _, middle, __: verdict_at(middle)):
        value, there = _halved(verdict_between, near, far, verdict, (known, now))
        if value == far or verdict_at(value) is there:
            break
    return (*first, TippingPoint(name, value, one.unit, there, above))


VerdictBetween = Callable[[float, float, float], Verdict]
"""The verdict at the second of three values of a driver, in order, of which the others were looked at before.
"""


def _halved(
    verdict_between: VerdictBetween, near: float, far: float, verdict: Verdict, still: Sequence[Verdict]
) -> tuple[float, Verdict]:
    """The value nearest to one end that gives a verdict of neither kind, and its verdict.

    near, far : the ends
    verdict : at the far end
    still : what does not count as another verdict
    """
    for _ in range(HALVINGS):
        middle = (near * far) ** 0.5 if near > 0 and far > 0 else (near + far) / 2.0
        there = verdict_between(near, middle, far)
        if there in still:
            near = middle
        else:
            far, verdict = middle, there
    return far, verdict


class DrawsBetween:
    """Verdicts of a claim along one parameter, made with the draws that decide them alone.

    claim : judged by one figure of each draw
    at : the parameters in force at a value of the one
    figures : (value) of every draw, where these are known
    The figure of a draw is taken to lie between those at the two values around; draws are made until no
    figure between these bounds would give another verdict.
    """

    def __init__(
        self,
        claim: ByDraws,
        context: ClaimContext,
        at: Callable[[float], Parameters],
        figures: Mapping[float, Array],
    ) -> None:
        self._claim, self._context, self._at = claim, context, at
        self._bounds = {value: (each, each) for value, each in figures.items()}

    def verdict(self, value: float) -> Verdict:
        """The verdict at a value that was looked at before."""
        return self._claim.judged(self._bounds[value][0])[1]

    def verdict_between(self, near: float, middle: float, far: float) -> Verdict:
        """The verdict at a value between two others.

        near, far : that were looked at before
        """
        lows, highs = zip(self._bounds[near], self._bounds[far], strict=True)
        low, high = np.minimum(*lows), np.maximum(*highs)
        draws = self._claim.draws(self._context, self._at(middle))
        while not self._decided(low, high):
            places = self._most_open(low, high)
            made = self._claim.some_figures(self._context, [draws[place] for place in places])
            low[places] = high[places] = made
        self._bounds[middle] = (low, high)
        return self.verdict(middle)

    def _decided(self, low: Array, high: Array) -> bool:
        return self._claim.judged(low)[1] is self._claim.judged(high)[1]

    def _most_open(self, low: Array, high: Array) -> list[int]:
        """The draws that may decide: by itself one could give two verdicts, or else it is the widest."""
        split = [not self._decided(*each) for each in zip(low[:, None], high[:, None], strict=True)]
        order = np.lexsort((high - low, np.array(split)))[-self._claim.at_once :]
        return [int(place) for place in order if low[place] < high[place]]
