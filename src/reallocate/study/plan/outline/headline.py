"""The card of a plan in a terminal or a notebook: the page's answer, its figures, and what decides."""

from __future__ import annotations

from collections.abc import Iterator

from reallocate.output.blocks import Block, Heading, Prose
from reallocate.output.table import Range
from reallocate.plan.role_tables import informative_ranges
from reallocate.problem.firm.cut import cut_grid
from reallocate.result.result import Result
from reallocate.study.plan.outline.answer import answer_blocks, cut_line, five, rests_line, status_line
from reallocate.study.plan.outline.doubts import standing
from reallocate.study.plan.outline.own_plan import own_plan_first
from reallocate.study.plan.outline.rows import bullets, headed, text, without_sources

RANGES = "The answer and its five figures, with their range"
MOST_AFFECTED, DECIDING = 8, 5
"""Roles and limits that a card shows."""


def card(result: Result) -> list[Block]:
    """What a person reads in a terminal or a notebook after a plan was made."""
    if result.waiting:
        return [*first(result), Prose((result.status.text,), "note")]
    return [*_answer(result), *_after(result), *_further(result), *_implied(result)]


def first(result: Result) -> list[Block]:
    """The first answer: what a person reads while the rest is being computed."""
    return [*_answer(result), *_further(result)]


def _further(result: Result) -> list[Block]:
    """What the single figures rest on, and plan, cash and people in sentences."""
    return [Prose((line,)) for line in (*standing(result), *text(result, "headline"))]


def rest(result: Result) -> list[Block]:
    """What a whole plan adds to its first answer: ranges, roles, limits, sources."""
    ranges: list[Block] = []
    if not without_sources(result):
        ranges = [Heading(RANGES), *answer_blocks(result)[1:], five(result), *_paragraphs(rests_line(result))]
    return [*ranges, *_after(result), Prose(standing(result)), *_implied(result)]


def _answer(result: Result) -> list[Block]:
    """The answer, the five figures, and the cut beside attrition."""
    return [
        *own_plan_first(result),
        *answer_blocks(result),
        *_notes(result, "title_notes"),
        *_paragraphs([*cut_line(result), *([] if result.waiting else rests_line(result))]),
        status_line(result),
        *_notes(result, "pay_notes"),
        five(result),
        *_cut_or_wait(result),
    ]


def _after(result: Result) -> list[Block]:
    return [_most_affected(result), *_limits(result)]


def _implied(result: Result) -> list[Block]:
    return _paragraphs(text(result, "implied")[:1])


def _notes(result: Result, name: str) -> list[Block]:
    """What a reader must know of a roster's titles or pay."""
    told = result.facts.get(name)
    return [Prose(tuple(told))] if told else []


def _paragraphs(lines: list[str]) -> list[Block]:
    return [Prose((line,)) for line in lines]


def _cut_or_wait(result: Result) -> Iterator[Block]:
    """The cut beside attrition: the sentence, its figures, and how to read them; or that there is no cut."""
    lines = text(result, "cut_or_wait")
    if lines:
        yield Prose(tuple(lines[:1]), "lead")
    if result.has("cut_or_wait"):
        yield cut_grid(result)
    yield from _paragraphs(lines[1:])


def _most_affected(result: Result) -> Block:
    """The roles that change most, small ones in groups."""
    roles = informative_ranges(result.table("groups"))
    order = roles["delta"].abs().sort_values(ascending=False, kind="stable").index
    return result.grid(
        "groups", "title", "headcount", "baseline_end", "plan_end", "delta",
        Range("Near-optimal plans", "delta_low", "delta_high"),
        caption="Roles that change most",
        note="Change: plan less baseline, at the end. Near-optimal plans cost at most 0.5% more than the "
        "cheapest plan; the model cannot rank them.",
        rows=roles.loc[order].head(MOST_AFFECTED),
    )  # fmt: skip


def _limits(result: Result) -> list[Block]:
    """The binding limits: what one unit more and one unit less would cost or save."""
    limits = result.table("limits")
    deciding = limits[limits["decides"].astype(bool)]
    if deciding.empty:
        return [Prose(("No limit is binding: loosening any of them leaves the plan as it is.",))]
    return headed("Binding limits", *bullets(deciding["sentence"].head(DECIDING).tolist()))
