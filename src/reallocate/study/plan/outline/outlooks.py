"""Decisions under uncertainty: the first year when several outlooks are possible."""

from __future__ import annotations

from reallocate.output.blocks import Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import bullets, headed, noted, text

TITLE = "Decisions under uncertainty: several outlooks"
NOT_COMPUTED = "Not computed: the scenario leaves it out, or an outlook has no plan."

LATER = "Not computed yet."


def outlooks(result: Result) -> Section:
    """Several outlooks."""
    if not result.has("strategies"):
        why = LATER if "strategies" in result.waiting else NOT_COMPUTED
        return Section("outlooks", TITLE, (Prose((why,)),), folded=True)
    return Section("outlooks", TITLE, [
        *bullets(text(result, "outlooks")),
        result.grid(
            "outlooks", "outlook", "weight", "says", "positions", "layoffs", "saved", "extra_as_made",
            "extra_joint",
            caption="The outlooks: the best plan in each, and the extra cost of other first years",
            note="Saved: cost saved in present value, against the baseline in the same outlook.",
        ),
        *headed(
            "First years side by side",
            noted(
                result, "strategies", "strategy", "caution", "extra_cost", "worst_saving", "largest_regret",
                "worst_outlook", "hires", "layoffs", "moved", "with_ai", "gpus_ordered", "positions_low",
                "positions_high",
                caption="First-year decisions before the outlook is known, with their extra cost",
                note="Hires, layoffs, GPU orders and systems of the first year are the same in all outlooks. "
                "Later decisions are the best in each. Computed on grouped roles and larger systems. Work "
                "may be left undone at its price, its amount does not answer to cost, and no hiring pause "
                "after layoffs is imposed.",
            ),
            noted(
                result, "information", "question", "amount",
                caption="Value of knowing, of planning for all outlooks, and of starting now",
            ),
        ),
    ], folded=True)  # fmt: skip
