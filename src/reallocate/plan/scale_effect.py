"""Substitution and scale: positions that AI takes over, positions that cheaper work brings, and where both are even."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from reallocate.measure.arrays import Array
from reallocate.plan.cases import Setting
from reallocate.plan.inputs import Inputs
from reallocate.plan.program import build
from reallocate.plan.solve import solve
from reallocate.plan.solver import Solver
from reallocate.plan.variables import UP_EDGES
from reallocate.plan.work_demand import band_worth, worth_of_work

GIVEN = 0.0
"""Elasticity at which the work is given."""
REFERENCE = 0.5
"""An elasticity at which there are bands; which one does not matter, since their worth is taken off again."""
LARGEST = 20.0
"""Elasticity up to which both effects may be even."""
MORE = 0.01
"""[share] of more work by which its cost is tried."""


@dataclass(frozen=True)
class ScaleEffect:
    """A plan's positions at its end, told apart.

    baseline, given, plan : [FTE] without further AI, with the work given, and with work that answers
    cost_ratio : (good) r [ratio] what more of a family's work costs in the plan with given work, to what it costs
        without further AI
    given_by_good : (good) [FTE] positions of the family in the plan with given work
    """

    baseline: float
    given: float
    plan: float
    cost_ratio: Array
    given_by_good: Array

    @property
    def substitution(self) -> float:
        """Positions that AI takes over where the work is given [FTE], as a change."""
        return self.given - self.baseline

    @property
    def scale(self) -> float:
        """Positions that come back because cheaper work is wanted more [FTE]."""
        return self.plan - self.given

    @property
    def break_even_elasticity(self) -> float:
        """ε* at which positions end as in the baseline; not a number where none up to 20 is enough.

        Σ_k P₀[k]·r[k]^(−ε*) = P_base − positions that are no family's; with one r, ε* = ln(P_base/P₀) ÷ ln(1/r)
        Source: Hicks 1932, The Theory of Wages, ch. 6 (substitution and scale).
        """
        others = self.given - float(self.given_by_good.sum())
        ratio = np.minimum(self.cost_ratio, 1.0)

        def missing(elasticity: float) -> float:
            return float(self.given_by_good @ ratio**-elasticity) + others - self.baseline

        if missing(0.0) >= 0 or missing(LARGEST) < 0:
            return 0.0 if missing(0.0) >= 0 else float("nan")
        return float(brentq(missing, 0.0, LARGEST))


def scale_effect(setting: Setting) -> ScaleEffect:
    """Substitution and scale effect of the plan.

    setting : of the plan that is free to choose; small roles may be grouped
    """
    elasticity = setting.options.parameters["work_elasticity"]
    given = solve(_inputs(setting, GIVEN), choose=False).outcome
    bands = _inputs(setting, REFERENCE)
    plan = given if elasticity <= 0 else solve(_inputs(setting, elasticity), choose=False).outcome
    return ScaleEffect(
        baseline=float(setting.baseline().positions[-1]),
        given=float(given.positions[-1]),
        plan=float(plan.positions[-1]),
        cost_ratio=marginal_cost_ratio(bands),
        given_by_good=np.array([given.headcount[bands.family == good, -1].sum() for good in bands.goods]),
    )


def _inputs(setting: Setting, elasticity: float) -> Inputs:
    parameters = setting.options.parameters.replace(work_elasticity=elasticity)
    return setting.inputs(replace(setting.options, parameters=parameters))


def marginal_cost_ratio(i: Inputs) -> Array:
    """What more of a family's work in the last quarter costs with AI, to what it costs without; (good) [ratio].

    i : with bands of added work
    (least cost with 1% more of its work in the last quarter − least cost) ÷ (1% · c₀[k,T])
    """
    program = build(i)
    solver, up = Solver(program.model), program.variables.up
    assert up is not None
    less = program.variables.down
    if less is not None:
        solver.bound(less, 0.0, 0.0)
    least = np.zeros(up.shape)
    solver.bound(up, least, least)
    before = solver.minimise().objective
    without = MORE * worth_of_work(i)[:, -1] * i.present_weights[-1]
    band = float(band_worth(UP_EDGES, REFERENCE)[0])
    result = np.ones(len(i.goods))
    for good in range(len(i.goods)):
        more = least.copy()
        more[good, 0, -1] = MORE
        solver.bound(up, more, more)
        result[good] = (solver.minimise().objective - before) / without[good] + band
    return result
