"""A cut beside attrition, solved: what it costs more, which positions return, when both are alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reallocate.firm.model.broken import as_error, conflicts
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.demand import worth_of_forgone_work
from reallocate.firm.model.inputs import ADDED, LOST
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.money import Saving, saving
from reallocate.firm.request.copied import Kept
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import (
    COARSE_SHARE,
    ENOUGH_ROLES,
    PlanProblem,
    adoption_at,
    grouped,
    parameters_of,
    prepare,
    with_fewer_systems,
)
from reallocate.kernel.errors import InfeasiblePlan, InputError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION
from reallocate.work.world import World

_SAME_HEADCOUNT = 5e-3
"""[share of positions] Headcounts that differ by less are the same."""

_SOLVED = 1e-7
"""[FTE] What a solver leaves of nobody."""


@dataclass(frozen=True)
class CutOrWait:
    """A cut against the best plan without it, which lets people quit.

    exits = positions_refilled + would_have_quit + positions_saved + laid_off_anyway

    exits : [FTE] decided beforehand
    positions_refilled : [FTE] hires of the cut less those of waiting; positions, not the same people
    would_have_quit : [FTE] quits and offers taken of waiting less those of the cut
    positions_saved : [FTE] positions at the end of waiting less those of the cut
    laid_off_anyway : [FTE] layoffs of waiting less later layoffs of the cut
    extra_cost : [USD million] present cost of the cut less that of waiting
    extra_undone : [USD million] the part of it that is work left undone or wrong, at its price
    extra_cost_per_exit : [USD/exit]
    extra_one_off : [USD million]
    one_off_share : [share] the same over the one-off cost of waiting; not a number where that is nothing
    worth_threshold : [USD per USD of cost] see there
    best_plan_lays_off : [FTE] layoffs of waiting
    same_headcount_after : [quarters] after which both have the same headcount for good; none where never
    """

    exits: float
    positions_refilled: float
    would_have_quit: float
    positions_saved: float
    laid_off_anyway: float
    extra_cost: float
    extra_undone: float
    extra_cost_per_exit: float
    extra_one_off: float
    one_off_share: float
    worth_threshold: float
    best_plan_lays_off: float
    same_headcount_after: float


def _cut_or_wait(cut: Outcome, wait: Outcome) -> CutOrWait:
    """A cut against the best plan without it.

    cut : with exits that were decided beforehand
    wait : the best plan of the same firm without them
    Raises `ValueError` where no exits were decided.
    """
    decided = cut.inputs.options.exits
    if decided is None:
        raise ValueError("a cut is compared with waiting, but no exits were decided")
    with_cut, without = totals(cut), totals(wait)
    extra, once = cut.objective - wait.objective, with_cut.one_off - without.one_off
    anyway = decided.count - with_cut.layoffs + without.layoffs
    return CutOrWait(
        exits=decided.count,
        positions_refilled=with_cut.hires - without.hires,
        would_have_quit=without.quits + without.voluntary - with_cut.quits - with_cut.voluntary,
        positions_saved=_without_noise(without.positions - with_cut.positions),
        laid_off_anyway=_without_noise(anyway),
        extra_cost=extra,
        extra_undone=noncash_cost(cut) - noncash_cost(wait),
        extra_cost_per_exit=extra * MILLION / decided.count,
        extra_one_off=once,
        one_off_share=once / without.one_off if without.one_off > 0 else float("nan"),
        worth_threshold=worth_threshold(cut, wait),
        best_plan_lays_off=_without_noise(without.layoffs),
        same_headcount_after=_same_headcount_after(cut, wait),
    )


def _without_noise(people: float) -> float:
    return people if abs(people) > _SOLVED else 0.0


def _same_headcount_after(cut: Outcome, wait: Outcome) -> float:
    """Quarters after which both have the same headcount and keep it; none where they end apart.

    cut, wait : plans of the same firm
    """
    apart = np.abs(cut.positions - wait.positions) > _SAME_HEADCOUNT * wait.positions
    if apart[-1]:
        return float("nan")
    return float(np.flatnonzero(apart)[-1] + 2 if apart.any() else 1)


def undone_worth(outcome: Outcome) -> float:
    """Present worth of work that is left undone or wrong, years after the plan included [USD million].

    Σ_t w_t·lost_t, w_t a dollar that runs on after the plan; work that is wanted no more at its worth
    """
    i = outcome.inputs
    forgone = evaluate((i.periods,), worth_of_forgone_work(outcome.figures, i))
    return _present(outcome, *LOST) + float(i.present_weights @ forgone)


def noncash_cost(outcome: Outcome) -> float:
    """The part of a plan's cost that is no cash: work undone or wrong, less work added [USD million]."""
    return _present(outcome, *LOST, *_added(outcome))


def _added(outcome: Outcome) -> tuple[str, ...]:
    return (ADDED,) if len(outcome.inputs.goods) else ()


def _undone_cost(outcome: Outcome) -> float:
    """What doing the work that is left undone would cost, less what is added; present value [USD million].

    Σ_t w_t·Σ_r hourly_worth_r·pay_t·(undone − added)[r,t], w_t as in `undone_worth`: the loaded cost of its
    hours and of the coordination that they bring, before any multiple that prices it.
    """
    i = outcome.inputs
    undone = outcome.dropped.sum(axis=1) + outcome.given_work - outcome.workload
    result: float = float(i.present_weights @ (i.hourly_worth @ undone * i.pay_path))
    return result


