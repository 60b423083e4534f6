"""Substitution and scale: positions that AI takes, and positions that cheaper work brings back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.grouping import bisect
from reallocate.firm.model.relief import CAPTURES
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start

_GIVEN = 0.0
"""Elasticity at which the work is given."""
LARGEST = 4.0
"""Elasticity up to which the break-even is looked for: above all that is measured for products."""
_HALVINGS = 7
_SHARES_CAPTURED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)
"""Shares of freed hours captured, of both modes alike, at which the curves are solved."""


@dataclass(frozen=True)
class ScaleEffect:
    """A plan's positions at its end, told apart [FTE].

    baseline, given, plan : without further AI, with the work given, and with work that answers to its cost
    break_even : ε* [elasticity] at which positions end as in the baseline; not a number if none up to 4
    low, now, high : elasticity in force, and the range of what is measured
    """

    baseline: float
    given: float
    plan: float
    break_even: float
    low: float
    now: float
    high: float

    @property
    def substitution(self) -> float:
        """Change in positions that AI makes where the work is given [FTE]."""
        return self.given - self.baseline

    @property
    def scale(self) -> float:
        """Positions that come back because cheaper work is wanted more [FTE]."""
        return self.plan - self.given


def scale_effect(setting: Setting) -> ScaleEffect:
    """Substitution and scale effect of the plan, and the elasticity at which they are even.

    setting : of the plan that is free to choose; small roles may be grouped
    P(ε*) = P_base, found by halving; with one ratio r of marginal costs, ε* = ln(P_base/P₀) ÷ ln(1/r)
    Source: Hicks 1932, The Theory of Wages, ch. 6; Hamermesh 1993, Labor Demand, ch. 2.
    """
    about = setting.options.parameters.about("work_elasticity")
    baseline = float(setting.baseline().positions[-1])
    near = _plan(setting, None)
    plan = float(near.outcome.positions[-1])

    def even(elasticity: float) -> bool:
        nonlocal near
        near = _plan(setting, near.start, work_elasticity=elasticity)
        return float(near.outcome.positions[-1]) >= baseline

    given = _positions_at(setting, work_elasticity=_GIVEN)
    if given >= baseline:
        break_even = _GIVEN
    elif not even(LARGEST):
        break_even = float("nan")
    else:
        break_even = float(np.mean(bisect(_GIVEN, LARGEST, even, _HALVINGS)))
    return ScaleEffect(baseline, given, plan, break_even, about.low, about.value, about.high)


def _positions_at(setting: Setting, **parameters: float) -> float:
    """Positions at the end of the best plan where some assumptions are others [FTE].

    parameters : (name) [its own unit]
    """
    return float(_plan(setting, None, **parameters).outcome.positions[-1])


def _plan(setting: Setting, start: Start | None, **parameters: float) -> Solved:
    options = replace(setting.options, parameters=setting.options.parameters.replace(**parameters))
    return solve(setting.inputs(options), start, choose=False)


def capture_curves(
    setting: Setting, elasticities: Sequence[float], captures: Sequence[float] = _SHARES_CAPTURED
) -> list[tuple[float, float, float]]:
    """Positions at the end by capture and elasticity.

    setting : of the plan that is free to choose; small roles may be grouped
    elasticities : ε of the curves
    captures : χ [share of freed hours], of hours with AI and of automated hours alike
    Returns (ε, χ, positions [FTE]).
    """
    found, start = [], None
    for elasticity in elasticities:
        for capture in captures:
            both = dict.fromkeys(CAPTURES, capture)
            plan = _plan(setting, start, work_elasticity=elasticity, **both)
            start = plan.start.without_vertex
            found.append((elasticity, capture, float(plan.outcome.positions[-1])))
    return found
