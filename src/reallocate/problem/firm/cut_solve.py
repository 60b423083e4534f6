"""A cut and waiting, solved on a firm of grouped roles, and both again under each of a list of beliefs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reallocate.errors import InfeasiblePlan, InputError, Problem
from reallocate.plan.cases import Setting
from reallocate.plan.conflicts import as_error, conflicts
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.solve import Solved, solve
from reallocate.plan.start import Start
from reallocate.problem.firm.coarse import COARSE_SHARE, ENOUGH_ROLES, grouped, with_fewer_systems
from reallocate.problem.firm.cut import Compared
from reallocate.problem.firm.firm import build_firm
from reallocate.problem.firm.prepare import PlanProblem, adoption_at, parameters_of, prepare
from reallocate.scenario.firm.kept import Kept
from reallocate.scenario.firm.schema import Scenario
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Progress = Callable[[str], None]

UNDONE_PRICES = ("drop_price", "drop_price_steep", "drop_price_last")
NEVER = float("nan")
"""The extra cost of a cut that no plan makes."""
GROUPING, CLEAR = 1e-3, 10
"""[share of the plan's cost] that grouping roles moves the extra cost by, at most, on seven industries; so
many times as much must the positions cut cost."""
TURNED, NEARLY = 1e-4, 5e-3
"""[share of the least cost] Extra cost up to which a cut is as cheap as any plan, and nearly so."""


@dataclass(frozen=True)
class Belief:
    """Something that one may believe instead of what is assumed.

    name : in the table
    words : after "with"
    values : numbers in force -> what is believed instead, by parameter
    chooses : the plan chooses the roles of the cut
    """

    name: str
    words: str
    values: Callable[[Parameters], dict[str, float]]
    chooses: bool = False


BELIEFS = (
    Belief(
        "idle_few_quits",
        "10% idle hours at the start, quits of 0.4% a month and roles picked by the plan",
        lambda p: {"slack_at_start": 0.10, "quits_per_month": 0.004},
        chooses=True,
    ),
    Belief("idle", "15% idle hours at the start", lambda p: {"slack_at_start": 0.15}),
    Belief("no_pause", "cut positions refilled at once", lambda p: {"rehire_pause": 0.0}),
    Belief(
        "no_hires", "nobody hired into a cut role in the pause", lambda p: {"quits_replaced_in_pause": 0.0}
    ),
    Belief("no_growth", "no growth of work", lambda p: {"demand_growth": 0.0}),
    Belief(
        "faster_ai",
        "faster AI (adoption speed: fast)",
        lambda p: adoption_at("fast", p["assisted_today"]),
    ),
    Belief(
        "undone_half",
        "undone work at half its price",
        lambda p: {name: 0.5 * p[name] for name in UNDONE_PRICES},
    ),
)
"""In the order in which they are read."""


@dataclass(frozen=True)
class Believed:
    """What the cut costs under a belief.

    extra_cost : [USD million] not a number where no plan is possible
    least : [USD million] cost of the cheapest plan
    lays_off : [FTE] layoffs of the plan without the cut
    """

    belief: Belief
    extra_cost: float
    least: float
    lays_off: float

    @property
    def share(self) -> float:
        """The extra cost as a share of the plan without the cut's cost."""
        return self.extra_cost / self.least

    @property
    def turns(self) -> bool:
        """Whether the cut is as cheap as any plan under the belief."""
        return self.share <= TURNED

    @property
    def is_near(self) -> bool:
        """Whether it is nearly as cheap."""
        return TURNED < self.share <= NEARLY


@dataclass(frozen=True, eq=False)
class SolvedCut:
    """A cut compared with waiting, and what it costs under each belief.

    problem : as it was planned, small roles grouped
    requested : whether a cut was asked for; otherwise it is one for comparison
    roles : how many roles the firm has, before grouping
    """

    problem: PlanProblem
    requested: bool
    compared: Compared
    beliefs: tuple[Believed, ...]
    roles: int


def solve_cut(
    scenario: Scenario, world: World, report: Progress, requested: bool = True, kept: Kept | None = None
) -> SolvedCut:
    """A cut, the best plan without it, and both again under each belief.

    scenario : with exits that are decided
    report : receives what is under way
    kept : as for `prepare`
    Waiting may do all that the cut may, leaving work undone included. So it is the cheaper of the two plans
    that were found, and the extra cost of the cut is never below 0.
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    _must_end_after_pause(world, scenario)
    report("Reading the firm")
    problem, every = _prepared(world, scenario, kept)
    _must_outweigh_grouping(problem, every)
    setting = with_fewer_systems(problem.setting)
    options = replace(setting.options, levers=replace(setting.options.levers, dropping=True))
    report("Baseline")
    base = setting.baseline()
    report("The best plan without the cut")
    wait = _solved(setting, replace(options, exits=None), base)
    report("The plan with the cut")
    cut = _solved(setting, options, base, wait)
    both = Compared(cut.outcome, min(wait.outcome, cut.outcome, key=lambda plan: plan.objective), base)
    beliefs = tuple(_believed(setting, options, (wait.start, cut.start), report))
    return SolvedCut(problem, requested, both, beliefs, every)


def _must_end_after_pause(world: World, scenario: Scenario) -> None:
    """Refuse a plan in whose last quarter the roles of the cut may not be hired into yet."""
    pause = round(parameters_of(world, scenario)["rehire_pause"])
    until = scenario.exits_quarter + pause + 1
    closed = scenario.exits is not None and scenario.exits.closed
    if until > scenario.quarters and not closed:
        what = f"the plan ends in {scenario.periods[-1]}, before the hiring pause after the cut does"
        remedy = f"Plan at least {until} quarters, date the cut earlier, or set a shorter rehire_pause."
        why = "What is left undone in its last quarter would count for the years after it too."
        raise InputError(Problem(what, "--quarters", remedy, why))


def _must_outweigh_grouping(problem: PlanProblem, every: int) -> None:
    """Refuse a cut so small that grouping roles may move the answer by more than a tenth of it.

    The positions cut cost about the same share of the plan's cost as they are of all positions.
    """
    firm, exits = problem.setting.firm, problem.setting.options.exits
    planned, least = len(firm.roles), GROUPING * CLEAR
    if exits is None or planned == every or exits.count >= (least - 1e-9) * firm.headcount:
        return
    share, people = exits.count / firm.headcount, f"{exits.count:,.0f} of {firm.headcount:,.0f} positions"
    what = f"a cut of {share:.2%} ({people}) is too small for an answer"
    why = (
        f"The answer plans {every} roles as {planned}, which moves costs by up to {GROUPING:.1%} of the "
        f"plan's. That is {GROUPING / share:.0%} of what these positions cost."
    )
    enough = math.ceil(least * firm.headcount - 1e-9)
    remedy = f"Cut {least:.0%} or more, {enough:,} positions; `reallocate plan` plans every role."
    raise InputError(Problem(what, "--exits", remedy, why))


def _prepared(world: World, scenario: Scenario, kept: Kept | None) -> tuple[PlanProblem, int]:
    """The firm, its small roles grouped where it has many, and how many roles it has."""
    every = len(build_firm(world, scenario)[0].roles)
    smaller = grouped(scenario, COARSE_SHARE) if every > ENOUGH_ROLES else scenario
    return replace(prepare(world, smaller, kept=kept), scenario=scenario), every


def _solved(setting: Setting, options: Options, base: Outcome, free: Solved | None = None) -> Solved:
    known, start = (None, None) if free is None else (free.outcome, free.start)
    try:
        return solve(setting.inputs(options, base, known), start)
    except InfeasiblePlan:
        raise as_error(conflicts(setting, options, base)) from None


def _believed(
    setting: Setting, options: Options, starts: tuple[Start, Start], report: Progress
) -> Iterator[Believed]:
    """The cut under each belief, with waiting from the vertices of the plans as assumed."""
    for number, belief in enumerate(BELIEFS, start=1):
        report(f"Beliefs: {number} of {len(BELIEFS)}")
        changed = replace(options, parameters=believed_parameters(options.parameters, belief))
        exits = changed.exits
        assert exits is not None
        forced = replace(changed, exits=replace(exits, pro_rata=exits.pro_rata and not belief.chooses))
        try:
            free = setting.inputs(replace(changed, exits=None))
            wait = solve(free, starts[0], choose=False).outcome
            cut = solve(setting.inputs(forced, free=wait), starts[1], choose=False).outcome
        except InfeasiblePlan:
            yield Believed(belief, NEVER, NEVER, NEVER)
        else:
            best = min(wait, cut, key=lambda plan: plan.objective)
            extra = cut.objective - best.objective
            yield Believed(belief, extra, best.objective, float(best.layoffs.sum()))


def believed_parameters(p: Parameters, belief: Belief) -> Parameters:
    """The numbers under a belief; idle hours leave less work, and the same systems are planned for it."""
    values = belief.values(p)
    if "slack_at_start" in values:
        work = (1 - values["slack_at_start"]) / (1 - p["slack_at_start"])
        values["smallest_system"] = work * p["smallest_system"]
    return p.replace(**values)
