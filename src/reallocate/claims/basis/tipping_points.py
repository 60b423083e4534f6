"""Which parameters matter most to a claim, and where they would turn its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.claims.basis.attainable import Ends
from reallocate.claims.basis.claim import Claim
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.verdicts import Verdict
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
    """

    parameter: str
    unit: str
    low: float
    high: float
    result_low: float
    result_high: float
    verdict_low: Verdict
    verdict_high: Verdict

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
    name = one.parameter

    def verdict_at(value: float) -> Verdict:
        return claim.judge(context, parameters.replace(**{name: value}))[1]

    near = parameters[name]
    far, verdict = (one.high, one.verdict_high) if above else (one.low, one.verdict_low)
    known = verdict_at(near)
    first = () if known is now else (TippingPoint(name, near, one.unit, known, None),)
    if verdict is known:
        return first
    for _ in range(HALVINGS):
        middle = (near * far) ** 0.5 if near > 0 and far > 0 else (near + far) / 2.0
        there = verdict_at(middle)
        if there in (known, now):
            near = middle
        else:
            far, verdict = middle, there
    return (*first, TippingPoint(name, far, one.unit, verdict, above))
