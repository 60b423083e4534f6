"""The figures a plan's programme is made of, drawn from firm, moves and options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.plan.cells import Cells, make_cells, reached_entries
from reallocate.plan.cost_kinds import ADDED, RUNNING, STATISTICS
from reallocate.plan.hiring import hiring_cost
from reallocate.plan.learning_curve import ramp_up_pay
from reallocate.plan.options import Options
from reallocate.plan.quits import quits_by_role, share_that_quits
from reallocate.plan.severance import notice_pay, severance, voluntary_pay
from reallocate.plan.todays_use import TodaysUse, todays_use
from reallocate.plan.who_may_direct import SENIOR_ZONE, may_direct
from reallocate.work.activities import DIRECTING, KINDS
from reallocate.work.compounding import QUARTERS
from reallocate.work.compute import ComputePrices, compute_prices
from reallocate.work.dimensions import OF_COLUMN
from reallocate.work.discounting import annuity, discount_factor, weight_after, with_years_after
from reallocate.work.firm import Firm
from reallocate.work.moves import Moves
from reallocate.work.parameters import Parameters
from reallocate.work.rollout import rollout

DIRECTING_ROLE = "ai-directing"
THOUSAND = 1e3
MILLION = 1e6
ALL_KINDS = (*KINDS, DIRECTING)
ADOPTION_QUARTERS = 40

DROP_BANDS = ("least valuable", "further", "last")
DROP_WIDTHS = (0.05, 0.10, 0.85)


@dataclass(frozen=True, eq=False)
class Inputs:
    """Labels and coefficients of one programme; roles are sorted, so input order is irrelevant.

    roles, periods, families : labels
    family : (role) the family of each role
    occupation : (role) the occupation of each role
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
    severance, notice, voluntary_pay, hire_cost : (role) [USD million/FTE] at the start
    directs : (role) whether the role may direct AI
    prices : compute; a GPU lasts for whole quarters
    discount : (period) [ratio]
    annuity : [years] of the last quarter's running cost
    baseline_headcount, baseline_hires : (role, period) [FTE] what happens otherwise; only cancelled
        positions and exits whose positions stay closed are told against it
    most_before_exits : (role, period) [FTE] headcount until exits in a later quarter, at most: that of the
        plan without them, so that nobody is hired in order to be laid off
    places : (department, location or country) the roles' own; "" where a role has none
    """

    options: Options
    roles: pd.Index
    periods: pd.Index
    families: pd.Index
    family: pd.Index
    occupation: pd.Index
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
        return self.annuity * QUARTERS

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
        return costs and not self.cells.systems.empty

    @property
    def review_is_shared(self) -> bool:
        """Whether any qualified role may check automated work, and there is some."""
        shared = self.options.review_by == "qualified" and self.options.levers.ai
        return shared and len(self.cells.targets) > 0

    @property
    def exits_are_forced(self) -> bool:
        """Whether layoffs are decided beforehand."""
        return self.options.exits is not None and self.options.exits.count > 0

    @cached_property
    def reached_hours(self) -> Array:
        """x·rollout(t)·D(t): hours where a system can be in use; (cell, period) [thousand hours].

        Coordinating work is taken to grow with the other work.
        """
        return self.cells.table["hours"].to_numpy(float)[:, None] * (self.rollout * self.growth)

    @cached_property
    def goods(self) -> pd.Index:
        """Families of roles whose own work answers to its cost; none where work is given (ε = 0)."""
        if self.options.parameters["work_elasticity"] == 0:
            return pd.Index([], name="good", dtype=str)
        return pd.Index(sorted({str(one) for one in self.family[self.work > 0]}), name="good")

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
        yearly = 1 + self.options.parameters["demand_growth"]
        idle = (yearly ** (1 / QUARTERS) < 1 - self.quits) | (self.options.parameters["slack_at_start"] > 0)
        some = self.goods.get_indexer(self.family[idle & (self.work > 0)])
        return ~np.isin(np.arange(len(self.goods)), some)

    @cached_property
    def used_hours(self) -> Array:
        """r₀·x·D(t): hours with AI as today; (cell, period) [thousand hours].

        Coordinating work is taken to grow with the other work.
        """
        return self.cells.table["hours"].to_numpy(float)[:, None] * (self.in_use * self.growth)

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
    p = options.parameters
    order = np.argsort(firm.roles.index.to_numpy().astype(str), kind="stable")
    table = firm.roles.iloc[order]
    period = np.arange(options.quarters, dtype=float)
    hours = p["hours_per_fte"] / 4 / THOUSAND
    content = firm.content.isel(role=order).transpose("role", "activity").values
    outside = _where_given(table, "contractors")
    worked = (table["headcount"].to_numpy(float) * (1 - p["slack_at_start"]) + outside[:-1]) * hours
    entries, today = _reach_and_use(firm, order, worked, activities, options)
    own_work = worked * today.larger
    known = activities.loc[firm.content.coords["activity"].values]
    by_kind = _hours_by_kind(content * own_work[:, None], known)
    cells, rate = make_cells(entries, options), p["discount_rate"]
    roles = pd.Index([*table.index.astype(str), DIRECTING_ROLE], name="role")
    family = [*table["family"].astype(str), DIRECTING_ROLE]
    annual = np.append(table["loaded_cost"].to_numpy(float), as_if_directing(table, "loaded_cost"))
    cost = annual / 4 / MILLION
    return Inputs(
        options=options,
        roles=roles,
        periods=pd.RangeIndex(options.quarters, name="period"),
        families=pd.Index(sorted(set(family)), name="family"),
        family=pd.Index(family),
        occupation=pd.Index([*table["occupation"].astype(str), DIRECTING_ROLE]),
        zone=np.append(table["job_zone"].to_numpy(float), 0.0),
        headcount=np.append(table["headcount"].to_numpy(float), 0.0),
        open_positions=np.append(table["open_positions"].to_numpy(float), 0.0),
        contractors=outside,
        protected=_where_given(table, "protected"),
        loaded_cost=cost,
        pay_path=(1 + p["real_pay_growth"]) ** (period // 4),
        work=by_kind[0].sum(axis=1),
        coordination=by_kind[1].sum(axis=1),
        work_by_kind=by_kind[0],
        coordination_by_kind=by_kind[1],
        activity_hours=pd.Series(own_work @ content, index=known["family"]).groupby(level=0).sum(),
        growth=(1 + p["demand_growth"]) ** (period / 4),
        hours=hours * (1 - p["slack_kept"]),
        quits=share_that_quits(_monthly_quits(table, p)),
        cells=cells,
        in_use=today.share,
        freed_today=np.append(own_work - worked, 0.0),
        rollout=rollout(p, options.quarters, today.share),
        pace=steepest_step(p, today.share),
        move_table=_move_table(moves, roles, annual),
        directs=np.append(may_direct(firm, order, options.directing_levels, p["directing_role_from"]), True),
        prices=_in_whole_quarters(compute_prices(p, options.quarters)),
        severance=severance(p, cost),
        notice=notice_pay(p, cost),
        voluntary_pay=voluntary_pay(p, cost),
        hire_cost=hiring_cost(p, cost),
        change_rate=_change_rate(table, cells, p, hours),
        directing_move_cost=_directing_move_cost(p, cost),
        may_direct_after_move=np.append(table["job_zone"].to_numpy(float) >= SENIOR_ZONE, False),
        discount=discount_factor(rate, (period + 0.5) / 4),
        end_discount=discount_factor(rate, options.quarters / 4),
        annuity=annuity(rate, p["terminal_years"]),
        places={one: pd.Index([*table[one].astype(str), ""]) for one in OF_COLUMN if one in table},
    )


def _directing_move_cost(p: Parameters, cost: Array) -> Array:
    """(role) [USD million/FTE] training, and pay until people are fully productive in directing."""
    ramp_up = p["move_ramp_up_share"] * (p["ramp_up_months"] / 12)
    paid: Array = p["directing_training_weeks"] / 52 * cost * 4 + ramp_up_pay(ramp_up * (cost[-1] * 4))
    return paid


def _reach_and_use(
    firm: Firm, order: npt.NDArray[np.intp], worked: Array, activities: pd.DataFrame, options: Options
) -> tuple[pd.DataFrame, TodaysUse]:
    """Hours within reach, of work as people alone would need it, and how much of them is in use today."""
    entries = reached_entries(firm, order, worked, activities, options)
    today = todays_use(options.parameters, entries, worked)
    return entries.assign(hours=entries["hours"] * today.larger[entries["role"]]), today


def steepest_step(parameters: Parameters, in_use: float) -> float:
    """The largest share of reachable hours that adoption installs in one quarter of ten years.

    parameters : of adoption
    in_use : [share of reachable hours] at the start
    """
    return float(np.diff(rollout(parameters, ADOPTION_QUARTERS, in_use), prepend=in_use).max())


def _in_whole_quarters(prices: ComputePrices) -> ComputePrices:
    """The same prices with a GPU's life rounded, so that it is written off when it goes out of use."""
    return replace(prices, life=max(float(round(prices.life)), 1.0))


