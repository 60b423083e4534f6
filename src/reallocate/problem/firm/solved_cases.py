"""Everything that was solved for one firm, before it is put into tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from reallocate.plan.accounts import Totals, totals
from reallocate.plan.alternatives import Alternative
from reallocate.plan.limits import ShadowPrice
from reallocate.plan.money_tables import Saving, saving
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_ranges import Ranges
from reallocate.plan.product_cases import ProductPlan
from reallocate.plan.scale_effect import ScaleEffect
from reallocate.plan.tipping_points import TippingPoint
from reallocate.plan.uncertain import Uncertain
from reallocate.problem.firm.beliefs import Implied
from reallocate.problem.firm.finance_runs import FinanceRun
from reallocate.problem.firm.prepare import PlanProblem
from reallocate.work.history import history_tables

FREE = "plan without the cut"
"""The case without exits that were decided beforehand."""
WORK_LED = "plan without the cut, coordination follows the work"


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
class SolvedCases:
    """A firm's baseline and plan, and all that is set beside them: what the tables and the text are made of.

    base : baseline
    plan : what was requested
    free : the plan's own best answer
    by_source : (reach source) plan
    cases : (name) plan
    grid : (speed) (share of exits, plan)
    shadow_prices : values of one more
    tipping_points : inputs that change the answer
    alternatives, frontier : plans that cost at most `within` more, and jobs kept by extra cost
    within : [share of the least cost]
    uncertain : first years under several outlooks; none where they were not worked out
    finance : the plan at each server life and pay per head
    products : plans with GPUs for products and ever less cash; none where none are wanted
    response : substitution and scale, small roles grouped; capture : (elasticity, share captured, positions)
    impossible : (kind, name) why a plan that was to be set beside this one does not exist; kind is
        case, source or grid
    implied : what one must believe for a cut; none where none was named
    """

    problem: PlanProblem
    base: Outcome
    plan: Outcome
    free: Outcome
    by_source: dict[str, Outcome]
    cases: dict[str, Outcome]
    grid: dict[str, list[tuple[float, Outcome]]]
    ranges: Ranges
    shadow_prices: list[ShadowPrice]
    tipping_points: list[TippingPoint]
    funding: list[FundingRun]
    alternatives: list[Alternative]
    frontier: list[tuple[float, float]]
    within: float
    uncertain: Uncertain | None
    finance: list[FinanceRun]
    products: list[ProductPlan]
    response: ScaleEffect
    capture: list[tuple[float, float, float]]
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

    @property
    def family_titles(self) -> pd.Series:
        """(major group) official titles."""
        return self.problem.world.table("groups").set_index("code")["title"]

    @cached_property
    def history(self) -> dict[str, pd.DataFrame]:
        """Growth of jobs by exposure before and after the AI; no plan is involved."""
        return history_tables(self.problem.world)

    def saving_of(self, plan: Outcome) -> Saving:
        """A plan against the baseline.

        plan : solved for the same firm
        """
        return saving(plan, self.base)
