"""GPUs for products: plans that share their cash with them, and what an hour of them must be worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import Inputs, announced
from reallocate.firm.model.options import Options, Products
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import cash_by_year
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.work.compute import owner_cost_per_hour

_CASH_SHARES = (1.0, 0.95, 0.9, 0.8, 0.7)
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
    setting: Setting, options: Options, wanted: Products, shares: Sequence[float] = _CASH_SHARES
) -> list[ProductPlan]:
    """Plans for ever less cash, GPUs for products among their costs.

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
    years = len(i.periods) / QUARTERS_A_YEAR
    dearer = one_less / years / float(np.mean(i.discount))
    return owner_cost_per_hour(i.options.parameters) * (1 + dearer)
