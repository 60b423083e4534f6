"""One job's hours, past and pay, its place among others, and what a finished hour costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from tests.work.jobs import ACTIVITIES, three_jobs

from reallocate.jobs.history import _NINETY, _STATUSES, _exposure_quintiles, job_history
from reallocate.jobs.hours import _reach_means, job_hours, list_hours
from reallocate.jobs.pay import job_pay
from reallocate.kernel.errors import InvariantError, UnknownName
from reallocate.kernel.parameters import Reuse
from reallocate.work.exchange import DemandShock, MarketPath
from reallocate.work.jobs import _occupation_reach
from reallocate.work.time_saved import advantage, augmented_cost, automated_cost
from reallocate.work.world import World

SMALL = three_jobs()


def test_a_year_has_its_range_and_its_money() -> None:
    year = job_history(SMALL, pd.Series({"43-4051": 1.0})).years.loc[2019]
    assert year["employment"] == pytest.approx(66_000)
    assert year["employment_low"] == pytest.approx(66_000 * (1 - 0.02 * _NINETY))
    assert year["wage_high"] == pytest.approx(42_000 * (1 + 0.01 * _NINETY))
    assert year["wage_real"] == pytest.approx(42_000 * 100 / 85)
    assert year["wage_real_high"] == pytest.approx(year["wage_high"] * 100 / 85)
    assert (year["status"], year["status_words"]) == ("bridged", _STATUSES["bridged"])


def test_several_occupations_add_up_with_independent_errors() -> None:
    found = job_history(SMALL, pd.Series({"11-1011": 1.0, "43-4051": 3.0}))
    year = found.years.loc[2017]
    assert year["employment"] == pytest.approx(70_000)
    error = ((10_000 * 0.02) ** 2 + (60_000 * 0.02) ** 2) ** 0.5
    assert year["employment_high"] - 70_000 == pytest.approx(_NINETY * error)
    assert year["wage_mean"] == pytest.approx(0.25 * 100_000 + 0.75 * 40_000)
    pay_error = ((0.25 * 100_000 * 0.01) ** 2 + (0.75 * 40_000 * 0.01) ** 2) ** 0.5
    assert year["wage_low"] == pytest.approx(year["wage_mean"] - _NINETY * pay_error)
    assert found.years.loc[2019, "status"] == "bridged", "the least sure of them"
    # A year in which one of several is not released is missing.
    history = SMALL.table("history").copy()
    gap = history["occupation"].eq("43-4051") & history["year"].eq(2022)
    history.loc[gap, "employment"] = float("nan")
    hidden = replace(SMALL, tables={**SMALL.tables, "history": history})
    years = job_history(hidden, pd.Series({"11-1011": 1.0, "43-4051": 3.0})).years
    assert pd.isna(years.loc[2022, "employment"]) and years.loc[2025, "employment"] > 0


def test_growth_of_a_divided_code_is_no_growth() -> None:
    found = job_history(SMALL, pd.Series({"47-2031": 1.0}))
    assert found.quintiles["job_before"].isna().all()
    assert found.quintiles["job_after"].iloc[0] == pytest.approx((1.3 / 1.2) ** (1 / 3) - 1)
    # Pay of the divided year is no start for a comparison either: 2019 to 2025.
    real = (50_000 * 1.15) / (50_000 * 1.05 * 100 / 85) - 1
    assert any(
        f"changed by {real * 100:+.1f}% from 2019 to 2025".replace("-", "−") in line for line in found.said
    )


def test_the_fifth_is_the_place_among_comparable_jobs() -> None:
    # Of 127 parts 60 are below clerks, who are 7 with their equal: the middle of all. Carpenters, whose 2017 is
    # divided, are compared with the others without being among them.
    found = _exposure_quintiles(SMALL, pd.Series({"43-4051": 1.0})).loc["people"]
    assert found["fifth"] == 3
    assert _exposure_quintiles(SMALL, pd.Series({"11-1011": 1.0})).loc["people", "fifth"] == 5
    assert _exposure_quintiles(SMALL, pd.Series({"47-2031": 1.0})).loc["people", "fifth"] == 1
    assert found["all_before"] == pytest.approx(1.1**0.5 - 1)


def one(code: str) -> pd.Series:
    return pd.Series({code: 1.0})


@pytest.mark.parametrize(
    ("code", "area", "place", "median", "said"),
    [
        ("43-4051", "41", "41", 45_000, "San Jose, CA: 90 people in this occupation"),
        ("11-1011", "41", "06", 150_000, "because it is at least 239,200 USD a year; that of California"),
        (
            "47-2031",
            "41",
            "00",
            50_050,
            "was not released for San Jose, CA and California; that of the nation",
        ),
        ("43-4051", "99", "00", 30_050, "was not released for Nowhere, ZZ; that of the nation is shown"),
        ("11-1011", None, "00", 100_050, "Some pay of 11-1011 Chiefs is only known to be at least 239,200"),
    ],
)
def test_pay_is_that_of_the_nearest_place_that_released_it(
    code: str, area: str | None, place: str, median: float, said: str
) -> None:
    found = job_pay(SMALL, one(code), area)
    assert found.pay.loc[code, ["place", "wage_p50"]].tolist() == [place, median]
    assert any(said in line for line in found.said), found.said
    with pytest.raises(UnknownName, match="no area with the code '0600'.*Nearest"):
        job_pay(SMALL, one(code), "0600")


def test_people_leave_and_are_taken_on() -> None:
    found = job_pay(SMALL, pd.Series({"43-4051": 1.0, "11-1011": 1.0}))
    row = found.flows.loc["43-4051"]
    assert row["leaving_work"] == pytest.approx(150) and row["changing_occupation"] == pytest.approx(240)
    assert row["separations"] == pytest.approx(390) and row["openings"] == 360
    assert pd.isna(row["self_employed_share"]), "missing is not zero"


def test_every_shipped_occupation_has_pay_from_somewhere(world: World) -> None:
    mix = pd.Series(1.0, index=world.occupations.index)
    found = job_pay(world, mix, "0010180")
    assert list(found.pay.index) == list(mix.index)
    wages = found.pay[["wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90"]]
    assert wages["wage_p50"].notna().all()
    assert (wages.diff(axis=1).iloc[:, 1:].fillna(0.0) >= 0).all().all()
    assert found.flows["separations"].notna().all()
    assert set(found.pay["level"]) == {"metropolitan", "state", "nation"}


FIRST, SECOND = ACTIVITIES


def test_one_occupation_is_its_own_content_and_reach() -> None:
    found = job_hours(SMALL, one("11-1011"))
    assert found.activities["share"].to_dict() == {FIRST: 0.5, SECOND: 0.5}
    row = found.activities.loc[FIRST]
    # 0.8, 1.0, 0.8, 1.0 and 0.9 by the five sources.
    assert [row[f"augmentable{end}"] for end in ("_low", "", "_high")] == pytest.approx([0.8, 0.9, 1.0])
    assert (row["people_augmentable"], row["model_augmentable"]) == (0.8, 1.0)
    assert (row["people_direct"], row["model_direct"]) == (0.4, 0.5)
    assert found.source_totals.loc["people", "augmentable"] == pytest.approx(0.6)
    # The band of the total is over the sources' totals, not over the activities' bands.
    assert found.total["augmentable_low"] == pytest.approx(0.5)
    assert found.total["augmentable_high"] == pytest.approx(0.8)


def test_a_mix_weighs_hours_before_reach() -> None:
    found = job_hours(SMALL, pd.Series({"11-1011": 3.0, "43-4051": 1.0}))
    share = 0.75 * 0.5 + 0.25 * 0.25
    assert found.activities.at[FIRST, "share"] == pytest.approx(share)
    reached = (0.75 * 0.5 * 0.8 + 0.25 * 0.25 * 0.4) / share
    assert found.by_source.at[("people", FIRST), "augmentable"] == pytest.approx(reached)
    together = 0.75 * 0.6 + 0.25 * 0.25
    assert found.source_totals.at["people", "augmentable"] == pytest.approx(together)
    clerks = job_hours(SMALL, one("43-4051"))
    assert clerks.kinds["share"].to_dict() == {"specialist": 0.75, "routine analysis": 0.25}
    weighted = (clerks.kinds["people_augmentable"] * clerks.kinds["share"]).sum()
    assert weighted == pytest.approx(clerks.total["people_augmentable"])
    assert set(clerks.activities["status"]) == {"filled"}
    mixed = job_hours(SMALL, pd.Series({"11-1011": 1.0, "43-4051": 1.0}))
    assert set(mixed.activities["status"]) == {"several"}


def test_a_list_takes_the_means_of_what_was_described() -> None:
    means = _reach_means(SMALL)
    # Clerks are filled in, so they teach nothing: (0.5·0.8 + 1.0·0.0) / 1.5.
    assert means.at[("people", FIRST), "augmentable"] == pytest.approx(0.4 / 1.5)
    assert means.at[("people", SECOND), "augmentable"] == pytest.approx(0.4)
    found = list_hours(SMALL, pd.Series({FIRST: 0.5, SECOND: 1.5}), "text")
    assert found.activities["share"].to_dict() == {SECOND: 0.75, FIRST: 0.25}
    assert found.source_totals.at["people", "augmentable"] == pytest.approx(0.75 * 0.4 + 0.25 * 0.4 / 1.5)
    assert set(found.activities["status"]) == {"predicted"}


def test_every_shipped_occupation_has_whole_hours_and_its_known_reach(world: World) -> None:
    totals = _occupation_reach(world)
    for code in world.occupations.index[::40]:
        found = job_hours(world, pd.Series({code: 1.0}))
        assert found.activities["share"].sum() == pytest.approx(1.0, abs=1e-5)
        assert found.kinds["share"].sum() == pytest.approx(1.0, abs=1e-5)
        shipped = totals.xs(code, level="occupation").loc[found.source_totals.index]
        pd.testing.assert_frame_equal(found.source_totals, shipped, check_names=False, check_index_type=False)
        inside = found.activities[["augmentable", "automatable"]].to_numpy()
        assert np.isfinite(inside).all() and (inside >= 0).all() and (inside <= 1 + 1e-9).all()
        assert found.by_source["status"].notna().all()


CODES = ["11-1021", "15-1252", "43-6014"]


def path(values: object, codes: list[str] | None = None, years: object = None) -> xr.DataArray:
    array = np.asarray(values, dtype=float)
    axes = {"occupation": codes or CODES, "year": range(array.shape[1]) if years is None else years}
    return xr.DataArray(array, dims=("occupation", "year"), coords=axes)


def test_ratios_come_in_the_order_and_length_asked_for_and_what_is_not_there_is_not_taken_as_still() -> None:
    pay, finding = path([[1, 0.9], [1, 1.2], [1, 0.5]]), path([[1, 0.0], [1, 2.0], [1, 1.0]])
    found = MarketPath(pay, finding).ratios(pd.Index(["43-6014", "11-1021"]), 2)
    assert found[0].tolist() == [[1, 1], [0.5, 0.9]]
    assert found[1].tolist() == [[1, 1], [1.0, 0.0]]
    market = MarketPath.still(CODES, 3)
    with pytest.raises(UnknownName, match="no '15-1251'. Nearest: 15-1252"):
        market.ratios(pd.Index(["15-1251", "15-1252"]), 3)
    with pytest.raises(UnknownName, match="2 more are missing"):
        market.ratios(pd.Index([f"99-900{place}" for place in range(7)]), 3)
    with pytest.raises(InvariantError, match="covers 3 years and 4 are asked for"):
        market.ratios(pd.Index(CODES), 4)


def test_every_fault_is_named_at_once() -> None:
    pay = path([[1, 0.0], [1, np.nan], [1, 1]])
    finding = path([[1, -0.1], [1, 1], [1, np.inf]], codes=["11-1021", "11-1021", "43-6014"], years=[1, 2])
    with pytest.raises(InvariantError) as refused:
        MarketPath(pay, finding)
    said = str(refused.value)
    assert "market path, pay: a ratio is missing, infinite or not above 0 for 11-1021, 15-1252" in said
    assert "market path, job_finding: a ratio is missing, infinite or below 0 for 11-1021, 43-6014" in said
    assert "stand more than once: 11-1021" in said and "Count years from 0" in said
    assert len(refused.value.problems) == 4
    still = MarketPath.still(CODES, 2)
    with pytest.raises(InvariantError, match="axes are year, occupation"):
        MarketPath(still.pay.T, still.job_finding)
    with pytest.raises(InvariantError, match="labelled axes"):
        MarketPath(still.pay, still.job_finding.drop_vars("year"))
    with pytest.raises(InvariantError, match="neither of them empty"):
        MarketPath.still([], 2)
    with pytest.raises(InvariantError, match="different labels on the axis occupation"):
        MarketPath(still.pay, MarketPath.still(CODES[::-1], 2).job_finding)
    with pytest.raises(InvariantError, match="different labels on the axis year"):
        MarketPath(still.pay, MarketPath.still(CODES, 3).job_finding)


def shock(**changes: object) -> DemandShock:
    values: dict[str, object] = {
        "change": xr.DataArray([-0.2, 0.1, 0.0], dims="occupation", coords={"occupation": CODES}),
        "compute": 0.02,
        "path": np.array([0.0, 0.4, 1.0]),
        "industries": ("513200",),
    }
    return DemandShock(**{**values, **changes})  # type: ignore[arg-type]


def test_a_shock_may_end_all_work_and_every_fault_of_it_is_named_at_once() -> None:
    assert shock().quarters == 2 and shock(change=shock().change - 0.8).change.min() == -1.0
    axes = {"occupation": ["11-1021", "11-1021", "43-6014"]}
    change = xr.DataArray([-1.1, np.nan, 0.0], dims="occupation", coords=axes)
    with pytest.raises(InvariantError) as refused:
        shock(change=change, compute=-1.0, path=np.array([0.0, 0.5]), industries=())
    said = str(refused.value)
    assert "stand more than once: 11-1021" in said and "below −1 for 11-1021, 11-1021" in said
    assert "compute is -1.0" in said and "not from 0 to 1" in said and "names no industry" in said
    assert len(refused.value.problems) == 5
    with pytest.raises(InvariantError, match="its axes are role"):
        shock(change=xr.DataArray([0.1], dims="role", coords={"role": ["a"]}))


def test_a_result_is_taken_again_where_nothing_that_it_or_one_inside_it_read_differs() -> None:
    reuse, made = Reuse(), []

    def outer(read: Mapping[str, float]) -> float:
        made.append(read["a"])
        return read["a"] + reuse.of("inner", read, lambda all_: 10.0 * all_["b"])

    values = [reuse.of("outer", {"a": a, "b": b}, outer) for a, b in [(1, 1), (1, 1), (1, 2), (2, 2)]]
    assert values == [11.0, 11.0, 21.0, 22.0] and made == [1, 1, 2]


HUMAN, REVIEW, COMPUTE = 361.0, 86.0 / 361.0, 0.76


@pytest.mark.parametrize(("good", "published"), [(0.39, 1.18), (0.709, 1.88), (0.83, 2.44)])
def test_advantage_is_the_published_one(good: float, published: float) -> None:
    assert advantage(HUMAN, good, REVIEW, COMPUTE) == pytest.approx(published, abs=0.005)


def test_automation_beats_augmentation_only_above_review_and_saving() -> None:
    saving, review = 0.2, 0.24
    for good in (0.3, 0.43, 0.45, 0.9):
        automated = automated_cost(100.0, good, review, 0.0)
        assert (automated < augmented_cost(100.0, saving, 0.0)) == (good > review + saving)
