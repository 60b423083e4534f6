"""README, the worked example and the page of the fitted market print what the kept figures say."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scripts.pages import market_fit, market_statistical, readme, study
from scripts.pages.parts import read_json

from reallocate.data.bundle import load_tables
from reallocate.market.calibration.model import END, KNOWN, WINDOWS
from reallocate.market.nation.economy import FIRST, observed_months

ROWS_OF_THE_PLAN = [3]
"""Answers that rest on the worked example; the others come from the ledger of claims."""


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return dict(read_json(study.KEPT))


def test_the_chart_draws_the_kept_figures(kept: dict[str, Any]) -> None:
    def told(svg: str) -> list[str]:
        return re.findall(r'aria-label="([^"]*)"', svg)

    drawn = told(readme.CHART.read_text(encoding="utf-8"))
    assert len(drawn) > 2 * len(kept["meta"]["periods"])
    assert drawn == told(readme.chart(study.Figures(kept)))


def test_the_kept_figures_are_of_the_scenario_and_the_data_that_ship(kept: dict[str, Any]) -> None:
    from reallocate.data.bundle import bundle_folder, read_manifest
    from reallocate.firm.request.read import load_scenario

    found = {
        "bundle": read_manifest(bundle_folder()),
        "request": load_scenario(kept["meta"]["name"]).model_dump(mode="json", by_alias=True),
    }
    for name, value in found.items():
        digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
        assert kept["meta"]["hashes"][name] == f"sha256:{digest}", (
            f"{name} changed: run `make demo` and `make docs`"
        )


def test_the_kept_figures_are_the_golden_ones(kept: dict[str, Any], root: Path) -> None:
    golden = root / "studies" / str(kept["meta"]["name"]) / "expected.toml"
    if not golden.is_file():
        pytest.skip("the study has no expected.toml yet")
    known = {f"{case}.{name}": value for case, row in kept["totals"].items() for name, value in row.items()}
    for row in kept["tables"]["headline"]:
        known |= {
            f"{row['figure'].replace(' ', '_').replace('-', '_')}.{end}": row[end] for end in ("low", "high")
        }
    compared = 0
    for path, value in leaves(tomllib.loads(golden.read_text(encoding="utf-8"))):
        name = ".".join(path[-2:])
        if known.get(name) is not None:
            assert known[name] == pytest.approx(value, rel=1e-4, abs=1e-3), name
            compared += 1
    assert compared, "expected.toml holds none of the figures that README prints"


def leaves(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield (*path, key), float(value)


def test_sentences_follow_the_figures(kept: dict[str, Any]) -> None:
    other = copy.deepcopy(kept)
    for row in other["tables"]["kinds"]:
        row["delta"] /= 4
    for row in other["tables"]["operating_models"]:
        for column in [name for name in row if name.endswith("(observed)") or name.startswith("plan")]:
            row[column] = row[column] and row[column] * 0.9
    other["totals"]["plan"]["capex"] *= 3
    before, after = (readme.answers(study.Figures(one)).splitlines()[2:] for one in (kept, other))
    assert len(before) == 12
    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new]
    answered = [number for number, line in enumerate(before, 1) if not line.endswith("| not yet run |")]
    assert changed == ROWS_OF_THE_PLAN and len(answered) == 12


def test_every_page_is_listed(root: Path) -> None:
    listed = re.findall(
        r"\]\(((?:reference/)?[\w-]+\.md)\)", (root / "docs" / "README.md").read_text(encoding="utf-8")
    )
    assert sorted(listed) == sorted(
        page.relative_to(root / "docs").as_posix()
        for folder in ("", "reference")
        for page in (root / "docs" / folder).glob("*.md")
        if page.name != "README.md"
    )


@pytest.fixture(scope="module")
def fit() -> dict[str, Any]:
    return dict(read_json(market_fit.KEPT))


def test_every_criterion_is_met(root: Path) -> None:
    assert "13 of 13 criteria are met" in (root / "docs" / "reference" / "market-fit.md").read_text("utf-8")


def test_the_horizon_that_ships_fits_best_before_2015(fit: dict[str, Any]) -> None:
    from reallocate.market.nation.observed import AHEAD

    table = pd.DataFrame(fit["tables"]["horizons"])
    fixed = table[table["fixed"]]
    assert 4 * int(fixed.loc[fixed["error"].idxmin(), "years"]) == AHEAD


@pytest.mark.parametrize("window", WINDOWS, ids=lambda one: one.name)
def test_the_autoregression_is_made_again(fit: dict[str, Any], window: Any) -> None:
    seen = observed_months(load_tables(), FIRST, END, KNOWN)
    begin, end = seen.until(window.first) - 1, seen.until(window.last)
    table = pd.DataFrame(fit["tables"]["hindcast_path"])
    for name, forecast in market_statistical.FORECASTS.items():
        rows = table[(table["window"] == window.name) & (table["forecast"] == name)]
        wide = rows.pivot(index="month", columns="series", values="value")
        found = forecast(seen, begin, end)
        for place, series in enumerate(("unemployment", "openings", "hires", "quits")):
            assert np.abs(wide[series].to_numpy() - found[:, place]).max() < 1e-5
