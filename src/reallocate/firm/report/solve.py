"""A firm's first answer, solved; then every question beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import replace
from functools import partial
from typing import Any

from reallocate.firm.beliefs.asked import implied_count
from reallocate.firm.model.broken import as_error, conflicts, promises
from reallocate.firm.model.cases import Setting, needs_plan_without, solve_case
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import start_for_others
from reallocate.firm.model.start import Start
from reallocate.firm.own_plan.model import price_own_plan
from reallocate.firm.plan.solved import FREE, FREEZE, Cases, SolvedPlan
from reallocate.firm.report import tasks
from reallocate.firm.report.questions import (
    QUESTIONS,
    Collect,
    FirstAnswer,
    Jobs,
    Question,
    Setup,
    WholePlan,
    requested_questions,
)
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import COARSE_SHARE, ENOUGH_ROLES, prepare, with_fewer_roles
from reallocate.kernel import executor
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.work.world import World

_Progress = Callable[[str], None]
_EXITS = "[exits]"
"""Where a scenario decides a cut."""


class Ahead:
    """Questions whose jobs need no plan, begun while it is solved.

    pool : that runs them
    most : questions; one fewer than there are workers leaves the plan a core to itself
    """

    def __init__(self, pool: executor.Pool, most: int) -> None:
        self._pool, self._most = pool, most
        self.begun: dict[str, tuple[Jobs, Collect]] = {}

    def begin(self, setup: Setup) -> None:
        """Begin the first questions that were requested and need no plan."""
        early = [one for one in requested_questions(setup) if not one.needs_plan]
        self.begun = {one.name: _begun(one, setup, self._pool) for one in early[: self._most]}


def _begun(question: Question, of: Setup | FirstAnswer, pool: executor.Pool) -> tuple[Jobs, Collect]:
    """The jobs of a question, submitted, and what collects them."""
    jobs = Jobs(pool)
    return jobs, question.begin(of, jobs)


def set_up(
    scenario: Scenario,
    world: World,
    within: float,
    implied: str | None = None,
    near: FirstAnswer | None = None,
    kept: Kept | None = None,
) -> Setup:
    """A scenario as the firm that is planned, and what is asked of it.

    within, implied : as in `Setup`
    near : a plan much like this one, whose firm this one has if it differs in assumptions alone
    kept : as for `prepare`
    Raises `InputError` for a scenario that cannot be read.
    """
    problem = prepare(world, scenario, None if near is None else near.setup.problem, kept)
    if implied is not None:
        implied_count(implied, problem.setting.firm.headcount)
    return Setup(problem, within, implied)


def solve_plan(setup: Setup, report: _Progress, near: SolvedPlan | None = None) -> SolvedPlan:
    """Baseline and plan in full.

    report : receives what is under way
    near : a plan much like this one, to start from
    Raises `InfeasiblePlan` where no plan keeps every promise and limit.
    """
    report("Baseline")
    base = setup.problem.setting.baseline(start=None if near is None else near.base.start)
    report("The plan")
    before, start = _before_the_cut(setup, base, near) if setup.is_forced else ({}, None)
    try:
        if near is not None and start is None:
            start = near.start_for(setup.options)
        plan = tasks.plan_case(setup.full, setup.options, base, start, before.get(FREE))
    except InfeasiblePlan:
        _say_why(setup)
        raise
    return SolvedPlan(setup.problem, base, plan, Cases(before), None if before else start)


def _before_the_cut(
    setup: Setup, base: Outcome, near: SolvedPlan | None
) -> tuple[dict[str, Outcome], Start | None]:
    """The plan without the cut and the freeze, each near the next, as far as they are possible.

    near : as for `solve_plan`; where there is one, the cut needs no more than a start
    Returns them, and what the cut starts from: from nothing it takes several times as long as all three.
    """
    free, found = setup.cases[FREE], dict[str, Outcome]()
    known = None if near is None else near.start_for(free)
    try:
        if near is not None and not needs_plan_without(setup.options):
            return found, start_for_others(setup.full.inputs(free, base), known)
        found[FREE] = tasks.plan_case(setup.full, free, base, known)
        if near is None:
            found[FREEZE] = tasks.plan_case(
                setup.full, setup.cases[FREEZE], base, found[FREE].start, found[FREE]
            )
    except InfeasiblePlan:
        # Why is said where the plans are compared, or where the cut has no plan either.
        pass
    return found, next((one.start for one in reversed(found.values())), None)


def solve_first(
    setup: Setup, report: _Progress, near: FirstAnswer | None = None, ahead: Ahead | None = None
) -> FirstAnswer:
    """Baseline, plan, the cut and the freeze, and an own plan where one is given.

    report : as in `solve_plan`
    near : likewise; the cut of a plan near another is solved when it is first read
    ahead : begins questions meanwhile
    """
    if ahead is not None:
        ahead.begin(setup)
    plan = solve_plan(setup, report, None if near is None else near.solved)
    cases = partial(_compared, setup, plan)
    solved = replace(plan, beside=cases() if near is None else cases)
    rows = setup.problem.own
    own = price_own_plan(setup.full, rows, plan.base) if rows is not None else None
    first = FirstAnswer(setup, solved, own)
    report(_counted(first, 0, len(requested_questions(setup))))
    return first


def _compared(setup: Setup, solved: SolvedPlan) -> Cases:
    """The plan without the cut, the cut and the freeze: whichever of them is not the plan itself.

    A cut that is impossible pro rata is sought where the plan chooses its roles.
    """
    found = dict(solved.cases.plans) if setup.is_forced else {FREE: solved.plan}
    impossible, ruled_out = {}, None
    for names in (FREE,) if setup.is_forced else (setup.pro_rata, setup.chosen), (FREEZE,):
        if found.keys() & set(names):
            continue
        for name in names:
            options, free = setup.cases[name], found.get(FREE)
            start = solved.start_for(options) if free is None or free.start is None else free.start
            try:
                found[name] = tasks.plan_case(setup.full, options, solved.base, start, free)
                break
            except InfeasiblePlan as no:
                impossible[name] = str(no)
        else:
            ruled_out = _ruled_out(setup, options) if ruled_out is None else ruled_out
    return Cases(found, impossible, ruled_out or ())


def _ruled_out(setup: Setup, cut: Options) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Which promises and limits rule a cut out, each set by itself; nothing where small roles hide it.

    cut : options of the plan that is impossible
    """
    coarse = replace(_coarse(setup), options=cut)
    base = coarse.baseline()
    if not _impossible(coarse, base):
        return ()
    return tuple(
        kept
        for one in conflicts(coarse, cut, base).sets
        if (kept := tuple((each.where, each.text) for each in one if each.where != _EXITS))
    )


