"""The scorecard on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from reallocate.evidence.scorecard import Row, Scorecard
from reallocate.evidence.target import Kind


def print_scorecard(found: Scorecard, console: Console, explain: bool = False) -> None:
    """The scorecard as a table, what nothing was fitted to first; or each figure in words.

    found : the scorecard
    console : to print to
    explain : say each figure in words, with its equation and reference
    """
    if explain:
        for row in found.rows:
            _explain(row, console)
    else:
        out = [row for row in found.rows if row.target.kind is Kind.OUT_OF_SAMPLE]
        rest = [row for row in found.rows if row.target.kind is not Kind.OUT_OF_SAMPLE]
        for title, rows in (
            ("Out of sample: nothing was fitted to these years", out),
            ("Published figures", rest),
        ):
            if rows:
                console.print(_table(title, rows))
    console.print(found.sentence)


def _table(title: str, rows: list[Row]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("figure", "published", "obtained", "unit", "verdict"):
        table.add_column(name, overflow="fold")
    for row in rows:
        obtained = row.obtained.value
        table.add_row(
            row.target.id,
            row.target.published,
            f"{obtained:.6g}" if obtained is not None else row.obtained.missing,
            row.target.unit,
            row.verdict.value,
        )
    return table


def _explain(row: Row, console: Console) -> None:
    target, obtained = row.target, row.obtained
    console.print(f"[bold]{target.id}[/bold]: {target.statement}")
    cited = f"{row.paper.authors} {row.paper.year}, {target.place}"
    console.print(f"  Published: {target.published} {target.unit} ({cited})")
    found = f"{obtained.value:.6g} {target.unit}" if obtained.value is not None else obtained.missing
    console.print(f"  Obtained: {found}: {row.verdict.value}. {obtained.says}")
    if target.equation:
        console.print(f"  Computed as: {target.equation}")
    console.print(f"  Reference: {row.paper.title}. {row.paper.reference}")
