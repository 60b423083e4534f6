"""Employment, pay and AI's reach by occupation in a place, and growth by exposure before and after 2022."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reallocate.data.place import Place, area_jobs, industry_jobs, nation
from reallocate.errors import Problem, UnknownName, nearest
from reallocate.work.history import history_tables
from reallocate.work.history_variants import variants
from reallocate.work.jobs import jobs_table
from reallocate.work.panel import comparable
from reallocate.work.world import World

REST = "others"


@dataclass(frozen=True, eq=False)
class PlaceJobs:
    """The occupations of a place.

    place : where
    sources : of reach
    shown : (occupation) those that are listed
    count : how many there are
    rest, total : the others together, where any are left out; all together
    """

    place: Place
    sources: tuple[str, ...]
    shown: pd.DataFrame
    count: int
    rest: pd.Series | None
    total: pd.Series

    def as_json(self) -> dict[str, Any]:
        """One object for machines."""
        return {
            "status": "ok",
            "place": self.place.title,
            "sources": list(self.sources),
            "occupations": records(self.shown.reset_index()),
            "shown": len(self.shown),
            "of": self.count,
            "total": records(self.total.to_frame().T)[0],
            "notes": list(self.place.notes),
        }


@dataclass(frozen=True, eq=False)
class ExposureHistory:
    """Whether exposure predicted decline: growth by exposure before and after 2022.

    quintiles, summary : by source of reach
    choices : the same under other choices of years and occupations
    left_out : occupations that cannot be compared, with the reason
    share : of employment that can be compared
    sentence, verdict : over all sources
    """

    sources: tuple[str, ...]
    quintiles: pd.DataFrame
    summary: pd.DataFrame
    choices: pd.DataFrame
    left_out: pd.DataFrame
    share: float
    sentence: str
    verdict: str

    def as_json(self) -> dict[str, Any]:
        """One object for machines."""
        counts = self.left_out.groupby("reason")["employment"].agg(occupations="size", employment="sum")
        return {
            "status": "ok",
            "verdict": self.verdict,
            "sentence": self.sentence,
            "history": records(self.quintiles),
            "summary": records(self.summary.drop(columns=["sentence", "verdict"])),
            "other_choices": records(self.choices),
            "left_out": records(counts.reset_index()),
        }


def place_jobs(
    world: World, industry: Sequence[str], area: str | None, source: str | None, top: int
) -> PlaceJobs:
    """The occupations of industries, an area or the nation, largest first.

    industry : NAICS codes or words of official titles; together
    area : code or words of its title
    source : of reach; the range over all of them where there is none
    top : occupations to list; 0 lists all
    Raises `UnknownName` for a place or source that is not known.
    """
    sources = reach_sources(world, source)
    if industry:
        place = industry_jobs(world, industry)
    else:
        place = area_jobs(world, area) if area else nation(world)
    table, total = jobs_table(world, place.jobs, sources)
    shown = table.head(top) if top else table
    rest = None
    if len(shown) < len(table):
        rest = jobs_table(world, place.jobs.loc[table.index[len(shown) :]], sources)[1]
        rest["title"] = f"{len(table) - len(shown)} {REST}"
    return PlaceJobs(place, sources, shown, len(table), rest, total)


def exposure_history(world: World, source: str | None) -> ExposureHistory:
    """Growth of jobs by exposure, 2022 to 2025 beside 2017 to 2019.

    source : of reach; all where there is none
    """
    sources = reach_sources(world, source)
    tables = history_tables(world)
    quintiles, summary = (table[table["source"].isin(sources)] for table in tables.values())
    panel = comparable(world.table("history"))
    left_out = panel.left_out.assign(title=world.occupations["title"].reindex(panel.left_out.index))
    sentence, verdict = (str(summary[name].iloc[0]) for name in ("sentence", "verdict"))
    choices = variants(world)[["variant", "occupations", *sources]]
    return ExposureHistory(
        sources, quintiles, summary, choices, left_out, panel.employment_share, sentence, verdict
    )


def reach_sources(world: World, source: str | None) -> tuple[str, ...]:
    """One source of reach, or all; `UnknownName` where there is no such source."""
    if source is None:
        return world.sources
    if source not in world.sources:
        close = nearest(source, world.sources) or world.sources
        raise UnknownName(Problem(f"there is no source of reach {source!r}", "--source", nearest=close))
    return (source,)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as a list of its rows, as JSON writes them."""
    found: list[dict[str, Any]] = json.loads(table.to_json(orient="records"))
    return found
