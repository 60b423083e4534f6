"""The parts of a firm's study after its plan, in the order in which they are solved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from reallocate.firm.alternatives.model import alternatives, plan_ranges
from reallocate.firm.alternatives.tipping_points import INPUTS, tipping_points
from reallocate.firm.beliefs.asked import BeliefJobs, implied_count, the_cut
from reallocate.firm.finance.model import collect, named_pay, submit_finance
from reallocate.firm.model.cases import Setting, closed_options, forced_options, free_options
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.outlooks.model import under_uncertainty
from reallocate.firm.own_plan.model import price_own_plan
from reallocate.firm.plan.products import product_plans
from reallocate.firm.plan.scale_effect import capture_curves, scale_effect
from reallocate.firm.plan.solved import (
    CASES,
    FINANCE,
    FREE,
    RANGES,
    SOURCES,
    TIPPING_POINTS,
    WORK_LED,
    FundingRun,
    SolvedCases,
)
from reallocate.firm.report import tasks
from reallocate.firm.request.faults import decided_quarters, outlooks_of
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
from reallocate.kernel.executor import Group, Pool
from reallocate.work.history import history_tables

ALL = "all"

Impossible = dict[tuple[str, str], str]
"""(kind, name) why a plan does not exist."""
Values = Mapping[str, Any]
"""(field of `SolvedCases`) what a part solved."""
Collect = Callable[[Impossible], Values]
"""Waits for the jobs of a part; adds the plans that do not exist to what is known to be impossible."""


@dataclass(frozen=True, eq=False)
class Settings:
    """A firm under the options of its plan, in full and with small roles grouped.

    problem : the scenario, ready to be planned
    """

    problem: PlanProblem

    @property
    def options(self) -> Options:
        """Those of the plan."""
        return planned_options(self.problem.setting.options)

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

    def _grouped(self, share: float, enough: int) -> Setting:
        problem = self.problem
        return with_fewer_systems(
            with_fewer_roles(problem.world, problem.scenario, self.full, share, enough)
        )


@dataclass(frozen=True, eq=False)
class PartProblem:
    """What the parts of a study are solved from.

    solved : baseline and plan, and the parts solved before; neither is there for a part that needs no plan
    """

    solved: SolvedCases
    settings: Settings

    @property
    def setting(self) -> Setting:
        """The firm in full, under the options of its plan."""
        return self.settings.full

    @property
    def options(self) -> Options:
        """Those of the plan."""
        return self.settings.options

    @property
    def coarse(self) -> Setting:
        """The firm with small roles grouped: for questions of many plans."""
        return self.settings.coarse

    @property
    def is_forced(self) -> bool:
        """Whether exits were decided beforehand."""
        return self.options.exits is not None

    @property
    def count(self) -> float:
        """Exits of the cut that the plan is compared with [FTE]."""
        if self.options.exits is not None:
            return self.options.exits.count
        return exits_by_default(self.solved.problem.scenario, self.setting.firm.headcount)

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
            f"{count:,.0f} exits, positions stay closed, nothing else changes": closed_options(
                self.options, count
            ),
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
        wanted = self.solved.problem.scenario.reach
        firm = self.setting.firm
        every = [str(name) for name in firm.augmentable.coords["source"].values]
        return [name for name in (every if wanted == ALL else [wanted]) if name != self.options.reach_source]

    def submit_case(self, options: Options, pool: Any, starts_others: bool = True) -> Any:
        """The job of one plan in full, which starts from what a plan like it found.

        starts_others : whether others start from what it finds
        """
        task = tasks.plan_case if starts_others else tasks.compared_plan
        start = self.solved.start_for(options)
        return pool.submit(task, self.setting, options, self.solved.base, start)


@dataclass(frozen=True)
class Part:
    """A part of a study: a job or several that are solved and shown together.

    name : key
    words : what it is, for readers
    submit : the problem, a pool -> what waits for its jobs
    unwanted : its fields where it was not requested; every study has a part without them
    wanted : whether it was requested
    needs_plan : whether its jobs need baseline and plan
    """

    name: str
    words: str
    submit: Callable[[PartProblem, Any], Collect] = field(repr=False)
    unwanted: Mapping[str, Any] = field(default_factory=dict)
    wanted: Callable[[SolvedCases], bool] = field(default=lambda solved: True, repr=False)
    needs_plan: bool = True


def planned_options(options: Options) -> Options:
    """The options of the plan that was requested; without a decided cut it is the plan's own best answer."""
    return options if options.exits is not None else free_options(options)


def _possible(jobs: Mapping[str, Any], kind: str, impossible: Impossible) -> dict[str, Any]:
    """The plans that are possible; why the others are not is added to `impossible`."""
    plans = {}
    for name, job in jobs.items():
        try:
            plans[name] = job.result()
        except InfeasiblePlan as no:
            impossible[kind, name] = str(no)
    return plans