def worth_threshold(cut: Outcome, wait: Outcome) -> float:
    """Worth of undone work for each dollar of its cost, below which the cut is the cheaper plan.

    v* = −(C_cut − C_wait) / (A_cut − A_wait); C: present cost without the worth of work, A: `_undone_cost`.
    Both plans are held as they are. It bounds what this cut needs from above: a plan without the cut that is
    made for a worth of v* costs no more than this one, so that beside it the cut needs a lower worth still.
    Not a number where the cut leaves no more work undone, or costs more even if that work is worth nothing.
    """
    left = _undone_cost(cut) - _undone_cost(wait)
    rest = [one.objective - _present(one, "work dropped", *_added(one)) for one in (cut, wait)]
    saved = rest[1] - rest[0]
    return saved / left if left > _SOLVED and saved > 0 else float("nan")


def _present(outcome: Outcome, *kinds: str) -> float:
    """Present value of some kinds of cost that run on after the plan [USD million]."""
    cost = costs_by_period(outcome)[list(kinds)].sum(axis=1).to_numpy(float)
    return float(outcome.inputs.present_weights @ cost)


@dataclass(frozen=True, eq=False)
class Compared:
    """A cut, the best plan without it, and the baseline of the same firm."""

    cut: Outcome
    wait: Outcome
    base: Outcome

    @cached_property
    def figures(self) -> CutOrWait:
        """What tells the cut and waiting apart."""
        return _cut_or_wait(self.cut, self.wait)

    @property
    def extra_cost_bounds(self) -> tuple[float, float]:
        """What the cut costs beyond waiting at least and at most; the same where proven [USD million]."""
        cut, wait = self.cut, self.wait
        low = cut.bound if cut.unproven else cut.objective
        return low - wait.objective, cut.objective - (wait.bound if wait.unproven else wait.objective)

    @cached_property
    def savings(self) -> tuple[Saving, Saving]:
        """The cut and waiting, each against the baseline."""
        return saving(self.cut, self.base), saving(self.wait, self.base)


_Progress = Callable[[str], None]

_UNDONE_PRICES = ("drop_price", "drop_price_steep", "drop_price_last")
_NEVER = float("nan")
"""The extra cost of a cut that no plan makes."""
_GROUPING, _CLEAR = 1e-3, 10
"""[share of the plan's cost] that grouping roles moves the extra cost by, at most, on seven industries; so
many times as much must the positions cut cost."""
_TURNED, _NEARLY = 1e-4, 5e-3
"""[share of the least cost] Extra cost up to which a cut is as cheap as any plan, and nearly so."""


@dataclass(frozen=True)
class _Belief:
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
    _Belief(
        "idle_few_quits",
        "10% idle hours at the start, quits of 0.4% a month and roles picked by the plan",
        lambda p: {"slack_at_start": 0.10, "quits_per_month": 0.004},
        chooses=True,
    ),
    _Belief("idle", "15% idle hours at the start", lambda p: {"slack_at_start": 0.15}),
    _Belief("no_pause", "cut positions refilled at once", lambda p: {"rehire_pause": 0.0}),
    _Belief(
        "no_hires", "nobody hired into a cut role in the pause", lambda p: {"quits_replaced_in_pause": 0.0}
    ),
    _Belief("no_growth", "no growth of work", lambda p: {"demand_growth": 0.0}),
    _Belief(
        "faster_ai",
        "faster AI (adoption speed: fast)",
        lambda p: adoption_at("fast", p["assisted_today"]),
    ),
    _Belief(
        "undone_half",
        "undone work at half its price",
        lambda p: {name: 0.5 * p[name] for name in _UNDONE_PRICES},
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

    belief: _Belief
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
        return self.share <= _TURNED

    @property
    def is_near(self) -> bool:
        """Whether it is nearly as cheap."""
        return _TURNED < self.share <= _NEARLY


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
    scenario: Scenario, world: World, report: _Progress, requested: bool = True, kept: Kept | None = None
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
    planned, least = len(firm.roles), _GROUPING * _CLEAR
    if exits is None or planned == every or exits.count >= (least - 1e-9) * firm.headcount:
        return
    share, people = exits.count / firm.headcount, f"{exits.count:,.0f} of {firm.headcount:,.0f} positions"
    what = f"a cut of {share:.2%} ({people}) is too small for an answer"
    why = (
        f"The answer plans {every} roles as {planned}, which moves costs by up to {_GROUPING:.1%} of the "
        f"plan's. That is {_GROUPING / share:.0%} of what these positions cost."
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
    setting: Setting, options: Options, starts: tuple[Start, Start], report: _Progress
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
            yield Believed(belief, _NEVER, _NEVER, _NEVER)
        else:
            best = min(wait, cut, key=lambda plan: plan.objective)
            extra = cut.objective - best.objective
            yield Believed(belief, extra, best.objective, float(best.layoffs.sum()))


def believed_parameters(p: Parameters, belief: _Belief) -> Parameters:
    """The numbers under a belief; idle hours leave less work, and the same systems are planned for it."""
    values = belief.values(p)
    if "slack_at_start" in values:
        work = (1 - values["slack_at_start"]) / (1 - p["slack_at_start"])
        values["smallest_system"] = work * p["smallest_system"]
    return p.replace(**values)
