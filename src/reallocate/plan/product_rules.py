"""GPUs for the firm's products, which compete with its own work for cash and power (P13)."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.gpu_stock import arrivals, gpu_cost
from reallocate.plan.inputs import MILLION, Inputs
from reallocate.plan.labelled import Sum, Term, add_rows, by, lag
from reallocate.plan.model import Model
from reallocate.plan.variables import STEPS, Figures, Variables

FIRST_STEP = 0.25
"""Where the value of the first GPUs is read off, since at none it has no bound."""


def gpus_for_products(m: Model, v: Variables, i: Inputs) -> None:
    """P13: GPUs for products arrive after the lead time and last for their life; none where none are wanted.

    had[t] = had[t−1] + Σ_s ordered[s, t − lead time] − Σ_s ordered[s, t − lead time − life]
    """
    if v.products is None or v.products_had is None:
        return
    kept = [Term(1, lag(v.products_had)), *arrivals(v.products, i)]
    add_rows(m, "gpus_for_products", (i.periods,), [Term(1, v.products_had)], "=", kept)


def relative_value(i: Inputs) -> Array:
    """Value of a GPU in each step, as a multiple of what it costs; (step) [ratio].

    i : the elasticity
    (k/k₀)^(−1/ε) at the middle of a step, k₀ the announced spending and ε the elasticity of what is wanted
    to its price: above 1 up to what was announced and below 1 beyond it, so that this is what is bought
    where neither cash nor power is short.
    """
    wanted = i.options.products
    assert wanted is not None
    edges = np.maximum(np.array(STEPS), FIRST_STEP)
    middle = np.sqrt(edges[1:] * edges[:-1])
    result: Array = middle ** (-1 / wanted.elasticity)
    return result


def cost_of_gpu(i: Inputs) -> Array:
    """What a GPU for products costs over the plan, as money of the quarter that it is ordered in; (period).

    i : prices and discount
    [USD million/GPU] capital, and power and upkeep from its arrival to its end or that of the plan
    """
    return np.array([gpu_cost(i, order) / i.discount[order] for order in range(len(i.periods))])


def product_costs(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    """P13: capital, power and upkeep of GPUs for products, and their value as a negative cost."""
    if v.products is None or v.products_had is None:
        return {"GPUs for products": [], "value of GPUs for products": []}
    each = by("step", relative_value(i)) * by("period", -cost_of_gpu(i))
    return {
        "GPUs for products": [
            Term(i.prices.capex / MILLION, v.products),
            Term(i.prices.running / MILLION, v.products_had),
        ],
        "value of GPUs for products": [Term(each, v.products)],
    }
