"""The price of a token by route: bought from an API, made on rented GPUs, or on GPUs of one's own (W6)."""

from __future__ import annotations

from collections.abc import Mapping

from reallocate.work.compute import HOURS_PER_QUARTER, ComputePrices, compute_prices


def owner_cost(prices: ComputePrices) -> float:
    """What owning a GPU costs, as accounts reckon it: capital in equal parts, no interest [USD/GPU/quarter].

    K ÷ life + power and upkeep
    A plan's prices have a life in whole quarters; `owner_cost_per_hour` takes it as it is given.
    """
    return prices.capex / prices.life + prices.running


def owner_cost_per_hour(parameters: Mapping[str, float]) -> float:
    """`owner_cost` of an hour [USD/GPU-hour]: for tables and checks only, never in the plan.

    parameters : those of `compute_prices`
    """
    return owner_cost(compute_prices(parameters, 1)) / HOURS_PER_QUARTER


def token_prices(prices: ComputePrices, own: float, tokens: float) -> dict[str, float]:
    """Price of a million tokens by route at today's prices, software left out [USD/million tokens].

    own : [USD/GPU/quarter] what owning a GPU costs
    tokens : [million tokens/GPU/quarter] that a GPU makes, = tokens a second · utilisation · seconds
    api = price of the API; rent = rent of a GPU ÷ tokens; own = cost of owning a GPU ÷ tokens
    Source: W6 of this project's model; the prices and their sources are in `work/parameters.toml`.
    """
    return {"api": float(prices.api[0]), "rent": float(prices.rent[0]) / tokens, "own": own / tokens}


def cost_per_million_tokens(parameters: Mapping[str, float]) -> dict[str, float]:
    """Price of a million tokens by route, a GPU owned at `owner_cost` [USD/million tokens].

    parameters : those of `compute_prices`
    """
    prices = compute_prices(parameters, 1)
    return token_prices(prices, owner_cost(prices), prices.tokens_per_gpu)
