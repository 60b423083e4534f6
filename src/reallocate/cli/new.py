"""The verb `new`: a commented scenario and a role table to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.options import AsJson, option
from reallocate.cli.results import print_object
from reallocate.errors import visible


def new(
    name: Annotated[str, typer.Argument(help="Name of the scenario and of its new folder.")],
    industry: Annotated[
        list[str],
        option("--industry", "NAICS code, or words of an industry's title; repeatable.", short="-i"),
    ],
    headcount: Annotated[float, option("--headcount", "People at the start [FTE].", short="-n")],
    directory: Annotated[Path, option("--dir", "Folder in which the new folder is made.")] = Path("."),
    area: Annotated[
        str | None, option("--area", "Area whose pay level applies: code, or words of its title.")
    ] = None,
    pay_per_head: Annotated[
        float | None,
        option("--pay-per-head", "Average loaded cost of a position [USD/FTE/year]; scales every role."),
    ] = None,
    open_positions: Annotated[
        float | None, option("--open-positions", "Positions open at the start.")
    ] = None,
    start: Annotated[str | None, option("--start", "First month of the plan [YYYY-MM].")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a commented scenario and a role table from an industry's real mix of roles and pay.

    NAME/scenario.toml explains every key; NAME/roles.csv holds every role with headcount and cost. Correct
    the figures that you know better, then: reallocate plan NAME
    """
    from reallocate.face.new import new as write_new

    study = write_new(
        name, industry, headcount, dir=directory, area=area, pay_per_head=pay_per_head,
        open_positions=open_positions, start=start,
    )  # fmt: skip
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
