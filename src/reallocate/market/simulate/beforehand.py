"""The nation's market in the scenario as shipped, run beforehand: the same question is answered at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from reallocate.data.bundle import read_manifest
from reallocate.market.nation.economy import CURRENT_FILE, FITTED_FILE
from reallocate.market.nation.jobs_law import LAW_DRAWS
from reallocate.market.published.keys import MarketScenario
from reallocate.market.simulate.assumptions import whole_request
from reallocate.market.simulate.jobs_drawn import PER_DRAW
from reallocate.market.simulate.jobs_text import JobsAnswer
from reallocate.market.simulate.page import KIND
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import inputs_of
from reallocate.market.simulate.text import TEXT
from reallocate.render.cards import files_in_force
from reallocate.render.result import Result
from reallocate.render.shipped import BEFOREHAND, as_shipped, table_from_rows

FILE = "nation.zip"
_BASIS, _STUDY, _PATH = "basis", "study.json", "path.json"


@cache
def basis() -> str:
    """A digest of all figures, assumptions and fitted values in force, on which a run rests."""
    found = sha256(files_in_force(sorted(read_manifest())).encode())
    for name in (FITTED_FILE, CURRENT_FILE):
        found.update(files("reallocate.market.nation").joinpath(name).read_bytes())
    return found.hexdigest()


def study_at_hand(
    request: EconomyRun, command: str = "", scenario: MarketScenario | None = None
) -> Result | None:
    """The study of the scenario as shipped, its numbers to nine digits; none where anything else is asked.

    command : that asked for it, for the record
    scenario : the request was made of
    """
    whole = _at_hand(request, _STUDY)
    if whole is None:
        return None
    tables = {name: table_from_rows(KIND, name, rows) for name, rows in whole["tables"].items()}
    facts = {**whole["facts"], "title": request.title, "command": command, BEFOREHAND: True}
    return Result(KIND, facts, tables, TEXT.sentences_on_demand(tables, facts), inputs=inputs_of(scenario))


def path_at_hand(request: EconomyRun) -> pd.DataFrame | None:
    """The central run of the scenario as shipped, as from `central_run`; else none."""
    whole = _at_hand(request, _PATH)
    return None if whole is None else pd.DataFrame(whole)


def shipped_closures() -> pd.DataFrame:
    """The draws of the scenario as shipped under each closure at the end, as the study's table `closures`."""
    return _tables("closures")["closures"]


@cache
def shipped_answer() -> JobsAnswer:
    """How many jobs AI costs in the scenario as shipped, as `jobs_text` tells it."""
    tables = _tables("jobs", "closures", "jobs_law", "jobs_worst", "occupations")
    return JobsAnswer.of(tables, PER_DRAW * EconomyRun.draws, LAW_DRAWS)


def _tables(*names: str) -> dict[str, pd.DataFrame]:
    """Tables of the study that ships, whatever it rests on."""
    with ZipFile(BytesIO(_file().read_bytes())) as kept:
        rows = json.loads(kept.read(_STUDY))["tables"]
    return {name: table_from_rows(KIND, name, rows[name]) for name in names}


def packed(study: Result, path: pd.DataFrame) -> bytes:
    """Both as they ship, with what they rest on.

    study : of the scenario as shipped
    path : its central run
    """
    parts = as_shipped(study)
    made = {
        _BASIS: basis(),
        _STUDY: _written({name: parts[name] for name in ("facts", "tables")}),
        _PATH: _written({str(name): path[name].tolist() for name in path}),
    }
    whole = BytesIO()
    with ZipFile(whole, "w") as file:
        for name, text in made.items():
            # The first day that the format knows, so that the same runs are the same bytes.
            file.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED, 9)
    return whole.getvalue()


def _at_hand(request: EconomyRun, part: str) -> Any:
    """A part of what ships; none where something else is asked, or where it rests on other figures."""
    file = _file()
    if whole_request(request, ()) != whole_request(EconomyRun(), ()) or not file.is_file():
        return None
    with ZipFile(BytesIO(file.read_bytes())) as kept:
        return json.loads(kept.read(part)) if kept.read(_BASIS).decode() == basis() else None


def _file() -> Traversable:
    return files("reallocate.market.simulate").joinpath("shipped", FILE)


def _written(whole: Mapping[str, Any]) -> str:
    return json.dumps(whole, ensure_ascii=False)
