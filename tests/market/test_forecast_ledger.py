"""The ledger: targets and rivals, real past errors, scores by hand, and figures that are kept beside it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.api.forecast import forecast, score
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger import labour_market, read_ledger, save_ledger, score_ledger
from reallocate.market.forecast.ledger_tables import shipped_skill
from reallocate.market.forecast.monthly import (
    _LAST_YEAR,
    TECH,
    _era_of,
    _month_after,
    projected_rates,
    rolling_months,
    rolling_years,
)
from reallocate.market.nation.assumptions import market_accounts
from reallocate.render.result import Result
from reallocate.work.world import World

DAY = "2026-11-27"


@pytest.fixture(scope="module")
def made(world: World) -> Result:
    return labour_market(DAY, world)


@pytest.fixture()
def file(made: Result, tmp_path: Path) -> Path:
    return save_ledger(made, tmp_path / "ledger.json")


def test_every_series_has_rivals_and_ordered_quantiles(made: Result) -> None:
    rows = made.table("forecasts")
    months = rows[rows["series"].isin(["unemployment", "openings", "quits", "hires"])]
    assert (months.groupby(["series", "forecaster"]).size() == 12).all()
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


def test_skill_is_told_by_era_and_first(made: Result) -> None:
    """What was measured apart from the program: at 12 months unemployment 0.77, 0.69 and 1.03 of no change."""
    at = made.table("skill").set_index(["series", "ahead", "era"]).sort_index()
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
    first, _, third = made.explain()["skill"][:3]
    assert first.startswith("Since 2022, unemployment (CRPS 1.03 of no change 12 months ahead")
    assert "21% of quits and 48% of hires" in third
    # A forecast that touches the pandemic belongs to it.
    for origin, target, era in (
        ("2012-12", "2013-12", "2008–12"), ("2019-01", "2019-12", "2013–19"), ("2019-01", "2020-01", "2020–21"),
        ("2021-12", "2022-12", "2020–21"), ("2022-01", "2022-02", "since 2022"),
    ):  # fmt: skip
        assert _era_of(origin, target) == era


def test_no_change_is_forecast_where_it_was_better(made: Result) -> None:
    """Jobs of 518 and 519, whose growth is that of the pandemic; 5415 and the nation keep theirs."""
    rows = made.table("forecasts").set_index(["forecaster", "series", "month"])["q50"]
    same = (
        (rows.loc["ours"] / rows.loc["no_change"])
        .groupby("series")
        .agg(lambda ratio: bool((ratio == 1).all()))
    )
    assert same[["518", "519"]].all() and not same[["5415", "employment"]].any()


def test_a_file_is_the_ledger_again_and_is_never_overwritten(made: Result, file: Path) -> None:
    again = read_ledger(file)
    pd.testing.assert_frame_equal(again.table("forecasts"), made.table("forecasts"), check_dtype=False)
    assert again.explain() == made.explain()
    with pytest.raises(InputError, match="exists already"):
        save_ledger(made, file)
    kept = Path(__file__).parents[2] / "forecasts" / f"labour-market-{DAY}.json"
    assert read_ledger(kept).facts["date"] == DAY


def test_scores_are_those_of_the_figures(made: Result) -> None:
    actual = pd.DataFrame({"series": ["unemployment", "employment"], "month": ["2026-05", "2030-11"],
                           "value": [0.045, 160e6]})  # fmt: skip
    found = score_ledger(made, actual)
    rows = found.table("scored").set_index(["series", "forecaster"])
    assert len(rows) == 6
    ours = made.table("forecasts").set_index(["series", "month", "forecaster"])
    median = ours.loc[("unemployment", "2026-05", "ours"), "q50"]
    assert rows.loc[("unemployment", "ours"), "error"] == pytest.approx(median - 0.045)
    crowd = rows.loc[("employment", "crowd")]
    assert crowd["crps"] == pytest.approx(abs(crowd["median"] - 160e6)) and pd.isna(crowd["inside"])
    best = found.table("leaders").set_index(["series", "forecaster"])
    assert best.loc[("employment", "no_change"), "ratio"] == 1.0
    assert best.groupby("series")["leads"].any().all()
    assert any("leads after 1 figure" in line for line in found.explain()["headline"])


def test_figures_that_came_out_are_kept_and_not_changed(file: Path) -> None:
    came = file.parent / "came.csv"
    came.write_text("series,month,value\nunemployment,2025-12,0.044\n", encoding="utf-8")
    first = score(file, came, keep=True)
    assert len(first.table("scored")) == 2
    again = score(file)
    pd.testing.assert_frame_equal(again.table("scored"), first.table("scored"))
    came.write_text("series,month,value\nunemployment,2025-12,0.041\n", encoding="utf-8")
    with pytest.raises(InputError, match="published first"):
        score(file, came, keep=True)


def test_wrong_figures_are_all_named(file: Path) -> None:
    came = file.parent / "wrong.csv"
    came.write_text("series,month,value\njobless,2025-12,0.044\nquits,2025,2.1\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        score(file, came)
    assert len(error.value.problems) == 3
    with pytest.raises(InputError, match="takes no draws"):
        forecast("labour-market", date=DAY, draws=8, progress=False)
