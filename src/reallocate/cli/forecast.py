"""The verb `forecast`: dated forecasts of the tech workforce and the labour market, and their scores."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.commands import DefaultVerb, PanelCommand
from reallocate.cli.options import AS_JSON, RESULT, RUN, SEED, SET, flag, option
from reallocate.cli.results import show


class Forecast(DefaultVerb):
    """Words that name no sub-verb make a forecast."""

    default = "make"


app = typer.Typer(name="forecast", cls=Forecast)


@app.command("make", cls=PanelCommand)
def make(
    name: str = typer.Argument("tech-workforce", help="Which forecast: tech-workforce, or labour-market."),
    date: str | None = option("Day on which the forecast is made [YYYY-MM-DD]; required."),
    set_: list[str] | None = SET,
    draws: int | None = option("Random draws of assumptions and of growth.", RUN),
    seed: int | None = SEED,
    out: Path | None = option("New file for the forecast (.json), so that it can be scored.", RESULT),
    as_json: bool = AS_JSON,
) -> None:
    """Forecast employment in the tech industries to May 2030, or published figures of the labour market.

    reallocate forecast tech-workforce --date 2026-11-26 --out forecast.json

    reallocate forecast labour-market --date 2026-11-27 --out ledger.json

    reallocate forecast score forecast.json --actual came.csv
    """
    import reallocate

    result = reallocate.forecast(name, date=date, draws=draws, seed=seed or 0, set=set_, out=out)
    show(result, as_json, out)


@app.command("score", cls=PanelCommand)
def score(
    file: Path = typer.Argument(help="File of a saved forecast."),
    actual: Path | None = option(
        "CSV file of the figures since: industry, year, employment [persons]; for labour-market series, "
        "month, value."
    ),
    keep: bool = flag("--keep", "Add these figures to outcomes.csv beside a forecast labour-market."),
    as_json: bool = AS_JSON,
) -> None:
    """Score a saved forecast beside its rivals: coverage, error, and a proper score.

    reallocate forecast score forecast.json --actual came.csv

    reallocate forecast score forecasts/labour-market-2026-11-27.json --actual came.csv --keep
    """
    from reallocate.api.forecast import score as score_forecast

    show(score_forecast(file, actual, keep), as_json)
