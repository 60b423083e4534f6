"""What a run of the nation's market starts from and assumes: laws, AI in use today, policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from scipy.optimize import brentq

from reallocate.kernel.arrays import Array, by_run
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.units import MILLION
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path, State, run_flow
from reallocate.market.flow.kernel import workspace
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.laws.diffusion import Diffusion, adopt
from reallocate.market.laws.income_on_path import Adjustment
from reallocate.market.laws.money_held import Spending, Use
from reallocate.market.laws.new_tasks import renewed_share
from reallocate.market.laws.policy import (
    LEVERS,
    Policy,
    Responses,
    applied_elsewhere,
    moved_money,
    policy_costs,
    search_effort,
    subsidised_jobs,
)
from reallocate.market.laws.unemployment_duration import weeks_without
from reallocate.market.laws.wages import sticky_pay, wages_after
from reallocate.market.nation.rest import NormalSlack, SteadyState, normal_demand, side_by_side, steady_state
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import STEP_WEEKS, WEEKS, Market, Rates, ratio

_QUARTER = 0.25
"""[years]"""


@dataclass(frozen=True, eq=False)
class Economy:
    """What all runs start from.

    accounts : of the nation, on the same occupations
    normal : slack that demand is counted from
    demand : (quarter) all demand beside that of normal times [ratio]; its first value held for ten years
        before the start, and its last holds on
    """

    market: Market
    accounts: Accounts
    normal: NormalSlack
    demand: tuple[float, ...] = (1.0,)
    _rested: dict[Rates, SteadyState] = field(default_factory=dict, init=False, repr=False)

    def at_rest(self, rates: Sequence[Rates]) -> SteadyState:
        """The market before anything happens to it, one run for each set of rates; never to be changed.

        rates : (run)
        Neither AI nor policy acts yet: runs with the same rates start alike, and that is computed once.
        """
        new = [one for one in dict.fromkeys(rates) if one not in self._rested]
        if new:
            made = steady_state(self.market, self.normal, new, np.full(len(new), self.demand[0]))
            self._rested.update({one: made.runs([place]) for place, one in enumerate(new)})
        return side_by_side([self._rested[one] for one in rates])

    def demand_at(self, quarter: int) -> float:
        """All demand beside that of normal times [ratio].

        quarter : since the start
        """
        return self.demand[min(quarter, len(self.demand) - 1)]


@dataclass(frozen=True)
class Law:
    """A law that can be switched on and off.

    key : of the scenario, under [laws], and of `Laws`
    name : in a sentence that lists what is taken out of a run or added to it
    rule : what holds where it is on, as the scenario's key says it
    off : what holds where it is off
    is_on : unless the scenario says otherwise
    """

    key: str
    name: str
    rule: str
    off: str
    is_on: bool


def _law(name: str, rule: str, off: str, is_on: bool = True) -> bool:
    """A line of the list `Laws`; arguments as in `Law`."""
    return field(default=is_on, metadata={"name": name, "rule": rule, "off": off})


@dataclass(frozen=True)
class Laws:
    """The list of laws with a switch, and which are on in a run.

    The keys of [laws] in a scenario, the words of page and text, and the runs without each law in turn are
    read from this list.
    """

    job_to_job: bool = _law(
        "moves from job to job", "employed people look for other jobs", "employed people do not apply"
    )
    leaving: bool = _law(
        "leaving and entering the labour force",
        "people leave the labour force and return",
        "no exits from or entries to the labour force",
    )
    replacement: bool = _law(
        "replacing those who quit or retire",
        "people who quit or retire are replaced",
        "quits and retirements are not replaced",
    )
    adoption: bool = _law("adoption of AI", "industries adopt AI", "no further adoption")
    demand: bool = _law(
        "prices and spending that follow",
        "prices, spending and output respond",
        "no prices, no spending, no building",
    )
    new_work: bool = _law("new tasks", "new tasks appear", "no new tasks")
    wages: bool = _law("pay that follows slack", "pay responds to slack", "pay does not respond to slack")
    sticky_pay: bool = _law(
        "pay that resists falling",
        "part of each fall in pay does not happen",
        "pay falls as easily as it rises",
        is_on=False,
    )

    def of(self, rates: Rates) -> Rates:
        """Rates with the flows that are off set to nothing.

        rates : as fitted
        """
        return rates.with_(
            on_the_job=rates.on_the_job if self.job_to_job else 0.0,
            leaving=rates.leaving if self.leaving else 0.0,
            replaced=rates.replaced if self.replacement else 0.0,
        )


LAWS = tuple(Law(one.name, is_on=bool(one.default), **one.metadata) for one in fields(Laws))
"""The laws of `Laws`, in its order."""


@dataclass(frozen=True, eq=False)
class RunAssumptions:
    """What one run assumes, and what its laws do at each moment of a quarter.

    rates : of flows, as fitted
    diffusion : of AI through industries
    use_now : (industry) work done by adopters today [share]
    saved : (occupation, quarter) hours that an adopter saves [share]
    compute : (occupation, quarter) what an adopter spends on compute for an hour of work before [share of
        its pay]
    new_tasks : (occupation) who does new tasks [share]
    spending : elasticities and spending
    adjustment : of shares of income and of pay, where money income is on its path
    closure : what closes the accounts
    renewed, renewal_lag : of the hours saved, that come back as new tasks [share], after [quarters]
    wage_elasticity, wage_speed : of pay to slack [ratio], of the way in a quarter [share]
    cuts_prevented : of a fall in pay [share]
    policy : what is done beyond today, from the first quarter
    responses : what people and firms do about it; none is read where the policy is nothing
    path : (quarter, industry) work done by adopters beyond use_now, which takes the place of diffusion; after
        its last quarter it stays [share]; none where diffusion decides
    """

    rates: Rates
    diffusion: Diffusion
    use_now: Array
    saved: Array
    compute: Array
    new_tasks: Array
    spending: Spending = field(default_factory=Spending)
    adjustment: Adjustment = field(default_factory=Adjustment)
    closure: Closure = HEADLINE
    renewed: float = 0.5
    renewal_lag: int = 20
    wage_elasticity: float = -0.1
    wage_speed: float = 0.15
    cuts_prevented: float = 0.27
    laws: Laws = field(default_factory=Laws)
    policy: Policy = field(default_factory=Policy)
    responses: Responses | None = None
    path: Array | None = None

    def __post_init__(self) -> None:
        if self.path is not None and not (self.path >= 0.0).all():
            raise InvariantError(Problem("work done by adopters is below 0 or missing", "path of adoption"))
        if not self.policy.is_nothing and self.responses is None:
            raise InvariantError(
                Problem("a policy is given without what people and firms do about it", "policy")
            )

    @property
    def flow_rates(self) -> Rates:
        """Rates of flows, 0 where a law is off; read when the run begins."""
        return self.laws.of(self.rates)

    @property
    def wage_curve(self) -> float:
        """Of pay to unemployment [elasticity]; 0 where pay does not respond to slack."""
        return self.wage_elasticity if self.laws.wages else 0.0

    @property
    def counted_parts(self) -> slice:
        """Of `money_held.PARTS`, those that count; without demand what AI does and new tasks."""
        return slice(None) if self.laws.demand else slice(0, 2)

    def adopted_after(self, accounts: Accounts, before: Array, quarter: int) -> Array:
        """Work done by adopters at the end of a quarter; (industry) [share].

        accounts : for the industries' jobs
        before : at the end of the quarter before
        quarter : which
        The run's own path, or else diffusion; as before where adoption is off.
        """
        if not self.laws.adoption:
            return before
        if self.path is not None:
            on_path: Array = self.use_now + self.path[min(quarter, len(self.path) - 1)]
            return on_path
        return adopt(before, accounts.jobs_by_industry, self.diffusion, _QUARTER)

    def use_at(self, accounts: Accounts, path: Array, quarter: int) -> Use:
        """What is done with AI in a quarter.

        accounts : for the industries' jobs
        path : (quarter, industry) work done by adopters, up to this quarter [share]
        quarter : which
        Beyond the start's use, a = max(path − use_now, 0); new tasks come of its mean over jobs, after a lag.
        """
        beyond = np.maximum(path - self.use_now, 0.0)
        renewed = 0.0
        if self.laws.new_work:
            weights = accounts.jobs_by_industry
            renewed = renewed_share(beyond @ weights / weights.sum(), quarter, self.renewed, self.renewal_lag)
        at = min(quarter, self.saved.shape[1] - 1)
        return Use(beyond[-1], self.saved[:, at], self.compute[:, at], renewed, self.new_tasks)

    def pay_after(self, before: Array, now: Array, normal: Array) -> Array:
        """Pay at the end of a quarter; (occupation) [ratio to the start].

        before : at the end of the quarter before [ratio to the start]
        now, normal : unemployment of the occupation's people, now and at the start [share]
        """
        after = wages_after(before, now, normal, self.wage_curve, self.wage_speed)
        return sticky_pay(before, after, self.cuts_prevented) if self.laws.sticky_pay else after


_MOST = 0.95
"""[share of the ceiling] of what will be adopted in the end: more of it is never in use today."""


def use_today(p: Mapping[str, float], using: Array, reach: Array, work: Array) -> Array:
    """Work that is done with AI today, of the work within its reach; (industry) [share].

    p : assisted_today [share of hours], industry_adoption_ceiling [share]
    using : (industry) how sectors compare, such as firms that use AI [share of firms]
    reach : (industry) jobs within the reach of AI, at its best use [persons]
    work : (industry) all jobs [persons]
    u_k = min(c·using_k, .95·m), c such that Σ u_k·reach_k = a₀·Σ work_k: the hours that people work with AI;
    all at .95·m where even this is less.
    Source of a₀: Bick, Blandin, Deming 2025, Federal Reserve Bank of St. Louis (`assisted_today`).
    """
    most, wanted = _MOST * p["industry_adoption_ceiling"], p["assisted_today"] * float(work.sum())
    seen = using > 0

    def at(scale: float) -> Array:
        return np.minimum(scale * using, most)

    if most * float(reach @ seen) <= wanted or not seen.any():
        return np.where(seen, most, 0.0)
    if wanted == 0.0:
        return np.zeros_like(using)
    end = most / float(using[seen].min())
    return at(float(brentq(lambda scale: float(reach @ at(scale)) - wanted, 0.0, end, xtol=1e-14)))


class Levers:
    """The levers of every run: people's rates, the network they look in, subsidised jobs and money moved.

    runs : what each assumes
    at_rest : before any policy
    """

    def __init__(self, market: Market, runs: Sequence[RunAssumptions], at_rest: SteadyState) -> None:
        self._market, self._entering = market, at_rest.entering
        self._acting = {
            place: (run.policy, run.responses)
            for place, run in enumerate(runs)
            if run.responses is not None and not run.policy.is_nothing
        }
        self._flows = np.zeros((3, len(runs)))
        self.costs = np.zeros((len(LEVERS), len(runs)))
        self._rates = [run.flow_rates for run in runs]
        self._work = workspace(market.size, len(at_rest.state.spells), len(runs))
        self._elsewhere = np.zeros(len(runs))
        for place, acting in self._acting.items():
            self._elsewhere[place] = applied_elsewhere(*acting)
        if self._acting:
            self._look(at_rest.state)

    def _look(self, at_rest: State) -> None:
        """One step of the market at rest, to see how long people look, and how many are hired."""
        wanted = normal_demand(at_rest)
        still = np.zeros((1, wanted.shape[1]))
        path = Path(np.stack([wanted, wanted]), still, still + 1.0)
        flows = run_flow(self._market, at_rest, path, self._rates, STEP_WEEKS, entering=self._entering)
        self.take(at_rest, flows.totals, np.ones_like(wanted))
        for place, acting in self._acting.items():
            out = weeks_without(at_rest.people[1, :, place].sum(), self._flows[0, place])
            self._rates[place] = search_effort(self._rates[place], *acting, float(out))

    def advance(self, state: State, before: Array, after: Array, steps: int) -> tuple[State, Array]:
        """The market through so many steps; the state after them, and (step, total, run) [persons].

        before, after : (occupation, run) jobs wanted, gone through in a straight line [persons]
        steps : how many
        """
        mix = np.repeat((np.arange(steps)[:, None] + 1.0) / steps, before.shape[1], axis=1)
        path = Path(np.stack([before, after]), mix, np.ones_like(mix))
        flows = run_flow(
            self._market, state, path, self._rates, STEP_WEEKS, entering=self._entering,
            elsewhere=self._elsewhere, work=self._work,
        )  # fmt: skip
        return flows.end, flows.totals

    def take(self, state: State, totals: Array, wages: Array) -> None:
        """Take in a quarter: who was hired, who moved, what they earn, and what the levers cost.

        state : at its end
        totals : (step, total, run) [persons]
        wages : (occupation, run) [ratio to the start]
        """
        a_year = WEEKS / STEP_WEEKS / len(totals)
        named = dict(zip(TOTALS, totals.sum(axis=0) * a_year, strict=True))
        hired = named["hires"] - named["quits"]
        moved = named["occupation_switches"] * ratio(hired, named["hires"])
        employed, unemployed = by_run(state.people[0]), by_run(state.people[1]).sum(axis=1)
        self._flows = np.array([hired, moved, employed.sum(axis=1)])
        pay = np.nan_to_num(self._market.wage) * by_run(wages)
        mean_pay = (employed * pay).sum(axis=1) / employed.sum(axis=1)
        for place, acting in self._acting.items():
            seen = (float(one[place]) for one in (unemployed, hired, moved, mean_pay))
            self.costs[:, place] = policy_costs(*acting, *seen)

    def money(self) -> Array:
        """What policy moves; (run, pay–profits–budgets) [USD million/year]."""
        moved = np.zeros((self.costs.shape[1], 3))
        for place in self._acting:
            moved[place] = moved_money(self.costs[:, place] / MILLION)
        return moved

    def jobs(self, place: int) -> float:
        """Jobs wanted in one run under a hiring subsidy [ratio].

        place : of the run
        """
        if place not in self._acting:
            return 1.0
        hired, _, employed = self._flows[:, place]
        return subsidised_jobs(*self._acting[place], float(hired), float(employed))
