"""The nation over one year as its tables were kept, without the minute that its runs take."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd
from tests.golden_pages import GOLDEN

from reallocate.kernel.parameters import Parameters
from reallocate.market.published.keys import MarketScenario
from reallocate.market.simulate.page import KIND
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.market.simulate.text import TEXT
from reallocate.render.result import Result

_FILE = GOLDEN / "report" / "nation.json"
_EVERY = 16
"""Of occupations, areas and assumptions one row in so many is kept."""
_LONG = 80


def computed_nation() -> Result:
    """Two draws of a year with one assumption of somebody's own; it takes a minute."""
    run = EconomyRun(years=1, draws=2, sources=("gpt4",), parameters=Parameters({"capture_augmented": 0.8}))
    return economy_study(run, scenario=MarketScenario(draws=2))


def thinned(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables, of long ones one row in sixteen."""
    return {
        name: table.iloc[:: _EVERY if len(table) > _LONG else 1].reset_index(drop=True)
        for name, table in tables.items()
    }


def kept_nation() -> Result:
    """The result as its tables were kept, its sentences said anew."""
    record = json.loads(_FILE.read_text("utf-8"))
    facts, kept = record["facts"], record["tables"]
    tables = {one.name: one.checked(pd.DataFrame(**kept[one.name])) for one in KIND.tables if one.name in kept}
    return Result(KIND, facts, tables, TEXT.said(tables, facts))


def keep(result: Result) -> None:
    """Write the tables anew, a table a line.

    result : as computed
    """
    tables = ",\n".join(
        f'"{name}": {table.to_json(orient="split", index=False, double_precision=10)}'
        for name, table in thinned(result.tables).items()
    )
    facts = json.dumps(dict(result.facts))
    _FILE.write_text(f'{{"facts": {facts},\n"tables": {{\n{tables}\n}}}}\n', encoding="utf-8")
