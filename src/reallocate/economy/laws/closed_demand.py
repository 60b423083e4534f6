"""Demand for work when money has to come from somewhere: prices, spending, output and jobs, closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.economy.laws.leontief import leontief_output
from reallocate.economy.laws.price_response import price_response
from reallocate.economy.market.accounts import Accounts
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array

CENT = 1e-9
"""Of all income: how far spending and income may differ before the accounts are wrong."""


@dataclass(frozen=True)
class Closure:
    """What decides how many jobs come back.

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
    """

    output: Array
    prices: Array
    jobs: Array
    parts: Array
    by_industry: Array
    pay: float
    profits: float
    taxes: float
    spending: float
    saved: float
    compute: float
    price_level: float
    pay_level: float


PARTS = ("ended", "renewed", "built", "cheaper", "spent")


def closed_demand(
    accounts: Accounts, use: Use, wages: Array, closure: Closure, moved: Array | None = None
) -> Demand:
    """Prices, output and jobs at one state of adoption.

    accounts : of the base year
    use : of AI
    wages : (occupation) pay, before it follows prices [ratio to the base year]
    closure : elasticities and spending
    moved : (pay–profits–budgets) money that policy takes from some and gives to others, adding up to 0
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
    a = accounts
    buys = a.labour * use.adopted * (a.pay_share @ use.compute)
    inputs = a.domestic + a.build[:, None] * buys[None, :]
    labour, gain, pay_level, price_level = _prices(a, use, wages, closure, buys, inputs)
    saved = inputs.T @ gain - (labour + buys - a.labour)
    earned = np.array([labour, a.profits + (1.0 - closure.pass_through) * saved, a.taxes])
    baskets = _baskets(a, 1.0 - gain, closure.price_elasticity)
    before, base = a.spent_at_home, a.income
    *made, built = leontief_output(inputs, np.array([*baskets, a.final_sales]).T).T
    abroad = made[2] * a.exported
    given = np.zeros(3) if moved is None else moved
    if abs(float(given.sum())) > CENT * float(base.sum()):
        raise InvariantError(
            Problem(f"policy gives {given.sum():,.3f} [USD million] more than it takes", "policy")
        )
    money = _spending(before, made, abroad, earned, base - given, closure)
    output = made[0] * money[0] + made[1] * money[1] + abroad
    imports = a.bought_abroad + a.build_imports * buys
    sold = (1.0 - gain) @ (baskets[0] * money[0] + baskets[1] * money[1] + baskets[2] * a.exported)
    _must_add_up(float(earned.sum(axis=0) @ output), float(sold - imports @ output))
    at_base = made[0] * before[0] + made[1] * before[1] + abroad
    jobs, parts, by_industry = _jobs(a, use, (built, at_base, output))
    income = earned @ output
    return Demand(
        output,
        1.0 - gain,
        jobs,
        parts,
        by_industry,
        pay=float(income[0]),
        profits=float(income[1]),
        taxes=float(income[2]),
        spending=float(money.sum()),
        saved=float(income.sum() - base.sum() - (money.sum() - before.sum())),
        compute=float(buys @ output),
        price_level=price_level,
        pay_level=pay_level,
    )


def _prices(
    a: Accounts, use: Use, wages: Array, closure: Closure, buys: Array, inputs: Array
) -> tuple[Array, Array, float, float]:
    """Labour per unit, the fall of prices, what pay is multiplied with since it follows the price level, and
    that level.

    New tasks are worth what they cost: their pay is in the price of a unit, and since the unit is then a
    better one, not in the price level. The level is linear in pay, so that two values of pay tell where
    both agree.
    """
    lost = use.adopted * (a.pay_share @ (use.saved * wages))
    paid = np.where(a.is_staffed, a.pay_share @ wages, 1.0)
    old, new = a.labour * (paid - lost), a.labour * use.renewed * lost
    passed, follows = closure.pass_through, closure.pay_follows_prices
    bought, paid_old, paid_new = leontief_output(
        passed * inputs.T, -passed * np.array([buys - a.labour, old, new]).T
    ).T
    at_one, at_none = _level(a, 1.0 - bought - paid_old), _level(a, 1.0 - bought)
    level = (1.0 - follows * (1.0 - at_none)) / (1.0 - follows * (at_one - at_none))
    of_better_units = 1.0 - bought - level * paid_old
    return level * (old + new), bought + level * (paid_old + paid_new), level, _level(a, of_better_units)


def _jobs(a: Accounts, use: Use, outputs: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
    """Jobs wanted, the parts of their change (by work done, then by three changes of output), by industry."""
    built, at_base, output = outputs
    made = np.array([a.output, built - a.output, at_base - built, output - at_base, output])
    before = made @ a.staff
    gone = (made * use.adopted) @ a.staff * use.saved
    new = use.renewed * gone.sum(axis=1)[:, None] * use.new_tasks
    jobs = before - gone + new
    per_output = a.staff_per_output - (1.0 - use.renewed) * use.adopted * (a.staff @ use.saved)
    return jobs[-1], np.array([-gone[0], new[0], *jobs[1:-1]]), output * per_output


def _baskets(a: Accounts, prices: Array, elasticity: float) -> list[Array]:
    """Domestic product bought per dollar spent: by households, by others at home, by buyers abroad."""
    household, at_home = a.household + a.household_imports, a.household_share
    mixed = at_home * prices + (1.0 - at_home)
    wanted: Array = household * price_response(mixed, elasticity)
    other = a.other_domestic + a.other_imports
    abroad = a.exports * price_response(prices, elasticity)
    return [
        wanted * at_home / float(wanted @ mixed),
        a.other_domestic / float(a.other_domestic @ prices + a.other_imports.sum()) if other.any() else other,
        abroad / float(abroad @ prices) if abroad.any() else abroad,
    ]


def _spending(
    before: Array, parts: list[Array], abroad: Array, earned: Array, base: Array, closure: Closure
) -> Array:
    """Money spent by households and by others at home; (buyer) [USD million/year]."""
    of_households = before[0] / before.sum()
    shares = (1.0 - closure.demand_made_good) * np.array(
        [
            [closure.spent_of_pay, closure.spent_of_profits * of_households, 0.0],
            [0.0, closure.spent_of_profits * (1.0 - of_households), 1.0],
        ]
    )
    per_dollar = np.column_stack([earned @ parts[0], earned @ parts[1]])
    right = before + shares @ (earned @ abroad - base)
    return np.linalg.solve(np.eye(2) - shares @ per_dollar, right).astype(np.float64)


def _must_add_up(income: float, worth: float) -> None:
    if abs(worth - income) > CENT * abs(income):
        raise InvariantError(
            Problem(f"income is {income:,.3f} and what is sold is worth {worth:,.3f} [USD million]", "demand")
        )


def _level(a: Accounts, prices: Array) -> float:
    """The cost of the households' basket of the base year [ratio]."""
    return float((a.household @ prices + a.household_imports.sum()) / a.spent_at_home[0])
