"""Everything a study has computed, before it is put into tables."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.plan.accounts import Totals, totals
from reallocate.plan.alternatives import Alternative
from reallocate.plan.limits import ShadowPrice
from reallocate.plan.money_tables import Saving, saving
from reallocate.plan.outcome import Outcome
from reallocate.plan.product_cases import ProductPlan
from reallocate.plan.tipping_points import TippingPoint
from reallocate.plan.uncertain import Uncertain
from reallocate.study.plan.problem.beliefs import Implied
from reallocate.study.plan.problem.finance_runs import FinanceRun
from reallocate.study.plan.problem.near_optimal import Ranges
from reallocate.study.plan.problem.prepare import Prepared

FREE = "free plan"
"""The case without exits that were decided beforehand."""


@dataclass(frozen=True)
class FundingRun:
    """One row of the funding arithmetic: exits whose positions stay closed, and the baseline.

    name : of the pay setting
    pay : [USD/FTE/year]
    severance : [USD/exit]
    jobs : [FTE]
    """

    name: str
    pay: float
    severance: float
    jobs: float
    plan: Outcome
    base: Outcome


@dataclass(frozen=True, eq=False)
class Parts:
    """The plans and questions of one study.

    base : baseline
    plan : what was asked for
    free : the plan's own best answer
    by_source : (reach source) plan
    cases : (name) plan
    grid : (speed) (share of exits, plan)
    ranges : of the plan
    worths : values of one more
    flips : inputs that change the answer
    alternatives, frontier : plans that cost at most `within` more, and jobs kept by extra cost
    within : [share of the least cost]
    uncertain : first years under several outlooks; none where they were not worked out
    finance : the plan at each server life and pay per head
    products : plans with GPUs for products and ever less cash; none where none are wanted
    impossible : (kind, name) why a plan that was to be set beside this one does not exist; kind is
        case, source or grid
    implied : what one must believe for a cut; none where none was asked about
    """

    prepared: Prepared
    base: Outcome
    plan: Outcome
    free: Outcome
    by_source: dict[str, Outcome]
    cases: dict[str, Outcome]
    grid: dict[str, list[tuple[float, Outcome]]]
    ranges: Ranges
    worths: list[ShadowPrice]
    flips: list[TippingPoint]
    funding: list[FundingRun]
    alternatives: list[Alternative]
    frontier: list[tuple[float, float]]
    within: float
    uncertain: Uncertain | None
    finance: list[FinanceRun]
    products: list[ProductPlan]
    impossible: dict[tuple[str, str], str]
    implied: Implied | None = None

    @property
    def base_totals(self) -> Totals:
        """The baseline in a few figures."""
        return totals(self.base)

    @property
    def plan_totals(self) -> Totals:
        """The plan in a few figures."""
        return totals(self.plan)

    def saving_of(self, plan: Outcome) -> Saving:
        """A plan against the baseline.

        plan : solved for the same firm
        """
        return saving(plan, self.base)
