"""The market under adoption: industries adopt, prices and spending follow, people look for jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from reallocate.economy.closed import ClosedDemand
from reallocate.economy.engines.flow import State
from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.laws.policy import LEVERS
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.time_steps import STEPS_PER_QUARTER
from reallocate.economy.market.unemployment_rate import ratio, unemployment_rate
from reallocate.economy.policies import Levers
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.measure.arrays import Array, by_run

MILLION = 1e6


class Stored(Protocol):
    """Figures by quarter that lie in files, because those of many runs do not fit in memory."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of all axes; the first is quarters, the last runs."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Array]: ...

    def __getitem__(self, at: Any) -> Array:
        """As of an array, where the first index is of quarters; only those are read."""

    def of_runs(self, places: Sequence[int]) -> Stored:
        """The same of some of the runs.

        places : of the runs that are wanted, in their order
        """


ByQuarter = Array | Stored


@dataclass(frozen=True, eq=False)
class Trajectory:
    """What the runs gave, by quarter; quarter 0 is the start.

    The figures of `BY_OCCUPATION` are nearly all of the memory, and may be stored.

    totals : (step, total, run) as the flow engine's, in steps of half a month [persons]
    people : (quarter, employed–unemployed–vacancies–outside, occupation, run) [persons]
    wanted : (quarter, occupation, run) jobs [ratio to the start]
    parts : (quarter, part, occupation, run) of the change of jobs, as `closed_demand.PARTS` [share of all
        jobs at the start]
    by_industry : (quarter, industry, run) jobs wanted [ratio to the start]
    wages : (quarter, occupation, run) pay as slack has it [ratio to the start], beside mean pay where the
        closure sets that; what it buys is that times pay_level over prices, `real_pay`
    adopted : (quarter, industry, run) work done by adopters [share]
    money : (quarter, pay–profits–taxes–spending–saved–compute, run) [USD million/year]
    prices : (quarter, run) of the households' basket [ratio to the start]
    pay_level : (quarter, run) what all pay is multiplied with: it follows prices, or clears [ratio]
    policy : (quarter, lever, run) cost of each of `policy.LEVERS` [USD million/year]
    subsidised : (quarter, run) jobs wanted under a hiring subsidy, beside those of parts [ratio]
    """

    totals: Array
    people: ByQuarter
    wanted: ByQuarter
    parts: ByQuarter
    by_industry: Array
    wages: ByQuarter
    adopted: Array
    money: Array
    prices: Array
    pay_level: Array
    policy: Array
    subsidised: Array

    def real_pay(self, quarter: int) -> Array:
        """What pay buys; (occupation, run) [ratio to the start].

        quarter : which
        """
        pay: Array = self.wages[quarter] * (self.pay_level[quarter] / self.prices[quarter])
        return pay

    @property
    def labour_share(self) -> Array:
        """Pay, of all income; (quarter, run) [share]."""
        of_income: Array = self.money[:, :3]
        share: Array = of_income[:, 0] / of_income.sum(axis=1)
        return share


BY_OCCUPATION = ("people", "wanted", "parts", "wages")
MONEY = ("pay", "profits", "taxes", "spending", "saved", "compute")


def simulate(economy: Economy, runs: Sequence[RunAssumptions], quarters: int) -> Trajectory:
    """Runs from the market at rest through so many quarters.

    economy : of the nation
    runs : what each assumes
    quarters : how many
    The economy's demand may be below normal and recover: then the start is the market at rest at that demand.
    In every quarter: adoption (diffusion), new tasks, prices, output and jobs wanted (the run's closure) at
    the pay of the quarter before and with the money that policy moved in it, six steps of the labour market
    towards those jobs, then pay (wage curve) and what policy costs.
    """
    rates = [one.flow_rates for one in runs]
    at_rest = economy.at_rest(rates)
    state, before = at_rest.state, at_rest.wanted * economy.demand_at(0)
    levers = Levers(economy.market, runs, at_rest)
    runs_so_far = _Runs(economy.accounts, runs, quarters, state, levers)
    for quarter in range(1, quarters + 1):
        after = at_rest.wanted * runs_so_far.jobs(quarter) * economy.demand_at(quarter)
        state, totals = levers.advance(state, before, after, STEPS_PER_QUARTER)
        before = after
        runs_so_far.keep(quarter, state, totals)
    return runs_so_far.made


