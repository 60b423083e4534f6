"""The pieces of a study that can be computed apart, each in its own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

import numpy as np

from reallocate.plan.cases import Case, Setting, closed_options, forced_options, free_options, solve_case
from reallocate.plan.flips import Flip, flips
from reallocate.plan.inputs import ALL_KINDS
from reallocate.plan.limits import Worth, limits_of, worth_of
from reallocate.plan.outcome import Outcome, read_outcome
from reallocate.plan.ranges import near_optimal_range
from reallocate.plan.solve import Solved, induced_quits_cost
from reallocate.plan.solver import Weights

ROLES_WITH_RANGE = 8
GROUPED = "-0000"
ACTIVITIES_WITH_RANGE = 4
EXIT_SHARES = (0.0, 0.05, 0.10, 0.15, 0.20)

Ends = tuple[float, float]


@dataclass(frozen=True)
class Ranges:
    """How far figures can move among near-optimal plans.

    positions, layoffs : [FTE] at the end, over the plan
    roles : (role) [FTE] at the end
    kinds : (kind) [thousand hours people work at the end]
    activities : (activity) [thousand hours automated in the last quarter]
    """

    positions: Ends
    layoffs: Ends
    roles: dict[str, Ends]
    kinds: dict[str, Ends]
    activities: dict[str, Ends]


def plan_case(setting: Setting, case: Case, base: Outcome | None) -> Outcome:
    """One plan; see `reallocate.plan.cases.solve_case`.

    setting, case, base : firm, what is asked, its baseline
    """
    return solve_case(setting, case, base)[0].outcome


def plan_ranges(setting: Setting, case: Case) -> Ranges:
    """How far a plan's figures move among near-optimal plans.

    setting : the firm, small roles grouped
    case : what is asked
    """
    solved, base = solve_case(setting, case)
    v, i, found = solved.program.variables, solved.program.inputs, solved.outcome
    last = v.headcount.isel(date=-1)
    induced = 0.0
    if case.options.exits is None and found.layoffs.sum() < 1e-6:
        induced = float(induced_quits_cost(i, 0) @ i.discount)
    gap = np.abs(found.headcount[:, -1] - base.headcount[:, -1])
    single = [r for r in np.argsort(-gap, kind="stable") if not str(i.roles[r]).endswith(GROUPED)]
    shown = [int(r) for r in single[:ROLES_WITH_RANGE]]
    roles = {str(i.roles[r]): near_optimal_range(solved, ((last.isel(role=r), 1.0),)) for r in shown}
    return Ranges(
        positions=near_optimal_range(solved, ((last, 1.0),)),
        layoffs=near_optimal_range(solved, ((v.layoffs, 1.0),), reserve=induced),
        roles=roles,
        kinds={kind: _kind_range(solved, kind) for kind in ALL_KINDS[:-1]},
        activities=_activity_ranges(solved),
    )


def _kind_range(solved: Solved, kind: str) -> Ends:
    v, i = solved.program.variables, solved.program.inputs
    p, table = i.options.parameters, i.cells.table
    chosen = (table["kind"] == kind).to_numpy()
    saving = table["saving"].to_numpy(float)
    good = 1 - p["redo_share"] * (1 - i.cells.good[:, -1])
    more = (p["capture"] * (good - saving) - p["review_hours"]) * chosen
    spared: Weights = (
        (v.with_ai.isel(period=-1), -p["capture"] * saving * chosen),
        (v.automated.isel(period=-1), -more[i.cells.targets]),
    )
    return near_optimal_range(solved, spared)


def _activity_ranges(solved: Solved) -> dict[str, Ends]:
    v, i = solved.program.variables, solved.program.inputs
    table = i.cells.table.iloc[i.cells.targets]
    largest = table.groupby("activity")["hours"].sum().sort_values(ascending=False, kind="stable")
    ranges = {}
    for activity in largest.index[:ACTIVITIES_WITH_RANGE]:
        place = np.flatnonzero((table["activity"] == activity).to_numpy())
        ranges[str(activity)] = near_optimal_range(
            solved, ((v.automated.isel(target=place, period=-1), 1.0),)
        )
    return ranges


def plan_limits(setting: Setting, case: Case, base: Outcome) -> list[Worth]:
    """The value of one more of each limit of a plan.

    setting, case, base : firm, what is asked, its baseline
    """
    solved, _ = solve_case(setting, case, base, choose=False)
    least = solved.outcome.objective
    return [
        worth_of(setting, case.options, limit, base, least, solved.basis) for limit in limits_of(case.options)
    ]


def plan_flips(setting: Setting, names: tuple[str, ...]) -> list[Flip]:
    """Where inputs change the answer; see `reallocate.plan.flips.flips`.

    setting : firm and options
    names : of parameters
    """
    return flips(setting, names)


def plan_grid(setting: Setting, midpoint: float) -> list[tuple[float, Outcome]]:
    """The best plan for each share of exits at one speed of adoption; (share, plan).

    setting : firm and options
    midpoint : [quarters] of adoption
    """
    base = setting.baseline()
    parameters = setting.options.parameters.replace(adoption_midpoint=midpoint)
    options = replace(setting.options, parameters=parameters)
    free, _ = solve_case(setting, Case("grid", free_options(options)), base, choose=False)
    first = EXIT_SHARES[1] * setting.firm.headcount
    forced, _ = solve_case(setting, Case("grid", forced_options(options, first, True)), base, choose=False)
    plans = [(EXIT_SHARES[0], free.outcome), (EXIT_SHARES[1], forced.outcome)]
    return [*plans, *more_exits(forced, EXIT_SHARES[1:])]


def more_exits(forced: Solved, shares: tuple[float, ...]) -> list[tuple[float, Outcome]]:
    """Plans for further shares of exits, from one that is held by its solver.

    forced : with the first of the shares, pro rata
    shares : [share of headcount], rising
    """
    i = forced.program.inputs
    rows = forced.program.model.constraints["exits_pro_rata"].labels.values
    plans = []
    for before, share in pairwise(shares):
        for row, people in zip(rows, i.headcount, strict=True):
            forced.solver.move_right_side(np.array([row]), (share - before) * float(people))
        solution = forced.solver.minimise()
        induced = forced.outcome.induced_quits_cost
        plans.append((share, read_outcome(forced.program, solution, solution.objective, induced)))
    return plans


def funding_case(
    setting: Setting, count: float, pay_factor: float, severance: float
) -> tuple[Outcome, Outcome]:
    """So many exits whose positions stay closed, at one pay and one severance, and its baseline.

    setting : the firm
    count : [FTE]
    pay_factor : [ratio]
    severance : [USD/exit]
    """
    options = closed_options(setting.options, count)
    parameters = options.parameters.replace(severance_per_exit=severance)
    case = Case("closed", replace(options, parameters=parameters), pay_factor)
    solved, base = solve_case(setting, case, choose=False)
    return solved.outcome, base


class Inline:
    """Runs tasks at once, in this process."""

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """The finished future of a task.

        task : a function
        arguments : to call it with
        """
        future: Future[Any] = Future()
        future.set_result(task(*arguments))
        return future


@contextmanager
def workers(count: int) -> Iterator[Inline | ProcessPoolExecutor]:
    """Something to submit tasks to; results do not depend on how many work.

    count : of processes; 1 works in this one
    """
    if count <= 1:
        yield Inline()
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool
