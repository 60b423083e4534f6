"""Forecasts: methods by hand, the tech workforce, the ledger, and scores of what came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from reallocate.api.forecast import score
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger import labour_market, read_ledger, save_ledger, score_ledger
from reallocate.market.forecast.ledger_tables import shipped_skill
from reallocate.market.forecast.methods import (
    _FEWEST_MONTHS,
    DIFFERENCES,
    FARTHEST,
    LEVELS,
    ErrorOfDrift,
    Panel,
    _carried_on,
    _no_change_was_better,
    combined_path,
    crps,
    differences_carried_on,
    drift_path,
    error_of_drift,
    history,
    is_inside,
    minnesota,
    shrunk_drift,
)
from reallocate.market.forecast.monthly import (
    _LAST_YEAR,
    NO_CHANGE,
    OURS,
    TECH,
    TO_COME,
    _era_of,
    _month_after,
    projected_rates,
    rolling_months,
    rolling_years,
)
from reallocate.market.forecast.page import _ALL, FORECAST
from reallocate.market.forecast.record import (
    SCORE,
    _forecast_record,
    read_forecast,
    save_forecast,
    score_forecast,
    tech_workforce,
)
from reallocate.market.forecast.tech import _TECH, Staffing, staffing
from reallocate.market.nation.assumptions import market_accounts
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary_text
from reallocate.work.world import World

RNG = np.random.default_rng(5)
DRAWS, DAY = 4, "2026-11-25"
LEDGER_DAY = "2026-11-27"


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


def test_autoregressions_go_on_from_the_last_months_by_hand() -> None:
    # y = 1 + 0.5 of the last month + 0.25 of the one before: 1 + 2 + 0.5 = 3.5; 1 + 1.75 + 1 = 3.75.
    found = _carried_on(np.array([[1.0], [0.5], [0.25]]), np.array([[2.0], [4.0]]), 2)
    np.testing.assert_allclose(found[:, 0], [3.5, 3.75])
    changes = 8.0 * 0.5 ** np.arange(20)
    values = np.concatenate([[0.0], np.cumsum(changes)])
    found = differences_carried_on(values, np.ones(21), 1, 3)
    np.testing.assert_allclose(found - values[-1], changes[-1] * np.array([0.5, 0.75, 0.875]), rtol=1e-6)


def test_nothing_after_the_origin_is_looked_at() -> None:
    values = walk(120, 3)
    later = values.copy()
    later[91:] += 50.0
    for more in ({}, {"method": DIFFERENCES, "until": 3}):
        one, other = (panel(each, **more) for each in (values, later))
        np.testing.assert_array_equal(combined_path(one, 90), combined_path(other, 90))
        made, changed = history(one, 90), history(other, 90)
        np.testing.assert_array_equal(
            made.quantiles(90, 6, made.paths), changed.quantiles(90, 6, changed.paths)
        )
    assert (combined_path(panel(values, method=DIFFERENCES, until=3), 90)[3:] == values[90, 0]).all()


def test_an_interval_is_the_errors_that_were_known_by_then() -> None:
    values = walk(110)
    made = history(panel(values))
    errors = np.array([values[at + 6, 0] - values[at, 0] for at in range(60, 100 - 6 + 1)])
    expected = values[100, 0] + np.quantile(np.concatenate([errors, -errors]), LEVELS)
    np.testing.assert_allclose(made.quantiles(100, 6, made.still), expected)
    assert not made.has_interval(62, FARTHEST) and made.has_interval(100, 6)
    # Months of the pandemic teach nothing.
    values = walk(420)
    made = panel(values)
    odd = values.copy()
    first = made.months.index("2020-03")
    odd[first : first + 16] += 40.0
    np.testing.assert_allclose(combined_path(panel(odd), 419), combined_path(made, 419), atol=1e-9)


def test_own_growth_is_halved_towards_the_projected_rate() -> None:
    logs = 0.06 / 12 * np.arange(61)
    assert shrunk_drift(logs, 60, 0.02) == pytest.approx(0.04)
    assert drift_path(logs, 60, 0.02, 18) == pytest.approx(logs[60] + 0.06)
    known = error_of_drift([logs], [60], [0.02])
    assert known is not None and known.wander == pytest.approx(0.0, abs=1e-9)
    assert known.drift == pytest.approx(0.02**2, rel=1e-3)
    ends = ErrorOfDrift(0.0, 0.01).quantiles(0.0, 2.0)
    assert np.log(ends[LEVELS.index(0.9)]) == pytest.approx(1.2816 * 0.2, abs=1e-4)


def test_no_change_is_used_once_it_was_better() -> None:
    grows_then_stops = 0.1 / 12 * np.minimum(np.arange(100), 24)
    known = 24 + 12 + _FEWEST_MONTHS - 1
    assert not _no_change_was_better(grows_then_stops, known - 1, 0.1), "too few forecasts had come due"
    assert _no_change_was_better(grows_then_stops, known, 0.1)
    assert drift_path(grows_then_stops, known, 0.1, 24) == grows_then_stops[known]
    steady = 0.1 / 12 * np.arange(100)
    assert not _no_change_was_better(steady, 99, 0.1)


def test_the_score_of_one_number_is_its_error_and_a_sharper_truth_scores_less() -> None:
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


def test_levels_are_published_ones_and_intervals_widen(made: Result, world: World) -> None:
    published = world.table("industries").set_index("naics")["employment"]
    start = made.table("employment")[made.table("employment")["year"] == 2025].set_index("industry")
    for code in _TECH:
        assert (start.loc[code, ["low", "middle", "high", "without"]] == published[code]).all()
    assert start.loc[_ALL, "middle"] == published[list(_TECH)].sum()
    table = made.table("employment")[made.table("employment")["year"] > 2025]
    assert (table["low"] < table["middle"]).all() and (table["middle"] < table["high"]).all()
    assert (table["effect_low"] <= table["effect"]).all() and (table["effect"] <= table["effect_high"]).all()
    width = (table["high"] / table["low"]).groupby(table["industry"]).apply(list)
    assert all(first < last for first, *_, last in width)
    by_year = table.pivot(index="year", columns="industry", values="without")
    np.testing.assert_allclose(by_year[list(_TECH)].sum(axis=1), by_year[_ALL], atol=3.0)
    last = made.table("exclusive")[made.table("exclusive")["year"] == 2030].set_index("measure")
    assert last.loc["within_reach", "middle"] < last.loc["within_reach", "without"]
    assert 2.0 < last.loc["pay_spread", "middle"] < 5.0


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


def test_cells_that_were_not_released_share_what_is_missing(people: Staffing, world: World) -> None:
    table = world.table("staffing").copy()
    rows = (table["industry"] == "541500") & table["occupation"].isin(["15-1252", "15-1232"])
    table.loc[rows, "employment"] = np.nan
    jobs = _people(_changed(world, "staffing", table)).jobs[_TECH.index("5415")]
    assert jobs.sum() == pytest.approx(2_445_140)
    cells = table[table["industry"] == "541500"].set_index("occupation")["employment"]
    hidden = cells.reindex(world.occupations.index).isna().to_numpy() & (jobs > 0)
    assert jobs[hidden].sum() == pytest.approx(2_445_140 - cells.sum())
    of_nation = jobs[hidden] / world.occupations["employment"].to_numpy()[hidden]
    np.testing.assert_allclose(of_nation, of_nation[0])
    assert list(world.occupations.index[~hidden & (jobs > 0)]) == sorted(cells.dropna().index)


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


def test_scores_by_hand(saved: Result) -> None:
    found = score_forecast(saved, actual(saved, "middle"))
    score = found.table("score").iloc[0]
    assert (score["coverage"], score["error"], score["wanted"]) == (1.0, 0.0, pytest.approx(0.8))
    rows = found.table("rows")
    assert (rows["interval_score"] == rows["high"] - rows["low"]).all()
    assert score["error_no_change"] > 0.0 and score["error_without"] > 0.0
    found = score_forecast(saved, actual(saved, "high", **{"513": 1_000.0}))
    rows = found.table("rows").set_index(["industry", "year"])
    assert not rows.loc[("513", 2026), "inside"] and rows.loc[("516", 2026), "inside"]
    row = rows.loc[("513", 2026)]
    assert row["interval_score"] == pytest.approx(row["high"] - row["low"] + 10.0 * 1_000.0)
    assert found.table("score")["coverage"].item() == pytest.approx(10 / 12)
    assert row["error"] == pytest.approx(row["middle"] / (row["high"] + 1_000.0) - 1.0)
    level = saved.table("employment").set_index(["industry", "year"])["middle"]["all", 2025]
    came = pd.DataFrame({"industry": ["all"], "year": [2027], "employment": [2.0 * level]})
    assert score_forecast(saved, came).table("score")["error_no_change"].item() == pytest.approx(0.5)


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


@pytest.fixture(scope="module")
def ledger(world: World) -> Result:
    return labour_market(LEDGER_DAY, world)


@pytest.fixture()
def ledger_file(ledger: Result, tmp_path: Path) -> Path:
    return save_ledger(ledger, tmp_path / "ledger.json")


def test_every_series_has_rivals_and_ordered_quantiles(ledger: Result) -> None:
    rows = ledger.table("forecasts")
    months = rows[rows["series"].isin(["unemployment", "openings", "quits", "hires"])]
    further = months[months["month"].eq(TO_COME)]
    assert further[["series", "forecaster"]].values.tolist() == [["openings", OURS], ["openings", NO_CHANGE]]
    assert (months.drop(further.index).groupby(["series", "forecaster"]).size() == 12).all()
    assert set(rows.loc[rows["series"].eq("employment"), "forecaster"]) == {
        "ours",
        "no_change",
        "bls",
        "crowd",
    }
    whole = rows[rows["forecaster"].isin(["ours", "no_change"])]
    assert (whole["q10"] <= whole["q50"]).all() and (whole["q50"] <= whole["q90"]).all()
    assert rows.loc[rows["forecaster"].isin(["bls", "crowd"]), "q10"].isna().all()
    assert rows["month"].gt(rows["origin"]).all()
    years = rows[rows["series"].isin(TECH) & rows["forecaster"].eq("ours")]
    assert years["month"].str[:4].astype(int).max() == _LAST_YEAR
    assert _month_after("2025-11", 2) == "2026-01"


@pytest.mark.long
def test_past_errors_hold_what_the_page_says(world: World) -> None:
    months = rolling_months(world)
    pd.testing.assert_frame_equal(months, shipped_skill(), rtol=1e-3, check_dtype=False)
    rates = projected_rates(world, market_accounts(world, Parameters()))
    years = rolling_years(world, rates, TECH)
    longest = years[years["series"].eq("5415")]
    assert (longest["rmse"].to_numpy() <= [0.039, 0.071, 0.075]).all()
    assert longest["coverage"].between(0.72, 0.88).all()


def test_skill_is_told_by_era_and_first(ledger: Result) -> None:
    """What was measured apart from the program: at 12 months unemployment 0.77, 0.69 and 1.03 of no change."""
    at = ledger.table("skill").set_index(["series", "ahead", "era"]).sort_index()
    scores = at.loc[("unemployment", 12), "crps_ratio"]
    assert [round(scores[era], 2) for era in ("2008–12", "2013–19", "since 2022")] == [0.77, 0.69, 1.03]
    assert at.loc[("unemployment", 12, "since 2022"), "mae_ratio"] == pytest.approx(1.31, abs=0.005)
    held = at.xs((12, "since 2022"), level=("ahead", "era"))["coverage"]
    assert [round(held[name], 2) for name in ("openings", "quits", "hires", "unemployment")] == [
        0.97,
        0.21,
        0.48,
        1.0,
    ]
    assert (at["origins"] >= 12).all() and set(
        at.xs((12, "since 2022"), level=("ahead", "era"))["spans"]
    ) == {2, 3, 4}
    first, _, third = ledger.explain()["skill"][:3]
    assert first.startswith("Since 2022, unemployment (CRPS 1.03 of no change 12 months ahead")
    assert "21% of quits and 48% of hires" in third
    # A forecast that touches the pandemic belongs to it.
    for origin, target, era in (
        ("2012-12", "2013-12", "2008–12"), ("2019-01", "2019-12", "2013–19"), ("2019-01", "2020-01", "2020–21"),
        ("2021-12", "2022-12", "2020–21"), ("2022-01", "2022-02", "since 2022"),
    ):  # fmt: skip
        assert _era_of(origin, target) == era


def test_a_file_is_the_ledger_again_and_is_never_overwritten(ledger: Result, ledger_file: Path) -> None:
    again = read_ledger(ledger_file)
    pd.testing.assert_frame_equal(again.table("forecasts"), ledger.table("forecasts"), check_dtype=False)
    assert again.explain() == ledger.explain()
    with pytest.raises(InputError, match="exists already"):
        save_ledger(ledger, ledger_file)
    kept = Path(__file__).parents[2] / "forecasts" / f"labour-market-{LEDGER_DAY}.json"
    assert read_ledger(kept).facts["date"] == LEDGER_DAY


def test_scores_are_those_of_the_figures(ledger: Result) -> None:
    actual = pd.DataFrame({"series": ["unemployment", "employment"], "month": ["2026-05", "2030-11"],
                           "value": [0.045, 160e6]})  # fmt: skip
    found = score_ledger(ledger, actual)
    rows = found.table("scored").set_index(["series", "forecaster"])
    assert len(rows) == 6
    ours = ledger.table("forecasts").set_index(["series", "month", "forecaster"])
    median = ours.loc[("unemployment", "2026-05", "ours"), "q50"]
    assert rows.loc[("unemployment", "ours"), "error"] == pytest.approx(median - 0.045)
    crowd = rows.loc[("employment", "crowd")]
    assert crowd["crps"] == pytest.approx(abs(crowd["median"] - 160e6)) and pd.isna(crowd["inside"])
    best = found.table("leaders").set_index(["series", "forecaster"])
    assert best.loc[("employment", "no_change"), "ratio"] == 1.0
    assert best.groupby("series")["leads"].any().all()
    assert any("leads after 1 figure" in line for line in found.explain()["headline"])


def test_figures_that_came_out_are_kept_and_not_changed(ledger_file: Path) -> None:
    came = ledger_file.parent / "came.csv"
    came.write_text("series,month,value\nunemployment,2025-12,0.044\n", encoding="utf-8")
    first = score(ledger_file, came, keep=True)
    assert len(first.table("scored")) == 2
    again = score(ledger_file)
    pd.testing.assert_frame_equal(again.table("scored"), first.table("scored"))
    came.write_text("series,month,value\nunemployment,2025-12,0.041\n", encoding="utf-8")
    with pytest.raises(InputError, match="published first"):
        score(ledger_file, came, keep=True)
