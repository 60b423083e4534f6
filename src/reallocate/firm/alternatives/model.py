"""Plans that cost nearly as little, their frontier, and ranges of single figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.firm.model.cases import Setting, solve_case
from reallocate.firm.model.compute_rules import most_power, power_for_own_work
from reallocate.firm.model.induced_quits import SOME
from reallocate.firm.model.inputs import ALL_KINDS, CASH, STATISTICS
from reallocate.firm.model.labelled import Sum, Term, by, select, times
from reallocate.firm.model.plan import Outcome, costs_by_period, kind_shares, read_outcome
from reallocate.firm.model.relief import relief_in_kind
from reallocate.firm.model.solve import Solved
from reallocate.firm.model.solver import FINISH_LIMIT
from reallocate.firm.model.variables import Variables
from reallocate.firm.plan.solved import Ends, Ranges
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.lp.programme import PRIMAL

_CASH_PLACES = [STATISTICS.index(name) for name in CASH]
_STRENGTH = 1e3
"""How many times the allowance a unit of the direction weighs, so that cost only breaks ties."""

_FRONTIER = (0.05, 0.02, 0.01, 0.005, 0.0025)
"""Shares of the least cost at which jobs kept are asked for, the widest first."""

JOBS, _NO_EXITS = "most jobs kept", "no layoffs"


@dataclass(frozen=True)
class _Direction:
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
    return float(costs[[name for name in CASH if name in costs]].iloc[:QUARTERS_A_YEAR].to_numpy().sum())


def moved(outcome: Outcome) -> float:
    """People who change role over the plan [FTE]."""
    return float(outcome.moves.sum() + outcome.to_directing.sum())


_DIRECTIONS = (
    _Direction("fewest layoffs", 1.0, lambda v: [Term(1, v.layoffs)], lambda o: float(o.layoffs.sum())),
    _Direction(
        JOBS, -1.0, lambda v: [Term(1, select(v.headcount, date=-1))], lambda o: float(o.positions[-1])
    ),
    _Direction("most redeployment", -1.0, lambda v: [Term(1, v.moves), Term(1, v.to_directing)], moved),
    _Direction(
        "least power for own computing",
        1.0,
        lambda v: [Term(1, v.owned)],
        lambda o: float(o.owned.sum()),
    ),
    _Direction(
        "least cash in the first year",
        1.0,
        lambda v: [Term(1, select(v.cost, statistic=_CASH_PLACES, period=slice(0, QUARTERS_A_YEAR)))],
        first_year_cash,
    ),
)


_FIGURES: dict[str, Callable[[Outcome], float]] = {
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


@dataclass(frozen=True, eq=False)
class Alternatives:
    """Plans that cost little more, and the most jobs kept for each extra cost.

    plans : the best plan first
    frontier : (extra cost [USD million], jobs at the end [FTE])
    """

    plans: Sequence[Alternative]
    frontier: Sequence[tuple[float, float]]


def alternatives(setting: Setting, within: float) -> Alternatives:
    """Near-optimal plans in every direction, and the most jobs kept for each extra cost.

    setting : of the plan, small roles grouped
    within : [share of the least cost] that an alternative may cost more
    Where the best plan lays nobody off, no alternative does. The price of no layoffs knows no bound.
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
    for share in _FRONTIER:
        solved.solver.keep_cost_below(least + share * abs(least))
        far = _furthest(solved, _DIRECTIONS[1], share * abs(least), least)
        kept.append((far.extra, float(far.plan.positions[-1]) if far.plan is not None else np.nan))
    bounded.solver.keep_cost_below(least + within * abs(least))
    result += [_furthest(bounded, direction, within * abs(least), least) for direction in _DIRECTIONS]
    return Alternatives(result, sorted(kept))


def _furthest(solved: Solved, direction: _Direction, allowed: float, least: float) -> Alternative:
    """The furthest plan in a direction that keeps the cost limit; of equals, the cheapest."""
    scale = max(abs(direction.figure(solved.outcome)), 1.0)
    strength = direction.sign * _STRENGTH * allowed / scale
    solved.solver.set_objective_with(times(strength, direction.terms(solved.program.variables)))
    solution = solved.solver.minimise(PRIMAL, limit=FINISH_LIMIT)
    cost = solved.solver.own_cost(solution)
    plan = read_outcome(solved.program, solution, cost, solved.outcome.induced_quits_cost)
    solved.solver.set_objective(None)
    return Alternative(direction.name, cost - least, plan)


def _without_exits(setting: Setting, base: Outcome, least: float, best: Outcome) -> Alternative:
    """The best plan without any layoff, at whatever price."""
    if best.layoffs.sum() < SOME:
        return Alternative(_NO_EXITS, 0.0, best)
    options = setting.options
    if options.exits is not None:
        return Alternative(_NO_EXITS, np.nan, None, "the exits are decided beforehand")
    closed = replace(options, levers=replace(options.levers, layoffs=False))
    try:
        solved, _ = solve_case(setting, closed, base, choose=False)
    except InfeasiblePlan as no:
        return Alternative(_NO_EXITS, np.nan, None, str(no))
    return Alternative(_NO_EXITS, solved.outcome.objective - least, solved.outcome)


