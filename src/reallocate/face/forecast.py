"""A dated forecast of the tech workforce, and its score once the figures are known."""

from __future__ import annotations

from datetime import date as day
from pathlib import Path

from reallocate.errors import InputError, Problem, UnknownName
from reallocate.face.command_line import command_line, recorded
from reallocate.face.progress import Progress, shown
from reallocate.face.spelling import python_errors
from reallocate.problem.nation.outcome import read_actual
from reallocate.result.result import Result
from reallocate.scenario.assignments import Assignments, own_parameters
from reallocate.study.forecast import run
from reallocate.study.forecast.record import NAME, must_be_new, read_forecast, save_forecast
from reallocate.study.forecast.score import score_forecast


@python_errors
@recorded("forecast", "name")
def forecast(
    name: str = NAME,
    *,
    date: str | None = None,
    draws: int | None = None,
    seed: int = 0,
    set: Assignments = None,
    out: str | Path | None = None,
    progress: Progress = True,
) -> Result:
    """Forecast employment in the tech industries to May 2030.

    name : "tech-workforce"
    date : day on which it is made, such as "2026-11-26"; kept with it
    draws : of the assumptions, and of how growth strays; 64 by default
    seed : of the draws
    set : assumptions by name, such as {"industry_adoption_ceiling": 0.9}
    out : new file to save the forecast in, so that it can be scored
    progress : `False` for none, or a function that is called with each stage
    Raises `InputError` where the day is missing, or the file exists.
    """
    if name != NAME:
        is_saved = Path(name).is_file()
        remedy = f"Score a saved forecast: reallocate forecast score {name} --actual FILE" if is_saved else ""
        raise UnknownName(Problem(f"there is no forecast {name!r}", "forecast", remedy, nearest=(NAME,)))
    made_on = _day(date)
    if out is not None:
        must_be_new(Path(out))
    parameters = own_parameters(set)
    with shown(progress) as say:
        made = run.tech_workforce(
            made_on,
            run.DRAWS if draws is None else draws,
            seed,
            parameters,
            say=say,
            command=command_line(),
        )
    if out is not None:
        save_forecast(made, Path(out))
    return made


@python_errors
@recorded("forecast score", "file")
def score(file: str | Path, actual: str | Path) -> Result:
    """Score a saved forecast: coverage, error and interval score, beside a forecast of no change.

    actual : CSV file (industry, year, employment [persons]) of the figures since
    """
    return score_forecast(read_forecast(Path(file)), read_actual(Path(actual)), command_line())


def _day(date: str | None) -> str:
    """The day of a forecast as it is kept."""
    remedy = "Write the day on which it is made, such as --date 2026-11-26."
    if date is None:
        why = "A forecast is kept with its date, and the same command gives the same file on any day."
        raise InputError(Problem("a forecast needs a date", "--date", remedy, why))
    try:
        return day.fromisoformat(date).isoformat()
    except ValueError:
        raise InputError(Problem(f"{date!r} is no day", "--date", remedy)) from None
