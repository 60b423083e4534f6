"""The verb `claims`: the argument's claims with verdicts; claims of one's own; the layoff record."""

from __future__ import annotations

import typer

from reallocate.api.requests import (
    ClaimsCommand,
    ClaimsOptions,
    LayoffsCommand,
    LayoffsRequest,
    OwnClaimsCommand,
)
from reallocate.cli.results import show
from reallocate.cli.verb import DefaultVerb, PanelCommand, takes
from reallocate.kernel.options import given

app = typer.Typer(name="claims", cls=DefaultVerb)


@app.command("show", cls=PanelCommand)
@takes(ClaimsCommand)
def show_claims(asked: ClaimsCommand) -> None:
    """Compute the claims: each with its interval, its tipping points and a verdict.

    reallocate claims

    reallocate claims 3a 10 --set capture_augmented=0.4

    reallocate claims add mine.toml
    """
    import reallocate

    result = reallocate.claims(*asked.names or (), **given(asked, ClaimsOptions), workers=asked.workers)
    show(result, asked.as_json, asked.out)


@app.command("add", cls=PanelCommand)
@takes(OwnClaimsCommand)
def add_claims(asked: OwnClaimsCommand) -> None:
    """Test claims of your own.

    reallocate claims add mine.toml
    """
    import reallocate

    show(reallocate.claims(add=asked.files, **given(asked, ClaimsOptions)), asked.as_json, asked.out)


@app.command("layoffs", cls=PanelCommand)
@takes(LayoffsCommand)
def show_layoffs(asked: LayoffsCommand) -> None:
    """Show the layoff record: which firms announced which cuts, for which reason, and which were reversed.

    reallocate claims layoffs
    """
    import reallocate

    show(reallocate.layoffs(**given(asked, LayoffsRequest)), asked.as_json, asked.out)
