"""A round trip as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reallocate.errors import InputError, Problem
from reallocate.result.folder import Kind, contents_of, open_kept, open_result, save_result
from reallocate.study.couple.run import CoupledStudy
from reallocate.study.economy.path import PATH_TABLE, market_path
from reallocate.work.exchange import MarketPath

KIND = Kind("adopters", "a round trip", "adopters.json", "reallocate simulate adopters … --out")


def save_coupled(study: CoupledStudy, folder: Path, extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a round trip into a folder that does not exist yet or holds an earlier one.

    study : run
    folder : where to
    extra : further files by name
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    return save_result(folder, KIND, {**contents_of(study, KIND.record), **(extra or {})})


def open_coupled(folder: Path) -> CoupledStudy:
    """A round trip that was saved.

    folder : as written by `save_coupled`; raises as `open_result`
    """
    return open_kept(folder, KIND, CoupledStudy)


def saved_path(folder: Path) -> MarketPath:
    """The market path of a saved run: of the nation's market, or of one that met a firm's followers.

    folder : as written by `simulate --out`
    Raises `InputError` where it holds no run by the extended laws, or one that keeps no path.
    """
    remedy = "Make one with reallocate simulate nation --out, or with simulate adopters … --out."
    saved = open_result(folder)
    tables = saved.tables()
    if PATH_TABLE not in tables:
        raise InputError(Problem("the saved run keeps no pay and job finding by year", str(folder), remedy))
    return market_path(tables[PATH_TABLE])
