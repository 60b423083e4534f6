"""Show the jobs of an industry, an area or the nation, or whether exposure predicted their decline."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.firm import Names, several
from reallocate.api.out import finished, free_folder
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.jobs.place import HISTORY, JOBS_KIND, history_study, jobs_study
from reallocate.kernel.errors import InputError, Problem
from reallocate.render.result import Result


@python_errors
@recorded("jobs")
def jobs(
    industry: Names = None,
    *,
    area: str | None = None,
    nation: bool = False,
    history: bool = False,
    source: str | None = None,
    top: int = 25,
    out: str | Path | None = None,
) -> Result:
    """Occupations with employment, pay, and the share of their hours that AI reaches.

    industry : NAICS code, or words of an official title, or several
    area : state or area: code or words of its title
    nation : all jobs of the United States, also where no place is named
    history : growth of jobs by exposure instead, 2022 to 2025 beside 2017 to 2019
    source : one source of AI's reach; all of them by default
    top : occupations to list; 0 lists all
    out : folder to save the result in; checked before the work
    Raises `UnknownName` for a place or source that is not known.
    """
    options = {"--industry": industry, "--area": area, "--nation": nation, "--history": history}
    given = [name for name, value in options.items() if value]
    if len(given) > 1:
        why = "One place is shown at a time, and the history is that of the nation."
        what = f"{' and '.join(given)} do not go together"
        raise InputError(Problem(what, "jobs", "Give one of them.", why))
    if top < 0:
        raise InputError(Problem(f"{top} occupations cannot be listed", "--top", "Write 0 or more."))
    folder = free_folder(out, HISTORY if history else JOBS_KIND)
    world = shipped_world()
    if history:
        return finished(history_study(world, source, command_line()), folder)
    return finished(jobs_study(world, several(industry), area, source, top, command_line()), folder)
