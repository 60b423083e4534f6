"""The nation's market: the values that ship, and what a calibration says of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from tests.kept_calibration import kept_calibration

from reallocate.data.bundle import load_world
from reallocate.kernel.errors import DataError
from reallocate.market.calibration.page import CALIBRATION, _status_of
from reallocate.market.nation.economy import (
    SYMBOLS,
    Fitted,
    fitted,
    fitted_national,
    fitted_text,
    observed_months,
)
from reallocate.market.nation.fit import FITTED, HELD, Fit, Search, modelled
from reallocate.market.simulate.runs import inputs_hash, market_of_months, shipped_market
from reallocate.moves.observed import national_moves
from reallocate.render.result import Result
from reallocate.render.terminal import summary_text

WORLD = load_world()
TABLES = WORLD.tables
NEAR = 0.05
"""Of a standard error: a fit that goes no further is at its minimum."""


@pytest.fixture(scope="module")
def search() -> Search:
    seen = observed_months(TABLES)
    nation = market_of_months(WORLD, seen)
    return Search(modelled(nation.market, nation.normal, seen), seen, HELD, fitted().array)


@pytest.mark.long
def test_the_values_that_ship_are_where_the_fit_ends(search: Search) -> None:
    """They have the error that is said, and one more step goes nowhere from them, in standard errors."""
    part = fitted().array[search.free]
    assert float(np.mean(search.distance(part) ** 2)) == pytest.approx(fitted().error, rel=1e-4)
    away = np.linalg.lstsq(search.slope(part), -search.distance(part), rcond=None)[0]
    errors = np.array([fitted().standard_errors[name] for name in FITTED if name not in HELD])
    assert np.abs(away / errors).max() < NEAR


def test_the_values_that_ship_were_fitted_to_what_ships_now_and_another_figure_gives_another_hash() -> None:
    assert fitted().inputs == inputs_hash(TABLES), (
        "the figures changed: run python -m scripts.pages.market_fit"
    )
    seen = observed_months(TABLES)
    assert (fitted().first, fitted().last) == (seen.months[0], seen.months[-1])
    nation, normal = market_of_months(WORLD, seen), fitted().normal
    assert (nation.normal.unemployment, nation.normal.openings) == pytest.approx(
        (normal.unemployment, normal.openings)
    )
    assert nation.normal.outside == pytest.approx(normal.outside)
    assert nation.hires == pytest.approx(fitted().hires)
    series = TABLES["market_series"].copy()
    series.loc[series["month"] == "2009-10", "hires"] += 0.001
    later = TABLES["market_series"].copy()
    later.loc[later["month"] == "2021-01", "hires"] += 0.001
    assert inputs_hash({**TABLES, "market_series": series}) != fitted().inputs
    assert inputs_hash({**TABLES, "market_series": later}) == fitted().inputs


def test_the_market_is_the_nation_whole_and_people_move_as_the_survey_sees_them() -> None:
    nation, values = shipped_market(WORLD)
    people = TABLES["occupations"]
    assert nation.market.employment.sum() == people["employment"].sum()
    assert list(nation.market.occupations) == list(people["occupation"])
    assert nation.market.exit_rate.min() > 0.0
    assert values.rates.outside == nation.normal.outside > 0.5
    assert shipped_market(WORLD)[0].mobility == pytest.approx(0.0757, abs=5e-5)
    projections = TABLES["projections"].copy()
    projections.loc[projections["occupation"] == "11-1011", "exit_rate"] = np.nan
    with pytest.raises(DataError, match="1 occupations lack a rate of labour-force exits: 11-1011"):
        fitted_national({**TABLES, "projections": projections}, national_moves(WORLD).rates)


def test_values_are_written_as_they_are_read() -> None:
    one = fitted()
    nothing = np.zeros((2, 4))
    errors = np.array([one.standard_errors.get(name, np.nan) for name in FITTED])
    best = Fit(one.array, errors, one.error, nothing, nothing, (one.first, one.last))
    text = fitted_text(best, one.normal, one.hires, one.inputs)
    assert Fitted.model_validate(tomllib.loads(text)) == one
    assert set(SYMBOLS) == set(FITTED)


@pytest.fixture(scope="module")
def kept(root: Path) -> Result:
    """The calibration that docs/reference/market-fit.md shows."""
    return kept_calibration(root)


def test_the_kept_figures_meet_the_criteria_and_the_summary_tells_them(kept: Result) -> None:
    assert kept.facts["inputs"] == fitted().inputs
    gate = kept.table("gate")
    assert len(gate) == 13 and gate["holds"].all() and str(kept.status) == "run"
    assert kept.facts["error"] == pytest.approx(fitted().error, rel=1e-4)
    missed = _status_of(gate.assign(holds=gate["check"] != "hires, mean"))
    assert str(missed) == "criteria missed" and "hires, mean" in missed.text and "Do not rely" in missed.text
    words = summary_text(kept.title, CALIBRATION.card(kept))
    for part in ("13 of 13 criteria are met", "5.98%", "fixed", "κ", "−0.2%", "no change was nearest"):
        assert part in words
