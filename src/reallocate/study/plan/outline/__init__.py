"""The order in which a plan is read: the sections of its page, and the blocks of its summary."""

from __future__ import annotations

from reallocate.output.blocks import Block, Prose, Section
from reallocate.result.result import Result


def page(result: Result) -> list[Section]:
    """The sections of the page."""
    return [Section("headline", "In short", tuple(card(result)))]


def card(result: Result) -> list[Block]:
    """The blocks of the summary."""
    return [Prose(tuple(result.explain()["headline"]))]
