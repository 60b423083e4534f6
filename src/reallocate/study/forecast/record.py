"""A forecast as the one file that is kept and scored later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.disk.marker import must_be_new
from reallocate.disk.replace import replace_file
from reallocate.errors import InputError, Problem
from reallocate.result.result import Result
from reallocate.study.forecast.outline import FORECAST
from reallocate.study.forecast.tables import TABLES
from reallocate.study.forecast.text import text

NAME = "tech-workforce"
FORMAT = 1
KEPT = "A forecast that is kept is never written over."
NOT_IN_FILE = ("title", "command")
"""Facts that follow from the others, or from how the forecast was requested."""


def forecast_result(
    facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], command: str = ""
) -> Result:
    """A forecast as a result.

    facts : as its file holds them
    command : that made it, where it is known
    """
    named = {"title": f"The tech workforce, forecast on {facts['date']}", **facts, "command": command}
    return Result(FORECAST, named, dict(tables), text(tables))


def forecast_record(forecast: Result) -> dict[str, Any]:
    """A forecast as its file holds it: facts, then each table as rows."""
    facts = {name: value for name, value in forecast.facts.items() if name not in NOT_IN_FILE}
    tables = {one.name: json.loads(forecast.table(one.name).to_json(orient="records")) for one in TABLES}
    return {**facts, **tables}


def save_forecast(forecast: Result, file: Path) -> Path:
    """Write a forecast into a new file; returns it. `InputError` where it exists or cannot be written."""
    must_be_new(file, KEPT)
    record = json.dumps(forecast_record(forecast), indent=1, ensure_ascii=False, allow_nan=False)
    replace_file(file, f"{record}\n".encode(), may_exist=False)
    return file


def read_forecast(file: Path) -> Result:
    """A forecast that was kept.

    file : JSON; raises `InputError` where it is none, or of another format
    """
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            Problem("the file cannot be read as a saved forecast", str(file), why=str(error))
        ) from error
    if not isinstance(record, dict) or record.get("forecast") != NAME or record.get("format") != FORMAT:
        raise InputError(Problem(f"it is no forecast {NAME} of format {FORMAT}", str(file)))
    names = [one.name for one in TABLES]
    tables = {one.name: one.checked(pd.DataFrame(record[one.name])) for one in TABLES}
    return forecast_result({name: value for name, value in record.items() if name not in names}, tables)
