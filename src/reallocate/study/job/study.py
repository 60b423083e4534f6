"""One job as a study: hours, history, pay, moves that were seen, direction, and what it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.measure.written import spoken
from reallocate.roster.titles import TitleIndex
from reallocate.study.job.as_json import as_object
from reallocate.study.job.asked import Asked, understand
from reallocate.study.job.moves import WEIGHT_PER_PERSON, JobMoves, directions, job_moves
from reallocate.study.job.sentences import sentences
from reallocate.study.named_tables import chart_named, table_named
from reallocate.work.activities import WIDTHS, Width, activity_set
from reallocate.work.exchange import MarketPath
from reallocate.work.job_history import JobHistory, job_history
from reallocate.work.job_hours import JobHours, job_hours, list_hours
from reallocate.work.job_pay import JobPay, job_pay
from reallocate.work.parameters import Parameters, parameter_table
from reallocate.work.world import World

DECIDING = ("numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""


@dataclass(frozen=True, eq=False)
class JobStudy:
    """What is known of one job, and the moves out of it.

    meta : facts: title, version, hashes, command, and the worker as understood
    tables : by name
    said : sentences by part of the card
    """

    meta: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    said: Mapping[str, list[str]]

    @property
    def status(self) -> str:
        """`observed`; `predicted` from a list of tasks; `filled` where others' hours stand in."""
        return str(self.meta["status"])

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `moves`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """Raises `UnknownName`: there are tables only.

        name : of any chart
        """
        return chart_named({}, name, self.tables)

    def explain(self) -> dict[str, list[str]]:
        """The study in sentences, by part of the card."""
        return spoken(self.said)

    def as_json(self) -> dict[str, Any]:
        """The study as one object for machines."""
        return as_object(self.meta, self.tables, self.explain())

    def __repr__(self) -> str:
        return "\n".join([str(self.meta["title"]), *self.said["headline"]])


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
    horizon: int = 10,
    parameters: Parameters | None = None,
    market: MarketPath | None = None,
    command: str = "",
    index: Callable[[], TitleIndex] | None = None,
) -> JobStudy:
    """One job: which hours AI reaches, what history shows, pay, moves seen out of it, how far it directs.

    world : with all shipped tables
    asked : the job by code, official title or common title
    area : where: code or words of a state's or metropolitan area's title; the nation without one
    age : [years]; shortens the horizon where retirement comes first
    pay : [USD/year] today; the middle of the occupation in the place without it
    education : the highest level, in words
    have : skills or fields of knowledge held besides those of the occupation
    tasks : file with the person's own tasks; the occupation's without it
    horizon : [years] to look at in the market given, at most
    parameters : the numbers in force; the declared ones where none are given
    market : where pay and hiring in the occupation go; as today where none is given
    command : that made it
    index : makes the index of titles, where many jobs are asked for in a row
    A title of several occupations has hours, history and pay of all of them by weight, and the moves out of
    the likeliest. Raises `InputError` with every problem of every argument.
    """
    question = understand(
        world, asked, area=area, age=age, pay=pay, education=education, have=have, tasks=tasks,
        horizon=horizon, index=index,
    )  # fmt: skip
    p = parameters or Parameters.default()
    mix = question.job.mix
    hours = _hours(world, question)
    history, paid = job_history(world, mix), job_pay(world, mix, question.area)
    direction = direction_table(world, question)
    found = job_moves(world, question, p, market=market)
    tables = _tables(question, hours, history, paid, found, direction, p)
    meta = _meta(world, question, found, market, command)
    said = sentences(question, hours, history, paid, found, direction, p, meta)
    return JobStudy(MappingProxyType(meta), MappingProxyType(tables), MappingProxyType(said))


def _hours(world: World, asked: Asked) -> JobHours:
    if asked.tasks is None:
        return job_hours(world, asked.job.mix)
    return list_hours(world, asked.tasks.content, asked.tasks.way)


def direction_table(world: World, asked: Asked) -> pd.DataFrame:
    """How far a job directs, by both definitions, and where that stands among all jobs.

    world : content and employment
    asked : the job, or the person's own tasks
    Returns (width) width, share [share of hours], rank [share of all jobs that direct less, half of equals].
    """
    every = directions(world)
    people = world.occupations["employment"].reindex(every.index).fillna(0.0).to_numpy(float)
    mix = asked.job.mix / asked.job.mix.sum()
    rows = []
    for width in WIDTHS:
        index = every[f"direction_{width}"]
        if asked.tasks is None:
            own = float((index.reindex(mix.index) * mix).sum())
        else:
            own = _list_direction(asked.tasks.content, width)
        others = index.to_numpy(float)
        below = float(people[others < own].sum() + people[others == own].sum() / 2)
        rows.append({"width": width, "share": own, "rank": below / float(people.sum())})
    return pd.DataFrame(rows)


