"""Decisions under uncertainty: the first year when several outlooks are possible."""

from __future__ import annotations

from reallocate.output.blocks import Block, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import bullets, headed, noted, text

TITLE = "Decisions under uncertainty: several outlooks"
NOT_COMPUTED = "Not computed: the scenario leaves it out, or an outlook has no plan."


def outlooks(result: Result) -> Section:
    """Several outlooks."""
    if not result.has("strategies"):
        return Section("outlooks", TITLE, (Prose((NOT_COMPUTED,)),))
    blocks: list[Block] = [
        *bullets(text(result, "outlooks")),
        result.grid(
            "outlooks", "outlook", "weight", "says", "positions", "layoffs", "saved", "extra_as_made",
            "extra_joint",
            caption="The outlooks, the best plan in each, and what other first years cost there",
            note="Saved: present value against people alone, in the same outlook.",
        ),
        *headed(
            "First years side by side",
            noted(
                result, "strategies", "strategy", "caution", "extra_cost", "worst_saving", "largest_regret",
                "worst_outlook", "hires", "layoffs", "moved", "with_ai", "gpus_ordered", "positions_low",
                "positions_high",
                caption="Decisions before the outlook is known, and their cost, expected and at worst",
                note="Hires, layoffs, orders and systems of the first quarters are the same in all outlooks; "
                "later decisions are the best in each. Computed on grouped roles and larger systems; work "
                "may be left undone at its price, and the pause in hiring after layoffs is not required.",
            ),
            noted(
                result, "information", "question", "amount",
                caption="What knowing, planning for all and beginning now are worth",
            ),
        ),
    ]  # fmt: skip
    return Section("outlooks", TITLE, tuple(blocks))
