"""Show the jobs of an industry, an area or the nation, or whether exposure predicted their decline."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.market_requests import JobsRequest
from reallocate.api.out import finished, free_folder
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.data.national import must_carry
from reallocate.firm.request.amounts import requested_country
from reallocate.jobs.place import HISTORY, JOBS_KIND, history_study, jobs_study
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.options import as_names, takes
from reallocate.render.result import Result
from reallocate.roster.reach_file import world_with_reach
from reallocate.work.reach_names import USAGE_2026, is_reach_file


@python_errors
@recorded("jobs")
@takes(JobsRequest)
def jobs(asked: JobsRequest) -> Result:
    """Occupations with employment, pay, and the share of their hours that AI reaches.

    Raises `UnknownName` for a place or source that is not known.
    """
    places = {name: getattr(asked, name) for name in ("industry", "area", "nation", "history")}
    named = [f"--{name}" for name, value in places.items() if value]
    if len(named) > 1:
        why = "One place is shown at a time, and the history is that of the nation."
        what = f"{' and '.join(named)} do not go together"
        raise InputError(Problem(what, "jobs", "Give one of them.", why))
    if asked.top < 0:
        what = f"{asked.top} occupations cannot be listed"
        raise InputError(Problem(what, "--top", "Write 0 or more."))
    folder = free_folder(asked.out, HISTORY if asked.history else JOBS_KIND)
    world = shipped_world(requested_country(asked.country))
    source, gaps = asked.source, asked.reach_gaps or ""
    path = Path(source) if source and is_reach_file(source) else None
    if (path or gaps or source == USAGE_2026) and not asked.history:
        world = world_with_reach(world, source or "", path, gaps, "--source")
    if asked.history:
        must_carry(world.country, "jobs --history", "no people by occupation of 2017 to 2019 to compare with")
        return finished(history_study(world, asked.source, command_line()), folder)
    industries = as_names(asked.industry or ()) or ()
    made = jobs_study(world, industries, asked.area, asked.source, asked.top, command_line())
    return finished(made, folder)
