"""What `simulate --adopters` does: a saved plan becomes its industry's, and the market answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reallocate.cli.progress import command, progress

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reallocate.study.couple import CoupledStudy
    from reallocate.study.market_schema import MarketScenario

OCCUPATIONS = 8
WIDTH = 30
"""Of a title at most [characters]."""


def run_adopters(
    scenario: MarketScenario,
    plan: Path | None,
    share: float | None,
    others: Mapping[str, object],
    out: Path | None,
    as_json: bool,
) -> None:
    """Let an industry follow a saved plan, and say what comes of it.

    scenario : of the market, in mode extended
    plan : folder of `plan --out`
    share : of the industry's work that adopters do in the end [share]
    others : options that a round trip does not read, by name
    out : folder for the tables and sentences
    as_json : print one object on standard output instead
    Raises `InputError` where plan or share is missing, or an option is given that is not read.
    """
    from reallocate.data.bundle import load_world
    from reallocate.errors import InputError, Problem
    from reallocate.study.couple import coupled_study
    from reallocate.study.couple_folder import RECORD, WHAT, save_coupled
    from reallocate.study.economy_scenario import economy_run
    from reallocate.study.folder import open_study
    from reallocate.study.whole_folder import must_be_free

    problems = [
        Problem(f"a round trip does not read {flag}", "simulate --adopters", "Leave it out.")
        for flag, value in others.items()
        if value is not None
    ]
    if scenario.mode != "extended":
        remedy = "Leave --mode and what only the published laws read out."
        problems.append(Problem("a round trip needs the extended laws", "simulate --adopters", remedy))
    if share is None:
        why = "How many follow a firm is not known, and not guessed."
        remedy = "Add a share, such as --share-of-industry 0.4."
        problems.append(Problem("there is no --share-of-industry", "simulate --adopters", remedy, why))
    if plan is None:
        remedy = "Name a saved plan: --adopters FOLDER, as written by reallocate plan … --out."
        problems.append(Problem("there is no --adopters", "simulate --share-of-industry", remedy))
    if problems or plan is None or share is None:
        raise InputError(problems)
    if out is not None:
        must_be_free(out, RECORD, WHAT)
    asked = economy_run(scenario, load_world().sources)
    saved = open_study(plan)
    with progress(as_json) as say:
        study = coupled_study(saved, share, asked, progress=say, command=command())
    if out is not None:
        save_coupled(study, out)
    if as_json:
        print(json.dumps(study.as_json(), ensure_ascii=False, allow_nan=False))
        return
    from rich.console import Console

    Console(highlight=False).print(_card(study, out))


def _card(study: CoupledStudy, out: Path | None) -> RenderableType:
    """What a person reads of a round trip."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    said = study.explain()
    lines = [*said["headline"], *said["reversal"]]
    parts: list[RenderableType] = [
        Text(str(study.meta["title"]), style="bold"),
        Text("\n".join(lines)),
        _rows(
            study, "reconciled", {"step": "From the plan to the industry", "persons": "jobs"}, {"persons": 0}
        ),
        _rows(
            study, "jobs",
            {"part": "Jobs", "plan_end": "end of the plan", "run_end": "end of the run"},
            {"plan_end": 0, "run_end": 0},
        ),
        Text("\n".join(said["came_back"])),
        _rows(
            study, "occupations",
            {
                "title": "Occupation", "jobs_ended": "jobs ended", "employment": "people in work",
                "pay": "pay", "hiring": "time to hire",
            },
            {"jobs_ended": 0, "employment": 0, "pay": 4, "hiring": 3},
        ),
        Text("\n".join(said["displaced"])),
        _rows(
            study, "ledger",
            {
                "title": "Group", "jobs_ended": "jobs ended", "laid_off": "laid off", "months": "months out",
                "lost_years": "years of pay lost", "person": "borne, USD m",
            },
            {"jobs_ended": 0, "laid_off": 0, "months": 1, "lost_years": 2, "person": 0},
        ),
        Text("\n".join(said["not_said"]), style="dim"),
    ]  # fmt: skip
    where = "Next: --out FOLDER keeps it, for reallocate job … --economy FOLDER; --json for machines."
    if out is not None:
        where = f"Kept in {out}. Next: reallocate job … --economy {out}"
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in [*parts, Text(where, style="dim")]))


def _rows(study: CoupledStudy, name: str, columns: dict[str, str], digits: dict[str, int]) -> RenderableType:
    """Some columns of one table."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
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
    shown = frame.head(OCCUPATIONS) if "title" in columns else frame
    for row in shown.to_dict("records"):
        table.add_row(*(_cell(row[column], digits.get(column)) for column in columns))
    return table


def _cell(value: object, digits: int | None) -> str:
    if digits is None or not isinstance(value, (int, float)):
        return str(value)
    return "—" if value != value else f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")