class _Runs:
    """The runs as they are being made."""

    def __init__(
        self, accounts: Accounts, runs: Sequence[RunAssumptions], quarters: int, start: State, levers: Levers
    ) -> None:
        self._accounts, self._runs, self._levers = accounts, runs, levers
        count, size = len(runs), start.people.shape[1]
        each, adopted = (quarters + 1, count), np.stack([run.use_now for run in runs], axis=1)
        self._people = np.zeros((quarters + 1, 4, size, count))
        self._parts = np.zeros((quarters + 1, len(PARTS), size, count))
        self._wanted, self._wages = (np.ones((quarters + 1, size, count)) for _ in range(2))
        self.made = Trajectory(
            totals=np.zeros((quarters * STEPS_PER_QUARTER, len(TOTALS), count)),
            people=self._people,
            wanted=self._wanted,
            parts=self._parts,
            by_industry=np.ones((quarters + 1, len(accounts.output), count)),
            wages=self._wages,
            adopted=adopted[None].repeat(quarters + 1, axis=0),
            money=np.zeros((quarters + 1, len(MONEY), count)),
            prices=np.ones(each),
            pay_level=np.ones(each),
            policy=np.zeros((quarters + 1, len(LEVERS), count)),
            subsidised=np.ones(each),
        )
        self._people[0] = start.people
        self._normal = np.maximum(by_run(self._slack(0)), 1e-9)
        employed, idle = (by_run(one).sum(axis=1) for one in start.people[:2])
        self._closed = ClosedDemand(accounts, runs, unemployment_rate(employed, idle))
        self._counted = np.zeros((count, len(PARTS), 1))
        for place, run in enumerate(runs):
            self._counted[place, run.counted_parts] = 1.0
        self._demand(0)

    def _slack(self, quarter: int) -> Array:
        return unemployment_rate(self._people[quarter, 0], self._people[quarter, 1])

    def jobs(self, quarter: int) -> Array:
        """Jobs wanted at the end of a quarter; (occupation, run) [ratio to the start]."""
        for place, run in enumerate(self._runs):
            before = self.made.adopted[quarter - 1, :, place]
            self.made.adopted[quarter, :, place] = run.adopted_after(self._accounts, before, quarter)
            self.made.subsidised[quarter, place] = self._levers.jobs(place)
        self._demand(quarter)
        result: Array = self._wanted[quarter] * self.made.subsidised[quarter]
        return result

    def _demand(self, quarter: int) -> None:
        accounts, made = self._accounts, self.made
        uses = [
            run.use_at(accounts, made.adopted[: quarter + 1, :, place], quarter)
            for place, run in enumerate(self._runs)
        ]
        moved = self._levers.money() if quarter else None
        result = self._closed.at(uses, by_run(self._wages[max(quarter - 1, 0)]), moved)
        parts = result.parts * self._counted
        jobs, before = np.broadcast_to(accounts.jobs, parts[:, 0].shape), accounts.jobs_by_industry
        self._wanted[quarter] = (1.0 + ratio(parts.sum(axis=1), jobs)).T
        self._parts[quarter] = np.moveaxis(parts / accounts.jobs.sum(), 0, -1)
        made.by_industry[quarter] = ratio(
            result.by_industry, np.broadcast_to(before, result.by_industry.shape), 1.0
        ).T
        made.money[quarter] = [getattr(result, name) for name in MONEY]
        made.prices[quarter], made.pay_level[quarter] = result.price_level, result.pay_level

    def keep(self, quarter: int, state: State, totals: Array) -> None:
        """Take in how a quarter ended."""
        self._people[quarter] = state.people
        self.made.totals[(quarter - 1) * STEPS_PER_QUARTER : quarter * STEPS_PER_QUARTER] = totals
        now, before = np.maximum(by_run(self._slack(quarter)), 1e-9), by_run(self._wages[quarter - 1])
        for place, run in enumerate(self._runs):
            paid = run.pay_after(before[place], now[place], self._normal[place])
            self._wages[quarter, :, place] = self._closed.relative(place, paid)

        self._levers.take(state, totals, self._wages[quarter])
        self.made.policy[quarter] = self._levers.costs / MILLION
