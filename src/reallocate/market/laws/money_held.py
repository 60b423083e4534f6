"""Closure A, money held: prices, spending, output and jobs where spending at home is at most what it was.

The types and the steps that the closures share stand here too; closure B is in `income_on_path`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np

from reallocate.kernel.arrays import Array, by_run
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.laws.closures import labour_and_pay
from reallocate.market.laws.input_output import leontief_output, price_response
from reallocate.market.state.accounts import Accounts

_CENT = 1e-9
"""Of all income: how far spending and income may differ before the accounts are wrong."""


@dataclass(frozen=True)
class Spending:
    """What decides how many jobs come back where money is held.

    price_elasticity : ε, of what households and buyers abroad buy of an industry to its price [ratio]
    pass_through : φ, of a change of unit cost that reaches the price [share]
    spent_of_pay : of a change of pay that is spent at home [share]
    spent_of_profits : of a change of profits that is spent at home [share]
    demand_made_good : of a change of spending at home that budgets and central banks make good [share]
    pay_follows_prices : ζ, of a change of the price level that pay follows; 1 keeps what pay buys [share]
    """

    price_elasticity: float = 1.0
    pass_through: float = 0.6
    spent_of_pay: float = 0.9
    spent_of_profits: float = 0.5
    demand_made_good: float = 0.5
    pay_follows_prices: float = 0.0


@dataclass(frozen=True, eq=False)
class Use:
    """What is done with AI in one state of adoption.

    adopted : (industry) a_k, work done by adopters beyond the base year's [share]
    saved : (occupation) s_o, hours that an adopter saves [share]
    compute : (occupation) what an adopter spends on compute for an hour of work before [share of its pay]
    renewed : ν, of the hours saved, that come back as new tasks [share]
    new_tasks : (occupation) who does them [share]; adds up to 1
    """

    adopted: Array
    saved: Array
    compute: Array
    renewed: float
    new_tasks: Array


@dataclass(frozen=True, eq=False)
class Demand:
    """What follows from one state of adoption.

    output : (industry) at the prices of the base year [USD million/year]
    prices : (industry) [ratio to the base year]
    jobs : (occupation) wanted [persons]
    parts : (ended–renewed–built–cheaper–spent, occupation) jobs that AI does at unchanged output, that new
        tasks bring, that buying compute brings, that changed prices bring, and that changed incomes bring,
        each after the ones before; they add up to the change of jobs [persons]
    by_industry : (industry) jobs wanted [persons]
    pay, profits, taxes : of all industries [USD million/year]
    spending : of households and others at home [USD million/year]
    saved : income above the base year's that is not spent at home [USD million/year]; negative where
        budgets spend more than comes in
    compute : spent on compute [USD million/year]
    price_level : of the households' basket [ratio to the base year]
    pay_level : what all pay is multiplied with [ratio]
    labour : work wanted, at the pay of the base year [USD million/year]
    mean_pay : of that work [ratio to the base year]
    sold : income, by what is sold [USD million/year]
    Of several runs side by side, each has a first axis of runs.
    """

    output: Array
    prices: Array
    jobs: Array
    parts: Array
    by_industry: Array
    pay: Array
    profits: Array
    taxes: Array
    spending: Array
    saved: Array
    compute: Array
    price_level: Array
    pay_level: Array
    labour: Array
    mean_pay: Array
    sold: Array


PARTS = ("ended", "renewed", "built", "cheaper", "spent")


def alone(demand: Demand) -> Demand:
    """The first of several runs, without the axis of runs."""
    return Demand(**{one.name: getattr(demand, one.name)[0] for one in fields(Demand)})


def closed_demands(
    accounts: Accounts,
    uses: Sequence[Use],
    wages: Array,
    spendings: Sequence[Spending],
    moved: Array | None = None,
) -> Demand:
    """Prices, output and jobs at states of adoption, runs side by side.

    accounts : of the base year
    uses : (run) of AI
    wages : (run, occupation) pay, before it follows prices [ratio to the base year]
    spendings : (run) elasticities and spending
    moved : (run, pay–profits–budgets) money that policy takes from some and gives to others, adding up to 0
        [USD million/year]; none where nothing is said
    Labour per unit λ_k = q·ℓ_k·Σ_o share_ko·w_o·(1 − (1 − ν)·a_k·s_o); compute per unit c_k = ℓ_k·a_k·
    Σ_o share_ko·c_o, bought like any input: A' = A + build·c; unit cost saved g = φ·(A'ᵀ·g − Δcost),
    p = 1 − g, q = 1 − ζ·(1 − P), P the price of the households' basket; the rest of what is saved is profit,
    which with taxes stays as it is in dollars a unit; purchases ∝ p^(−ε), `price_response`, scaled to the
    money spent; X = (I − A')⁻¹·f; money spent at home changes by the stated shares of changes of pay and
    profits and by taxes, each with what policy moves, less what is made good; buyers abroad spend the same
    money. Money, not what it buys, is the anchor: were margins to follow prices too, with all else passed
    on, nothing but imports would hold the price level.
    Raises `InvariantError` where income and spending do not add up.
    Off, jobs stay as they are, or follow E8, whose sum never changes.
    Source: Leontief 1936, Review of Economics and Statistics 18:105, DOI 10.2307/1927837 (input-output);
    Miller, Blair 2009, Input-Output Analysis, ch. 2 (prices); Bessen 2019, Economic Policy 34:589, DOI
    10.1093/epolic/eiaa001 (the elasticity of demand decides).
    """
    a, use, spending = accounts, Uses(*stacked(uses)), _Spendings(*stacked(spendings))
    buys = a.labour * use.adopted * products(a.pay_share, use.compute)
    inputs = a.domestic + a.build[:, None] * buys[:, None, :]
    labour, gain, pay_level, price_level = _prices(a, use, wages, spending, buys, inputs)
    saved = products(inputs.swapaxes(1, 2), gain) - (labour + buys - a.labour)
    profits = a.profits + (1.0 - spending.pass_through)[:, None] * saved
    earned = np.stack([labour, profits, np.broadcast_to(a.taxes, labour.shape)], axis=1)
    baskets = baskets_of(a, 1.0 - gain, spending.price_elasticity, np.ones(len(wages)))
    before, base = a.spent_at_home, a.income
    needed = np.stack([*baskets, np.broadcast_to(a.final_sales, labour.shape)], axis=-1)
    *made, built = (one.copy() for one in np.moveaxis(leontief_output(inputs, needed), -1, 0))
    abroad = made[2] * a.exported
    given = np.zeros((len(wages), 3)) if moved is None else moved
    if np.abs(given.sum(axis=1)).max() > _CENT * float(base.sum()):
        more = given.sum(axis=1)[np.abs(given.sum(axis=1)).argmax()]
        raise InvariantError(Problem(f"policy gives {more:,.3f} [USD million] more than it takes", "policy"))
    money = _spending(before, made, abroad, earned, base - given, spending)
    of_households, of_others = money[:, :1], money[:, 1:]
    output = made[0] * of_households + made[1] * of_others + abroad
    imports = a.bought_abroad + a.build_imports * buys
    bought = baskets[0] * of_households + baskets[1] * of_others + baskets[2] * a.exported
    income = (earned * output[:, None, :]).sum(axis=-1)
    sold = ((1.0 - gain) * bought - imports * output).sum(axis=1)
    must_add_up(income.sum(axis=1), sold)
    at_base = made[0] * before[0] + made[1] * before[1] + abroad
    jobs, parts, by_industry = jobs_wanted(a, use, (built, at_base, output))
    worked, paid = labour_and_pay(a, use, wages, output * a.labour)
    return Demand(
        output,
        1.0 - gain,
        jobs,
        parts,
        by_industry,
        pay=income[:, 0],
        profits=income[:, 1],
        taxes=income[:, 2],
        spending=money.sum(axis=1),
        saved=income.sum(axis=1) - base.sum() - (money.sum(axis=1) - before.sum()),
        compute=(buys * output).sum(axis=1),
        price_level=price_level,
        pay_level=pay_level,
        labour=worked,
        mean_pay=pay_level * paid,
        sold=sold,
    )


class Uses(NamedTuple):
    """`Use` of several runs, each field with a first axis of runs."""

    adopted: Array
    saved: Array
    compute: Array
    renewed: Array
    new_tasks: Array


class _Spendings(NamedTuple):
    """`Spending` of several runs; (run)."""

    price_elasticity: Array
    pass_through: Array
    spent_of_pay: Array
    spent_of_profits: Array
    demand_made_good: Array
    pay_follows_prices: Array


def stacked(runs: Sequence[Any]) -> Iterator[Array]:
    """Each field of all runs as one array; (run, …)."""
    for one in fields(runs[0]):
        yield np.array([getattr(run, one.name) for run in runs], dtype=float)


def products(matrix: Array, vectors: Array) -> Array:
    """matrix·vector for each run by itself, so that none depends on how many stand beside it; (run, row).

    matrix : (row, column), or one for each run
    vectors : (run, column)
    """
    product: Array = np.matmul(matrix, vectors[:, :, None])[:, :, 0]
    return product


def _prices(
    a: Accounts, use: Uses, wages: Array, spending: _Spendings, buys: Array, inputs: Array
) -> tuple[Array, Array, Array, Array]:
    """Labour per unit, the fall of prices, what pay is multiplied with since it follows the price level, and
    that level.

    New tasks are worth what they cost: their pay is in the price of a unit, and since the unit is then a
    better one, not in the price level. The level is linear in pay, so that two values of pay tell where
    both agree.
    """
    lost = use.adopted * products(a.pay_share, use.saved * wages)
    paid = np.where(a.is_staffed, products(a.pay_share, wages), 1.0)
    old, new = a.labour * (paid - lost), a.labour * use.renewed[:, None] * lost
    passed, follows = spending.pass_through[:, None, None], spending.pay_follows_prices
    costs = np.stack([buys - a.labour, old, new], axis=-1)
    through = leontief_output(passed * inputs.swapaxes(1, 2), -passed * costs)
    bought, paid_old, paid_new = (one.copy() for one in np.moveaxis(through, -1, 0))
    at_one, at_none = _basket_cost(a, 1.0 - bought - paid_old), _basket_cost(a, 1.0 - bought)
    level = (1.0 - follows * (1.0 - at_none)) / (1.0 - follows * (at_one - at_none))
    each = level[:, None]
    of_better_units = 1.0 - bought - each * paid_old
    return each * (old + new), bought + each * (paid_old + paid_new), level, _basket_cost(a, of_better_units)


def jobs_wanted(a: Accounts, use: Uses, outputs: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
    """Jobs wanted, the parts of their change (by work done, then by three changes of output), by industry.

    outputs : once compute is built, at changed prices, and at changed incomes; (run, industry)
    """
    built, at_base, output = outputs
    start = np.broadcast_to(a.output, output.shape)
    made = np.stack([start, built - start, at_base - built, output - at_base], axis=1)
    changes = np.matmul(made[:, 1:], a.staff)
    if use.adopted.any():
        gone = np.matmul(made * use.adopted[:, None, :], a.staff) * use.saved[:, None, :]
        new = use.renewed[:, None, None] * gone.sum(axis=2)[:, :, None] * use.new_tasks[:, None, :]
        parts = np.concatenate([-gone[:, :1], new[:, :1], changes - gone[:, 1:] + new[:, 1:]], axis=1)
    else:
        parts = np.concatenate([np.zeros((len(changes), 2, changes.shape[2])), changes], axis=1)
    per_output = (1.0 - use.renewed)[:, None] * use.adopted * products(a.staff, use.saved)
    return a.jobs + parts.sum(axis=1), parts, output * (a.staff_per_output - per_output)


def _responses(prices: Array, elasticity: Array) -> Array:
    """Each run by itself: the last digit of a power may depend on what is computed in the same call."""
    runs = zip(prices, elasticity, strict=True)
    return np.stack([price_response(one, float(power)) for one, power in runs])


def baskets_of(a: Accounts, prices: Array, elasticity: Array, of_imports: Array) -> list[Array]:
    """Domestic product bought per dollar spent: by households, by others at home, by buyers abroad.

    prices : (run, industry) of domestic product [ratio]
    elasticity, of_imports : (run) of purchases to prices, and the price of imports [ratio]
    """
    household, at_home = a.household + a.household_imports, a.household_share
    mixed = at_home * prices + (1.0 - at_home) * of_imports[:, None]
    wanted = household * _responses(mixed, elasticity)
    others = ((a.other_domestic * prices).sum(axis=1) + a.other_imports.sum() * of_imports)[:, None]
    abroad = a.exports * _responses(prices, elasticity)
    return [
        wanted * at_home / (wanted * mixed).sum(axis=1)[:, None],
        a.other_domestic / others if a.spent_at_home[1] else np.zeros_like(prices),
        abroad / (abroad * prices).sum(axis=1)[:, None] if a.exported else abroad,
    ]


def _spending(
    before: Array, parts: list[Array], abroad: Array, earned: Array, base: Array, spending: _Spendings
) -> Array:
    """Money spent by households and by others at home; (run, buyer) [USD million/year]."""
    of_households = before[0] / before.sum()
    none = np.zeros(len(base))
    profits = spending.spent_of_profits
    rows = [
        [spending.spent_of_pay, profits * of_households, none],
        [none, profits * (1.0 - of_households), none + 1.0],
    ]
    shares = (1.0 - spending.demand_made_good)[:, None, None] * by_run(np.array(rows))
    per_dollar = np.matmul(earned, np.stack(parts[:2], axis=-1))
    right = before + products(shares, products(earned, abroad) - base)
    money: Array = np.linalg.solve(np.eye(2) - np.matmul(shares, per_dollar), right[:, :, None])[:, :, 0]
    return money


def must_add_up(income: Array, worth: Array) -> None:
    """End where income is not what is sold.

    income, worth : of what is earned and of what is sold; (run) [USD million/year]
    """
    wrong = np.abs(worth - income) > _CENT * np.abs(income)
    if wrong.any():
        first, sold = float(income[wrong][0]), float(worth[wrong][0])
        what = f"income is {first:,.3f} and what is sold is worth {sold:,.3f} [USD million]"
        raise InvariantError(Problem(what, "demand"))


def _basket_cost(a: Accounts, prices: Array) -> Array:
    """The cost of the households' basket of the base year, imports at their old price; (run) [ratio]."""
    level: Array = ((a.household * prices).sum(axis=1) + a.household_imports.sum()) / a.spent_at_home[0]
    return level
