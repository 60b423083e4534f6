"""Results that ship, as they were computed for this version: an answer without waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path

from reallocate.api.claims import DRAWS
from reallocate.api.cut import cut
from reallocate.api.firm import Scenario
from reallocate.api.spelling import python_errors
from reallocate.claims import text
from reallocate.claims.page import CLAIMS, compared
from reallocate.claims.tables import TABLES
from reallocate.data.bundle import shipped_world
from reallocate.firm.council.layoffs import layoff_record
from reallocate.jobs.page import JOB
from reallocate.kernel.errors import Problem, UnknownName, nearest
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger import NAME as LABOUR_MARKET
from reallocate.market.forecast.ledger import read_ledger
from reallocate.market.forecast.ledger_score import known_figures, pages_of_folder, score_ledger
from reallocate.market.forecast.record import NAME, read_forecast
from reallocate.render.result import Result
from reallocate.render.shipped import from_shipped, table_from_rows

_FORECASTS = "forecasts"


@python_errors
def shipped(name: str) -> Result:
    """A result that ships with the package, as it was computed for this version.

    name : "claims", the record of the argument's claims; "forecast", the latest forecast of the tech
        workforce; "ledger" and "ledger-score", the latest forecasts of the labour market and who leads; or an
        example: "job", a payroll clerk; "cut", a tenth of an insurer
    Raises `UnknownName` for another name.
    """
    if name not in _SHIPPED:
        near = nearest(name, _SHIPPED) or tuple(_SHIPPED)
        raise UnknownName(Problem(f"no result called {name!r} ships", "name", nearest=near))
    return _SHIPPED[name]()


def _job() -> Result:
    return from_shipped(JOB, json.loads(_read("api", "examples/job.json")))


def _cut() -> Result:
    """The answer that was computed beforehand; solved anew where what it rests on has changed."""
    return cut(Scenario.from_industry("insurance carriers", headcount=20_000), exits="10%", progress=False)


def _claims() -> Result:
    """The record of the claims, with the layoff record beside them."""
    record = json.loads(_read("claims", "record.json"))
    tables = {one.name: table_from_rows(CLAIMS, one.name, record[one.name]) for one in TABLES}
    layoffs = layoff_record(shipped_world(), Parameters.default())
    words = {
        **text.text(tables), "layoffs": layoffs.text["headline"], "taken_back": layoffs.text["taken_back"],
    }  # fmt: skip
    facts = {
        **layoffs.facts, "title": "The argument's claims and their verdicts", "draws": DRAWS, "seed": 0,
        "set": {}, "command": "reallocate claims",
    }  # fmt: skip
    return Result(CLAIMS, facts, {**tables, **compared(tables), **layoffs.tables}, words)


def _forecast() -> Result:
    """The latest dated forecast of the tech workforce, as it was kept."""
    return read_forecast(_kept(NAME))


def _ledger() -> Result:
    """The latest page of the ledger, as it was kept."""
    return read_ledger(_kept(LABOUR_MARKET))


def _ledger_score() -> Result:
    """The same, scored by every figure at hand."""
    file = _kept(LABOUR_MARKET)
    command = f"reallocate forecast score {file.name}"
    return score_ledger(read_ledger(file), known_figures(file, None), command, pages_of_folder(file))


def _kept(name: str) -> Path:
    """The newest file of a forecast: in the package, or beside `src` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / _FORECASTS
    folder = inside if inside.is_dir() else package.parent.parent / _FORECASTS
    return max(folder.glob(f"{name}-*.json"))


_SHIPPED: Mapping[str, Callable[[], Result]] = {
    "claims": _claims,
    "job": _job,
    "cut": _cut,
    "forecast": _forecast,
    "ledger": _ledger,
    "ledger-score": _ledger_score,
}


def _read(room: str, name: str) -> str:
    return resources.files(f"reallocate.{room}").joinpath(name).read_text(encoding="utf-8")
