"""A job's page and card, and the result that holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from reallocate.data.bundle import read_manifest
from reallocate.data.national import country_facts, money_of_world, national_parameters
from reallocate.jobs.five import five_facts
from reallocate.jobs.model import JobContext
from reallocate.jobs.options import JobQuestion
from reallocate.jobs.pay import modelled_pay
from reallocate.jobs.question import understand
from reallocate.jobs.tables import (
    PERCENTILES,
    REACH,
    TABLES,
    against,
    by_year,
    change,
    degree,
    further,
    in_place,
    odds_of,
    of_hundred,
    openings_for,
    pay_back,
    pay_figures,
    reach,
    target,
    went,
)  # fmt: skip
from reallocate.jobs.text import TEXT
from reallocate.jobs.ways import WITH_GAPS, Row, rows_of
from reallocate.kernel.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Facts,
    Grid,
    Head,
    Heading,
    Prose,
    Section,
    Span,
)
from reallocate.kernel.glossary import JOB_TERMS, grades, terms
from reallocate.kernel.money import shown_money, shows
from reallocate.kernel.number import cell, sentence
from reallocate.kernel.options import given, method_takes
from reallocate.kernel.options import option as declared
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Column, computed
from reallocate.kernel.text import LEAD, NOTE
from reallocate.moves.options import SIDEWAYS, STAY, STUDY
from reallocate.render.outline import sections
from reallocate.render.provenance import provenance, records
from reallocate.render.result import Kind, Result
from reallocate.render.status import Status
from reallocate.work.exchange import MarketPath
from reallocate.work.reach import SOURCE_WORDS, SOURCES_OF_REACH
from reallocate.work.world import World

_LARGEST = 300_000
"""Bytes that the page may have at most."""
_ABOUT = "one job, its hours and its ways out"
_WORDS = ("Reach", "Exposure", "Augmented", "Automated", "Source of reach")
_PLACES_ON_CARD, _SKILLS = 4, 6
_YOUNG = 30
"""Below this age the card says what is known of ages 22 to 25 [years]."""
_LONGEST_OPEN = 6
"""Rows of the occupations that stand open."""
_MARKED = "First pay: below that job's middle. Brackets: 80% interval; of hours, lowest–highest source."
_TOGETHER = "† = counted together with other jobs."
_DOTS = "Each mark is one source; they rate tasks or record what AI is used for."
_WAYS = {
    STAY: "Stay, and change how you work",
    SIDEWAYS: "Move sideways",
    STUDY: "Study",
    "usual": "Where most people went",
}
_BARS = (
    "The mark is the median of the sources; the line goes from the lowest to the highest. Augmentable: AI "
    "halves the time of a person. Automatable: AI does it alone."
)
_SAMPLING = "The line holds 90% of the survey's sampling error. † = a code was divided: an estimate."
_LEVELS = (
    "O*NET rates levels of occupations from 0 to 7. Yours are the usual ones of your occupation, or the "
    "highest where you say that you have the skill. Listed are the largest gaps of the first moves "
    "sideways. How long learning takes is not known."
)


_SECTIONS = {
    "sheet": "Your job and the ways out of it",
    "ways": "How to read the moves",
    "who": "Who this is about",
    "hours": "Which hours AI reaches",
    "history": "Employment and pay since 2017",
    "pay": "Pay",
    "skills": "Skills gaps of the first moves",
    "direction": "How far the job directs rather than does",
    "not_said": "Limits of these figures",
    "assumptions": "Assumptions and sources",
    "words": "Words used here",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page; the first prints on one sheet of paper."""
    return sections(result, TEXT, _SECTIONS)


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook, in the order in which somebody who worries reads."""
    said = partial(TEXT.picked, result.text)
    own = said("own_hours") if "tasks" in result.tables else []
    blocks: list[Block] = [
        Prose((_place(result),), NOTE),
        Prose(said("outlook_head")),
        Prose(said("outlook_lead", "outlook_note")),
        *([Prose(said("young_text"))] if (result.facts["request"]["age"] or _YOUNG) < _YOUNG else []),
        Prose(said("about_job")),
    ]
    for option, title in _WAYS.items():
        blocks += [Heading(title), _moves_in_words(result, option), *_moves_on_card(result, option, title)]
    blocks += [
        Prose(said("common_text")),
        Heading("Which hours AI reaches"),
        Prose(said("reach_of_hours")),
        _hours_on_card(result),
        *([Prose(own)] if own else []),
        _pay_on_card(result),
        Heading("What to do this month"),
        Bullets(said("month_text")),
        Prose(said("not_advice", "ways_text")[:3], NOTE),
        Heading(_SECTIONS["not_said"]),
    ]
    return [*blocks, Prose([*said("about_the_job")[:1], *said("cannot_know")])]


@TEXT.block("sheet")
def sheet(result: Result) -> list[Block]:
    """What somebody takes along on one sheet: outlook, three ways, reach, what to do."""
    said = partial(TEXT.picked, result.text)
    about = Prose((" ".join(said("about_job")),), NOTE)
    blocks: list[Block] = [Prose(said("outlook_head"), LEAD)]
    blocks += [Prose((" ".join(said("outlook_lead", "outlook_note")),)), about]
    for option, title in _WAYS.items():
        blocks += [Heading(title), _moves_in_words(result, option), *_five_things(result, option, title)]
    blocks += [Prose(said("reach_of_hours")), _dots(result)]
    return [*blocks, Heading("What to do this month"), Bullets(said("month_text"))]


def _moves_in_words(result: Result, option: str) -> Block:
    """The sentences of an option: a line each."""
    lines = result.explain()[option]
    return Bullets(lines) if len(lines) > 1 else Prose((" ".join(lines),))


def _dots(result: Result) -> Bars:
    """The share of hours that AI could do alone by each source."""
    spans = []
    for row in result.tables["sources"].sort_values("automatable").to_dict("records"):
        share = float(row["automatable"])
        words = SOURCE_WORDS[str(row["source"])]
        spans.append(Span(words, cell(share, "share"), *(100 * share,) * 3, "automatable"))
    caption = "Share of hours that AI could do alone, by each source [% of hours]"
    return Bars(caption, (Bar("", "", tuple(spans)),), _DOTS)


def _moves_of(result: Result, option: str) -> list[Row]:
    """The moves of an option, best first; staying is none."""
    table = result.tables["options"]
    return [] if option == STAY else rows_of(table[table["option"] == option])


def _five_things(result: Result, option: str, title: str) -> list[Block]:
    """Where to, how many went, pay, what it asks, openings: five things of each move."""
    rows = [
        {
            "to": ("★ " if row["star"] else "") + target(row),
            "of_100": went(row),
            "pay": f"{pay_figures(row, 'entry')} → {pay_figures(row, 'later')} ({against(row, 'later')})",
            "asks": _asks(row),
            "openings": openings_for(row),
        }
        for row in _moves_of(result, option)
    ]
    if not rows:
        return []
    columns = (
        Column("to", "Move to"),
        Column("of_100", "Of 100 who left"),
        Column("pay", "Pay: first → later", "USD/year"),
        Column("asks", "What it asks"),
        _openings_column(result),
    )
    return [_facts_grid(result, columns, rows, option, title, "★")]


def _asks(row: Row) -> str:
    """What a move asks, when study is paid back, and whether AI reaches further into it."""
    paid = f"pays back {pay_back(row)}" if row["payback_high"] == row["payback_high"] else ""
    return "; ".join(filter(None, (row["asks"], paid, "AI reaches further" if further(row) else "")))


def _facts_grid(
    result: Result, columns: Sequence[Column], rows: list[dict[str, Any]], option: str, title: str, star: str
) -> Block:
    """The moves of an option with five facts of each."""
    note = _note(result.tables["options"], option, star)
    caption = f"{title}: five facts each"
    return result.grid("options", *columns, rows=pd.DataFrame(rows), caption=caption, note=note)


def _note(options: pd.DataFrame, option: str, star: str) -> str:
    """What the marks of an option mean; what figures mean stands under the first table alone."""
    moves = options[options["option"] != STAY]
    shown = moves[moves["option"] == option]
    parts = [
        f"{star} = better, keeps pay, and has openings for all who are sent there."
        if shown["star"].any()
        else "",
        _MARKED if option == moves["option"].iloc[0] else "",
        _TOGETHER if shown["counted_with"].ne("").any() else "",
    ]
    return " ".join(part for part in parts if part)


def _openings_column(result: Result) -> Column:
    place = "nation" if result.facts["request"]["area_code"] is None else "place"
    return Column("openings", f"Openings in the {place}, for colleagues who look", "a year")


def _place(result: Result) -> str:
    codes = result.tables["occupations"]["occupation"]
    which = str(codes.iloc[0]) if len(codes) == 1 else f"{len(codes)} occupations"
    return f"{which}, {result.facts['request']['area']}"


@TEXT.block("who")
def who(result: Result) -> list[Block]:
    """The job, and the occupations that its title may mean."""
    rows = result.tables["occupations"]
    text = Prose(TEXT.picked(result.text, "about_job"))
    if len(rows) == 1:
        return [text]
    fold = "" if len(rows) <= _LONGEST_OPEN else "All occupations"
    return [text, result.grid("occupations", "title", "occupation", "weight", fold=fold)]


@TEXT.block("hours", after="no_chance")
def reach_by_kind(result: Result) -> Bars:
    """The share of hours that AI reaches, by kind of work."""
    kinds = [(sentence(row["kind"]), row) for row in result.tables["kinds"].to_dict("records")]
    total: Row = result.tables["hours_total"].iloc[0].to_dict()
    bars = tuple(_reach_bar(row, label) for label, row in [("All hours", total), *kinds])
    return Bars("Share of hours that AI reaches, by kind of work [% of hours]", bars, _BARS)


def _reach_bar(row: Row, label: str) -> Bar:
    """The two reaches into some hours, with their range over the sources."""
    spans = []
    for words, name in (("Augmentable", "augmentable"), ("Automatable", "automatable")):
        low, middle, high = (100 * float(row[f"{name}{end}"]) for end in ("_low", "", "_high"))
        spans.append(Span(words, reach(row, name), low, middle, high, name))
    return Bar(label, f"{cell(float(row['share']), 'share')} of the hours", tuple(spans))


def _year_bars(years: pd.DataFrame, name: str, caption: str) -> Bars:
    """A figure by year with the range of its sampling error, from 0 to the largest."""
    stem = "wage" if name == "wage_mean" else name
    known = years[years[name].notna()]
    most = float(known[[name, f"{stem}_high"]].max().max()) if len(known) else 1.0
    bars = []
    for row in known.to_dict("records"):
        value, low, high = (float(row[one]) for one in (name, f"{stem}_low", f"{stem}_high"))
        ends = (value, value) if low != low else (max(low, 0.0), high)
        low, middle, high = (100 * one / most for one in (ends[0], value, ends[1]))
        mark = "" if row["status"] in ("direct", "bridged") else " †"
        span = Span(f"{row['year']}{mark}", by_year(row, name), low, middle, high, "year")
        bars.append(Bar("", "", (span,)))
    return Bars(caption, tuple(bars), _SAMPLING)


@TEXT.block("history", after="growth")
def by_year_in_bars(result: Result) -> list[Block]:
    """Employment and pay by year."""
    years = result.table("history")
    if years.empty:
        return []
    return [
        _year_bars(years, "employment", "Employment [people]"),
        _year_bars(years, "wage_mean", shown_money().words("Mean pay [USD/year, money of that year]")),
    ]


@TEXT.block("ways")
def more_of_moves(result: Result) -> list[Block]:
    """Reach, chances and room of the moves shown, and every move that at least ten people made."""
    blocks: list[Block] = []
    for name, caption in (
        ("options", "The moves shown: more figures"),
        ("every_move", "Every move of ten people or more"),
    ):
        table = result.tables[name]
        table = table[table["option"] != STAY] if name == "options" else table
        if table.empty:
            continue
        rows = [_more(row) for row in table.to_dict("records")]
        columns = (
            Column("to", "Moved to"),
            Column("of_100", "Of 100 who left", "people (80% interval)"),
            result.kind.table("options").column("seen"),
            Column("pay", "Pay: first → later", "USD/year, later against yours"),
            Column("automatable", "Automatable, before → after", "% of hours"),
            Column("odds", "Hired if trying", "of 100 in a year"),
            Column("asks", "What it asks"),
            _openings_column(result),
        )
        frame = pd.DataFrame(rows).assign(seen=lambda one: one["seen"].round(1))
        fold = caption if name == "options" else f"All {len(frame)} moves that at least ten people made"
        note = f"{_MARKED} {_TOGETHER}"
        blocks.append(result.grid("options", *columns, rows=frame, caption=caption, note=note, fold=fold))
    return blocks


def _more(row: Row) -> Row:
    """All that is known of one move."""
    return {
        "to": target(row),
        "of_100": of_hundred(row),
        "seen": row["seen"],
        "pay": f"{pay_figures(row, 'entry')} → {pay_figures(row, 'later')} ({against(row, 'later')})",
        "automatable": ". ".join(filter(None, (change(row, "automatable"), further(row)))),
        "odds": odds_of(row),
        "asks": row["asks"],
        "openings": openings_for(row),
    }


@TEXT.block("skills")
def skills_gaps(result: Result) -> list[Block]:
    """Skills and knowledge that the first moves sideways need above the job of today."""
    gaps, options = result.tables["gaps"], result.tables["options"]
    first = options[options["option"] == SIDEWAYS].head(WITH_GAPS)
    if first.empty:
        return []
    levels = _LEVELS if shown_money().is_home else _LEVELS.replace("O*NET rates", "The source rates")
    blocks: list[Block] = [Prose((levels,), NOTE)]
    for occupation, title in first[["occupation", "title"]].itertuples(index=False):
        rows = gaps[gaps["occupation"] == occupation].head(_SKILLS)
        if rows.empty:
            blocks += [Heading(str(title)), Prose(("None that ratings can tell.",))]
        else:
            named = rows.assign(title=[f"{row.title} ({row.domain})" for row in rows.itertuples()])
            columns = ("title", "level_now", "level_needed", "lacking")
            blocks.append(result.grid("gaps", *columns, rows=named, caption=str(title)))
    return blocks


@TEXT.block("assumptions", after="assumptions")
def repeated(result: Result) -> list[Block]:
    """Grades of evidence, and how to repeat it."""
    facts = result.facts
    return [
        grades(fold="Grades of evidence"),
        Heading("How to repeat it"),
        Facts(
            (
                ("Version", f"reallocate {facts['version']}"),
                ("Hash of the shipped figures", str(facts["hashes"]["bundle"])),
                ("Libraries", str(facts["hashes"]["libraries"])),
                ("Command", str(facts["command"])),
            )
        ),
    ]


@TEXT.block("words")
def words(result: Result) -> list[Block]:
    """Words of the page, and the sources of reach."""
    rows = tuple((one.words, one.measures) for one in SOURCES_OF_REACH.values())
    heads = (Head("Source of reach"), Head("What it measures"))
    return [
        terms(*_WORDS, *JOB_TERMS),
        Grid("The sources of reach", heads, rows, fold="The sources of reach"),
    ]


def _hours_on_card(result: Result) -> Block:
    rows = pd.concat([result.tables["kinds"], result.tables["hours_total"].assign(kind="all")])
    by = (
        Column("people_augmentable", "Augmentable, people judge", "share of hours"),
        Column("model_augmentable", "Augmentable, GPT-4 judges", "share of hours"),
    )
    caption = "Hours that AI reaches: median of the sources (lowest–highest)"
    return result.grid("kinds", "kind", "share", *REACH, *by, rows=rows, caption=caption)


def _pay_on_card(result: Result) -> Block:
    rows = result.table("pay")
    if rows["place_title"].nunique() > 1:
        rows = rows.assign(title=[f"{row.title} ({row.place_title})" for row in rows.itertuples()])
    places = "; ".join(dict.fromkeys(str(place) for place in rows["place_title"]))
    short = [Column(name, f"{name.removeprefix('wage_p')}%", figures=3) for name in PERCENTILES]
    modelled = sorted({modelled_pay(str(status)) for status in rows["status"]} - {""})
    basis = f", {' or '.join(modelled)}" if modelled else ""
    caption = f"Pay in {in_place(places)} [USD/year], by share of people who earn less{basis}"
    return result.grid("pay", "title", *short, rows=rows.head(_PLACES_ON_CARD), caption=caption)


def _moves_on_card(result: Result, option: str, title: str) -> list[Block]:
    rows = [
        {
            "to": f"{'* ' if row['star'] else ''}{row['occupation']} {target(row)}; {_asks(row)}",
            "of_100": went(row, "\n"),
            "pay": "\n".join(f"{pay_figures(row, one)}  {against(row, one)}" for one in ("entry", "later")),
            "automatable": change(row, "automatable").replace(" (", "\n("),
            "openings": openings_for(row).replace(" for", "\nfor"),
        }
        for row in _moves_of(result, option)
    ]
    if not rows:
        return []
    columns = (
        Column("to", "Move to, what it asks"),
        Column("of_100", "Of 100 who left"),
        Column("pay", "First, later pay [USD/year]"),
        Column("automatable", "AI alone: now → there"),
        _openings_column(result),
    )
    return [_facts_grid(result, columns, rows, option, title, "*")]


def _answer(result: Result) -> Mapping[str, Any]:
    """The three options, for machines that ask for nothing else."""
    return {"options": records(result.table("options"))}


JOB = Kind(
    "job", "a job's results", "reallocate job … --out", (*TABLES, five_facts), (), _page, _card, _ABOUT,
    figures=_answer, text=(TEXT,), since=7,
)  # fmt: skip


_LIBRARIES = ("numpy", "pandas")
"""Libraries whose version may move a digit."""


_CENTS = 6
"""Decimals of a pay that was converted, so that it is as it was written."""


class _JobStudy(JobQuestion):
    """A question about a job, and what it is answered from."""

    parameters: Parameters | None = declared(python="the numbers in force; the declared ones by default")
    market: MarketPath | None = declared(python="where pay and hiring in the job go; as today by default")
    command: str = declared(default="", python="that asks")


@shows(money_of_world)
@method_takes(_JobStudy)
def job_study(world: World, asked: _JobStudy) -> Result:
    """One job: which hours AI reaches, what history shows, pay, moves seen out of it, how far it directs.

    A title that may mean several occupations has hours, history and pay of all by their probability, and the
    moves out of the likeliest. Raises `InputError` with every problem of every argument.
    """
    query = understand(world, **given(asked, JobQuestion))
    parameters = asked.parameters or national_parameters(world.country)
    context = JobContext.of(world, query, parameters, asked.market)
    facts = _facts(world, context, asked.market, asked.command)
    tables, text = computed(JOB.tables, context), TEXT.said(context, facts)
    return Result(JOB, facts, tables, text, Status(facts["basis"]))


@cache
def _bundle(country: str) -> Mapping[str, Any]:
    return read_manifest(country)


def _facts(world: World, job: JobContext, market: MarketPath | None, command: str) -> dict[str, Any]:
    """Title and basis of the job, the request as understood, the worker, and how to repeat it."""
    query, moves = job.query, job.moves
    described = world.occupations["content_status"].reindex(query.job.mix.index).eq("observed").all()
    request = {
        "job": query.job.asked,
        "area": query.area_title,
        "area_code": query.area,
        "age": query.age,
        "pay": None if query.pay is None else round(shown_money().of(query.pay), _CENTS),
        "education": query.education_title or None,
        "have": [*query.skill_titles, *query.field_titles],
        "tasks": None if query.tasks is None else len(query.tasks.rows),
        "moves": query.own_moves is not None,
        "horizon": query.horizon,
        **({} if query.reach is None else {"reach": query.reach}),
    }
    worker = {
        "occupation": query.job.likeliest,
        "title": str(query.job.titles.iloc[0]),
        "pay": moves.own_pay,
        "pay_given": query.pay is not None,
        "schooling": degree(moves.schooling),
        "schooling_given": query.education is not None,
        "years": moves.years,
        "leaving": moves.leaving,
        "people_seen_to_leave": moves.people_seen,
        "counted_with": list(moves.counted_with),
    }
    written = command or f"reallocate job {json.dumps(query.job.asked, ensure_ascii=False)}"
    return {
        "title": query.job.title,
        **country_facts(world.country),
        "read_as": query.job.how,
        "basis": "predicted" if query.tasks is not None else "observed" if described else "filled",
        "request": request,
        "worker": worker,
        "market_given": market is not None,
        "market_ends": None if market is None else job.market_ends(market),
        **provenance(request, _bundle(world.country), _LIBRARIES, written),
    }
