"""Closure B, nominal income on its path: prices fall by what is saved, and the same money buys more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.economy.laws.closed_demand import (
    Demand,
    Spending,
    Use,
    Uses,
    baskets_of,
    jobs_wanted,
    must_add_up,
    products,
    stacked,
)
from reallocate.economy.laws.labour_identity import labour_and_pay
from reallocate.economy.laws.leontief import leontief_output
from reallocate.economy.market.accounts import Accounts
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array

NEWTON_STEPS = 50
SETTLED = 1e-13
"""Of the price level: how little a step may still move it."""


@dataclass(frozen=True)
class Adjustment:
    """How shares of income, and then pay, adjust; closure C alone reads the last three.

    saving_kept : of a saving of cost, that stays with owners for good [share]
    substitution : σ, between labour and capital [elasticity]
    own_pay_elasticity : η, of jobs to pay that does not give way [elasticity, without its sign]
    gap_half_life : H, until half of a gap of jobs is closed [years]
    displaced_gap : ψ, jobs missing for each that is displaced, when it is displaced [ratio]
    """

    saving_kept: float = 0.1
    substitution: float = 0.5
    own_pay_elasticity: float = 0.6
    gap_half_life: float = 2.0
    displaced_gap: float = 0.3


def incomes_on_path(
    accounts: Accounts,
    uses: Sequence[Use],
    wages: Array,
    spendings: Sequence[Spending],
    adjustments: Sequence[Adjustment],
) -> Demand:
    """Prices, output and jobs at states of adoption, money income and mean pay as without AI; runs side by
    side.

    accounts : of the base year
    uses : (run) of AI
    wages : (run, occupation) pay, of mean 1 over the pay of the base year [ratio]
    spendings : (run) of which the price elasticity is read
    adjustments : (run) what is kept, and how capital takes labour's place
    Per unit of an industry: p = A'ᵀ·p + P·m + ℓ·ŵ·(ŵ/c)^(−σ) + P·π·(P/c)^(−σ) + keep·saving + τ·p, with
    ŵ = Σ_o share_o·w_o·(1 − (1 − ν)·a·s_o), c the CES cost of labour and capital, m imports, τ taxes,
    saving = ℓ·(w − ŵ) − P·compute, P the price of the households' basket, imports in it at P. Capital
    keeps its real return, so that a surplus follows prices. New tasks are in p and not in P: the unit they
    go into is a better one. All money that is earned is spent; the trade balance stays as it is in money.
    Raises `InvariantError` where income and spending do not add up.
    Off, closure A: a cheaper good keeps its profit in dollars, and less money is spent.
    Source: Leontief 1936, Review of Economics and Statistics 18:105, DOI 10.2307/1927837; Miller, Blair 2009,
    Input-Output Analysis, ch. 2; Acemoglu, Restrepo 2018, American Economic Review 108:1488, DOI
    10.1257/aer.20160696 (a lower price of tasks raises real pay).
    """
    a, use, own = accounts, Uses(*stacked(uses)), [_Cost(accounts, one) for one in adjustments]
    buys = a.labour * use.adopted * products(a.pay_share, use.compute)
    inputs = a.domestic + a.build[:, None] * buys[:, None, :]
    imports = a.bought_abroad + a.build_imports * buys
    paid = np.where(a.is_staffed, products(a.pay_share, wages), 1.0)
    lost = use.adopted * products(a.pay_share, use.saved * wages)
    taxed = inputs + np.diag(a.taxes)
    multiplier = leontief_output(taxed, np.broadcast_to(a.household[:, None], (*buys.shape, 1)))[..., 0]
    each = list(zip(own, paid, imports, buys, strict=True))
    level = np.array(
        [
            one.level(v, w, w - gone, m, b)
            for (one, w, m, b), v, gone in zip(each, multiplier, lost, strict=True)
        ]
    )
    work = paid - (1.0 - use.renewed)[:, None] * lost
    costs, per_work = (
        np.array(one)
        for one in zip(
            *(one.of(w, now, m, b, at) for (one, w, m, b), now, at in zip(each, work, level, strict=True)),
            strict=True,
        )
    )
    prices = leontief_output(taxed.swapaxes(1, 2), costs[..., None])[..., 0]
    labour, taxes = a.labour * work * per_work, a.taxes * prices
    surplus = prices - products(inputs.swapaxes(1, 2), prices) - level[:, None] * imports - labour - taxes
    elasticity = np.array([one.price_elasticity for one in spendings])
    made, output, at_base, sold = _sales(a, prices, level, elasticity, (inputs, imports))
    income = (np.stack([labour, surplus, taxes], axis=1) * output[:, None, :]).sum(axis=-1)
    must_add_up(income.sum(axis=1), sold)
    jobs, parts, by_industry = jobs_wanted(a, use, (made, at_base * per_work, output * per_work))
    worked, mean_pay = labour_and_pay(a, use, wages, output * per_work * a.labour)
    of_compute = (prices * a.build).sum(axis=1) + a.build_imports * level
    return Demand(
        output,
        prices,
        jobs,
        parts,
        by_industry,
        pay=income[:, 0],
        profits=income[:, 1],
        taxes=income[:, 2],
        spending=np.full(len(prices), a.spent_at_home.sum()),
        saved=np.zeros(len(prices)),
        compute=of_compute * (buys * output).sum(axis=1),
        price_level=level,
        pay_level=np.ones(len(prices)),
        labour=worked,
        mean_pay=mean_pay,
        sold=sold,
    )


def at_pay(demand: Demand, pay: Array) -> Demand:
    """The same where all money pay is multiplied, money income staying on its path.

    demand : at mean pay 1, as from `incomes_on_path`
    pay : (run) [ratio]
    Prices rise with pay, so that the same money buys, and employs, so much less.
    """
    jobs = demand.jobs / pay[:, None]
    parts = demand.parts.copy()
    parts[:, -1] += jobs - demand.jobs
    return replace(
        demand,
        output=demand.output / pay[:, None],
        prices=demand.prices * pay[:, None],
        jobs=jobs,
        parts=parts,
        by_industry=demand.by_industry / pay[:, None],
        price_level=demand.price_level * pay,
        pay_level=demand.pay_level * pay,
        labour=demand.labour / pay,
        mean_pay=demand.mean_pay * pay,
    )


class _Cost:
    """Unit costs of one run: labour and capital, imports, and what is kept of a saving."""

    def __init__(self, a: Accounts, own: Adjustment) -> None:
        self._a, self._own = a, own
        self._added = a.labour + a.profits
        self._of_labour = a.labour / self._added

    def of(self, paid: Array, work: Array, imports: Array, buys: Array, level: float) -> tuple[Array, Array]:
        """Cost of a unit beside its inputs and taxes; and work per unit, as capital takes its place; both
        (industry) [ratio to the base year for the second].

        paid, work : an hour of work before and with AI [ratio]
        imports, buys : per unit [ratio]
        level : P
        """
        kept = self._own.saving_kept * (self._a.labour * (paid - work) - buys * level)
        both = self._composite(work, level)
        return self._added * both + imports * level + kept, (work / both) ** -self._own.substitution

    def level(self, multiplier: Array, paid: Array, work: Array, imports: Array, buys: Array) -> float:
        """P, at which the households' basket costs what its industries' costs make it, by Newton's method.

        multiplier : what a dollar of cost in an industry adds to the basket, all suppliers counted
        """
        a, found = self._a, 1.0
        basket = float(a.spent_at_home[0])
        foreign = float(a.household_imports.sum())
        for _ in range(NEWTON_STEPS):
            cost, _work = self.of(paid, work, imports, buys, found)
            by_level = a.profits * (self._composite(work, found) / found) ** self._own.substitution
            by_level = by_level + imports - self._own.saving_kept * buys
            missed = (float(multiplier @ cost) + foreign * found) / basket - found
            step = missed / (1.0 - (float(multiplier @ by_level) + foreign) / basket)
            found += step
            if abs(step) <= SETTLED * found:
                return found
        raise InvariantError(Problem("the price level does not settle", "demand"))

    def _composite(self, work: Array, level: float) -> Array:
        """c, the CES cost of labour and capital (industry) [ratio].

        (θ·ŵ^(1−σ) + (1 − θ)·P^(1−σ))^(1/(1−σ)), written so that no digit is lost where σ is near 1.
        """
        power, labour = 1.0 - self._own.substitution, self._of_labour
        of_work, of_level = np.log(work), np.log(level)
        if power == 0.0:
            mean = labour * of_work + (1.0 - labour) * of_level
        else:
            each = labour * np.expm1(power * of_work) + (1.0 - labour) * np.expm1(power * of_level)
            mean = np.log1p(each) / power
        result: Array = np.exp(mean)
        return result


def _sales(
    a: Accounts, prices: Array, level: Array, elasticity: Array, needs: tuple[Array, Array]
) -> tuple[Array, Array, Array, Array]:
    """Output for the base year's sales, output, output at the base year's exports in money, and income.

    needs : inputs and imports per unit
    """
    inputs, imports = needs
    baskets = baskets_of(a, prices, elasticity, level)
    sales = np.broadcast_to(a.final_sales, prices.shape)
    made, *each = np.moveaxis(leontief_output(inputs, np.stack([sales, *baskets], axis=-1)), -1, 0).copy()
    home = a.spent_at_home
    at_home = each[0] * home[0] + each[1] * home[1]
    abroad = level * (imports * at_home).sum(axis=1)
    for money, basket in zip(home, baskets, strict=False):
        abroad = abroad + money * (1.0 - (basket * prices).sum(axis=1)) * (money > 0)
    of_firms = float((a.bought_abroad * a.output).sum())
    bought_abroad = of_firms + float(a.household_imports.sum() + a.other_imports.sum())
    per_export = level * (imports * each[2]).sum(axis=1)
    exports = (abroad + a.exported - bought_abroad) / (1.0 - per_export)
    output = at_home + each[2] * exports[:, None]
    sold = home.sum() + exports - abroad - per_export * exports
    return made, output, at_home + each[2] * a.exported, sold
