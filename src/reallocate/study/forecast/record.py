"""A forecast as the one file that is kept and scored later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.disk.marker import must_be_new
from reallocate.disk.replace import replace_file
from reallocate.disk.user_file import file_bytes, file_size
from reallocate.errors import InputError, Problem
from reallocate.limited import within_limits
from reallocate.output.table import Table
from reallocate.result.result import Result
from reallocate.study.forecast.outline import FORECAST
from reallocate.study.forecast.tables import TABLES
from reallocate.study.forecast.text import text

NAME = "tech-workforce"
FORMAT = 1
MOST_BYTES = 16 * 1024**2
"""[bytes] Of a forecast's file, which has some hundred kilobytes."""
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
    facts, tables = kept_record(file, NAME, FORMAT, TABLES)
    return forecast_result(facts, tables)


def kept_record(
    file: Path, name: str, form: int, tables: Sequence[Table[Any]]
) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """The facts and tables of a forecast's file.

    name, form : what it must be, and of which format
    tables : that it holds
    Raises `InputError` where it is none.
    """
    record = record_of(file)
    if not isinstance(record, dict) or record.get("forecast") != name or record.get("format") != form:
        raise InputError(Problem(f"it is no forecast {name} of format {form}", str(file)))
    try:
        held = {one.name: one.checked(pd.DataFrame(record.pop(one.name))) for one in tables}
        str(record["date"]), str(record["hashes"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"the forecast lacks a part, or it is not as it was written ({type(error).__name__})"
        raise InputError(Problem(what, str(file))) from None
    return record, held


def record_of(file: Path) -> Any:
    """What a forecast's file holds, read within limits; `InputError` where it is no JSON."""
    return within_limits(_parsed, file, name=file.name, size=file_size(file))


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file_bytes(file, MOST_BYTES))
    except (ValueError, RecursionError):
        raise InputError(Problem("the file cannot be read as a saved forecast", str(file))) from None
