"""The page and the terminal card of one job, in the order in which they are read."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import cell, sentence
from reallocate.output.blocks import (
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
from reallocate.output.glossary import JOB_TERMS, grades, terms
from reallocate.output.table import Column, Range
from reallocate.result.result import Kind, Result
from reallocate.study.job.figures import (
    Row,
    against,
    by_year,
    change,
    in_place,
    of_hundred,
    pay,
    reach,
    target,
)
from reallocate.study.job.tables import PERCENTILES, TABLES
from reallocate.work.exposure import SOURCES_OF_REACH

LARGEST = 300_000
"""Bytes that the page may have at most."""
ABOUT = "one job, its hours and its ways out"
WORDS = ("Reach", "Exposure", "Augmented", "Automated", "Source of reach")
MOVES_ON_PAGE, MOVES_ON_CARD, PLACES_ON_CARD, SKILLS = 8, 6, 4, 6
LONGEST_OPEN = 6
"""Rows of the occupations that stand open."""
REACH = (
    Range("Augmentable", "augmentable_low", "augmentable_high", "augmentable"),
    Range("Automatable", "automatable_low", "automatable_high", "automatable"),
)
DEFINITIONS = {
    "narrow": "Narrow: setting strategies, planning, supervising and directing, staffing",
    "wide": "Wide: also deciding, scheduling, relaying, training, coaching, and checking",
}
MARKED = "Ranges: median of the sources (lowest–highest). † = counted together with other jobs."
BARS = (
    "The mark is the median of the sources; the line goes from the lowest to the highest. Augmentable: AI "
    "halves the time of a person. Automatable: AI does it alone."
)
SAMPLING = "The line holds 90% of the survey's sampling error. † = a code was divided: an estimate."
LEVELS = (
    "O*NET rates levels of occupations from 0 to 7. Yours are the usual ones of your occupation, or the "
    "highest where you say that you have the skill. Listed are the largest gaps of the two most common "
    "moves. How long learning takes is not known."
)


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    text = result.explain()
    skills = _skills(result) if result.has("moves") else []
    pay_grid = result.grid("pay", "title", "place_title", *PERCENTILES)
    flows = result.grid("flows", "title", "openings", "leaving_work", "changing_occupation")
    widths = result.tables["direction"].replace({"width": DEFINITIONS})
    directs = (Prose(text["direction"]), result.grid("direction", rows=widths))
    return [
        Section("who", "Who this is about", (*map(_lead, text["headline"]), *_who(result))),
        Section("hours", "Which hours AI reaches", _hours(result)),
        Section("history", "Employment and pay since 2017", _history(result)),
        Section("pay", "Pay", (Prose(text["pay"]), pay_grid, flows)),
        Section("ways", "Ways out: observed moves", _ways(result)),
        *([Section("skills", "Skills gaps of the most common moves", skills)] if skills else []),
        Section("direction", "How far the job directs rather than does", directs),
        Section("not_said", "Limits of these figures", (Bullets(text["not_said"]),)),
        Section("assumptions", "Assumptions and sources", _assumptions(result)),
        Section("words", "Words used here", _words()),
    ]


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    hours = text["hours"][:1] if "tasks" not in result.tables else [text["hours"][0], *text["hours"][3:]]
    blocks: list[Block] = [
        Prose((_place(result),), "note"),
        Prose(text["headline"]),
        Prose(text["job"]),
        _hours_on_card(result),
        Prose(hours),
        Heading("History"),
        Prose(text["history"][:2]),
        _pay_on_card(result),
        Prose(text["pay"][-1:]),
        _moves_on_card(result),
        Prose(text["ways"], "note"),
        Heading("Direction"),
        Prose(text["direction"]),
    ]
    if text["skills"]:
        blocks += [Heading("Skills gaps: level now → needed, of 7"), Prose(text["skills"])]
    return [*blocks, Heading("Limits of these figures"), Prose(text["not_said"][:2])]


def _lead(line: str) -> Prose:
    return Prose((line,), "lead")


def _place(result: Result) -> str:
    codes = result.tables["occupations"]["occupation"]
    which = str(codes.iloc[0]) if len(codes) == 1 else f"{len(codes)} occupations"
    return f"{which}, {result.facts['request']['area']}"


def _who(result: Result) -> list[Block]:
    rows = result.tables["occupations"]
    text = Prose(result.explain()["job"])
    if len(rows) == 1:
        return [text]
    fold = "" if len(rows) <= LONGEST_OPEN else "All occupations"
    return [text, result.grid("occupations", "title", "occupation", "weight", fold=fold)]


def _hours(result: Result) -> list[Block]:
    first, *rest = result.explain()["hours"]
    kinds = [(sentence(row["kind"]), row) for row in result.tables["kinds"].to_dict("records")]
    total: Row = result.tables["hours_total"].iloc[0].to_dict()
    bars = tuple(_reach_bar(row, label) for label, row in [("All hours", total), *kinds])
    blocks: list[Block] = [
        _lead(first),
        Bars("Share of hours that AI reaches, by kind of work [% of hours]", bars, BARS),
        Prose(rest),
        result.grid("sources", caption="The sources disagree"),
        result.grid(
            "activities", "title", "kind", "share", *REACH, "status",
            fold="All activities, with the range over the sources",
        ),
    ]  # fmt: skip
    if "tasks" in result.tables:
        blocks.append(result.grid("tasks", "task", "share", "title", "how", "right"))
    return blocks


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
    return Bars(caption, tuple(bars), SAMPLING)


def _history(result: Result) -> list[Block]:
    text, years = result.explain()["history"], result.tables["history"]
    growth = [f"{who}_{when}" for when in ("before", "after") for who in ("job", "quintile", "all")]
    return [
        Prose(text[:2]),
        _year_bars(years, "employment", "Employment [people]"),
        _year_bars(years, "wage_mean", "Mean pay [USD/year, money of that year]"),
        Prose(text[2:], "note"),
        result.grid("history_quintiles", "source", "quintile", *growth, fold="Growth beside jobs as exposed"),
    ]


def _ways(result: Result) -> list[Block]:
    """Observed moves with all that is known of them; the most common open, all of them folded."""
    first, *rest = result.explain()["ways"]
    if not result.has("moves"):
        return [Prose((first, *rest), "lead")]
    count = len(result.tables["moves"])
    shown = min(MOVES_ON_PAGE, count)
    blocks: list[Block] = [_lead(first), _moves(result, shown, f"The {shown} most common moves"), Prose(rest)]
    if count > shown:
        blocks.append(_moves(result, count, "Every observed move", f"All {count} moves"))
    return blocks


def _moves(result: Result, count: int, caption: str, fold: str = "") -> Block:
    before: Row = result.tables["hours_total"].iloc[0].to_dict()
    rows = [
        {
            "to": target(row),
            "of_100": of_hundred(row),
            "people_seen": row["people_seen"],
            "median": f"{pay(row, 'median')} ({against(row, 'median')})",
            "entry": f"{pay(row, 'entry')} ({against(row, 'entry')})",
            "automatable": change(before, row, "automatable"),
            "augmentable": change(before, row, "augmentable"),
            "asks": row["asks"],
            "directs": f"{cell(row['direction_narrow'], 'share')} to {cell(row['direction_wide'], 'share')}",
        }
        for row in result.tables["moves"].head(count).to_dict("records")
    ]
    columns = (
        Column("to", "Moved to"),
        Column("of_100", "Of 100 movers", "people (80% interval)"),
        result.kind.table("moves").column("people_seen"),
        Column("median", "Median pay", "USD/year, against yours"),
        Column("entry", "Entry pay", "USD/year, against yours"),
        Column("automatable", "Automatable, before → after", "% of hours"),
        Column("augmentable", "Augmentable, before → after", "% of hours"),
        Column("asks", "Entry requirements"),
        Column("directs", "Directs, narrow to wide", "% of hours"),
    )
    frame = pd.DataFrame(rows).assign(people_seen=lambda one: one["people_seen"].round())
    return result.grid("moves", *columns, rows=frame, caption=caption, note=MARKED, fold=fold)


def _skills(result: Result) -> list[Block]:
    """Skills and knowledge that the two most common moves need above the job of today."""
    gaps = result.tables["gaps"]
    blocks: list[Block] = [Prose((LEVELS,), "note")]
    for occupation, title in result.tables["moves"][["occupation", "title"]].head(2).itertuples(index=False):
        rows = gaps[gaps["occupation"] == occupation].head(SKILLS)
        if rows.empty:
            blocks += [Heading(str(title)), Prose(("None that ratings can tell.",))]
        else:
            named = rows.assign(title=[f"{row.title} ({row.domain})" for row in rows.itertuples()])
            columns = ("title", "level_now", "level_needed", "lacking")
            blocks.append(result.grid("gaps", *columns, rows=named, caption=str(title)))
    return blocks


def _assumptions(result: Result) -> list[Block]:
    facts = result.facts
    columns = ("name", "value", "unit", Range("Range", "low", "high"), "grade", "source")
    return [
        result.grid("assumptions", *columns, fold="All assumptions, with range, grade, source"),
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


def _words() -> list[Block]:
    rows = tuple((one.words, one.measures) for one in SOURCES_OF_REACH.values())
    heads = (Head("Source of reach"), Head("What it measures"))
    return [
        terms(*WORDS, *JOB_TERMS),
        Grid("The sources of reach", heads, rows, fold="The sources of reach"),
    ]


def _hours_on_card(result: Result) -> Block:
    rows = pd.concat([result.tables["kinds"], result.tables["hours_total"].assign(kind="all")])
    by = (
        Column("people_augmentable", "Augmentable by people", "share of hours"),
        Column("model_augmentable", "Augmentable by GPT-4", "share of hours"),
    )
    caption = "Hours that AI reaches: median of the sources (lowest–highest)"
    return result.grid("kinds", "kind", "share", *REACH, *by, rows=rows, caption=caption)


def _pay_on_card(result: Result) -> Block:
    rows = result.tables["pay"]
    if rows["place_title"].nunique() > 1:
        rows = rows.assign(title=[f"{row.title} ({row.place_title})" for row in rows.itertuples()])
    places = "; ".join(dict.fromkeys(str(place) for place in rows["place_title"]))
    short = [Column(name, f"{name.removeprefix('wage_p')}%", figures=3) for name in PERCENTILES]
    caption = f"Pay in {in_place(places)} [USD/year], by share of people who earn less"
    return result.grid("pay", "title", *short, rows=rows.head(PLACES_ON_CARD), caption=caption)


def _moves_on_card(result: Result) -> Block:
    title = "Ways out: observed moves"
    if not result.has("moves"):
        return Heading(title)
    before: Row = result.tables["hours_total"].iloc[0].to_dict()
    moves = result.tables["moves"]

    def folded(text: str) -> str:
        return text.replace(" (", "\n(")

    rows = [
        {
            "to": f"{row['occupation']} {target(row)}" + (f"\n{row['asks']}" if row["asks"] else ""),
            "of_100": folded(of_hundred(row)),
            "people_seen": round(float(row["people_seen"])),
            "pay": "\n".join(f"{pay(row, one)}  {against(row, one)}" for one in ("median", "entry")),
            "automatable": folded(change(before, row, "automatable")),
        }
        for row in moves.head(MOVES_ON_CARD).to_dict("records")
    ]
    columns = (
        Column("to", "Moved to, entry requirements"),
        Column("of_100", "Of 100 movers (interval)"),
        Column("people_seen", "People"),
        Column("pay", "Median, entry pay [USD/year]"),
        Column("automatable", "Automatable, before →"),
    )
    caption = f"{title}, {len(rows)} of {len(moves)}"
    return result.grid("moves", *columns, rows=pd.DataFrame(rows), caption=caption)


JOB = Kind("job", "a job's results", "reallocate job … --out", TABLES, (), page, card, ABOUT)
