"""The figures a plan's programme is made of, from firm, moves and options; and its kinds of cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.firm.model.firm import SENIOR_ZONE, PlannedRoles, may_direct, planned_roles, todays_use
from reallocate.firm.model.options import Options
from reallocate.firm.model.people_costs import (
    days_of_notice,
    hiring_cost,
    notice_pay,
    ramp_up_pay,
    severance,
    voluntary_pay,
)
from reallocate.firm.model.quits import quits_by_role, share_that_quits
from reallocate.firm.model.reach import Cells, Reach, make_cells
from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR, THOUSAND
from reallocate.work.capability import rollout
from reallocate.work.compute import (
    ComputePrices,
    annuity,
    compute_prices,
    discount_factor,
    weight_after,
    with_years_after,
)
from reallocate.work.firm import Firm, Moves
from reallocate.work.hours import DIRECTING, KINDS

STATISTICS = (
    "payroll",
    "contractors",
    "api",
    "rent",
    "power and upkeep",
    "software",
    "upkeep of systems",
    "systems put up",
    "GPU purchases",
    "severance",
    "notice pay",
    "replacing induced quits",
    "hiring",
    "training and moving",
    "change",
    "work dropped",
    "unfixed errors",
    "GPUs for products",
    "value of GPUs for products",
)

ADDED = "value of added work"
"""A further kind where own work answers to its cost: below 0 where added work is worth having."""

VALUES = ("value of GPUs for products", ADDED)
"""Kinds that are below 0 where something is worth having."""

LOST = ("work dropped", "unfixed errors")
"""Value of work that is lost, not money that is paid."""

NOT_CASH = (*LOST, "value of GPUs for products")

PRODUCTS = ("GPUs for products",)
"""Cash for the firm's products, which is no part of its own work."""

CASH = tuple(name for name in STATISTICS if name not in NOT_CASH)

RUNNING = (
    "payroll", "contractors", "api", "rent", "power and upkeep", "software", "upkeep of systems", *LOST,
)  # fmt: skip

CASH_COLUMNS = {
    "payroll": ("payroll", "contractors"),
    "compute": ("api", "rent", "power and upkeep", "software", "upkeep of systems"),
    "capex": ("GPU purchases",),
    "exits": ("severance", "notice pay", "replacing induced quits"),
    "training": ("hiring", "training and moving"),
    "change": ("change", "systems put up"),
}

AI_CASH = tuple(name for column in ("compute", "capex", "change") for name in CASH_COLUMNS[column])
"""Cash that is paid for AI in the firm's own work: tokens, rent, GPUs, energy, systems and their adoption."""

AFTER = "running cost after the plan"
VALUE_AT_END = "value of GPUs at the end"


DIRECTING_ROLE = "ai-directing"
ALL_KINDS = (*KINDS, DIRECTING)
_ADOPTION_QUARTERS = 40

DROP_BANDS = ("least valuable", "further", "last")
DROP_WIDTHS = (0.05, 0.10, 0.85)


