"""The verb `new`: a commented scenario and a role table to start from."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import AS_JSON, option
from reallocate.cli.results import print_object
from reallocate.errors import visible


def new(
    name: str = typer.Argument(help="Name of the scenario and of its new folder."),
    industry: list[str] = option(
        "NAICS code, or words of an industry's title; repeatable.", None, "--industry", "-i", default=...
    ),
    headcount: float = option("People at the start [FTE].", None, "--headcount", "-n", default=...),
    directory: Path = option("Folder in which the new folder is made.", None, "--dir", default=Path(".")),
    area: str | None = option("Area whose pay level applies: code, or words of its title."),
    pay_per_head: float | None = option(
        "Average loaded cost of a position [USD/FTE/year]; scales every role."
    ),
    open_positions: float | None = option("Positions open at the start."),
    start: str | None = option("First month of the plan [YYYY-MM]."),
    as_json: bool = AS_JSON,
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
        notes = [str(note) for note in study.notes]
        print_object({"status": "written", **vars(study), "folder": str(study.folder), "notes": notes})
        return
    people = f"{study.headcount:,.10g} people in {study.roles} roles"
    files = " and ".join(visible(str(study.folder / file)) for file in study.files)
    print(f"Wrote {files}: {people}.")
    for note in study.notes:
        print(f"- {note}")
    print(f"Next: reallocate plan {visible(str(study.folder))}")
