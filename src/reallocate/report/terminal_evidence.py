"""The scorecard on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reallocate.evidence.scorecard import Row, Scorecard
from reallocate.evidence.target import Verdict
from reallocate.report.figures import with_minus

OUT = "Out of sample: nothing was fitted to these years"
PUBLISHED = "Published figures"


def print_scorecard(found: Scorecard, console: Console, explain: bool = False) -> None:
    """The scorecard as a table, what nothing was fitted to first, then misses with their causes; or each
    figure in words.

    found : the scorecard
    console : to print to
    explain : say each figure in words, with its equation and reference
    """
    if explain:
        for row in found.rows:
            for line in explained(row):
                console.print(Text(line))
            console.print()
    else:
        for title, rows in ((OUT, found.out_of_sample), (PUBLISHED, found.published)):
            if rows:
                console.print(_table(title, rows))
                _lines(rows, Verdict.MISSED, "Missed", console)
                _lines(rows, Verdict.NOT_AT_HAND, "Not at hand", console)
    console.print(Text(found.sentence))


def figure(value: float) -> str:
    """A figure as it stands in the scorecard: four digits.

    value : [any unit]
    """
    return with_minus(f"{value:.4g}")


def explained(row: Row) -> list[str]:
    """One figure in words: what was published, what is obtained and how it came about, with reference.

    row : of the scorecard
    """
    target, obtained = row.target, row.obtained
    cited = f"{row.paper.authors} {row.paper.year}" + (f", {target.place}" if target.place else "")
    lines = [
        f"{target.id}: {target.statement}",
        f"  Published: {with_minus(target.published)} {target.unit} ({cited})",
    ]
    if obtained.value is None:
        lines.append(f"  Not at hand: {obtained.missing}")
    else:
        lines.append(f"  Obtained: {figure(obtained.value)} {target.unit}: {row.verdict.value}")
    if obtained.says:
        lines.append(f"  How: {with_minus(obtained.says)}.")
    if obtained.beside:
        beside = ", ".join(f"{name} {figure(value)}" for name, value in obtained.beside.items())
        lines.append(f"  Beside it: {beside}.")
    if target.fitted:
        lines.append(f"  An identity, since it is {target.fitted}.")
    if target.equation:
        lines.append(f"  Computed as: {target.equation}")
    version = f" Version: {row.paper.version}." if row.paper.version else ""
    lines.append(f"  Reference: {row.paper.title}. {row.paper.reference}.{version}")
    return lines


def _table(title: str, rows: Sequence[Row]) -> Table:
    table = Table(
        title=Text(title), title_justify="left", title_style="bold", box=None, pad_edge=False,
        padding=(0, 2, 0, 0),
    )  # fmt: skip
    table.add_column("figure", overflow="fold", ratio=1)
    for name in ("published", "obtained"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for row in rows:
        value = row.obtained.value
        table.add_row(
            Text(row.target.id),
            with_minus(row.target.published),
            figure(value) if value is not None else "",
            Text(row.verdict.value, style="bold" if row.verdict is Verdict.MISSED else ""),
        )
    return table


def _lines(rows: Sequence[Row], verdict: Verdict, title: str, console: Console) -> None:
    """Each figure of a verdict with its cause, those with the same cause together."""
    causes: dict[str, list[str]] = {}
    for row in rows:
        if row.verdict is verdict:
            cause = row.obtained.missing or row.obtained.says
            causes.setdefault(cause, []).append(row.target.id)
    if causes:
        console.print(Text(title, style="bold"))
    for cause, ids in causes.items():
        console.print(Text(f"- {', '.join(ids)}: {with_minus(cause)}."), style="dim")
    if causes:
        console.print()
