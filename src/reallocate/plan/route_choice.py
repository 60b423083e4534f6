"""By which route tokens come, what each costs, and where the choice between them turns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Rows
from reallocate.plan.inputs import Inputs
from reallocate.plan.outcome import Outcome
from reallocate.plan.switch import break_even, own_cost, shortest_life
from reallocate.work.compounding import QUARTERS
from reallocate.work.compute import HOURS_PER_QUARTER
from reallocate.work.token_price import owner_cost, token_prices

UTILISATIONS = (0.05, 0.1, 0.2, 0.3, 0.5)
TOKENS, USED = "token price above which", "utilisation above which"
OWN_USED = "utilisation of own GPUs above which"
LIFE_SWITCH = "server life above which owning is cheaper than renting"
TOKEN_PRICE, PEAK = "USD/million tokens", "share of peak"
SWITCH_COLUMNS = ("switch", "unit", "now", "as_accounts", "some", "at_once")
OWN, RENT, API = "own", "rent", "API"


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
        RENT: float(plan.rented[period]) * per_gpu,
        API: float(plan.api[period]),
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
    by_rent, by_api = own_cost(i, prices.rent / rent), own_cost(i, prices.api / api)
    beyond = rent - prices.running
    life = prices.capex / beyond / QUARTERS if beyond > 0 else np.nan
    ends = (by_rent.accounts, by_rent.some, by_rent.at_once)
    api_ends = (by_api.accounts, by_api.some, by_api.at_once)
    rows = [
        ("rent above which owning is cheaper", "USD/GPU-hour", rent, ends, 1 / HOURS_PER_QUARTER),
        (f"{TOKENS} owning is cheaper than the API", TOKEN_PRICE, api * tokens, api_ends, 1 / tokens),
        (f"{TOKENS} renting is cheaper than the API", TOKEN_PRICE, api * tokens, (rent,) * 3, 1 / tokens),
        (f"{USED} owning is cheaper than the API", PEAK, api * tokens, api_ends, used / (api * tokens)),
        (f"{USED} renting is cheaper than the API", PEAK, api * tokens, (rent,) * 3, used / (api * tokens)),
        (f"{OWN_USED} they are cheaper than rented ones", PEAK, rent, ends, used / rent),
    ]
    lives = (shortest_life(i, at_once) / QUARTERS for at_once in (False, True))
    written = [
        (what, unit, *(price * factor for price in (now, *turns))) for what, unit, now, turns, factor in rows
    ]
    last = (LIFE_SWITCH, "years", p["gpu_life"], life, *lives)
    return pd.DataFrame([*written, last], columns=SWITCH_COLUMNS)


def cost_by_route(i: Inputs) -> Rows:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens].

    own_accounts without interest, own_plan as the plan reckons a GPU ordered in the first quarter
    """
    now = i.options.parameters["utilisation"]
    late = len(i.periods) <= i.prices.lead_time
    planned = np.nan if late else break_even(i, 0, np.ones(len(i.periods)))
    rows = []
    for used in sorted({*UTILISATIONS, now}):
        tokens = i.prices.tokens_per_gpu * used / now
        by_accounts = token_prices(i.prices, owner_cost(i.prices), tokens)
        each = {OWN: planned / tokens, RENT: by_accounts["rent"], API: by_accounts["api"]}
        known = {name: cost for name, cost in each.items() if not np.isnan(cost)}
        rows.append(
            {
                "utilisation": used,
                "own_accounts": by_accounts["own"],
                "own_plan": each[OWN],
                "rent": each[RENT],
                "api": each[API],
                "cheapest": min(known, key=lambda name: known[name]),
            }
        )
    return rows