@dataclass(frozen=True, eq=False)
class Inputs:
    """Labels and coefficients of one programme; roles are sorted, so input order is irrelevant.

    roles, periods, families : labels
    family : (role) the family of each role
    occupation : (role) the occupation of each role
    manages : (role) whether it is one of managers
    zone : (role) [job zone, 1–5]; 0 for positions that direct AI
    headcount : (role) [FTE] at the start
    contractors : (role) [FTE] people from outside at the start; they are no part of the headcount
    protected : (role) [FTE] whom a promise to their department, site or country keeps from layoffs, though
        the role is of people of several
    loaded_cost : (role) [USD million/FTE/quarter] at the start
    pay_path : (period) [ratio] real growth of pay, once a year
    work : (role) [thousand hours/quarter] besides coordinating work, at the start
    coordination : (role) [thousand hours/quarter] coordinating work at the start
    work_by_kind, coordination_by_kind : (role, kind) the same, by kind of work
    activity_hours : (family of activities) [thousand hours/quarter] all work at the start
    growth : (period) [ratio] growth of the work
    hours : [thousand hours/FTE/quarter] one position delivers
    quits : (role) [share of headcount/quarter]
    cells : families × activities × parts that a system can serve
    in_use : r₀ [share of reachable hours] with AI at the start
    freed_today : (role) [thousand hours/quarter] of its work that people are spared by it
    rollout : (period) [share]
    pace : [share/period] fastest step of adoption, however long the plan
    move_table : (pair) origin, target, cost [USD million/FTE]
    notice_days : (role) [days] of notice
    severance, notice, voluntary_pay, hire_cost : (role) [USD million/FTE] at the start
    directs : (role) whether the role may direct AI
    prices : compute; a GPU lasts for whole quarters
    discount : (period) [ratio]
    annuity : [years] of the last quarter's running cost
    baseline_headcount, baseline_hires : (role, period) [FTE] what happens otherwise; only cancelled
        positions and exits whose positions stay closed are told against it
    most_before_exits : (role, period) [FTE] headcount until exits in a later quarter, at most: that of the
        plan without them, so that nobody is hired in order to be laid off
    headcount_without_cut : (role, period) [FTE] that of the plan without a cut whose roles the plan chooses
    places : (department, location or country) the roles' own; "" where a role has none
    """

    options: Options
    roles: pd.Index
    periods: pd.Index
    families: pd.Index
    family: pd.Index
    occupation: pd.Index
    manages: npt.NDArray[np.bool_]
    zone: Array
    headcount: Array
    open_positions: Array
    contractors: Array
    protected: Array
    loaded_cost: Array
    pay_path: Array
    work: Array
    coordination: Array
    work_by_kind: Array
    coordination_by_kind: Array
    activity_hours: pd.Series
    growth: Array
    hours: float
    quits: Array
    cells: Cells
    in_use: float
    freed_today: Array
    rollout: Array
    pace: float
    move_table: pd.DataFrame
    directs: npt.NDArray[np.bool_]
    prices: ComputePrices
    notice_days: Array
    severance: Array
    notice: Array
    voluntary_pay: Array
    hire_cost: Array
    change_rate: Array
    directing_move_cost: Array
    may_direct_after_move: npt.NDArray[np.bool_]
    discount: Array
    end_discount: float
    annuity: float
    baseline_headcount: Array | None = None
    baseline_hires: Array | None = None
    most_before_exits: Array | None = None
    headcount_without_cut: Array | None = None
    places: Mapping[str, pd.Index] = field(default_factory=dict)

    @cached_property
    def targets(self) -> npt.NDArray[np.intp]:
        """(pair) place of the role that each pair of the move table leads to."""
        return self.roles.get_indexer(pd.Index(self.move_table["target"]))

    @cached_property
    def origins(self) -> npt.NDArray[np.intp]:
        """(pair) place of the role that each pair of the move table comes from."""
        return self.roles.get_indexer(pd.Index(self.move_table["origin"]))

    @property
    def coordinated(self) -> float:
        """People whose number coordinating work follows, at the start: its own and from outside [FTE]."""
        return float(self.headcount.sum() + self.contractors.sum())

    @property
    def hourly_worth(self) -> Array:
        """Cost of an hour of each role's work, with the coordination its people bring; (role).

        [USD million/thousand hours at the start] pay per hour + η·coordination paid per FTE ÷ hours ÷
        (1 − η·share of coordination). Dropped work is valued at multiples of it, so that dropping
        never pays by the coordination it spares.
        """
        eta = self.options.parameters["coordination_elasticity"]
        hourly = self.loaded_cost / self.hours
        share = self.coordination.sum() / (self.coordination.sum() + self.work.sum())
        spared = eta * float(self.coordination @ hourly) / self.coordinated / self.hours
        result: Array = hourly + spared / (1 - eta * share)
        return result

    @property
    def quarters_after(self) -> float:
        """Quarters of running cost that count after the plan, at its end (P14) [quarters]."""
        return self.annuity * QUARTERS_A_YEAR

    @property
    def weight_after(self) -> float:
        """Present value of a dollar a quarter that is paid after the plan (P14) [quarters]."""
        return weight_after(self.end_discount, self.annuity)

    @property
    def present_weights(self) -> Array:
        """Present value of a dollar a quarter that runs on after the plan (P14); (period) [ratio]."""
        return with_years_after(self.discount, self.weight_after)

    @property
    def systems_are_chosen(self) -> bool:
        """Whether each system is put up or not (P5): it costs something, and there are any."""
        costs = self.options.parameters["system_cost"] > 0 and self.options.levers.ai
        return costs and len(self.cells.system_hours) > 0

    @property
    def review_is_shared(self) -> bool:
        """Whether any qualified role may check automated work, and there is some."""
        shared = self.options.review_by == "qualified" and self.options.levers.ai
        return shared and len(self.cells.targets) > 0

    @property
    def exits_are_forced(self) -> bool:
        """Whether layoffs are decided beforehand."""
        exits = self.options.exits
        return exits is not None and exits.count > 0 and not exits.by_quits

    @cached_property
    def reached_hours(self) -> Array:
        """x·rollout(t)·D(t): hours where a system can be in use; (cell, period) [thousand hours].

        Coordinating work is taken to grow with the other work.
        """
        return self.cells.hours[:, None] * (self.rollout * self.growth)

    @cached_property
    def goods(self) -> pd.Index:
        """Families of roles whose own work answers to its cost; none where work is given (ε = 0)."""
        if self.options.parameters["work_elasticity"] == 0:
            return pd.Index([], name="good", dtype=str)
        return pd.Index(sorted({str(one) for one in self.family[self.work > 0]}), name="good")

    @cached_property
    def good(self) -> Integers:
        """Place of each role's good among `goods`; −1 for positions that direct AI; (role)."""
        return np.asarray(self.goods.get_indexer(self.family), dtype=np.int64)

    @cached_property
    def cost_kinds(self) -> tuple[str, ...]:
        """The kinds of cost of the plan."""
        return (*STATISTICS, ADDED) if len(self.goods) else STATISTICS

    @cached_property
    def running_kinds(self) -> tuple[str, ...]:
        """The kinds of cost that go on after the plan."""
        return (*RUNNING, ADDED) if len(self.goods) else RUNNING

    @cached_property
    def may_grow(self) -> npt.NDArray[np.bool_]:
        """Goods of which more may be wanted: nobody is idle at the start or later without AI; (good).

        An hour of people who have nothing to do costs nothing, and says nothing of what work is worth.
        """
        growth = (1 + self.options.parameters["demand_growth"]) ** (1 / QUARTERS_A_YEAR)
        idle = (growth < 1 - self.quits) | (self.options.parameters["slack_at_start"] > 0)
        some = self.good[idle & (self.work > 0)]
        return ~np.isin(np.arange(len(self.goods)), some)

    @cached_property
    def used_hours(self) -> Array:
        """r₀·x·D(t): hours with AI as today; (cell, period) [thousand hours].

        Coordinating work is taken to grow with the other work.
        """
        return self.cells.hours[:, None] * (self.in_use * self.growth)

    @property
    def newly_installed(self) -> Array:
        """Share of the reach installed by a quarter that is not in use today; (period) [share]."""
        return 1 - np.divide(
            self.in_use, self.rollout, out=np.ones_like(self.rollout), where=self.rollout > 0
        )

    @property
    def follows_headcount(self) -> bool:
        """Whether coordinating work moves with headcount (η above 0)."""
        return self.options.parameters["coordination_elasticity"] > 0


