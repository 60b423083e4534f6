"""W6: prices and rates of compute, the price of a token by route, discounting and compound growth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR

HOURS_PER_YEAR = 8760.0
HOURS_PER_QUARTER = HOURS_PER_YEAR / 4
_SECONDS_PER_HOUR = 3600.0


ACCELERATORS: dict[str, dict[str, float]] = {
    "H100": {"rent_price": 1.30, "gpu_power": 1.73, "gpu_capex": 46_000.0, "tokens_per_second": 3_000.0},
    "H200": {"rent_price": 1.60, "gpu_power": 1.73, "gpu_capex": 50_000.0, "tokens_per_second": 4_000.0},
    "B200": {"rent_price": 2.90, "gpu_power": 2.17, "gpu_capex": 70_000.0, "tokens_per_second": 9_000.0},
    "GB200": {"rent_price": 3.30, "gpu_power": 2.10, "gpu_capex": 82_000.0, "tokens_per_second": 10_000.0},
}
"""What differs between accelerators. Rent and power: SemiAnalysis InferenceX-app 2026-04 (A). Capital:
GB200 Bernstein 2025-10 (X); the others from the owner's cost per GPU-hour of 1.30, 1.41 and 1.95 USD
(A) by the formula of `compute.owner_cost` (X). Throughput: H100 and GB200 vendor figures (C), H200
and B200 set between them (J)."""


@dataclass(frozen=True)
class ComputePrices:
    """Prices and rates of compute over the plan.

    api : (quarter) [USD/million tokens]
    rent : (quarter) [USD/GPU/quarter]
    capex : [USD/GPU] paid when ordered
    running : [USD/GPU/quarter] power and upkeep of an owned GPU
    tokens_per_gpu : [million tokens/GPU/quarter] at the utilisation assumed
    lead_time : [quarters] from order to use
    life : [quarters] over which capital is written off
    power : [MW/GPU]
    """

    api: Array
    rent: Array
    capex: float
    running: float
    tokens_per_gpu: float
    lead_time: int
    life: float
    power: float


def compute_prices(parameters: Mapping[str, float], quarters: int) -> ComputePrices:
    """Prices by quarter from the parameters in force.

    parameters : api_price [USD/million tokens], rent_price [USD/GPU-hour], gpu_capex [USD/GPU],
        gpu_power [kW/GPU], power_price [USD/MWh], gpu_upkeep [share of capital/year],
        tokens_per_second [tokens/s/GPU], utilisation [share],
        gpu_lead_time [quarters], gpu_life [years], yearly growth of API and rent prices
    quarters : how many
    Source: SemiAnalysis InferenceX-app 2026-04 (power, rent); Bernstein 2025-10 (capital).
    """
    year = np.arange(quarters) / 4
    tokens = parameters["tokens_per_second"] * parameters["utilisation"] * _SECONDS_PER_HOUR / MILLION
    hours = HOURS_PER_QUARTER
    running = (
        parameters["gpu_power"] / 1000 * parameters["power_price"] * hours
        + parameters["gpu_capex"] * parameters["gpu_upkeep"] / 4
    )
    return ComputePrices(
        api=parameters["api_price"] * (1 + parameters["api_price_growth"]) ** year,
        rent=parameters["rent_price"] * hours * (1 + parameters["rent_price_growth"]) ** year,
        capex=parameters["gpu_capex"],
        running=running,
        tokens_per_gpu=tokens * hours,
        lead_time=round(parameters["gpu_lead_time"]),
        life=parameters["gpu_life"] * 4,
        power=parameters["gpu_power"] / 1000,
    )


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
    Source: W6 of this project's model; the prices and their sources are in `kernel/parameters.toml`.
    """
    return {"api": float(prices.api[0]), "rent": float(prices.rent[0]) / tokens, "own": own / tokens}


def cost_per_million_tokens(parameters: Mapping[str, float]) -> dict[str, float]:
    """Price of a million tokens by route, a GPU owned at `owner_cost` [USD/million tokens].

    parameters : those of `compute_prices`
    """
    prices = compute_prices(parameters, 1)
    return token_prices(prices, owner_cost(prices), prices.tokens_per_gpu)


_Ratio = TypeVar("_Ratio", float, "pd.Series[float]")


def yearly_growth(ratio: _Ratio, years: float) -> _Ratio:
    """Growth as a rate a year, so that spans of different length can stand side by side [share/year].

    ratio : of the end to the start
    years : between them
    ratio^(1/years) − 1
    """
    growth: _Ratio = ratio ** (1 / years) - 1
    return growth


_Years = TypeVar("_Years", float, Array)


def discount_factor(rate: float, years: _Years) -> _Years:
    """The discount factor (P14): present value of a dollar [ratio].

    rate : [share/year]
    years : until it is paid
    (1 + i)^(−years)
    Source: Fisher 1930, The Theory of Interest, ch. 13 (present value).
    """
    factor: _Years = (1 + rate) ** -years
    return factor


def annuity(rate: float, years: float) -> float:
    """Present value (P14) of a dollar a year over so many years, each paid at its end [years].

    rate : [share/year]
    years : how many
    (1 − (1 + i)^(−years))/i
    """
    return float((1 - discount_factor(rate, years)) / rate) if rate else years


def weight_after(end_discount: float, years: float) -> float:
    """Present value of a dollar a quarter that is paid after the plan (P14) [quarters].

    end_discount : δ_T, of the end of the plan [ratio]
    years : A, the annuity [years]
    δ_T·A·4
    """
    return end_discount * years * QUARTERS_A_YEAR


def with_years_after(discount: Array, after: float) -> Array:
    """Present value of a dollar a quarter that runs on after the plan (P14); (period) [ratio].

    discount : δ_t, (period) [ratio]
    after : as from `weight_after` [quarters]
    δ_t, and δ_T·A·4 more in the last quarter
    """
    weights = discount.copy()
    weights[-1] += after
    return weights
