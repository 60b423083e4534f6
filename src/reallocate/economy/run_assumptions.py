"""What a run of the nation's market starts from and assumes: the list of laws, and where each acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from reallocate.economy.laws.closed_demand import Spending, Use
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.laws.diffusion import Diffusion, adopt
from reallocate.economy.laws.income_on_path import Adjustment
from reallocate.economy.laws.new_tasks import renewed_share
from reallocate.economy.laws.policy import Policy, Responses
from reallocate.economy.laws.sticky_pay import sticky_pay
from reallocate.economy.laws.wages import wages_after
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.steady_state import NormalSlack, SteadyState, side_by_side, steady_state
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array

QUARTER = 0.25
"""[years]"""


@dataclass(frozen=True, eq=False)
class Economy:
    """What all runs start from.

    market : of the nation
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
        """Of `closed_demand.PARTS`, those that count; without demand what AI does and new tasks."""
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
        return adopt(before, accounts.jobs_by_industry, self.diffusion, QUARTER)

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
