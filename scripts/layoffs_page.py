"""Writes the part of docs/layoffs.md that repeats the record; scripts/docs.py calls it."""

from __future__ import annotations

import re

from reallocate.output.blocks import Grid
from reallocate.report.claims.layoffs import by_reason_grid, later_grid, record_grid
from reallocate.study.layoffs.record import layoff_tables, mean_pay, reversal
from reallocate.study.layoffs.text import record_said, reversals_said
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"


def with_outcome(text: str, world: World) -> str:
    """A page with the present record between its two marks.

    text : of the page
    world : with the tables announcements and rehiring
    """
    tables = layoff_tables(world)
    found = reversal(world, Parameters.default(), mean_pay(world))
    quarters = tables["timeline"].groupby(["quarter", "reason"])["jobs_cut"].sum().unstack(fill_value=0.0)
    timeline = [["quarter", *quarters.columns], ["---"] * (1 + len(quarters.columns))]
    timeline += [
        [str(when), *(f"{value:,.0f}" for value in row)]
        for when, row in zip(quarters.index, quarters.to_numpy(), strict=True)
    ]
    body = "\n\n".join(
        [
            *record_said(tables),
            "### By how and why",
            _table(by_reason_grid(tables["by_reason"])),
            "### Jobs by quarter and reason given",
            "\n".join(f"| {' | '.join(cells)} |" for cells in timeline),
            "### What was taken back, and what that costs",
            *reversals_said(tables, found),
            _table(later_grid(tables["record"])),
            "### Every announcement",
            _table(record_grid(tables["record"])),
        ]
    )
    pattern = f"{re.escape(START)}.*{re.escape(END)}"
    return re.sub(pattern, lambda _: f"{START}\n\n{body}\n\n{END}", text, flags=re.DOTALL)


def _table(grid: Grid) -> str:
    rows = [[head.label for head in grid.heads], ["---"] * len(grid.heads), *grid.rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
