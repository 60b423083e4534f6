"""A dated forecast of the tech workforce, and its score once the figures are known."""

from __future__ import annotations

from datetime import date as day
from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.market_requests import SkillRequest
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, shown
from reallocate.api.requests import ForecastRequest
from reallocate.api.spelling import python_errors
from reallocate.kernel.errors import InputError, Problem, UnknownName
from reallocate.kernel.marker import must_be_new
from reallocate.kernel.options import takes
from reallocate.kernel.parameters import own_parameters
from reallocate.market.forecast import record
from reallocate.market.forecast.ledger import NAME as LABOUR_MARKET
from reallocate.market.forecast.ledger import is_ledger, labour_market, read_ledger, save_ledger
from reallocate.market.forecast.ledger_score import keep_figures, known_figures, pages_of_folder, score_ledger
from reallocate.market.forecast.lines_page import NAME as AI_LINES
from reallocate.market.forecast.lines_page import ai_lines, is_lines, read_lines, save_lines, score_lines
from reallocate.market.forecast.record import (
    KEPT,
    NAME,
    read_actual,
    read_forecast,
    save_forecast,
    score_forecast,
)
from reallocate.market.forecast.skill_page import SKILL, skill_study
from reallocate.render.result import Result


@python_errors
@recorded("forecast", "name")
@takes(ForecastRequest)
def forecast(asked: ForecastRequest) -> Result:
    """Forecast employment in the tech industries to May 2030, or published figures of the labour market.

    Raises `InputError` where the day is missing, or the file exists.
    """
    if asked.name not in (NAME, LABOUR_MARKET, AI_LINES):
        is_saved = Path(asked.name).is_file()
        how = f"Score a saved forecast: reallocate forecast score {asked.name} --actual FILE"
        near, what = (NAME, LABOUR_MARKET, AI_LINES), f"there is no forecast {asked.name!r}"
        raise UnknownName(Problem(what, "forecast", how if is_saved else "", nearest=near))
    made_on = _day(asked.date)
    if asked.out is not None:
        must_be_new(Path(asked.out), KEPT)
    if asked.name in (LABOUR_MARKET, AI_LINES):
        others = {"draws": asked.draws, "seed": asked.seed or None, "set": asked.set}
        return _ledger(asked.name, made_on, asked.out, asked.progress, **others)
    parameters = own_parameters(asked.set, (f"forecast {NAME}",))
    draws = record.DRAWS if asked.draws is None else asked.draws
    with shown(asked.progress) as say:
        made = record.tech_workforce(made_on, draws, asked.seed, parameters, say=say, command=command_line())
    if asked.out is not None:
        save_forecast(made, Path(asked.out))
    return made


def _ledger(name: str, made_on: str, out: str | Path | None, progress: Progress, **others: object) -> Result:
    """Forecasts of published figures, kept where a file is named; they take no draws and no assumptions."""
    if given := [f"--{option}" for option, value in others.items() if value]:
        what = f"{name} takes no {', '.join(given)}"
        why = "It follows from published figures, without draws and assumptions."
        raise InputError(Problem(what, "forecast", "Leave it out.", why))
    with shown(progress) as say:
        if name == AI_LINES:
            made = ai_lines(made_on, command_line())
        else:
            made = labour_market(made_on, say=say, command=command_line())
    if out is not None:
        (save_lines if name == AI_LINES else save_ledger)(made, Path(out))
    return made


@python_errors
@recorded("forecast score", "file")
def score(file: str | Path, actual: str | Path | None = None, keep: bool = False) -> Result:
    """Score a saved forecast beside its rivals: coverage, error, and a proper score.

    actual : CSV file of the figures since: industry, year, employment [persons] for tech-workforce; series,
        month, value, or a file of BLS or FRED, for labour-market, which is also scored by what ships and
        what was kept
    keep : add the figures, with their vintage, to outcomes.csv beside a forecast labour-market
    """
    place, further = Path(file), None if actual is None else Path(actual)
    if is_ledger(place):
        ledger, known = read_ledger(place), known_figures(place, further)
        if keep and further is not None:
            keep_figures(place, further)
        return score_ledger(ledger, known, command_line(), pages_of_folder(place))
    if is_lines(place) and further is not None and not keep:
        return score_lines(read_lines(place), further, command_line())
    if further is None or keep:
        remedy = "Give the figures since with --actual FILE, without --keep."
        raise InputError(Problem("only a forecast labour-market keeps figures", "--actual", remedy))
    return score_forecast(read_forecast(place), read_actual(further), command_line())


@python_errors
@recorded("forecast skill")
@takes(SkillRequest)
def skill(asked: SkillRequest) -> Result:
    """How good the monthly forecasts have been: by era, with intervals and tests, on shipped months."""
    folder = free_folder(asked.out, SKILL)
    with shown(asked.progress) as say:
        return finished(skill_study(say, command_line()), folder)


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
