"""The page of the fitted market says what was kept of the fit, and the plain forecast can be made again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scripts.pages import market_fit, market_statistical
from scripts.pages.parts import IMAGES, read_json

from reallocate.data.bundle import load_tables
from reallocate.market.calibration.model import END, KNOWN, WINDOWS
from reallocate.market.calibration.tables import CHARTS
from reallocate.market.nation.economy import FIRST, observed_months


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return dict(read_json(market_fit.KEPT))


def test_every_criterion_is_met(root: Path) -> None:
    assert "13 of 13 criteria are met" in (root / "docs" / "reference" / "market-fit.md").read_text("utf-8")


def test_every_chart_is_there_and_says_what_it_shows(root: Path) -> None:
    text = (root / "docs" / "reference" / "market-fit.md").read_text("utf-8")
    for chart in CHARTS:
        file = IMAGES / market_fit.image(chart.name)
        assert f"(../images/{file.name})" in text
        assert chart.title in file.read_text("utf-8").replace("&#39;", "'")


def test_the_horizon_that_ships_fits_best_before_2015(kept: dict[str, Any]) -> None:
    from reallocate.market.nation.observed import AHEAD

    table = pd.DataFrame(kept["tables"]["horizons"])
    fixed = table[table["fixed"]]
    assert 4 * int(fixed.loc[fixed["error"].idxmin(), "years"]) == AHEAD


@pytest.mark.parametrize("window", WINDOWS, ids=lambda one: one.name)
def test_the_autoregression_is_made_again(kept: dict[str, Any], window: Any) -> None:
    seen = observed_months(load_tables(), FIRST, END, KNOWN)
    begin, end = seen.until(window.first) - 1, seen.until(window.last)
    table = pd.DataFrame(kept["tables"]["hindcast_path"])
    for name, forecast in market_statistical.FORECASTS.items():
        rows = table[(table["window"] == window.name) & (table["forecast"] == name)]
        wide = rows.pivot(index="month", columns="series", values="value")
        found = forecast(seen, begin, end)
        for place, series in enumerate(("unemployment", "openings", "hires", "quits")):
            assert np.abs(wide[series].to_numpy() - found[:, place]).max() < 1e-5
