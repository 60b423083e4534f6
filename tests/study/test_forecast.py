"""The forecast of the tech workforce: its levels are published ones, and its parts do what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.page import ALL, text
from reallocate.market.forecast.record import forecast_record, read_forecast, save_forecast, tech_workforce
from reallocate.market.forecast.tech import TECH, Staffing, position, staffing, strays
from reallocate.market.nation.assumptions import market_accounts
from reallocate.render.result import Result
from reallocate.work.world import World

DRAWS, DAY = 4, "2026-11-25"


@pytest.fixture(scope="module")
def made(world: World) -> Result:
    return tech_workforce(DAY, DRAWS, 0, Parameters(), world)


@pytest.fixture(scope="module")
def people(world: World) -> Staffing:
    return _people(world)


def _people(world: World) -> Staffing:
    return staffing(world.tables, world.occupations.index, market_accounts(world, Parameters()))


def _changed(world: World, name: str, table: pd.DataFrame) -> World:
    tables: Mapping[str, pd.DataFrame] = MappingProxyType({**world.tables, name: table})
    return replace(world, tables=tables)


def test_levels_are_published_ones_and_intervals_widen(made: Result, world: World) -> None:
    published = world.table("industries").set_index("naics")["employment"]
    start = made.table("employment")[made.table("employment")["year"] == 2025].set_index("industry")
    for code in TECH:
        assert (start.loc[code, ["low", "middle", "high", "without"]] == published[code]).all()
    assert start.loc[ALL, "middle"] == published[list(TECH)].sum()
    table = made.table("employment")[made.table("employment")["year"] > 2025]
    assert (table["low"] < table["middle"]).all() and (table["middle"] < table["high"]).all()
    assert (table["effect_low"] <= table["effect"]).all() and (table["effect"] <= table["effect_high"]).all()
    width = (table["high"] / table["low"]).groupby(table["industry"]).apply(list)
    assert all(first < last for first, *_, last in width)
    by_year = table.pivot(index="year", columns="industry", values="without")
    np.testing.assert_allclose(by_year[list(TECH)].sum(axis=1), by_year[ALL], atol=3.0)
    assert set(by_year.index) == {2026, 2027, 2028, 2029, 2030}


def test_without_adoption_nothing_but_the_trend_is_left(
    made: Result, world: World, tmp_path: Path
) -> None:
    still = tech_workforce(DAY, 2, 0, Parameters({"industry_adoption_ceiling": 0.0}), world)
    assert (still.table("employment")[["effect_low", "effect", "effect_high"]] == 1.0).all(axis=None)
    np.testing.assert_allclose(still.table("employment")["without"], made.table("employment")["without"])
    kept = read_forecast(save_forecast(still, tmp_path / "still.json"))
    assert forecast_record(kept) == forecast_record(still)
    for result in (still, kept):
        assert any("AI ends no further job" in line for line in result.explain()["headline"])
    moved = made.table("employment")[made.table("employment")["year"] == 2030].set_index("industry")["effect"]
    assert (moved != 1.0).all() and (moved - 1.0).abs().max() > 1e-3


def test_the_trend_follows_the_projections(people: Staffing, world: World) -> None:
    table = world.table("projections").copy()
    coders = table["occupation"] == "15-1252"
    table.loc[coders, "employment_2034"] *= 2.0
    more = _people(_changed(world, "projections", table))
    place = list(world.occupations.index).index("15-1252")
    for years in (5.0, 10.0):
        gained = more.grown(years).sum(axis=1) - people.grown(years).sum(axis=1)
        expected = (2.0 ** (years / 10.0) - 1.0) * people.grown(years)[:, place]
        np.testing.assert_allclose(gained, expected, rtol=1e-9)
    assert gained[TECH.index("5415")] > 300_000


def test_cells_that_were_not_released_share_what_is_missing(people: Staffing, world: World) -> None:
    table = world.table("staffing").copy()
    rows = (table["industry"] == "541500") & table["occupation"].isin(["15-1252", "15-1232"])
    table.loc[rows, "employment"] = np.nan
    jobs = _people(_changed(world, "staffing", table)).jobs[TECH.index("5415")]
    assert jobs.sum() == pytest.approx(2_445_140)
    cells = table[table["industry"] == "541500"].set_index("occupation")["employment"]
    hidden = cells.reindex(world.occupations.index).isna().to_numpy() & (jobs > 0)
    assert jobs[hidden].sum() == pytest.approx(2_445_140 - cells.sum())
    of_nation = jobs[hidden] / world.occupations["employment"].to_numpy()[hidden]
    np.testing.assert_allclose(of_nation, of_nation[0])
    assert list(world.occupations.index[~hidden & (jobs > 0)]) == sorted(cells.dropna().index)


def test_growth_strays_as_it_did(people: Staffing) -> None:
    found = strays(people, 5, 4000, 0)
    yearly = np.diff(np.log(found), axis=1, prepend=0.0)
    spread = people.deviations.std(axis=0, ddof=1)
    np.testing.assert_allclose(yearly.std(axis=2), np.repeat(spread[:, None], 5, axis=1), rtol=0.05)
    np.testing.assert_allclose(np.median(found, axis=2), 1.0, atol=0.006)
    np.testing.assert_array_equal(found, strays(people, 5, 4000, 0))
    assert (found != strays(people, 5, 4000, 1)).any()


def test_may_lies_between_two_quarters_and_each_industry_stands_in_the_accounts(made: Result) -> None:
    assert position(2026, 2026.25) == (0, pytest.approx(0.5))
    assert position(2030, 2026.25) == (16, pytest.approx(0.5))
    table = made.table("mapping").set_index("industry")
    assert dict(table["accounts"]) == {"513": "511", "516": "513", "518": "514", "519": "514", "5415": "5415"}
    assert table.loc["516", "with"] == "517 Telecommunications"
    assert (table.drop("516")["with"] == "").all()


def test_measures_answer_to_the_world(made: Result, world: World) -> None:
    table = world.table("projections").copy()
    table["experience"] = table["experience"].where(table["occupation"] != "15-1252", "5 years or more")
    other = tech_workforce(DAY, 2, 0, Parameters(), _changed(world, "projections", table))
    shares = [
        one.table("exclusive").set_index(["measure", "year"])["without"]["entry_share", 2030] for one in (made, other)
    ]
    assert shares[0] - shares[1] > 0.05
    last = made.table("exclusive")[made.table("exclusive")["year"] == 2030].set_index("measure")
    assert last.loc["within_reach", "middle"] < last.loc["within_reach", "without"]
    assert 2.0 < last.loc["pay_spread", "middle"] < 5.0


def test_an_interval_needs_draws(world: World) -> None:
    with pytest.raises(InputError, match="two draws"):
        tech_workforce(DAY, 1, 0, Parameters(), world)


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_what_gives_no_number_is_said(world: World) -> None:
    with pytest.raises(InputError, match="not a finite number"):
        tech_workforce(DAY, 2, 0, Parameters({"economy_price_elasticity": float("nan")}), world)


def test_past_growth_is_said_to_be_that_of_occupations(made: Result) -> None:
    assert "not of the industries" in made.facts["past"]
    limits = made.explain()["not_said"]
    assert any("themselves grew is not available" in line for line in limits)
    (there,) = (line for line in limits if "grew by 2.6% a year" in line)
    assert "in all industries of the nation" in there and "4.97 million" in there
    assert "outside the 80% interval" in there
    wide = {**made.tables, "employment": made.table("employment").assign(low=0.0, high=1e9)}
    assert any("inside the 80% interval" in line for line in text(wide)["not_said"])
