"""A firm's baseline and plan, solved, the cases set beside them, and how far a plan's figures move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd

from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.start import Start
from reallocate.firm.model.totals import Totals, totals
from reallocate.firm.plan.money import Saving, saving
from reallocate.firm.request.prepare import PlanProblem
from reallocate.work.firm import UNRECOGNISED_GROUP, UNRECOGNISED_TITLE

FREE = "plan without the cut"
"""The case without exits that were decided beforehand."""
FREEZE = "as many positions closed by quits alone"
"""The case in which nobody is laid off and quits are not refilled: the freeze."""
WORK_LED = "plan without the cut, coordination follows the work"
NO_PLAN = "no plan is possible"
_WayOfExits = Literal["none", "pro rata", "chosen", "quits", "alone"]


def _way_of_exits(options: Options) -> _WayOfExits:
    """Whether and how exits are decided beforehand, which shapes a plan more than any figure does."""
    exits = options.exits
    if exits is None:
        return "none"
    if exits.alone or exits.by_quits:
        return "alone" if exits.alone else "quits"
    return "pro rata" if exits.pro_rata else "chosen"


@dataclass(frozen=True, eq=False)
class Cases:
    """Plans of one firm with other exits, against one baseline.

    plans : (case) in their order
    impossible : (case) why there is no such plan
    ruled_out : sets of promises and limits each of which rules the compared cut out, where that is known:
        key in the scenario, and words
    """

    plans: Mapping[str, Outcome] = field(default_factory=dict)
    impossible: Mapping[str, str] = field(default_factory=dict)
    ruled_out: tuple[tuple[tuple[str, str], ...], ...] = ()

    @property
    def chosen(self) -> Outcome | None:
        """The case in which the plan chooses who leaves; none where there is none."""
        chosen = (one for one in self.plans.values() if _way_of_exits(one.inputs.options) == "chosen")
        return next(chosen, None)


@dataclass(frozen=True, eq=False)
class SolvedPlan:
    """A firm's baseline and the plan that was requested.

    base : baseline
    plan : what was requested
    beside : the plan without the cut, and the cut that it is compared with, as far as they are possible; or
        what solves them when one of them is first read
    without : what the plan without the cut starts from, where it is solved later
    """

    problem: PlanProblem
    base: Outcome
    plan: Outcome
    beside: Cases | Callable[[], Cases] = field(default_factory=Cases)
    without: Start | None = None

    @cached_property
    def cases(self) -> Cases:
        """What is set beside the plan."""
        return self.beside if isinstance(self.beside, Cases) else self.beside()

    @property
    def free(self) -> Outcome:
        """The plan's own best answer, without a cut; the plan itself where there is no other."""
        return self.plan if self._way == "none" else self.cases.plans.get(FREE, self.plan)

    @property
    def _way(self) -> _WayOfExits:
        return _way_of_exits(self.plan.inputs.options)

    def start_for(self, options: Options) -> Start | None:
        """What a case had better start from: a plan with exits of the same way, else the plan.

        A cut whose roles the plan chooses is nearer to one pro rata than to the plan.
        """
        way = _way_of_exits(options)
        if way == self._way:
            return self.plan.start
        if way == "none" and self.without is not None:
            return self.without
        known = {_way_of_exits(one.inputs.options): one.start for one in self.cases.plans.values()}
        return known.get(way) or (known.get("pro rata") if way == "chosen" else None) or self.plan.start

    @property
    def periods(self) -> tuple[str, ...]:
        """The quarters of the plan."""
        return self.problem.scenario.periods

    @cached_property
    def base_totals(self) -> Totals:
        """The baseline in a few figures."""
        return totals(self.base)

    @cached_property
    def plan_totals(self) -> Totals:
        """The plan in a few figures."""
        return totals(self.plan)

    @property
    def family_titles(self) -> pd.Series:
        """(major group) official titles."""
        titles = self.problem.world.table("groups").set_index("code")["title"]
        titles[UNRECOGNISED_GROUP] = UNRECOGNISED_TITLE
        return titles

    def saving_of(self, plan: Outcome) -> Saving:
        """A plan against the baseline.

        plan : solved for the same firm
        """
        return saving(plan, self.base)


Ends = tuple[float, float]


@dataclass(frozen=True)
class Ranges:
    """How far figures can move among near-optimal plans.

    positions : [FTE] at the end
    fewest_layoffs : [FTE] over the plan
    roles : (role of the grouped firm) [FTE] at the end
    role_layoffs : (role of the grouped firm) [FTE] over the plan, for the roles with most layoffs where the
        plan chooses them
    kinds : (kind) [thousand hours people work at the end]
    activities : (activity) [thousand hours automated in the last quarter]
    """

    positions: Ends
    fewest_layoffs: float
    roles: dict[str, Ends]
    role_layoffs: dict[str, Ends]
    kinds: dict[str, Ends]
    activities: dict[str, Ends]


@dataclass(frozen=True, eq=False)
class Spread:
    """How far a plan's figures move.

    ranges : over near-optimal plans
    by_source : (reach source) plan, under each source but the plan's own
    """

    ranges: Ranges
    by_source: Mapping[str, Outcome]


@dataclass(frozen=True, eq=False)
class RangedPlan:
    """A plan with how far its figures move, which a first answer does not know."""

    solved: SolvedPlan
    spread: Spread | None = None


def impossible_notes(impossible: Mapping[str, str]) -> dict[str, str]:
    """(name) why a plan does not exist, in words."""
    return {name: f"{NO_PLAN}: {' '.join(reason.split())}" for name, reason in impossible.items()}


def both(solved: SolvedPlan, table_of: Callable[[Outcome], pd.DataFrame]) -> pd.DataFrame:
    """One table for baseline and plan, with the quarters named.

    table_of : a plan's table
    """
    pair = (("baseline", solved.base), ("plan", solved.plan))
    joined = pd.concat([table_of(outcome).assign(case=case) for case, outcome in pair], ignore_index=True)
    joined["period"] = joined["period"].map(dict(enumerate(solved.periods)))
    return joined


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
