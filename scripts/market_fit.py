"""Fits the nation's market anew: the values that ship, and the figures of docs/reference/market-fit.md.

It takes a quarter of an hour on two cores and wants the dependency group `test`. `make docs` makes the page
from the figures that were kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import market_fit_page as page
import pandas as pd
from market_statistical import FORECASTS, lags_chosen

from reallocate.data.bundle import load_world
from reallocate.kernel.number import to_figures
from reallocate.market.calibration.model import (
    END,
    KNOWN,
    MARKET_WITH_OUTPUT,
    NO_CHANGE,
    WINDOWS,
    Say,
    hindcast,
)
from reallocate.market.calibration.page import calibrate
from reallocate.market.calibration.tables import CHARTS
from reallocate.market.nation.economy import FIRST, observed_months
from reallocate.market.nation.economy import FITTED_FILE as FILE
from reallocate.market.nation.fit import FITTED, HELD, fit, modelled, together
from reallocate.market.simulate.runs import market_of_months
from reallocate.render.page import as_svg
from reallocate.render.theme import themed
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
FITTED_FILE = ROOT / "src" / "reallocate" / "market" / "nation" / "fitted.toml"
YEARS = (2, 3, 4, 5)
DIGITS = 6


def main() -> None:
    """Fit, and write the values, the figures, the charts and the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="only draw the figures that were kept again")
    if not parser.parse_args().page:
        fit_anew()
    tables = {
        name: pd.DataFrame(lists) for name, lists in json.loads(page.KEPT.read_text())["tables"].items()
    }
    for chart in CHARTS:
        svg = as_svg(themed(chart.spec(chart.figures(tables))), chart.name)
        page.image(chart.name).write_text(svg.rstrip() + "\n", encoding="utf-8")
    text = page.PAGE.read_text("utf-8")
    page.PAGE.write_text(page.with_outcome(text), encoding="utf-8")


def fit_anew() -> None:
    """Fit, and keep the values and the figures."""
    world = load_world()
    found = calibrate(world, tell, {**NO_CHANGE, **FORECASTS})
    whole = observed_months(world.tables, FIRST, END, KNOWN)
    kept = {
        "facts": dict(found.facts),
        "lags": {"untold": lags_chosen(whole, told=False), "told": lags_chosen(whole, told=True)},
        "tables": {name: columns(table) for name, table in found.tables.items()},
    }
    kept["tables"]["horizons"] = columns(horizons(world, tell))
    FITTED_FILE.write_bytes(found.inputs[FILE])
    page.KEPT.write_text(json.dumps(kept, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def tell(stage: str) -> None:
    """Say on stderr what is under way."""
    print(stage, file=sys.stderr, flush=True)


def columns(table: pd.DataFrame) -> dict[str, list[Any]]:
    """A table as lists, to so many digits as the page can show."""
    rounded = table.map(lambda value: to_figures(value, DIGITS) if isinstance(value, float) else value)
    split = json.loads(rounded.to_json(orient="split", index=False, double_precision=15))
    return dict(zip(split["columns"], map(list, zip(*split["data"], strict=True)), strict=True))


def horizons(world: World, say: Say) -> pd.DataFrame:
    """How the market fits 2001 to 2014 where output is told from two to five years before.

    Each with γ held and with γ fitted too; beside it the error of 2015 to 2019, told output, unseen.
    """
    rows = []
    for years in YEARS:
        say(f"Output told from {years} years before")
        early = observed_months(world.tables, FIRST, KNOWN, KNOWN, 4 * years)
        whole = observed_months(world.tables, FIRST, END, KNOWN, 4 * years)
        nation = market_of_months(world, early)
        series = modelled(nation.market, nation.normal, early)
        ways = (HELD, {})
        tasks = [lambda ask, way=way, seen=early: fit(ask, seen, way, precision=1e-5) for way in ways]
        for way, best in zip(ways, together(series, tasks), strict=True):
            errors, _ = hindcast(nation.market, nation.normal, best, whole, WINDOWS[0], {})
            told = errors[errors["forecast"] == MARKET_WITH_OUTPUT].set_index("series")["error"]
            values = dict(zip(FITTED, best.values, strict=True))
            rows.append(
                {
                    "years": years,
                    "fixed": bool(way),
                    "adjustment": values["adjustment"],
                    "amplitude": values["amplitude"],
                    "error": best.error,
                    **{f"unseen_{name}": told[name] for name in told.index},
                }
            )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    main()
