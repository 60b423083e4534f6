"""The verb `new`: a commented scenario and a role table to start from."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import (
    AS_JSON,
    HEADCOUNT,
    HEADER_ROW,
    INDUSTRY,
    MAP,
    RATE,
    RATES,
    RATES_DATE,
    REVIEW,
    ROSTER_DATE,
    ROSTER_FILE,
    SKIP_ROWS,
    option,
)
from reallocate.cli.results import print_object
from reallocate.kernel.errors import visible


def new(
    name: str = typer.Argument(help="Name of the scenario and of its new folder."),
    industry: list[str] | None = INDUSTRY,
    headcount: float | None = HEADCOUNT,
    directory: Path = option("Folder in which the new folder is made.", None, "--dir", default=Path(".")),
    area: str | None = option("Area whose pay level applies: code, or words of its title."),
    pay_per_head: float | None = option(
        "Average loaded cost of a position [USD/FTE/year]; scales every role."
    ),
    open_positions: float | None = option("Positions open at the start."),
    start: str | None = option("First month of the plan [YYYY-MM]."),
    roster: Path | None = ROSTER_FILE,
    map_: list[str] | None = MAP,
    review: Path | None = REVIEW,
    rate: list[str] | None = RATE,
    rates: Path | None = RATES,
    rates_date: str | None = RATES_DATE,
    date: str | None = ROSTER_DATE,
    header_row: int | None = HEADER_ROW,
    skip_rows: int | None = SKIP_ROWS,
    as_json: bool = AS_JSON,
) -> None:
    """Write a commented scenario, from an industry's real mix of roles and pay or from your roster.

    NAME/scenario.toml explains every key. From an industry, NAME/roles.csv holds every role with headcount
    and cost: correct the figures that you know better. A roster stays where it is. Then: reallocate plan NAME

    reallocate new insurer --industry "insurance carriers" --headcount 20000

    reallocate new ours --roster people.csv
    """
    from reallocate.api.new import new as write_new

    study = write_new(
        name, industry, headcount, dir=directory, area=area, pay_per_head=pay_per_head,
        open_positions=open_positions, start=start, roster=roster, map=map_, review=review, rate=rate,
        rates=rates, rates_date=rates_date, date=date, header_row=header_row, skip_rows=skip_rows,
    )  # fmt: skip
    if as_json:
        notes = [str(note) for note in study.notes]
        print_object({"status": "written", **vars(study), "folder": str(study.folder), "notes": notes})
        return
    people = f"{study.headcount:,.10g} people in {study.roles} role{'s' if study.roles != 1 else ''}"
    files = " and ".join(visible(str(study.folder / file)) for file in study.files)
    read = f", read from {visible(Path(study.roster).name)}" if study.roster else ""
    print(f"Wrote {files}: {people}{read}.")
    for note in study.notes:
        print(f"- {note}")
    print(f"Next: reallocate plan {visible(str(study.folder))}")
