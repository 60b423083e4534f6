"""The page and the terminal card of an ensemble of a labour market."""

from __future__ import annotations

from reallocate.output.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.output.table import Range
from reallocate.problem.shards.folder import CONTENT
from reallocate.result.provenance import how_to_repeat
from reallocate.result.result import Kind, Result
from reallocate.study.ensemble.tables import TABLES
from reallocate.study.market.charts import BEVERIDGE, UNEMPLOYMENT

LIMITS = "Limits of these figures"
PERCENTILES = "10th–90th percentile"


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    text, facts = result.explain(), result.facts
    outcomes = result.grid("outcomes", "says", "p50", Range(PERCENTILES, "p10", "p90"))
    columns = ("outcome", "says", "alone", "alone_error", "all", "all_error")
    importance = result.grid("importance", *columns, merged=True)
    unemployment = (result.picture("unemployment"), result.grid("path", fold="Every step"))
    return [
        Section("headline", "In short", (Bullets(text["headline"]), outcomes)),
        Section("unemployment", "Unemployment through time", unemployment),
        Section("beveridge", "Openings against unemployment", (result.picture("beveridge"),)),
        Section("importance", "Which number matters most", (Bullets(text["importance"]), importance)),
        Section("draws", "Numbers drawn", (result.grid("draws", "says", "low", "peak", "high"),)),
        Section("not_said", LIMITS, (Bullets(text["not_said"]),)),
        how_to_repeat(
            facts,
            ("Draws, spread, seed", f"{facts['draws']:,}, {facts['spread']:.0%}, {facts['seed']}"),
            request="Scenario and ranges",
        ),
    ]


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        Heading("Which number matters most"),
        Prose(text["importance"]),
        Heading(LIMITS),
        Prose(text["not_said"], "note"),
    ]


ENSEMBLE = Kind(
    "ensemble", CONTENT, "reallocate simulate ensemble --draws N --out", TABLES,
    (UNEMPLOYMENT, BEVERIDGE), page, card,
)  # fmt: skip
