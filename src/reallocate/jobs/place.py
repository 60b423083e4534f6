"""The jobs of a place and growth by exposure as results: computed, listed, told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reallocate.data.bundle import read_manifest
from reallocate.data.country import HOME
from reallocate.data.national import country_facts, money_of_world
from reallocate.data.staffing import Place, area_jobs, industry_jobs, nation
from reallocate.jobs.cards import CARD_COLUMNS, cards_by_schooling
from reallocate.kernel.blocks import Block, Bullets, Prose, Section
from reallocate.kernel.errors import Problem, UnknownName, nearest
from reallocate.kernel.money import shows
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Column, Range, computed, of_unit, table, with_ends
from reallocate.kernel.text import NOTE, Text
from reallocate.moves.study import entry_words, requirements_in_words
from reallocate.moves.ways import all_moves, first_moves, ways_context
from reallocate.render.outline import sections
from reallocate.render.provenance import provenance
from reallocate.render.result import Kind, Result
from reallocate.work.history import history_tables, variants, yearly
from reallocate.work.jobs import jobs_table, major_groups
from reallocate.work.own_reach import measured_sentence, must_be_measured
from reallocate.work.panel import AFTER, BEFORE, comparable, signed
from reallocate.work.reach import SOURCE_WORDS
from reallocate.work.reach_names import USAGE_2026
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class _PlaceJobs:
    """The occupations of a place.

    sources : of reach
    shown : (occupation) those that are listed
    count : how many there are
    rest, total : the others together, where any are left out; all together
    groups : (major group) all occupations of the place by major group
    ways : (occupation) the first option of each that is listed, as from `_first_ways`
    cards : as from `cards_by_schooling`, of the nation alone
    """

    place: Place
    sources: tuple[str, ...]
    shown: pd.DataFrame
    count: int
    rest: pd.Series | None
    total: pd.Series
    groups: pd.DataFrame
    ways: pd.DataFrame
    cards: pd.DataFrame | None
    own_reach: str = ""

    @classmethod
    def of(
        cls, world: World, industry: Sequence[str], area: str | None, source: str | None, top: int
    ) -> _PlaceJobs:
        """The occupations of industries, an area or the nation, largest first; 0 for `top` lists all.

        Raises `UnknownName` for a place or source that is not known.
        """
        sources = _reach_sources(world, source)
        place = (
            industry_jobs(world, industry) if industry else area_jobs(world, area) if area else nation(world)
        )
        must_be_measured(world, list(place.jobs.index), "--source")
        table, total = jobs_table(world, place.jobs, sources)
        shown = table.head(top) if top else table
        rest = None
        if len(shown) < len(table):
            rest = jobs_table(world, place.jobs.loc[table.index[len(shown) :]], sources)[1]
            rest["title"] = f"{len(table) - len(shown)} others"
        groups = major_groups(world, place.jobs, sources)
        # Moves that are bridged from another country tell groups of jobs, so that no single way is named.
        is_bridged = world.country != HOME
        cards = None if industry or area or is_bridged else cards_by_schooling(world)
        ways = _first_ways(world, shown.index[:0] if is_bridged else shown.index)
        own_reach = measured_sentence(world, place.jobs["employment"], "these jobs' hours")
        return cls(place, sources, shown, len(table), rest, total, groups, ways, cards, own_reach)


@dataclass(frozen=True, eq=False)
class _ExposureHistory:
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
    def of(cls, world: World, source: str | None) -> _ExposureHistory:
        """Growth of jobs by exposure, 2022 to 2025 beside 2017 to 2019, by one source of reach or all."""
        sources = _reach_sources(world, source)
        quintiles, summary = (
            table[table["source"].isin(sources)] for table in history_tables(world).values()
        )
        panel = comparable(world.table("history"))
        left_out = panel.left_out.assign(title=world.occupations["title"].reindex(panel.left_out.index))
        sentence, verdict = (str(summary[name].iloc[0]) for name in ("sentence", "verdict"))
        choices = variants(world)[["variant", "occupations", *sources]]
        share = float(panel.employment_share)
        return cls(sources, quintiles, summary, choices, left_out, share, sentence, verdict)


def _first_ways(world: World, occupations: pd.Index) -> pd.DataFrame:
    """The first option of each occupation that has one, sideways or after study, for what is usual in it.

    occupations : those that are looked at
    Returns (row) occupation, to, to_title, of_100_leavers [people of 100], seen [people], pay_change [share
    of own pay], automatable_change [share of hours], years_of_study [years], tuition [USD], asks, star,
    option, step.
    """
    context = ways_context(world)
    best = first_moves(all_moves(context), context.parameters)
    origin = context.facts.occupations[best["origin"]]
    best = best.assign(occupation_from=origin, star=best["place"] == context.stars.first[best["origin"]])
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
            "star": found["star"].to_numpy(bool),
            "option": found["option"].to_numpy(object),
            "step": found["step"].to_numpy(int),
        }
    )


def _reach_sources(world: World, source: str | None) -> tuple[str, ...]:
    """One source of reach, or all; `UnknownName` where there is no such source."""
    if source is None:
        return world.sources
    if world.measured is not None:
        return (world.measured.name,)
    if source not in world.sources:
        known = (*world.sources, USAGE_2026)
        close = nearest(source, known) or known
        raise UnknownName(Problem(f"there is no source of reach {source!r}", "--source", nearest=close))
    return (source,)


_PLACE_TEXT, _HISTORY_TEXT = Text(), Text()
_CARDS = ("schooling", "unnamed", "unnamed_people", "less", "labelled", "less_people", "followers")
_HOURS, _JOBS_TABLE = "share of hours", "share of jobs"
_CORRELATION = "rank correlation"
_TITLE, _EMPLOYMENT = Column("title", "Occupation"), Column("employment", "Employed", "persons", digits=0)
_PAY = Column("wage_mean", "Mean pay", "USD/year", digits=0)
_SOURCE = Column("source", "Source", words=SOURCE_WORDS)
_WINDOWS = tuple(f"{first}_{last}" for first, last in (BEFORE, AFTER))


_REACHES = (
    *with_ends(Column("augmentable", unit=_HOURS), ", lowest", ", highest"),
    *with_ends(Column("automatable", unit=_HOURS), ", lowest", ", highest"),
)
_REACH = (
    Range("Augmentable", "augmentable_low", "augmentable_high", "augmentable"),
    Range("Automatable", "automatable_low", "automatable_high", "automatable"),
)
_PERCENTILES = (", 10th pct", ", 90th pct")
_BASIS = (
    Column(
        "content_filled",
        "Work filled",
        _JOBS_TABLE,
        about="of jobs whose work is that of related occupations",
    ),
    Column("wage_filled", "Pay filled", _JOBS_TABLE, about="of jobs whose pay was not released"),
)


@table("occupations", "Occupations", Column("occupation", "Code"), _TITLE, _EMPLOYMENT, _PAY, _REACHES,
_BASIS,
       source="BLS OEWS May 2025; O*NET; sources of reach.")  # fmt: skip
def _occupations(jobs: _PlaceJobs) -> pd.DataFrame:
    """Occupations that are listed, the largest first."""
    return jobs.shown.reset_index()


@table("total", "All occupations of the place", _TITLE, _EMPLOYMENT, _PAY, _REACHES, _BASIS)
def _total(jobs: _PlaceJobs) -> pd.DataFrame:
    """The occupations that are not listed together, and all together."""
    rows = [jobs.total] if jobs.rest is None else [jobs.rest, jobs.total]
    return pd.DataFrame(rows)


@table("groups", "By major group", Column("group", "Code"), Column("title", "Group"), _EMPLOYMENT, _REACHES,
       source="BLS OEWS May 2025; O*NET; sources of reach. Means weighted by employment.",
       section="groups", show=("title", "employment", *_REACH))  # fmt: skip
def _groups(jobs: _PlaceJobs) -> pd.DataFrame:
    """The occupations of the place by major group, the largest first."""
    return jobs.groups.reset_index()


@table("ways", "First option of each occupation", Column("occupation", "Code"), _TITLE,
       Column("to", "To, code"), Column("to_title", "Move to"),
       Column("of_100_leavers", "Of 100 who left", "people of 100"),
       Column("seen", "People seen", "people"), Column("pay_change", "Pay later", "share", signed=True),
       Column("automatable_change", "Automatable", _HOURS, signed=True),
       Column("years_of_study", "Study", "years"), Column("tuition", "Tuition", "USD", figures=2),
       Column("asks", "What it asks"), Column("star", "Star"),
       Column("option", "Option"), Column("step", "Step"),
       source="The moves of `reallocate job`, for people who bring what is usual; national pay.",
       )  # fmt: skip
def ways(jobs: _PlaceJobs) -> pd.DataFrame:
    """The first move sideways, or after study, of the occupations that are listed."""
    return jobs.ways


@table("cards", "The cards of all jobs", CARD_COLUMNS, optional=True,
       source="The cards of `reallocate job` for all occupations of the nation.",
       section="ways", show=_CARDS)  # fmt: skip
def _cards(jobs: _PlaceJobs) -> pd.DataFrame | None:
    """By schooling: cards without a move, first moves that pay less, and room if all follow the first."""
    return jobs.cards


_PLACE_TABLES = (_occupations, _total, _groups, ways, _cards)


def _growth_cells() -> Iterable[Column]:
    for window in _WINDOWS:
        words = window.replace("_", "–")
        yield from with_ends(Column(f"growth_{window}", f"Growth {words}", _JOBS_TABLE), *_PERCENTILES)
        yield Column(f"median_{window}", f"Median growth {words}", _JOBS_TABLE)


@table("history", "Growth of jobs by exposure quintile", _SOURCE, Column("fifth", "Quintile"),
_growth_cells(),
       Column("employment_2022", "Employed 2022", "persons"),
       source="BLS OEWS 2017 to 2025; scores of exposure.")  # fmt: skip
def _history(past: _ExposureHistory) -> pd.DataFrame:
    """Growth by source and quintile of exposure; quintile 5 is the most exposed."""
    return past.quintiles


@table(
    "summary", "Rank correlation of exposure with growth", _SOURCE,
    with_ends(Column("rank_correlation_before", "2017–2019", _CORRELATION), *_PERCENTILES),
    with_ends(Column("rank_correlation_after", "2022–2025", _CORRELATION), *_PERCENTILES),
    of_unit(_CORRELATION, difference="Difference", low="10th percentile", high="90th percentile",
            sampling_low="Survey error, 10th pct", sampling_high="Survey error, 90th pct",
            difference_weighted="Weighted by jobs", difference_own="All comparable occupations"),
    of_unit("share/year", gap_before="Gap 2017–2019", gap_after="Gap 2022–2025",
            gap_change="Change of gap", gap_low="Gap, 10th pct", gap_high="Gap, 90th pct"),
    Column("occupations", "Occupations"), Column("finding", "Finding"),
)  # fmt: skip
def _summary(past: _ExposureHistory) -> pd.DataFrame:
    """Correlation by source before and after 2022."""
    return past.summary.drop(columns=["sentence", "verdict"])


@table("other_choices", "Difference under other choices", Column("variant", "Choice"),
       Column("occupations", "Occupations"), others=Column("source", unit=_CORRELATION),
       section="choices")  # fmt: skip
def _other_choices(past: _ExposureHistory) -> pd.DataFrame:
    """Correlation after less before, by source, under other choices of years and occupations."""
    return past.choices


@table("left_out", "Occupations that cannot be compared", Column("reason", "Reason"),
       Column("occupations", "Occupations"), Column("employment", "Employed", "persons"),
       section="choices")  # fmt: skip
def left_out(past: _ExposureHistory) -> pd.DataFrame:
    """Occupations left out, by reason."""
    groups = past.left_out.groupby("reason")["employment"]
    return groups.agg(occupations="size", employment="sum").reset_index()


_HISTORY_TABLES = (_history, _summary, _other_choices, left_out)


_HALF_FILLED = 0.5
_WORK_FILLED, _PAY_FILLED = " *", " +"
_QUINTILES = ("Q1", "Q2", "Q3", "Q4", "Q5")


def _place_card(result: Result) -> list[Block]:
    """Occupations with employment, pay and reach."""
    rows = pd.concat([result.tables["occupations"], result.tables["total"].assign(occupation="")])
    marked = rows["title"].copy()
    marked += rows["content_filled"].eq(1).map({True: _WORK_FILLED, False: ""})
    marked += rows["wage_filled"].gt(_HALF_FILLED).map({True: _PAY_FILLED, False: ""})
    reach = ["augmentable", "automatable"] if len(result.facts["request"]["sources"]) == 1 else _REACH
    shown = result.grid(
        "occupations", "title", Column("occupation", "Code", absent=" "), "employment", "wage_mean", *reach,
        rows=rows.assign(title=marked), most=len(rows),
    )  # fmt: skip
    text = result.explain()
    cards = [result.grid("cards", *_CARDS)] if result.has("cards") else []
    return [shown, Prose(text["headline"]), Prose(text["ways"][:1]), *cards, Prose(text["notes"], NOTE)]


@_PLACE_TEXT.block("occupations")
def occupations(result: Result) -> list[Block]:
    """The card again, as the head of the page."""
    return _place_card(result)


@_PLACE_TEXT.block("ways")
def best_ways(result: Result) -> Block:
    """The best way out of each occupation."""
    columns = ("title", "to_title", "of_100_leavers", "seen", "pay_change", "automatable_change", "asks")
    return result.grid("ways", *columns, most=len(result.tables["ways"]))


def _place_page(result: Result) -> list[Section]:
    """The occupations, and the first option of each."""
    titles = {
        "occupations": "Employment, pay and AI's reach", "groups": "By major group", "ways": "Ways out",
    }  # fmt: skip
    return sections(result, _PLACE_TEXT, titles)


def _history_card(result: Result) -> list[Block]:
    """Growth by exposure, the correlations, and the finding."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        _growth(result),
        result.grid(
            "summary", "source", "rank_correlation_before", "rank_correlation_after", "difference",
            Range("10th–90th percentile", "low", "high"),
        ),
        Bullets(text["notes"]),
    ]  # fmt: skip


