"""The layoff record: docs/reference/layoffs.md."""

from __future__ import annotations

from scripts.pages.parts import OUTCOME, passages, table

from reallocate.data.bundle import load_world
from reallocate.firm.council.layoffs import layoff_record
from reallocate.kernel.blocks import Grid
from reallocate.kernel.parameters import Parameters


def parts() -> dict[str, str]:
    """Announcements by type, reason and quarter, reversals, and every one of them."""
    found = layoff_record(load_world(), Parameters.default())
    text = found.explain()
    grids = (
        block for section in found.kind.page(found) for block in section.blocks if isinstance(block, Grid)
    )
    by_how, taken_back, later, every = map(_table, grids)
    quarters = (
        found.tables["timeline"].groupby(["quarter", "reason"])["jobs_cut"].sum().unstack(fill_value=0.0)
    )
    timeline = (
        [str(when), *(f"{value:,.0f}" for value in row)]
        for when, row in zip(quarters.index, quarters.to_numpy(), strict=True)
    )
    body = passages(
        *text["headline"],
        "### By type and stated reason",
        by_how,
        "### Jobs by quarter and stated reason",
        table(["quarter", *quarters.columns], timeline),
        "### Reversed cuts and their cost",
        *text["taken_back"],
        taken_back,
        later,
        "### Every announcement",
        every,
    )
    return {OUTCOME: body}


def _table(grid: Grid) -> str:
    rows = [[cell.replace("|", "/") for cell in row] for row in grid.rows]
    return table([head.label.replace("|", "/") for head in grid.heads], rows)
