"""The ledger of dated forecasts: rules that lead, skill by era, revisions, and scores of what came."""

from __future__ import annotations

import hashlib
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, figures_text

from reallocate.api.forecast import score
from reallocate.api.saved import open as open_result
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger import brake, labour_market, read_ledger, save_ledger
from reallocate.market.forecast.ledger_score import score_ledger
from reallocate.market.forecast.ledger_tables import came_out_after
from reallocate.market.forecast.methods import LEVELS, crps
from reallocate.market.forecast.monthly import (
    NATIONAL,
    TECH,
    projected_rates,
    rolling_years,
)
from reallocate.market.forecast.new_figures import read_new_figures
from reallocate.market.forecast.revisions import revision_error, with_revisions
from reallocate.market.forecast.rolling import AHEAD, ERAS, RULES, SHOCK_ERA, by_rule_and_era, rolling_months
from reallocate.market.forecast.rules import BRAKED, CHALLENGERS, GUARDED, NO_CHANGE, UNBRAKED
from reallocate.market.forecast.skill import shipped_skill, skill_tests
from reallocate.market.nation.assumptions import market_accounts
from reallocate.render.result import Result
from reallocate.work.world import World

LEDGER_DAY = "2026-11-27"


@pytest.fixture(scope="module")
def ledger(world: World) -> Result:
    return labour_market(LEDGER_DAY, world)


@pytest.fixture()
def ledger_file(ledger: Result, tmp_path: Path) -> Path:
    return save_ledger(ledger, tmp_path / "ledger.json")


def test_every_figure_and_sentence_is_the_kept_one(ledger: Result, golden: Goldens) -> None:
    golden("market/ledger", figures_text(ledger))


@pytest.mark.long
def test_past_errors_hold_what_the_page_says(world: World) -> None:
    months, tests = rolling_months(world)
    pd.testing.assert_frame_equal(months, shipped_skill(), rtol=1e-3, check_dtype=False)
    pd.testing.assert_frame_equal(tests, skill_tests.compute(None), rtol=1e-3, check_dtype=False)
    rates = projected_rates(world, market_accounts(world, Parameters()))
    years = rolling_years(world, rates, TECH)
    longest = years[years["series"].eq("5415")]
    assert (longest["rmse"].to_numpy() <= [0.039, 0.071, 0.075]).all()
    assert longest["coverage"].between(0.72, 0.88).all()


def test_the_brake_costs_little_outside_the_pandemic_and_bounds_the_harm_in_it() -> None:
    """At most 1.02 of no change in every series and era, 1.12 in 2020–21, as means over months ahead."""
    rows = shipped_skill()
    braked = rows[rows["rule"].eq(BRAKED)].groupby(["series", "era"])["crps_ratio"].mean()
    calm = braked.drop(SHOCK_ERA, level="era")
    assert calm.max() <= 1.02 and braked.xs(SHOCK_ERA, level="era").max() <= 1.12
    kept = {name: [*rows[name].unique()] for name in ("rule", "series", "ahead", "era")}
    assert kept == {"rule": [*RULES], "series": [*NATIONAL], "ahead": [*AHEAD], "era": [*ERAS]}
    assert len(rows) == 3 * 88 and (rows["forecasts"] >= 12).all()
    # As measured apart from the program, with errors of unemployment learnt from 1992 instead of 1985.
    measured = {
        UNBRAKED: [0.89, 0.91, 1.25, 0.91],
        BRAKED: [0.93, 0.92, 1.04, 0.91],
        GUARDED: [0.92, 0.90, 1.01, 0.99],
    }
    for rule, expected in measured.items():
        found = by_rule_and_era(rows).loc[rule, [*ERAS]].to_numpy(dtype=float)
        np.testing.assert_allclose(found, expected, atol=0.011)


