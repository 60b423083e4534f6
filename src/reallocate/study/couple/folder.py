"""A round trip as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.couple.path import PATH_TABLE, market_path
from reallocate.study.couple.trip import CoupledStudy
from reallocate.study.whole_folder import whole_folder
from reallocate.work.exchange import MarketPath

RECORD, WHAT = "adopters.json", "a round trip"
ECONOMY = "economy.json"
TABLES = "tables"


def save_coupled(study: CoupledStudy, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a round trip into a folder that does not exist yet or holds an earlier one.

    study : run
    folder : where to
    extra : further files by name
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        (made / TABLES).mkdir()
        for table, frame in study.tables.items():
            frame.to_parquet(made / TABLES / f"{table}.parquet", index=False)
        record = {"meta": dict(study.meta), "said": dict(study.said)}
        text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
        (made / RECORD).write_text(text, encoding="utf-8")
    return folder


def open_coupled(folder: Path) -> CoupledStudy:
    """A round trip that was saved.

    folder : as written by `save_coupled`; raises `InputError` where there is none
    """
    file = folder / RECORD
    if not file.is_file():
        remedy = "Make one with reallocate simulate --adopters … --out."
        raise InputError(Problem("there is no saved round trip here", str(folder), remedy))
    record = json.loads(file.read_text(encoding="utf-8"))
    tables = {one.stem: pd.read_parquet(one) for one in sorted((folder / TABLES).glob("*.parquet"))}
    return CoupledStudy(
        MappingProxyType(record["meta"]), MappingProxyType(tables), MappingProxyType(record["said"])
    )


def saved_path(folder: Path) -> MarketPath:
    """The market path of a saved run: of the nation's market, or of one that met a firm's followers.

    folder : as written by `simulate --out`
    Raises `InputError` where it holds no run by the extended laws, or one that keeps no path.
    """
    remedy = "Make one with reallocate simulate --mode extended --out, or with --adopters … --out."
    if not any((folder / record).is_file() for record in (ECONOMY, RECORD)):
        raise InputError(Problem("there is no saved run of the extended market here", str(folder), remedy))
    file = folder / TABLES / f"{PATH_TABLE}.parquet"
    if not file.is_file():
        raise InputError(Problem("the saved run keeps no pay and job finding by year", str(folder), remedy))
    return market_path(pd.read_parquet(file))
