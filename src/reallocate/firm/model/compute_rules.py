"""What every plan must keep about compute and power: P11, P12, P13."""

from __future__ import annotations

import numpy as np

from reallocate.firm.model.gpu_stock import arrivals, gpu_cost
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import (
    Quantity,
    Sum,
    Term,
    add_rows,
    by,
    end_of_period,
    evaluate,
    lag,
    select,
    start_of_period,
)
from reallocate.firm.model.lever import Decisions, Excess, Lever
from reallocate.firm.model.variables import STEPS, Figures, Variables
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, THOUSAND
from reallocate.lp.model import Model


def power_of(gpus: Quantity, i: Inputs) -> Term:
    """Power of GPUs, as a term of a rule or as figures; (…, period) [MW].

    gpus : (…, period) [GPUs]
    MW = GPUs · MW per GPU, the data centre's overhead included
    Source: SemiAnalysis InferenceX-app 2026-04 (power of a GPU), `gpu_power` in `kernel/parameters.toml`.
    """
    return Term(i.prices.power, select(gpus))


def power_for_own_work(v: Variables | Figures, i: Inputs) -> Sum:
    """Power of GPUs owned for the firm's own work; (period) [MW]."""
    return [power_of(end_of_period(v.owned), i)]


def power_for_products(v: Variables | Figures, i: Inputs) -> Sum:
    """Power of GPUs for products; (period) [MW]; nothing where none are wanted."""
    return [] if v.products_had is None else [power_of(v.products_had, i)]


def most_power(power: Sum, i: Inputs) -> float:
    """The most power that GPUs draw in any quarter of a solved plan [MW].

    power : (period) [MW] in figures
    """
    return float(evaluate((i.periods,), power).max(initial=0.0))


def _power(plan: Decisions, name: str, most: float) -> Excess:
    i, figures = plan.inputs, plan.figures
    used = evaluate((i.periods,), [*power_for_own_work(figures, i), *power_for_products(figures, i)])
    return Excess(used - most, "MW")


POWER = Lever(
    part="limits", field="megawatts", section="compute",
    text="at most {value:g} MW for GPUs of its own", limit="power for own GPUs", unit="MW",
    excess=_power,
)  # fmt: skip
API = Lever(part="levers", field="api", section="compute", text="no tokens are bought")
RENT = Lever(part="levers", field="rent", section="compute", text="no GPUs are rented")
OWN = Lever(part="levers", field="own", section="compute", text="no GPUs are bought")


def hours_with_ai(v: Variables | Figures, augmented: float, automated: float) -> Sum:
    """An amount for each augmented and each automated hour; (period).

    augmented, automated : [amount/hour]
    """
    return [Term(augmented, v.with_ai), Term(automated - augmented, v.automated)]


def _tokens_needed(v: Variables | Figures, i: Inputs) -> Sum:
    """Tokens for all hours with AI; (period) [billion tokens = thousand hours × million tokens]."""
    p = i.options.parameters
    return hours_with_ai(v, p["tokens_per_augmented_hour"], p["tokens_per_automated_hour"])


def token_balance(m: Model, v: Variables, i: Inputs) -> None:
    """P11: tokens needed ≤ API + tokens of rented and owned GPUs, which last for their life.

    owned[t] = owned[t−1] + ordered[t − lead time] − ordered[t − lead time − life]
    """
    per_gpu = i.prices.tokens_per_gpu / THOUSAND
    now, before = end_of_period(v.owned), start_of_period(v.owned)
    supply = [Term(1, v.api), Term(per_gpu, v.rented), Term(per_gpu, now)]
    add_rows(m, "token_balance", (i.periods,), supply, ">=", _tokens_needed(v, i))
    add_rows(m, "no_gpu_at_the_start", (), [Term(1, select(v.owned, date=0))], "=")
    kept = [Term(1, before), *arrivals(v.ordered, i)]
    add_rows(m, "gpus_come_and_go", (i.periods,), [Term(1, now)], "=", kept)
    delay = i.prices.lead_time
    if delay:
        late = slice(max(len(i.periods) - delay, 0), None)
        useless = [Term(1, select(v.ordered, period=late))]
        add_rows(m, "no_order_that_never_arrives", (i.periods[late],), useless, "<=")


def power_is_limited(m: Model, v: Variables, i: Inputs) -> None:
    """P12: Σ GPUs owned · MW per GPU ≤ megawatts; those for products count where there are any."""
    megawatts = i.options.limits.megawatts
    if megawatts is not None:
        used = [*power_for_own_work(v, i), *power_for_products(v, i)]
        add_rows(m, "power_is_limited", (i.periods,), used, "<=", [Term(megawatts)])


_FIRST_STEP = 0.25
"""Where the value of the first GPUs is read off, since at none it has no bound."""


def gpus_for_products(m: Model, v: Variables, i: Inputs) -> None:
    """P13: GPUs for products arrive after the lead time and last for their life; none where none are wanted.

    had[t] = had[t−1] + Σ_s ordered[s, t − lead time] − Σ_s ordered[s, t − lead time − life]
    """
    if v.products is None or v.products_had is None:
        return
    kept = [Term(1, lag(v.products_had)), *arrivals(v.products, i)]
    add_rows(m, "gpus_for_products", (i.periods,), [Term(1, v.products_had)], "=", kept)


def _relative_value(i: Inputs) -> Array:
    """Value of a GPU in each step, as a multiple of what it costs; (step) [ratio].

    i : the elasticity
    (k/k₀)^(−1/ε) at the middle of a step, k₀ the announced spending and ε the elasticity of what is wanted
    to its price: above 1 up to what was announced and below 1 beyond it, so that this is what is bought
    where neither cash nor power is short.
    """
    wanted = i.options.products
    assert wanted is not None
    edges = np.maximum(np.array(STEPS), _FIRST_STEP)
    middle = np.sqrt(edges[1:] * edges[:-1])
    result: Array = middle ** (-1 / wanted.elasticity)
    return result


def _cost_of_gpu(i: Inputs) -> Array:
    """What a GPU for products costs over the plan, as money of the quarter that it is ordered in; (period).

    i : prices and discount
    [USD million/GPU] capital, and power and upkeep from its arrival to its end or that of the plan
    """
    return np.array([gpu_cost(i, order) / i.discount[order] for order in range(len(i.periods))])


def product_costs(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    """P13: capital, power and upkeep of GPUs for products, and their value as a negative cost."""
    if v.products is None or v.products_had is None:
        return {"GPUs for products": [], "value of GPUs for products": []}
    each = by("step", _relative_value(i)) * by("period", -_cost_of_gpu(i))
    return {
        "GPUs for products": [
            Term(i.prices.capex / MILLION, v.products),
            Term(i.prices.running / MILLION, v.products_had),
        ],
        "value of GPUs for products": [Term(each, v.products)],
    }
