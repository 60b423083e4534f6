"""A round trip as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.couple.path import PATH_TABLE, market_path
from reallocate.study.couple.trip import CoupledStudy
from reallocate.study.whole_folder import TABLES, read_kept, whole_folder, write_kept
from reallocate.work.exchange import MarketPath

RECORD, WHAT = "adopters.json", "a round trip"
ECONOMY = "economy.json"


def save_coupled(study: CoupledStudy, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a round trip into a folder that does not exist yet or holds an earlier one.

    study : run
    folder : where to
    extra : further files by name
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        write_kept(study, made, RECORD)
    return folder


def open_coupled(folder: Path) -> CoupledStudy:
    """A round trip that was saved.

    folder : as written by `save_coupled`; raises `InputError` where there is none
    """
    remedy = "Make one with reallocate simulate --adopters … --out."
    missing = Problem("there is no saved round trip here", str(folder), remedy)
    return read_kept(folder, RECORD, missing, CoupledStudy)


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
