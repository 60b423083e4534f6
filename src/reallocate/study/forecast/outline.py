"""The page and the terminal card of a forecast of the tech workforce."""

from __future__ import annotations

from reallocate.output.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.output.table import Column
from reallocate.result.provenance import how_to_repeat
from reallocate.result.result import Kind, Result
from reallocate.study.forecast.tables import ALL, TABLES

LIMITS, PERCENTILES = "Limits of this forecast", "10th–90th percentile"


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    text, facts = result.explain(), result.facts
    measures = result.grid("exclusive", "measure", "year", "low", "middle", "high", "without", merged=True)
    mapping = result.grid("mapping", "industry", "title", "accounts", "jobs", "trend", "past", "strays")
    return [
        Section("headline", "In short", (Bullets(text["headline"]),)),
        Section("employment", "Employment", (_effects(result),)),
        Section("exclusive", "How open the market is", (measures,)),
        Section("made", "Method", (Bullets(text["made"]), mapping)),
        Section("not_said", LIMITS, (Bullets(text["not_said"]),)),
        how_to_repeat(
            facts,
            ("Date, draws, seed", f"{facts['date']}, {facts['draws']}, {facts['seed']}"),
            ("Assumptions", str(facts["hashes"]["parameters"])),
            request="Request",
        ),
    ]


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        _employment(result),
        Heading("Method"),
        Prose(text["made"], "note"),
        Heading(LIMITS),
        Prose(text["not_said"], "note"),
    ]


def _employment(result: Result) -> Block:
    """All industries together in each year, and each in the last."""
    rows = result.tables["employment"]
    titles = result.tables["mapping"].set_index("industry")["title"].to_dict()
    shown = rows[(rows["industry"] == ALL) | (rows["year"] == rows["year"].max())]
    title = Column("title", "Industry", words={ALL: "all five"} | titles)
    columns = (title, "industry", "year", "low", "middle", "high", "without")
    return result.grid("employment", *columns, rows=shown.assign(title=shown["industry"]))


def _effects(result: Result) -> Block:
    """Every industry and year, with the effect of adoption as a change."""
    rows = result.tables["employment"]
    ends = {
        "effect_low": "Effect, 10th percentile",
        "effect": "Effect, median",
        "effect_high": "Effect, 90th percentile",
    }
    moved = rows["effect_low"] != rows["effect_high"]
    changes = {name: (rows[name] - 1.0).where(moved) for name in ends}
    columns: list[str | Column] = ["industry", "year", "low", "middle", "high", "without"]
    columns += [
        Column(name, label, "share", signed=True, digits=2, absent="none yet") for name, label in ends.items()
    ]
    return result.grid("employment", *columns, rows=rows.assign(**changes), merged=True)


FORECAST = Kind(
    "forecast", "a forecast", "reallocate forecast --date DAY --out", TABLES, (), page, card,
    about="a dated forecast of the tech workforce",
)  # fmt: skip
