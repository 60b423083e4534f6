"""Plans that cost nearly as little, each as far as it goes in one named direction, and their frontier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Setting, solve_case
from reallocate.plan.cost_kinds import CASH, STATISTICS
from reallocate.plan.gpu_power import most_power, power_for_own_work
from reallocate.plan.labelled import Sum, Term, select, times
from reallocate.plan.linear_program import PRIMAL
from reallocate.plan.outcome import Outcome, costs_by_period, read_outcome
from reallocate.plan.solve import SOME, Solved
from reallocate.plan.solver import FINISH_LIMIT
from reallocate.plan.variables import Variables

FIRST_YEAR = 4
CASH_PLACES = [STATISTICS.index(name) for name in CASH]
STRENGTH = 1e3
"""How many times the allowance a unit of the direction weighs, so that cost only breaks ties."""

FRONTIER = (0.05, 0.02, 0.01, 0.005, 0.0025)
"""Shares of the least cost at which jobs kept are asked for, the widest first."""

JOBS, NO_EXITS = "most jobs kept", "no layoffs"


@dataclass(frozen=True)
class Direction:
    """Something a plan can go far in.

    sign : 1 where less of the figure is wanted, −1 where more
    terms : the figure, a sum over the programme's variables
    figure : the same of a solved plan
    """

    name: str
    sign: float
    terms: Callable[[Variables], Sum]
    figure: Callable[[Outcome], float]


def first_year_cash(outcome: Outcome) -> float:
    """Cash costs of the first four quarters [USD million]."""
    costs = costs_by_period(outcome)
    return float(costs[[name for name in CASH if name in costs]].iloc[:FIRST_YEAR].to_numpy().sum())


def moved(outcome: Outcome) -> float:
    """People who change role over the plan [FTE]."""
    return float(outcome.moves.sum() + outcome.to_directing.sum())


DIRECTIONS = (
    Direction("fewest layoffs", 1.0, lambda v: [Term(1, v.layoffs)], lambda o: float(o.layoffs.sum())),
    Direction(
        JOBS, -1.0, lambda v: [Term(1, select(v.headcount, date=-1))], lambda o: float(o.positions[-1])
    ),
    Direction("most redeployment", -1.0, lambda v: [Term(1, v.moves), Term(1, v.to_directing)], moved),
    Direction(
        "least power for own computing",
        1.0,
        lambda v: [Term(1, v.owned)],
        lambda o: float(o.owned.sum()),
    ),
    Direction(
        "least cash in the first year",
        1.0,
        lambda v: [Term(1, select(v.cost, statistic=CASH_PLACES, period=slice(0, FIRST_YEAR)))],
        first_year_cash,
    ),
)


FIGURES: dict[str, Callable[[Outcome], float]] = {
    "positions": lambda plan: plan.positions[-1],
    "layoffs": lambda plan: plan.layoffs.sum(),
    "moved": moved,
    "hires": lambda plan: plan.hires.sum(),
    "first_year_cash": first_year_cash,
    "power": lambda plan: most_power(power_for_own_work(plan.figures, plan.inputs), plan.inputs),
}
"""What tells alternatives apart; power is the most that the firm's own GPUs draw [MW]."""


@dataclass(frozen=True, eq=False)
class Alternative:
    """A plan that goes as far as it can in one direction.

    name : of the direction
    extra : [USD million] net present cost above the least
    plan : decisions; none where it is impossible, and then `reason` says why
    """

    name: str
    extra: float
    plan: Outcome | None
    reason: str = ""


def alternatives(
    setting: Setting, within: float
) -> tuple[list[Alternative], list[tuple[float, float]]]:
    """Near-optimal plans in every direction, and the most jobs kept for each extra cost.

    setting : of the plan, small roles grouped
    within : [share of the least cost] that an alternative may cost more
    Returns the alternatives, the best plan first, and (extra cost [USD million], jobs at the end
    [FTE]). Where the best plan lays nobody off, no alternative does. The price of no layoffs
    knows no bound.
    Source: Brill 1979, Management Science 25:413, DOI 10.1287/mnsc.25.5.413.
    """
    solved, base = solve_case(setting, setting.options, choose=False)
    least, best = solved.outcome.objective, solved.outcome
    result = [Alternative("least cost", 0.0, best), _without_exits(setting, base, least, best)]
    bounded, _ = solve_case(setting, setting.options, base, choose=False, start=solved.start)
    if best.layoffs.sum() < SOME:
        for one in (solved, bounded):
            one.solver.bound(one.program.variables.layoffs, 0.0, 0.0)
    kept = [(0.0, float(best.positions[-1]))]
    for share in FRONTIER:
        solved.solver.keep_cost_below(least + share * abs(least))
        far = _furthest(solved, DIRECTIONS[1], share * abs(least), least)
        kept.append((far.extra, float(far.plan.positions[-1]) if far.plan is not None else np.nan))
    bounded.solver.keep_cost_below(least + within * abs(least))
    result += [_furthest(bounded, direction, within * abs(least), least) for direction in DIRECTIONS]
    return result, sorted(kept)


def _furthest(solved: Solved, direction: Direction, allowed: float, least: float) -> Alternative:
    """The furthest plan in a direction that keeps the cost limit; of equals, the cheapest."""
    scale = max(abs(direction.figure(solved.outcome)), 1.0)
    strength = direction.sign * STRENGTH * allowed / scale
    solved.solver.set_objective_with(times(strength, direction.terms(solved.program.variables)))
    solution = solved.solver.minimise(PRIMAL, limit=FINISH_LIMIT)
    cost = solved.solver.own_cost(solution)
    plan = read_outcome(solved.program, solution, cost, solved.outcome.induced_quits_cost)
    solved.solver.set_objective(None)
    return Alternative(direction.name, cost - least, plan)


def _without_exits(setting: Setting, base: Outcome, least: float, best: Outcome) -> Alternative:
    """The best plan without any layoff, at whatever price."""
    if best.layoffs.sum() < SOME:
        return Alternative(NO_EXITS, 0.0, best)
    options = setting.options
    if options.exits is not None:
        return Alternative(NO_EXITS, np.nan, None, "the exits are decided beforehand")
    closed = replace(options, levers=replace(options.levers, layoffs=False))
    try:
        solved, _ = solve_case(setting, closed, base, choose=False)
    except InfeasiblePlan as no:
        return Alternative(NO_EXITS, np.nan, None, str(no))
    return Alternative(NO_EXITS, solved.outcome.objective - least, solved.outcome)


def figures_of(found: Sequence[Alternative]) -> list[dict[str, object]]:
    """What tells the alternatives apart, one record each.

    found : from `alternatives`
    """
    return [
        {
            "alternative": one.name,
            "extra_cost": one.extra,
            **{name: np.nan if one.plan is None else float(of(one.plan)) for name, of in FIGURES.items()},
            "note": one.reason,
        }
        for one in found
    ]
