"""What turns a cut: haste and size under other assumptions, and the idle hours at which haste is nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from reallocate.data.country import country
from reallocate.firm.cut.model import Compared, Pair, Progress, Step, Steps, compare, options_of, step
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import mean_notice
from reallocate.firm.model.options import Exits
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import (
    COARSE_SHARE,
    ENOUGH_ROLES,
    PlanProblem,
    parameters_of,
    prepare,
    with_fewer_roles,
    with_fewer_systems,
)
from reallocate.kernel.errors import InfeasiblePlan, InputError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION
from reallocate.work.world import World


@dataclass(frozen=True)
class Change:
    """Something that one may assume instead of what is assumed.

    name : in the table
    words : after "with"
    values : numbers in force -> what is assumed instead, by parameter
    idle : [share] idle hours at the start, where these are what changes
    prices : whether prices alone change, so that the best plan lies near
    """

    name: str
    words: str
    values: Callable[[Parameters], dict[str, float]]
    idle: float = float("nan")
    prices: bool = False


def _ends(*names: str) -> tuple[Callable[[Parameters], dict[str, float]], ...]:
    """The low and the high ends of assumptions, as functions of the numbers in force."""

    def low(p: Parameters) -> dict[str, float]:
        return {name: p.about(name).low for name in names}

    def high(p: Parameters) -> dict[str, float]:
        return {name: p.about(name).high for name in names}

    return low, high


_End = Callable[[Parameters], dict[str, float]]


def _severance(by_pay: _End, by_law: _End) -> _End:
    """A share of pay for each exit, in place of an amount in force, or a multiple of the law's."""

    def end(p: Parameters) -> dict[str, float]:
        law_decides = p["severance_over_law"] > 0 and not p["severance_per_exit"]
        return by_law(p) if law_decides else {**by_pay(p), "severance_per_exit": 0.0}

    return end


_IDLE = (0.05, 0.10, 0.15, 0.20)
"""[share of hours] Idle hours at the start that are tried."""
_FEW_QUITS, _SOME_IDLE = 0.004, 0.10
_LOW_SEVERANCE, _HIGH_SEVERANCE = map(_severance, _ends("severance_share"), _ends("severance_over_law"))
_CHEAP_HIRES, _DEAR_HIRES = _ends("hire_cost", "ramp_up_months")
_LOW_QUITS, _HIGH_QUITS = _ends("quits_per_month")
_GIVEN_WORK, _RESPONSIVE = _ends("work_elasticity")


def _idle(share: float) -> Change:
    return Change(
        f"idle_{round(100 * share)}", f"{share:.0%} idle hours today",
        lambda p: {"slack_at_start": share}, share,
    )  # fmt: skip


CHANGES = (
    *(_idle(share) for share in _IDLE),
    Change(
        "idle_few_quits",
        f"{_SOME_IDLE:.0%} idle hours today and quits of {_FEW_QUITS:.1%} a month",
        lambda p: {"slack_at_start": _SOME_IDLE, "quits_per_month": _FEW_QUITS},
    ),
    Change("low_severance", "low severance", _LOW_SEVERANCE, prices=True),
    Change("high_severance", "high severance", _HIGH_SEVERANCE, prices=True),
    Change("cheap_hires", "cheap hiring and short training", _CHEAP_HIRES, prices=True),
    Change("dear_hires", "dear hiring and long training", _DEAR_HIRES),
    Change("no_notice", "no paid notice", lambda p: {"notice_days": 0.0}, prices=True),
    Change("few_quits", "few quits", _LOW_QUITS),
    Change("many_quits", "many quits", _HIGH_QUITS),
    Change("low_response", "customers who hardly react to price", _GIVEN_WORK),
    Change("high_response", "customers who react strongly to price", _RESPONSIVE),
)
"""What may turn the answer, in the order in which it is read."""
PAY = "pay_per_head"
PAY_ENDS = (
    Change("low_pay", "pay at the low end of how far it grew since it was published", lambda p: {}),
    Change("high_pay", "pay at the high end of how far it grew since it was published", lambda p: {}),
)
"""The same, where a country's pay is of an earlier year and was moved to that of the others."""



@dataclass(frozen=True)
class Changed:
    """What the steps cost where something else is assumed; not numbers where no plan is possible.

    haste : [USD/exit]
    size : [USD million]
    figures : what was assumed instead, by parameter
    """

    change: Change
    haste: float
    size: float
    figures: Mapping[str, float]


@dataclass(frozen=True)
class PromiseCosts:
    """What two promises cost in present value; not numbers where no plan keeps them.

    notice_days : [days] of the longer notice
    notice : what it adds to the cut [USD million]
    kept : what keeping as many positions as today adds to the cheapest plan [USD million]
    """

    notice_days: float
    notice: float
    kept: float


