"""Skill of the monthly rules computed from the months that ship, as a result."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.data.bundle import load_world, read_manifest
from reallocate.kernel.blocks import Block, Bullets, Heading, Section
from reallocate.kernel.executor import Say
from reallocate.kernel.table import computed
from reallocate.kernel.text import BULLETS, Text
from reallocate.market.forecast.intervals import interval_kinds
from reallocate.market.forecast.rolling import rolling_months
from reallocate.market.forecast.skill import (
    SKILL_TABLES,
    Measured,
    by_era,
    by_rule,
    coverage,
    intervals,
    no_better_text,
    skill_tests,
    skill_text,
)
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result

_TABLES = (*SKILL_TABLES, intervals)
_TEXT = Text()
"""The sentences of the skill; each is told its rows."""


@_TEXT.sentence("skill", "skill", BULLETS)
def no_better_than_no_change(made: Measured) -> list[str]:
    """What was forecast no better than by no change since 2022, and what was."""
    return no_better_text(made.rows)


@_TEXT.sentence("skill", "skill", BULLETS)
def skill_by_era(made: Measured) -> list[str]:
    """What the intervals held since 2022, and each series by era."""
    return skill_text(made.rows)


@_TEXT.block("tables")
def every_table(result: Result) -> list[Block]:
    """Scores by era first, then over series, intervals and tests."""
    return _tables(result)


def _tables(result: Result) -> list[Block]:
    order = (by_era, coverage, by_rule, intervals, skill_tests)
    return [result.grid(one.name, merged=True, most=len(result.table(one.name))) for one in order]


_SECTIONS = {"skill": "How good such forecasts have been", "tables": "By era, interval and test"}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [*sections(result, _TEXT, _SECTIONS), how_to_repeat(result.facts, request="Months")]


def _card(result: Result) -> Sequence[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [Heading(_SECTIONS["skill"]), Bullets(text["skill"]), *_tables(result)]


SKILL = Kind(
    "skill", "the skill of the monthly forecasts", "reallocate forecast skill --out", _TABLES, (), _page,
    _card, lead=("skill",), about="skill of the monthly forecasts, by era", text=(_TEXT,),
)  # fmt: skip


def skill_study(say: Say | None = None, command: str = "") -> Result:
    """Skill of every rule from the months that ship, each origin from its own past; takes half a minute.

    say : told what is under way
    """
    world, tell = load_world(), say or (lambda _: None)
    tell("Forecasts from every month since five years after the first")
    rows, tests = rolling_months(world)
    tell("Five kinds of interval")
    made = Measured(rows, tests, interval_kinds(world))
    facts = {
        "title": "The skill of the monthly forecasts, by era",
        **provenance({}, read_manifest(), ("numpy", "scipy"), command),
    }
    return Result(SKILL, facts, computed(_TABLES, made), _TEXT.said(made))
