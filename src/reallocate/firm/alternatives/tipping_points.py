"""What would change the answer: the value of an input at which compulsory layoffs appear or vanish.

Where an input makes every plan impossible that is an answer too: no plan at this value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from math import inf, isnan, nan

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.grouping import bisect
from reallocate.firm.model.solve import Solved, solve
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.parameters import Parameter

INPUTS = (
    "adoption_width",
    "quits_per_month",
    "demand_growth",
    "work_elasticity",
    "capture_automated",
    "capture_augmented",
    "review_hours",
)


_FURTHEST_ENDS = {
    "quits_per_month": 0.0,
    "demand_growth": -0.15,
    "capture_automated": 1.0,
    "capture_augmented": 1.0,
}
"""How far beyond its range an input is followed, towards more exits, where the range changes nothing."""


_TENTH = 0.1


_LAYOFFS_THAT_COUNT = 1.0


_TIPPING_HALVINGS = 2


class Answer(Enum):
    """What the best plan is at one value of an input, in the words of a sentence."""

    NO_LAYOFFS = "no compulsory exits"
    LAYOFFS = "compulsory exits"
    NO_PLAN = "no plan"


@dataclass(frozen=True)
class TippingPoint:
    """How one input bears on the answer.

    name : of the input
    now, low, high : its value and range [the input's own unit]
    flips_at : value at which the answer changes; none where it holds over the whole range
    flips_to : the answer beyond that value
    tenth_at : value at which positions at the end are a tenth below those at the start; between
        solved points on a straight line; none where that lies outside of the range
    low_positions, high_positions : [FTE] at the end of the plan at both ends of the range
    low_layoffs, high_layoffs : [FTE] over the plan at both ends of the range
    All four are missing (nan) at an end where no plan keeps the limits.
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
    flips_to: Answer | None = None

    @property
    def impossible_at(self) -> tuple[float, ...]:
        """Ends of the range at which no plan is possible."""
        ends = ((self.low, self.low_positions), (self.high, self.high_positions))
        return tuple(end for end, positions in ends if isnan(positions))

    @property
    def swing(self) -> float:
        """How far positions move over the range [FTE]; without bound where it leaves no plan at an end.

        To a millionth, so that an order by it does not hang on the last digits of a solve.
        """
        return inf if self.impossible_at else round(abs(self.high_positions - self.low_positions), 6)


def _tipping_point(setting: Setting, name: str, now: Solved) -> TippingPoint:
    """Where one input changes whether the best plan has compulsory layoffs.

    setting : firm and options
    name : of a parameter
    now : today's best plan, to start from
    The ends of the range are solved first; where one differs from today's answer the value is found
    by halving, to an eighth of the way.
    """
    about = setting.options.parameters.about(name)
    today = _answer(now)
    solved: dict[float, Solved | None] = {about.value: now}

    def answer_at(value: float) -> Answer:
        solved[value] = _with(setting, name, value, _nearest(solved, value))
        return _answer(solved[value])

    answers = {end: answer_at(end) for end in (about.low, about.high)}
    turned = [end for end, answer in answers.items() if answer is not today]
    furthest = _FURTHEST_ENDS.get(name)
    if not turned and today is Answer.NO_LAYOFFS and furthest is not None and furthest not in answers:
        answers[furthest] = answer_at(furthest)
        turned = [furthest] if answers[furthest] is not today else []
    at, beyond = None, None
    if turned:
        nearest = min(turned, key=lambda end: abs(end - about.value))

        def turns(value: float) -> bool:
            answers[value] = answer_at(value)
            return answers[value] is not today

        before, after = bisect(about.value, nearest, turns, _TIPPING_HALVINGS)
        at, beyond = (before + after) / 2, answers[after]
    low, high = solved[about.low], solved[about.high]
    return TippingPoint(
        name,
        about.value,
        about.low,
        about.high,
        at,
        _tenth(about, low, high, now),
        _positions(low),
        _positions(high),
        _layoffs(low),
        _layoffs(high),
        beyond,
    )


def tipping_points(setting: Setting, names: Sequence[str] = INPUTS) -> list[TippingPoint]:
    """Several inputs, one after the other from the same start.

    setting : firm and options
    names : of parameters
    """
    now = solve(setting.inputs(), choose=False)
    return [_tipping_point(setting, name, now) for name in names]


def in_order(found: Sequence[TippingPoint]) -> list[TippingPoint]:
    """Those that change the answer first, then those that move positions most.

    found : from `tipping_points`
    """
    return sorted(found, key=lambda one: (one.flips_at is None, -one.swing, one.name))


def _tenth(about: Parameter, low: Solved | None, high: Solved | None, now: Solved) -> float | None:
    solved = ((about.low, low), (about.value, now), (about.high, high))
    points = sorted((value, _positions(one)) for value, one in solved if one is not None)
    wanted = (1 - _TENTH) * float(now.program.inputs.headcount.sum())
    for (left, before), (right, after) in pairwise(points):
        if (before - wanted) * (after - wanted) <= 0 and before != after:
            return left + (right - left) * (wanted - before) / (after - before)
    return None


def _with(setting: Setting, name: str, value: float, near: Solved) -> Solved | None:
    """The best plan at a value of an input; none where no plan is possible.

    near : a plan to start from
    """
    parameters = setting.options.parameters.replace(**{name: value})
    try:
        inputs = setting.inputs(replace(setting.options, parameters=parameters))
        return solve(inputs, near.start, choose=False)
    except InfeasiblePlan:
        return None


def _nearest(solved: dict[float, Solved | None], value: float) -> Solved:
    """The plan at the value that is nearest to another one, to start from."""
    plans = {at: plan for at, plan in solved.items() if plan is not None}
    return plans[min(plans, key=lambda at: abs(at - value))]


def _answer(solved: Solved | None) -> Answer:
    if solved is None:
        return Answer.NO_PLAN
    return Answer.LAYOFFS if _layoffs(solved) >= _LAYOFFS_THAT_COUNT else Answer.NO_LAYOFFS


def _positions(solved: Solved | None) -> float:
    return nan if solved is None else float(solved.outcome.positions[-1])


def _layoffs(solved: Solved | None) -> float:
    return nan if solved is None else float(solved.outcome.layoffs.sum())