def test_skill_is_told_by_era_and_first(ledger: Result) -> None:
    """What was measured apart from the program: at 12 months unemployment 0.90, 0.67, 1.03 and 1.02."""
    rows = ledger.table("skill")
    at = rows[rows["rule"].eq(BRAKED)].set_index(["series", "ahead", "era"]).sort_index()
    scores = at.loc[("unemployment", 12), "crps_ratio"]
    np.testing.assert_allclose([scores[era] for era in ERAS], [0.90, 0.67, 1.03, 1.02], atol=0.015)
    assert at.loc[("unemployment", 12, "since 2022"), "mae_ratio"] == pytest.approx(1.31, abs=0.005)
    held = at.xs((12, "since 2022"), level=("ahead", "era"))
    assert [round(held["coverage"][name], 2) for name in ("openings", "quits", "hires", "unemployment")] == [
        0.97, 0.21, 0.48, 1.0,
    ]  # fmt: skip
    assert held["spans"].to_dict() == {"hires": 4, "openings": 3, "quits": 2, "unemployment": 3}
    assert ledger.explain()["skill"][0].startswith(
        "Since 2022, unemployment (CRPS 1.03 of no change 12 months"
    )


def test_a_page_says_whether_the_brake_is_on(ledger: Result) -> None:
    assert "The brake is off for all four monthly series." in ledger.explain()["headline"]
    rows = ledger.table("forecasts")
    on = rows["forecaster"].eq(BRAKED) & rows["series"].eq("openings")
    assert brake(rows.assign(braked=rows["braked"].where(~on, True))) == (
        "The brake is on, so that the challengers forecast no change, for job openings."
    )
    assert brake(rows[rows["forecaster"].eq("ours")]) == ""


def test_a_file_is_the_ledger_again_and_is_never_overwritten(ledger: Result, ledger_file: Path) -> None:
    again = read_ledger(ledger_file)
    pd.testing.assert_frame_equal(again.table("forecasts"), ledger.table("forecasts"), check_dtype=False)
    assert again.explain() == ledger.explain()
    with pytest.raises(InputError, match="exists already"):
        save_ledger(ledger, ledger_file)
    changed = ledger_file.with_name("changed.json")
    changed.write_text(ledger_file.read_text("utf-8").replace('"last": 0.046', '"last": 0.047', 1), "utf-8")
    with pytest.raises(InputError, match="changed after it was written"):
        read_ledger(changed)


KEPT_BEFORE = {
    "labour-market-2026-11-27.json": "a025307290a8d3b9",
    "labour-market-2026-11-28.json": "373ac8014a5ff0db",
    "labour-market-2026-11-30.json": "46f983e3b6b95454",
}
"""Files of format 1 and the start of their SHA-256."""


def test_files_of_the_first_format_stay_and_open(root: Path) -> None:
    for name, digest in KEPT_BEFORE.items():
        file = root / "forecasts" / name
        assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(digest)
        made = read_ledger(file)
        rows = made.table("forecasts")
        assert set(rows.loc[rows["role"].eq("leads"), "forecaster"]) == {"ours"}
        assert open_result(file).to_dict() == made.to_dict()
        assert "brake" not in " ".join(made.explain()["method"]) and made.kind.page(made)


def figures(*rows: tuple[str, str, float], vintage: str = "") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["series", "month", "value"]).assign(vintage=vintage)


def test_scores_are_those_of_the_figures(ledger: Result) -> None:
    found = score_ledger(
        ledger, figures(("unemployment", "2026-05", 0.045), ("employment", "2030-11", 160e6))
    )
    rows = found.table("scored").set_index(["series", "forecaster"])
    assert len(rows) == 3 + 4
    made = ledger.table("forecasts").set_index(["series", "month", "forecaster"])
    median = made.loc[("unemployment", "2026-05", BRAKED), "q50"]
    assert rows.loc[("unemployment", BRAKED), "error"] == pytest.approx(median - 0.045)
    crowd = rows.loc[("employment", "crowd")]
    assert crowd["crps"] == pytest.approx(abs(crowd["median"] - 160e6)) and pd.isna(crowd["inside"])
    best = found.table("leaders").set_index(["series", "forecaster"])
    assert best.loc[("employment", NO_CHANGE), "ratio"] == 1.0
    assert best.loc[best["leads"]].index.tolist() == [("unemployment", NO_CHANGE), ("employment", "ours")]
    assert any("no change leads after 1 figure, 0 of the 24" in line for line in found.explain()["headline"])


