"""Limits and their values, and plans nearly as cheap."""

from __future__ import annotations

from reallocate.output.blocks import Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, not_in_table, noted, prose


def limits(result: Result) -> Section:
    """What one more and one less of each limit changes."""
    lines = tuple(not_in_table(result, "limits"))
    return Section(
        "limits",
        "Limits, and the value of one more",
        (
            *([Prose(lines)] if lines else []),
            result.grid(
                "limits", "limit", "level", "decides", "up", "up_to", "down", "down_to",
                caption="Limits, and what one more and one less of each changes",
                note="Each figure solves the plan again with the limit moved by one of its unit; a minus is "
                "a saving in present value. Same value: within 1%, as far as the plan was solved again.",
            ),
            *headed(
                "Plans nearly as cheap",
                *prose(result, "alternatives"),
                noted(
                    result, "alternatives", "alternative", "extra_cost", "extra_share", "positions",
                    "layoffs", "moved", "hires", "first_year_cash", "power",
                    caption="As far as a plan can go in one direction at little cost",
                    note="Computed on grouped roles. If the best plan lays off nobody, these do not either.",
                ),
                result.grid(
                    "frontier", "extra_cost", "extra_share", "positions", "cost_per_job",
                    caption="The most jobs kept at the end, by extra cost in present value",
                ),
            ),
        ),
    )  # fmt: skip
