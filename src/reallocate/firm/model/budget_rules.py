"""P14: what a firm may spend in a year, in cash and on AI alone."""

from __future__ import annotations

import numpy as np

from reallocate.firm.model.inputs import AI_CASH, CASH, STATISTICS, Inputs
from reallocate.firm.model.labelled import Term, add_rows, select
from reallocate.firm.model.lever import Decisions, Excess, Lever
from reallocate.firm.model.variables import Variables
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.lp.model import Model


def _spent(plan: Decisions, most: float, costs: tuple[str, ...]) -> Excess:
    """Some costs of each year beyond a budget, at the year's first quarter."""
    spent = plan.costs[list(costs)].sum(axis=1).to_numpy(float)
    year = np.arange(len(spent)) // QUARTERS_A_YEAR
    over = np.bincount(year, spent) - most * np.bincount(year) / QUARTERS_A_YEAR
    each = np.where(np.arange(len(spent)) % QUARTERS_A_YEAR == 0, over[year], 0.0)
    return Excess(each, "USD million", quarters=QUARTERS_A_YEAR)


def _cash_spent(plan: Decisions, _: str, most: float) -> Excess:
    return _spent(plan, most, CASH)


def _ai_cash_spent(plan: Decisions, _: str, most: float) -> Excess:
    return _spent(plan, most, AI_CASH)


CASH_BUDGET = Lever(
    part="limits", field="cash_per_year", section="budget",
    text="cash of at most USD {value:,.10g} million a year", limit="cash budget", unit="USD million a year",
    excess=_cash_spent,
)  # fmt: skip
AI_BUDGET = Lever(
    part="limits", field="ai_per_year", section="budget",
    text="at most USD {value:,.10g} million a year for AI", limit="AI budget", unit="USD million a year",
    excess=_ai_cash_spent,
)  # fmt: skip


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
    year = np.arange(len(i.periods)) // QUARTERS_A_YEAR
    places = [STATISTICS.index(cost) for cost in costs]
    for number in range(int(year[-1]) + 1):
        quarters = np.flatnonzero(year == number)
        spent = [Term(1, select(v.cost, statistic=places, period=quarters))]
        part = len(quarters) / QUARTERS_A_YEAR
        add_rows(m, f"{name}_in_year_{number + 1}", (), spent, "<=", [Term(budget * part)])
