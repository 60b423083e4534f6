"""One job in a terminal: hours, history, pay, moves that were seen, direction, and what it does not say."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.errors import visible
from reallocate.measure.number import sentence
from reallocate.report.job.words import against, band, change, pay, rounded, seen, target
from reallocate.report.printed import plain_table, text_lines
from reallocate.study.job.figures import in_place
from reallocate.study.job.run import JobStudy

WAYS_SHOWN = 6
PERCENTILES = ("wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90")
PLACES_SHOWN = 4


def card(study: JobStudy, page: Path | None = None) -> RenderableType:
    """What a person reads about a job; made for 80 columns or more.

    study : what is reported
    page : where the page lies, if it was written
    """
    said = study.explain()
    parts: list[RenderableType] = [
        text_lines([_title(study)], "bold"),
        text_lines(said["job"]),
        Group(_hours(study), text_lines(_hours_said(study))),
        Group(_heading("What history shows"), text_lines(said["history"][:2])),
        Group(_pay(study), text_lines(said["pay"][-1:])),
        Group(_ways(study), text_lines(said["ways"], "dim")),
        Group(_heading("Direction"), text_lines(said["direction"])),
        *_skills(study),
        Group(_heading("What this does not say"), text_lines(said["not_said"][:2])),
    ]
    if page is not None:
        parts.append(Text.assemble("The page, to open in a browser: ", (visible(str(page)), "bold")))
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def print_card(study: JobStudy, console: Console, page: Path | None = None) -> None:
    """Write the card to a terminal.

    study : what is reported
    console : where to; its width is kept
    page : where the page lies, if it was written
    """
    console.print(card(study, page))


def _title(study: JobStudy) -> str:
    table = study.table("occupations")
    place = study.meta["asked"]["area"]
    code = f" ({table['occupation'].iloc[0]})" if len(table) == 1 else f" ({len(table)} occupations)"
    return f"{sentence(study.meta['title'])}{code}, {place}"


def _heading(text: str) -> Text:
    return Text(text, style="bold")


def _hours(study: JobStudy) -> Table:
    table = plain_table("Which hours AI reaches [% of hours: middle of the sources (lowest–highest)]")
    table.add_column("Kind of work")
    for name in ("Hours", "Augmentable", "Automatable", "Augmentable\nby people", "Augmentable\nby GPT-4"):
        table.add_column(name, justify="right")
    rows = study.table("kinds").to_dict("records")
    total = study.table("hours_total").iloc[0].to_dict() | {"kind": "all"}
    for row in [*rows, total]:
        sides = [
            f"{100 * float(row[name]):.0f}%" if name in row and row[name] == row[name] else "–"
            for name in ("people_augmentable", "model_augmentable")
        ]
        told = (
            f"{100 * float(row['share']):.0f}%",
            band(row, "augmentable"),
            band(row, "automatable"),
            *sides,
        )
        table.add_row(sentence(row["kind"]), *told, style="bold" if row is total else "")
    return table


def _hours_said(study: JobStudy) -> list[str]:
    said = study.explain()["hours"]
    if "tasks" not in study.tables:
        return said[:1]
    return [said[0], *said[3:]]


def _skills(study: JobStudy) -> list[RenderableType]:
    """What the most common moves ask above the job of today, where any was seen."""
    said = study.explain()["skills"]
    title = "What they ask above your job: level now → needed, of 7"
    return [Group(_heading(title), text_lines(said))] if said else []


def _pay(study: JobStudy) -> Table:
    places = "; ".join(dict.fromkeys(str(place) for place in study.table("pay")["place_title"]))
    table = plain_table(f"Pay in {in_place(places)} [USD/year], by share of people who earn less")
    table.add_column("Occupation", overflow="fold", min_width=16)
    for name in ("10%", "25%", "50%", "75%", "90%"):
        table.add_column(name, justify="right")
    paid = study.table("pay")
    several = paid["place_title"].nunique() > 1
    for row in paid.head(PLACES_SHOWN).to_dict("records"):
        where = f" ({row['place_title']})" if several else ""
        cells = [rounded(float(row[name])) if row[name] == row[name] else "–" for name in PERCENTILES]
        table.add_row(f"{row['title']}{where}", *cells)
    return table


def _ways(study: JobStudy) -> RenderableType:
    moves = study.table("moves")
    title = "Ways out: moves that people were seen to make"
    if moves.empty:
        return _heading(title)
    table = plain_table(f"{title}, {min(WAYS_SHOWN, len(moves))} of {len(moves)}")
    table.padding = (0, 1, 0, 0)
    table.add_column("Moved to, what it asks", overflow="fold", ratio=1)
    heads = (
        "Of 100 who\nchanged\n(interval)", "Seen,\npeople", "Median,\nentry pay\nUSD/year", "Against\nyours",
        "Automatable,\n%, before →",
    )  # fmt: skip
    for head in heads:
        table.add_column(head, justify="right")
    before = study.table("hours_total").iloc[0].to_dict()
    for row in moves.head(WAYS_SHOWN).to_dict("records"):
        share, count = seen(row)
        table.add_row(
            f"{row['occupation']} {target(row)}" + (f"\n{row['asks']}" if row["asks"] else ""),
            share.replace(" (", "\n("),
            count,
            f"{pay(row, 'median')}\n{pay(row, 'entry')}".replace(" or more", "+"),
            f"{against(row, 'median')}\n{against(row, 'entry')}".replace(" or more", "+"),
            change(before, row, "automatable").replace(" (", "\n("),
        )
    return table
