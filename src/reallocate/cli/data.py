"""`reallocate data`: where every figure comes from, every parameter, and how the figures are built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reallocate.api.requests import BuildCommand, Printed
from reallocate.cli.results import print_object
from reallocate.cli.verb import PanelCommand, single, takes
from reallocate.kernel.units import MILLION

if TYPE_CHECKING:
    import pandas as pd


app = typer.Typer(
    name="data",
    help="List the source of every figure and every assumption, or build the data from their sources.",
    no_args_is_help=False,
)

_SOURCE_COLUMNS = ["name", "title", "vintage", "licence"]
_FILE_COLUMNS = ["file", "sha256"]
_PARAMETER_COLUMNS = ["name", "value", "low", "high", "unit", "grade", "source"]
_SHORT_HASH = 12


@app.callback(invoke_without_command=True)
def data(
    context: typer.Context,
    params: bool = typer.Option(
        False, "--params", help="List every assumption with unit, range, source and grade."
    ),
    check: bool = typer.Option(
        False, "--check", help="Compare every shipped table with its recorded hashes."
    ),
    attribution: bool = typer.Option(
        False, "--notice", help="Print the attribution of each source and table."
    ),
    countries: bool = typer.Option(
        False, "--countries", help="List every country: its grade, what it gives and what is bridged."
    ),
    as_json: bool = single(Printed, "as_json"),
) -> None:
    """List every source with its licence, vintage and hash."""
    if context.invoked_subcommand is not None:
        return
    from reallocate.api import world

    if countries:
        from reallocate.api.countries import country_table

        show_table("countries", country_table(), [], as_json)
    elif params:
        show_table("parameters", world.parameter_table(), _PARAMETER_COLUMNS, as_json)
    elif check:
        show_table("tables", world.check_tables(), [], as_json)
    elif attribution:
        if as_json:
            print_object({"status": "ok", "notice": world.notice()})
        else:
            typer.echo(world.notice())
    else:
        sources = world.source_table()
        if not as_json:
            _print(sources.drop_duplicates("name"), _SOURCE_COLUMNS)
        show_table("sources", sources, _FILE_COLUMNS, as_json)


@app.command(cls=PanelCommand)
@takes(BuildCommand)
def build(asked: BuildCommand) -> None:
    """Build every shipped table from its sources and compare it with the one that ships."""
    from reallocate.api.world import built_tables

    show_table("tables", built_tables(Path(asked.source), Path(asked.out)), [], asked.as_json)


def show_table(name: str, table: pd.DataFrame, columns: list[str], as_json: bool) -> None:
    """Print a table for people, or all of it as one JSON object for programs."""
    if as_json:
        rows = json.loads(table.to_json(orient="records"))
        print_object({"status": "ok", name: rows})
    else:
        _print(table, columns or list(table.columns))


def _print(table: pd.DataFrame, columns: list[str]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table(box=None, pad_edge=False)
    for column in columns:
        shown.add_column(
            column, overflow="fold", justify="right" if table[column].dtype.kind in "if" else "left"
        )
    for row in table[columns].itertuples(index=False):
        shown.add_row(*(escape(_text(column, value)) for column, value in zip(columns, row, strict=True)))
    console = Console()
    console.print(shown)
    console.print()


def _text(column: str, value: object) -> str:
    if value is None or value != value:
        return ""
    if column.endswith("sha256"):
        return str(value)[:_SHORT_HASH]
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= MILLION else f"{value:,.6g}"
    return str(value)
