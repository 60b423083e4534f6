"""Limits and their values, and plans nearly as cheap."""

from __future__ import annotations

from reallocate.output.blocks import Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import bullets, headed, not_in_table, noted, prose


def limits(result: Result) -> Section:
    """What one unit more and one unit less of each limit costs or saves."""
    limits = result.table("limits")
    binding = limits.loc[limits["decides"].astype(bool), "sentence"].tolist()
    return Section(
        "limits",
        "Limits: the cost of one unit more or less",
        (
            *bullets([*binding, *not_in_table(result, "limits")]),
            result.grid(
                "limits", "limit", "level", "decides", "up", "up_to", "down", "down_to",
                caption="Limits, and the cost of one unit more or less",
                note="The plan is solved again with the limit moved by one of its unit. Costs are present "
                "values; a minus is a saving. Same value: each further unit is worth the same, within 1%, up "
                "to the level shown.",
            ),
            *headed(
                "Alternatives at little extra cost",
                *prose(result, "alternatives"),
                noted(
                    result, "alternatives", "alternative", "extra_cost", "extra_share", "positions",
                    "layoffs", "moved", "hires", "first_year_cash", "power",
                    caption="Each alternative goes as far as it can in one direction",
                    note="The most that an alternative may cost extra is set by --within. The ranges called "
                    "near-optimal use 0.5% instead. Computed on grouped roles. If the best plan lays off "
                    "nobody, these do not either.",
                ),
                result.grid(
                    "frontier", "extra_cost", "extra_share", "positions", "cost_per_job",
                    caption="Most positions at the end, by extra cost in present value",
                ),
            ),
        ),
        folded=True,
    )  # fmt: skip