@dataclass(frozen=True, eq=False)
class SolvedCut:
    """A cut beside the plans that take it apart, and what turns it.

    requested : whether a cut was asked for; otherwise it is one for comparison
    turns : what the steps cost with each change
    turning_idle : [share of hours] idle hours beyond which laying off is the cheaper way; not a number where
        not up to those that were tried
    grouped : how many roles `turns` was solved on
    promised : what two promises cost; none where it was not solved
    """

    problem: PlanProblem
    requested: bool
    compared: Compared
    turns: tuple[Changed, ...] = ()
    turning_idle: float = float("nan")
    grouped: int = 0
    promised: PromiseCosts | None = None


def solve_cut(
    scenario: Scenario,
    world: World,
    report: Progress,
    requested: bool = True,
    kept: Kept | None = None,
    told: Callable[[PlanProblem, Pair], None] | None = None,
) -> SolvedCut:
    """A cut and the plans that take it apart.

    Its steps with AI last come by `model.with_ai_last`, what turns it by `with_turns`.

    scenario : with exits that are decided
    report : receives what is under way
    kept : as for `prepare`
    told : receives the pair that haste is found by, as soon as it is solved
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    _must_end_after_refilling(world, scenario)
    report("Reading the firm")
    problem = prepare(world, scenario, kept=kept)
    both = compare(problem.setting, report, None if told is None else partial(told, problem))
    return SolvedCut(problem, requested, both)


def with_turns(cut: SolvedCut, report: Progress) -> SolvedCut:
    """The same cut with how haste and size change with what is assumed, on small roles grouped.

    report : receives what is under way
    """
    world, scenario, setting = cut.problem.world, cut.problem.scenario, cut.problem.setting
    small = with_fewer_systems(with_fewer_roles(world, scenario, setting, COARSE_SHARE, ENOUGH_ROLES))
    turns, idle = _turns(small, cut.compared, _pay_ends(cut), report)
    report("What two promises cost")
    promised = _promise_costs(small, cut.compared.exits)
    return replace(cut, turns=turns, turning_idle=idle, grouped=len(small.firm.roles), promised=promised)


_Repaid = tuple[Change, float, Setting]
"""A change of pay, the average cost of a position under it [USD/FTE/year], and the firm that pays it."""


def _pay_ends(cut: SolvedCut) -> tuple[_Repaid, ...]:
    """The firm at both ends of how far published pay was moved; none where pay is its own or of this year."""
    world, scenario = cut.problem.world, cut.problem.scenario
    moved = country(world.country).pay_moved
    is_own = bool(scenario.roles or scenario.roster or scenario.pay_per_head)
    if moved is None or is_own:
        return ()
    roles = cut.problem.setting.firm.roles
    average = float((roles["headcount"] * roles["loaded_cost"]).sum() / roles["headcount"].sum())

    def paid(change: Change, end: float) -> _Repaid:
        pay = average * end / moved.value
        other = scenario.model_copy(update={"pay_per_head": pay})
        setting = prepare(world, other, kept=None).setting
        small = with_fewer_roles(world, other, setting, COARSE_SHARE, ENOUGH_ROLES)
        return change, pay, with_fewer_systems(small)

    return tuple(map(paid, PAY_ENDS, (moved.low, moved.high)))


_LONGER_NOTICE = 30.0
"""[days] By which a promised notice is longer than what is assumed."""


def _promise_costs(setting: Setting, exits: Exits) -> PromiseCosts:
    """What a longer notice adds to a cut, and what keeping today's positions adds to the cheapest plan.

    setting : small roles grouped
    """
    p = setting.options.parameters
    days = mean_notice(setting.inputs(options_of(setting.options, exits)[0])) + _LONGER_NOTICE
    longer = replace(setting.options, parameters=p.replace(notice_days=days))
    free_of, _, cut_of = options_of(setting.options, exits)
    keep = replace(free_of, promises=replace(free_of.promises, keep_share=1.0))
    try:
        free = solve(setting.inputs(free_of), choose=False)
        cut, noticed = (
            solve(setting.inputs(one, free=free.outcome), free.start, choose=False).outcome.objective
            for one in (cut_of, options_of(longer, exits)[2])
        )
    except InfeasiblePlan:
        return PromiseCosts(days, float("nan"), float("nan"))
    try:
        kept = solve(setting.inputs(keep), free.start, choose=False).outcome.objective
    except InfeasiblePlan:
        kept = float("nan")
    return PromiseCosts(days, noticed - cut, kept - free.outcome.objective)


def _must_end_after_refilling(world: World, scenario: Scenario) -> None:
    """Refuse a plan in whose last quarter positions that are to be refilled are still closed."""
    if scenario.exits is None or scenario.exits.after == "closed":
        return
    pause = round(parameters_of(world, scenario)["rehire_pause"])
    until = scenario.exits_quarter + pause + 1
    if until > scenario.quarters:
        what = f"the plan ends in {scenario.periods[-1]}, before the positions of the cut are refilled"
        remedy = f"Plan at least {until} quarters, date the cut earlier, or set a shorter rehire_pause."
        why = "What is left undone in its last quarter would count for the years after it too."
        raise InputError(Problem(what, "--quarters", remedy, why))


def _turns(
    setting: Setting, both: Compared, repaid: Sequence[_Repaid], report: Progress
) -> tuple[tuple[Changed, ...], float]:
    """Haste and size under each change, and the idle hours at which haste is nothing.

    setting : small roles grouped; how far its figures move is added to those of every role
    repaid : the same firm at other pay
    """
    p, per_exit = setting.options.parameters, MILLION / both.exits.count
    assumed, as_assumed = _grouped_steps(setting, both.exits, p)
    starts = _FRESH

    def moved(change: Change, steps: Steps, figures: Mapping[str, float]) -> Changed:
        haste = both.haste_per_exit + per_exit * (steps.haste.cost - assumed.haste.cost)
        size = both.steps.size.cost + steps.size.cost - assumed.size.cost
        return Changed(change, haste, size, figures)

    def changed(change: Change, near: _Starts) -> Changed:
        nonlocal starts
        steps, starts = _grouped_steps(setting, both.exits, changed_parameters(p, change), near)
        return moved(change, steps, change.values(p))

    found = list[Changed]()
    below: _Starts | None = None
    for number, change in enumerate(CHANGES, start=1):
        report(f"What turns it: {number} of {len(CHANGES)}")
        found.append(changed(change, as_assumed if change.prices else _FRESH))
        if below is None and change.idle > 0 and found[-1].haste <= 0:
            below = starts
    for change, pay, other in repaid:
        report(f"What turns it: {change.words}")
        steps, _ = _grouped_steps(other, both.exits, other.options.parameters, as_assumed)
        found.append(moved(change, steps, {PAY: pay}))
    report("What turns it: how many idle hours")
    near = below or _FRESH
    return tuple(found), _turning_idle(both, found, lambda share: changed(_idle(share), near).haste)


def _turning_idle(both: Compared, found: Sequence[Changed], haste_at: Callable[[float], float]) -> float:
    """Idle hours beyond which laying off is the cheaper way, by false position [share of hours].

    found : with the idle hours that were tried
    haste_at : [USD/exit]
    Not a number where haste is above 0 at all that were tried.
    """
    low, above = float(both.cut.inputs.options.parameters["slack_at_start"]), both.haste_per_exit
    if above <= 0:
        return low
    for one in found:
        high, below = one.change.idle, one.haste
        if not (high > low and np.isfinite(below)):
            continue
        if below > 0:
            low, above = high, below
            continue
        for _ in range(_STEPS_TO_ZERO):
            middle = low + (high - low) * above / (above - below)
            haste = haste_at(middle)
            if haste > 0:
                low, above = middle, haste
            else:
                high, below = middle, haste
        return low + (high - low) * above / (above - below)
    return float("nan")


_STEPS_TO_ZERO = 3


_Starts = tuple[Start | None, Start | None, Start | None]
_FRESH: _Starts = (None, None, None)
_NEVER = Step(float("nan"), float("nan"))


def _grouped_steps(
    setting: Setting, exits: Exits, parameters: Parameters, starts: _Starts = _FRESH
) -> tuple[Steps, _Starts]:
    """Size and haste of a firm with its small roles grouped; not numbers where no plan is possible.

    starts : what the free plan, the freeze and the cut start from
    Returns what these found too.
    """
    options = options_of(replace(setting.options, parameters=parameters), exits)
    try:
        free = solve(setting.inputs(options[0]), starts[0], choose=False)

        def solved(place: int) -> Solved:
            inputs = setting.inputs(options[place], free=free.outcome)
            return solve(inputs, starts[place] or free.start, choose=False)

        freeze, cut = solved(1), solved(2)
    except InfeasiblePlan:
        return Steps(_NEVER, _NEVER, _NEVER), _FRESH
    steps = Steps(_NEVER, step(freeze.outcome, free.outcome), step(cut.outcome, freeze.outcome))
    return steps, (free.start, freeze.start, cut.start)


def changed_parameters(p: Parameters, change: Change) -> Parameters:
    """The numbers under a change; idle hours leave less work, and the same systems are planned for it."""
    values = change.values(p)
    if "slack_at_start" in values:
        work = (1 - values["slack_at_start"]) / (1 - p["slack_at_start"])
        values["smallest_system"] = work * p["smallest_system"]
    return p.replace(**values)
