"""The firm's own work beside GPUs for its products, the shorter the cash (P13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Setting
from reallocate.plan.cost_kinds import CASH
from reallocate.plan.gpu_stock import announced
from reallocate.plan.inputs import Inputs
from reallocate.plan.options import Options, Products
from reallocate.plan.outcome import Outcome, costs_by_period
from reallocate.plan.solve import solve
from reallocate.work.token_price import owner_cost_per_hour

YEAR = 4
CASH_SHARES = (1.0, 0.95, 0.9, 0.8, 0.7)
"""Of the cash that people, compute and the announced GPUs take in the dearest year of the plan."""


@dataclass(frozen=True, eq=False)
class ProductPlan:
    """A plan that shares its cash with GPUs for products.

    share : [share of the cash that everything takes]
    cash : [USD million/year] at most
    plan : decisions; none where it is impossible, and then `reason` says why
    """

    share: float
    cash: float
    plan: Outcome | None
    reason: str = ""


def product_plans(
    setting: Setting, options: Options, wanted: Products, shares: Sequence[float] = CASH_SHARES
) -> list[ProductPlan]:
    """Plans for ever less cash, GPUs for products among their costs.

    setting : the firm
    options : of its own plan, without a budget; work may be dropped at its price
    wanted : GPUs for products
    shares : of the cash that everything takes
    """
    levers = replace(options.levers, dropping=True)
    unlimited = replace(options.limits, cash_per_year=None)
    requested = replace(options, products=wanted, levers=levers, limits=unlimited)
    freely = solve(setting.inputs(requested), choose=False)
    most = max(cash_by_year(freely.outcome))
    plans = []
    for share in shares:
        limited = replace(requested, limits=replace(requested.limits, cash_per_year=share * most))
        try:
            plan = solve(setting.inputs(limited), freely.start.without_vertex, choose=False).outcome
        except InfeasiblePlan as no:
            plans.append(ProductPlan(share, share * most, None, str(no)))
        else:
            plans.append(ProductPlan(share, share * most, plan.without_start))
    return plans


def cash_by_year(outcome: Outcome) -> list[float]:
    """All cash costs of each year, a part of a year counted as if it went on [USD million/year]."""
    cash = costs_by_period(outcome)[list(CASH)].sum(axis=1).to_numpy(float)
    return [float(cash[start : start + YEAR].mean() * YEAR) for start in range(0, len(cash), YEAR)]


def bought_share(outcome: Outcome) -> float:
    """GPUs ordered for products over the plan, as a share of what was announced.

    outcome : a solved plan with GPUs for products
    """
    i = outcome.inputs
    return float(outcome.products.sum() / (announced(i) * len(i.periods)))


def value_that_competes(i: Inputs, one_less: float) -> float:
    """Value of a GPU-hour above which GPUs for products would take cash from the firm's own work [USD].

    one_less : [USD million] what the plan costs more with USD 1 million a year less
    owner's cost · (1 + λ/δ): λ the present cost of a dollar less, δ the mean discount
    """
    years = len(i.periods) / YEAR
    dearer = one_less / years / float(np.mean(i.discount))
    return owner_cost_per_hour(i.options.parameters) * (1 + dearer)
