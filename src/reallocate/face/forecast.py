"""A dated forecast of the tech workforce, and its score once the figures are known."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.disk.look import look_at_file
from reallocate.disk.replace import replace_file
from reallocate.errors import InputError, Problem, UnknownName
from reallocate.face.progress import Progress, shown
from reallocate.face.spelling import python_errors
from reallocate.face.study_result import StudyResult, Tabular, study_result
from reallocate.result import folder as folders
from reallocate.result.result import Result
from reallocate.scenario.assignments import Assignments, own_parameters
from reallocate.study.forecast import run
from reallocate.study.forecast.score import read_actual, read_forecast, score_forecast
from reallocate.study.forecast.text import sentences

FORECAST = folders.Kind("forecast", "a forecast", "forecast.json", "reallocate forecast")
SCORE = folders.Kind("score", "the score of a forecast", "score.json", "reallocate forecast score")
TABLES = ("employment", "exclusive", "mapping")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ForecastResult(StudyResult):
    """A forecast, which is saved as one file and never written over."""

    def save(self, folder_: str | Path) -> Path:
        """Write the forecast into a new file; `InputError` where it exists."""
        file = _new_file(folder_)
        text = json.dumps(self.record, indent=1, ensure_ascii=False, allow_nan=False)
        replace_file(file, f"{text}\n".encode(), may_exist=False)
        return file


@python_errors
def forecast(
    name: str = run.NAME,
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
    if name != run.NAME:
        is_saved = Path(name).is_file()
        remedy = f"Score a saved forecast: reallocate forecast score {name} --actual FILE" if is_saved else ""
        raise UnknownName(Problem(f"there is no forecast {name!r}", "forecast", remedy, nearest=(run.NAME,)))
    made_on = _day(date)
    if out is not None:
        _new_file(out)
    parameters = own_parameters(set)
    with shown(progress) as say:
        made = run.tech_workforce(made_on, run.DRAWS if draws is None else draws, seed, parameters, say=say)
    result = forecast_result(made.as_json())
    if out is not None:
        result.save(out)
    return result


@python_errors
def score(file: str | Path, actual: str | Path) -> Result:
    """Score a saved forecast: coverage, error and interval score, beside a forecast of no change.

    file : of the forecast
    actual : CSV file (industry, year, employment [persons]) of the figures since
    """
    from reallocate.report.market.forecast_card import print_score

    saved = read_forecast(Path(file))
    found = score_forecast(saved, read_actual(Path(actual)))
    meta = {"title": f"The forecast of {saved['date']}, scored", "version": saved["version"]}
    study = Tabular(meta, {"rows": found.rows})
    return study_result(
        study,
        SCORE,
        found.as_json(),
        lambda console, place: print_score(saved, found, console),
        dict,
        lambda place, files: folders.save_result(
            place, SCORE, {**folders.contents_of(study, SCORE.record), **files}
        ),
        {},
    )


def forecast_result(made: dict[str, Any]) -> ForecastResult:
    """A forecast as it is saved, as a result."""
    from reallocate.report.market.forecast_card import print_forecast

    tables = {name: pd.DataFrame(made[name]) for name in TABLES}
    facts = {name: value for name, value in made.items() if name not in TABLES}
    study = Tabular(
        {"title": f"The tech workforce, forecast on {made['date']}", **facts}, tables, sentences(made)
    )
    plain = study_result(
        study,
        FORECAST,
        made,
        lambda console, place: print_forecast(made, console, place),
        dict,
        lambda place, files: place,
        {},
    )
    return ForecastResult(**vars(plain))


def _new_file(out: str | Path) -> Path:
    """A file that does not exist yet and can be written; `InputError` otherwise."""
    file = Path(out)
    look_at_file(file)
    if file.exists():
        why = "A forecast that is kept is never written over."
        raise InputError(Problem("the file exists already", f"--out {file}", "Name another file.", why))
    return file


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
