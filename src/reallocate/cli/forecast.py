"""The verb `forecast`: a dated forecast of the tech workforce, and its score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.commands import DefaultVerb, PanelCommand
from reallocate.cli.options import RESULT, RUN, AsJson, Seed, Set, option
from reallocate.cli.results import show


class Forecast(DefaultVerb):
    """Words that name no sub-verb make a forecast."""

    default = "make"


app = typer.Typer(name="forecast", cls=Forecast)


@app.command("make", cls=PanelCommand)
def make(
    name: Annotated[str, typer.Argument(help="Which forecast: tech-workforce.")] = "tech-workforce",
    date: Annotated[
        str | None, option("--date", "Day on which the forecast is made [YYYY-MM-DD]; required.")
    ] = None,
    set_: Set = None,
    draws: Annotated[int | None, option("--draws", "Random draws of assumptions and of growth.", RUN)] = None,
    seed: Seed = None,
    out: Annotated[
        Path | None, option("--out", "New file for the forecast (.json), so that it can be scored.", RESULT)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Forecast employment in the tech industries to May 2030.

    reallocate forecast tech-workforce --date 2026-11-26 --out forecast.json

    reallocate forecast score forecast.json --actual came.csv
    """
    import reallocate

    result = reallocate.forecast(name, date=date, draws=draws, seed=seed or 0, set=set_, out=out)
    show(result, as_json, out)


@app.command("score", cls=PanelCommand)
def score(
    file: Annotated[Path, typer.Argument(help="File of a saved forecast.")],
    actual: Annotated[
        Path, option("--actual", "CSV file of the figures since: industry, year, employment [persons].")
    ],
    as_json: AsJson = False,
) -> None:
    """Score a saved forecast: coverage, error and interval score, against a forecast of no change.

    reallocate forecast score forecast.json --actual came.csv
    """
    from reallocate.face.forecast import score as score_forecast

    show(score_forecast(file, actual), as_json)
