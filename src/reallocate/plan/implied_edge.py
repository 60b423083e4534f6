"""The edge of what one must believe: which belief turns the answer alone, and which have to move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reallocate.plan.bisection import bisect
from reallocate.plan.implied import Beliefs, Cut, Span, is_near, judge

HALVINGS = 5


@dataclass(frozen=True)
class Edge:
    """How one belief bears on a cut, all others as assumed.

    span : of the belief
    reading : of the cut
    now, low, high : [share of the least cost] extra cost as assumed and at both ends of the range
    near_at : [the belief's own unit] value at which the cut becomes, or stops being, nearly the best;
        none where the range holds no such value
    """

    span: Span
    reading: str
    now: float
    low: float
    high: float
    near_at: float | None

    @property
    def favours(self) -> float:
        """The end of the range at which the cut costs less extra [the belief's own unit]."""
        return self.span.low if _or_never(self.low) <= _or_never(self.high) else self.span.high

    @property
    def least(self) -> float:
        """Extra cost there [share of the least cost]."""
        return min(_or_never(self.low), _or_never(self.high))


def edges(cut: Cut, spans: Sequence[Span], readings: Sequence[str]) -> list[Edge]:
    """Where the cut becomes nearly the best, one belief after the other.

    cut : to be judged
    spans : of the beliefs
    readings : of the cut
    The ends of each range are solved; where one differs from what is assumed the value is found by halving.
    """
    start = Beliefs()
    now = judge(cut, start, readings)
    result = []
    for span in spans:
        ends = [judge(cut, start.but(span.name, end), readings) for end in (span.low, span.high)]
        for reading in readings:
            shares = [one.share(reading) for one in (now, *ends)]
            turned = [
                end
                for end, share in zip((span.low, span.high), shares[1:], strict=True)
                if is_near(share) != is_near(shares[0])
            ]
            at = None
            if turned:
                other = min(turned, key=lambda end: abs(end - span.now))
                at = _turns(cut, start, span, other, reading)
            result.append(Edge(span, reading, shares[0], shares[1], shares[2], at))
    return result


def _or_never(share: float) -> float:
    return float("inf") if np.isnan(share) else share


def _turns(cut: Cut, beliefs: Beliefs, span: Span, end: float, reading: str) -> float:
    """The value nearest to what is assumed at which the answer is that of an end, by halving."""

    def near(value: float) -> bool:
        return is_near(judge(cut, beliefs.but(span.name, value), (reading,)).share(reading))

    at_end = near(end)
    return bisect(span.now, end, lambda value: near(value) == at_end, HALVINGS)[1]


@dataclass(frozen=True)
class Step:
    """One more belief moved, those before it held where they were moved to.

    name : of the belief
    value : it was moved to, in its own unit or its name
    share : [share of the least cost] extra cost then
    """

    name: str
    value: float | str
    share: float


def together(
    cut: Cut, moves: Sequence[tuple[str, float | str]], spans: Sequence[Span], reading: str
) -> list[Step]:
    """How many beliefs have to move together before the cut is nearly the best plan.

    cut : to be judged
    moves : (name, value) each to where it favours the cut, those that bear most on it first
    spans : of the beliefs that are numbers
    reading : of the cut
    Of the last the value is found at which it is enough. Where all of them are not, every one is told.
    """
    beliefs, steps = Beliefs(), list[Step]()
    ranges = {span.name: span for span in spans}
    for name, value in moves:
        moved = beliefs.but(name, value)
        share = judge(cut, moved, (reading,)).share(reading)
        if is_near(share) and name in ranges:
            at = _turns(cut, beliefs, ranges[name], float(value), reading)
            enough = judge(cut, beliefs.but(name, at), (reading,)).share(reading)
            return [*steps, Step(name, at, enough)]
        steps.append(Step(name, value, share))
        if is_near(share):
            break
        beliefs = moved
    return steps
