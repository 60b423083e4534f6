"""The cut that a study compares with attrition."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.plan.cut_or_wait import CutOrWait, cut_or_wait
from reallocate.plan.explain import SMALL
from reallocate.plan.outcome import Outcome
from reallocate.problem.firm.solved_cases import FREE, SolvedCases


@dataclass(frozen=True)
class Compared:
    """A cut and the best plan without it.

    figures : what tells them apart
    """

    cut: Outcome
    wait: Outcome
    figures: CutOrWait


def compared(solved: SolvedCases) -> Compared | None:
    """The cut that a study compares with attrition; none where it has none.

    The cut is the plan itself where exits were decided, or else the first case with exits.
    """
    forced = solved.problem.setting.options.exits is not None
    cut = solved.plan if forced else next(iter(_cuts(solved)), None)
    decided = cut.inputs.options.exits if cut is not None else None
    if cut is None or decided is None or decided.count < SMALL or (forced and FREE not in solved.cases):
        return None
    return Compared(cut, solved.free, cut_or_wait(cut, solved.free))


def _cuts(solved: SolvedCases) -> list[Outcome]:
    each = [(plan, plan.inputs.options.exits) for plan in solved.cases.values()]
    return [plan for plan, exits in each if exits is not None and not exits.closed]


def whole_positions(positions: float) -> float:
    """Positions; fewer than half a position are the solver's tolerance and none [FTE]."""
    return positions if abs(positions) >= SMALL else 0.0