def _where_given(table: pd.DataFrame, name: str) -> Array:
    """(role) [FTE] A column of the role table, none where it has none, and none who direct AI."""
    return np.append(table[name].to_numpy(float) if name in table else np.zeros(len(table)), 0.0)


def _hours_by_kind(hours: Array, known: pd.DataFrame) -> tuple[Array, Array]:
    """Hours by role and kind of work, outside and inside the coordination set; none for directing."""
    is_kind = (known["kind"].to_numpy()[:, None] == np.array(ALL_KINDS)[None, :]).astype(float)
    inside = known["coordination"].to_numpy(bool)
    outside = hours[:, ~inside] @ is_kind[~inside]
    within = hours[:, inside] @ is_kind[inside]
    nobody = np.zeros((1, len(ALL_KINDS)))
    return np.vstack([outside, nobody]), np.vstack([within, nobody])


def as_if_directing(roles: pd.DataFrame, column: str) -> float:
    """A figure of positions that direct AI, which nobody holds yet: that of the people nearest to them.

    roles : (role) with occupation, headcount and the column
    column : loaded_cost [USD/FTE/year] or leaving [share of people/year]
    The headcount-weighted mean over the firm's computer occupations (SOC 15); where there are
    none, over roles of job zone 4 and above; else over all.
    """
    computer = roles["occupation"].astype(str).str.startswith("15-")
    for chosen in (computer, roles["job_zone"] >= SENIOR_ZONE, roles["headcount"] >= 0):
        part = roles[chosen & (roles["headcount"] > 0)]
        if len(part):
            return float(np.average(part[column], weights=part["headcount"]))
    return float(roles[column].mean())


