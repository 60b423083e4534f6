"""Promises and their price: those in force, and what further ones would cost."""

from __future__ import annotations

from reallocate.output.blocks import Block, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import bullets, computed_part, headed, text

NONE = "The scenario makes no promise and sets no limit, so none has a price."
LATER = "The prices of promises are not computed yet."


def promises(result: Result) -> Section:
    """Each promise and limit with what one unit more and less would cost, then what others would cost."""
    blocks = computed_part(lambda: _in_force(result))
    return Section("promises", "Promises and their price", [
        *(blocks or [Prose((LATER,), "absent")]),
        *(headed("What further promises would cost", *bullets(text(result, "refused")))
          if text(result, "refused") else []),
    ])  # fmt: skip


def _in_force(result: Result) -> list[Block]:
    if "promises" not in result.waiting and not result.has("promises"):
        return [Prose((NONE,))]
    return [
        result.grid(
            "promises", "promise", "level", "binding", "up", "down",
            note="Cost of one unit more or less, in present value: the plan is solved again. A minus is a "
            "saving. A promise without a number has no such price.",
        )
    ]  # fmt: skip
