"""Compare two plans."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.sides import read_sides, solved_sides
from reallocate.api.spelling import python_errors
from reallocate.firm.compare.page import COMPARISON, compare_studies
from reallocate.firm.report.result import PLAN
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.errors import InputError, Problem
from reallocate.render.result import Result

Plan = Result | Scenario | str | Path


@python_errors
@recorded("compare", "a", "b")
def compare(
    a: Plan,
    b: Plan,
    *,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: Progress = True,
) -> Result:
    """Compare two plans: what differs in input and result, and what each difference comes from.

    a, b : a plan, the folder of a saved one, or a scenario, which is planned first; a change is B less A
    out : folder to save the result in; checked before the work
    workers : processes; one for each core by default
    progress : `False` for none, or a function that is called with each stage
    Raises `InputError` with everything that is wrong with either.
    """
    folder = free_folder(out, COMPARISON)
    sides = read_sides((_side(a, "A"), _side(b, "B")))
    where = executor_name(workers)
    names = (_name(a, "A"), _name(b, "B"))
    with shown(progress) as say:
        first, second = solved_sides(sides, workers=where, progress=say)
        found = compare_studies(first, second, names, workers=where, progress=say, command=command_line())
        return finished(found, folder)


def _side(plan: Plan, letter: str) -> Result | Scenario | str:
    if isinstance(plan, Result) and plan.kind is not PLAN:
        what = f"this is {plan.kind.phrase}, not a plan"
        raise InputError(Problem(what, letter, "Give what reallocate.plan(…) returns."))
    return str(plan) if isinstance(plan, Path) else plan


def _name(plan: Plan, letter: str) -> str:
    return str(plan) if isinstance(plan, str | Path) else letter
