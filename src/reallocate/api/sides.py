"""The two sides of a comparison: saved results, or scenarios that are to be planned first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from reallocate.firm.report.result import compared_study, open_plan
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import load_scenario, shipped_studies
from reallocate.jobs.page import JOB
from reallocate.kernel.disk import settle
from reallocate.kernel.errors import InputError, Problem, ReallocateError, UnknownName, nearest
from reallocate.kernel.executor import Where
from reallocate.kernel.manifest import LIST, listed_in
from reallocate.kernel.toml import FILE
from reallocate.render.result import Result
from reallocate.render.saving import RECORD

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
