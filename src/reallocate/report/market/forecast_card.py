"""A forecast of the tech workforce in a terminal, and how good a saved one was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.measure.number import cell
from reallocate.report.printed import text_lines
from reallocate.study.forecast.score import Score
from reallocate.study.forecast.text import sentences

PERCENT = 100.0


def print_forecast(saved: Mapping[str, Any], console: Console, file: Path | None = None) -> None:
    """Write a forecast to a terminal.

    saved : as it is saved
    console : where to; its width is kept
    file : where it was saved, if it was
    """
    said = sentences(saved)
    parts: list[RenderableType] = [
        Text(f"The tech workforce, forecast on {saved['date']}", style="bold"),
        text_lines(said["headline"]),
        _employment(saved),
        Group(Text("How it is made", style="bold"), text_lines(said["made"], "dim")),
        Group(Text("What this does not say", style="bold"), text_lines(said["not_said"], "dim")),
        Text.assemble("Saved: ", (str(file), "bold"), "; score it: reallocate forecast score FILE …")
        if file is not None
        else Text("Next: --out FILE.json keeps it, so that it can be scored; --json for machines.", "dim"),
    ]
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def print_score(saved: Mapping[str, Any], score: Score, console: Console) -> None:
    """Write to a terminal how good a saved forecast was.

    saved : the forecast
    score : of it
    console : where to; its width is kept
    """
    lines = [
        f"{PERCENT * score.coverage:.0f}% of {len(score.rows)} values lie in the interval, which was made to "
        f"hold {PERCENT * score.wanted:.0f}%.",
        f"The middle was off by {PERCENT * score.error:.1f}% on average; no change by "
        f"{PERCENT * score.error_no_change:.1f}%, the trend without further AI by "
        f"{PERCENT * score.error_without:.1f}%.",
        f"Interval score {PERCENT * score.interval_score:.1f}% of employment; less is better.",
    ]
    table = _table("Forecast and actual [persons]", ("industry",), ("year", "10%", "middle", "90%", "came"))
    for row in score.rows.to_dict("records"):
        figures = (cell(float(row[name]), "persons") for name in ("low", "middle", "high", "actual"))
        table.add_row(str(row["industry"]), str(row["year"]), *figures)
    title = Text(f"The forecast of {saved['date']}, held against what came", style="bold")
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in (title, text_lines(lines), table))))


def _employment(saved: Mapping[str, Any]) -> Table:
    names = ("NAICS", "industry")
    table = _table("Jobs in May [persons]", names, ("year", "10%", "middle", "90%", "without further AI"))
    titles = {row["industry"]: row["title"] for row in saved["mapping"]}
    last = max(row["year"] for row in saved["employment"])
    for row in saved["employment"]:
        if row["industry"] == "all" or row["year"] == last:
            figures = (cell(float(row[name]), "persons") for name in ("low", "middle", "high", "without"))
            title = titles.get(row["industry"], "all five")
            table.add_row(str(row["industry"]), title, str(row["year"]), *figures)
    return table


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name in words:
        table.add_column(name)
    for name in numbers:
        table.add_column(name, justify="right")
    return table
