"""One firm's plan as claims need it, its figures, over-cutting, and a megawatt's worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from types import MappingProxyType

import numpy as np

from reallocate.claims.basis import context as sampling
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.firm.alternatives.limits import change_of_cost, limits_of
from reallocate.firm.model.cases import Setting, at_pay, closed_options, free_options
from reallocate.firm.model.compute_rules import most_power, power_for_own_work, power_for_products
from reallocate.firm.model.inputs import (
    AFTER,
    ALL_KINDS,
    DIRECTING_ROLE,
    LOST,
    NOT_CASH,
    PRODUCTS,
    VALUE_AT_END,
    Inputs,
)
from reallocate.firm.model.options import Options, Products
from reallocate.firm.model.plan import Outcome, costs_by_period, delivered_each
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start
from reallocate.firm.model.totals import statistics_table
from reallocate.firm.plan.roles import positions_by_kind
from reallocate.firm.request.keys import Past, Scenario
from reallocate.firm.request.prepare import (
    COARSE_SHARE,
    ENOUGH_ROLES,
    prepare,
    with_fewer_roles,
    with_fewer_systems,
)
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.errors import InfeasiblePlan, InputError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.work.compute import yearly_growth
from reallocate.work.firm import Firm
from reallocate.work.hours import DIRECTING

SPECIALISTS = ("specialist", DIRECTING)
_SMALL_ROLE = 0.01
"""Of headcount, below which a role is not named as the one that gains most."""


@dataclass(frozen=True)
class Figures:
    """What claims ask of a plan and its baseline, under one set of assumptions.

    freed : payroll of the baseline less the plan's, over the plan [USD million]
    exits : severance, notice and quits that layoffs induce, over the plan [USD million]
    saved : all cash of the baseline less the plan's, over the plan [USD million]
    work_each : work delivered per position at the end, coordination left out; plan ÷ baseline [ratio]
    all_work_each : the same with coordination counted [ratio]
    best_role, best_role_gain : the role that needs the fewest of its positions, and the same ratio for it
    positions, base_positions : at the end [FTE]
    headcount_growth : of the plan [share/year]
    payroll, compute : of the plan's last year, capital expenditure counted as compute [USD million/year]
    base_payroll : of the baseline's last year [USD million/year]
    specialists_now, specialists : work of specialists and of directing AI, at the start and at the end of
        the plan [share of positions]
    by_kind : (kind of work) positions at the end, plan against baseline; not a number where there is none
        [share]
    """

    freed: float
    exits: float
    saved: float
    work_each: float
    all_work_each: float
    best_role: str
    best_role_gain: float
    positions: float
    base_positions: float
    headcount_growth: float
    payroll: float
    compute: float
    base_payroll: float
    specialists_now: float
    specialists: float
    by_kind: Mapping[str, float]

    @property
    def by_all(self) -> float:
        """All positions at the end, plan against baseline [share]."""
        return self.positions / self.base_positions - 1.0


def figures(plan: Outcome, base: Outcome) -> Figures:
    """A plan and its baseline in the figures that claims ask for.

    plan, base : solved for the same firm
    """
    cash, before = (one.cash for one in (plan, base))
    i = plan.inputs
    # The first quarter's work is that of the start, so growth runs from one quarter's work to another's.
    years = max(len(i.periods) - 1, 1) / QUARTERS_A_YEAR
    last, base_last = cash.iloc[-QUARTERS_A_YEAR:], before.iloc[-QUARTERS_A_YEAR:]
    role, gain = _most_gained(plan, base)
    at = [ALL_KINDS.index(kind) for kind in SPECIALISTS]
    hours = (i.work_by_kind + i.coordination_by_kind).sum(axis=0)
    kinds, base_kinds = (positions_by_kind(one).sum(axis=0) for one in (plan, base))
    change = np.divide(kinds, base_kinds, out=np.full_like(kinds, np.nan), where=base_kinds > 0) - 1.0
    return Figures(
        freed=float((before["payroll"] - cash["payroll"]).sum()),
        exits=float((cash["exits"] - before["exits"]).sum()),
        saved=float((before["total"] - cash["total"]).sum()),
        work_each=delivered_each(plan) / delivered_each(base),
        all_work_each=delivered_each(plan, True) / delivered_each(base, True),
        best_role=role,
        best_role_gain=gain,
        positions=float(plan.positions[-1]),
        base_positions=float(base.positions[-1]),
        headcount_growth=yearly_growth(float(plan.positions[-1] / i.headcount.sum()), years),
        payroll=float(last["payroll"].sum() * QUARTERS_A_YEAR / len(last)),
        compute=float((last["compute"] + last["capex"]).sum() * QUARTERS_A_YEAR / len(last)),
        base_payroll=float(base_last["payroll"].sum() * QUARTERS_A_YEAR / len(base_last)),
        specialists_now=float(hours[at].sum() / hours.sum()),
        specialists=float(kinds[at].sum() / kinds.sum()),
        by_kind=dict(zip(ALL_KINDS, change.tolist(), strict=True)),
    )


def _most_gained(plan: Outcome, base: Outcome) -> tuple[str, float]:
    """The role of which the fewest positions are needed for its own work, and baseline ÷ plan [ratio].

    Positions at the role's own work: where its people also direct AI, that is not counted.
    """
    i = plan.inputs
    own = plan.headcount[:, -1] - plan.directing[:, -1] / i.hours
    large = (i.headcount >= _SMALL_ROLE * i.headcount.sum()) & (i.roles != DIRECTING_ROLE) & (own > 0)
    gains = np.where(large, base.headcount[:, -1] / np.where(own > 0, own, 1.0), 0.0)
    place = int(gains.argmax())
    return str(i.roles[place]), float(gains[place])


TOGETHER = "plan"
"""Claims that are made from the same plans."""

MOST_DRAWS = 16
"""A plan and its baseline take most of a second; 16 draws take each of eight sources twice."""

DECIDING = (
    "capture_augmented",
    "capture_automated",
    "demand_growth",
    "work_elasticity",
    "adoption_width",
    "adoption_ceiling",
    "review_hours",
    "good_deliverable",
    "quits_per_month",
)
"""Assumptions that decide how many people a plan does without; claims about the plan draw the same ones, so
that each plan is made once for all of them."""


@dataclass(frozen=True, eq=False)
class PlannedFirm:
    """The study's firm, about to be planned.

    setting : free of forced exits; small roles grouped. Measured on the worked example: 20 instead of 84
        roles keep 77,359 instead of 77,511 positions, in a sixth of the time
    whole : the firm with all its roles
    """

    scenario: Scenario
    setting: Setting
    whole: Firm

    @property
    def past(self) -> list[Past]:
        """Its observed years, the earliest first."""
        return sorted(self.scenario.past, key=lambda one: one.year)


@once
def firm_of(context: ClaimContext) -> PlannedFirm:
    """The study's firm, read and grouped."""
    scenario = load_scenario(context.study)
    whole = prepare(context.world, scenario).setting
    grouped = with_fewer_roles(context.world, scenario, whole, COARSE_SHARE, ENOUGH_ROLES)
    small = with_fewer_systems(grouped)
    return PlannedFirm(scenario, replace(small, options=free_options(small.options)), whole.firm)


