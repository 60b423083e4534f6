"""Near-optimal plans: how far a figure can move while the plan costs at most 0.5% more.

The cheapest plans for every weight of a figure against cost form a line of corners; between two
neighbouring corners the mixture of both plans is itself a plan, so the range ends where that line
meets the cost that is allowed. Each corner is one solve from the last.

Source: Brill 1979, Management Science 25:413, DOI 10.1287/mnsc.25.5.413 (modelling to generate
alternatives); Neumann, Brown 2021, DOI 10.1016/j.epsr.2020.106690 (ranges of near-optimal plans).
"""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.errors import PlanError
from reallocate.plan.solve import Solved
from reallocate.plan.solver import PRIMAL, Solution, Weights

NEAR = 0.005
FIRST_WEIGHT = 0.05
GROWTH = 8.0
LEAST_MOVE = 1.0
SMALLEST_WEIGHT = 1e-9
STEPS = 60
CLOSE = 1e-3
SAME = 1e-4


@dataclass(frozen=True)
class Corner:
    """One cheapest plan for a weight: value of the figure, and cost above the least [USD million]."""

    value: float
    extra: float


def near_optimal_range(solved: Solved, measure: Weights, near: float = NEAR) -> tuple[float, float]:
    """Lowest and highest value of a figure among plans whose cost is within a share of the least.

    solved : the best plan, held by its solver
    measure : variables and coefficients whose sum is the figure
    near : [share of the least cost]
    Returns values in the unit of the figure. What is left of a range when moving the figure by one
    unit would take the whole allowance is not pursued.
    """
    start = _value(solved, measure)
    allowed = near * abs(solved.outcome.objective)
    ends = [_end(solved, measure, sign, start, allowed) for sign in (1.0, -1.0)]
    solved.solver.set_objective(None)
    solved.solver.return_to(solved.basis)
    return min(ends[0], start), max(ends[1], start)


def _value(solved: Solved, measure: Weights) -> float:
    solved.solver.return_to(solved.basis)
    solved.solver.set_objective(None)
    return _figure(measure, solved.solver.minimise(PRIMAL))[0]


def _figure(measure: Weights, solution: Solution) -> tuple[float, float]:
    value = sum(float((solution.of(variable) * factor).sum()) for variable, factor in measure)
    return value, float(solution.objective)


def _corner(solved: Solved, measure: Weights, weight: float) -> Corner | None:
    """The cheapest plan when each unit of the figure costs `weight`; none where there is no end to it."""
    solved.solver.set_objective_with(tuple((variable, factor * weight) for variable, factor in measure))
    try:
        solution = solved.solver.minimise(PRIMAL)
    except PlanError:
        solved.solver.return_to(solved.basis)
        return None
    value, total = _figure(measure, solution)
    return Corner(value, total - weight * value - solved.outcome.objective)


def _end(solved: Solved, measure: Weights, sign: float, start: float, allowed: float) -> float:
    """Where the line of corners meets the allowed cost, walking down (+1) or up (−1)."""
    solved.solver.return_to(solved.basis)
    inside, outside = Corner(start, 0.0), None
    low, high, weight = 0.0, None, FIRST_WEIGHT
    for _ in range(STEPS):
        corner = _corner(solved, measure, sign * weight)
        if corner is None:
            high = weight
        elif corner.extra > allowed:
            outside = corner
        else:
            inside, low = corner, max(low, weight)
        if outside is not None:
            slope = (outside.extra - inside.extra) / max(abs(outside.value - inside.value), SMALLEST_WEIGHT)
            if abs(slope - weight) <= SAME * weight:
                break
            weight = slope
        elif high is not None:
            if high - low <= CLOSE * high:
                return inside.value - sign * (allowed - inside.extra) / high
            weight = (low + high) / 2
        elif weight * LEAST_MOVE >= allowed or (sign > 0 and inside.value <= SMALLEST_WEIGHT):
            return inside.value
        else:
            weight *= GROWTH
    if outside is None:
        return inside.value
    share = (allowed - inside.extra) / (outside.extra - inside.extra)
    return inside.value + share * (outside.value - inside.value)
