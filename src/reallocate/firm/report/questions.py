"""What a plan's study asks beside its first answer, and the whole plan that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd

from reallocate.data.country import HOME
from reallocate.firm.alternatives.model import Alternatives, alternatives, plan_ranges
from reallocate.firm.alternatives.page import history, history_summary
from reallocate.firm.alternatives.prices import PricedPlan, PromisePrices, price_promises, promise_options
from reallocate.firm.alternatives.promises import CutsAndSpeeds, PricedLimits, Sources
from reallocate.firm.alternatives.tipping_points import INPUTS, TippingPoint, tipping_points
from reallocate.firm.beliefs.asked import BeliefJobs, Implied, implied_count, the_cut
from reallocate.firm.finance.model import Finance, collect, named_pay, submit_finance
from reallocate.firm.model.cases import Setting, forced_options, free_options, freeze_options
from reallocate.firm.model.options import Options
from reallocate.firm.model.own_plan import OwnPlan
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.start import Start
from reallocate.firm.outlooks.model import Uncertain, under_uncertainty
from reallocate.firm.plan.operating import FundedCut, FundingRun
from reallocate.firm.plan.response import ProductPlan, Response, capture_curves, product_plans, scale_effect
from reallocate.firm.plan.solved import FREE, FREEZE, WORK_LED, Cases, Ranges, SolvedPlan, Spread
from reallocate.firm.report import tasks
from reallocate.firm.request.faults import decided_quarters, outlooks_of
from reallocate.firm.request.plan_keys import Promises
from reallocate.firm.request.prepare import (
    COARSE_SHARE,
    ENOUGH_ROLES,
    MIDPOINTS,
    RANGE_ROLES,
    RANGE_SHARE,
    PlanProblem,
    adoption_at,
    exits_by_default,
    wanted_products,
    with_fewer_roles,
    with_fewer_systems,
)
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.executor import Pool
from reallocate.work.history import history_tables
from reallocate.work.world import World

_ALL = "all"


@dataclass(frozen=True, eq=False)
class Setup:
    """A firm under the options of its plan, in full and with small roles grouped, and what is asked of it.

    problem : the scenario, ready to be planned
    within : [share of the least cost] that an alternative may cost more
    implied : a cut of which to find the assumptions under which it is optimal; none where none was named
    """

    problem: PlanProblem
    within: float
    implied: str | None = None

    @property
    def options(self) -> Options:
        """Those of the plan that was requested; without a decided cut it is the plan's own best answer."""
        options = self.problem.setting.options
        return options if options.exits is not None else free_options(options)

    @cached_property
    def full(self) -> Setting:
        """Every role."""
        return replace(self.problem.setting, options=self.options)

    @cached_property
    def coarse(self) -> Setting:
        """Small roles grouped: for questions of many plans."""
        return self._grouped(COARSE_SHARE, ENOUGH_ROLES)

    @cached_property
    def for_ranges(self) -> Setting:
        """The same with more roles, for how far each can move."""
        return self._grouped(RANGE_SHARE, RANGE_ROLES)

    @property
    def coarse_and_free(self) -> Setting:
        """Small roles grouped, without a decided cut."""
        return replace(self.coarse, options=free_options(self.coarse.options))

    def _grouped(self, share: float, enough: int) -> Setting:
        problem = self.problem
        return with_fewer_systems(with_fewer_roles(problem.world, problem.scenario, self.full, share, enough))

    @property
    def is_forced(self) -> bool:
        """Whether exits were decided beforehand."""
        return self.options.exits is not None

    @property
    def count(self) -> float:
        """Exits of the cut that the plan is compared with [FTE]."""
        if self.options.exits is not None:
            return self.options.exits.count
        return exits_by_default(self.problem.scenario, self.full.firm.headcount)

    @cached_property
    def cases(self) -> dict[str, Options]:
        """The plans to set beside the one that was requested, in their order."""
        free = free_options(self.options)
        fixed = free.parameters.replace(coordination_elasticity=0.0)
        count = self.count
        cases = {
            WORK_LED: replace(free, parameters=fixed),
            self.pro_rata: forced_options(self.options, count, pro_rata=True),
            self.chosen: forced_options(self.options, count, pro_rata=False),
            FREEZE: freeze_options(self.options, count),
        }
        return {FREE: free, **cases} if self.is_forced else cases

    @property
    def pro_rata(self) -> str:
        """The case in which every role is cut alike."""
        return f"{self.count:,.0f} exits, pro rata"

    @property
    def chosen(self) -> str:
        """The case in which the plan chooses the roles of the cut."""
        return f"{self.count:,.0f} exits, chosen by the plan"

    @property
    def sources(self) -> list[str]:
        """The sources of reach other than that of the plan."""
        wanted = self.problem.scenario.reach
        every = list(self.full.firm.augmentable)
        return [name for name in (every if wanted == _ALL else [wanted]) if name != self.options.reach_source]


