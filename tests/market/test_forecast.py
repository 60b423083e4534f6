"""Forecasts: methods and rules by hand, the tech workforce, and scores of what came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, figures_text, tables_text

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.methods import (
    _FEWEST_MONTHS,
    LEVELS,
    _no_change_was_better,
    crps,
    drift_path,
    is_inside,
    minnesota,
)
from reallocate.market.forecast.page import FORECAST
from reallocate.market.forecast.record import (
    SCORE,
    _forecast_record,
    read_forecast,
    save_forecast,
    score_forecast,
    tech_workforce,
)
from reallocate.market.forecast.rolling import _by_era, diebold_mariano, scores
from reallocate.market.forecast.rules import (
    BRAKED,
    DIFFERENCES,
    FARTHEST,
    GUARDED,
    NO_CHANGE,
    UNBRAKED,
    Panel,
    autoregression_path,
    has_interval,
    histories,
    is_braked,
)
from reallocate.market.forecast.tech import _TECH, Staffing, staffing
from reallocate.market.nation.assumptions import market_accounts
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary_text
from reallocate.work.world import World

RNG = np.random.default_rng(5)
DRAWS, DAY = 4, "2026-11-25"


def walk(months: int, series: int = 2) -> Array:
    return np.cumsum(RNG.standard_normal((months, series)), axis=0)


def panel(values: Array, **more: object) -> Panel:
    months = tuple(f"{1990 + at // 12}-{at % 12 + 1:02d}" for at in range(len(values)))
    return Panel(months, values, lambda same: same, **more)  # type: ignore[arg-type]


def test_a_tight_prior_is_a_random_walk_and_a_loose_one_is_least_squares() -> None:
    values, usable = walk(200), np.ones(200)
    tight = minnesota(values, usable, lags=2, tightness=1e-5)
    np.testing.assert_allclose(tight[1:3], np.eye(2), atol=1e-3)
    np.testing.assert_allclose(tight[3:], 0.0, atol=1e-3)
    loose = minnesota(values, usable, lags=2, tightness=1e4)
    x = np.hstack([np.ones((198, 1)), values[1:-1], values[:-2]])
    np.testing.assert_allclose(loose, np.linalg.lstsq(x, values[2:], rcond=None)[0], atol=1e-4)


def test_scores_by_origin_and_era_are_the_kept_ones(golden: Goldens) -> None:
    """Of a random walk from 1990 to 2023: each rule, a month and a year ahead."""
    here = panel(np.cumsum(np.random.default_rng(3).standard_normal((400, 1)), axis=0))
    made, told = histories(here), {}
    for ahead in (1, 12):
        told[f"origins {ahead}"] = rows = scores(here, made, ahead)
        still, own = (rows[rows["rule"].eq(rule)].set_index("origin") for rule in (NO_CHANGE, GUARDED))
        test = diebold_mariano((own["crps"] - still["crps"]).to_numpy(), ahead)
        told[f"eras {ahead}"] = pd.DataFrame(_by_era(own, still, ahead)).assign(statistic=test)
    golden("market/scores", tables_text(told))


def test_nothing_after_the_origin_is_looked_at() -> None:
    values = walk(150, 3)
    later = values.copy()
    later[121:] += 50.0
    for more in ({}, {"method": DIFFERENCES, "until": 3}):
        one, other = (panel(each, **more) for each in (values, later))
        made, changed = histories(one), histories(other)
        for rule in made:
            for ahead in (1, 6, FARTHEST):
                before, after = (each[rule].quantiles(120, ahead) for each in (made, changed))
                np.testing.assert_array_equal(before, after)
    still = histories(panel(values, method=DIFFERENCES, until=3))[UNBRAKED]
    assert (still.paths[120, 3:] == values[120, 0]).all() and (still.paths[120, :3] != values[120, 0]).all()


def test_a_brake_holds_for_twelve_months_after_a_shock_and_a_guard_asks_for_smaller_errors() -> None:
    """Steps of 1 and then one of 6: more than 5 usual ones, seen for 12 months and no longer."""
    steps = np.ones(180)
    steps[150] = 6.0
    values = np.cumsum(np.concatenate([[0.0], steps]))[:, None]
    on = [is_braked(values[: at + 1]) for at in range(len(values))]
    assert [at for at, braked in enumerate(on) if braked] == [*range(151, 163)]
    steps[150] = 4.9
    assert not is_braked(np.cumsum(np.concatenate([[0.0], steps]))[:152, None])
    made = histories(panel(np.hstack([values, walk(181, 1)])))
    assert (made[BRAKED].paths[on] == values[on]).all() and made[BRAKED].brakes[155]
    assert not made[UNBRAKED].brakes.any() and (made[UNBRAKED].paths[155] != values[155]).all()
    # A straight line is forecast by its own changes without error: the guard lets them pass.
    line = histories(panel(np.cumsum(np.ones(150))[:, None], method=DIFFERENCES))
    assert line[GUARDED].paths[140, 11] == pytest.approx(line[NO_CHANGE].paths[140, 11] + 12.0)
    noise = histories(panel(RNG.standard_normal((150, 1)).cumsum(axis=0) ** 0, method=DIFFERENCES))
    np.testing.assert_array_equal(noise[GUARDED].paths[140], noise[NO_CHANGE].paths[140])


def test_an_interval_is_the_errors_that_were_known_by_then() -> None:
    made = histories(panel(walk(110)))[NO_CHANGE]
    assert not has_interval(made.panel, 62, FARTHEST) and has_interval(made.panel, 100, 6)
    # Months of the pandemic teach nothing.
    values = walk(420)
    calm = panel(values)
    odd = values.copy()
    first = calm.months.index("2020-03")
    odd[first : first + 16] += 40.0
    np.testing.assert_allclose(
        autoregression_path(panel(odd), 419), autoregression_path(calm, 419), atol=1e-9
    )


def test_no_change_is_used_once_it_was_better_and_the_score_of_one_number_is_its_error() -> None:
    grows_then_stops = 0.1 / 12 * np.minimum(np.arange(100), 24)
    known = 24 + 12 + _FEWEST_MONTHS - 1
    assert not _no_change_was_better(grows_then_stops, known - 1, 0.1), "too few forecasts had come due"
    assert _no_change_was_better(grows_then_stops, known, 0.1)
    assert drift_path(grows_then_stops, known, 0.1, 24) == grows_then_stops[known]
    steady = 0.1 / 12 * np.arange(100)
    assert not _no_change_was_better(steady, 99, 0.1)
    # The score of one number is its error, and a sharper truth scores less.
    assert crps(np.array([3.0]), 5.0) == 2.0
    wide, narrow = np.linspace(-9, 9, 19), np.linspace(-0.9, 0.9, 19)
    assert crps(narrow, 0.0) < crps(wide, 0.0)
    assert crps(narrow, 9.0) > crps(wide, 9.0)
    # A uniform distribution on 0 to 1 with its figure in the middle: CRPS = 1/12.
    assert crps(np.array(LEVELS), 0.5) == pytest.approx(1 / 12, abs=0.005)
    assert is_inside(wide, 8.0) and not is_inside(wide, 8.1)


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


def test_every_figure_and_sentence_is_the_kept_one(made: Result, saved: Result, golden: Goldens) -> None:
    golden("market/tech_workforce", figures_text(made))
    golden("market/tech_workforce_scored", figures_text(score_forecast(saved, actual(saved, "low", **{"513": -9e3}))))


def test_without_adoption_nothing_but_the_trend_is_left(made: Result, world: World, tmp_path: Path) -> None:
    still = tech_workforce(DAY, 2, 0, Parameters({"industry_adoption_ceiling": 0.0}), world)
    assert (still.table("employment")[["effect_low", "effect", "effect_high"]] == 1.0).all(axis=None)
    np.testing.assert_allclose(still.table("employment")["without"], made.table("employment")["without"])
    kept = read_forecast(save_forecast(still, tmp_path / "still.json"))
    assert any("AI ends no further job" in line for line in kept.explain()["headline"])
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
    assert gained[_TECH.index("5415")] > 300_000


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_what_gives_no_number_is_said(world: World) -> None:
    with pytest.raises(InputError, match="two draws"):
        tech_workforce(DAY, 1, 0, Parameters(), world)
    with pytest.raises(InputError, match="not a finite number"):
        tech_workforce(DAY, 2, 0, Parameters({"economy_price_elasticity": float("nan")}), world)


@pytest.fixture
def file(root: Path) -> Path:
    return root / "forecasts" / f"tech-workforce-{DAY}.json"


@pytest.fixture
def saved(file: Path) -> Result:
    return read_forecast(file)


def actual(saved: Result, name: str, **moved: float) -> pd.DataFrame:
    """What came, as if it had been one column of the forecast."""
    rows = saved.table("employment")
    rows = rows[rows["year"].isin((2026, 2027))]
    return rows[["industry", "year"]].assign(employment=rows[name] + rows["industry"].map(moved).fillna(0.0))


def test_every_fault_is_named_at_once(saved: Result) -> None:
    came = pd.DataFrame(
        {"industry": ["514", "513", "513"], "year": [2026, 2025, 2026], "employment": [1, 2, -3]}
    )
    with pytest.raises(InputError) as caught:
        score_forecast(saved, came)
    text = " ".join(str(problem) for problem in caught.value.problems)
    assert len(caught.value.problems) == 3
    assert "514 in 2026" in text and "513 in 2025" in text and "-3" in text
    with pytest.raises(InputError, match="twice"):
        score_forecast(saved, pd.concat([actual(saved, "middle")] * 2))


def test_forecast_and_score_are_the_same_after_they_were_read(
    saved: Result, file: Path, tmp_path: Path
) -> None:
    assert _forecast_record(saved) == json.loads(file.read_text("utf-8"))
    copy = save_forecast(saved, tmp_path / "copy.json")
    assert copy.read_bytes() == file.read_bytes()
    with pytest.raises(InputError, match="exists already"):
        save_forecast(saved, copy)
    card = summary_text(saved.title, FORECAST.card(saved))
    for words in ("Five technology industries", "within reach", "90th percentile", "Limits", "5415"):
        assert words in card

    for result, kind in ((saved, FORECAST), (score_forecast(saved, actual(saved, "low")), SCORE)):
        opened = Result.opened(kind, open_saved(result.save(tmp_path / kind.name)))
        assert opened.to_dict() == result.to_dict()
        assert "nan" not in summary_text(result.title, kind.card(result)).lower().replace("finance", "")
