"""Baseline and plan of a firm, solved; then every plan that is set beside them, part by part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from queue import SimpleQueue

from reallocate.firm.beliefs.asked import implied_count
from reallocate.firm.model.broken import as_error, conflicts, promises
from reallocate.firm.model.cases import Setting, solve_case
from reallocate.firm.model.plan import Outcome
from reallocate.firm.plan.solved import SolvedCases
from reallocate.firm.report import tasks
from reallocate.firm.report.parts import (
    EVERY,
    PARTS,
    QUICK,
    Ahead,
    Collect,
    Impossible,
    Part,
    PartProblem,
    missing,
    planned_options,
)
from reallocate.firm.request.copied import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import COARSE_SHARE, ENOUGH_ROLES, prepare, with_fewer_roles
from reallocate.kernel import executor
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.work.world import World

Progress = Callable[[str], None]


def solve_plan(
    scenario: Scenario,
    world: World,
    report: Progress,
    within: float,
    implied: str | None = None,
    near: SolvedCases | None = None,
    ahead: Ahead | None = None,
    kept: Kept | None = None,
) -> SolvedCases:
    """Baseline and plan in full; parts follow with `solve_parts`.

    within, implied : as in `study.plan.run.plan_study`
    near : a plan much like this one, to start from
    ahead : parts that are begun meanwhile
    kept : as for `prepare`
    report : receives what is under way
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    report("Reading the firm")
    problem = prepare(world, scenario, None if near is None else near.problem, kept)
    setting = replace(problem.setting, options=planned_options(problem.setting.options))
    if implied is not None:
        implied_count(implied, setting.firm.headcount)
    if ahead is not None:
        ahead.begin(SolvedCases.before(problem, within, implied))
    report("Baseline")
    base = problem.setting.baseline(start=None if near is None else near.base.start)
    report("The plan")
    try:
        start = near.start_for(setting.options) if near is not None else None
        plan = tasks.plan_case(setting, setting.options, base, start)
    except InfeasiblePlan:
        _say_why(world, scenario, setting)
        raise
    known = near.starts if near is not None else {}
    solved = SolvedCases(problem, base, plan, within, implied, known)
    for part in PARTS:
        if not part.wanted(solved):
            solved = solved.with_part(part.name, part.unwanted, {})
    return solved


def _say_why(world: World, scenario: Scenario, setting: Setting) -> None:
    """Raise which promises conflict; nothing where the firm with its small roles grouped has a plan."""
    coarse = with_fewer_roles(world, scenario, setting, COARSE_SHARE, ENOUGH_ROLES)
    base = coarse.baseline()
    if _impossible(coarse, base):
        raise as_error(conflicts(coarse, coarse.options, base)) from None


def _impossible(setting: Setting, base: Outcome) -> bool:
    if not promises(setting.options):
        return False
    try:
        solve_case(setting, setting.options, base, choose=False)
    except InfeasiblePlan:
        return True
    return False


def solve_parts(
    solved: SolvedCases,
    workers: executor.Where | executor.Pool,
    report: Progress,
    wanted: Collection[str] = EVERY,
    so_far: Callable[[SolvedCases], None] | None = None,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> SolvedCases:
    """A plan with more of its parts; what is solved already stays as it is.

    workers : where the work runs; the result does not depend on it
    report : receives how many parts are done, of all that were requested for this study
    wanted : those to solve now; each is solved where it was requested for this study
    so_far : receives the plan each time that a part of it is there
    ahead : parts that were begun while the plan was solved
    meanwhile : is done while the workers solve; before, where there are none
    The first answer is solved in this process, before the other parts.
    """
    if not set(QUICK).issuperset(wanted):
        solved = solve_parts(solved, executor.SERIAL, report, [name for name in QUICK if name in wanted])
    todo = [part for part in missing(solved) if part.name in wanted]
    if not todo:
        return solved
    ahead = ahead or Ahead(executor.Inline(), 0)
    of = PartProblem(solved, ahead.settings_of(solved))
    total = sum(part.wanted(solved) for part in PARTS) + 1
    done = total - len(missing(solved))

    ended: SimpleQueue[Part] = SimpleQueue()

    def count(part: Part) -> None:
        nonlocal done
        done += 1
        report(f"{done} of {total} parts")
        ended.put(part)

    impossible: Impossible = dict(solved.impossible)
    try:
        with executor.of(workers) as pool:
            jobs = _begun(todo, of, ahead, pool, count, meanwhile)
            if so_far is not None:
                _show_each(solved, ended, jobs, so_far)
            # In their own order, so that a result does not depend on which part came first.
            for part in todo:
                solved = solved.with_part(part.name, jobs[part.name](impossible), impossible)
    except InfeasiblePlan:
        # The plan in full is possible, and with its small roles grouped it is not.
        _say_why(solved.problem.world, solved.problem.scenario, of.setting)
        raise
    return solved


def _begun(
    parts: Iterable[Part],
    of: PartProblem,
    ahead: Ahead,
    pool: executor.Pool,
    count: Callable[[Part], None],
    meanwhile: Callable[[], None] | None,
) -> dict[str, Collect]:
    """(part) what collects the jobs of each, all of them submitted.

    count : is told of each part that ended, none before what is done meanwhile
    """
    at_once, jobs, groups = isinstance(pool, executor.Inline), {}, []
    if at_once and meanwhile is not None:
        meanwhile()
    for part in parts:
        group, jobs[part.name] = ahead.jobs_of(part, of, pool)
        done = partial(count, part)
        if at_once:
            group.close(done)
        else:
            groups.append((group, done))
    if not at_once and meanwhile is not None:
        meanwhile()
    for group, done in groups:
        group.close(done)
    return jobs


def _show_each(
    solved: SolvedCases,
    ended: SimpleQueue[Part],
    jobs: Mapping[str, Collect],
    so_far: Callable[[SolvedCases], None],
) -> None:
    """Show the plan each time that a part of it ends; those that end while it is shown come together next.

    ended : parts in the order in which they end, each as soon as it does
    jobs : (part) what collects it
    """
    impossible, left = dict(solved.impossible), len(jobs)
    while left:
        several = [ended.get()]
        while not ended.empty():
            several.append(ended.get())
        for part in several:
            solved = solved.with_part(part.name, jobs[part.name](impossible), impossible)
        left -= len(several)
        so_far(solved)