def _monthly_quits(table: pd.DataFrame, p: Parameters) -> Array:
    """(role) [share of headcount/month]"""
    leaving = np.append(table["leaving"].to_numpy(float), as_if_directing(table, "leaving"))
    headcount = np.append(table["headcount"].to_numpy(float), 0.0)
    return quits_by_role(p["quits_per_month"], leaving, headcount, p["quits_by_occupation"])


def _change_rate(table: pd.DataFrame, cells: Cells, p: Parameters, hours: float) -> Array:
    """(family, pace) [USD million/thousand hours a quarter] turned over to AI."""
    pay = (table["loaded_cost"] * table["headcount"]).groupby(table["family"]).sum()
    people = table.groupby("family")["headcount"].sum()
    families = cells.systems["family"].unique()
    annual = (pay / people.where(people > 0)).fillna(pay.sum() / people.sum()).reindex(families)
    position = p["change_cost"] * annual.to_numpy(float)[:, None] / MILLION / hours
    result: Array = position * np.array([1.0, p["change_cost_steepness"]])
    return result


def _move_table(moves: Moves, roles: pd.Index, annual: Array) -> pd.DataFrame:
    table = moves.table
    table = table[table["origin"].isin(roles) & table["target"].isin(roles)]
    table = table.sort_values(["origin", "target"], ignore_index=True)
    pay = pd.Series(annual, index=roles)
    ramp_up: Array = table["ramp_up_weeks"].to_numpy(float) / 52 * pay.reindex(table["target"]).to_numpy()
    learning = table["training_weeks"] / 52 * pay.reindex(table["origin"]).to_numpy() + ramp_up_pay(ramp_up)
    return table.assign(cost=(table["training_cost"] + learning) / MILLION)
