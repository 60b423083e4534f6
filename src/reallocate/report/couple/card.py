"""A round trip in a terminal: what ends, what comes back, who is displaced, how sure it is."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from reallocate.errors import visible
from reallocate.measure.number import ABSENT, sentence, with_minus
from reallocate.report.couple.grids import interval_grid
from reallocate.report.couple.ledger_charts import ALL
from reallocate.report.couple.steps_chart import PARTS
from reallocate.report.printed import plain_table, text_lines
from reallocate.study.couple.run import CoupledStudy

OCCUPATIONS = 8
WIDTH = 30
"""Of a title at most [characters]."""


def card(study: CoupledStudy, out: Path | None = None) -> RenderableType:
    """What a person reads of a round trip; made for 80 columns or more.

    study : what is reported
    out : the folder where it lies, if it was saved
    """
    said = {part: [with_minus(line) for line in lines] for part, lines in study.explain().items()}
    parts: list[RenderableType] = [
        Text(sentence(study.meta["title"]), style="bold"),
        text_lines([*said["headline"], *said["reversal"]]),
        _table(
            study, "reconciled", "From the plan to the industry",
            {"step": "Step", "persons": "jobs"}, {"persons": 0},
        ),
        _table(
            study, "jobs", "Jobs that end and are made",
            {"part": "Part", "plan_end": "end of the plan", "run_end": "end of the run"},
            {"plan_end": 0, "run_end": 0},
        ),
        text_lines(said["came_back"]),
        _table(
            study, "occupations", "Occupations",
            {
                "title": "Occupation", "jobs_ended": "jobs ended", "employment": "people in work",
                "pay": "pay", "hiring": "time to hire",
            },
            {"jobs_ended": 0, "employment": 0, "pay": 4, "hiring": 3},
        ),
        text_lines(said["displaced"]),
        _table(
            study, "ledger", "Who is displaced",
            {
                "title": "Group", "jobs_ended": "jobs ended", "laid_off": "laid off", "months": "months out",
                "lost_years": "years of pay lost", "person": "borne, USD m",
            },
            {"jobs_ended": 0, "laid_off": 0, "months": 1, "lost_years": 2, "person": 0},
        ),
        *_interval(study, said["interval"]),
        Group(Text("What to doubt", style="bold"), text_lines([*said["not_said"], *said["doubt"]], "dim")),
        _where(out),
    ]  # fmt: skip
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def print_coupled(study: CoupledStudy, console: Console, out: Path | None = None) -> None:
    """Write the summary to a terminal.

    study : what is reported
    console : where to; its width is kept
    out : the folder where it lies, if it was saved
    """
    console.print(card(study, out))


def _where(out: Path | None) -> RenderableType:
    if out is None:
        words = (
            "Next: --out FOLDER for the page, and for reallocate job … --market FOLDER; --draws 16 for an "
            "interval; --json for machines."
        )
        return Text(words, style="dim")
    page = Text.assemble("The page, to open in a browser: ", (str(out / "page.html"), "bold"))
    return Group(page, Text(f"Next: reallocate job … --market {visible(str(out))}", style="dim"))


def _interval(study: CoupledStudy, said: list[str]) -> list[RenderableType]:
    """The one run beside the draws; nothing where there are none."""
    if not study.meta["draws"]:
        return []
    grid = interval_grid(study)
    table = plain_table(grid.caption)
    table.add_column("", overflow="fold", ratio=1)
    for words in ("one\nrun", "one in ten\nbelow", "middle", "one in ten\nabove"):
        table.add_column(words, justify="right")
    for says, unit, *figures in grid.rows:
        table.add_row(Text(f"{says} [{unit}]" if unit else says), *figures)
    return [Group(table, Text(), text_lines(said))]


def _table(
    study: CoupledStudy, name: str, title: str, columns: dict[str, str], digits: dict[str, int]
) -> RenderableType:
    """Some columns of one table."""
    table = plain_table(title)
    for column, heading in columns.items():
        if column == "title":
            table.add_column(heading, no_wrap=True, overflow="ellipsis", max_width=WIDTH)
        else:
            table.add_column(heading, justify="right" if column in digits else "left")
    frame = study.table(name)
    if "title" in columns:
        frame["title"] = frame["title"].str.removesuffix(" Occupations")
    if name == "ledger":
        frame = frame.sort_values("jobs_ended", ascending=False, kind="stable")
        frame.loc[frame["group"] == ALL, "title"] = "All together"
    if name == "jobs":
        frame["part"] = frame["part"].map(PARTS)
    shown = frame.head(OCCUPATIONS) if "title" in columns else frame
    for row in shown.to_dict("records"):
        table.add_row(*(_cell(row[column], digits.get(column)) for column in columns))
    return table


def _cell(value: object, digits: int | None) -> str:
    if digits is None or not isinstance(value, (int, float)):
        return sentence(value)
    return ABSENT if value != value else with_minus(f"{round(value, digits) + 0.0:,.{digits}f}")
