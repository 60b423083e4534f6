"""What public data say: the same figures by statsmodels, effects that show, checks that fail, grades, what ships."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from tests.golden_pages import Goldens, figures_text

import reallocate
from reallocate.claims.basis.claim import Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.estimates import bearing, outside
from reallocate.claims.estimates.bearing import Status, status_of
from reallocate.claims.estimates.findings import (
    DISPLACED,
    JOBS_CHANGE,
    JOBS_RAW,
    PAY_RAW,
    POSTINGS,
    Check,
    Estimates,
    Outcome,
    Standing,
)
from reallocate.claims.estimates.flows import (
    FROM_OUTSIDE,
    FROM_UNEMPLOYMENT,
    INTO_UNEMPLOYMENT,
    OUTCOMES,
    PLACEBO,
    POST,
    before_after,
    flow_rates,
    group_exposure,
)
from reallocate.claims.estimates.hires import (
    hires_bounded,
    hires_seen,
)
from reallocate.claims.estimates.jobs_and_pay import (
    HOURS_SAVED,
    JOBS,
    gradient,
    shows_when,
    weighted_capture,
)
from reallocate.claims.estimates.page import young_in_registers
from reallocate.claims.estimates.regression import (
    Estimate,
    kinked_line,
    least_detectable,
    random_effects,
)
from reallocate.claims.estimates.young import YoungTest, each_published, judged_young
from reallocate.claims.rows.directing_protects import CLAIM as DIRECTING
from reallocate.claims.rows.divide_readings import bound_in_words, on_data, with_hires
from reallocate.claims.rows.exposure_foretells import _by_jobs
from reallocate.claims.rows.young_people import _each_source
from reallocate.data.bundle import read_manifest
from reallocate.data.pack import sha256_of
from reallocate.data.packs import PACKS, cps_transitions, published_estimates, sweden_register
from reallocate.kernel.errors import DataError, InputError, InvariantError
from reallocate.kernel.grade import Grade
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

MEASURE = "gpt4"
YEAR_2019 = ("2019-01", "2019-12")
CLOSE = 1e-4


@pytest.fixture(scope="module")
def found(world: World) -> Estimates:
    return Estimates(world)


@pytest.mark.filterwarnings("ignore:The design matrix is rank-deficient")
def test_a_flow_is_the_same_by_statsmodels(world: World, found: Estimates) -> None:
    rates = flow_rates(world.table("transitions"))
    z = group_exposure(found.exposure, MEASURE)
    post = rates["month"].between(*POST)
    rows = rates[post | rates["month"].between(*YEAR_2019) | rates["month"].between(*PLACEBO)].copy()
    rows["x"] = z[rows["group"]] * rows["month"].between(*POST)
    rows["season"] = rows["group"].astype(str) + "-" + rows["month"].str[5:]
    weights = rows.groupby("group")["people"].transform("mean")
    model = smf.wls(f"{FROM_OUTSIDE} ~ x + C(season) + C(month)", rows, weights=weights / weights.mean())
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": rows["group"]})
    ours = before_after(rates, (YEAR_2019, PLACEBO), POST).fit(OUTCOMES.index(FROM_OUTSIDE), z)
    assert ours.value == pytest.approx(theirs.params["x"], abs=CLOSE) == pytest.approx(-0.1008, abs=CLOSE)
    # Theirs counts the dummies among what was estimated.
    counted = np.sqrt((len(rows) - theirs.df_model - 1) / (len(rows) - 1))
    assert ours.error == pytest.approx(theirs.bse["x"] * counted, rel=0.01)


def test_jobs_are_the_same_by_statsmodels(found: Estimates) -> None:
    panel = found.panel
    change = panel.difference(JOBS)
    rows = pd.DataFrame(
        {"y": np.clip(change, *np.quantile(change, (0.02, 0.98))), "x": panel.exposed(MEASURE), "minor": panel.minor}
    )
    model = smf.wls("y ~ x", rows, weights=panel.weights)
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": rows["minor"]})
    ours = gradient(panel, change, panel.exposed(MEASURE))
    assert ours.value == pytest.approx(theirs.params["x"], abs=CLOSE)
    assert ours.error == pytest.approx(theirs.bse["x"], abs=CLOSE)


@pytest.mark.parametrize("measure", ["gpt4", "gpt4-direct", "claude-usage-2026-06"])
def test_an_effect_of_one_mde_shows_in_about_four_of_five_cases(measure: str, found: Estimates) -> None:
    """The signs of whole minor groups are drawn anew, so that each keeps its size and spread."""
    panel, rng = found.panel, np.random.default_rng(1)
    change, saved = panel.difference(JOBS), panel.hours_saved(measure)
    effect = least_detectable(gradient(panel, change, saved).error)
    cut = np.clip(change, *np.quantile(change, (0.02, 0.98)))
    centred = cut - np.average(cut, weights=panel.weights)
    shows = 0
    for _ in range(200):
        signs = rng.choice([-1.0, 1.0], panel.minor.max() + 1)[panel.minor]
        one = gradient(panel, centred * signs - effect * saved, saved)
        shows += -one.value / one.error > 1.96
    assert 0.70 <= shows / 200 <= 0.90


def test_a_kink_a_mean_of_studies_the_law_of_capture_and_power_by_hand() -> None:
    months = np.arange(48.0)
    line = kinked_line(0.1 * months - 0.3 * np.maximum(months - 20, 0), 20)
    assert (line.slope, line.change) == pytest.approx((1.2, -3.6)) and line.change_error == pytest.approx(0.0, abs=1e-9)
    alike = random_effects(np.array([1.0, 3.0]), np.array([2.0, 2.0]))
    assert (alike.mean, alike.error, alike.between) == pytest.approx((2.0, 2.0**0.5, 0.0))
    apart = random_effects(np.array([0.0, 10.0]), np.array([1.0, 1.0]))
    assert apart.between == pytest.approx(7.0) and apart.error == pytest.approx(5.0)
    # A sharp estimate moves the law of capture and a blunt one does not.
    blunt = weighted_capture("capture_automated", {"a": Estimate(0.5, 1e6)}, 0.0)
    assert blunt.after == pytest.approx(blunt.before, abs=1e-3)
    sharp = weighted_capture("capture_automated", {"a": Estimate(0.4, 0.01)}, 0.5)
    assert sharp.after == pytest.approx((0.774, 0.8, 0.826), abs=0.003)
    # Power grows with hours saved and months.
    hours, year = shows_when(0.6 / 2.8 * 4.0, 0.6, 2.0)
    assert hours == pytest.approx(4.0 * HOURS_SAVED) and year == pytest.approx(2024.875 + 4.0)
    assert shows_when(1e-6, 0.6, 1.0)[0] == HOURS_SAVED, "it shows already"


def outcome(trend: float, placebo: float, subtracted: bool = False) -> Outcome:
    """An outcome whose checks have these t values under each of four measures."""
    each = {name: Estimate(1.0, 1.0) for name in "abcd"}
    checks = [Check({name: Estimate(t, 1.0) for name in "abcd"}) for t in (trend, placebo)]
    return Outcome("one", "one", "points", each, *checks, is_subtracted=subtracted)


def test_a_row_with_a_gradient_before_is_marked_and_feeds_nothing(found: Estimates) -> None:
    assert outcome(1.9, 1.9).standing is Standing.FEEDS and outcome(1.9, 1.9).feeds
    for one in (outcome(2.0, 0.0), outcome(0.0, -2.0)):
        assert one.standing is Standing.MARKED and not one.feeds
    assert outcome(2.0, 2.0, subtracted=True).feeds, "what was so before is taken out"
    half = Check({"a": Estimate(5.0, 1.0), "b": Estimate(0.0, 9.0)})
    assert half.fails, "half of the measures are enough"
    standings = {name: one.standing for name, one in found.outcomes.items()}
    marked = {name for name, standing in standings.items() if standing is Standing.MARKED}
    assert marked == {FROM_UNEMPLOYMENT, JOBS_RAW, PAY_RAW, POSTINGS}
    assert standings[DISPLACED] is Standing.UNCHECKED
    other = Estimates(found.world)
    other.__dict__["outcomes"] = {**found.outcomes, INTO_UNEMPLOYMENT: outcome(3.0, 0.0)}
    with pytest.raises(InvariantError, match="may feed nothing: marked"):
        _ = other.layoffs


def months_of(last: str, fall: float) -> pd.DataFrame:
    """Two occupations, highest and lowest quarter, whose young fall in January 2024."""
    months = [f"{year}-{month:02d}" for year in range(2019, 2026) for month in range(1, 13)]
    rows = []
    for month in (one for one in months if one <= last):
        for code, quarter, young in ((1, "Q1 (lowest)", 100), (2, "Q4 (highest)", 100 * (1 - fall * (month >= "2024-01")))):
            rows += [(code, month, 0, 500, quarter), (code, month, 1, young, quarter)]
    return pd.DataFrame(rows, columns=["ssyk4", "year_month", "young", "n_employed", "exposure_quartile"])


def test_a_swedish_month_after_2023_fails_the_build_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    months_of("2025-06", 0.3).to_csv(tmp_path / "mona_employment_age_ai.csv", index=False)
    table = sweden_register.tidy(tmp_path)["register_young"]
    assert set(table["period"]) == {"2019", "2022", "2023"}
    assert table.groupby("period")["months"].first().to_dict() == {"2019": 12, "2022": 12, "2023": 13}
    monkeypatch.setattr(sweden_register, "_LAST", "2024-01")
    with pytest.raises(DataError) as refused:
        sweden_register.tidy(tmp_path)
    assert "-30% in 2024-01" in str(refused.value) and "no occupation" in str(refused.value)


def test_later_months_are_stated_and_published_estimates_keep_their_errors(
    world: World, found: Estimates
) -> None:
    assert world.table("transitions")["month"].max() == "2024-03" == POST[1]
    figures = outside.stated()[outside.LATER].figures
    for name in OUTCOMES:
        assert found.later(name) == (figures[name], figures[f"{name}_error"], figures[f"{name}_significant"])
    assert all(np.isnan(one) for one in found.later(JOBS_CHANGE))
    assert not any("2024-04" in file for file in cps_transitions.PACK.files)
    table = world.table("published_estimates").set_index("id")
    assert len(table) == 14 and set(published_estimates.PACK.tables) == {"published_estimates"}
    assert found.published["cps-use"].error == pytest.approx(13 / 1.6954, abs=1e-3)
    assert found.published["cps-u"].error == pytest.approx(0.84 / 3.92, abs=1e-3)
    assert np.isnan(found.published["bcc-acs"].error)


def test_series_to_compare_with_never_ship_and_stated_figures_are_theirs(source_data: Path) -> None:
    """Every shipped table is of a pack or compiled here, and no pack reads a file that is only for comparison."""
    closed = {sha256_of(file) for file in (source_data / "validation-only").rglob("*") if file.is_file()}
    for pack in PACKS:
        assert not closed & set(pack.files.values()), pack.name
        assert (source_data / "open" / pack.folder).is_dir(), pack.name
    compiled = {"headcounts", "licences", "programmes", "sources"}
    shipped = set(read_manifest())
    assert shipped <= {name for pack in PACKS for name in pack.tables} | compiled
    assert not any(Path(file).name in str(pack.files) for file in outside.FILES for pack in PACKS)
    again = outside.at_hand(source_data)
    for name in (outside.PAYROLLS, outside.YOUNG_ALONE, outside.SHORT):
        stated = outside.stated()[name]
        assert again[name].best_month == stated.best_month and again[name].computed == "now"
        for key, value in stated.figures.items():
            last_digit = 0.1 if name != outside.SHORT else 1.0 if key.startswith("change") else 0.01
            assert again[name].figures[key] == pytest.approx(value, abs=0.6 * last_digit), key
    assert outside.at_hand(None) == outside.stated()


@pytest.mark.parametrize(
    ("judged", "interval", "status"),
    [
        ((0.0, 1.0), (0.2, 0.8), Status.ESTIMATED), ((0.0, 1.0), (-1.0, 2.0), Status.UNTOUCHED),
        ((0.0, 1.0), (0.5, 1.5), Status.UNTOUCHED), ((0.0, 1.0), (1.1, 1.3), Status.EXCLUDED),
        ((0.0, 1.0), (float("nan"), float("nan")), Status.UNTOUCHED),
    ],
)  # fmt: skip
def test_grade_e_needs_an_interval_narrower_than_the_judged_one(
    judged: tuple[float, float], interval: tuple[float, float], status: Status
) -> None:
    assert status_of(judged, interval) is status


def test_every_parameter_of_grade_e_is_tested(found: Estimates) -> None:
    p, rows = Parameters.default(), bearing.tested(found)
    graded = {name for name in p.names if p.about(name).grade is Grade.ESTIMATED}
    assert graded == {name for name, row in rows.items() if row.status is Status.ESTIMATED} == {"beginners_gap"}
    assert {name for name, row in rows.items() if row.status is Status.EXCLUDED} == set()
    assert "untouched, 0.22 (−1 to 1.9)" in rows["capture_augmented"].words


NAN = float("nan")


@pytest.mark.parametrize(
    ("survey", "second", "families", "verdict"),
    [
        (Estimate(-9, 1), Estimate(-9, 1), Estimate(-9, 1), Verdict.SUPPORTED),
        (Estimate(-9, 1), Estimate(-9, NAN), Estimate(-9, 1), Verdict.MIXED),
        (Estimate(-9, 1), Estimate(-9, 1), Estimate(-2.2, NAN), Verdict.MIXED),
        (Estimate(-3, 1), Estimate(-2, NAN), Estimate(-2.2, NAN), Verdict.NOT_SUPPORTED),
    ],
)
def test_row_12b_by_its_rule(survey: Estimate, second: Estimate, families: Estimate, verdict: Verdict) -> None:
    tests = (
        YoungTest("one", survey, True), YoungTest("two", second, True), YoungTest("three", families, False, True),
        YoungTest("payrolls", Estimate(-50.0, 0.1), False),
    )  # fmt: skip
    assert Verdict.of(*judged_young(tests)) is verdict


def test_rows_print_the_figures_of_these_tables(world: World, found: Estimates) -> None:
    """Another published figure, other moves: the prose follows, since none is typed into it."""
    table = world.table("published_estimates")
    changed = table.assign(value=table["value"].mask(table["id"].eq("cps-q5q1-family"), -6.6))
    moves = world.table("transitions")
    fewer = moves["origin"].eq("11-0000") & moves["destination"].eq("unemployed")
    moved = moves.assign(people=moves["people"].mask(fewer, moves["people"] / 2.0))
    tables = {**world.tables, "published_estimates": changed, "transitions": moved}
    other = ClaimContext(replace(world, tables=MappingProxyType(tables)), draws=2)
    context = ClaimContext(world, draws=2)
    assert "fall is 2.2" in _each_source(found) and "fall is 6.6" in _each_source(Estimates(other.world))
    (*_, before), (*_, after) = (DIRECTING.readings(one, Parameters.default()) for one in (context, other))
    assert "managers lose jobs 0.50 times" in before.finding and "managers lose jobs 0.25 times" in after.finding
    assert "1.5% of all pay a year" in bound_in_words(context, 1.6)
    assert bound_in_words(context, 1.6) != bound_in_words(other, 1.6)
    assert on_data(context, 1.6).verdict is Verdict.NOT_SUPPORTED
    assert on_data(context, 4.0).verdict is not Verdict.NOT_SUPPORTED
    assert with_hires(context, 1.6).verdict is Verdict.MIXED and "at most 5.8%" in with_hires(context, 1.6).finding
    assert "at most 13.3% of the labour force" in bound_in_words(context, 1.6)
    assert "−0.3 log points" in _by_jobs(context) and "from 3.7 it would show" in _by_jobs(context)


@pytest.mark.long
def test_two_processes_of_one_and_two_threads_print_the_same_bytes(tmp_path: Path) -> None:
    assert printed("1", tmp_path) == printed("2", tmp_path)


def printed(threads: str, folder: Path) -> str:
    """What the command prints in a process of so many threads."""
    command = [sys.executable, "-m", "reallocate", "estimates", "--json"]
    own = {**os.environ, "OPENBLAS_NUM_THREADS": threads}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=True, env=own).stdout


def test_a_result_made_with_source_files_is_not_computed_again(source_data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        reallocate.estimates(sources=tmp_path / "nowhere", progress=False)
    made = reallocate.estimates(sources=source_data, out=tmp_path / "made", progress=False)
    assert "computed from a series that does not ship (now)" in set(made.table("young")["from"])
    with pytest.raises(InputError, match="does not keep the folder"):
        reallocate.rerun(tmp_path / "made", progress=False)


def test_every_figure_and_sentence_is_the_kept_one_and_a_saved_result_opens_again(
    tmp_path: Path, found: Estimates, golden: Goldens
) -> None:
    made = reallocate.estimates(out=tmp_path / "made", progress=False)
    told = [young_in_registers(found), hires_seen(found), hires_bounded(found), each_published(found.world)]
    golden("claims/estimates", "\n".join([figures_text(made), *told]))
    opened = reallocate.open(tmp_path / "made")
    for name in ("outcomes", "young", "power"):
        pd.testing.assert_frame_equal(
            opened.table(name), made.table(name), rtol=1e-9, check_column_type=False, check_dtype=False
        )
