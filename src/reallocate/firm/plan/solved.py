"""What was solved for one firm and its baseline, before it is put into tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, Self

import pandas as pd

from reallocate.firm.model.held import OwnPlan
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.start import Start
from reallocate.firm.model.totals import Totals, totals
from reallocate.firm.plan.money import Saving, saving
from reallocate.firm.plan.products import ProductPlan
from reallocate.firm.plan.scale_effect import ScaleEffect
from reallocate.firm.request.prepare import PlanProblem
from reallocate.kernel.errors import NotComputed

if TYPE_CHECKING:
    from reallocate.firm.alternatives.limits import ShadowPrice
    from reallocate.firm.alternatives.model import Alternative, Ranges
    from reallocate.firm.alternatives.tipping_points import TippingPoint
    from reallocate.firm.beliefs.asked import Implied
    from reallocate.firm.outlooks.model import Uncertain


@dataclass(frozen=True)
class FinanceRun:
    """One setting that finance argues about, solved.

    question : server life or pay per head
    value : [years] or [USD/FTE/year]
    name : of the setting
    in_force : whether the plan itself takes it
    solved : plan and baseline; none where no plan is possible, and then `reason` says why
    """

    question: str
    value: float
    name: str
    in_force: bool
    solved: tuple[Outcome, Outcome] | None = None
    reason: str = ""


FREE = "plan without the cut"
"""The case without exits that were decided beforehand."""
WORK_LED = "plan without the cut, coordination follows the work"
CASES, SOURCES, RANGES = "cases", "sources", "ranges"
TIPPING_POINTS, FINANCE = "tipping_points", "finance"
"""Parts that complete a table of the first answer: further cases, ranges beside its figures, and effects of
assumptions."""
_UNSOLVED: Any = object()


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


WayOfExits = Literal["none", "pro rata", "chosen", "closed"]


def way_of_exits(options: Options) -> WayOfExits:
    """Whether and how exits are decided beforehand, which shapes a plan more than any figure does."""
    exits = options.exits
    if exits is None:
        return "none"
    return "closed" if exits.closed else "pro rata" if exits.pro_rata else "chosen"


def _of_a_part() -> Any:
    """A field that is there only once its part is solved."""
    return field(default_factory=lambda: _UNSOLVED)


@dataclass(frozen=True, eq=False)
class SolvedCases:
    """A firm's baseline and plan, and all that is set beside them: what the tables and the text are made of.

    base : baseline
    plan : what was requested
    within : [share of the least cost] that an alternative may cost more
    implied_cut : a cut of which to find the assumptions under which it is optimal; none where none was named
    near : (way of exits) what a plan much like this one found, to start from
    parts : names of the parts that are solved, in `reallocate.firm.report.parts`
    impossible : (kind, name) why a plan that was to be set beside this one does not exist; kind is
        case, source or grid
    free : the plan's own best answer
    cases : (name) plan; all of them are in `every_case`
    by_source : (reach source) plan
    history : growth of jobs by exposure to AI, by each source, before and after the AI
    grid : (speed) (share of exits, plan)
    shadow_prices : values of one more
    tipping_points : inputs that change the answer
    alternatives, frontier : plans that cost at most `within` more, and jobs kept by extra cost
    uncertain : first years under several outlooks; none where they were not requested
    finance : the plan at each server life and pay per head
    products : plans with GPUs for products and ever less cash; none where none are wanted
    response : substitution and scale, small roles grouped; none where work is given
    capture : (elasticity, share captured, positions); nothing where work is given
    implied : what one must believe for a cut; none where none was named
    own : the planner's own plan; none where none was given

    A field of a part that is not solved yet raises `NotComputed`.
    """

    problem: PlanProblem
    base: Outcome
    plan: Outcome
    within: float
    implied_cut: str | None = None
    near: Mapping[WayOfExits, Start] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    impossible: dict[tuple[str, str], str] = field(default_factory=dict)
    free: Outcome = _of_a_part()
    cases: dict[str, Outcome] = _of_a_part()
    by_source: dict[str, Outcome] = _of_a_part()
    history: dict[str, pd.DataFrame] = _of_a_part()
    grid: dict[str, list[tuple[float, Outcome]]] = _of_a_part()
    ranges: Ranges = _of_a_part()
    shadow_prices: list[ShadowPrice] = _of_a_part()
    tipping_points: list[TippingPoint] = _of_a_part()
    funding: list[FundingRun] = _of_a_part()
    alternatives: list[Alternative] = _of_a_part()
    frontier: list[tuple[float, float]] = _of_a_part()
    uncertain: Uncertain | None = _of_a_part()
    finance: list[FinanceRun] = _of_a_part()
    products: list[ProductPlan] = _of_a_part()
    response: ScaleEffect | None = _of_a_part()
    capture: list[tuple[float, float, float]] = _of_a_part()
    implied: Implied | None = _of_a_part()
    own: OwnPlan | None = _of_a_part()

    def __post_init__(self) -> None:
        """A field without a value is no attribute, so that asking for it says what is missing."""
        for one in fields(self):
            if self.__dict__[one.name] is _UNSOLVED:
                object.__delattr__(self, one.name)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in {one.name for one in fields(self)}:
                raise NotComputed(f"{name.replace('_', ' ')}: not computed yet")
            raise AttributeError(f"{type(self).__name__} has no {name}")

    @classmethod
    def before(cls, problem: PlanProblem, within: float, implied_cut: str | None) -> Self:
        """What there is before baseline and plan are solved.

        problem, within, implied_cut : as above
        """
        return cls(problem, _UNSOLVED, _UNSOLVED, within, implied_cut)

    @property
    def starts(self) -> dict[WayOfExits, Start]:
        """What the plans found, for others to start from."""
        cases = self.__dict__.get("cases", {})
        plans = [*cases.values(), self.plan]
        return {way_of_exits(one.inputs.options): one.start for one in plans if one.start is not None}

    def start_for(self, options: Options) -> Start | None:
        """What a case had better start from: a plan with exits of the same way, else the plan."""
        way = way_of_exits(options)
        return self.starts.get(way) or self.near.get(way) or self.plan.start

    def with_part(
        self, name: str, values: Mapping[str, Any], impossible: Mapping[tuple[str, str], str]
    ) -> Self:
        """The same with one more part.

        values : (field) what was solved
        impossible : all that is known to be impossible now
        """
        known = {one.name: self.__dict__[one.name] for one in fields(self) if one.name in self.__dict__}
        new = {"parts": self.parts | {name}, "impossible": dict(impossible)}
        return type(self)(**{**known, **values, **new})

    def has(self, part: str) -> bool:
        """Whether a part is solved."""
        return part in self.parts

    @property
    def every_case(self) -> dict[str, Outcome]:
        """All cases, in their order; `NotComputed` while only those of the first answer are there."""
        if not self.has(CASES):
            raise NotComputed("cases: not computed yet")
        return self.cases

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

    def saving_of(self, plan: Outcome) -> Saving:
        """A plan against the baseline.

        plan : solved for the same firm
        """
        return saving(plan, self.base)


NO_PLAN = "no plan is possible"


def impossible_notes(solved: SolvedCases, kind: str) -> dict[str, str]:
    """Why plans of one kind do not exist, by name, in words.

    kind : case, source or grid
    """
    return {
        name: f"{NO_PLAN}: {' '.join(reason.split())}"
        for (about, name), reason in solved.impossible.items()
        if about == kind
    }


def against(plan: Outcome, base: Outcome) -> dict[str, object]:
    """What every table of cases says of a plan against a baseline."""
    gained = saving(plan, base)
    return {
        "positions": gained.positions,
        "layoffs": totals(plan).layoffs,
        "saving": gained.saving,
        "one_off": gained.one_off,
        "break_even_month": gained.cash.break_even_month,
    }