@_HISTORY_TEXT.block("history")
def exposure_and_growth(result: Result) -> list[Block]:
    """The card again, as the head of the page."""
    return _history_card(result)


def _history_page(result: Result) -> list[Section]:
    """The finding, and the tables behind it."""
    titles = {
        "history": "Did exposure predict job losses?", "choices": "Other choices, and occupations left out",
    }  # fmt: skip
    return sections(result, _HISTORY_TEXT, titles)


def _growth(result: Result) -> Block:
    rows = []
    for source, part in result.tables["history"].groupby("source", sort=False):
        for first, last in (BEFORE, AFTER):
            rates = yearly(part[f"growth_{first}_{last}"], (first, last))
            rows.append([SOURCE_WORDS[str(source)], f"{first}–{last}", *rates])
    frame = pd.DataFrame(rows, columns=["Source", "Years", *_QUINTILES])
    rates_shown = [Column(name, unit="share/year", signed=True, digits=1) for name in _QUINTILES]
    caption = "Growth of jobs by exposure quintile (Q5 = most exposed)"
    return result.grid(
        "history", Column("Source"), Column("Years"), *rates_shown, rows=frame, caption=caption
    )


JOBS_KIND = Kind("jobs", "a table of jobs", "reallocate jobs --out", _PLACE_TABLES, (), _place_page,
_place_card,
            about="jobs, pay and AI's reach", text=(_PLACE_TEXT,))  # fmt: skip
