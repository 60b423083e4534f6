"""What an hour with AI costs, and whether AI of today is in use whatever it costs (P3, P11)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reallocate.firm.model.gpu_stock import capital_charge
from reallocate.firm.model.inputs import Inputs, plan_prices
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, THOUSAND

_DEAREST = (
    "api_price",
    "rent_price",
    "gpu_capex",
    "power_price",
    "gpu_upkeep",
    "software_per_augmented_hour",
)
"""Prices of an hour with AI, each of which may plausibly be as high as the top of its range."""


def ai_hour(i: Inputs) -> Array:
    """Present cost of an hour with AI by the cheapest route; (period) [USD million/thousand hours]."""
    p, prices = i.options.parameters, i.prices
    token = np.minimum(prices.api, prices.rent / prices.tokens_per_gpu)
    if i.options.levers.own:
        late = np.arange(len(i.periods)) >= prices.lead_time
        own = (capital_charge(i) * MILLION + prices.running) / prices.tokens_per_gpu
        token = np.where(late, np.minimum(token, own), token)
    hour = p["tokens_per_augmented_hour"] * token + p["software_per_augmented_hour"]
    result: Array = hour / THOUSAND * i.present_weights
    return result


def todays_use_is_given(i: Inputs) -> bool:
    """Whether AI is used just as today, r₀·x·D(t); otherwise at most so much, where it pays.

    Today's use was observed at prices of today. A plan may give it up. Where nothing further is installed it
    stays at any price that is plausible today; where an hour with AI costs more in some quarter, it stays
    where it pays.
    """
    if i.options.levers.ai:
        return False
    p = i.options.parameters
    dear = p.replace(**{name: p.about(name).high for name in _DEAREST})
    dearest = replace(
        i, options=replace(i.options, parameters=dear), prices=plan_prices(dear, len(i.periods))
    )
    return bool((ai_hour(i) <= ai_hour(dearest)).all())