def _cut(of: PartProblem, pool: Any) -> Collect:
    """The plan without the cut, or else the cut that the plan is compared with."""
    plan, name = of.solved.plan, FREE if of.is_forced else of.pro_rata
    job = of.submit_case(of.cases[name], pool)

    def collected(impossible: Impossible) -> Values:
        found = _possible({name: job}, "case", impossible)
        if of.is_forced:
            return {"cases": found, "free": found.get(FREE, plan)}
        if not found:
            found = _possible({of.chosen: of.submit_case(of.cases[of.chosen], pool)}, "case", impossible)
        return {"cases": {FREE: plan, **found}, "free": plan}

    return collected


def _cases(of: PartProblem, pool: Any) -> Collect:
    """All other cases."""
    same = {name: of.solved.plan for name, options in of.cases.items() if options == of.options}
    known = {**same, **of.solved.cases}
    tried = {name for kind, name in of.solved.impossible if kind == "case"}
    jobs = {
        name: of.submit_case(options, pool)
        for name, options in of.cases.items()
        if name not in known and name not in tried
    }

    def collected(impossible: Impossible) -> Values:
        found = {**known, **_possible(jobs, "case", impossible)}
        why = {name: impossible.pop(("case", name), None) for name in of.cases}
        impossible |= {("case", name): reason for name, reason in why.items() if reason is not None}
        return {"cases": {name: found[name] for name in (FREE, *of.cases) if name in found}}

    return collected


def _sources(of: PartProblem, pool: Any) -> Collect:
    jobs = {
        name: of.submit_case(replace(of.options, reach_source=name), pool, starts_others=False)
        for name in of.sources
    }
    world = of.solved.problem.world
    return lambda impossible: {
        "history": history_tables(world), "by_source": _possible(jobs, "source", impossible)
    }  # fmt: skip


def _ranges(of: PartProblem, pool: Any) -> Collect:
    job = pool.submit(plan_ranges, of.settings.for_ranges)
    return lambda impossible: {"ranges": job.result()}


def _alternatives(of: PartProblem, pool: Any) -> Collect:
    job = pool.submit(alternatives, of.coarse, of.solved.within)
    return lambda impossible: dict(zip(("alternatives", "frontier"), job.result(), strict=True))


def _tipping_points(of: PartProblem, pool: Any) -> Collect:
    freely = replace(of.coarse, options=free_options(of.coarse.options))
    jobs = [pool.submit(tipping_points, freely, INPUTS[place::2]) for place in (0, 1)]
    return lambda impossible: {"tipping_points": [one for job in jobs for one in job.result()]}


def _grid(of: PartProblem, pool: Any) -> Collect:
    today = of.options.parameters["assisted_today"]
    jobs = {speed: pool.submit(tasks.plan_grid, of.coarse, adoption_at(speed, today)) for speed in MIDPOINTS}
    return lambda impossible: {
        "grid": {speed: _possible_shares(speed, job.result(), impossible) for speed, job in jobs.items()}
    }


def _possible_shares(
    speed: str, plans: list[tuple[float, Outcome | str]], impossible: Impossible
) -> list[tuple[float, Outcome]]:
    for share, plan in plans:
        if isinstance(plan, str):
            impossible["grid", f"{speed} {share:.0%}"] = plan
    return [(share, plan) for share, plan in plans if not isinstance(plan, str)]


def _limits(of: PartProblem, pool: Any) -> Collect:
    job = pool.submit(tasks.plan_limits, of.setting, of.solved.base, of.solved.plan.start)
    return lambda impossible: {"shadow_prices": job.result()}


def _outlooks(of: PartProblem, pool: Any) -> Collect:
    scenario = of.solved.problem.scenario
    wanted = scenario.uncertainty
    cautions = (0.0, wanted.caution) if wanted.caution > 0 else (0.0,)
    outlooks, quarters = outlooks_of(scenario, of.coarse.options), decided_quarters(scenario)
    job = pool.submit(under_uncertainty, of.coarse, outlooks, quarters, wanted.worst_share, cautions)
    name = "several outlooks"
    return lambda impossible: {"uncertain": _possible({name: job}, "outlook", impossible).get(name)}


def _finance(of: PartProblem, pool: Any) -> Collect:
    jobs = submit_finance(of.solved.problem.scenario, of.coarse, pool)
    return lambda impossible: {"finance": collect(jobs)}


def _funding(of: PartProblem, pool: Any) -> Collect:
    """For each pay setting its runs, one a severance, and the job that solves them."""
    given, firm = of.solved.problem.scenario.funding, of.coarse.firm
    assert given is not None
    jobs = [
        (
            [partial(FundingRun, name, pay, severance, of.count) for severance in given.severance_range],
            pool.submit(
                tasks.funding_cases, of.coarse, of.count, pay / (firm.payroll / firm.headcount),
                given.severance_range,
            ),
        )
        for name, pay in named_pay(given)
    ]  # fmt: skip

    def collected(impossible: Impossible) -> Values:
        found = [(runs, *job.result()) for runs, job in jobs]
        return {
            "funding": [
                run(plan, base) for runs, base, plans in found for run, plan in zip(runs, plans, strict=True)
            ]
        }

    return collected