HISTORY = Kind("jobs-history", "a history of jobs by exposure", "reallocate jobs --history --out",
               _HISTORY_TABLES, (), _history_page, _history_card,
               about="AI exposure and job losses", text=(_HISTORY_TEXT,))  # fmt: skip


_LEAST_SHOWN = 0.0005
"""Share of jobs whose pay was not released, below which it is not mentioned."""


@_PLACE_TEXT.sentence("headline")
def how_to_read(jobs: _PlaceJobs) -> str:
    """What the reach is a share of, and over which sources."""
    median = f"median of {len(jobs.sources)} sources (lowest–highest)"
    alone = SOURCE_WORDS[jobs.sources[0]] if jobs.own_reach else jobs.sources[0]
    by = median if len(jobs.sources) > 1 else f"by {alone}"
    return (
        f"Reach is a share of hours, {by}. Augmentable: AI halves the time of a person. Automatable: AI does "
        "the work alone."
    )


@_PLACE_TEXT.sentence("headline")
def own_reach(jobs: _PlaceJobs) -> str:
    """What a measurement of one's own says, beside the sources."""
    return jobs.own_reach


@_PLACE_TEXT.sentence("headline")
def work_filled(jobs: _PlaceJobs) -> str:
    """How much of the work is that of related occupations."""
    return f"* work filled from related occupations: {jobs.total['content_filled']:.1%} of all these jobs."