def in_force(context: ClaimContext, parameters: Parameters) -> Parameters:
    """The firm's assumptions, and above them those that were set.

    context : the study
    """
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    return firm_of(context).setting.options.parameters.replace(**own)


def source_of(context: ClaimContext) -> str:
    """The source of reach that a single plan stands on; intervals take all of them.

    context : the study
    """
    return firm_of(context).setting.options.reach_source


def plan_samples(
    context: ClaimContext, parameters: Parameters, names: tuple[str, ...]
) -> list[tuple[Parameters, str]]:
    """Assumptions in force and a source of reach for every draw, the sources in turn.

    context : the study, how many draws
    parameters : as given to a claim; what was set there is not drawn
    names : which to draw
    """
    count, onto = min(context.draws, MOST_DRAWS), in_force(context, parameters)
    each = sampling.samples(parameters, names, count, context.seed, onto)
    return list(zip(each, cycle(context.world.sources)))


def options_with(context: ClaimContext, parameters: Parameters, source: str) -> Options:
    """What the plan is made with.

    context : the study
    source : of reach
    """
    return replace(firm_of(context).setting.options, parameters=parameters, reach_source=source)


@once
def start_of(context: ClaimContext, quarters: int) -> Start:
    """What the plan as assumed gives the plans of other assumptions to start from, whichever comes first.

    context : the study
    quarters : [quarters] that are planned
    Its vertex is too far from most of them. Layoffs are open from the start, since many have people with
    hours to spare.
    """
    setting = firm_of(context).setting
    plan = solve(setting.inputs(replace(setting.options, quarters=quarters)), choose=False)
    return replace(plan.start.without_vertex, may_lay_off=True)


def _solved(context: ClaimContext, inputs: Inputs) -> Solved:
    """The plan of least cost under some assumptions.

    context : the study
    inputs : of its firm
    """
    return context.near.solve(inputs, start_of(context, len(inputs.periods)))


def with_baseline(context: ClaimContext, options: Options, pay_factor: float = 1.0) -> tuple[Inputs, Outcome]:
    """The figures of the firm's plan and its baseline.

    context : the study
    options : of this case
    pay_factor : [ratio] on every role's pay
    """
    setting = firm_of(context).setting
    if pay_factor != 1.0:
        setting = replace(setting, firm=at_pay(setting.firm, pay_factor))
    return setting.inputs_and_baseline(options, context.baselines.of)


