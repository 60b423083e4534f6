"""Writes the part of docs/reference/layoffs.md that repeats the record; scripts/docs.py calls it."""

from __future__ import annotations

import re

from reallocate.firm.council.layoffs import layoff_record
from reallocate.kernel.blocks import Grid
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"


def with_outcome(page: str, world: World) -> str:
    """A page with the present record between its two marks.

    page : as it stands
    world : with the tables announcements and rehiring
    """
    found = layoff_record(world, Parameters.default())
    text = found.explain()
    by_how, taken_back, later, every = (
        block for section in found.kind.page(found) for block in section.blocks if isinstance(block, Grid)
    )
    by_quarter = found.tables["timeline"].groupby(["quarter", "reason"])["jobs_cut"]
    quarters = by_quarter.sum().unstack(fill_value=0.0)
    timeline = [["quarter", *quarters.columns], ["---"] * (1 + len(quarters.columns))]
    timeline += [
        [str(when), *(f"{value:,.0f}" for value in row)]
        for when, row in zip(quarters.index, quarters.to_numpy(), strict=True)
    ]
    body = "\n\n".join(
        [
            *text["headline"],
            "### By type and stated reason",
            _table(by_how),
            "### Jobs by quarter and stated reason",
            "\n".join(f"| {' | '.join(cells)} |" for cells in timeline),
            "### Reversed cuts and their cost",
            *text["taken_back"],
            _table(taken_back),
            _table(later),
            "### Every announcement",
            _table(every),
        ]
    )
    pattern = f"{re.escape(START)}.*{re.escape(END)}"
    return re.sub(pattern, lambda _: f"{START}\n\n{body}\n\n{END}", page, flags=re.DOTALL)


def _table(grid: Grid) -> str:
    rows = [[head.label for head in grid.heads], ["---"] * len(grid.heads), *grid.rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
