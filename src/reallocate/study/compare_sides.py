"""The two sides of a comparison: saved results, or scenarios that are to be planned first."""

from __future__ import annotations

from pathlib import Path

from reallocate.errors import InputError, Problem, ReallocateError, UnknownName, nearest
from reallocate.study.folder import RECORD, open_study
from reallocate.study.job_folder import RECORD as JOB_RECORD
from reallocate.study.result import PlanStudy
from reallocate.study.scenario import FILE, load_scenario, shipped_studies
from reallocate.study.schema import Scenario

REMEDY = (
    "Name a folder that reallocate plan … --out wrote, a folder or .toml file with a scenario, "
    "or a shipped study."
)


def read_sides(names: tuple[str, str]) -> tuple[PlanStudy | Scenario, PlanStudy | Scenario]:
    """What each name stands for: a solved study, or a scenario that is to be planned.

    names : of A and B, each a result's folder, or what `load_scenario` takes
    Raises `InputError` with everything that is wrong with either, each with its letter.
    """
    found: list[PlanStudy | Scenario] = []
    problems: list[Problem] = []
    for letter, name in zip("AB", names, strict=True):
        try:
            found.append(_read(name))
        except ReallocateError as error:
            problems += [
                Problem(
                    one.what,
                    f"{letter}: {one.where}" if one.where else letter,
                    one.remedy,
                    one.why,
                    one.nearest,
                )
                for one in error.problems
            ]
    if problems:
        raise InputError(problems)
    return found[0], found[1]


def _read(name: str) -> PlanStudy | Scenario:
    path = Path(name)
    folder = path.parent if path.name in (RECORD, JOB_RECORD) else path
    if (folder / RECORD).is_file():
        return open_study(folder)
    if (folder / JOB_RECORD).is_file():
        raise InputError(
            Problem(
                "this is the result of one job, not of a plan",
                name,
                f"{REMEDY} Two jobs are set side by side by reading their cards.",
            )
        )
    if path.is_dir() and not (path / FILE).is_file():
        raise InputError(Problem(f"the folder holds neither a saved result nor {FILE}", name, REMEDY))
    if not path.exists() and name not in shipped_studies():
        raise UnknownName(
            Problem(
                f"there is no result and no scenario {name!r}",
                remedy=REMEDY,
                nearest=nearest(path.name, _known(path)),
            )
        )
    return load_scenario(name)


def _known(path: Path) -> list[str]:
    """Results and scenarios that may have been meant: those that ship, and those beside the name."""
    around = path.parent if path.parent.is_dir() else Path()
    here = [entry.parent.name for file in (RECORD, FILE) for entry in around.glob(f"*/{file}")]
    return sorted({*here, *shipped_studies()})
