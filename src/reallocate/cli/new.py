"""The verb `new`: a commented scenario and a role table to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.results import print_object
from reallocate.errors import visible


def new(
    name: Annotated[str, typer.Argument(help="Name of the scenario, and of the folder that is written.")],
    industry: Annotated[
        list[str],
        typer.Option(
            "--industry", "-i", help="NAICS code, or words of an industry's title; several by repeating it."
        ),
    ],
    headcount: Annotated[float, typer.Option("--headcount", "-n", help="People at the start [FTE].")],
    directory: Annotated[Path, typer.Option("--dir", help="Folder in which the new one is made.")] = Path(
        "."
    ),
    area: Annotated[
        str | None, typer.Option(help="Area whose pay level applies: code, or words of its title.")
    ] = None,
    pay_per_head: Annotated[
        float | None,
        typer.Option(help="Average loaded cost of a position [USD/FTE/year]; scales every role's."),
    ] = None,
    open_positions: Annotated[float | None, typer.Option(help="Positions open at the start.")] = None,
    start: Annotated[str | None, typer.Option(help="First month of the first quarter [YYYY-MM].")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object instead of sentences.")
    ] = False,
) -> None:
    """Write a commented scenario and a role table from an industry's real mix of roles and pay.

    NAME/scenario.toml explains every key with unit, default and range; NAME/roles.csv holds every
    role with headcount and loaded cost. Change what you know better, then: reallocate plan NAME
    """
    from reallocate.data.bundle import load_world
    from reallocate.scenario.firm.new import new_study
    from reallocate.scenario.firm.read import scenario_from_flags

    scenario = scenario_from_flags(
        industry,
        headcount,
        name=name,
        area=area,
        pay_per_head=pay_per_head,
        open_positions=open_positions,
        start=start,
    )
    study = new_study(load_world(), scenario, directory)
    if as_json:
        print_object(
            {
                "status": "written",
                "folder": str(study.folder),
                "files": list(study.files),
                "roles": study.roles,
                "headcount": study.headcount,
                "notes": [str(note) for note in study.notes],
            }
        )
        return
    people = f"{study.headcount:,.10g} people in {study.roles} roles"
    files = " and ".join(visible(str(study.folder / file)) for file in study.files)
    print(f"Wrote {files}: {people}.")
    for note in study.notes:
        print(f"- {note}")
    print(f"Next: reallocate plan {visible(str(study.folder))}")