def _coarse(setup: Setup) -> Setting:
    """The firm with its small roles grouped."""
    problem = setup.problem
    return with_fewer_roles(problem.world, problem.scenario, setup.full, COARSE_SHARE, ENOUGH_ROLES)


def _say_why(setup: Setup) -> None:
    """Raise which promises conflict; nothing where the firm with its small roles grouped has a plan."""
    coarse = _coarse(setup)
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


def solve_whole(
    first: FirstAnswer,
    workers: executor.Where | executor.Pool,
    report: _Progress,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> WholePlan:
    """A first answer with every question that was requested beside it; what is solved stays as it is.

    workers, report, ahead, meanwhile : as in `answers`
    """
    known = {one.name: one.default for one in QUESTIONS}
    found = answers(requested_questions(first.setup), first, workers, report, ahead, meanwhile)
    return WholePlan(first, **known | found)


def answers(
    questions: Sequence[Question],
    first: FirstAnswer,
    workers: executor.Where | executor.Pool,
    report: _Progress,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """(name) the answer to each question.

    workers : where the work runs; the result does not depend on it
    report : receives how many parts are done, those of the first answer among them
    ahead : questions that were begun while the plan was solved
    meanwhile : is done while the workers solve; before, where there are none
    """
    begun = dict(ahead.begun) if ahead is not None else {}
    told = 0

    def tell() -> None:
        nonlocal told
        while told < sum(jobs.are_done for jobs, _ in begun.values()):
            told += 1
            report(_counted(first, told, len(questions)))

    try:
        with executor.of(workers) as pool:
            at_once = isinstance(pool, executor.Inline)
            if at_once:
                meanwhile()
            for one in questions:
                if one.name not in begun:
                    begun[one.name] = _begun(one, first if one.needs_plan else first.setup, pool)
                if at_once:
                    tell()
            if not at_once:
                meanwhile()
            for _ in as_completed([job for jobs, _ in begun.values() for job in jobs.submitted]):
                tell()
            # In their own order, so that a result does not depend on which came first.
            return {one.name: begun[one.name][1]() for one in questions}
    except InfeasiblePlan:
        # The plan in full is possible, and with its small roles grouped it is not.
        _say_why(first.setup)
        raise


def _counted(first: FirstAnswer, done: int, of: int) -> str:
    """How many parts are done: plan, cut and own plan, and so many questions.

    of : how many questions there are
    """
    before = 2 + (first.own is not None)
    return f"{before + done} of {before + of} parts"
