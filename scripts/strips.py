"""Writes the strips of the shipped scenario, the band of its draws and their ends; takes about half a minute.

`make docs` rewrites them; `--check` only says whether they are stale.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.kernel.table import computed
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.published.files import market_scenario
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.runs import EconomyContext
from reallocate.market.simulate.strip import (
    BAND,
    CLOSURES,
    KEYS,
    STRIPS,
    band_of,
    central_market,
    make_strip,
    strip_table,
)
from reallocate.market.simulate.tables import closures

FOLDER = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "market" / "simulate" / "shipped"
CLOSE = 1e-5
"""Of a figure [%]: what the last digit of single precision, and another machine, may move."""


def main() -> None:
    """Rewrite the files, or end with 1 where one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a file is stale")
    check, stale = parser.parse_args().check, 0
    for name, table in tables().items():
        file = FOLDER / name
        if file.exists() and same(pd.read_parquet(file), table):
            continue
        stale += 1
        print(f"{'stale' if check else 'written'}: {name}")
        if not check:
            FOLDER.mkdir(exist_ok=True)
            file.write_bytes(packed(table))
    sys.exit(1 if check and stale else 0)


def tables() -> dict[str, pd.DataFrame]:
    """The files by name, computed."""
    world, scenario, request = load_world(), market_scenario(None), EconomyRun()
    market = central_market(world)
    accounts = market_accounts(world, request.parameters)
    context = EconomyContext(request, world, market.nation, market.rates, accounts, lambda _: None)
    return {
        STRIPS: strip_table([make_strip(market, scenario, key) for key in KEYS]),
        BAND: band_of(context.ensemble, market.nation.market.employment),
        CLOSURES: computed([closures], context)["closures"],
    }


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables hold the same labels, and figures as close as `CLOSE`."""
    if list(one) != list(other) or len(one) != len(other):
        return False
    numbers = one.select_dtypes("number").columns
    labels = [name for name in one if name not in numbers]
    return (one[labels].astype(str) == other[labels].astype(str)).all(axis=None) and bool(
        np.allclose(one[numbers], other[numbers], rtol=0.0, atol=CLOSE)
    )


def packed(table: pd.DataFrame) -> bytes:
    """The table as it ships."""
    whole = BytesIO()
    table.to_parquet(whole, index=False, compression="zstd", compression_level=19)
    return whole.getvalue()


if __name__ == "__main__":
    main()
