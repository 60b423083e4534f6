"""What is computed of a place's jobs, and of growth by exposure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.data.place import Place, area_jobs, industry_jobs, nation
from reallocate.errors import Problem, UnknownName, nearest
from reallocate.transition.crowns import crowns
from reallocate.transition.entry import entry_words, requirements_in_words
from reallocate.transition.ways import all_moves, best_of_each, ways_context
from reallocate.work.history import history_tables
from reallocate.work.history_variants import variants
from reallocate.work.jobs import jobs_table, major_groups
from reallocate.work.panel import comparable
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class PlaceJobs:
    """The occupations of a place.

    sources : of reach
    shown : (occupation) those that are listed
    count : how many there are
    rest, total : the others together, where any are left out; all together
    groups : (major group) all occupations of the place by major group
    ways : (occupation) the best way out of each that is listed, as from `best_ways`
    """

    place: Place
    sources: tuple[str, ...]
    shown: pd.DataFrame
    count: int
    rest: pd.Series | None
    total: pd.Series
    groups: pd.DataFrame
    ways: pd.DataFrame

    @classmethod
    def of(
        cls, world: World, industry: Sequence[str], area: str | None, source: str | None, top: int
    ) -> PlaceJobs:
        """The occupations of industries, an area or the nation, largest first; 0 for `top` lists all.

        Raises `UnknownName` for a place or source that is not known.
        """
        sources = reach_sources(world, source)
        place = (
            industry_jobs(world, industry) if industry else area_jobs(world, area) if area else nation(world)
        )
        table, total = jobs_table(world, place.jobs, sources)
        shown = table.head(top) if top else table
        rest = None
        if len(shown) < len(table):
            rest = jobs_table(world, place.jobs.loc[table.index[len(shown) :]], sources)[1]
            rest["title"] = f"{len(table) - len(shown)} others"
        groups = major_groups(world, place.jobs, sources)
        return cls(place, sources, shown, len(table), rest, total, groups, best_ways(world, shown.index))


@dataclass(frozen=True, eq=False)
class ExposureHistory:
    """Whether exposure predicted decline: growth by exposure before and after 2022.

    quintiles, summary : by source of reach
    choices : the same under other choices of years and occupations
    left_out : (occupation) those that cannot be compared, with the reason
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

    @classmethod
    def of(cls, world: World, source: str | None) -> ExposureHistory:
        """Growth of jobs by exposure, 2022 to 2025 beside 2017 to 2019, by one source of reach or all."""
        sources = reach_sources(world, source)
        quintiles, summary = (
            table[table["source"].isin(sources)] for table in history_tables(world).values()
        )
        panel = comparable(world.table("history"))
        left_out = panel.left_out.assign(title=world.occupations["title"].reindex(panel.left_out.index))
        sentence, verdict = (str(summary[name].iloc[0]) for name in ("sentence", "verdict"))
        choices = variants(world)[["variant", "occupations", *sources]]
        share = float(panel.employment_share)
        return cls(sources, quintiles, summary, choices, left_out, share, sentence, verdict)


def best_ways(world: World, occupations: pd.Index) -> pd.DataFrame:
    """The best move now or after study out of each occupation that has one, for what is usual in it.

    occupations : those that are looked at
    Returns (row) occupation, to, to_title, of_100_leavers [people of 100], seen [people], pay_change [share
    of own pay], automatable_change [share of hours], years_of_study [years], tuition [USD], asks, first.
    """
    context = ways_context(world)
    best = best_of_each(all_moves(context))
    origin = context.facts.occupations[best["origin"]]
    best = best.assign(occupation_from=origin, first=best["place"] == crowns(context).first[best["origin"]])
    best = best.set_index("occupation_from").reindex([one for one in occupations if one in set(origin)])
    found = best.rename_axis(None)
    return pd.DataFrame(
        {
            "occupation": found.index,
            "title": world.occupations["title"].reindex(found.index).to_numpy(object),
            "to": found["occupation"].to_numpy(object),
            "to_title": world.occupations["title"].reindex(found["occupation"]).to_numpy(object),
            "of_100_leavers": 100 * found["share"].to_numpy(float),
            "seen": found["seen"].to_numpy(float),
            "pay_change": found["pay_change"].to_numpy(float),
            "automatable_change": found["automatable_change"].to_numpy(float),
            "years_of_study": found["years"].to_numpy(float),
            "tuition": found["tuition"].to_numpy(float),
            "asks": requirements_in_words(found, entry_words(world)) if len(found) else [],
            "first": found["first"].to_numpy(bool),
        }
    )


def reach_sources(world: World, source: str | None) -> tuple[str, ...]:
    """One source of reach, or all; `UnknownName` where there is no such source."""
    if source is None:
        return world.sources
    if source not in world.sources:
        close = nearest(source, world.sources) or world.sources
        raise UnknownName(Problem(f"there is no source of reach {source!r}", "--source", nearest=close))
    return (source,)
