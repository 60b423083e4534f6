"""One job as a study: hours, history, pay, moves that were seen, direction, and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.output.table import computed
from reallocate.problem.job.context import JobContext
from reallocate.result.provenance import provenance
from reallocate.result.result import Result, Status
from reallocate.scenario.job import understand
from reallocate.study.job.figures import degree
from reallocate.study.job.outline import JOB
from reallocate.study.job.tables import TABLES
from reallocate.study.job.text import sentences
from reallocate.work.exchange import MarketPath
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

LIBRARIES = ("numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""


def job_study(
    world: World,
    asked: str,
    *,
    area: str | None = None,
    age: float | None = None,
    pay: float | None = None,
    education: str | None = None,
    have: Sequence[str] = (),
    tasks: Path | None = None,
    moves: Path | None = None,
    horizon: int = 10,
    parameters: Parameters | None = None,
    market: MarketPath | None = None,
    command: str = "",
) -> Result:
    """One job: which hours AI reaches, what history shows, pay, moves seen out of it, how far it directs.

    world : with all shipped tables
    asked : the job by code, official title or common title
    area : where: code or words of a state's or metropolitan area's title; the nation without one
    age : [years]; shortens the horizon where retirement comes first
    pay : [USD/year] today; the middle of the occupation in the place without it
    education : the highest level, in words
    have : skills or fields of knowledge held besides those of the occupation
    tasks : file with the person's own tasks; the occupation's without it
    moves : file with moves between occupations, in place of the survey's
    horizon : [years] to look at in the market given, at most
    parameters : the numbers in force; the declared ones where none are given
    market : where pay and hiring in the occupation go; as today where none is given
    A title that may mean several occupations has hours, history and pay of all by their probability, and the
    moves out of the likeliest. Raises `InputError` with every problem of every argument.
    """
    query = understand(
        world, asked, area=area, age=age, pay=pay, education=education, have=have, tasks=tasks, moves=moves,
        horizon=horizon,
    )  # fmt: skip
    context = JobContext.of(world, query, parameters or Parameters.default(), market)
    facts = _facts(world, context, market, command)
    return Result(JOB, facts, computed(TABLES, context), sentences(context, facts), Status(facts["basis"]))


@cache
def _bundle() -> Mapping[str, Any]:
    return read_manifest(bundle_folder())


def _facts(world: World, job: JobContext, market: MarketPath | None, command: str) -> dict[str, Any]:
    """Title and basis of the job, the request as understood, the worker, and how to repeat it."""
    query, moves = job.query, job.moves
    described = world.occupations["content_status"].reindex(query.job.mix.index).eq("observed").all()
    request = {
        "job": query.job.asked,
        "area": query.area_title,
        "area_code": query.area,
        "age": query.age,
        "pay": query.pay,
        "education": query.education_title or None,
        "have": [*query.skill_titles, *query.field_titles],
        "tasks": None if query.tasks is None else len(query.tasks.rows),
        "moves": query.own_moves is not None,
        "horizon": query.horizon,
    }
    worker = {
        "occupation": query.job.likeliest,
        "title": str(query.job.titles.iloc[0]),
        "pay": moves.own_pay,
        "pay_given": query.pay is not None,
        "schooling": degree(moves.schooling),
        "schooling_given": query.education is not None,
        "years": moves.years,
        "people_seen_to_leave": moves.people_seen,
        "counted_with": list(moves.counted_with),
    }
    written = command or f"reallocate job {json.dumps(query.job.asked, ensure_ascii=False)}"
    return {
        "title": query.job.title,
        "read_as": query.job.how,
        "basis": "predicted" if query.tasks is not None else "observed" if described else "filled",
        "request": request,
        "worker": worker,
        "market_given": market is not None,
        "market_ends": None if market is None else job.market_ends(market),
        **provenance(request, _bundle(), LIBRARIES, written),
    }
