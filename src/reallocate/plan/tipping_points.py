"""What would change the answer: the value of an input at which compulsory layoffs appear or vanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reallocate.plan.bisection import bisect
from reallocate.plan.cases import Setting
from reallocate.plan.solve import Solved, solve
from reallocate.work.parameters import Parameter

INPUTS = (
    "adoption_midpoint",
    "quits_per_month",
    "demand_growth",
    "capture",
    "review_hours",
)
FURTHEST = {
    "quits_per_month": 0.0,
    "demand_growth": -0.15,
    "capture": 1.0,
}
"""How far beyond its range an input is followed, towards more exits, where the range changes nothing."""
TENTH = 0.1
LAYOFFS_THAT_COUNT = 1.0
HALVINGS = 2


@dataclass(frozen=True)
class TippingPoint:
    """How one input bears on the answer.

    name : of the input
    now, low, high : its value and range [the input's own unit]
    flips_at : value at which the answer changes; none where it holds over the whole range
    tenth_at : value at which positions at the end are a tenth below those at the start; between
        solved points on a straight line; none where that lies outside of the range
    low_positions, high_positions : [FTE] at the end of the plan at both ends of the range
    low_layoffs, high_layoffs : [FTE] over the plan at both ends of the range
    """

    name: str
    now: float
    low: float
    high: float
    flips_at: float | None
    tenth_at: float | None
    low_positions: float
    high_positions: float
    low_layoffs: float
    high_layoffs: float

    @property
    def swing(self) -> float:
        """How far positions move over the range [FTE]."""
        return abs(self.high_positions - self.low_positions)


def tipping_point(setting: Setting, name: str, now: Solved) -> TippingPoint:
    """Where one input changes whether the best plan has compulsory layoffs.

    setting : firm and options
    name : of a parameter
    now : today's best plan, to start from
    The ends of the range are solved first; where one differs from today's answer the value is found
    by halving, to an eighth of the way.
    """
    about = setting.options.parameters.about(name)
    today = _layoffs(now) >= LAYOFFS_THAT_COUNT
    ends = {end: _with(setting, name, end, now) for end in (about.low, about.high)}
    turned = [end for end, one in ends.items() if (_layoffs(one) >= LAYOFFS_THAT_COUNT) != today]
    if not turned and not today and name in FURTHEST:
        furthest = _with(setting, name, FURTHEST[name], now)
        turned = [FURTHEST[name]] if _layoffs(furthest) >= LAYOFFS_THAT_COUNT else []
    at = None
    if turned:
        nearest = min(turned, key=lambda end: abs(end - about.value))

        def turns(value: float) -> bool:
            return (_layoffs(_with(setting, name, value, now)) >= LAYOFFS_THAT_COUNT) != today

        at = sum(bisect(about.value, nearest, turns, HALVINGS)) / 2
    low, high = ends[about.low], ends[about.high]
    return TippingPoint(
        name,
        about.value,
        about.low,
        about.high,
        at,
        _tenth(about, low, high, now),
        float(low.outcome.positions[-1]),
        float(high.outcome.positions[-1]),
        _layoffs(low),
        _layoffs(high),
    )


def tipping_points(setting: Setting, names: Sequence[str] = INPUTS) -> list[TippingPoint]:
    """Several inputs, one after the other from the same start.

    setting : firm and options
    names : of parameters
    """
    now = solve(setting.inputs(), choose=False)
    return [tipping_point(setting, name, now) for name in names]


def in_order(found: Sequence[TippingPoint]) -> list[TippingPoint]:
    """Those that change the answer first, then those that move positions most.

    found : from `tipping_points`
    """
    return sorted(found, key=lambda one: (one.flips_at is None, -one.swing, one.name))


def _tenth(about: Parameter, low: Solved, high: Solved, now: Solved) -> float | None:
    points = sorted(
        (value, float(one.outcome.positions[-1]))
        for value, one in ((about.low, low), (about.value, now), (about.high, high))
    )
    wanted = (1 - TENTH) * float(now.program.inputs.headcount.sum())
    for (left, before), (right, after) in pairwise(points):
        if (before - wanted) * (after - wanted) <= 0 and before != after:
            return left + (right - left) * (wanted - before) / (after - before)
    return None


def _with(setting: Setting, name: str, value: float, now: Solved) -> Solved:
    parameters = setting.options.parameters.replace(**{name: value})
    return solve(setting.inputs(replace(setting.options, parameters=parameters)), now.basis, choose=False)


def _layoffs(solved: Solved) -> float:
    return float(solved.outcome.layoffs.sum())
