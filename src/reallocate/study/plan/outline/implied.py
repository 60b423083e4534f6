"""The assumptions under which a cut is the best plan."""

from __future__ import annotations

from reallocate.output.blocks import Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import bullets, headed, source_words, text


def implied(result: Result) -> Section:
    """The part of the page that is there only where it was requested for a cut."""
    choices = result.table("implied_choices")
    return Section("implied", "Assumptions under which the cut is best", [
        *bullets(text(result, "implied")),
        result.grid(
            "implied", "reading", "draws", "best", "near", "share_near", "low", "high", "near_1", "near_2",
            "extra_cost", "extra_share", "least_extra_share",
            caption="How often the cut is the best plan, over draws of all assumptions from their ranges",
            note="Nearly the best: at most 0.5% dearer than the plan without the cut. Computed on roles "
            "grouped further. At any time: without the pause in hiring after exits, the least that exits "
            "cost.",
        ),
        *headed(
            "Assumptions that favour the cut together",
            result.grid(
                "implied_together", "reading", "step", "belief", "now", "value", "choice", "extra_share",
                caption="Assumptions moved one after the other to where they favour the cut",
                note="The most influential come first; the list ends where the cut is nearly the best plan. "
                "The order is one of several: other assumptions further apart may do the same.",
            ),
        ),
        *headed(
            "One assumption at a time",
            result.grid(
                "implied_edge", "belief", "reading", "now", "low", "high", "extra_at_low", "extra_at_high",
                "flips_at", "median", "median_near", "grade",
                caption="Extra cost of the cut at both ends of each range, all else as assumed",
                fold="Every assumption by itself",
            ),
            result.grid(
                "implied_choices", "belief", "choice", "at_once", "any_time", "layoffs",
                caption="Extra cost under each source of reach and each scenario of capability",
                rows=choices.assign(choice=[_worded(str(name)) for name in choices["choice"]]),
                fold="Sources and scenarios",
            ),
            result.grid(
                "implied_grid", "quits_per_month", "demand_growth", "at_once", "any_time", "layoffs",
                caption="Extra cost of the cut by quits and growth of demand together",
                note="Layoffs: of the plan without the cut, over its whole length.",
            ),
        ),
    ], folded=True)  # fmt: skip


def _worded(choice: str) -> str:
    code, assumed, rest = choice.partition(" (as assumed)")
    return source_words(code) + assumed + rest
