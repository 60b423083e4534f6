"""One job's hours, past and pay, its place among others, and what a finished hour costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from reallocate.jobs.history import _exposure_quintiles, job_history
from reallocate.jobs.hours import _reach_means, job_hours, list_hours
from reallocate.jobs.pay import job_pay
from reallocate.kernel.errors import InvariantError, UnknownName
from reallocate.kernel.parameters import Reuse
from reallocate.work.exchange import DemandShock, MarketPath
from reallocate.work.history import history_tables, quintile_growth
from reallocate.work.jobs import _occupation_reach
from reallocate.work.time_saved import advantage, augmented_cost, automated_cost
from reallocate.work.world import World

CHIEF, CLERK = "11-1021", "43-4051"
MIX = pd.Series({CHIEF: 3.0, CLERK: 1.0})


def one(code: str) -> pd.Series:
    return pd.Series({code: 1.0})


def test_several_occupations_add_up_with_independent_errors(world: World) -> None:
    years, *each = (job_history(world, some).years for some in (MIX, one(CHIEF), one(CLERK)))
    for name, weights in (("employment", (1.0, 1.0)), ("wage_mean", (0.75, 0.25))):
        middle = sum(w * other[name] for w, other in zip(weights, each, strict=True))
        np.testing.assert_allclose(years[name], middle)
        end = f"{name.removesuffix('_mean')}_high"
        errors = [w * (other[end] - other[name]) for w, other in zip(weights, each, strict=True)]
        np.testing.assert_allclose(years[end] - years[name], np.hypot(*errors))
    prices = world.table("prices").set_index("month")["index"]
    real = years["wage_mean"] * prices["2025-05"] / prices[[f"{year}-05" for year in years.index]].to_numpy()
    np.testing.assert_allclose(years["wage_real"], real, rtol=0.02)
    growth = job_history(world, one("13-1082"))
    assert growth.years.loc[2017, "status"] == "new" and growth.quintiles["job_before"].isna().all()


def test_fifths_are_those_of_the_verb_that_shows_them_all(world: World) -> None:
    whole = history_tables(world)["history"]
    pd.testing.assert_frame_equal(quintile_growth(world), whole)
    found = _exposure_quintiles(world, one(CLERK))
    rows = whole.set_index(["source", "fifth"])
    for source, row in found.iterrows():
        growth = rows.loc[(source, row["fifth"]), "growth_2022_2025"]
        assert row["fifth_after"] == pytest.approx((1 + growth) ** (1 / 3) - 1)
    assert found.loc["gpt4", "fifth"] == 5, "customer service is among the most exposed by GPT-4's labels"


def test_pay_is_that_of_the_nearest_place_that_released_it(world: World) -> None:
    found = job_pay(world, pd.Series(1.0, index=world.occupations.index), "0010180").pay
    released = world.table("area_employment").dropna(subset="wage_p50").set_index(["area", "occupation"])
    state = found.loc[found["level"] == "state", "place"].iloc[0]
    nearest = [
        next((area for area in ("0010180", state) if (area, code) in released.index), None)
        for code in found.index
    ]
    assert set(found["level"]) == {"metropolitan", "state", "nation"}
    for (code, row), area in zip(found.iterrows(), nearest, strict=True):
        there = world.occupations.loc[code] if area is None else released.loc[(area, code)]
        assert row["wage_p50"] == there["wage_p50"] and (area is None) == (row["level"] == "nation"), code
    with pytest.raises(UnknownName, match="no area with the code '0600'.*Nearest"):
        job_pay(world, one(CLERK), "0600")


def test_a_mix_weighs_hours_before_reach_and_a_list_takes_the_means(world: World) -> None:
    found, *each = (job_hours(world, some) for some in (MIX, one(CHIEF), one(CLERK)))
    shares = [
        weight * other.activities["share"].reindex(found.activities.index, fill_value=0.0)
        for weight, other in zip((0.75, 0.25), each, strict=True)
    ]
    np.testing.assert_allclose(found.activities["share"], sum(shares))
    for name in ("augmentable", "automatable"):
        reached = [
            other.by_source.loc["people", name].reindex(found.activities.index).fillna(0.0) for other in each
        ]
        mean = (shares[0] * reached[0] + shares[1] * reached[1]) / found.activities["share"]
        np.testing.assert_allclose(found.by_source.loc["people", name].loc[mean.index], mean)
        both = [other.source_totals[name] for other in each]
        np.testing.assert_allclose(found.source_totals[name], 0.75 * both[0] + 0.25 * both[1])
    listed, means = (
        list_hours(world, pd.Series({"4.A.2.a.4": 1.0, "4.A.4.a.8": 3.0}), "text"),
        _reach_means(world),
    )
    people = means.loc["people", "augmentable"]
    assert listed.source_totals.at["people", "augmentable"] == pytest.approx(
        0.25 * people["4.A.2.a.4"] + 0.75 * people["4.A.4.a.8"]
    )


def test_every_shipped_occupation_has_whole_hours_and_its_known_reach(world: World) -> None:
    totals = _occupation_reach(world)
    for code in world.occupations.index[::80]:
        found = job_hours(world, one(code))
        assert found.activities["share"].sum() == pytest.approx(1.0, abs=1e-5)
        assert found.kinds["share"].sum() == pytest.approx(1.0, abs=1e-5)
        shipped = totals.xs(code, level="occupation").loc[found.source_totals.index]
        pd.testing.assert_frame_equal(found.source_totals, shipped, check_names=False, check_index_type=False)
        inside = found.activities[["augmentable", "automatable"]].to_numpy()
        assert np.isfinite(inside).all() and (inside >= 0).all() and (inside <= 1 + 1e-9).all()


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