@dataclass(frozen=True, eq=False)
class FirstAnswer:
    """A plan with its cut taken apart, and a planner's own plan where one is given."""

    setup: Setup
    solved: SolvedPlan
    own: OwnPlan | None = None


@dataclass(frozen=True, eq=False)
class WholePlan:
    """A first answer with every question that was asked beside it.

    outlooks : first years under several outlooks; none where they were not requested
    products : plans with GPUs for products and ever less cash; none where none are wanted
    response : substitution and scale; none where work is given
    implied : what one must believe for a cut; none where none was named
    prices : what each promise costs; none where nothing is promised
    """

    first: FirstAnswer
    outlooks: Uncertain | None
    ranges: Ranges
    response: Response | None
    tipping_points: Sequence[TippingPoint]
    limits: PricedLimits
    prices: PromisePrices | None
    sources: Sources
    alternatives: Alternatives
    products: Sequence[ProductPlan]
    cases: Cases
    finance: Finance
    grid: CutsAndSpeeds
    funding: FundedCut
    implied: Implied | None

    @property
    def spread(self) -> Spread:
        """How far the plan's figures move."""
        return Spread(self.ranges, self.sources.others.plans)


class Jobs:
    """The tasks of one question, submitted to a pool."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.submitted: list[Future[Any]] = []

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """The future of a task."""
        future = self._pool.submit(task, *arguments)
        self.submitted.append(future)
        return future

    @property
    def are_done(self) -> bool:
        """Whether every task has ended."""
        return all(one.done() for one in self.submitted)


Collect = Callable[[], Any]
"""Waits for the jobs of a question, and gives its answer."""


@dataclass(frozen=True)
class Question:
    """A question of a whole plan: a job or several that are solved together.

    name : field of `WholePlan` that its answer is
    words : what it is, for readers
    begin : what it is asked of, its jobs -> what collects them
    needs_plan : whether it is asked of the first answer; of the firm otherwise
    is_requested : whether it was requested
    default : its answer where it was not, of which its tables are made
    """

    name: str
    words: str
    begin: Callable[[Any, Jobs], Collect] = field(repr=False)
    needs_plan: bool = False
    is_requested: Callable[[Setup], bool] = field(default=lambda setup: True, repr=False)
    default: Any = None


def _solved_cases(jobs: Mapping[str, Future[Outcome]]) -> Cases:
    """The plans that are possible, and why the others are not."""
    plans, impossible = {}, {}
    for name, job in jobs.items():
        try:
            plans[name] = job.result()
        except InfeasiblePlan as no:
            impossible[name] = str(no)
    return Cases(plans, impossible)


def _start_for(options: Options, solved: SolvedPlan) -> Start | None:
    """What a case starts from; one without a cut, which has other rules, is nearest to today's headcount."""
    return None if options.exits is None else solved.start_for(options)


