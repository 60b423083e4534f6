"""Compare two plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.spelling import python_errors
from reallocate.firm.compare.page import COMPARISON, compare_studies
from reallocate.firm.report.result import PLAN, compared_study, open_plan
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import load_scenario
from reallocate.firm.request.studies import shipped_studies
from reallocate.jobs.page import JOB
from reallocate.kernel.disk import settle
from reallocate.kernel.errors import InputError, Problem, ReallocateError, UnknownName, nearest
from reallocate.kernel.executor import Where
from reallocate.kernel.manifest import LIST, listed_in
from reallocate.kernel.schema import FILE
from reallocate.render.result import Result
from reallocate.render.saving import RECORD

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


_REMEDY = (
    "Name a folder that reallocate plan … --out wrote, a folder or .toml file with a scenario, "
    "or a shipped study."
)


_Side = Result | Scenario | str


def read_sides(names: tuple[_Side, _Side]) -> tuple[Result | Scenario, Result | Scenario]:
    """What each name stands for: a solved study, or a scenario that is to be planned.

    names : of A and B, each a result's folder, or what `load_scenario` takes; a plan or scenario stays
    Raises `InputError` with everything that is wrong with either, each with its letter.
    """
    found: list[Result | Scenario] = []
    problems: list[Problem] = []
    for letter, name in zip("AB", names, strict=True):
        try:
            found.append(_read(name))
        except ReallocateError as error:
            problems += _of_side(letter, error)
    if problems:
        raise InputError(problems)
    return found[0], found[1]


def solved_sides(
    sides: tuple[Result | Scenario, Result | Scenario], workers: Where, progress: Callable[[str], None]
) -> tuple[Result, Result]:
    """Both sides as solved studies; a scenario is planned, as far as a comparison shows it.

    sides : as from `read_sides`
    workers : processes to share the work among
    progress : receives what is under way
    Raises `InputError` or `InfeasiblePlan` with the letter of the side.
    """
    found: list[Result] = []
    for letter, side in zip("AB", sides, strict=True):
        if isinstance(side, Result):
            found.append(side)
            continue
        try:
            say = partial(_labelled, progress, letter)
            found.append(compared_study(side, workers, say))
        except ReallocateError as error:
            raise type(error)(_of_side(letter, error)) from None
    return found[0], found[1]


def _labelled(progress: Callable[[str], None], letter: str, text: str) -> None:
    progress(f"{letter}: {text}")


def _of_side(letter: str, error: ReallocateError) -> list[Problem]:
    """The problems of one side, each with its letter."""
    return [replace(one, where=f"{letter}: {one.where}" if one.where else letter) for one in error.problems]


def _read(name: _Side) -> Result | Scenario:
    if not isinstance(name, str):
        return name
    path = Path(name)
    folder = path.parent if path.name == RECORD else path
    if not folder.exists():
        settle(folder)
    if (folder / LIST).is_file() and listed_in(folder)[0] == JOB.name:
        remedy = f"{_REMEDY} Two jobs are set side by side by reading their cards."
        raise InputError(Problem("this is the result of one job, not of a plan", name, remedy))
    if any((folder / file).is_file() for file in (RECORD, LIST)):
        return open_plan(folder)
    if path.is_dir() and not (path / FILE).is_file():
        raise InputError(Problem(f"the folder holds neither a saved result nor {FILE}", name, _REMEDY))
    if not path.exists() and name not in shipped_studies():
        # What may have been meant: results and scenarios beside the name, and studies that ship.
        around = path.parent if path.parent.is_dir() else Path()
        here = [entry.parent.name for file in (RECORD, FILE) for entry in around.glob(f"*/{file}")]
        near = nearest(path.name, {*here, *shipped_studies()})
        what = f"there is no result and no scenario {name!r}"
        raise UnknownName(Problem(what, remedy=_REMEDY, nearest=near))
    return load_scenario(name)
