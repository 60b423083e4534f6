"""Occupations of a place in a terminal, and growth of jobs by exposure."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from reallocate.study.jobs.run import ExposureHistory, PlaceJobs
from reallocate.work.foretold import signed
from reallocate.work.history import yearly
from reallocate.work.panel import AFTER, BEFORE

DASH = "–"
HALF_FILLED = 0.5


def print_place(found: PlaceJobs, console: Console) -> None:
    """Write the occupations of a place."""
    grid = _grid(
        ["Code", "Occupation"], ["Employed", "Mean pay", "Augmentable", "Automatable"], found.place.title
    )
    for code, row in found.shown.iterrows():
        grid.add_row(str(code), *_cells(row))
    if found.rest is not None:
        grid.add_section()
        grid.add_row("", *_cells(found.rest))
    grid.add_section()
    grid.add_row("", *_cells(found.total))
    _print(console, grid, *_legend(found.sources, found.total), *found.place.notes)


def print_history(found: ExposureHistory, console: Console) -> None:
    """Write growth of jobs by exposure."""
    _print(console, _quintiles(found.quintiles))
    _print(
        console,
        _correlations(found.summary),
        found.sentence if len(found.sources) > 1 else str(found.summary["finding"].iloc[0]),
        _other_choices(found.choices.drop(columns=["variant", "occupations"]).iloc[1:]),
        f"That exposure foretells decline: {found.verdict} by the rule as first written, over all sources. "
        "Whether an effect as small as the model's own would show at all is another question: `reallocate "
        "claims 3d`.",
        _left_out(found.left_out, found.share),
    )


def _cells(row: pd.Series) -> list[str]:
    """A row's words: marks where work or pay stands in for what is not known."""
    pay = "" if row["wage_mean"] != row["wage_mean"] else f"{row['wage_mean']:,.0f}"
    return [
        f"{row['title']}{' *' if row['content_filled'] == 1 else ''}",
        f"{row['employment']:,.0f}",
        pay + (" +" if row["wage_filled"] > HALF_FILLED else ""),
        _band(row, "augmentable"),
        _band(row, "automatable"),
    ]


def _band(row: pd.Series, name: str) -> str:
    """`41% (30–52)`: the middle of the sources, the lowest and the highest; or the only one."""
    middle, low, high = (100 * float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return f"{middle:.0f}%" if low == high else f"{middle:.0f}% ({low:.0f}{DASH}{high:.0f})"


def _legend(sources: tuple[str, ...], total: pd.Series) -> list[str]:
    several = f"the middle of {len(sources)} sources (lowest{DASH}highest)"
    by = several if len(sources) > 1 else f"by {sources[0]}"
    lines = [
        f"Share of hours, {by}. Augmentable: AI halves the time of a person. Automatable: AI does it alone.",
        f"* work filled from related occupations: {total['content_filled']:.1%} of all these jobs.",
    ]
    if total["wage_filled"] >= 0.0005:
        lines.append(
            f"+ pay not released, a wider figure stands in: {total['wage_filled']:.1%} of all these jobs."
        )
    return lines


def _quintiles(quintiles: pd.DataFrame) -> Table:
    title = "Growth of jobs a year by exposure fifth [%], 5 the most exposed"
    grid = _grid(["Source", "Years"], ["1", "2", "3", "4", "5"], title)
    for source, rows in quintiles.groupby("source", sort=False):
        for (first, last), name in ((BEFORE, str(source)), (AFTER, "")):
            rates = yearly(rows[f"growth_{first}_{last}"], (first, last))
            grid.add_row(name, f"{first}{DASH}{last}", *(signed(100 * rate, 1) for rate in rates))
    return grid


def _correlations(summary: pd.DataFrame) -> Table:
    numbers = ["2017–2019", "2022–2025", "Difference", "10–90%"]
    grid = _grid(["Source"], numbers, "Rank correlation of exposure with growth, over occupations")
    for row in summary.to_dict("records"):
        names = ("rank_correlation_before", "rank_correlation_after", "difference")
        span = f"{signed(row['low'])} to {signed(row['high'])}"
        grid.add_row(str(row["source"]), *(signed(row[name]) for name in names), span)
    return grid


def _other_choices(differences: pd.DataFrame) -> str:
    found = differences.to_numpy(float)
    low, high = signed(found.min()), signed(found.max())
    return (
        f"Under {len(differences)} other choices (other years, only large occupations, counted by jobs, …) "
        f"the difference lies between {low} and {high}; {int((found < 0).sum())} of {found.size} are below 0."
    )


def _left_out(left_out: pd.DataFrame, share: float) -> str:
    counts = left_out["reason"].value_counts()
    reasons = "; ".join(f"{reason} ({counts[reason]})" for reason in sorted(map(str, counts.index)))
    largest = str(left_out["employment"].idxmax())
    return (
        f"Left out are {len(left_out)} occupations with {1 - share:.1%} of the jobs of 2022, the largest "
        f"{largest} {left_out['title'][largest]}: {reasons}."
    )


def _grid(words: list[str], numbers: list[str], title: str) -> Table:
    grid = Table(box=None, pad_edge=False, title=title, title_justify="left", title_style="bold")
    for name in words:
        grid.add_column(name, overflow="fold")
    for name in numbers:
        grid.add_column(name, justify="right", no_wrap=True)
    return grid


def _print(console: Console, grid: Table, *lines: str) -> None:
    console.print(grid)
    console.print()
    for line in lines:
        console.print(line)