def _cases(of: FirstAnswer, jobs: Jobs) -> Collect:
    """All cases but those of the first answer, which are kept."""
    setup, solved = of.setup, of.solved
    same = {name: solved.plan for name, options in setup.cases.items() if options == setup.options}
    known = {**same, **solved.cases.plans}
    further = {
        name: jobs.submit(tasks.plan_case, setup.full, options, solved.base, _start_for(options, solved))
        for name, options in setup.cases.items()
        if name not in known and name not in solved.cases.impossible
    }

    def collected() -> Cases:
        found = _solved_cases(further)
        plans, impossible = {**known, **found.plans}, {**solved.cases.impossible, **found.impossible}
        return Cases(
            {name: plans[name] for name in (FREE, *setup.cases) if name in plans},
            {name: impossible[name] for name in setup.cases if name in impossible},
        )

    return collected


def _sources(of: FirstAnswer, jobs: Jobs) -> Collect:
    setup, solved = of.setup, of.solved
    start = solved.start_for(setup.options)
    others = {
        name: jobs.submit(
            tasks.compared_plan, setup.full, replace(setup.options, reach_source=name), solved.base, start
        )
        for name in setup.sources
    }
    return lambda: Sources(solved, _solved_cases(others), _history(setup.problem.world))


def _ranges(of: Setup, jobs: Jobs) -> Collect:
    return jobs.submit(plan_ranges, of.for_ranges).result


def _alternatives(of: Setup, jobs: Jobs) -> Collect:
    return jobs.submit(alternatives, of.coarse, of.within).result


def _tipping_points(of: Setup, jobs: Jobs) -> Collect:
    several = [jobs.submit(tipping_points, of.coarse_and_free, INPUTS[place::2]) for place in (0, 1)]
    return lambda: [one for job in several for one in job.result()]


def _grid(of: FirstAnswer, jobs: Jobs) -> Collect:
    setup = of.setup
    today = setup.options.parameters["assisted_today"]
    each = {
        speed: jobs.submit(tasks.plan_grid, setup.coarse, adoption_at(speed, today)) for speed in MIDPOINTS
    }

    def collected() -> CutsAndSpeeds:
        found = {speed: job.result() for speed, job in each.items()}
        plans = {
            speed: [(share, plan) for share, plan in row if not isinstance(plan, str)]
            for speed, row in found.items()
        }
        impossible = {
            f"{speed} {share:.0%}": plan
            for speed, row in found.items()
            for share, plan in row
            if isinstance(plan, str)
        }
        return CutsAndSpeeds(plans, of.solved.base, impossible)

    return collected


def _limits(of: FirstAnswer, jobs: Jobs) -> Collect:
    setup, solved = of.setup, of.solved
    job = jobs.submit(tasks.plan_limits, setup.full, solved.base, solved.plan.start)
    return lambda: PricedLimits(setup.problem.setting.options, job.result())


def _prices(of: FirstAnswer, jobs: Jobs) -> Collect:
    setup, solved = of.setup, of.solved
    options = promise_options(setup.problem, setup.options)
    return jobs.submit(price_promises, setup.full, options, PricedPlan.of(solved.plan), solved.base).result


def _outlooks(of: Setup, jobs: Jobs) -> Collect:
    scenario = of.problem.scenario
    wanted = scenario.uncertainty
    cautions = (0.0, wanted.caution) if wanted.caution > 0 else (0.0,)
    outlooks, quarters = outlooks_of(scenario, of.coarse.options), decided_quarters(scenario)
    job = jobs.submit(under_uncertainty, of.coarse, outlooks, quarters, wanted.worst_share, cautions)

    def collected() -> Uncertain | None:
        try:
            found: Uncertain = job.result()
        except InfeasiblePlan:
            return None
        return found

    return collected


def _finance(of: Setup, jobs: Jobs) -> Collect:
    return partial(collect, submit_finance(of.problem.scenario, of.coarse, jobs))


