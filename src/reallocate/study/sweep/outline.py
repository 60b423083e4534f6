"""A sweep as it is read: the range over industries, and one row an industry."""

from __future__ import annotations

from reallocate.output.blocks import Block, Bullets, Prose, Section
from reallocate.result.provenance import how_to_repeat
from reallocate.result.result import Kind, Result
from reallocate.study.sweep.tables import TABLES

COLUMNS = (
    "industry", "title", "extra_cost_per_exit", "extra_share", "positions_refilled", "would_have_quit",
    "worth_threshold", "as_cheap",
)  # fmt: skip


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    text = result.explain()
    rows = result.table("industries")
    lacking = rows[rows["reason"].ne("")]
    why = [result.grid("industries", "industry", "title", "reason", rows=lacking)] if len(lacking) else []
    grid = result.grid("industries", *COLUMNS, most=len(rows))
    return [
        Section("headline", "In short", (Prose(text["headline"], "lead"), grid, *why)),
        Section("limits", "What this does not say", (Bullets(text["limits"]),)),
        how_to_repeat(result.facts, request="Request"),
    ]


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook: the dearest first."""
    text = result.explain()
    rows = result.table("industries").sort_values("extra_cost_per_exit", ascending=False)
    return [
        Prose(text["headline"], "lead"),
        result.grid("industries", *COLUMNS, rows=rows),
        Bullets(text["limits"]),
    ]


SWEEP = Kind(
    "sweep", "a cut in every industry", "reallocate sweep … --out", TABLES, (), page, card,
    about="cut now or wait, by industry",
)  # fmt: skip
