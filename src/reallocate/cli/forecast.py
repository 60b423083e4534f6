"""The verb `forecast`: dated forecasts of the tech workforce and the labour market, and their scores."""

from __future__ import annotations

import typer

from reallocate.api.market_requests import SkillCommand, SkillRequest
from reallocate.api.requests import ForecastCommand, ForecastRequest, ScoreRequest
from reallocate.cli.results import show
from reallocate.cli.verb import DefaultVerb, PanelCommand, takes
from reallocate.kernel.options import given


class Forecast(DefaultVerb):
    """Words that name no sub-verb make a forecast."""

    default = "make"


app = typer.Typer(name="forecast", cls=Forecast)


@app.command("make", cls=PanelCommand)
@takes(ForecastCommand)
def make(asked: ForecastCommand) -> None:
    """Forecast employment in the tech industries to May 2030, or published figures of the labour market.

    reallocate forecast tech-workforce --date 2026-11-26 --out forecast.json

    reallocate forecast labour-market --date 2026-11-27 --out ledger.json

    reallocate forecast ai-lines --date 2026-12-01 --out lines.json

    reallocate forecast score forecast.json --actual came.csv

    reallocate forecast skill
    """
    import reallocate

    show(reallocate.forecast(**given(asked, ForecastRequest)), asked.as_json, asked.out)


@app.command("skill", cls=PanelCommand)
@takes(SkillCommand)
def skill(asked: SkillCommand) -> None:
    """Compute how good the monthly forecasts have been, by era: scores, intervals and tests; half a minute.

    reallocate forecast skill --out results/skill
    """
    from reallocate.api.forecast import skill as skill_of_forecasts

    show(skill_of_forecasts(**given(asked, SkillRequest)), asked.as_json, asked.out)


@app.command("score", cls=PanelCommand)
@takes(ScoreRequest)
def score(asked: ScoreRequest) -> None:
    """Score a saved forecast beside its rivals: coverage, error, and a proper score.

    reallocate forecast score forecast.json --actual came.csv

    reallocate forecast score forecasts/labour-market-2026-11-27.json --actual came.csv --keep
    """
    from reallocate.api.forecast import score as score_forecast

    show(score_forecast(asked.file, asked.actual, asked.keep), asked.as_json)
