"""Demand in runs side by side, each under its own closure, quarter after quarter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from reallocate.economy.laws.closed_demand import Demand, Use, closed_demands
from reallocate.economy.laws.closures import Closure
from reallocate.economy.laws.income_on_path import at_pay, incomes_on_path
from reallocate.economy.laws.labour_identity import labour_identity, must_hold
from reallocate.economy.laws.pay_clears import Gap, jobs_at
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.measure.arrays import Array

ENDED, RENEWED = 0, 1
"""Places in `closed_demand.PARTS`."""


class ClosedDemand:
    """Jobs wanted in several runs; of those in which pay clears, the gap that is left stands here.

    accounts : of the base year
    runs : what each assumes
    unemployment : (run) at the start [share of the labour force]
    """

    def __init__(self, accounts: Accounts, runs: Sequence[RunAssumptions], unemployment: Array) -> None:
        self._accounts, self._runs, self._unemployment = accounts, runs, unemployment
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
            made.append(at_pay(found, self._pay_at(found)))
        order = np.argsort([*self._held, *self._on_path])
        names = [one.name for one in fields(Demand)]
        each = {name: np.concatenate([getattr(one, name) for one in made])[order] for name in names}
        whole = Demand(**each)
        must_hold(self._missed(whole))
        return whole

    def _pay_at(self, found: Demand) -> Array:
        """Mean money pay of the runs with money income on its path; moves on the gaps of those that clear.

        Each run by itself: the last digit of a logarithm may depend on what stands beside it.
        """
        start = float(self._accounts.jobs.sum())
        pay, shares = np.ones(len(self._on_path)), _share(found)
        ended = -(found.parts[:, ENDED].sum(axis=1) + found.parts[:, RENEWED].sum(axis=1)) / start
        wanted = found.jobs.sum(axis=1) / start
        for at, place in enumerate(self._on_path):
            run = self._runs[place]
            if run.closure is not Closure.PAY_CLEARS:
                continue
            lost = math.log(self._share_at_start / float(shares[at]))
            gap = self._gaps[place].after(float(ended[at]), lost, run.adjustment)
            self._gaps[place] = gap
            unemployed = float(self._unemployment[place])
            pay[at] = wanted[at] / jobs_at(gap, run.adjustment, run.wage_curve, unemployed)
        return pay

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
