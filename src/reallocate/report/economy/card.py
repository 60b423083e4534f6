"""The extended market in a terminal: the sentences, the way there, jobs, who gains and who loses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.economy.job_effects import PART_LABELS
from reallocate.errors import visible
from reallocate.measure.number import sentence, with_minus
from reallocate.report.economy.signs import signed
from reallocate.report.printed import plain_table
from reallocate.study.economy.figures import when
from reallocate.study.economy.run import EconomyStudy

SIDE = 5
LARGE = 10_000
"""People; smaller occupations are left to the page."""


def card(study: EconomyStudy, page: Path | None = None) -> RenderableType:
    """What a person reads of a run; made for 80 columns or more.

    study : what is reported
    page : where the page lies, if it was written
    """
    said = study.explain()
    parts: list[RenderableType] = [
        Text(sentence(study.meta["title"]), style="bold"),
        _lines(said["headline"]),
        _path(study),
        _jobs(study),
        _lines(said["decides"]),
        _occupations(study),
        _lines([*said["occupations"][1:], *said["lost_jobs"][:1], *said["money"], *said["policy"]]),
        Group(Text("Whether it looks like the nation's market", style="bold"), _lines(said["gate"], "dim")),
        Group(Text("What this does not say", style="bold"), _lines(said["not_said"], "dim")),
    ]
    if said["reversal"]:
        parts.insert(
            5, Group(Text("What returns after the reversal", style="bold"), _lines(said["reversal"]))
        )
    if page is not None:
        parts.append(Text.assemble("The page, to open in a browser: ", (visible(str(page)), "bold")))
    else:
        parts.append(
            Text(
                "Next: --out FOLDER for the page with charts and every assumption; --json for machines; "
                "simulate market for the published laws.",
                style="dim",
            )
        )
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def print_economy(study: EconomyStudy, console: Console, page: Path | None = None) -> None:
    """Write the summary to a terminal.

    study : what is reported
    console : where to; its width is kept
    page : where the page lies, if it was written
    """
    console.print(card(study, page))


def _lines(lines: Iterable[str], style: str = "") -> RenderableType:
    return Group(*(Text(with_minus(line), style=style) for line in lines))


def _path(study: EconomyStudy) -> Table:
    table = plain_table("The way there: middle of the draws (eight of ten), and without further AI")
    for words in ("Year", "Unemployed\n% of lab. force", "without", "Open\n% of positions", "without"):
        table.add_column(words, justify="right")
    for row in study.table("path").iloc[11::12].to_dict("records"):
        cells = [sentence(when(row["year"]))]
        for name in ("unemployment", "openings"):
            low, middle, high = (f"{row[f'{name}{end}']:.1f}" for end in ("_low", "", "_high"))
            cells += [f"{middle} ({low} to {high})", f"{row[f'{name}_without']:.1f}"]
        table.add_row(*cells)
    return table


def _jobs(study: EconomyStudy) -> Table:
    rows = study.table("jobs")
    table = plain_table("Jobs that end and are made, at the end")
    table.add_column("Part")
    for words in ("Million", "% of all jobs", "eight of ten draws"):
        table.add_column(words, justify="right")
    for row in rows[rows["year"] == rows["year"].max()].to_dict("records"):
        table.add_row(
            PART_LABELS[str(row["part"])],
            signed(row["jobs"] / 1e6),
            signed(row["share"]),
            f"{signed(row['share_low'])} to {signed(row['share_high'])}",
        )
    return table


def _occupations(study: EconomyStudy) -> Table:
    rows = study.table("occupations")
    rows = rows[rows["employment_start"] >= LARGE].sort_values("change", ascending=False, kind="stable")
    table = plain_table(f"Who gains and who loses: occupations of {LARGE:,} people or more")
    table.add_column("Occupation", overflow="fold", ratio=1)
    for words in ("Employed", "Against no\nfurther AI, %", "eight of ten\ndraws"):
        table.add_column(words, justify="right")
    for part in (rows.head(SIDE), rows.tail(SIDE)):
        for row in part.to_dict("records"):
            table.add_row(
                str(row["title"]),
                f"{row['employment']:,.0f}",
                signed(100.0 * row["change"]),
                f"{signed(100.0 * row['change_low'])} to {signed(100.0 * row['change_high'])}",
            )
    return table
