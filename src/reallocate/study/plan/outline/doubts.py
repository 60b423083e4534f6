"""Doubts: what the page does not say, and how far the published sources of AI's reach disagree."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import say
from reallocate.output.blocks import Block, Bullets, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import (
    bullets,
    computed_part,
    source_count,
    source_words,
    text,
    without_plan,
)
from reallocate.work.capability import FAST, FAST_IS_TREND

NOT_SAID = (
    "Exposure is not a probability of losing a job. It is a judgement of how many tasks of a job AI can do.",
    "The plan scores no person. It knows roles, not people.",
    "The published sources of AI's reach disagree. A result under one source holds for that source only.",
    "This is a scenario, not a forecast. It follows from its assumptions, and many of them are judgements.",
    "The best plan is the cheapest under these assumptions. The plan does not compute whether it is right, "
    "fair or lawful.",
    "Positions may end because compute takes over their work (substitution) or to free money for other uses "
    "(funding). An announced cut may be either: the motive is not known here.",
    "Plans that cost nearly the same can treat single roles very differently. The ranges over near-optimal "
    "plans show by how much.",
    "Work is counted in hours. Knowledge outside task lists and unnoticed losses of quality are not counted.",
    "Effects on people after they leave, and on other firms, are not included.",
)
SAME = 0.5
"""Sources that differ by less than half a position agree [FTE]."""
FURTHER = "Notes on this firm's figures, in the report under Assumptions"


def doubts(result: Result) -> Section:
    """What this does not say."""
    own = text(result, "caveats")
    return Section("not-said", "What this does not say", [
        *([Prose(standing(result))] if standing(result) else []),
        *computed_part(lambda: _sources(result)),
        Bullets(NOT_SAID),
        *([Prose((f"{FURTHER}: {len(own)}.",), "note")] if own else []),
    ])  # fmt: skip


def _sources(result: Result) -> list[Block]:
    picture = [result.picture("range_over_sources")] if source_count(result) != 1 else []
    return [*picture, *bullets(without_plan(result, "sources", "source"))]


def standing(result: Result) -> tuple[str, ...]:
    """Where the source of the single figures stands among all, and that fast capability is as trend."""
    chosen = result.facts.get("scenario", {}).get("capability", {}).get("scenario")
    return (*_of_sources(result), *([FAST_IS_TREND] if chosen == FAST else []))


def _of_sources(result: Result) -> tuple[str, ...]:
    """Where the source that the single figures come from stands among all sources of reach."""
    code = str(result.facts["headline_source"])
    start = f"Single figures use one source of AI's reach, “{source_words(code)}”"
    if "sources" in result.waiting:
        return (f"{start}. Their range over the other sources is not computed yet.",)
    table = result.table("sources").dropna(subset=["positions"])
    here = table.loc[table["source"] == code, "positions"]
    others = table.loc[table["source"] != code, "positions"]
    if here.empty:
        return ()
    if others.empty:
        return (f"{start}, the only one requested. Other sources give other figures.",)
    unit = result.kind.table("sources").column("positions").unit
    fewer, more = others[others < here.iloc[0] - SAME], others[others > here.iloc[0] + SAME]
    same = len(others) - len(fewer) - len(more)
    sides = [_side(fewer, "fewer positions", fewer.min(), unit), _side(more, "more", more.max(), unit)]
    sides += [f"{same} as many"] if same else []
    rest = f"Of the other {len(others)} published sources, {', '.join(sides[:-1])} and {sides[-1]}"
    if len(others) == 1:
        word = "fewer positions" if len(fewer) else "more positions" if len(more) else "as many positions"
        far = "" if same else f" ({say(others.iloc[0], unit, signed=True)})"
        rest = f"The one other source requested gives {word}{far}"
    return (f"{start} ({say(here.iloc[0], unit, signed=True)}). {rest}.",)


def _side(sources: pd.Series, word: str, end: float, unit: str) -> str:
    if sources.empty:
        return f"none gives {word}"
    verb = "gives" if len(sources) == 1 else "give"
    way = "down" if word.startswith("fewer") else "up"
    return f"{len(sources)} {verb} {word} ({way} to {say(end, unit, signed=True)})"
