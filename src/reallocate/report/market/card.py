"""A simulated market in a terminal: the sentences, the path, who gains and who loses."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.errors import visible
from reallocate.measure.number import cell, sentence
from reallocate.report.market.grids import in_order
from reallocate.report.printed import plain_table, text_lines
from reallocate.study.market.run import MarketStudy

MOMENTS = 10
"""Rows of the path."""
SIDE = 5
COLUMNS = {
    "unemployment_rate": "Unemployed\n% of lab.\nforce",
    "unemployment_rate_without": "Without\nthe shock\n%",
    "long_term_unemployment_rate": "For a long\ntime, %",
    "vacancy_rate": "Open, % of\npositions",
}


def card(study: MarketStudy, page: Path | None = None) -> RenderableType:
    """What a person reads of a run; made for 80 columns or more.

    study : what is reported
    page : where the page lies, if it was written
    """
    said = study.explain()
    parts: list[RenderableType] = [
        Text(sentence(study.meta["title"]), style="bold"),
        text_lines(said["headline"]),
        _path(study),
        text_lines([*said["beveridge"], *said["occupations"][:1]]),
        _occupations(study),
        Group(Text("What this does not say", style="bold"), text_lines(said["not_said"], "dim")),
        Group(Text("The market", style="bold"), text_lines(said["market"], "dim")),
    ]
    if page is not None:
        parts.append(Text.assemble("The page, to open in a browser: ", (visible(str(page)), "bold")))
    else:
        parts.append(Text("Next: --out FOLDER for charts and tables; --json for machines.", style="dim"))
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def print_market(study: MarketStudy, console: Console, page: Path | None = None) -> None:
    """Write the summary to a terminal.

    study : what is reported
    console : where to; its width is kept
    page : where the page lies, if it was written
    """
    console.print(card(study, page))


def _path(study: MarketStudy) -> Table:
    path = study.table("path")
    table = plain_table("The way there")
    table.add_column("After\nyears", justify="right")
    shown = {name: words for name, words in COLUMNS.items() if name in path}
    for words in shown.values():
        table.add_column(words, justify="right")
    places = sorted({round(at * (len(path) - 1) / MOMENTS) for at in range(MOMENTS + 1)})
    for row in path.iloc[places].to_dict("records"):
        table.add_row(f"{row['years']:.1f}", *(f"{row[name]:.2f}" for name in shown))
    return table


def _occupations(study: MarketStudy) -> Table:
    every = in_order(study)
    shocked = "probability" in every
    table = plain_table(
        "Who gains and who loses, at the end against without the shock [persons]"
        if shocked
        else "Where most and fewest have no job, at the end [persons]"
    )
    table.add_column("Occupation", overflow="fold", ratio=1)
    heads = ("Change", "Change") if shocked else ("Start", "No job,\n% of its\npeople")
    for words in ("Employed", *heads, "No job", "Open"):
        table.add_column(words, justify="right")
    most = every.head(SIDE)
    least = every.iloc[max(SIDE, len(every) - SIDE) :]
    for part in (most, least):
        for row in part.to_dict("records"):
            table.add_row(
                str(row["title"]),
                cell(row["employment"], "persons"),
                *(
                    (cell(row["change"], "persons", True), cell(row["change_share"], "share", True))
                    if shocked
                    else (
                        cell(row["employment_start"], "persons"),
                        cell(row["unemployment_share"], "share"),
                    )
                ),
                cell(row["unemployment"], "persons"),
                cell(row["vacancies"], "persons"),
            )
    return table
