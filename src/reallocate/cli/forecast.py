"""What `simulate --forecast` does: a dated forecast, printed and saved, or scored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reallocate.cli.progress import progress
from reallocate.cli.results import print_object


def run_forecast(
    name: str | None,
    date: str | None,
    draws: int | None,
    seed: int | None,
    sets: list[str],
    actual: Path | None,
    given: Mapping[str, Any],
    out: Path | None,
    as_json: bool,
) -> None:
    """Make a forecast, or score one.

    name : tech-workforce, or the file of a saved one where there are actual values
    date : on which it is made [YYYY-MM-DD]; kept with it
    draws, seed : as `tech_workforce`; its own where nothing is said
    sets : assumptions, NAME=VALUE
    actual : CSV file of what came; the forecast is scored then
    given : what else stands in the command, by the names of the options; `InputError` where there is any
    out : file to save it in, which must not exist
    as_json : print one object on standard output instead
    """
    from reallocate.errors import InputError, Problem

    others = [
        option if " " in option else f"--{option.replace('_', '-')}"
        for option, value in given.items()
        if value not in (None, False)
    ]
    if name is None and actual is None:
        remedy = "Write --forecast tech-workforce, or leave --date out."
        raise InputError(Problem("it goes with a forecast alone", "--date", remedy))
    if name is None:
        remedy = "Write --forecast FILE --actual FILE."
        raise InputError(Problem("it needs the file of a saved forecast", "--actual", remedy))
    if others:
        what = f"{', '.join(others)} does not go with --forecast"
        why = "It stands on the market of the nation under the extended laws."
        raise InputError(Problem(what, "--forecast", "Leave it out.", why=why))
    if actual is not None:
        unused = [
            option
            for option, value in (
                ("--date", date),
                ("--draws", draws),
                ("--seed", seed),
                ("--set", sets or None),
                ("--out", out),
            )
            if value is not None
        ]
        if unused:
            raise InputError(Problem(f"{', '.join(unused)} does not go with --actual", "--actual"))
        _score(Path(name), actual, as_json)
        return
    _make(name, date, draws, seed, sets, out, as_json)


def _make(
    name: str,
    date: str | None,
    draws: int | None,
    seed: int | None,
    sets: list[str],
    out: Path | None,
    as_json: bool,
) -> None:
    from reallocate.cli.assignments import own_parameters
    from reallocate.disk.look import look_at_file
    from reallocate.disk.replace import replace_file
    from reallocate.errors import InputError, Problem, UnknownName
    from reallocate.study.forecast.run import DRAWS, NAME, tech_workforce

    if name != NAME:
        remedy = "A saved forecast is scored with --actual FILE." if Path(name).is_file() else ""
        raise UnknownName(Problem(f"there is no forecast {name!r}", "--forecast", remedy, nearest=(NAME,)))
    made_on = _day(date)
    if out is not None:
        look_at_file(out)
        if out.exists():
            why = "A forecast that is kept is never written over."
            raise InputError(Problem("it exists already", f"--out {out}", "Name another file.", why))
    with progress() as say:
        parameters = own_parameters(sets)
        count = DRAWS if draws is None else draws
        made = tech_workforce(made_on, count, seed or 0, parameters, say=say).as_json()
    if out is not None:
        text = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
        replace_file(out, f"{text}\n".encode(), may_exist=False)
    if as_json:
        print_object(made)
        return
    from rich.console import Console

    from reallocate.report.market.forecast_card import print_forecast

    print_forecast(made, Console(highlight=False), out)


def _day(date: str | None) -> str:
    """The day of a forecast as it is kept."""
    from datetime import date as day

    from reallocate.errors import InputError, Problem

    remedy = "Write the day on which it is made, such as --date 2026-11-26."
    if date is None:
        why = "A forecast is kept with its date, and the same command gives the same file on any day."
        raise InputError(Problem("a forecast needs a date", "--forecast", remedy, why))
    try:
        return day.fromisoformat(date).isoformat()
    except ValueError:
        raise InputError(Problem(f"{date!r} is no day", "--date", remedy)) from None


def _score(file: Path, actual: Path, as_json: bool) -> None:
    from reallocate.study.forecast.score import read_actual, read_forecast, score_forecast

    saved = read_forecast(file)
    found = score_forecast(saved, read_actual(actual))
    if as_json:
        print_object(found.as_json())
        return
    from rich.console import Console

    from reallocate.report.market.forecast_card import print_score

    print_score(saved, found, Console(highlight=False))
