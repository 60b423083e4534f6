"""The market under adoption: industries adopt, prices and spending follow, people look for jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np

from reallocate.kernel.arrays import Array, by_run
from reallocate.kernel.units import MILLION
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import State
from reallocate.market.laws.closures import Closure, labour_identity, must_hold
from reallocate.market.laws.income_on_path import at_pay, incomes_on_path
from reallocate.market.laws.missing_jobs import Gap
from reallocate.market.laws.money_held import PARTS, Demand, Use, closed_demands
from reallocate.market.laws.policy import LEVERS
from reallocate.market.nation.run import Economy, Levers, RunAssumptions
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import STEPS_PER_QUARTER, ratio, unemployment_rate

_ENDED, _RENEWED = 0, 1
"""Places in `money_held.PARTS`."""


class ClosedDemand:
    """Jobs wanted in several runs; of those in which pay clears, the gap that is left stands here.

    accounts : of the base year
    runs : what each assumes
    """

    def __init__(self, accounts: Accounts, runs: Sequence[RunAssumptions]) -> None:
        self._accounts, self._runs = accounts, runs
        self._gaps = [Gap() for _ in runs]
        self._pay = accounts.output * accounts.labour @ accounts.pay_share
        held = [run.closure is Closure.MONEY_HELD or not run.laws.demand for run in runs]
        self._held = [place for place, one in enumerate(held) if one]
        self._on_path = [place for place, one in enumerate(held) if not one]

    def relative(self, place: int, wages: Array) -> Array:
        """Pay of a run beside mean pay, where the closure sets mean pay; else as it is; (occupation) [ratio].

        place : of the run
        wages : (occupation) [ratio to the start]
        """
        if place in self._held:
            return wages
        relative: Array = wages * (self._pay.sum() / (self._pay @ wages))
        return relative

    def at(self, uses: Sequence[Use], wages: Array, moved: Array | None = None) -> Demand:
        """Prices, output and jobs a quarter on.

        uses : (run) of AI
        wages : (run, occupation) pay [ratio to the start]
        moved : (run, pay–profits–budgets) by policy [USD million/year]; read where money is held, since
            money income stays on its path elsewhere, whoever has it
        Raises `InvariantError` where the identity of jobs, income, labour's share and pay does not hold.
        """
        made = []
        if self._held:
            given = None if moved is None else moved[self._held]
            spendings = [self._runs[place].spending for place in self._held]
            own_uses = _at(uses, self._held)
            made.append(closed_demands(self._accounts, own_uses, wages[self._held], spendings, given))
        if self._on_path:
            own = [self._runs[place] for place in self._on_path]
            found = incomes_on_path(
                self._accounts,
                _at(uses, self._on_path),
                wages[self._on_path],
                [one.spending for one in own],
                [one.adjustment for one in own],
            )
            made.append(at_pay(found, *self._pay_at(found)))
        order = np.argsort([*self._held, *self._on_path])
        names = [one.name for one in fields(Demand)]
        each = {name: np.concatenate([getattr(one, name) for one in made])[order] for name in names}
        whole = Demand(**each)
        must_hold(self._missed(whole))
        return whole

    def advance(self, ended: Array) -> None:
        """Move on the gaps by a quarter.

        ended : (run) jobs that AI ended, net of new tasks, by its end [share of jobs]
        """
        for place in self._on_path:
            gap = self._gaps[place]
            self._gaps[place] = gap.after(float(ended[place]), self._runs[place].adjustment)

    def _pay_at(self, found: Demand) -> tuple[Array, Array]:
        """Mean money pay of the runs with money income on its path, and of it, what is given up where jobs
        are missing; moves on the gaps."""
        start = float(self._accounts.jobs.sum())
        pay, given_up = np.ones(len(self._on_path)), np.zeros(len(self._on_path))
        ended = np.zeros(len(self._runs))
        ended[self._on_path] = -found.parts[:, [_ENDED, _RENEWED]].sum(axis=(1, 2)) / start
        self.advance(ended)
        wanted = found.jobs.sum(axis=1) / start
        for at, place in enumerate(self._on_path):
            run, gap = self._runs[place], self._gaps[place]
            if run.closure is Closure.PAY_CLEARS:
                pay[at], given_up[at] = gap.pay(wanted[at]), gap.pay_given_up(run.adjustment)
        return pay, given_up

    @property
    def _share_at_start(self) -> float:
        return float(self._accounts.income[0] / self._accounts.income.sum())

    def _missed(self, found: Demand) -> Array:
        base = self._accounts.income
        labour, income = found.labour / base[0], found.sold / base.sum()
        return labour_identity(labour, income, _share(found) / self._share_at_start, found.mean_pay)


def _share(found: Demand) -> Array:
    """Labour's share of income; (run) [share]."""
    share: Array = found.pay / (found.pay + found.profits + found.taxes)
    return share


def _at(uses: Sequence[Use], places: Sequence[int]) -> list[Use]:
    return [uses[place] for place in places]


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
    parts : (quarter, part, occupation, run) of the change of jobs, as `money_held.PARTS` [share of all
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
        self._closed = ClosedDemand(accounts, runs)
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
