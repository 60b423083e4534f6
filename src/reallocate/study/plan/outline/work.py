"""How: which work moves, what compute it takes, and how headcount gets from today to the end."""

from __future__ import annotations

from reallocate.output.blocks import Block, Prose, Section
from reallocate.output.table import Range
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import any_positive, prose, text

NEAR = Range("Automated, near-optimal plans", "automated_low", "automated_high")
WITH_RANGE = ", with the range over near-optimal plans"
SYSTEMS = ("systems", "put_up", "hours_to_cover")
"""Columns about systems, of interest where putting one up costs something."""


def work(result: Result) -> Section:
    """Which work moves, and the walk from today's headcount to the end."""
    activities = result.table("activities")
    ranged = "automated_low" in activities
    costly = any_positive(activities, "hours_to_cover")
    return Section(
        "work",
        "How: which work moves, and how headcount follows",
        (
            *prose(result, "work"),
            result.picture("which_work_moves"),
            *prose(result, "headcount"),
            *[Prose((line,)) for line in text(result, "headline")[2:]],
            result.picture("headcount_walk"),
            _moves(result),
            result.grid(
                "bridge", "step", "positions", "note",
                note="Only part of the freed hours reduces positions. Each row is one step.",
                fold="From reach to whole positions, step by step",
            ),
            result.grid(
                "kinds", "kind", "hours", "human", "augmented", "automated", "dropped",
                caption="Work by kind and by who does it", fold="Hours by kind of work",
            ),
            result.grid(
                "activities", "title", "kind", "hours", "augmented", "automated",
                *((NEAR,) if ranged else ()), *(SYSTEMS if costly else ()), caption="Work by activity",
                fold=f"Hours by activity{WITH_RANGE if ranged else ''}",
            ),
        ),
    )  # fmt: skip


def _moves(result: Result) -> Block:
    return result.grid(
        "moves", "origin_title", "target_title", "positions", "training_weeks", "training_cost", "basis",
        note="Redeployment leaves the total headcount unchanged.", fold="Moves between roles",
    )  # fmt: skip