def figures_of(found: Sequence[Alternative]) -> list[dict[str, object]]:
    """What tells the alternatives apart, one record each.

    found : from `alternatives`
    """
    return [
        {
            "alternative": one.name,
            "extra_cost": one.extra,
            **{name: np.nan if one.plan is None else float(of(one.plan)) for name, of in _FIGURES.items()},
            "note": one.reason,
        }
        for one in found
    ]


_NEAR = 0.005
_TOLERANCE = 1e-9


class _NearOptimal:
    """The plans whose cost is within a share of the least, held by the solver of the best one.

    solved : the best plan; its solver keeps the limit on cost from now on
    near : [share of the least cost]
    Every plan that was found keeps the limit, so a search may start from any of them.
    """

    def __init__(self, solved: Solved, near: float = _NEAR) -> None:
        self.solved = solved
        self._solver = solved.solver
        least = solved.outcome.objective
        self._solver.return_to(solved.basis)
        self._solver.set_objective(None)
        self._solver.keep_cost_below(least + near * abs(least))
        best = self._solver.minimise(PRIMAL, limit=FINISH_LIMIT)
        self._found = [(self._solver.basis, best)]

    def range_of(self, measure: Sum, most_from_best: bool = False) -> tuple[float, float]:
        """Lowest and highest value of a figure among these plans.

        measure : the figure, a sum over the programme's variables
        most_from_best : look for the highest from the best plan, as other plans lead away from it
        Returns values in the unit of the figure: min and max of the figure subject to the rules and to
        cost ≤ least · (1 + near).
        """
        return self._furthest(measure, 1.0), self._furthest(measure, -1.0, most_from_best)

    def least_of(self, measure: Sum) -> float:
        """The lowest value of a figure alone.

        measure : as for `range_of`
        """
        return self._furthest(measure, 1.0)

    def _furthest(self, measure: Sum, sign: float, from_best: bool = False) -> float:
        """From the known plan that is furthest, the first of equals."""
        towards = times(sign, measure)
        known = self._found[:1] if from_best else self._found
        reached = self._solver.values_of(towards, [plan for _, plan in known])
        self._solver.return_to(known[reached.index(min(reached))][0])
        self._solver.set_objective(towards)
        found = self._solver.minimise(PRIMAL, limit=FINISH_LIMIT)
        self._found.append((self._solver.basis, found))
        result = sign * found.objective
        return result if abs(result) > _TOLERANCE else 0.0


_ROLES_WITH_LAYOFFS = 8


def plan_ranges(setting: Setting) -> Ranges:
    """How far a plan's figures move among near-optimal plans.

    setting : the firm, small roles grouped
    """
    solved, _ = solve_case(setting, setting.options)
    v, i = solved.program.variables, solved.program.inputs
    near = _NearOptimal(solved)
    last = select(v.headcount, date=-1)
    each = {
        str(role): near.range_of([Term(1, last.isel(role=place))], most_from_best=True)
        for place, role in enumerate(i.roles)
    }
    return Ranges(
        positions=near.range_of([Term(1, last)]),
        fewest_layoffs=_fewest_layoffs(near),
        roles=each,
        role_layoffs=_layoffs_by_role(near),
        kinds={kind: _kind_range(near, kind) for kind in ALL_KINDS[:-1]},
        activities=_activity_ranges(near),
    )


def _fewest_layoffs(near: _NearOptimal) -> float:
    """How few layoffs suffice; not how many there could be, which are people hired back at once."""
    solved = near.solved
    exits, made = solved.program.inputs.options.exits, float(solved.outcome.layoffs.sum())
    if made < SOME or (exits is not None and exits.pro_rata):
        return made
    return near.least_of([Term(1, solved.program.variables.layoffs)])


def _layoffs_by_role(near: _NearOptimal) -> dict[str, Ends]:
    """The roles with most layoffs; none where exits are pro rata, since nothing is left to choose."""
    v, i, found = near.solved.program.variables, near.solved.program.inputs, near.solved.outcome
    exits = i.options.exits
    if exits is not None and exits.pro_rata:
        return {}
    gone = found.layoffs.sum(axis=1)
    most = [
        int(place) for place in np.argsort(-gone, kind="stable")[:_ROLES_WITH_LAYOFFS] if gone[place] >= 1
    ]
    return {str(i.roles[place]): near.range_of([Term(1, select(v.layoffs, role=place))]) for place in most}


def _kind_range(near: _NearOptimal, kind: str) -> Ends:
    """How far the hours that AI adds to a kind of work, mostly below 0, move in the last quarter.

    kind : of work
    [thousand hours]; who checks work of others does it in the kinds that fill the own time in the best plan
    """
    v, i = near.solved.program.variables, near.solved.program.inputs
    share = kind_shares(near.solved.outcome)[:, ALL_KINDS.index(kind)]

    last = by("period", (i.periods == i.periods[-1]).astype(float))
    return near.range_of(times(-last, relief_in_kind(v, i, kind, share)))


def _activity_ranges(near: _NearOptimal) -> dict[str, Ends]:
    v, i = near.solved.program.variables, near.solved.program.inputs
    ranges = {}
    for activity in sorted(set(i.cells.entry_activity)):
        share = i.cells.share_of((i.cells.entry_activity == activity).to_numpy())[i.cells.targets]
        place = np.flatnonzero(share)
        hours = [Term(by("target", share[place]), select(v.automated, target=place, period=-1))]
        ranges[str(activity)] = near.range_of(hours) if len(place) else (0.0, 0.0)
    return ranges
