"""Closure B, income on its path: money income and mean pay stay as they would be without AI."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.laws.closures import labour_and_pay
from reallocate.market.laws.compiled import compiled, inlined
from reallocate.market.laws.input_output import output_with_compute
from reallocate.market.laws.money_held import (
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
from reallocate.market.state.accounts import Accounts

_NEWTON_STEPS = 50
_SETTLED = 1e-13
"""Of the price level: how little a step may still move it."""


@dataclass(frozen=True)
class Adjustment:
    """How shares of income, and then pay, adjust; closure C alone reads the last three.

    saving_kept : of a saving of cost, that stays with owners for good [share]
    substitution : σ, between labour and capital [elasticity]
    gap_half_life : H, until half of a gap of jobs is closed [years]
    displaced_gap : ψ, jobs missing for each that is displaced, when it is displaced [ratio]
    pay_of_gap : ε, fall of pay for each percent of jobs that is missing [elasticity, without its sign]
    """

    saving_kept: float = 0.1
    substitution: float = 0.5
    gap_half_life: float = 7.8
    displaced_gap: float = 0.49
    pay_of_gap: float = 0.33


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
    a, use = accounts, Uses(*stacked(uses))
    keep, substitution = (
        np.array([getattr(one, name) for one in adjustments]) for name in ("saving_kept", "substitution")
    )
    buys = a.labour * use.adopted * products(a.pay_share, use.compute)
    imports = a.bought_abroad + a.build_imports * buys
    paid = np.where(a.is_staffed, products(a.pay_share, wages), 1.0)
    lost = use.adopted * products(a.pay_share, use.saved * wages)
    multiplier = output_with_compute(a.rounds_with_taxes, a.build, buys, a.household)
    level = _levels(
        keep, substitution, a.labour, a.profits, paid, paid - lost, imports, buys, multiplier,
        float(a.household_imports.sum()), float(a.spent_at_home[0]),
    )  # fmt: skip
    if np.isnan(level).any():
        raise InvariantError(Problem("the price level does not settle", "demand"))
    work = paid - (1.0 - use.renewed)[:, None] * lost
    costs, per_work = _unit_costs(keep, substitution, a.labour, a.profits, paid, work, imports, buys, level)
    prices = output_with_compute(a.rounds_with_taxes.T, buys, a.build, costs)
    labour, taxes = a.labour * work * per_work, a.taxes * prices
    inputs = products(a.domestic.T, prices) + (prices * a.build).sum(axis=1)[:, None] * buys
    surplus = prices - inputs - level[:, None] * imports - labour - taxes
    elasticity = np.array([one.price_elasticity for one in spendings])
    made, output, at_base, sold = _sales(a, prices, level, elasticity, (buys, imports))
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


def at_pay(demand: Demand, pay: Array, given_up: Array) -> Demand:
    """The same where all money pay is multiplied, money income staying on its path.

    demand : at mean pay 1, as from `incomes_on_path`
    pay : (run) [ratio]
    given_up : (run) of that pay, what people out of work press out of it [share]; owners have it
    Prices rise with pay, so that the same money buys, and employs, so much less. What is given up changes
    neither prices nor jobs: real pay and labour's share are less by it.
    """
    jobs, kept = demand.jobs / pay[:, None], 1.0 - given_up
    parts = demand.parts.copy()
    parts[:, -1] += jobs - demand.jobs
    return replace(
        demand,
        output=demand.output / pay[:, None],
        prices=demand.prices * pay[:, None],
        jobs=jobs,
        parts=parts,
        by_industry=demand.by_industry / pay[:, None],
        pay=demand.pay * kept,
        profits=demand.profits + demand.pay * given_up,
        price_level=demand.price_level * pay,
        pay_level=demand.pay_level * pay * kept,
        labour=demand.labour / pay,
        mean_pay=demand.mean_pay * pay * kept,
    )


@compiled
def _unit_costs(
    keep: Array, substitution: Array, labour: Array, profits: Array, paid: Array, work: Array, imports: Array,
    buys: Array, level: Array,
) -> tuple[Array, Array]:  # fmt: skip
    """Cost of a unit beside its inputs and taxes, and work per unit, as capital takes its place; both (run,
    industry) [ratio to the base year for the second].

    keep, substitution : (run) as `Adjustment`
    labour, profits : (industry) per dollar of output [ratio]
    paid, work : (run, industry) an hour of work before and with AI [ratio]
    imports, buys : (run, industry) per unit [ratio]
    level : (run) P
    """
    cost, per_work = np.empty_like(paid), np.empty_like(paid)
    for run in range(paid.shape[0]):
        for k in range(paid.shape[1]):
            cost[run, k], both = _unit_cost(
                keep[run], substitution[run], labour[k], profits[k], paid[run, k], work[run, k],
                imports[run, k], buys[run, k], level[run],
            )  # fmt: skip
            per_work[run, k] = (work[run, k] / both) ** -substitution[run]
    return cost, per_work


@compiled
def _levels(
    keep: Array, substitution: Array, labour: Array, profits: Array, paid: Array, work: Array, imports: Array,
    buys: Array, multiplier: Array, foreign: float, basket: float,
) -> Array:  # fmt: skip
    """P, at which the households' basket costs what its industries' costs make it, by Newton's method; (run)
    [ratio], not a number where it does not settle.

    keep, substitution, labour, profits, paid, work, imports, buys : as for `_unit_costs`
    multiplier : (run, industry) what a dollar of cost in an industry adds to the basket, all suppliers
        counted
    foreign, basket : the households' imports, and all they buy, in the base year [USD million/year]
    """
    found = np.full(paid.shape[0], np.nan)
    for run in range(paid.shape[0]):
        level = 1.0
        for _ in range(_NEWTON_STEPS):
            costs, rises = foreign * level, foreign
            for k in range(paid.shape[1]):
                cost, both = _unit_cost(
                    keep[run], substitution[run], labour[k], profits[k], paid[run, k], work[run, k],
                    imports[run, k], buys[run, k], level,
                )  # fmt: skip
                rise = profits[k] * (both / level) ** substitution[run]
                costs += multiplier[run, k] * cost
                rises += multiplier[run, k] * (rise + imports[run, k] - keep[run] * buys[run, k])
            step = (costs / basket - level) / (1.0 - rises / basket)
            level += step
            if abs(step) <= _SETTLED * level:
                found[run] = level
                break
    return found


@inlined
def _unit_cost(
    keep: float, substitution: float, labour: float, profits: float, paid: float, work: float, imports: float,
    buys: float, level: float,
) -> tuple[float, float]:  # fmt: skip
    """Cost of a unit beside its inputs and taxes, and c, the CES cost of labour and capital [ratio].

    keep, substitution, labour, profits, paid, work, imports, buys, level : of one run and industry, as for
        `_unit_costs`
    """
    both = _composite(work, level, labour / (labour + profits), substitution)
    kept = keep * (labour * (paid - work) - buys * level)
    return (labour + profits) * both + imports * level + kept, both


@inlined
def _composite(work: float, level: float, labour: float, substitution: float) -> float:
    """c, the CES cost of labour and capital [ratio].

    work, level : ŵ and P [ratio]
    labour : θ, of both in the base year [share]
    substitution : σ
    (θ·ŵ^(1−σ) + (1 − θ)·P^(1−σ))^(1/(1−σ)), written so that no digit is lost where σ is near 1.
    """
    power, of_work, of_level = 1.0 - substitution, math.log(work), math.log(level)
    if power == 0.0:
        return math.exp(labour * of_work + (1.0 - labour) * of_level)
    each = labour * math.expm1(power * of_work) + (1.0 - labour) * math.expm1(power * of_level)
    return math.exp(math.log1p(each) / power)


def _sales(
    a: Accounts, prices: Array, level: Array, elasticity: Array, needs: tuple[Array, Array]
) -> tuple[Array, Array, Array, Array]:
    """Output for the base year's sales, output, output at the base year's exports in money, and income.

    needs : compute and imports per unit
    """
    buys, imports = needs
    baskets = baskets_of(a, prices, elasticity, level)
    sales = np.broadcast_to(a.final_sales, prices.shape)
    made, *each = (output_with_compute(a.rounds, a.build, buys, one) for one in (sales, *baskets))
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
