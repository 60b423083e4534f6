"""Show the jobs of an industry, an area or the nation, or whether exposure predicted their decline."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.errors import InputError, Problem
from reallocate.face.firm import Names, several
from reallocate.face.spelling import python_errors
from reallocate.face.study_result import Tabular, study_result
from reallocate.result import folder as folders
from reallocate.result.result import Result
from reallocate.study.jobs.run import exposure_history, place_jobs

KIND = folders.Kind("jobs", "a table of jobs", "jobs.json", "reallocate jobs")


@python_errors
def jobs(
    industry: Names = None,
    *,
    area: str | None = None,
    nation: bool = False,
    history: bool = False,
    source: str | None = None,
    top: int = 25,
) -> Result:
    """Occupations with employment, pay, and the share of their hours that AI reaches.

    industry : NAICS code, or words of an official title, or several
    area : state or area: code or words of its title
    nation : all jobs of the United States, also where no place is named
    history : growth of jobs by exposure instead, 2022 to 2025 beside 2017 to 2019
    source : one source of AI's reach; all of them by default
    top : occupations to list; 0 lists all
    Raises `UnknownName` for a place or source that is not known.
    """
    from reallocate.report.terminal_jobs import print_history, print_place

    options = {"--industry": industry, "--area": area, "--nation": nation, "--history": history}
    given = [name for name, value in options.items() if value]
    if len(given) > 1:
        why = "One place is shown at a time, and the history is that of the nation."
        raise InputError(
            Problem(f"{' and '.join(given)} do not go together", "jobs", "Give one of them.", why)
        )
    if top < 0:
        raise InputError(Problem(f"{top} occupations cannot be listed", "--top", "Write 0 or more."))
    world = load_world()
    if history:
        past = exposure_history(world, source)
        tables = {"history": past.quintiles, "summary": past.summary, "other_choices": past.choices}
        return _result(
            "Exposure and growth of jobs", past.as_json(), tables, [past.sentence],
            lambda console, place: print_history(past, console),
        )  # fmt: skip
    found = place_jobs(world, several(industry), area, source, top)
    return _result(
        found.place.title, found.as_json(), {"occupations": found.shown.reset_index()}, found.place.notes,
        lambda console, place: print_place(found, console),
    )  # fmt: skip


def _result(
    title: str, record: Any, tables: Mapping[str, pd.DataFrame], headline: Any, print_to: Any
) -> Result:
    study = Tabular({"title": title, "version": version("reallocate")}, tables, {"headline": list(headline)})
    return study_result(
        study,
        KIND,
        record,
        print_to,
        dict,
        lambda place, files: folders.save_result(
            place, KIND, {**folders.contents_of(study, KIND.record), **files}
        ),
        {},
    )