def test_a_challenger_leads_after_24_figures_that_came_out_after_its_entry(ledger: Result) -> None:
    """Unemployment to come as the braked rule has it: 24 months, of which those out by 2026-11-27 do not count."""
    made = ledger.table("forecasts")
    braked = made[made["series"].eq("unemployment") & made["forecaster"].eq(BRAKED)]
    came = [("unemployment", row.month, row.q50) for row in braked.itertuples()]
    known = figures(("unemployment", "2025-11", 0.046), *came)
    found = score_ledger(ledger, known).table("leaders").set_index("forecaster")
    # December 2025 to October 2026 were out by then, or may have been; 13 of 24 months count.
    assert found.loc[BRAKED, "figures"] == 24 and found.loc[BRAKED, "counted"] == 13
    assert found.loc[BRAKED, "ratio"] < 0.95 and found.loc[NO_CHANGE, "leads"]
    # A page that was entered early enough counts for the other as well.
    early = Result(ledger.kind, {**ledger.facts, "date": "2025-12-01"}, ledger.tables, ledger.text)
    found = score_ledger(ledger, known, others=[early]).table("leaders").set_index("forecaster")
    assert found.loc[BRAKED, "counted"] == 24 and found.loc[[*CHALLENGERS], "leads"].sum() == 1
    assert score_ledger(ledger, known, others=[ledger]).table("leaders")["counted"].eq(13).all()
    assert not came_out_after("openings", "2026-09", "2026-11-27") and came_out_after(
        "openings", "2026-10", "2026-11-27"
    )


def test_figures_are_scored_as_published_and_rebased(ledger: Result) -> None:
    """The origin's openings are revised by −6.5%: the forecast moves with it, and meets that vintage's figure."""
    first = figures(("openings", "2025-11", 7.5e6), vintage="first")
    later = figures(("openings", "2025-10", 7.17e6), ("openings", "2025-11", 7.0e6), vintage="later")
    rows = score_ledger(ledger, pd.concat([first, later])).table("scored").set_index("forecaster")
    made = (
        ledger.table("forecasts")
        .set_index(["series", "month", "forecaster"])
        .loc[("openings", "2025-11", NO_CHANGE)]
    )
    quantiles = np.array([made[f"q{round(100 * level):02d}"] for level in LEVELS])
    row = rows.loc[NO_CHANGE]
    assert row["actual"] == 7.5e6 and row["crps"] == pytest.approx(crps(quantiles, 7.5e6))
    assert row["revised"] == pytest.approx(7.17 / 7.67 - 1.0)
    assert row["crps_rebased"] == pytest.approx(crps(quantiles * 7.17 / 7.67, 7.0e6))
    alone = score_ledger(ledger, first).table("scored")
    assert alone["crps_rebased"].isna().all() and not alone["counts"].any()


