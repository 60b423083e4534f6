"""Dated forecasts and dated lines on AI's effect: rules that lead, revisions, power, scores of what came; months held back."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from scripts.pages.held_back import CUTS, ETS, METHODS, THETA, as_of, scores, summary
from tests.golden_pages import Goldens, figures_text

from reallocate.api.forecast import score
from reallocate.api.saved import open as open_result
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger import brake, labour_market, read_ledger, save_ledger
from reallocate.market.forecast.ledger_score import score_ledger
from reallocate.market.forecast.ledger_tables import came_out_after
from reallocate.market.forecast.lines import ALARM, WITH, WITHOUT, Line, declared_series, every_line
from reallocate.market.forecast.lines_page import (
    CANNOT,
    ai_lines,
    is_lines,
    power_words,
    read_lines,
    save_lines,
)
from reallocate.market.forecast.methods import LEVELS
from reallocate.market.forecast.monthly import (
    NATIONAL,
    TECH,
    monthly_panel,
    projected_rates,
    rolling_years,
)
from reallocate.market.forecast.new_figures import read_new_figures
from reallocate.market.forecast.revisions import revision_error, with_revisions
from reallocate.market.forecast.rolling import AHEAD, ERAS, RULES, SHOCK_ERA, by_rule_and_era, rolling_months
from reallocate.market.forecast.rules import BRAKED, CHALLENGERS, FARTHEST, GUARDED, NO_CHANGE, UNBRAKED
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


def test_every_figure_is_the_kept_one_and_skill_is_told_by_era_and_whether_the_brake_is_on(
    ledger: Result, golden: Goldens
) -> None:
    golden("market/ledger", figures_text(ledger))
    # What was measured apart from the program: at 12 months unemployment 0.90, 0.67, 1.03 and 1.02.
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
    assert "The brake is off for all four monthly series." in ledger.explain()["headline"]
    rows = ledger.table("forecasts")
    on = rows["forecaster"].eq(BRAKED) & rows["series"].eq("openings")
    assert brake(rows.assign(braked=rows["braked"].where(~on, True))) == (
        "The brake is on, so that the challengers forecast no change, for job openings."
    )
    assert brake(rows[rows["forecaster"].eq("ours")]) == ""


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


def test_scores_of_figures_as_published_and_rebased_are_kept(ledger: Result, golden: Goldens) -> None:
    """A first figure of two series, and openings whose origin is revised by −6.5%: the forecast moves with it."""
    first = figures(("openings", "2025-11", 7.5e6), vintage="first")
    later = figures(("openings", "2025-10", 7.17e6), ("openings", "2025-11", 7.0e6), vintage="later")
    two = figures(("unemployment", "2026-05", 0.045), ("employment", "2030-11", 160e6))
    told = [figures_text(score_ledger(ledger, known)) for known in (two, first, pd.concat([first, later]))]
    golden("market/ledger_scored", "\n\n".join(told))
    rows = score_ledger(ledger, pd.concat([first, later])).table("scored").set_index("forecaster")
    assert rows.loc[NO_CHANGE, "revised"] == pytest.approx(7.17 / 7.67 - 1.0)


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


def test_a_cut_leaves_no_later_figure_and_hires_in_their_earlier_vintage(world: World) -> None:
    known = as_of(world, CUTS[0])
    for name in NATIONAL:
        late = name in ("openings", "quits")
        assert monthly_panel(known, name).months[-1] == str(pd.Period(CUTS[0], "M") - int(late))
    hires = monthly_panel(known, "hires")
    earlier = world.table("market_series").set_index("month")["hires"].reindex(hires.months)
    np.testing.assert_allclose(hires.level(hires.values[:, 0]), earlier)


@pytest.mark.long
def test_the_scores_of_a_cut_are_those_that_the_page_is_made_of(world: World, root: Path) -> None:
    rows = scores(world, CUTS)
    kept = json.loads((root / "docs" / "reference" / "held-back.json").read_text("utf-8"))
    assert tuple(kept["cuts"]) == CUTS
    shown = pd.DataFrame(kept["scores"])
    pd.testing.assert_frame_equal(summary(rows), shown, rtol=1e-3, check_dtype=False)
    assert rows["forecaster"].isin(METHODS).any() and {ETS, THETA} < set(rows["forecaster"])
    per_cut = rows[rows["forecaster"].eq(NO_CHANGE)].groupby(["cut", "series"]).size()
    assert per_cut.max() == FARTHEST


LINES_DAY = "2026-12-01"


@pytest.fixture(scope="module")
def lines_made() -> Result:
    return ai_lines(LINES_DAY)


@pytest.fixture()
def lines_file(lines_made: Result, tmp_path: Path) -> Path:
    return save_lines(lines_made, tmp_path / "lines.json")


def one_line(trend: float, spread: float) -> Line:
    return Line("one", 40, trend, spread, np.array([-2.0, -1.0, 0.0]), -2.0, -1.0, 0.0)


def test_power_and_densities_by_hand() -> None:
    one = one_line(-3.0, 4.0)
    assert one.error == 5.0 and one.power(0.0) == pytest.approx(0.05)
    # 2.8 standard errors show in four of five cases.
    assert one.power(14.0) == pytest.approx(0.80, abs=0.002)
    assert one.power(14.0, 10.0) == pytest.approx(0.29, abs=0.005)
    assert one.alarm_shows is None
    peak = -math.log(5.0 * math.sqrt(2 * math.pi))
    assert one.log_density(WITHOUT, -3.0) == pytest.approx(peak)
    assert one.log_density(ALARM, -13.0) == pytest.approx(peak)
    mixed = np.mean(np.exp(-0.5 * (np.array([2.0, 1.0, 0.0]) / 5.0) ** 2))
    assert one.log_density(WITH, -3.0) == pytest.approx(peak + math.log(mixed))
    assert math.isfinite(one.log_density(WITHOUT, -500.0))
    assert (power_words(0.19), power_words(0.2)) == (CANNOT, "20%")


def test_five_lines_are_entered_as_kept_and_none_of_the_series_tells_the_effect_of_the_model(
    lines_made: Result, golden: Goldens
) -> None:
    golden("market/ai_lines", figures_text(lines_made))
    # Measured apart from the program with a trend that is known: 3.1, 5.0, 5.4, 5.7 and 12.4 log points show.
    known = {key: 2.8 * every_line()[key].spread for key, one in declared_series().items() if one.entered}
    assert known == pytest.approx(
        {"insurance": 3.1, "systems": 5.0, "office": 5.4, "support": 5.7, "assistance": 12.4}, abs=0.05
    )
    rows = lines_made.table("lines").set_index("line")
    assert set(rows.index) == set(known) and (rows["power"] == CANNOT).all()
    for key, power in {
        "insurance": 0.99,
        "systems": 0.81,
        "office": 0.73,
        "support": 0.69,
        "assistance": 0.20,
    }.items():
        one = every_line()[key]
        assert one.power(-5.0, one.spread) == pytest.approx(power, abs=0.015)
    assert rows.loc["support", "refuted_below"] < -20.0 < rows.loc["support", "refuted_known_trend"] < -10.0
    every = lines_made.table("detectable")
    assert len(every) == len(declared_series()) and (every["power"] == CANNOT).all()
    text = lines_made.explain()
    assert text["headline"][0].startswith(f"None of {len(every)} series can tell")
    assert len(text["lines"]) == 5 and all("is refuted" in one and CANNOT in one for one in text["lines"])
    assert lines_made.kind.page(lines_made) and lines_made.kind.card(lines_made)


def test_lines_are_kept_sealed_and_scored_and_those_that_are_kept_open(lines_file: Path, root: Path) -> None:
    again = read_lines(lines_file)
    assert is_lines(lines_file) and again.table("lines")["refuted_below"].lt(0).all()
    with pytest.raises(InputError, match="exists already"):
        save_lines(again, lines_file)
    came = lines_file.with_name("came.csv")
    came.write_text("line,value\ninsurance,-6.5\nsystems,-2.0\n", "utf-8")
    rows = score(lines_file, came).table("lines_scored")
    assert rows["refuted"].tolist() == [True, False]
    # An alarm lies ten below the trend: what came in systems is nearer to both other forecasts.
    assert (rows["with_alarm"].iloc[1], rows["without_alarm"].iloc[1]) > (0, 0)
    for text, words in (
        ("line,value\ninsurances,-1\n", "no line insurances"),
        ("line,value\n", "no figures"),
    ):
        came.write_text(text, "utf-8")
        with pytest.raises(InputError, match=words):
            score(lines_file, came)
    changed = lines_file.with_name("changed.json")
    changed.write_text(lines_file.read_text("utf-8").replace('"trend": -1.27', '"trend": -0.27', 1), "utf-8")
    with pytest.raises(InputError, match="changed after it was written"):
        read_lines(changed)
    kept = root / "forecasts" / f"ai-lines-{LINES_DAY}.json"
    assert len(open_result(kept).table("lines")) == 5