@once
def figures_of(context: ClaimContext, parameters: Parameters, source: str) -> Figures:
    """The plan and its baseline in figures, for all claims.

    context : the study
    source : of reach
    """
    return _figures(context, options_with(context, parameters, source))


def _figures(context: ClaimContext, options: Options, pay_factor: float = 1.0) -> Figures:
    inputs, base = with_baseline(context, options, pay_factor)
    return figures(_solved(context, inputs).outcome, base)


def centre_figures(context: ClaimContext, parameters: Parameters) -> Figures:
    """The plan at the headline source, as `figures_of`.

    context : the study
    """
    return figures_of(context, in_force(context, parameters), source_of(context))


def sampled_figures(context: ClaimContext, parameters: Parameters) -> list[Figures]:
    """The plan under every draw of what decides it.

    context : the study
    """
    return [figures_of(context, *one) for one in plan_samples(context, parameters, DECIDING)]


def announced_cut(
    context: ClaimContext, parameters: Parameters, count: float, pay_factor: float = 1.0
) -> Figures | None:
    """Exits pro rata whose positions stay closed, nothing else changed; none where that is impossible.

    context : the study
    count : [FTE]
    pay_factor : [ratio] on every role's pay
    """
    options = options_with(context, in_force(context, parameters), source_of(context))
    try:
        return _figures(context, closed_options(options, count), pay_factor)
    except InfeasiblePlan:
        return None


_COSTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "severance and notice": ("severance", "notice pay", "replacing induced quits"),
        "hiring and learning": ("hiring", "training and moving"),
        "pay of more positions": ("payroll", "contractors"),
        "change and systems put up": ("change", "systems put up", "upkeep of systems"),
        "GPUs, tokens and power": (
            "api",
            "rent",
            "power and upkeep",
            "software",
            "GPU purchases",
            VALUE_AT_END,
            *PRODUCTS,
            *(name for name in NOT_CASH if name not in LOST),
        ),
        "work left undone and errors": LOST,
        "running cost after the plan, as its last quarter goes on": (AFTER,),
    }
)
"""What it consists of, each with the kinds of cost of a plan that it takes together."""


@dataclass(frozen=True)
class OverCut:
    """Net present cost of a plan that did not know of a reversal, beyond that of one that knew [USD million].

    costs : (part of `_COSTS`) what it consists of
    saved : what the plan had saved against its baseline until the reversal, at present value
    cut, known_cut : positions fewer than in the baseline when it came, and of one who knew [FTE]
    directing : positions that direct AI eight quarters later, more than those of one who knew [FTE]; nobody
        moves out of them in a plan, so that they stay, leave or are paid to go
    """

    costs: Mapping[str, float]
    saved: float
    cut: float
    known_cut: float
    directing: float

    @property
    def total(self) -> float:
        """All of it; never below 0, since one who knows can do the same."""
        return sum(self.costs.values())

    @property
    def too_far(self) -> float:
        """Of the jobs cut when it came, those that one who knew would not have cut by then [share]."""
        return max(self.cut - self.known_cut, 0.0) / self.cut if self.cut > 0 else 0.0


def over_cut(
    base: Outcome, plan: Outcome, followed: Outcome, known: Outcome, until: int, later: int
) -> OverCut:
    """What the best that could follow a plan costs beyond the best of one who knew from the start.

    base : without AI
    plan : made without knowing
    followed : the best in the outlook that came, the plan's first quarters fixed
    known : the best in that outlook
    until : [quarters] that the plan was followed
    later : quarter in which what it left behind is counted
    """
    more, less = (
        statistics_table(one).groupby("statistic")["present_value"].sum() for one in (followed, known)
    )
    costs = {
        name: float(more.reindex(list(kinds)).sum() - less.reindex(list(kinds)).sum())
        for name, kinds in _COSTS.items()
    }
    before, after = (costs_by_period(one).sum(axis=1)[:until] for one in (base, plan))
    saved = float((before - after) @ plan.inputs.discount[:until])
    cut, known_cut = (float(base.positions[until - 1] - one.positions[until - 1]) for one in (plan, known))
    place = plan.inputs.roles.get_loc(DIRECTING_ROLE)
    directing = float(followed.headcount[place, later] - known.headcount[place, later])
    return OverCut(MappingProxyType(costs), saved, cut, known_cut, directing)


def on_average(each: Sequence[OverCut]) -> dict[str, float]:
    """What it consists of on average over draws, so that the parts add up [USD million].

    each : (draw)
    """
    return {name: float(np.mean([one.costs[name] for one in each])) for name in _COSTS}