def _funding(of: Setup, jobs: Jobs) -> Collect:
    """For each pay setting its runs, one a severance, and the job that solves them."""
    given, firm = of.problem.scenario.funding, of.coarse.firm
    assert given is not None
    each = [
        (
            [partial(FundingRun, name, pay, severance, of.count) for severance in given.severance_range],
            jobs.submit(
                tasks.funding_cases, of.coarse, of.count, pay / (firm.payroll / firm.headcount),
                given.severance_range,
            ),
        )
        for name, pay in named_pay(given)
    ]  # fmt: skip

    def collected() -> FundedCut:
        found = [(runs, *job.result()) for runs, job in each]
        rows = [run(plan, base) for runs, base, plans in found for run, plan in zip(runs, plans, strict=True)]
        return FundedCut(given, rows)

    return collected


def _products(of: Setup, jobs: Jobs) -> Collect:
    strategic = of.problem.scenario.strategic
    assert strategic is not None
    free = free_options(of.coarse.options)
    return jobs.submit(product_plans, of.coarse, free, wanted_products(strategic)).result


def _response(of: Setup, jobs: Jobs) -> Collect:
    """Substitution and scale, and positions by capture at three price responses."""
    freely = of.coarse_and_free
    effect = jobs.submit(scale_effect, freely)
    about = of.options.parameters.about("work_elasticity")
    curves = jobs.submit(capture_curves, freely, sorted({0.0, about.value, about.high}))
    return lambda: Response(effect.result(), curves.result())


def _implied(of: Setup, jobs: Jobs) -> Collect:
    problem = of.problem
    assert of.implied is not None
    count = implied_count(of.implied, of.full.firm.headcount)
    cut = the_cut(problem.world, problem.scenario, problem.setting, count)
    return BeliefJobs(cut, sorted([*of.sources, of.options.reach_source]), jobs).collect


QUESTIONS: tuple[Question, ...] = (
    Question(
        "outlooks", "several outlooks", _outlooks,
        is_requested=lambda setup: setup.problem.scenario.uncertainty.several_outlooks,
    ),
    Question("ranges", "ranges over plans that cost nearly as much", _ranges),
    Question(
        "response", "work that answers to its cost", _response,
        is_requested=lambda setup: setup.problem.setting.options.parameters["work_elasticity"] > 0,
    ),
    Question("tipping_points", "what would change the plan", _tipping_points),
    Question("limits", "the value of each limit", _limits, needs_plan=True),
    Question(
        "prices", "the price of each promise", _prices, needs_plan=True,
        is_requested=lambda setup: setup.problem.scenario.promises != Promises(),
    ),
    Question("sources", "the other sources of AI's reach", _sources, needs_plan=True),
    Question("alternatives", "alternatives at little extra cost", _alternatives),
    Question(
        "products", "GPUs for products", _products,
        is_requested=lambda setup: setup.problem.scenario.strategic is not None, default=(),
    ),
    Question("cases", "the same cut made in other ways", _cases, needs_plan=True),
    Question("finance", "how long servers last, and pay per head", _finance),
    Question("grid", "other cuts and adoption speeds", _grid, needs_plan=True),
    Question(
        "funding", "what the cut would fund", _funding,
        is_requested=lambda setup: setup.problem.scenario.funding is not None, default=FundedCut(None),
    ),
    Question(
        "implied", "the assumptions under which the cut is best", _implied,
        is_requested=lambda setup: setup.implied is not None,
    ),
)  # fmt: skip
"""Every question, in the order in which they are solved, the longest job first."""
COMPARED = ("sources", "ranges", "limits")
"""Questions whose answers a comparison of two plans shows."""


def _history(world: World) -> dict[str, pd.DataFrame]:
    """Growth by exposure before the AI and after; empty where a country lacks the years before."""
    if world.country == HOME:
        return history_tables(world)
    return {one.name: pd.DataFrame(columns=one.names) for one in (history, history_summary)}


def requested_questions(setup: Setup) -> list[Question]:
    """The questions that were requested."""
    return [one for one in QUESTIONS if one.is_requested(setup)]


def questions_left_out(setup: Setup) -> list[Question]:
    """The questions that were not requested."""
    return [one for one in QUESTIONS if not one.is_requested(setup)]
