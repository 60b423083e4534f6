"""The planner's own plan beside the best plan: the answer first, then what it breaks and where it differs."""

from __future__ import annotations

from collections.abc import Iterator

from reallocate.output.blocks import Block, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import text

SHORT = (
    "cost", "cash", "work_undone", "one_off", "positions", "layoffs", "hires", "moves", "hours_undone",
    "worst_undone",
)  # fmt: skip
"""Figures on the first page and in a terminal; the workbook holds all of them."""
MOST_ROLES = 20


def own_plan_first(result: Result) -> Iterator[Block]:
    """The answer about the own plan and its figures; nothing where none was given."""
    lines = text(result, "own_plan")
    if not lines:
        return
    yield Prose(tuple(lines[:1]), "lead")
    table = result.table("own_plan")
    yield result.grid(
        "own_plan", "figure", "own", "best", "baseline", "extra",
        caption="Your plan beside the best plan",
        note="Best plan: the cheapest plan without a cut; where a cut is compared it is called attrition. "
        "Work left undone includes errors that nobody notices. The workbook holds every figure.",
        rows=table[table["figure"].isin(SHORT)],
    )  # fmt: skip
    yield from (Prose((line,)) for line in lines[1:])


def own_plan(result: Result) -> Section:
    """What the own plan breaks, and where it differs from the best plan by quarter and role."""
    roles = result.table("own_plan_roles")
    differs = roles[roles["extra"].abs().ge(0.5) | roles["undone"].ge(0.5)]
    return Section(
        "own-plan", "Your plan",
        (
            result.grid(
                "own_plan_breaks", "kind", "text", "amount", "unit", "first", "last",
                caption="What your plan breaks",
            ),
            result.grid(
                "own_plan_quarters", "quarter", "positions_own", "positions_best", "positions_baseline",
                "hires", "layoffs", "cash_own", "cash_best", "undone", "undone_share",
                caption="By quarter",
            ),
            result.grid(
                "own_plan_roles", "title", "start", "own_end", "best_end", "extra", "undone",
                caption="Roles that differ most from the best plan", rows=differs.head(MOST_ROLES),
            ),
        ),
        folded=True,
    )  # fmt: skip