def test_intervals_of_openings_allow_for_revisions() -> None:
    """Measured apart from the program: 1.08, 1.41, 1.24 and 1.09 times as wide at 1, 3, 6 and 12 months."""
    kept = read_ledger(Path(__file__).parents[2] / "forecasts" / "labour-market-2026-11-28.json")
    rows = kept.table("forecasts")
    rows = rows[rows["series"].eq("openings") & rows["forecaster"].eq("ours")].set_index("month")
    for month, wider in (("2025-11", 1.08), ("2026-01", 1.41), ("2026-04", 1.24), ("2026-10", 1.09)):
        before = np.array([rows.at[month, f"q{round(100 * level):02d}"] for level in LEVELS])
        after = with_revisions(before, revision_error("openings", "2025-10", month))
        assert (after[17] - after[1]) / (before[17] - before[1]) == pytest.approx(wider, abs=0.005)
    assert revision_error("unemployment", "2025-11", "2026-11") == 0.0
    normal = np.exp([NormalDist(0.0, 0.03).inv_cdf(level) for level in LEVELS])
    expected = np.exp([NormalDist(0.0, 0.05).inv_cdf(level) for level in LEVELS])
    np.testing.assert_allclose(with_revisions(normal, 0.04)[4:15], expected[4:15], rtol=2e-3)


def test_figures_that_came_out_are_kept_and_a_correction_changes_no_score(ledger_file: Path) -> None:
    came = ledger_file.parent / "came.csv"
    came.write_text("series,month,value\nunemployment,2025-11,0.046\nunemployment,2025-12,0.044\n", "utf-8")
    first = score(ledger_file, came, keep=True)
    assert len(first.table("scored")) == 3
    again = score(ledger_file)
    pd.testing.assert_frame_equal(again.table("scored"), first.table("scored"))
    bytes_before = ledger_file.read_bytes()
    came.write_text("series,month,value\nunemployment,2025-11,0.045\nunemployment,2025-12,0.041\n", "utf-8")
    later = score(ledger_file, came, keep=True).table("scored")
    assert ledger_file.read_bytes() == bytes_before
    names = ["actual", "error", "crps", "inside"]
    pd.testing.assert_frame_equal(later[names], first.table("scored")[names])
    assert (later["actual_rebased"] == 0.041).all() and later["revised"].round(4).eq(-0.0217).all()
    assert any(
        "4.6% when forecast, 4.5% in the newest" in line for line in score(ledger_file).explain()["headline"]
    )
    # Figures kept before vintages were open as well.
    (ledger_file.parent / "outcomes.csv").write_text(
        "series,month,value\nunemployment,2025-12,0.044\n", "utf-8"
    )
    assert (score(ledger_file).table("scored")["actual"] == 0.044).all()


FRED = "observation_date,UNRATE,JTSJOL\n2025-10-01,.,7670\n2025-12-01,4.4,6900\n"
BLS = (
    "Series ID,Year,Period,Label,Value\nLNS14000000,2025,M12,2025 Dec,4.4\n"
    "JTS000000000000000JOL,2025,M10,2025 Oct,7670\nJTS000000000000000JOL,2025,M12,2025 Dec,6900\n"
    "LNS14000000,2025,M10,2025 Oct,-\nLNS14000000,2025,M13,2025 Annual,4.2\n"
)


def test_files_of_bls_and_fred_are_read_as_they_come(tmp_path: Path) -> None:
    own = (
        "series,month,value\nunemployment,2025-12,0.044\nopenings,2025-10,7670000\nopenings,2025-12,6900000\n"
    )
    found = {}
    for name, text in {"own": own, "fred": FRED, "bls": BLS}.items():
        file = tmp_path / f"{name}.csv"
        file.write_text(text, "utf-8")
        found[name] = read_new_figures(file).sort_values(["series", "month"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(found[name], found["own"])
    for text, words in (
        (FRED.replace("UNRATE", "UNRATEX"), "the series UNRATEX is not forecast"),
        (FRED.replace("2025-12-01", "Q4 2025"), "the month cannot be read"),
        (FRED.replace("4.4", "four"), "four"),
        (BLS.replace("4.4", "440"), "no share between 0 and 1"),
        (FRED + "2025-12-08,4.4,6900\n", "given twice"),
        ("observation_date,UNRATE\n2025-12-01,.\n", "no figure in it"),
    ):
        (tmp_path / "wrong.csv").write_text(text, "utf-8")
        with pytest.raises(InputError, match=words):
            read_new_figures(tmp_path / "wrong.csv")
