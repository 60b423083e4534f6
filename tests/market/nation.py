"""Nations small enough to think through, and a market beside a series that it made itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.market.laws.closures import Closure
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.money_held import Demand, Spending, Use, alone, closed_demands
from reallocate.market.nation.fit import Series, modelled
from reallocate.market.nation.observed import Observed
from reallocate.market.nation.rest import NormalSlack
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import STEPS_PER_MONTH, Market, Rates, balanced_network

Array = npt.NDArray[np.float64]

CODES = pd.Index(["a", "b", "c", "d", "e", "f"])
PEOPLE = np.array([400.0, 300.0, 200.0, 500.0, 250.0, 350.0])
WAGE = np.array([30_000.0, 40_000.0, 60_000.0, 80_000.0, 100_000.0, 50_000.0])
NORMAL = NormalSlack(0.06, 0.03, 0.5)
RATES = Rates(0.0062, 0.0116, 0.077, 0.077, 0.213, 0.071, 0.54, 1.0, 0.5)
SAVED = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5])


def market(count: int = 6) -> Market:
    """Six occupations, or the first of them, each reached from all others, nearer ones more often."""
    codes, people = CODES[:count], PEOPLE[:count]
    apart = np.abs(np.subtract.outer(range(count), range(count)))
    nearer = np.divide(1.0, apart, out=np.zeros(apart.shape), where=apart > 0)
    moves = nearer * (0.09 * people.sum() / (people @ nearer.sum(axis=1)))
    network = balanced_network(moves, pd.Series(people, index=codes), 0.036)
    return Market(codes, people, network, wage=WAGE[:count], exit_rate=np.full(count, 0.045))


def two_industries() -> Accounts:
    """Goods and services that buy of each other, of nobody abroad; one kind of worker each."""
    none, no_trade = np.zeros(2), np.zeros((2, 2))
    return Accounts(
        industries=pd.Index(["goods", "services"]),
        output=np.array([100.0, 100.0]),
        domestic=np.array([[0.0, 0.2], [0.1, 0.0]]),
        imported=no_trade,
        other=none,
        labour=np.array([0.5, 0.6]),
        taxes=none,
        profits=np.array([0.4, 0.2]),
        household=np.array([80.0, 90.0]),
        other_domestic=none,
        exports=none,
        household_imports=none,
        other_imports=none,
        staff=np.eye(2),
        pay_share=np.eye(2),
        build=none,
        build_imports=1.0,
    )


def accounts() -> Accounts:
    """The same two industries with trade, taxes, other buyers and six occupations."""
    output = np.array([120.0, 180.0])
    domestic = np.array([[0.15, 0.1], [0.2, 0.15]])
    imported = np.array([[0.1, 0.0], [0.0, 0.05]])
    labour, taxes = np.array([0.3, 0.45]), np.array([0.05, 0.05])
    profits = 1.0 - domestic.sum(axis=0) - imported.sum(axis=0) - labour - taxes
    final = output - domestic @ output
    jobs = np.array([[300.0, 200.0, 100.0, 150.0, 50.0, 50.0], [100.0, 100.0, 100.0, 350.0, 200.0, 300.0]])
    pay = jobs * WAGE
    return Accounts(
        industries=pd.Index(["goods", "services"]),
        output=output,
        domestic=domestic,
        imported=imported,
        other=np.zeros(2),
        labour=labour,
        taxes=taxes,
        profits=profits,
        household=0.6 * final,
        other_domestic=0.3 * final,
        exports=0.1 * final,
        household_imports=np.array([6.0, 2.0]),
        other_imports=np.array([2.0, 1.0]),
        staff=jobs / output[:, None],
        pay_share=pay / pay.sum(axis=1, keepdims=True),
        build=np.array([0.3, 0.5]),
        build_imports=0.2,
    )


def assumed(**changes: object) -> RunAssumptions:
    """Adoption that is under way, spending and pay held; anything may be changed."""
    weight = PEOPLE * (0.6 - SAVED)
    base = RunAssumptions(
        RATES,
        Diffusion(0.6, 0.02, 0.5, 0.5),
        np.array([0.01, 0.05]),
        np.repeat(SAVED[:, None], 41, axis=1),
        np.repeat(0.2 * SAVED[:, None], 41, axis=1),
        weight / weight.sum(),
        Spending(),
        closure=Closure.MONEY_HELD,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def runs(*each: RunAssumptions, quarters: int = 24) -> Trajectory:
    """Runs of the small nation, side by side."""
    return simulate(Economy(market(), accounts(), NORMAL), each, quarters)


TRUE = np.array([0.0060, 0.0100, 0.25, 0.06, 0.6, 0.16, 1.2])
"""As `FITTED`."""
MONTHS = 72


def months() -> tuple[str, ...]:
    """Six years."""
    return tuple(f"{2001 + place // 12}-{place % 12 + 1:02d}" for place in range(MONTHS))


def cycle() -> Array:
    """Two slumps of different depth; (step) [ratio]."""
    time = np.arange(MONTHS * STEPS_PER_MONTH) / (12.0 * STEPS_PER_MONTH)
    found: Array = 0.03 * np.sin(2.0 * np.pi * time / 2.7) + 0.015 * np.sin(2.0 * np.pi * time / 5.1 + 1.0)
    return found


def series() -> Series:
    """Of the market, under the cycle."""
    nothing = np.zeros((MONTHS, 4))
    return modelled(market(5), NORMAL, Observed(months(), nothing, cycle(), 0.97))


@cache
def made() -> Observed:
    """What would have been observed, had the values been true."""
    return Observed(months(), series()(TRUE[None, :])[:, :, 0], cycle(), 0.97)


def with_noise(size: float, seed: int = 3) -> Observed:
    """The same with an error in every month."""
    seen = made()
    noise = np.random.default_rng(seed).standard_normal(seen.values.shape) * size * seen.spread()
    return Observed(seen.months, seen.values + noise, seen.cycle, seen.left)


def closed_demand(
    of: Accounts, use: Use, wages: np.ndarray, spending: Spending, moved: np.ndarray | None = None
) -> Demand:
    """`closed_demands` of one run."""
    return alone(closed_demands(of, [use], wages[None], [spending], None if moved is None else moved[None]))