@_PLACE_TEXT.sentence("headline")
def pay_filled(jobs: _PlaceJobs) -> str:
    """How much of the pay was not released; nothing where hardly any."""
    share = jobs.total["wage_filled"]
    if share < _LEAST_SHOWN:
        return ""
    return f"+ pay not released, a wider figure is used: {share:.1%} of all these jobs."


@_PLACE_TEXT.sentence("ways", "ways")
def ways_out(jobs: _PlaceJobs) -> list[str]:
    """How many have a way out, and how to read the table."""
    if jobs.ways.empty:
        return ["No single way out is named here: `reallocate job` tells groups of jobs."]
    people = jobs.shown["employment"]
    part = float(people.reindex(jobs.ways["occupation"]).sum() / people.sum()) if people.sum() else 0.0
    keeps = jobs.ways["pay_change"].ge(Parameters.default()["move_least_median"] - 1.0)
    kept = float(people.reindex(jobs.ways.loc[keeps, "occupation"]).sum() / people.sum()) if part else 0.0
    return [
        f"{len(jobs.ways)} of the {len(jobs.shown)} occupations listed, with {part:.0%} of their jobs, have "
        f"a named move sideways or after study; that of {kept:.0%} keeps nine tenths of pay or more.",
        "The table shows the first move of each card of `reallocate job`, which shows the others.",
    ]


