"""The verb `scorecard`: published figures beside the figures computed here."""

from __future__ import annotations

from typing import Annotated

import typer

from reallocate.cli.options import AsJson, Out, Set, Sources
from reallocate.cli.results import show


def scorecard(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Papers or single figures, described in full. Default: all, as a table."),
    ] = None,
    set_: Set = None,
    sources: Sources = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Compare published figures with the figures computed here, misses included.

    reallocate scorecard

    reallocate scorecard goldman_2025 --sources FOLDER
    """
    import reallocate

    result = reallocate.scorecard(*names or (), sources=sources, set=set_, out=out)
    show(result, as_json, out)
