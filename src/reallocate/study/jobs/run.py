"""The jobs of a place, and growth of jobs by exposure, as results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.output.table import computed
from reallocate.problem.job.place import ExposureHistory, PlaceJobs
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.study.jobs.outline import HISTORY, JOBS
from reallocate.study.jobs.text import history_text, place_text
from reallocate.work.world import World

LIBRARIES = ("numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""


def jobs_study(
    world: World,
    industry: Sequence[str] = (),
    area: str | None = None,
    source: str | None = None,
    top: int = 0,
    command: str = "",
) -> Result:
    """The occupations of industries, an area or the nation, with employment, pay and reach.

    industry : NAICS codes or words of official titles; together
    area : code or words of its title
    source : of reach; the range over all of them where there is none
    top : occupations to list; 0 lists all
    Raises `UnknownName` for a place or source that is not known.
    """
    jobs = PlaceJobs.of(world, industry, area, source, top)
    request = {"industry": list(industry), "area": area, "sources": list(jobs.sources), "top": top}
    facts = {"title": jobs.place.title, "listed": len(jobs.shown), "occupations_in_all": jobs.count}
    return Result(
        JOBS,
        {**facts, **_facts(request, command or "reallocate jobs")},
        computed(JOBS.tables, jobs),
        place_text(jobs),
    )


def history_study(world: World, source: str | None = None, command: str = "") -> Result:
    """Growth of jobs by exposure, 2022 to 2025 beside 2017 to 2019.

    source : of reach; all where there is none
    """
    past = ExposureHistory.of(world, source)
    facts = {"title": "AI exposure and growth of jobs", "verdict": past.verdict, "sentence": past.sentence}
    request = {"sources": list(past.sources)}
    return Result(
        HISTORY,
        {**facts, **_facts(request, command or "reallocate jobs --history")},
        computed(HISTORY.tables, past),
        history_text(past),
    )


def _facts(request: dict[str, Any], command: str) -> dict[str, Any]:
    return {"request": request, **provenance(request, read_manifest(bundle_folder()), LIBRARIES, command)}
