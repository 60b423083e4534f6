"""Own, rent or buy tokens from an API: what each costs, where the choice turns, what a plan takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.firm.model.gpu_stock import capital_charge, gpu_cost, in_use, value_at_end
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.plan import Outcome
from reallocate.kernel.arrays import Array
from reallocate.kernel.table import Rows
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR
from reallocate.work.compute import HOURS_PER_QUARTER, owner_cost, token_prices

OWN, _RENT, _API = "own", "rent", "API"
_LONGEST = 40
"""Lives that are tried [quarters]."""
_UTILISATIONS = (0.05, 0.1, 0.2, 0.3, 0.5)
_TOKENS, _USED = "token price above which", "utilisation above which"
_TOKEN_PRICE, _PEAK = "USD/million tokens", "share of peak"
_OWN_USED = "utilisation of own GPUs above which"
_LIFE_SWITCH = "server life above which owning is cheaper than renting"
_SWITCH_COLUMNS = ("switch", "unit", "now", "as_accounts", "some", "at_once")


@dataclass(frozen=True)
class _OwnCost:
    """What a GPU of one's own costs for each quarter in use, as a price of the other route today.

    accounts : [USD/GPU/quarter] capital in equal parts, power and upkeep; no interest
    some : [USD/GPU/quarter] below it the plan owns none; above it some are ordered, perhaps late
    at_once : [USD/GPU/quarter] above it every GPU is ordered as early as it can be of use; near it a
        GPU that is out of use before the plan ends may still wait, so that its successor lasts longer
    """

    accounts: float
    some: float
    at_once: float


def _own_cost(i: Inputs, path: Array) -> _OwnCost:
    """What owning costs a quarter, as accounts reckon it and as the plan does.

    path : (period) [ratio] price of the other route against today
    accounts as `compute.owner_cost`; some = the lowest `_break_even_price` over all quarters of
    ordering, at_once the highest of these and of `_waiting`; not a number where no GPU would arrive.
    Other limits, such as cash and power, are taken not to bind, and needs not to shrink.
    """
    prices = i.prices
    orders = range(max(len(i.periods) - prices.lead_time, 0))
    each = [_break_even_price(i, order, path) for order in orders]
    waits = [_waiting(i, order, path) for order in orders[:-1]]
    return _OwnCost(
        accounts=owner_cost(prices),
        some=min(each, default=np.nan),
        at_once=max([*each, *waits], default=np.nan),
    )


def _break_even_price(i: Inputs, order: int, path: Array) -> float:
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


def _waiting(i: Inputs, order: int, path: Array) -> float:
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


def _shortest_life(i: Inputs, at_once: bool) -> float:
    """The shortest life, in whole quarters, at which GPUs are cheaper owned than rented.

    at_once : as early as they can be of use; otherwise at any time
    Returns [quarters]; not a number where none up to ten years is.
    """
    path = i.prices.rent / i.prices.rent[0]
    for life in range(1, _LONGEST + 1):
        cost = _own_cost(replace(i, prices=replace(i.prices, life=float(life))), path)
        if (cost.at_once if at_once else cost.some) <= i.prices.rent[0]:
            return float(life)
    return float("nan")


def token_route(plan: Outcome) -> str:
    """The route that most tokens come by in the last quarter: own, rent, API or none."""
    shares = token_shares(plan)
    return max(shares, key=lambda name: shares[name]) if sum(shares.values()) else "none"


def token_shares(plan: Outcome, period: int = -1) -> dict[str, float]:
    """Where tokens come from in one quarter, by route [share].

    period : which quarter
    """
    per_gpu = plan.inputs.prices.tokens_per_gpu / 1e3
    tokens = {
        OWN: float(plan.owned[period]) * per_gpu,
        _RENT: float(plan.rented[period]) * per_gpu,
        _API: float(plan.api[period]),
    }
    total = sum(tokens.values())
    return {name: amount / total if total > 0 else 0.0 for name, amount in tokens.items()}


def switch_points(i: Inputs) -> pd.DataFrame:
    """The prices, utilisation and life at which the choice between own, rent and API turns.

    In closed form; as_accounts: capital in equal parts, without interest; some: from here the plan owns
    or rents any at all; at_once: from here as early as it can. Own and rented GPUs stand idle alike, so
    what they are used cancels between them; the row on utilisation against rent holds the rented ones
    at the utilisation assumed here.
    """
    p, prices = i.options.parameters, i.prices
    rent, api = float(prices.rent[0]), float(prices.api[0])
    tokens, used = prices.tokens_per_gpu, p["utilisation"]
    by_rent, by_api = _own_cost(i, prices.rent / rent), _own_cost(i, prices.api / api)
    beyond = rent - prices.running
    life = prices.capex / beyond / QUARTERS_A_YEAR if beyond > 0 else np.nan
    ends = (by_rent.accounts, by_rent.some, by_rent.at_once)
    api_ends = (by_api.accounts, by_api.some, by_api.at_once)
    rows = [
        ("rent above which owning is cheaper", "USD/GPU-hour", rent, ends, 1 / HOURS_PER_QUARTER),
        (f"{_TOKENS} owning is cheaper than the API", _TOKEN_PRICE, api * tokens, api_ends, 1 / tokens),
        (f"{_TOKENS} renting is cheaper than the API", _TOKEN_PRICE, api * tokens, (rent,) * 3, 1 / tokens),
        (f"{_USED} owning is cheaper than the API", _PEAK, api * tokens, api_ends, used / (api * tokens)),
        (f"{_USED} renting is cheaper than the API", _PEAK, api * tokens, (rent,) * 3, used / (api * tokens)),
        (f"{_OWN_USED} they are cheaper than rented ones", _PEAK, rent, ends, used / rent),
    ]
    lives = (_shortest_life(i, at_once) / QUARTERS_A_YEAR for at_once in (False, True))
    written = [
        (what, unit, *(price * factor for price in (now, *turns))) for what, unit, now, turns, factor in rows
    ]
    last = (_LIFE_SWITCH, "years", p["gpu_life"], life, *lives)
    return pd.DataFrame([*written, last], columns=_SWITCH_COLUMNS)


def cost_by_route(i: Inputs) -> Rows:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens].

    own_accounts without interest, own_plan as the plan reckons a GPU ordered in the first quarter
    """
    now = i.options.parameters["utilisation"]
    late = len(i.periods) <= i.prices.lead_time
    planned = np.nan if late else _break_even_price(i, 0, np.ones(len(i.periods)))
    rows = []
    for used in sorted({*_UTILISATIONS, now}):
        tokens = i.prices.tokens_per_gpu * used / now
        by_accounts = token_prices(i.prices, owner_cost(i.prices), tokens)
        each = {OWN: planned / tokens, _RENT: by_accounts["rent"], _API: by_accounts["api"]}
        known = {name: cost for name, cost in each.items() if not np.isnan(cost)}
        rows.append(
            {
                "utilisation": used,
                "own_accounts": by_accounts["own"],
                "own_plan": each[OWN],
                "rent": each[_RENT],
                "api": each[_API],
                "cheapest": min(known, key=lambda name: known[name]),
            }
        )
    return rows