def means(each: Sequence[object], *names: str) -> list[float]:
    """The mean over draws of some of their figures.

    each : (draw)
    names : of the figures
    """
    return [float(np.mean([getattr(one, name) for one in each])) for name in names]


_MILLION, THOUSAND = 1e6, 1e3
_MEGAWATT_QUARTERS = 4
_POWER = "power for own GPUs"
_COMPANY, _ADDED = "Meta", "compute_power_added_target"
"""Whose figures the shipped study stands on, and the power that it added in a year."""


@dataclass(frozen=True)
class Megawatt:
    """One more megawatt in one plan.

    worth : by how much it lowers net present cost, GPUs, their site and their electricity paid [USD million]
    power : that there is at the end of the plan [MW]
    wanted : that the announced GPUs and the firm's own work would take by then [MW]
    own : of that, for the firm's own work [MW]
    """

    worth: float
    power: float
    wanted: float
    own: float


@dataclass(frozen=True)
class Level:
    """Where spending and power lie between their ends.

    spending, power : [share of the way] from the low to the high end
    """

    spending: float = 0.5
    power: float = 0.5


def _power_ends(context: ClaimContext) -> tuple[float, float]:
    """Power that comes by the end of the plan, low and high [MW].

    context : the study; its own limit where it gives one, else the company's published additions
    low: a year's addition in each year of the plan; high: that · announced ÷ last observed spending
    Raises `InputError` where neither is at hand.
    """
    firm = firm_of(context)
    options = firm.setting.options
    if options.limits.megawatts is not None:
        return options.limits.megawatts, options.limits.megawatts
    low = options.quarters / _MEGAWATT_QUARTERS * _added(context)
    spent, announced = _last_capex(firm), firm.scenario.strategic
    return low, low * max(announced.capex / spent if announced is not None and spent else 1.0, 1.0)


def _last_capex(firm: PlannedFirm) -> float | None:
    """Capital expenditure of the last observed year that has it [USD/year]."""
    return next((one.capex for one in reversed(firm.past) if one.capex), None)


def _added(context: ClaimContext) -> float:
    """Power that the company added in a year [MW]."""
    if "company_series" in context.world.tables:
        table = context.world.table("company_series")
        values = table.loc[(table["company"] == _COMPANY) & (table["metric"] == _ADDED), "value"]
        if len(values):
            return float(values.iloc[-1]) * THOUSAND
    raise InputError(
        Problem("no power is given", "[compute] megawatts", "Give the megawatts that there are for GPUs.")
    )


def spending_per_megawatt(context: ClaimContext) -> float | None:
    """Capital expenditure of the last observed year for each megawatt added in it [USD million/MW].

    context : the study; none where it has no observed year, or a limit of its own
    """
    firm = firm_of(context)
    spent = _last_capex(firm)
    if spent is None or firm.setting.options.limits.megawatts is not None:
        return None
    return spent / _MILLION / _added(context)


@once
def megawatt(context: ClaimContext, parameters: Parameters, level: Level) -> Megawatt:
    """One more megawatt in one plan, and what it is wanted for.

    context : the study
    level : of spending and power
    """
    inputs = firm_of(context).setting.inputs(_options(context, parameters, level, None))
    unlimited = _solved(context, inputs).outcome
    own, products = (
        most_power(power(unlimited.figures, inputs), inputs)
        for power in (power_for_own_work, power_for_products)
    )
    worth = worth_of_one_more(context, parameters, level)
    return Megawatt(worth, _available(context, level), own + products, own)


@once
def worth_of_one_more(context: ClaimContext, parameters: Parameters, level: Level) -> float:
    """By how much one more megawatt lowers the net present cost of one plan [USD million].

    context : the study
    level : of spending and power
    """
    setting = firm_of(context).setting
    limited = _options(context, parameters, level, _available(context, level))
    now = _solved(context, setting.inputs(limited))
    limit = next(one for one in limits_of(limited) if one.name == _POWER)
    change = change_of_cost(setting, limited, limit, now.outcome, now, limit.step)
    return max(0.0, -(change or 0.0))


def _available(context: ClaimContext, level: Level) -> float:
    """Power that there is by the end of the plan [MW]."""
    low, high = _power_ends(context)
    return low + level.power * (high - low)


def _options(context: ClaimContext, parameters: Parameters, level: Level, megawatts: float | None) -> Options:
    """What the plan is made with: GPUs for announced products beside its own work, so much power for both."""
    options = options_with(context, parameters, source_of(context))
    limited = replace(options, products=None, limits=replace(options.limits, megawatts=megawatts))
    announced, funding = firm_of(context).scenario.strategic, firm_of(context).scenario.funding
    if announced is None:
        return limited
    low, high = (announced.capex, announced.capex) if funding is None else funding.capex_range
    capex = (low + level.spending * (high - low)) / _MILLION
    return replace(limited, products=Products(capex, announced.elasticity))
