"""The verb `scorecard`: published figures beside the figures computed here."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import AS_JSON, OUT, SET, SOURCES
from reallocate.cli.results import show


def scorecard(
    names: list[str] | None = typer.Argument(
        None, help="Papers or single figures, described in full. Default: all, as a table."
    ),
    set_: list[str] | None = SET,
    sources: Path | None = SOURCES,
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Compare published figures with the figures computed here, misses included.

    reallocate scorecard

    reallocate scorecard goldman_2025 --sources FOLDER
    """
    import reallocate

    result = reallocate.scorecard(*names or (), sources=sources, set=set_, out=out)
    show(result, as_json, out)
