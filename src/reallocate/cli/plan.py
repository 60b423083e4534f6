"""The verb `plan`: one firm's plan, as a page, a workbook, a summary or one JSON object."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reallocate.cli.assignments import assignments
from reallocate.cli.progress import command, progress, workers
from reallocate.cli.results import PAGE, WORKBOOK, Answer, give

if TYPE_CHECKING:
    from reallocate.scenario.firm.schema import Scenario

MOST_WITHIN = 0.25


def plan(
    name: Annotated[
        str | None,
        typer.Argument(help="A folder with scenario.toml, a .toml file, or the name of a shipped study."),
    ] = None,
    industry: Annotated[
        list[str] | None,
        typer.Option(
            "--industry", "-i", help="Without a scenario: NAICS code or words; several by repeating it."
        ),
    ] = None,
    headcount: Annotated[
        float | None, typer.Option("--headcount", "-n", help="People at the start [FTE].")
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option("--roster", help="Roles from a table of people or positions: CSV, XLSX or Parquet."),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="With --roster, OURS=THEIRS: a column that is not recognised."),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(
            "--review", help="With --roster: its edited review of titles, from `reallocate roster`."
        ),
    ] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option("--rate", help="With --roster, EUR=1.08: dollars that one unit of a currency is worth."),
    ] = None,
    rates_date: Annotated[str | None, typer.Option(help="The day of the rates, as 2026-06-30.")] = None,
    date: Annotated[
        str | None, typer.Option(help="The roster's day; without it, what its own days say.")
    ] = None,
    header_row: Annotated[
        int | None, typer.Option(help="The roster's row of column heads, where it is not found.")
    ] = None,
    exits: Annotated[
        str | None,
        typer.Option("--exits", help="Decide a cut beforehand: 10% or 8000 [FTE], in the first quarter."),
    ] = None,
    exits_from: Annotated[
        str | None, typer.Option("--exits-from", help="Who leaves: 'pro rata' (every role alike) or 'plan'.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(help="All cash costs a year, at most [USD million/year].")
    ] = None,
    reach: Annotated[
        str | None, typer.Option(help="Source of AI's reach: all of them, or the name of one.")
    ] = None,
    capability: Annotated[str | None, typer.Option(help="trend, plateau, fast or reversal.")] = None,
    adoption: Annotated[str | None, typer.Option(help="slow, medium or fast.")] = None,
    pay_per_head: Annotated[float | None, typer.Option(help="Average loaded cost [USD/FTE/year].")] = None,
    quarters: Annotated[int | None, typer.Option(help="Length of the plan [quarters].")] = None,
    hiring_freeze: Annotated[int | None, typer.Option(help="No hires for this long [quarters].")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="An assumption, NAME=VALUE; `reallocate data --params` lists them."),
    ] = None,
    within: Annotated[
        str, typer.Option(help="How much more a near-optimal alternative may cost, of the least cost.")
    ] = "2%",
    implied: Annotated[
        str | None,
        typer.Option(
            "--implied",
            help="What to believe for a cut to be the best plan: 8000 or 10%; takes minutes.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for page, workbook and results, which can be opened again."),
    ] = None,
    processes: Annotated[int, typer.Option("--workers", help="Processes to use; 0 takes one a core.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
) -> None:
    """Plan a firm's move of work between people and compute, against what happens without AI.

    reallocate plan hyperscaler-2026 --out results/hyperscaler-2026

    reallocate plan --industry "insurance carriers" --headcount 20000 --exits 10%
    """
    scenario = _scenario(
        name,
        tuple(industry or ()),
        headcount,
        {
            "exits": exits,
            "exits_from": exits_from,
            "budget": budget,
            "reach": reach,
            "capability": capability,
            "adoption": adoption,
            "pay_per_head": pay_per_head,
            "quarters": quarters,
            "hiring_freeze": hiring_freeze,
            "parameters": assignments(set_ or []),
            "roster": roster,
            "map": tuple(map_ or ()),
            "review": review,
            "rate": tuple(rate or ()),
            "rates_date": rates_date,
            "date": date,
            "header_row": header_row,
        },
    )
    allowed = _share(within)
    from reallocate.result.folder import must_be_free
    from reallocate.scenario.firm.read import exits_from_text
    from reallocate.study.plan.folder import KIND

    if implied is not None:
        exits_from_text(implied, "--implied")

    if out is not None:
        must_be_free(out, KIND)
    with progress() as say:
        answer = planned(scenario, allowed, implied, workers(processes), say, command())
    give(answer, out, as_json)


def planned(
    scenario: Scenario, within: float, implied: str | None, count: int, say: Any, made_by: str
) -> Answer:
    """The plan of a scenario, as it is printed and saved.

    scenario : of one firm
    within : how much more a near-optimal alternative may cost [share of the least cost]
    implied : cut of which to say what to believe for it, if any
    count : processes to use
    say : told what is under way
    made_by : the command, for the record
    """
    from reallocate.report.page import page
    from reallocate.report.plan_terminal import print_summary
    from reallocate.report.plan_workbook import workbook
    from reallocate.study.plan.folder import save
    from reallocate.study.plan.run import plan_study

    study = plan_study(scenario, workers=count, progress=say, command=made_by, within=within, implied=implied)
    units = study.units
    return Answer(
        study.json(),
        study.meta,
        lambda console, place: print_summary(study, console, units, place),
        lambda: {PAGE: page(study, units).encode("utf-8"), WORKBOOK: workbook(study, units)},
        lambda folder, files: save(study, folder, files),
        {"within": within, "implied": implied},
    )


def _scenario(
    name: str | None, industry: tuple[str, ...], headcount: float | None, flags: dict[str, Any]
) -> Scenario:
    from reallocate.errors import InputError, Problem
    from reallocate.scenario.firm.read import load_scenario, scenario_from_flags, shipped_studies, with_flags

    if name is None and not industry and flags["roster"] is None:
        raise InputError(
            Problem(
                "there is nothing to plan",
                remedy="Name a scenario, give --industry and --headcount, or --roster. "
                f"Shipped studies: {', '.join(shipped_studies())}.",
            )
        )
    written = load_scenario(name) if name is not None else None
    decided = flags["exits"] is not None or (written is not None and written.exits is not None)
    if flags["exits_from"] is not None and not decided:
        raise InputError(
            Problem(
                f"--exits-from {flags['exits_from']} says who leaves, but not how many",
                "--exits-from",
                "Give the number too, such as --exits 10% or --exits 8000; without a cut, leave both out.",
            )
        )
    folder = written.folder if written is not None else None
    files = {flag: _seen_from(folder, flags.get(flag)) for flag in ("roster", "review")}
    flags = {**flags, **files}
    if written is None:
        return scenario_from_flags(industry, headcount, **flags)
    if files["roster"] is not None:
        # The roster says who is there, in place of what the scenario says.
        written = written.model_copy(update={"headcount": None, "open_positions": None, "roles": ""})
    return with_flags(written, industry=industry, headcount=headcount, **flags)


def _seen_from(folder: Path | None, file: Path | None) -> str | None:
    """A file as the scenario in a folder names it."""
    if file is None or folder is None:
        return str(file) if file is not None else None
    return os.path.relpath(file, folder)


def _share(written: str) -> float:
    """A share as written, `2%` or 0.02."""
    from reallocate.errors import InputError, Problem

    text = written.strip()
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 < share <= MOST_WITHIN:
        raise InputError(
            Problem(
                f"{written!r} is no share of the least cost from above 0 to {MOST_WITHIN:.0%}",
                "--within",
                "Write 2% or 0.02.",
            )
        )
    return share
