"""What a plan rests on: captured time, substitution and scale, and the inputs that move positions most."""

from __future__ import annotations

import numpy as np

from reallocate.measure.number import say, sentence
from reallocate.output.blocks import Block, Heading, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.cut import cut_rests_on
from reallocate.study.plan.outline.rows import bullets, computed_part, headed, not_in_table, prose

GRADES_SHORT = (
    "Grades of evidence: A primary source, B press or second hand, C secondary source, X computed from "
    "these, J judgement of this project."
)
MOST_INPUTS = 4
LATER = (
    "Not computed yet: positions by the share of freed time that is used, and the inputs that would change "
    "the plan."
)


def rests_on(result: Result) -> Section:
    """What it rests on."""
    cut = cut_rests_on(result)
    blocks = [
        *computed_part(lambda: _response(result)),
        *computed_part(lambda: _inputs_that_decide(result)),
    ]
    return Section("rests-on", "What it rests on", [
        *(blocks or [Prose((LATER if result.waiting else "No input was moved.",), "absent")]),
        *(headed("What the extra cost of a cut rests on", *cut) if cut else []),
    ])  # fmt: skip


def _response(result: Result) -> list[Block]:
    """Captured time, and substitution beside scale; or that the amount of work is given."""
    if "scale_effect" in result.waiting:
        return []
    if not result.has("scale_effect"):
        return [Prose(("The amount of work is given: it does not grow where it costs less.",))]
    return [
        result.picture("positions_by_capture"),
        *prose(result, "response"),
        result.grid(
            "scale_effect", "effect", "positions", "note", caption="Substitution and scale",
            fold="Substitution and scale, in positions",
        ),
        result.grid(
            "price_response", "now", "low", "high", "break_even", fold="Price response, assumed and measured",
        ),
    ]  # fmt: skip


def _inputs_that_decide(result: Result) -> list[Block]:
    if not result.has("tipping_points"):
        return []
    tested = result.table("tipping_points")
    swing = (tested["positions_at_high"] - tested["positions_at_low"]).abs().fillna(np.inf)
    first = tested.loc[swing.sort_values(ascending=False, kind="stable").index].head(MOST_INPUTS)
    items = [
        f"{sentence(row['input'])}: {say(row['now'], str(row['unit']))}{_grade(row['grade'])}"
        for _, row in first.iterrows()
    ]
    return [
        Heading("The inputs tested that move positions most"),
        *bullets([*items, *not_in_table(result, "tipping_points")]),
        Prose((GRADES_SHORT,), "note"),
    ]


def _grade(grade: object) -> str:
    words = {"J": "a judgement, grade J", "own": "set in the scenario"}
    return f" ({words.get(str(grade), f'grade {grade}')})" if isinstance(grade, str) and grade else ""
