"""Where pay and job finding go by a saved run: of the nation's market, or of a round trip."""

from __future__ import annotations

from pathlib import Path

from reallocate.errors import InputError, Problem
from reallocate.result.saving import open_saved
from reallocate.study.economy.path import PATH_TABLE, market_path
from reallocate.work.exchange import MarketPath


def saved_path(folder: Path) -> MarketPath:
    """The market path of a saved run.

    folder : of the nation's market, or of one in which an industry follows a plan
    Raises `InputError` where it holds no run by the extended laws.
    """
    tables = open_saved(folder).tables()
    if PATH_TABLE not in tables:
        remedy = "Make one with reallocate simulate nation --out, or with simulate adopters … --out."
        raise InputError(Problem("the saved run has no pay and job finding by year", str(folder), remedy))
    return market_path(tables[PATH_TABLE])
