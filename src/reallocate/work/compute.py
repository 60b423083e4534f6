"""Prices and rates of compute over a plan (W6); what a token costs by each route is in `token_price.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.measure.arrays import Array

HOURS_PER_YEAR = 8760.0
HOURS_PER_QUARTER = HOURS_PER_YEAR / 4
SECONDS_PER_HOUR = 3600.0
MILLION = 1e6


ACCELERATORS: dict[str, dict[str, float]] = {
    "H100": {"rent_price": 1.30, "gpu_power": 1.73, "gpu_capex": 46_000.0, "tokens_per_second": 3_000.0},
    "H200": {"rent_price": 1.60, "gpu_power": 1.73, "gpu_capex": 50_000.0, "tokens_per_second": 4_000.0},
    "B200": {"rent_price": 2.90, "gpu_power": 2.17, "gpu_capex": 70_000.0, "tokens_per_second": 9_000.0},
    "GB200": {"rent_price": 3.30, "gpu_power": 2.10, "gpu_capex": 82_000.0, "tokens_per_second": 10_000.0},
}
"""What differs between accelerators. Rent and power: SemiAnalysis InferenceX-app 2026-04 (A). Capital:
GB200 Bernstein 2025-10 (X); the others from the owner's cost per GPU-hour of 1.30, 1.41 and 1.95 USD
(A) by the formula of `token_price.owner_cost` (X). Throughput: H100 and GB200 vendor figures (C), H200
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
    tokens = parameters["tokens_per_second"] * parameters["utilisation"] * SECONDS_PER_HOUR / MILLION
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
