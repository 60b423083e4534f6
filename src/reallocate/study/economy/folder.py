"""The extended market as a folder: scenario, tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.economy.run import EconomyStudy
from reallocate.study.market.folder import TABLES, scenario_toml
from reallocate.study.market.schema import MarketScenario
from reallocate.study.whole_folder import whole_folder

RECORD, WHAT = "economy.json", "a run of the extended market"


def save_economy(
    study: EconomyStudy, scenario: MarketScenario, folder: Path, extra: dict[str, bytes] | None = None
) -> Path:
    """Write a run into a folder that does not exist yet or holds an earlier one.

    study : run
    scenario : it was run from; written with its mode, so that the folder runs again
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    laws = scenario.laws.model_copy(update={"mode": "extended"})
    named = scenario.model_copy(update={"laws": laws})
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        (made / TABLES).mkdir()
        for table, frame in study.tables.items():
            frame.to_parquet(made / TABLES / f"{table}.parquet", index=False)
        record = {"meta": dict(study.meta), "said": dict(study.said)}
        text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
        (made / RECORD).write_text(text, encoding="utf-8")
        (made / "scenario.toml").write_text(scenario_toml(named, {}), encoding="utf-8")
    return folder


def open_economy(folder: Path) -> EconomyStudy:
    """A run that was saved.

    folder : as written by `save_economy`; raises `InputError` where there is none
    """
    file = folder / RECORD
    if not file.is_file():
        remedy = "Make one with reallocate simulate --mode extended --out."
        raise InputError(Problem("there is no saved run of the extended market here", str(folder), remedy))
    record = json.loads(file.read_text(encoding="utf-8"))
    tables = {one.stem: pd.read_parquet(one) for one in sorted((folder / TABLES).glob("*.parquet"))}
    return EconomyStudy(
        MappingProxyType(record["meta"]), MappingProxyType(tables), MappingProxyType(record["said"])
    )
