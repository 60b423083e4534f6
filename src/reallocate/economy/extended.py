"""The market under adoption: industries adopt, prices and spending follow, people look for jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from reallocate.economy.at_rest import Normal, rest
from reallocate.economy.engines.flow import State
from reallocate.economy.laws.closed_demand import PARTS, Closure, Use, closed_demand
from reallocate.economy.laws.diffusion import Diffusion, adopt
from reallocate.economy.laws.new_work import renewed_share
from reallocate.economy.laws.policy import LEVERS, Policy, Responses
from reallocate.economy.laws.wages import wages_after
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market
from reallocate.economy.market.rates import Rates
from reallocate.economy.observed import STEPS_PER_MONTH
from reallocate.economy.policies import Levers
from reallocate.errors import InvariantError, Problem

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

STEPS_PER_QUARTER = 3 * STEPS_PER_MONTH
MILLION = 1e6


@dataclass(frozen=True)
class Laws:
    """Which laws are on; each off shows what it does.

    job_to_job, leaving, replacement : flows that the published laws do not have
    adoption : industries adopt AI; off, everything stays at rest
    demand : prices, spending and output follow (off, jobs end where hours are saved, and nothing else)
    new_work, wages : tasks that did not exist; pay that follows slack
    """

    job_to_job: bool = True
    leaving: bool = True
    replacement: bool = True
    adoption: bool = True
    demand: bool = True
    new_work: bool = True
    wages: bool = True

    def of(self, rates: Rates) -> Rates:
        """Rates with the flows that are off set to nothing.

        rates : as fitted
        """
        return rates.with_(
            on_the_job=rates.on_the_job if self.job_to_job else 0.0,
            leaving=rates.leaving if self.leaving else 0.0,
            replaced=rates.replaced if self.replacement else 0.0,
        )


@dataclass(frozen=True, eq=False)
class Assumed:
    """What one run assumes.

    rates : of flows, as fitted
    diffusion : of AI through industries
    use_now : (industry) work done by adopters today [share]
    saved : (occupation, quarter) hours that an adopter saves [share]
    compute : (occupation, quarter) what an adopter spends on compute for an hour of work before [share of
        its pay]
    new_tasks : (occupation) who does new tasks [share]
    closure : elasticities and spending
    renewed, renewal_lag : of the hours saved, that come back as new tasks [share], after [quarters]
    wage_elasticity, wage_speed : of pay to slack [ratio], of the way in a quarter [share]
    laws : which are on
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
    closure: Closure = field(default_factory=Closure)
    renewed: float = 0.5
    renewal_lag: int = 20
    wage_elasticity: float = -0.1
    wage_speed: float = 0.15
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


@dataclass(frozen=True, eq=False)
class Extended:
    """What the runs gave, by quarter; quarter 0 is the start.

    totals : (step, total, run) as the flow engine's, in steps of half a month [persons]
    people : (quarter, employed–unemployed–vacancies–outside, occupation, run) [persons]
    wanted : (quarter, occupation, run) jobs [ratio to the start]
    parts : (quarter, part, occupation, run) of the change of jobs, as `closed_demand.PARTS` [share of all
        jobs at the start]
    by_industry : (quarter, industry, run) jobs wanted [ratio to the start]
    wages : (quarter, occupation, run) pay as slack has it [ratio to the start]; what it buys is that times
        pay_level over prices
    adopted : (quarter, industry, run) work done by adopters [share]
    money : (quarter, pay–profits–taxes–spending–saved–compute, run) [USD million/year]
    prices : (quarter, run) of the households' basket [ratio to the start]
    pay_level : (quarter, run) what all pay is multiplied with, since it follows prices [ratio]
    policy : (quarter, lever, run) cost of each of `policy.LEVERS` [USD million/year]
    subsidised : (quarter, run) jobs wanted under a hiring subsidy, beside those of parts [ratio]
    """

    totals: Array
    people: Array
    wanted: Array
    parts: Array
    by_industry: Array
    wages: Array
    adopted: Array
    money: Array
    prices: Array
    pay_level: Array
    policy: Array
    subsidised: Array


MONEY = ("pay", "profits", "taxes", "spending", "saved", "compute")


def run_extended(
    market: Market,
    accounts: Accounts,
    normal: Normal,
    runs: Sequence[Assumed],
    quarters: int,
    say: Say | None = None,
) -> Extended:
    """Runs from the market at rest through so many quarters.

    market : of the nation
    accounts : of the nation, on the same occupations
    normal : slack that demand is counted from
    runs : what each assumes
    quarters : how many
    say : told each quarter
    In every quarter: adoption (diffusion), new tasks, prices, output and jobs wanted (closed demand) at the
    pay of the quarter before and with the money that policy moved in it, six steps of the labour market
    towards those jobs, then pay (wage curve) and what policy costs.
    """
    rates = [one.laws.of(one.rates) for one in runs]
    at_rest = rest(market, normal, rates, np.ones(len(runs)))
    state, before = at_rest.state, at_rest.wanted
    policies, responses = [one.policy for one in runs], [one.responses for one in runs]
    levers = Levers(market, policies, responses, rates, state, at_rest.entering)
    made = _Made(accounts, runs, quarters, state, levers)
    for quarter in range(1, quarters + 1):
        after = at_rest.wanted * made.jobs(quarter)
        state, totals = levers.advance(state, before, after, STEPS_PER_QUARTER)
        before = after
        made.keep(quarter, state, totals)
        if say is not None:
            say(f"quarter {quarter} of {quarters}")
    return made.result()


