"""Where the choice between owning, renting and buying tokens turns: break-even prices in closed form."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.gpu_stock import capital_charge, gpu_cost, in_use, value_at_end
from reallocate.plan.inputs import MILLION, Inputs
from reallocate.work.token_price import owner_cost

LONGEST = 40
"""Lives that are tried [quarters]."""


@dataclass(frozen=True)
class OwnCost:
    """What a GPU of one's own costs for each quarter in use, as a price of the other route today.

    accounts : [USD/GPU/quarter] capital in equal parts, power and upkeep; no interest
    some : [USD/GPU/quarter] below it the plan owns none; above it some are ordered, perhaps late
    at_once : [USD/GPU/quarter] above it every GPU is ordered as early as it can be of use; near it a
        GPU that is out of use before the plan ends may still wait, so that its successor lasts longer
    """

    accounts: float
    some: float
    at_once: float


def own_cost(i: Inputs, path: Array) -> OwnCost:
    """What owning costs a quarter, as accounts reckon it and as the plan does.

    path : (period) [ratio] price of the other route against today
    accounts as `token_price.owner_cost`; some = the lowest `break_even` over all quarters of
    ordering, at_once the highest of these and of `waiting`; not a number where no GPU would arrive.
    Other limits, such as cash and power, are taken not to bind, and needs not to shrink.
    """
    prices = i.prices
    orders = range(max(len(i.periods) - prices.lead_time, 0))
    each = [break_even(i, order, path) for order in orders]
    waits = [waiting(i, order, path) for order in orders[:-1]]
    return OwnCost(
        accounts=owner_cost(prices),
        some=min(each, default=np.nan),
        at_once=max([*each, *waits], default=np.nan),
    )


def break_even(i: Inputs, order: int, path: Array) -> float:
    """The price today, for a GPU and quarter of the other route, at which owning costs the plan as much.

    order : quarter in which the GPU is ordered, so that it arrives within the plan
    path : (period) [ratio] price of the other route against today
    Returns [USD/GPU/quarter].
    price·{Σ_u δ_u·path_u + δ_T·A·4·path_T} =
        δ_t·K + Σ_u δ_u·running − δ_T·V + δ_T·A·4·(running + k)
    over quarters u in use; K capital, k its charge, V value at the end T, A annuity; what is out of use
    before the end has neither value nor anything after the plan.
    """
    used = in_use(i, order)
    own, other = gpu_cost(i, order), float(i.discount[used] @ path[used])
    if used.start + i.prices.life >= len(i.periods):
        after = i.weight_after
        own += after * (i.prices.running / MILLION + capital_charge(i))
        own -= i.end_discount * float(value_at_end(i)[order])
        other += after * float(path[-1])
    return MILLION * own / other


def waiting(i: Inputs, order: int, path: Array) -> float:
    """The price today at which ordering a GPU a quarter later costs the plan as much as ordering it now.

    order : quarter in which it is ordered; one later it still arrives within the plan
    path : (period) [ratio] price of the other route against today
    Returns [USD/GPU/quarter]; 0 where the GPU is out of use before the end, so that it only shifts.
    price·path_u = k + running, u the quarter of arrival and k the capital charge
    """
    prices = i.prices
    start = order + prices.lead_time
    if start + prices.life < len(i.periods):
        return 0.0
    return float((MILLION * capital_charge(i) + prices.running) / path[start])


def shortest_life(i: Inputs, at_once: bool) -> float:
    """The shortest life, in whole quarters, at which GPUs are cheaper owned than rented.

    at_once : as early as they can be of use; otherwise at any time
    Returns [quarters]; not a number where none up to ten years is.
    """
    path = i.prices.rent / i.prices.rent[0]
    for life in range(1, LONGEST + 1):
        cost = own_cost(replace(i, prices=replace(i.prices, life=float(life))), path)
        if (cost.at_once if at_once else cost.some) <= i.prices.rent[0]:
            return float(life)
    return float("nan")
