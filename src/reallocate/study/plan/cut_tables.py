"""The first answer of a plan: the cut beside attrition, as a table and in sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.output.table import Column, Rows, of_unit, table
from reallocate.plan.break_even import without_noise
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_sentences import SMALL
from reallocate.problem.firm.case_rows import impossible_notes
from reallocate.problem.firm.columns import PERIOD, SOLVED_AGAIN
from reallocate.problem.firm.cut import COLUMNS, NAME, SOURCE, TITLE, Compared, cut_rows
from reallocate.problem.firm.cut_text import cut_text
from reallocate.problem.firm.exits import exits_by_default, not_requested
from reallocate.problem.firm.solved_cases import FREE, SolvedCases
from reallocate.work.compounding import QUARTERS

ELSEWHERE = (
    "Cut or wait (`reallocate cut`) shows what is left of the extra cost under other assumptions, such as "
    "cut positions refilled at once. It groups small roles, so its extra cost differs a little from this one."
)


@table(NAME, TITLE, COLUMNS, source=SOURCE)
def cut_or_wait_figures(solved: SolvedCases) -> Rows:
    """The cut that a plan compares with attrition; without rows where it has none."""
    return cut_rows(compared(solved))


@table(
    "cut_paths", "Cash so far, cut and attrition", PERIOD,
    Column("end", "Since the start", "years", digits=2),
    of_unit("USD million", signed=True, saved_cut="Saved so far, cut", saved_wait="Saved so far, attrition"),
    source=f"{SOLVED_AGAIN} Cash cost of the baseline less that of the plan, added up since the start.",
    optional=True,
)  # fmt: skip
def cut_paths(solved: SolvedCases) -> pd.DataFrame | None:
    """Cash by quarter of the cut and of attrition, each against the baseline; none where there is no cut."""
    both, scenario = compared(solved), solved.problem.scenario
    if both is None:
        return None
    base = _spent(both.base)
    saved = {
        f"saved_{name}": without_noise(base - _spent(one), base)
        for name, one in (("cut", both.cut), ("wait", both.wait))
    }
    ends = (np.arange(len(base)) + 1) / QUARTERS
    return pd.DataFrame({"period": scenario.periods, "end": ends, **saved})


def _spent(plan: Outcome) -> Array:
    """Cash since the start, by quarter [USD million]."""
    return plan.cash["total"].to_numpy(float).cumsum()


def compared(solved: SolvedCases) -> Compared | None:
    """The cut that a plan compares with attrition; none where it has none.

    The cut is the plan itself where exits were decided, or else the first case with exits.
    """
    forced = solved.problem.setting.options.exits is not None
    cut = solved.plan if forced else next(iter(_cuts(solved)), None)
    decided = cut.inputs.options.exits if cut is not None else None
    if cut is None or decided is None or decided.count < SMALL or (forced and FREE not in solved.cases):
        return None
    return Compared(cut, solved.free, solved.base)


def _cuts(solved: SolvedCases) -> list[Outcome]:
    each = [(plan, plan.inputs.options.exits) for plan in solved.cases.values()]
    return [plan for plan, exits in each if exits is not None and not exits.closed]


def cut_sentences(solved: SolvedCases) -> list[str]:
    """The cut beside attrition in sentences, the answer first; or that there is no cut to compare."""
    both = compared(solved)
    if both is None:
        return [_no_cut(solved)]
    requested = solved.problem.setting.options.exits is not None
    further = [] if requested else [not_requested(solved.problem.scenario)]
    return [*cut_text(both, solved.problem.scenario.periods), ELSEWHERE, *further]


def _no_cut(solved: SolvedCases) -> str:
    """Why there is nothing to compare."""
    if solved.problem.setting.options.exits is not None:
        why = solved.impossible.get(("case", FREE), "")
        return f"There is no plan without the cut to compare it with. {' '.join(why.split())}".strip()
    people = solved.problem.setting.firm.headcount
    if exits_by_default(solved.problem.scenario, people) < 1:
        few = f"a tenth of {people:,.3g} positions is less than one person"
        return f"The firm is too small for a statement on a cut: {few}."
    notes = [f"{name}: {why}" for name, why in impossible_notes(solved, "case").items() if "exits" in name]
    return f"There is no cut to compare with attrition. {' '.join(notes[:1])}".strip()