def make_inputs(firm: Firm, moves: Moves, activities: pd.DataFrame, options: Options) -> Inputs:
    """The coefficients of a plan.

    firm : roles, content, reach
    moves : feasible moves between the firm's roles
    activities : (activity) kind of work, augmentation family, coordination set
    options : parameters, length, levers, limits
    """
    p, known = options.parameters, planned_roles(firm, moves, activities, DIRECTING_ROLE)
    period = np.arange(options.quarters, dtype=float)
    hours = p["hours_per_fte"] / 4 / THOUSAND
    outside = known.contractors
    worked = (known.headcount[:-1] * (1 - p["slack_at_start"]) + outside[:-1]) * hours
    reach = known.reach(firm, worked, options)
    today = todays_use(p, worked, reach.role, reach.hours, reach.savings(p)[reach.trial])
    own_work = worked * today.larger
    by_kind = _hours_by_kind(known.content * own_work[:, None], known)
    cells, rate = make_cells(reach, reach.hours * today.larger[reach.role], options), p["discount_rate"]
    cost = known.annual_cost / 4 / MILLION
    return Inputs(
        options=options,
        roles=known.roles,
        periods=pd.RangeIndex(options.quarters, name="period"),
        families=known.families,
        family=known.family,
        occupation=known.occupation,
        manages=known.manages,
        zone=known.zone,
        headcount=known.headcount,
        open_positions=known.open_positions,
        contractors=outside,
        protected=known.protected,
        loaded_cost=cost,
        pay_path=(1 + p["real_pay_growth"]) ** (period // 4),
        work=by_kind[0].sum(axis=1),
        coordination=by_kind[1].sum(axis=1),
        work_by_kind=by_kind[0],
        coordination_by_kind=by_kind[1],
        activity_hours=pd.Series(own_work @ known.content, known.activity_family).groupby(level=0).sum(),
        growth=(1 + p["demand_growth"]) ** (period / 4),
        hours=hours * (1 - p["slack_kept"]),
        quits=share_that_quits(
            quits_by_role(p["quits_per_month"], known.leaving, known.headcount, p["quits_by_occupation"])
        ),
        cells=cells,
        in_use=today.share,
        freed_today=np.append(own_work - worked, 0.0),
        rollout=rollout(p, options.quarters, today.share),
        pace=_steepest_step(p, today.share),
        move_table=known.move_table,
        directs=np.append(
            may_direct(firm, known.order, options.directing_levels, p["directing_role_from"]), True
        ),
        prices=plan_prices(p, options.quarters),
        severance=severance(p, cost, known.statutory_severance),
        notice_days=(days := days_of_notice(p, len(cost), known.statutory_notice)),
        notice=notice_pay(p, cost, days),
        voluntary_pay=voluntary_pay(p, cost),
        hire_cost=hiring_cost(p, cost),
        change_rate=_change_rate(known.family_cost, reach, p, hours),
        directing_move_cost=_directing_move_cost(p, cost),
        may_direct_after_move=np.append(known.zone[:-1] >= SENIOR_ZONE, False),
        discount=discount_factor(rate, (period + 0.5) / 4),
        end_discount=discount_factor(rate, options.quarters / 4),
        annuity=annuity(rate, p["terminal_years"]),
        places=known.places,
    )


def _directing_move_cost(p: Parameters, cost: Array) -> Array:
    """(role) [USD million/FTE] training, and pay until people are fully productive in directing."""
    ramp_up = p["move_ramp_up_share"] * (p["ramp_up_months"] / 12)
    paid: Array = p["directing_training_weeks"] / 52 * cost * 4 + ramp_up_pay(ramp_up * (cost[-1] * 4))
    return paid


def _steepest_step(parameters: Parameters, in_use: float) -> float:
    """The largest share of reachable hours that adoption installs in one quarter of ten years.

    parameters : of adoption
    in_use : [share of reachable hours] at the start
    """
    return float(np.diff(rollout(parameters, _ADOPTION_QUARTERS, in_use), prepend=in_use).max())


def plan_prices(parameters: Parameters, quarters: int) -> ComputePrices:
    """Prices of compute, with a GPU's life rounded, so that it is written off when it goes out of use.

    quarters : length of the plan
    """
    prices = compute_prices(parameters, quarters)
    return replace(prices, life=max(float(round(prices.life)), 1.0))


def _hours_by_kind(hours: Array, known: PlannedRoles) -> tuple[Array, Array]:
    """Hours by role and kind of work, outside and inside the coordination set; none for directing."""
    is_kind = (known.kind[:, None] == np.array(ALL_KINDS)[None, :]).astype(float)
    inside = known.coordination
    outside = hours[:, ~inside] @ is_kind[~inside]
    within = hours[:, inside] @ is_kind[inside]
    nobody = np.zeros((1, len(ALL_KINDS)))
    return np.vstack([outside, nobody]), np.vstack([within, nobody])


def _change_rate(family_cost: pd.Series, reach: Reach, p: Parameters, hours: float) -> Array:
    """(family, pace) [USD million/thousand hours a quarter] turned over to AI."""
    annual = family_cost.reindex(reach.families).to_numpy(float)[:, None]
    position = p["change_cost"] * annual / MILLION / hours
    result: Array = position * np.array([1.0, p["change_cost_steepness"]])
    return result


def mean_notice(i: Inputs) -> float:
    """Notice of one layoff, over everybody at the start [days]."""
    days = i.notice_days
    return float(days[0] if (days == days[0]).all() else np.average(days, weights=i.headcount))


def mean_inputs(every: Sequence[Inputs], weights: Array) -> Inputs:
    """The figures of a plan as if the mean of all outlooks were certain.

    every : (outlook) of the same roles, systems and length
    weights : (outlook) adding up to 1
    """
    first = every[0]
    sets = [i.options.parameters for i in every]
    values = {name: [one.about(name).value for one in sets] for name in sets[0]}
    means = {name: float(weights @ each) for name, each in values.items() if len(set(each)) > 1}
    options = replace(first.options, parameters=sets[0].replace(**means))
    figures = _means([vars(i) for i in every], [field.name for field in fields(Inputs)], weights)
    prices = _means([vars(i.prices) for i in every], [field.name for field in fields(first.prices)], weights)
    whole: dict[str, Any] = {
        name: round(float(prices[name])) for name in ("lead_time", "life") if name in prices
    }
    good = np.tensordot(weights, np.stack([i.cells.good for i in every]), axes=1)
    return replace(
        first,
        **figures,
        options=options,
        prices=replace(first.prices, **(prices | whole)),
        cells=replace(first.cells, good=good),
    )


def _means(every: Sequence[dict[str, Any]], names: Sequence[str], weights: Array) -> dict[str, Any]:
    """The mean of each figure that differs between outlooks."""
    result: dict[str, Any] = {}
    for name in names:
        values = [one[name] for one in every]
        number = isinstance(values[0], int | float) and not isinstance(values[0], bool)
        array = isinstance(values[0], np.ndarray) and values[0].dtype.kind == "f"
        if (number and len(set(values)) > 1) or (
            array and any((value != values[0]).any() for value in values)
        ):
            result[name] = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return result


def announced(i: Inputs) -> float:
    """GPUs for products that the announced spending buys [GPUs/quarter].

    Raises `AssertionError` where none are wanted.
    """
    wanted = i.options.products
    assert wanted is not None
    return wanted.capex_per_year * MILLION / i.prices.capex / QUARTERS_A_YEAR


DIRECTING_TITLE = "People who direct AI systems (new positions)"
