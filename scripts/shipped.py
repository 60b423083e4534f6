"""Computes what ships beside the figures: today's market, strips of the economy, a job, the first page.

`make docs` rewrites what changed, in about a minute; `--check` only says what is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pandas as pd

import reallocate
from reallocate.api.rerun import differences, nearly
from reallocate.data.bundle import load_world
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.economy import CURRENT_FILE, at_last_observed, current_text
from reallocate.market.published.files import market_scenario
from reallocate.market.simulate.beforehand import FILE, packed
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.market.simulate.runs import EconomyContext, shipped_market
from reallocate.market.simulate.strip import (
    BAND,
    KEYS,
    STRIPS,
    band_of,
    central_market,
    central_run,
    make_strip,
    strip_table,
)
from reallocate.render.shipped import as_shipped
from reallocate.web.pages import start

HOUSE = Path(__file__).resolve().parent.parent / "src" / "reallocate"
CLOSE = 1e-5
"""Of a figure [%]: what the last digit of single precision, and another machine, may move."""
TITLE = "payroll clerk"


def main() -> None:
    """Rewrite the files, or end with 1 where one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a file is stale")
    check, stale = parser.parse_args().check, 0
    makers: tuple[Callable[[], Mapping[Path, bytes]], ...] = (
        current_market, strips, study, example, first_page
    )
    for make in makers:
        for file, content in make().items():
            if file.is_file() and same(file.read_bytes(), content, file.suffix):
                continue
            stale += 1
            print(f"{'stale' if check else 'written'}: {file.name}")
            if not check:
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(content)
    sys.exit(1 if check and stale else 0)


def same(one: bytes, other: bytes, suffix: str) -> bool:
    """Whether two files are the same; of tables, labels the same and figures within `CLOSE`; of the study to
    the digits that ship."""
    if suffix == ".zip":
        return not any(differences(_members(one), _members(other), same=nearly))
    if suffix != ".parquet":
        return one == other
    before, after = (pd.read_parquet(BytesIO(content)) for content in (one, other))
    if list(before) != list(after) or len(before) != len(after):
        return False
    numbers = before.select_dtypes("number").columns
    labels = [name for name in before if name not in numbers]
    return (before[labels].astype(str) == after[labels].astype(str)).all(axis=None) and bool(
        np.allclose(before[numbers], after[numbers], rtol=0.0, atol=CLOSE)
    )


def _members(content: bytes) -> dict[str, Any]:
    with ZipFile(BytesIO(content)) as file:
        return {
            name: json.loads(file.read(name)) if name.endswith(".json") else file.read(name)
            for name in file.namelist()
        }


def current_market() -> dict[Path, bytes]:
    """The market that runs start from, as it was last observed."""
    world = load_world()
    nation, fitted = shipped_market(world)
    text = current_text(at_last_observed(nation.market, fitted.rates, world.table("market_series")))
    return {HOUSE / "market" / "nation" / CURRENT_FILE: text.encode()}


def strips() -> dict[Path, bytes]:
    """The strips of the shipped scenario and the band of its draws."""
    world, scenario, request = load_world(), market_scenario(None), EconomyRun()
    market = central_market(world)
    accounts = market_accounts(world, request.parameters)
    context = EconomyContext(request, world, market.nation, market.rates, accounts, lambda _: None)
    made = [make_strip(market, scenario, key) for key in KEYS]
    tables = {STRIPS: strip_table(made), BAND: band_of(context)}
    found = dict[Path, bytes]()
    for name, table in tables.items():
        whole = BytesIO()
        table.to_parquet(whole, index=False, compression="zstd", compression_level=19)
        found[HOUSE / "market" / "simulate" / "shipped" / name] = whole.getvalue()
    return found


def study() -> dict[Path, bytes]:
    """The study of the shipped scenario and its central run."""
    path = central_run(central_market(load_world()), market_scenario(None))
    return {HOUSE / "market" / "simulate" / "shipped" / FILE: packed(economy_study(EconomyRun()), path)}


def example() -> dict[Path, bytes]:
    """One job."""
    text = json.dumps(as_shipped(reallocate.job(TITLE)), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return {HOUSE / "api" / "examples" / "job.json": text.encode()}


def first_page() -> dict[Path, bytes]:
    """The first live page."""
    return {HOUSE / "web" / "shipped" / "start.html": start.page().html.encode()}


if __name__ == "__main__":
    main()
