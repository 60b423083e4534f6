"""The verb `claims`: the argument's claims with verdicts; claims of one's own; the layoff record."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.commands import DefaultVerb, PanelCommand
from reallocate.cli.options import AS_JSON, OUT, RUN, SEED, SET, SOURCES, WORKERS, option
from reallocate.cli.results import show

app = typer.Typer(name="claims", cls=DefaultVerb)

DRAWS = option("Random draws of the assumptions, for intervals.", RUN, default=32)


@app.command("show", cls=PanelCommand)
def show_claims(
    names: list[str] | None = typer.Argument(None, help="Claims, such as 3a or 10. Default: all."),
    set_: list[str] | None = SET,
    draws: int = DRAWS,
    seed: int | None = SEED,
    sources: Path | None = SOURCES,
    workers: int | None = WORKERS,
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Compute the claims: each with its interval, its tipping points and a verdict.

    reallocate claims

    reallocate claims 3a 10 --set capture_augmented=0.4

    reallocate claims add mine.toml
    """
    import reallocate

    result = reallocate.claims(
        *names or (), draws=draws, seed=seed or 0, set=set_, sources=sources, out=out, workers=workers,
    )  # fmt: skip
    show(result, as_json, out)


@app.command("add", cls=PanelCommand)
def add_claims(
    files: list[Path] = typer.Argument(help="A .toml file for each claim; docs/claims.md shows one."),
    set_: list[str] | None = SET,
    draws: int = DRAWS,
    seed: int | None = SEED,
    sources: Path | None = SOURCES,
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Test claims of your own.

    reallocate claims add mine.toml
    """
    import reallocate

    result = reallocate.claims(add=files, draws=draws, seed=seed or 0, set=set_, sources=sources, out=out)
    show(result, as_json, out)


@app.command("layoffs", cls=PanelCommand)
def show_layoffs(set_: list[str] | None = SET, out: Path | None = OUT, as_json: bool = AS_JSON) -> None:
    """Show the layoff record: which firms announced which cuts, for which reason, and which were reversed.

    reallocate claims layoffs
    """
    import reallocate

    show(reallocate.layoffs(set=set_, out=out), as_json, out)