class _Made:
    """The runs as they are being made."""

    def __init__(
        self, accounts: Accounts, runs: Sequence[Assumed], quarters: int, start: State, levers: Levers
    ) -> None:
        self._accounts, self._runs, self._levers = accounts, runs, levers
        count, size = len(runs), start.people.shape[1]
        self._people = np.zeros((quarters + 1, 4, size, count))
        self._people[0] = start.people
        self._wanted = np.ones((quarters + 1, size, count))
        self._parts = np.zeros((quarters + 1, len(PARTS), size, count))
        self._wages = np.ones((quarters + 1, size, count))
        self._adopted = np.stack([run.use_now for run in runs], axis=1)[None].repeat(quarters + 1, axis=0)
        self._by_industry = np.ones((quarters + 1, len(accounts.output), count))
        self._money = np.zeros((quarters + 1, len(MONEY), count))
        self._prices = np.ones((quarters + 1, count))
        self._pay_level = np.ones((quarters + 1, count))
        self._policy = np.zeros((quarters + 1, len(LEVERS), count))
        self._subsidised = np.ones((quarters + 1, count))
        self._totals: list[Array] = []
        self._normal = self._slack(0)
        for run in range(count):
            self._demand(0, run)

    def _slack(self, quarter: int) -> Array:
        employed, unemployed = self._people[quarter, 0], self._people[quarter, 1]
        force = employed + unemployed
        share: Array = np.divide(unemployed, force, out=np.zeros_like(force), where=force > 0)
        return share

    def jobs(self, quarter: int) -> Array:
        """Jobs wanted at the end of a quarter; (occupation, run) [ratio to the start]."""
        weights = self._accounts.output * self._accounts.staff.sum(axis=1)
        for place, run in enumerate(self._runs):
            if run.laws.adoption and run.path is not None:
                at = min(quarter, len(run.path) - 1)
                self._adopted[quarter, :, place] = run.use_now + run.path[at]
            elif run.laws.adoption:
                self._adopted[quarter, :, place] = adopt(
                    self._adopted[quarter - 1, :, place], weights, run.diffusion, 0.25
                )
            self._demand(quarter, place)
            self._subsidised[quarter, place] = self._levers.jobs(place)
        found: Array = self._wanted[quarter] * self._subsidised[quarter]
        return found

    def _demand(self, quarter: int, place: int) -> None:
        run, accounts = self._runs[place], self._accounts
        beyond = np.maximum(self._adopted[: quarter + 1, :, place] - run.use_now, 0.0)
        weights = accounts.output * accounts.staff.sum(axis=1)
        renewed = 0.0
        if run.laws.new_work:
            mean = beyond @ weights / weights.sum()
            renewed = renewed_share(mean, quarter, run.renewed, run.renewal_lag)
        at = min(quarter, run.saved.shape[1] - 1)
        use = Use(beyond[-1], run.saved[:, at], run.compute[:, at], renewed, run.new_tasks)
        wages = self._wages[max(quarter - 1, 0), :, place]
        moved = self._levers.money(place) if quarter else None
        found = closed_demand(accounts, use, wages, run.closure, moved)
        jobs = accounts.jobs
        counted = slice(None) if run.laws.demand else slice(0, 2)
        change = found.parts[counted].sum(axis=0)
        ratio = np.divide(change, jobs, out=np.zeros_like(jobs), where=jobs > 0)
        self._wanted[quarter, :, place] = 1.0 + ratio
        self._parts[quarter, counted, :, place] = found.parts[counted] / jobs.sum()
        people = accounts.output * accounts.staff.sum(axis=1)
        grown = np.divide(found.by_industry, people, out=np.ones_like(people), where=people > 0)
        self._by_industry[quarter, :, place] = grown
        self._money[quarter, :, place] = [getattr(found, name) for name in MONEY]
        self._prices[quarter, place] = found.price_level
        self._pay_level[quarter, place] = found.pay_level

    def keep(self, quarter: int, state: State, totals: Array) -> None:
        """Take in how a quarter ended."""
        self._people[quarter] = state.people
        self._totals.append(totals)
        now = self._slack(quarter)
        for place, run in enumerate(self._runs):
            elasticity = run.wage_elasticity if run.laws.wages else 0.0
            self._wages[quarter, :, place] = wages_after(
                self._wages[quarter - 1, :, place],
                np.maximum(now[:, place], 1e-9),
                np.maximum(self._normal[:, place], 1e-9),
                elasticity,
                run.wage_speed,
            )

        self._levers.take(state, totals, self._wages[quarter])
        self._policy[quarter] = self._levers.costs / MILLION

    def result(self) -> Extended:
        """What was made."""
        return Extended(
            np.concatenate(self._totals),
            self._people,
            self._wanted,
            self._parts,
            self._by_industry,
            self._wages,
            self._adopted,
            self._money,
            self._prices,
            self._pay_level,
            self._policy,
            self._subsidised,
        )
