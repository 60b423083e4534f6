"""`reallocate data`: where every figure comes from, every parameter, and how the figures are built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reallocate.cli.results import print_object

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    name="data",
    help="List where every figure comes from, list every parameter, or build the figures from their sources.",
    no_args_is_help=False,
)

SOURCE_COLUMNS = ["name", "title", "vintage", "licence"]
FILE_COLUMNS = ["file", "sha256"]
PARAMETER_COLUMNS = ["name", "value", "low", "high", "unit", "grade", "source"]
SHORT_HASH = 12


@app.callback(invoke_without_command=True)
def data(
    context: typer.Context,
    params: Annotated[
        bool, typer.Option("--params", help="List every parameter with unit, range, source and grade.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare every shipped table with its recorded hashes.")
    ] = False,
    attribution: Annotated[
        bool, typer.Option("--notice", help="Print whom each source and table is owed to.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object instead of a table.")
    ] = False,
) -> None:
    """List every source with its licence, vintage and hash."""
    if context.invoked_subcommand is not None:
        return
    if params:
        from reallocate.work.parameters import parameter_table

        _show("parameters", parameter_table(), PARAMETER_COLUMNS, as_json)
    elif check:
        from reallocate.data.build.compare import check_tables

        _show("tables", check_tables(), [], as_json)
    elif attribution:
        from reallocate.data.build.describe import notice

        if as_json:
            print_object({"status": "ok", "notice": notice()})
        else:
            typer.echo(notice())
    else:
        from reallocate.data.bundle import load_tables

        sources = load_tables()["sources"]
        if not as_json:
            _print(sources.drop_duplicates("name"), SOURCE_COLUMNS)
        _show("sources", sources, FILE_COLUMNS, as_json)


@app.command()
def build(
    source: Annotated[Path, typer.Option("--from", help="The folder that holds the source files.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the tables to.")] = Path(
        "built-data"
    ),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object instead of a table.")
    ] = False,
) -> None:
    """Build every shipped table from its sources and say whether it equals the one that ships."""
    from reallocate.data.build.compare import compare_with_shipped
    from reallocate.data.build.run import build as build_tables

    build_tables(source, out)
    _show("tables", compare_with_shipped(out), [], as_json)


def _show(name: str, table: pd.DataFrame, columns: list[str], as_json: bool) -> None:
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
        return str(value)[:SHORT_HASH]
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
