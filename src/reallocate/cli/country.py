"""The verb `country`: begin, check and build the figures of a country."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.api.country_requests import CountryCommand, NewCountryCommand
from reallocate.cli.data import show_table
from reallocate.cli.results import print_object
from reallocate.cli.verb import PanelCommand, SubVerbs, takes
from reallocate.kernel.errors import visible

app = typer.Typer(
    name="country",
    cls=SubVerbs,
    help="Begin, check or build the figures of a country; docs/country.md tells how.",
    no_args_is_help=True,
)


@app.command(cls=PanelCommand)
@takes(NewCountryCommand)
def new(asked: NewCountryCommand) -> None:
    """Begin a country: a folder with a commented country.toml and the heads of its tables.

    reallocate country new src/reallocate/data/countries/nz NZ
    """
    from reallocate.api.countries import new_country

    files = new_country(Path(asked.folder), asked.code)
    if asked.as_json:
        print_object({"status": "written", "folder": str(asked.folder), "files": list(files)})
        return
    print(f"Wrote {', '.join(files)} in {visible(str(asked.folder))}.")
    print(f"Fill them as docs/country.md says, then: reallocate country check {visible(str(asked.folder))}")


@app.command(cls=PanelCommand)
@takes(CountryCommand)
def check(asked: CountryCommand) -> None:
    """Check a country's folder: what is missing, totals, and how far codes and titles disagree.

    reallocate country check src/reallocate/data/countries/nz
    """
    from reallocate.api.countries import checked_country

    show_table("figures", checked_country(asked.folder), [], asked.as_json)


@app.command(cls=PanelCommand)
@takes(CountryCommand)
def build(asked: CountryCommand) -> None:
    """Build a country's tables into its folder, with their hashes.

    reallocate country build src/reallocate/data/countries/nz
    """
    from reallocate.api.countries import built_country

    show_table("tables", built_country(asked.folder), [], asked.as_json)