def _products(of: PartProblem, pool: Any) -> Collect:
    strategic = of.solved.problem.scenario.strategic
    assert strategic is not None
    job = pool.submit(product_plans, of.coarse, free_options(of.coarse.options), wanted_products(strategic))
    return lambda impossible: {"products": job.result()}


def _response(of: PartProblem, pool: Any) -> Collect:
    """Substitution and scale, and positions by capture at three price responses."""
    freely = replace(of.coarse, options=free_options(of.coarse.options))
    response = pool.submit(scale_effect, freely)
    about = of.options.parameters.about("work_elasticity")
    curves = pool.submit(capture_curves, freely, sorted({0.0, about.value, about.high}))
    return lambda impossible: {"response": response.result(), "capture": curves.result()}


def _own(of: PartProblem, pool: Any) -> Collect:
    own = of.solved.problem.own
    assert own is not None
    job = pool.submit(price_own_plan, of.setting, own, of.solved.base)
    return lambda impossible: {"own": job.result()}


def _implied(of: PartProblem, pool: Any) -> Collect:
    problem, asked = of.solved.problem, of.solved.implied_cut
    assert asked is not None
    count = implied_count(asked, of.setting.firm.headcount)
    cut = the_cut(problem.world, problem.scenario, problem.setting, count)
    jobs = BeliefJobs(cut, sorted([*of.sources, of.options.reach_source]), pool)
    return lambda impossible: {"implied": jobs.collect()}


CUT = Part("cut", "the cut beside attrition", _cut)
"""With baseline and plan, what the first answer needs."""
OWN_PLAN = Part(
    "own", "your own plan", _own, {"own": None}, lambda solved: solved.problem.own is not None
)
PARTS: tuple[Part, ...] = (
    CUT,
    OWN_PLAN,
    Part(
        "outlooks", "several outlooks", _outlooks, {"uncertain": None},
        lambda solved: solved.problem.scenario.uncertainty.several_outlooks, needs_plan=False,
    ),
    Part(RANGES, "ranges over plans that cost nearly as much", _ranges, needs_plan=False),
    Part(
        "response", "work that answers to its cost", _response, {"response": None, "capture": []},
        lambda solved: solved.problem.setting.options.parameters["work_elasticity"] > 0, needs_plan=False,
    ),
    Part(TIPPING_POINTS, "what would change the plan", _tipping_points, needs_plan=False),
    Part("limits", "the value of each limit", _limits),
    Part(SOURCES, "the other sources of AI's reach", _sources),
    Part("alternatives", "alternatives at little extra cost", _alternatives, needs_plan=False),
    Part(
        "products", "GPUs for products", _products, {"products": []},
        lambda solved: solved.problem.scenario.strategic is not None, needs_plan=False,
    ),
    Part(CASES, "the same cut made in other ways", _cases),
    Part(FINANCE, "how long servers last, and pay per head", _finance, needs_plan=False),
    Part("grid", "other cuts and adoption speeds", _grid, needs_plan=False),
    Part(
        "funding", "what the cut would fund", _funding, {"funding": []},
        lambda solved: solved.problem.scenario.funding is not None, needs_plan=False,
    ),
    Part(
        "implied", "the assumptions under which the cut is best", _implied, {"implied": None},
        lambda solved: solved.implied_cut is not None, needs_plan=False,
    ),
)  # fmt: skip
"""Every part, in the order in which they are solved, the longest job first. What a table needs follows from
the fields it reads."""
QUICK = (CUT.name, OWN_PLAN.name)
"""What the first answer needs besides baseline and plan."""
EVERY = tuple(part.name for part in PARTS)


def missing(solved: SolvedCases) -> list[Part]:
    """The parts that were requested and are not solved yet."""
    return [part for part in PARTS if part.wanted(solved) and not solved.has(part.name)]


class Ahead:
    """Parts whose jobs need no plan, begun while it is solved.

    pool : that runs them
    most : parts; one fewer than there are workers leaves the plan a core to itself
    """

    def __init__(self, pool: Pool, most: int) -> None:
        self._pool, self._most = pool, most
        self._settings: Settings | None = None
        self._begun: dict[str, tuple[Group, Collect]] = {}

    def begin(self, unsolved: SolvedCases) -> None:
        """Begin the first parts that were requested and need no plan.

        unsolved : the study before its plan
        """
        self._settings = Settings(unsolved.problem)
        of = PartProblem(unsolved, self._settings)
        wanted = [part for part in PARTS if not part.needs_plan and part.wanted(unsolved)]
        self._begun = {part.name: begun(part, of, self._pool) for part in wanted[: self._most]}

    def settings_of(self, solved: SolvedCases) -> Settings:
        """The firm, grouped once where a part was begun."""
        return self._settings or Settings(solved.problem)

    def jobs_of(self, part: Part, of: PartProblem, pool: Pool) -> tuple[Group, Collect]:
        """The jobs of a part, begun now where they were not before."""
        return self._begun.get(part.name) or begun(part, of, pool)


def begun(part: Part, of: PartProblem, pool: Pool) -> tuple[Group, Collect]:
    """The jobs of a part, submitted."""
    group = Group(pool)
    return group, part.submit(of, group)
