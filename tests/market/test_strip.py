"""Strips: each position is an exact run, what lies between is near one, and those that ship are fresh."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import reallocate as ra
from reallocate.data.bundle import load_world
from reallocate.market.published.files import market_scenario
from reallocate.market.simulate.runs import SERIES, CentralMarket
from reallocate.market.simulate.strip import (
    _CAPABILITY,
    KEYS,
    SLIDERS,
    Slider,
    _shipped_strips,
    central_market,
    make_strip,
    shipped_band,
    shipped_strip,
)
from reallocate.work.capability import SCENARIOS

SCENARIO = market_scenario(None)
UNEMPLOYMENT, JOBS = 0.01, 0.02
"""How far reading between positions may be off [points of unemployment, % of jobs]."""


@pytest.fixture(scope="module")
def market() -> CentralMarket:
    return central_market(load_world())


def test_a_strip_that_ships_is_the_one_made_anew(market: CentralMarket) -> None:
    """The others are made by `make docs`, from the same function."""
    key = "ai.ceiling"
    np.testing.assert_allclose(shipped_strip(key).series, make_strip(market, SCENARIO, key).series, atol=1e-5)


def off(market: CentralMarket, slider: Slider) -> tuple[float, float]:
    """How far the shipped strip is off at eight places between positions, against exact runs there."""
    strip = shipped_strip(slider.key)
    gaps = list(pairwise(float(one) for one in strip.positions))[::2]
    places = [low + (high - low) * (0.3 + 0.05 * at) for at, (low, high) in enumerate(gaps)]
    places = [slider.low + slider.step * round((one - slider.low) / slider.step) for one in places]
    exact = make_strip(market, SCENARIO, slider.key, sorted(set(places)))
    read = [strip.at(one) for one in exact.positions]
    u, j = (
        max(
            float(np.abs(table[name] - exact.at(one)[name]).max())
            for one, table in zip(exact.positions, read, strict=True)
        )
        for name in ("unemployment", "jobs")
    )
    return u, j


@pytest.mark.parametrize(
    "slider",
    [pytest.param(one, marks=[pytest.mark.long] * (one.key != "economy_displaced_gap")) for one in SLIDERS],
    ids=lambda one: one.key,
)
def test_reading_between_positions_is_near_an_exact_run(market: CentralMarket, slider: Slider) -> None:
    unemployment, jobs = off(market, slider)
    assert unemployment <= UNEMPLOYMENT and 0.0 <= jobs <= JOBS


def test_strips_are_exact_at_capability_and_meet_at_the_shipped_value() -> None:
    strip = shipped_strip(_CAPABILITY)
    assert strip.positions == SCENARIOS
    with pytest.raises(ra.InputError, match="trend, plateau"):
        strip.at("slow")
    # Same scenario, another input: where each stands as shipped, all strips hold the same run.
    trend = shipped_strip(_CAPABILITY).at("trend")
    for slider in SLIDERS:
        here = shipped_strip(slider.key).at(slider.shipped)
        assert np.abs(here["jobs"] - trend["jobs"]).max() < JOBS, slider.key
        assert np.abs(here["unemployment"] - trend["unemployment"]).max() < UNEMPLOYMENT, slider.key
    assert tuple(_shipped_strips()) == KEYS
    for slider in SLIDERS:
        assert list(slider.positions) == sorted(set(slider.positions))
        assert (slider.positions[0], slider.positions[-1]) == (slider.low, slider.high)
        assert slider.low <= slider.shipped <= slider.high
        if slider.plausible:
            assert slider.low <= slider.plausible[0] < slider.plausible[1] <= slider.high


def test_the_band_as_shipped_is_the_figure_of_the_claim() -> None:
    claim = ra.shipped("claims").table("claims").set_index("id").loc["more-jobs-destroyed"]
    band = shipped_band()
    end = band[band["series"] == "jobs"].iloc[-1]
    found = end[["p50", "p10", "p90"]].to_list()
    assert found == pytest.approx([claim["result"], claim["low"], claim["high"]], abs=1e-4)
    assert sorted(set(band["series"])) == sorted(SERIES)


def test_beyond_the_ends_and_without_positions_nothing_is_guessed(market: CentralMarket) -> None:
    with pytest.raises(ra.InputError, match="lies outside"):
        shipped_strip("ai.ceiling").at(0.01)
    with pytest.raises(ra.InputError, match="no positions"):
        make_strip(market, SCENARIO, "economy_wage_speed")
    with pytest.raises(ra.InputError, match="do not rise"):
        make_strip(market, SCENARIO, "ai.ceiling", (0.9, 0.2))
    with pytest.raises(ra.InputError):
        make_strip(market, SCENARIO, "ai.ceiling", (0.5, 1.5))


def test_a_position_of_a_strip_is_the_run_alone() -> None:
    ours = ra.Market(set={"ai.ceiling": 0.7}, policy={"wage_insurance": 0.5})
    path = ours.path()
    strip = ours.strip("ai.ceiling", [0.4, 0.7])
    np.testing.assert_allclose(strip.at(0.7), path, rtol=1e-12, atol=1e-11)
    assert list(strip.table()) == ["position", "year", *SERIES] and len(strip.table()) == 2 * len(path)
    assert ra.Market.shipped("ai.ceiling").key == "ai.ceiling"
    assert set(ra.Market.band()["series"]) == set(SERIES)
    with pytest.raises(ra.InputError, match="retraning|nearest"):
        ra.Market(policy={"retraning": 1.0})