@_PLACE_TEXT.sentence("notes")
def notes(jobs: _PlaceJobs) -> Sequence[str]:
    """What to know of the place's figures."""
    return jobs.place.notes


@_HISTORY_TEXT.sentence("headline")
def finding(past: _ExposureHistory) -> str:
    """Whether exposure predicted decline."""
    return past.sentence if len(past.sources) > 1 else str(past.summary["finding"].iloc[0])


@_HISTORY_TEXT.sentence("notes")
def other_choices(past: _ExposureHistory) -> str:
    """The difference under other choices."""
    differences = past.choices.drop(columns=["variant", "occupations"]).iloc[1:]
    figures = differences.to_numpy(float)
    low, high = signed(figures.min()), signed(figures.max())
    return (
        f"Under {len(differences)} other choices of years, occupations or weights the difference is "
        f"{low} to {high}; {int((figures < 0).sum())} of {figures.size} differences are below 0."
    )


@_HISTORY_TEXT.sentence("notes")
def first_rule(past: _ExposureHistory) -> str:
    """The verdict by the rule as first written."""
    return (
        f"That exposure predicts job losses: {past.verdict} by the rule as first written, over all "
        "sources. Whether the data could show an effect as small as the model's own: `reallocate claims "
        "3d`."
    )


@_HISTORY_TEXT.sentence("notes")
def not_compared(past: _ExposureHistory) -> str:
    """Occupations left out, the largest by name."""
    counts = past.left_out["reason"].value_counts()
    reasons = "; ".join(f"{reason} ({counts[reason]})" for reason in sorted(map(str, counts.index)))
    largest = str(past.left_out["employment"].idxmax())
    return (
        f"{len(past.left_out)} occupations with {1 - past.share:.1%} of the jobs of 2022 cannot be "
        f"compared, the largest {largest} {past.left_out['title'][largest]}: {reasons}."
    )


_LIBRARIES = ("numpy", "pandas")
"""Libraries whose version may move a digit."""


@shows(money_of_world)
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
    jobs = _PlaceJobs.of(world, industry, area, source, top)
    request = {"industry": list(industry), "area": area, "sources": list(jobs.sources), "top": top}
    facts = {"title": jobs.place.title, "listed": len(jobs.shown), "occupations_in_all": jobs.count}
    return Result(
        JOBS_KIND,
        {**facts, **_facts(world, request, command or "reallocate jobs")},
        computed(JOBS_KIND.tables, jobs),
        _PLACE_TEXT.said(jobs),
    )


@shows(money_of_world)
def history_study(world: World, source: str | None = None, command: str = "") -> Result:
    """Growth of jobs by exposure, 2022 to 2025 beside 2017 to 2019.

    source : of reach; all where there is none
    """
    past = _ExposureHistory.of(world, source)
    facts = {"title": "AI exposure and growth of jobs", "verdict": past.verdict, "sentence": past.sentence}
    request = {"sources": list(past.sources)}
    return Result(
        HISTORY,
        {**facts, **_facts(world, request, command or "reallocate jobs --history")},
        computed(HISTORY.tables, past),
        _HISTORY_TEXT.said(past),
    )


def _facts(world: World, request: dict[str, Any], command: str) -> dict[str, Any]:
    made = provenance(request, read_manifest(world.country), _LIBRARIES, command)
    return {"request": request, **country_facts(world.country), **made}
