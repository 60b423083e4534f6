"""The summary and the page of a place's jobs, and of growth by exposure."""

from __future__ import annotations

import pandas as pd

from reallocate.output.blocks import Block, Bullets, Prose, Section
from reallocate.output.table import Column, Range
from reallocate.result.result import Kind, Result
from reallocate.study.jobs.tables import HISTORY_TABLES, PLACE_TABLES
from reallocate.work.exposure import SOURCES_OF_REACH
from reallocate.work.history import yearly
from reallocate.work.panel import AFTER, BEFORE

REACH = (
    Range("Augmentable", "augmentable_low", "augmentable_high", "augmentable"),
    Range("Automatable", "automatable_low", "automatable_high", "automatable"),
)
HALF_FILLED = 0.5
WORK_FILLED, PAY_FILLED = " *", " +"
QUINTILES = ("Q1", "Q2", "Q3", "Q4", "Q5")


def place_card(result: Result) -> list[Block]:
    """Occupations with employment, pay and reach."""
    rows = pd.concat([result.tables["occupations"], result.tables["total"].assign(occupation="")])
    marked = rows["title"].copy()
    marked += rows["content_filled"].eq(1).map({True: WORK_FILLED, False: ""})
    marked += rows["wage_filled"].gt(HALF_FILLED).map({True: PAY_FILLED, False: ""})
    reach = ["augmentable", "automatable"] if len(result.facts["request"]["sources"]) == 1 else REACH
    shown = result.grid(
        "occupations", "title", Column("occupation", "Code", absent=" "), "employment", "wage_mean", *reach,
        rows=rows.assign(title=marked), most=len(rows),
    )  # fmt: skip
    text = result.explain()
    return [shown, Prose(text["headline"]), Prose(text["ways"][:1]), Prose(text["notes"], "note")]


def place_page(result: Result) -> list[Section]:
    """The occupations, and the best way out of each."""
    columns = ("title", "to_title", "of_100_leavers", "seen", "pay_change", "automatable_change", "asks")
    ways = (Prose(result.explain()["ways"]), result.grid("ways", *columns, most=len(result.tables["ways"])))
    return [
        Section("occupations", "Employment, pay and AI's reach", place_card(result)),
        Section("groups", "By major group", (result.grid("groups", "title", "employment", *REACH),)),
        Section("ways", "Ways out", ways),
    ]


def history_card(result: Result) -> list[Block]:
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


def history_page(result: Result) -> list[Section]:
    """The finding, and the tables behind it."""
    tables = (result.grid("other_choices"), result.grid("left_out"))
    return [
        Section("history", "Did exposure predict job losses?", history_card(result)),
        Section("choices", "Other choices, and occupations left out", tables),
    ]


def _growth(result: Result) -> Block:
    rows = []
    for source, part in result.tables["history"].groupby("source", sort=False):
        for first, last in (BEFORE, AFTER):
            rates = yearly(part[f"growth_{first}_{last}"], (first, last))
            rows.append([SOURCES_OF_REACH[str(source)].words, f"{first}–{last}", *rates])
    frame = pd.DataFrame(rows, columns=["Source", "Years", *QUINTILES])
    rates_shown = [Column(name, unit="share/year", signed=True, digits=1) for name in QUINTILES]
    caption = "Growth of jobs by exposure quintile (Q5 = most exposed)"
    return result.grid(
        "history", Column("Source"), Column("Years"), *rates_shown, rows=frame, caption=caption
    )


JOBS = Kind("jobs", "a table of jobs", "reallocate jobs --out", PLACE_TABLES, (), place_page, place_card,
            about="jobs, pay and AI's reach")  # fmt: skip
HISTORY = Kind("jobs-history", "a history of jobs by exposure", "reallocate jobs --history --out",
               HISTORY_TABLES, (), history_page, history_card,
               about="AI exposure and job losses")  # fmt: skip
