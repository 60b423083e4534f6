"""What every plan must keep about compute and cash: P11, P12, P14."""

from __future__ import annotations

import numpy as np

from reallocate.plan.cost_kinds import AI_CASH, CASH, STATISTICS
from reallocate.plan.gpu_power import power_for_own_work, power_for_products
from reallocate.plan.gpu_stock import arrivals
from reallocate.plan.inputs import THOUSAND, Inputs
from reallocate.plan.labelled import Sum, Term, add_rows, end_of_period, select, start_of_period
from reallocate.plan.levers import Lever
from reallocate.plan.model import Model
from reallocate.plan.variables import Figures, Variables

POWER = Lever(
    part="limits", field="megawatts", section="compute", flag="megawatts",
    text="at most {value:g} MW for GPUs of its own", limit="power for own GPUs", unit="MW",
)  # fmt: skip
CASH_BUDGET = Lever(
    part="limits", field="cash_per_year", section="budget", flag="budget",
    text="cash of at most USD {value:,.10g} million a year", limit="cash budget", unit="USD million a year",
    leaves_work=True,
)  # fmt: skip
AI_BUDGET = Lever(
    part="limits", field="ai_per_year", section="budget", flag="ai_budget",
    text="at most USD {value:,.10g} million a year for AI", limit="AI budget", unit="USD million a year",
)  # fmt: skip
API = Lever(part="levers", field="api", section="compute", text="no tokens are bought")
RENT = Lever(part="levers", field="rent", section="compute", text="no GPUs are rented")
OWN = Lever(part="levers", field="own", section="compute", text="no GPUs are bought")


def hours_with_ai(v: Variables | Figures, augmented: float, automated: float) -> Sum:
    """An amount for each augmented and each automated hour; (period).

    augmented, automated : [amount/hour]
    """
    return [Term(augmented, v.with_ai), Term(automated - augmented, v.automated)]


def tokens_needed(v: Variables | Figures, i: Inputs) -> Sum:
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
    add_rows(m, "token_balance", (i.periods,), supply, ">=", tokens_needed(v, i))
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


def cash_is_limited(m: Model, v: Variables, i: Inputs) -> None:
    """P14: cash costs of each year of the plan ≤ the budget; capital counts when ordered."""
    _spend_at_most(m, v, i, i.options.limits.cash_per_year, CASH, "cash")


def ai_cash_is_limited(m: Model, v: Variables, i: Inputs) -> None:
    """P14, ai_per_year: cash costs of AI for the firm's own work in each year of the plan ≤ its budget.

    Tokens, rent, GPUs when ordered, power and upkeep, software, systems and their adoption.
    """
    _spend_at_most(m, v, i, i.options.limits.ai_per_year, AI_CASH, "ai_cash")


def _spend_at_most(
    m: Model, v: Variables, i: Inputs, budget: float | None, costs: tuple[str, ...], name: str
) -> None:
    """Some costs of each year of the plan ≤ a budget; a year that the plan cuts short has its part of it."""
    if budget is None:
        return
    year = np.arange(len(i.periods)) // 4
    places = [STATISTICS.index(cost) for cost in costs]
    for number in range(int(year[-1]) + 1):
        quarters = np.flatnonzero(year == number)
        spent = [Term(1, select(v.cost, statistic=places, period=quarters))]
        add_rows(m, f"{name}_in_year_{number + 1}", (), spent, "<=", [Term(budget * len(quarters) / 4)])
