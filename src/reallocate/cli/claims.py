"""The verb `claims`: the argument's claims with verdicts; claims of one's own; the layoff record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.commands import DefaultVerb, PanelCommand
from reallocate.cli.options import RUN, AsJson, Out, Seed, Set, Sources, Workers, option
from reallocate.cli.results import show

app = typer.Typer(name="claims", cls=DefaultVerb)

Draws = Annotated[int, option("--draws", "Random draws of the assumptions, for intervals.", RUN)]


@app.command("show", cls=PanelCommand)
def show_claims(
    names: Annotated[list[str] | None, typer.Argument(help="Claims, such as 3a or 10. Default: all.")] = None,
    set_: Set = None,
    draws: Draws = 32,
    seed: Seed = None,
    sources: Sources = None,
    workers: Workers = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Compute the claims: each with its interval, its tipping points and a verdict.

    reallocate claims

    reallocate claims 3a 10 --set capture=0.4

    reallocate claims add mine.toml
    """
    import reallocate

    result = reallocate.claims(
        *names or (), draws=draws, seed=seed or 0, set=set_, sources=sources, out=out, workers=workers,
    )  # fmt: skip
    show(result, as_json, out)


@app.command("add", cls=PanelCommand)
def add_claims(
    files: Annotated[
        list[Path], typer.Argument(help="A .toml file for each claim; docs/claims.md shows one.")
    ],
    set_: Set = None,
    draws: Draws = 32,
    seed: Seed = None,
    sources: Sources = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Test claims of your own.

    reallocate claims add mine.toml
    """
    import reallocate

    result = reallocate.claims(add=files, draws=draws, seed=seed or 0, set=set_, sources=sources, out=out)
    show(result, as_json, out)


@app.command("layoffs", cls=PanelCommand)
def show_layoffs(set_: Set = None, out: Out = None, as_json: AsJson = False) -> None:
    """Show the layoff record: which firms announced which cuts, for which reason, and which were reversed.

    reallocate claims layoffs
    """
    import reallocate

    show(reallocate.layoffs(set=set_, out=out), as_json, out)
