"""The parts of a job's page, in their fixed order."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import say, sentence
from reallocate.output.blocks import Bars, Block, Bullets, Facts, Grid, Head, Heading, Prose, Section
from reallocate.report.glossary import GLOSSARY, GRADES, JOB_TERMS, SOURCES_OF_REACH
from reallocate.report.job.bars import reach_bar, year_bars
from reallocate.report.job.moves import direction_blocks, skill_blocks, way_blocks
from reallocate.report.job.words import percent, rounded
from reallocate.study.job.run import JobStudy

WORDS = ("Reach", "Exposure", "Augmented", "Automated", "Source of reach")
PERCENTILES = {"wage_p10": "10%", "wage_p25": "25%", "wage_p50": "50%", "wage_p75": "75%", "wage_p90": "90%"}
NOT_KNOWN = "not known"
BANDS = tuple(f"{name}{end}" for name in ("augmentable", "automatable") for end in ("", "_low", "_high"))


def job_sections(study: JobStudy) -> list[Section]:
    """Every part of the page.

    study : what is reported
    """
    said = study.explain()
    return [
        Section("who", "Who this is about", (Prose(tuple(said["job"])), *_occupations(study))),
        Section("hours", "Which hours", tuple(_hours(study))),
        Section("history", "What history shows", tuple(_history(study))),
        Section("pay", "Pay", tuple(_pay(study))),
        Section("ways", "Ways out: moves that people were seen to make", tuple(way_blocks(study))),
        *_skills(study),
        Section(
            "direction", "Direction: how far the job directs rather than does", tuple(direction_blocks(study))
        ),
        Section("not_said", "What this does not say", (Bullets(tuple(said["not_said"])),)),
        Section("assumptions", "What it rests on", tuple(_assumptions(study))),
        Section("words", "Words used here", tuple(_words(study))),
    ]


def _skills(study: JobStudy) -> list[Section]:
    """What the most common moves ask, where any was seen."""
    if study.table("moves").empty:
        return []
    title = "What the most common moves ask that yours does not"
    return [Section("skills", title, tuple(skill_blocks(study)))]


def _occupations(study: JobStudy) -> list[Block]:
    table = study.table("occupations")
    if len(table) == 1:
        return []
    rows = tuple(
        (str(r["title"]), str(r["occupation"]), percent(r["weight"])) for r in table.to_dict("records")
    )
    heads = (Head("Occupation"), Head("Code"), Head("Share of the people", "%", True))
    return [Grid("What this title may mean", heads, rows, fold="" if len(rows) <= 6 else "All occupations")]


def _hours(study: JobStudy) -> list[Block]:
    said = study.explain()["hours"]
    total = study.table("hours_total").iloc[0].to_dict()
    kinds = [(sentence(row["kind"]), row) for row in study.table("kinds").to_dict("records")]
    bars = tuple(reach_bar(row, label) for label, row in [("All hours", total), *kinds])
    note = (
        "The mark is the middle of the sources, the line goes from the lowest to the highest. Augmentable: "
        "AI halves the time of a person. Automatable: AI does it alone."
    )
    blocks: list[Block] = [
        Prose(tuple(said[:1]), "lead"),
        Bars("Share of hours that AI reaches, by kind of work [% of hours]", bars, note),
        Prose(tuple(said[1:])),
        _by_source(study),
        _activities(study),
    ]
    return [*blocks, _tasks(study)] if "tasks" in study.tables else blocks


def _by_source(study: JobStudy) -> Grid:
    rows = tuple(
        (SOURCES_OF_REACH[str(row["source"])].words, percent(row["augmentable"]), percent(row["automatable"]))
        for row in study.table("sources").to_dict("records")
    )
    heads = (Head("Source"), Head("Augmentable", "% of hours", True), Head("Automatable", "% of hours", True))
    return Grid("The sources disagree", heads, rows)


def _activities(study: JobStudy) -> Grid:
    rows = tuple(
        (
            str(row["title"]),
            str(row["kind"]),
            percent(row["share"]),
            *(f"{100 * row[column]:.0f}" for column in BANDS),
            str(row["status"]),
        )
        for row in study.table("activities").to_dict("records")
    )  # fmt: skip
    heads = (
        Head("Activity"), Head("Kind of work"), Head("Hours", "%", True),
        Head("Augmentable", "%", True), Head("lowest", "%", True), Head("highest", "%", True),
        Head("Automatable", "%", True), Head("lowest", "%", True), Head("highest", "%", True),
        Head("How known"),
    )  # fmt: skip
    return Grid("Hours by activity", heads, rows, fold="All activities, with the band over the sources")


def _tasks(study: JobStudy) -> Grid:
    rows = tuple(
        (
            str(row["task"]), percent(row["share"]), str(row["title"]), str(row["how"]),
            "–" if pd.isna(row["right"]) else percent(row["right"]),
        )
        for row in study.table("tasks").to_dict("records")
    )  # fmt: skip
    heads = (
        Head("Task"), Head("Hours", "%", True), Head("Activity"), Head("How known"),
        Head("Right when held out", "% of tasks", True),
    )  # fmt: skip
    return Grid("Your tasks", heads, rows)


def _history(study: JobStudy) -> list[Block]:
    said, years = study.explain()["history"], study.table("history")
    note = (
        "The line is the range that holds 90% of the survey's sampling error. † a code was divided: a guess."
    )
    fifths = tuple(
        (
            SOURCES_OF_REACH[str(row["source"])].words, str(row["fifth"]),
            *(_rate(row[f"{who}_{when}"]) for when in ("before", "after") for who in ("job", "fifth", "all")),
        )
        for row in study.table("history_fifths").to_dict("records")
    )  # fmt: skip
    heads = (
        Head("Source"), Head("Fifth (5: most exposed)", "", True),
        *(Head(f"{who}, {when}", "% a year", True) for when in ("2017–19", "2022–25")
          for who in ("This job", "Its fifth", "All jobs")),
    )  # fmt: skip
    return [
        Prose(tuple(said[:2])),
        year_bars(years, "employment", "Employment [people]", note),
        year_bars(years, "wage_mean", "Mean pay [USD/year, money of that year]", note),
        Prose(tuple(said[2:]), "note"),
        Grid("Growth beside jobs as exposed", heads, fifths, fold="Growth beside jobs as exposed, by source"),
    ]


def _rate(share: float) -> str:
    if share != share:
        return "–"
    return f"{100 * share:+.1f}".replace("-", "−")


def _pay(study: JobStudy) -> list[Block]:
    said = study.explain()["pay"]
    rows = tuple(
        (
            str(row["title"]), str(row["place_title"]),
            *("–" if pd.isna(row[name]) else rounded(float(row[name])) for name in PERCENTILES),
        )
        for row in study.table("pay").to_dict("records")
    )  # fmt: skip
    heads = (
        Head("Occupation"),
        Head("In"),
        *(Head(f"{one} earn less", "USD/year", True) for one in PERCENTILES.values()),
    )
    flows = study.table("flows")
    turnover = tuple(
        (
            str(row["title"]),
            *(_people(row[name]) for name in ("openings", "leaving_work", "changing_occupation")),
        )
        for row in flows.to_dict("records")
    )
    columns = ("Openings", "Leave work", "Change occupation")
    yearly = (Head("Occupation"), *(Head(one, "people", True) for one in columns))
    return [
        Prose(tuple(said)),
        Grid("Pay", heads, rows),
        Grid("A year in the nation", yearly, turnover),
    ]  # fmt: skip


def _people(value: float) -> str:
    return NOT_KNOWN if value != value else f"{value:,.0f}"


def _assumptions(study: JobStudy) -> list[Block]:
    rows = tuple(
        (
            sentence(row["name"]), say(row["value"], "").strip(), str(row["unit"]),
            f"{row['low']:g} to {row['high']:g}", str(row["grade"]), str(row["source"]),
        )
        for row in study.table("assumptions").to_dict("records")
    )  # fmt: skip
    heads = (
        Head("Assumption"), Head("Value", "", True), Head("Unit"), Head("Range", "", True), Head("Grade"),
        Head("Source"),
    )  # fmt: skip
    meta = study.meta
    pairs = (
        ("Version", f"reallocate {meta['version']}"),
        ("Hash of the shipped figures", str(meta["hashes"]["bundle"])),
        ("Libraries", str(meta["hashes"]["libraries"])),
        ("Command", str(meta["command"])),
    )
    grades = tuple((grade.word, grade.means) for grade in GRADES)
    evidence = "Grades of evidence"
    return [
        Grid("Assumptions of the moves", heads, rows, fold="All assumptions, with range, grade, source"),
        Grid(evidence, (Head("Grade"), Head("Means")), grades, fold=evidence),
        Heading("How to repeat it"),
        Facts(pairs),
    ]


def _words(study: JobStudy) -> list[Block]:
    terms = (*(term for term in GLOSSARY if term.word in WORDS), *JOB_TERMS)
    heads = (Head("Source of reach"), Head("What it measures"))
    rows = tuple((one.words, one.measures) for one in SOURCES_OF_REACH.values())
    return [
        Facts(tuple((term.word, term.means) for term in terms)),
        Grid("The sources of reach", heads, rows, fold="The sources of reach"),
    ]
