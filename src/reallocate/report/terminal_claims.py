"""The ledger of claims and the layoff record on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reallocate.claims.computed import Entry
from reallocate.claims.ledger import NOT_COMPUTABLE, counted
from reallocate.errors import visible
from reallocate.measure.number import with_minus
from reallocate.output.blocks import Grid
from reallocate.report.claims.layoffs import by_reason_grid, later_grid
from reallocate.report.claims.words import (
    cannot_said,
    first_rule_said,
    found_said,
    moved_said,
    rule_said,
    turns_said,
)
from reallocate.study.layoffs.record import Reversal
from reallocate.study.layoffs.text import record_said, reversals_said

BRACKETS = (
    "In brackets: one draw in ten lies below, one above; where the finding is itself a share of draws, "
    "what so few of them leave open. A draw is one set of values for all that is assumed, each within its "
    "plausible range. The sources are published judgements of what AI can do of each task. Names such as "
    "capture are what --set takes."
)


def print_ledger(entries: Iterable[Entry], console: Console, page: Path | None = None) -> None:
    """Every claim in plain sentences, then the count of verdicts, and what cannot be computed.

    entries : of the ledger
    console : to print to
    page : where the page lies, if it was written
    """
    shown = tuple(entries)
    for one in shown:
        claim, found = one.claim, one.measured
        console.print(
            Text.assemble((f"{claim.row}. {claim.statement}", "bold"), f": {found.verdict_with_reason}")
        )
        rule = claim.rule
        lines = [
            found.says,
            f"In figures: {found_said(one)}.",
            f"Read as: {claim.reading}.",
            f"Rule: {rule_said(rule.supported, rule.not_supported, rule.otherwise.value, rule.instead)}",
        ]
        lines += [
            text for text in (cannot_said(one.reach), first_rule_said(rule.change, found.first)) if text
        ]
        lines += [text for text in (moved_said(one.drivers, claim.unit), turns_said(one)) if text]
        lines += [
            f"Read another way, {other.reading}: {other.finding} ({other.verdict.value})."
            for other in one.readings
        ]
        for line in lines:
            console.print(Text(f"  {with_minus(line)}"))
        console.print()
    console.print(Text(BRACKETS))
    verdicts = ", ".join(f"{count} {verdict.value}" for verdict, count in counted(shown).items() if count)
    console.print(Text(f"{len(shown)} claim{'s' if len(shown) != 1 else ''}: {verdicts}."))
    if any(one.claim.row != "own" for one in shown):
        for what, why in NOT_COMPUTABLE:
            console.print(Text(f"Not computable: {what}: {why}."))
    if page is not None:
        console.print(
            Text.assemble("The page, to open in a browser or to print: ", (visible(str(page)), "bold"))
        )


def print_layoffs(tables: Mapping[str, pd.DataFrame], found: Reversal, console: Console) -> None:
    """The layoff record: sentences, by how and why, what changed later.

    tables : as from `layoff_tables`
    found : price of taking a cut back
    console : to print to
    """
    for line in record_said(tables):
        console.print(Text(line))
    console.print()
    by_reason = by_reason_grid(tables["by_reason"])
    console.print(_table(by_reason))
    console.print(Text(by_reason.note))
    console.print()
    for line in reversals_said(tables, found):
        console.print(Text(line))
    console.print()
    console.print(_table(later_grid(tables["record"])))


def _table(grid: Grid) -> Table:
    table = Table(
        title=Text(grid.caption), title_justify="left", title_style="bold", box=None, pad_edge=False,
        padding=(0, 2, 0, 0),
    )  # fmt: skip
    for head in grid.heads:
        table.add_column(head.label, justify="right" if head.number else "left", overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
