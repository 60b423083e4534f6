"""The pieces of a study that can be computed apart, each in its own process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from reallocate.firm.alternatives.limits import ShadowPrice, limits_of, shadow_price
from reallocate.firm.model.cases import (
    Setting,
    at_pay,
    closed_options,
    forced_options,
    free_options,
    solve_case,
)
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Options
from reallocate.firm.model.people_rules import most_positions
from reallocate.firm.model.plan import Outcome, read_outcome
from reallocate.firm.model.solve import Solved
from reallocate.firm.model.solver import FINISH_LIMIT
from reallocate.firm.model.start import Start
from reallocate.kernel.errors import InfeasiblePlan

_EXIT_SHARES = (0.0, 0.05, 0.10, 0.15, 0.20)


def plan_case(
    setting: Setting,
    options: Options,
    base: Outcome | None,
    start: Start | None = None,
    free: Outcome | None = None,
) -> Outcome:
    """One plan; see `reallocate.firm.model.cases.solve_case`.

    setting, options, base : firm, what is asked, its baseline
    start : what another plan found, to start from
    free : the plan without the cut, where it is known
    """
    return solve_case(setting, options, base, start=start, free=free)[0].outcome


def compared_plan(
    setting: Setting, options: Options, base: Outcome | None, start: Start | None = None
) -> Outcome:
    """The same of a plan that no other starts from."""
    return plan_case(setting, options, base, start).without_start


def plan_limits(setting: Setting, base: Outcome, start: Start | None = None) -> list[ShadowPrice]:
    """The value of one more of each limit of a plan.

    base : the plan without AI
    start : what the plan found
    """
    options = setting.options
    solved, _ = solve_case(setting, options, base, choose=False, start=start)
    return [shadow_price(setting, options, limit, base, solved) for limit in limits_of(options)]


def plan_grid(setting: Setting, adoption: Mapping[str, float]) -> list[tuple[float, Outcome | str]]:
    """The best plan for each share of exits at one speed of adoption, or why there is none.

    setting : firm and options
    adoption : (parameter) [quarters] of its speed
    Returns (share, plan or reason).
    """
    base = setting.baseline()
    parameters = setting.options.parameters.replace(**adoption)
    options = replace(setting.options, parameters=parameters)
    plans: list[tuple[float, Outcome | str]] = []
    start: Start | None = None
    try:
        free, _ = solve_case(setting, free_options(options), base, choose=False)
        start = free.start
        plans.append((_EXIT_SHARES[0], free.outcome.without_start))
    except InfeasiblePlan as no:
        plans.append((_EXIT_SHARES[0], str(no)))
    first = _EXIT_SHARES[1] * setting.firm.headcount
    try:
        forced, _ = solve_case(setting, forced_options(options, first, True), base, choose=False, start=start)
    except InfeasiblePlan as no:
        return [*plans, *((share, str(no)) for share in _EXIT_SHARES[1:])]
    return [*plans, (_EXIT_SHARES[1], forced.outcome.without_start), *_more_exits(forced, _EXIT_SHARES[1:])]


def _more_exits(forced: Solved, shares: tuple[float, ...]) -> list[tuple[float, Outcome | str]]:
    """Plans for further shares of exits, from one that is held by its solver.

    forced : with the first of the shares, pro rata
    shares : [share of headcount], rising; one that is impossible makes those above it impossible too
    """
    i = forced.program.inputs
    rows = forced.program.model.constraints["exits_pro_rata"].labels.values
    sizes = forced.program.model.constraints["size_is_kept"].labels.values
    induced = forced.outcome.induced_quits_cost
    plans: list[tuple[float, Outcome | str]] = []
    for before, share in pairwise(shares):
        forced.solver.move_right_side(rows, (share - before) * i.headcount)
        forced.solver.limit(sizes, most_positions(_with_exits(i, share * i.headcount.sum())).ravel())
        forced.solver.whole.free()
        try:
            solution = forced.solver.minimise(limit=FINISH_LIMIT)
        except InfeasiblePlan as no:
            plans.append((share, str(no)))
            forced.solver.start_over()
        else:
            plans.append((share, read_outcome(forced.program, solution, solution.objective, induced)))
    return plans


def _with_exits(i: Inputs, count: float) -> Inputs:
    """The figures of a cut that has so many exits instead."""
    exits = i.options.exits
    assert exits is not None
    return replace(i, options=replace(i.options, exits=replace(exits, count=count)))


def funding_cases(
    setting: Setting, count: float, pay_factor: float, severances: tuple[float, ...]
) -> tuple[Outcome, list[Outcome]]:
    """So many exits whose positions stay closed, at one pay: the baseline, and a plan for each severance.

    setting : the firm; small roles may be grouped, since exits are pro rata
    count : [FTE]
    pay_factor : [ratio]
    severances : [USD/exit]
    """
    options = closed_options(setting.options, count)
    paid = replace(setting, firm=at_pay(setting.firm, pay_factor))
    base: Outcome | None = None
    plans = []
    for severance in severances:
        at_it = replace(options, parameters=options.parameters.replace(severance_per_exit=severance))
        solved, base = solve_case(paid, at_it, base, choose=False)
        plans.append(solved.outcome.without_start)
    assert base is not None
    return base.without_start, plans