def _list_direction(content: pd.Series, width: Width) -> float:
    return float(content[content.index.isin(activity_set("direction", width))].sum() / content.sum())


def _tables(
    asked: Asked,
    hours: JobHours,
    history: JobHistory,
    paid: JobPay,
    found: JobMoves,
    direction: pd.DataFrame,
    p: Parameters,
) -> dict[str, pd.DataFrame]:
    occupations = pd.DataFrame({"title": asked.job.titles, "weight": asked.job.mix}).rename_axis("occupation")
    pay = paid.pay.assign(employment_here=paid.employment)
    tables = {
        "occupations": occupations.reset_index(),
        "activities": hours.activities.rename_axis("activity").reset_index(),
        "kinds": hours.kinds.rename_axis("kind").reset_index(),
        "hours_total": hours.total.astype(float).to_frame().T.reset_index(drop=True),
        "reach_by_source": hours.by_source.rename_axis(["source", "activity"]).reset_index(),
        "sources": hours.source_totals.rename_axis("source").reset_index(),
        "history": history.years.rename_axis("year").reset_index(),
        "history_fifths": history.quintiles.rename_axis("source").reset_index(),
        "pay": pay.rename_axis("occupation").reset_index(),
        "flows": paid.flows.rename_axis("occupation").reset_index(),
        "moves": found.moves,
        "gaps": found.gaps,
        "direction": direction,
        "assumptions": assumptions(p),
    }
    if asked.tasks is not None:
        tables["tasks"] = asked.tasks.rows
    return tables


def assumptions(p: Parameters) -> pd.DataFrame:
    """Every assumed number that the moves rest on.

    p : the numbers in force
    Returns name, parameter, value, unit, low, high, grade, source, vintage, own.
    """
    table = (
        parameter_table(p).set_index("name").loc[[WEIGHT_PER_PERSON]].rename_axis("parameter").reset_index()
    )
    table.insert(0, "name", table.pop("says"))
    columns = ["name", "parameter", "value", "unit", "low", "high", "grade", "source", "vintage", "own"]
    return table[columns]


@cache
def _versions() -> Mapping[str, str]:
    return {name: version(name) for name in ("reallocate", *DECIDING)}


@cache
def _shipped() -> str:
    """What the shipped figures are known by."""
    text = json.dumps(read_manifest(bundle_folder()), sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _market_ends(market: MarketPath, asked: Asked, years: int) -> dict[str, float]:
    """Pay and job finding of the job's likeliest occupation in the last year looked at [ratio to today]."""
    pay, finding = market.ratios(pd.Index([asked.job.likeliest]), years)
    return {"pay": float(pay[-1, 0]), "job_finding": float(finding[-1, 0])}


def _meta(
    world: World,
    asked: Asked,
    found: JobMoves,
    market: MarketPath | None,
    command: str,
) -> dict[str, Any]:
    described = world.occupations["content_status"].reindex(asked.job.mix.index).eq("observed").all()
    asked_for = {
        "job": asked.job.asked,
        "area": asked.area_title,
        "area_code": asked.area,
        "age": asked.age,
        "pay": asked.pay,
        "education": asked.education_title or None,
        "have": list(asked.skill_titles),
        "tasks": None if asked.tasks is None else len(asked.tasks.rows),
        "horizon": asked.horizon,
    }
    worker = {
        "occupation": asked.job.likeliest,
        "title": str(asked.job.titles.iloc[0]),
        "pay": found.own_pay,
        "pay_given": asked.pay is not None,
        "years": found.years,
        "people_seen_to_leave": found.people_seen,
        "counted_with": list(found.counted_with),
    }
    return {
        "kind": "job",
        "title": asked.job.title,
        "read_as": asked.job.how,
        "status": "predicted" if asked.tasks is not None else "observed" if described else "filled",
        "asked": asked_for,
        "worker": worker,
        "version": _versions()["reallocate"],
        "market_given": market is not None,
        "market_ends": None if market is None else _market_ends(market, asked, found.years),
        "hashes": {
            "bundle": _shipped(),
            "libraries": ", ".join(f"{name} {_versions()[name]}" for name in DECIDING),
        },
        "command": command or f"reallocate job {json.dumps(asked.job.asked, ensure_ascii=False)}",
    }
