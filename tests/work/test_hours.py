"""Hours of an occupation by activity, who stands in where nobody describes them, and what AI reaches of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from reallocate.data.bundle import load_world
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.errors import DataError
from reallocate.kernel.parameters import Parameters
from reallocate.work.capability import FAST, FAST_IS_TREND, doublings
from reallocate.work.compute import annuity, discount_factor, weight_after, with_years_after
from reallocate.work.firm import titles_apart
from reallocate.work.hours import _FAMILIES, KINDS, activities, activity_set, occupation_content, task_hours
from reallocate.work.panel import middle_ranks, quintile_shares, rank_correlation, weighted_quantiles
from reallocate.work.reach import (
    LABEL_SOURCES,
    activity_means,
    by_quantile,
    complete,
    donors,
    fill_content,
    fill_from_siblings,
    fill_reach,
    fill_values,
    hybrids,
    leave_one_out,
    occupation_scores,
    predict_totals,
    published,
    reach,
    soc_mean,
    spread_over_activities,
    task_reach,
)
from reallocate.work.reach_accuracy import _TASK, _finer_hours
from reallocate.work.task_text import _FIRST, _SMOOTHING, _word_stems, task_reader
from reallocate.work.time_saved import _software_per_million_tokens
from reallocate.work.world import World

TASKS = pd.DataFrame(
    {
        "onet_code": ["11-1111.00", "11-1111.00", "11-1111.01", "22-2222.00"],
        "task_id": [1, 2, 3, 4],
        "type": ["core", "supplemental", "", "core"],
    }
)
LINKS = pd.DataFrame(
    [
        ("11-1111.00", 1, "4.A.1.a.1.I01.D01"),
        ("11-1111.00", 1, "4.A.1.a.1.I02.D09"),
        ("11-1111.00", 1, "4.A.4.b.4.I01.D01"),
        ("11-1111.00", 2, "4.A.4.b.4.I01.D01"),
        ("11-1111.01", 3, "4.A.3.a.1.I01.D01"),
        ("22-2222.00", 4, "4.A.3.a.1.I01.D01"),
    ],
    columns=["onet_code", "task_id", "detailed"],
)
QUARTERS = 12
DAYS = (20.0, 60.0, 88.0, 89.0, 90.0, 131.0, 196.0, 400.0)


def test_content_by_hand() -> None:
    content = occupation_content(task_hours(TASKS, LINKS)).set_index(["occupation", "activity"])["share"]
    # Variant .00: the core task gives 2·(2/3, 1/3), the other 1; of 3. Variant .01 counts as much.
    assert content["11-1111", "4.A.1.a.1"] == pytest.approx(4 / 9 / 2)
    assert content["11-1111", "4.A.4.b.4"] == pytest.approx(5 / 9 / 2)
    assert content["11-1111", "4.A.3.a.1"] == pytest.approx(1 / 2)
    assert content["22-2222", "4.A.3.a.1"] == 1.0


def test_finer_activities_keep_every_tasks_hours() -> None:
    hours = task_hours(TASKS, LINKS)
    finer, by_task = _finer_hours(hours, LINKS), ["occupation", *_TASK]
    assert sorted(finer["activity"].unique()) == sorted(LINKS["detailed"].str.rsplit(".", n=1).str[0].unique())
    kept, had = (one.groupby(by_task)["hours"].sum() for one in (finer, hours))
    pd.testing.assert_series_equal(kept, had, check_exact=False)


@given(st.permutations(range(len(LINKS))), st.permutations(range(len(TASKS))))
def test_the_order_of_rows_is_irrelevant(links: list[int], tasks: list[int]) -> None:
    one = occupation_content(task_hours(TASKS, LINKS))
    other = occupation_content(task_hours(TASKS.iloc[tasks], LINKS.iloc[links]))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.long
def test_content_of_onet_and_a_task_without_an_activity_is_an_error_that_names_the_occupation(
    onet: dict[str, pd.DataFrame],
) -> None:
    with pytest.raises(DataError, match=r"22-2222\.00.*1 tasks have no detailed"):
        task_hours(TASKS, LINKS.iloc[:-1])
    official = onet["activities"].set_index("activity")["title"].sort_index()
    pd.testing.assert_series_equal(activities()["title"].sort_index(), official)
    hours = task_hours(onet["tasks"], onet["task_activities"])
    content = occupation_content(hours)
    assert content["occupation"].nunique() == 798
    assert content["activity"].nunique() == 37
    totals = content.groupby("occupation")["share"].sum()
    assert (totals - 1.0).abs().max() < 1e-12


def test_each_activity_has_one_kind_and_one_family_and_sets_hold_work_that_follows_people(
    world: World,
) -> None:
    table = activities()
    assert len(table) == 37
    assert table.index.is_unique
    assert set(table["kind"]) == set(KINDS)
    assert set(table["family"]) == set(_FAMILIES)
    assert table["reason"].str.len().between(10, 110).all()
    follows_people = {"4.A.2.b.5", "4.A.2.b.6", "4.A.4.a.2", "4.A.4.b.4", "4.A.4.c.2"}
    follows_customers_and_stock = {"4.A.4.c.1", "4.A.4.c.3"}
    assert set(activity_set("coordination", "narrow")) == follows_people
    assert set(activity_set("coordination", "wide")) == follows_people | follows_customers_and_stock
    assert set(table.loc[sorted(follows_people), "kind"]) == {"managing", "coordinating"}
    assert set(world.activities.index[world.activities["coordination"]]) == follows_people
    narrow, wide = activity_set("direction", "narrow"), activity_set("direction", "wide")
    assert narrow.isin(wide).all() and 0 < len(narrow) < len(wide) < 37


ITEMS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 4), st.integers(1, 50)),
    min_size=3,
    max_size=25,
)


@given(ITEMS)
def test_whole_weights_count_an_item_that_often(items: list[tuple[int, int, int, int]]) -> None:
    values, others, weights = (np.array([item[place] for item in items], dtype=float) for place in range(3))
    repeated = np.repeat(np.arange(len(items)), weights.astype(int))
    expanded = pd.DataFrame({"a": values[repeated], "b": others[repeated]})
    ranks = middle_ranks(values, weights)
    assert ranks[repeated] == pytest.approx(expanded["a"].rank().to_numpy() - 0.5)
    found = float(rank_correlation(ranks, middle_ranks(others, weights), weights))
    varied = expanded["a"].nunique() > 1 and expanded["b"].nunique() > 1
    wanted = expanded.corr(method="spearman").loc["a", "b"] if varied else float("nan")
    assert found == pytest.approx(wanted, abs=1e-12, nan_ok=True)


@given(ITEMS, st.randoms())
def test_fifths_hold_a_fifth_each_and_do_not_tell_equals_apart(
    items: list[tuple[int, int, int, int]], random: object
) -> None:
    score, people = (np.array([item[place] for item in items], dtype=float) for place in (0, 3))
    shares = quintile_shares(score, people)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(items)))
    assert people @ shares == pytest.approx(np.full(5, people.sum() / 5))
    for value in set(score):
        assert np.ptp(shares[score == value], axis=0).max() < 1e-12
    order = list(range(len(items)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert quintile_shares(score[order], people[order]) == pytest.approx(shares[order])


def test_fifths_are_sorted_by_score() -> None:
    shares = quintile_shares(np.array([0.9, 0.1, 0.5, 0.3, 0.7]), np.ones(5))
    assert shares.argmax(axis=1).tolist() == [4, 0, 2, 1, 3]
    assert quintile_shares(np.array([1.0, 2.0]), np.array([1.0, 3.0]))[1] == pytest.approx(
        [0, 0.15 / 0.75, *[0.2 / 0.75] * 3]
    )


def test_the_median_counts_weights() -> None:
    assert weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]), (0.5,)) == (2.0,)
    assert weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([5.0, 1.0, 1.0]), (0.5,)) == (3.0,)
    assert weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.0, 0.4, 0.6]), (0.5,)) == (2.0,)


@pytest.mark.parametrize(
    ("scores", "totals", "jobs", "landed"),
    [
        ((9.0, 1.0, 5.0), (0.1, 0.2, 0.6), (10.0, 10.0, 10.0), (0.6, 0.1, 0.2)),
        # Quantiles count jobs, not occupations.
        ((9.0, 1.0, 5.0), (0.9, 0.2, 0.6), (10.0, 980.0, 10.0), (0.9, 0.2, 0.6)),
        # Ties land together.
        ((0.0, 0.0, 5.0), (0.1, 0.3, 0.6), (1.0, 1.0, 1.0), (0.2, 0.2, 0.6)),
    ],
)
def test_the_order_is_the_scores_and_the_scale_is_the_totals(
    scores: tuple[float, ...], totals: tuple[float, ...], jobs: tuple[float, ...], landed: tuple[float, ...]
) -> None:
    given = (pd.Series(values, index=list("opq")) for values in (scores, totals, jobs))
    assert by_quantile(*given).tolist() == pytest.approx(landed)


@given(
    st.lists(st.tuples(st.floats(0.05, 1.0), st.floats(0.0, 1.0)), min_size=1, max_size=6),
    st.floats(0.01, 0.99),
)
def test_cells_add_up_to_the_total_and_keep_the_pattern(
    cells: list[tuple[float, float]], total: float
) -> None:
    hours = np.array([share for share, _ in cells])
    content = pd.DataFrame({"occupation": "o", "share": hours / hours.sum()})
    pattern = pd.Series([reached for _, reached in cells])
    out = spread_over_activities(content, pattern, pd.Series({"o": total}))
    assert out.between(0.0, 1.0).all()
    assert (out * content["share"]).sum() == pytest.approx(total, abs=1e-9)
    below = (out < 1.0) & (pattern > 1e-6)
    if below.sum() > 1:
        scale = out[below] / pattern[below]
        assert scale.max() == pytest.approx(scale.min(), rel=1e-9)
    assert spread_over_activities(content, pattern, pd.Series({"o": 0.0})).max() < 1e-5


FRAME = pd.DataFrame(
    [
        ("11-1011", "Chiefs", 100.0),
        ("11-1012", "Deputies", 300.0),
        ("11-1019", "Leaders, All Other", 50.0),
        ("11-1020", "Buyers", 80.0),
        ("11-1029", "Buyers, All Other", 10.0),
        ("11-1099", "Heads, All Other", 20.0),
    ],
    columns=["occupation", "title", "employment"],
).set_index("occupation")
FRAME["broad_group"] = FRAME.index.str[:6] + "0"
FRAME["minor_group"] = FRAME.index.str[:4] + "000"
FRAME["major_group"] = FRAME.index.str[:2] + "-0000"
DESCRIBED = pd.Index(["11-1011", "11-1012", "11-1021", "11-1022", "22-2222"])
CONTENT = pd.DataFrame(
    [
        ("11-1011", "a", 1.0),
        ("11-1012", "a", 0.5),
        ("11-1012", "b", 0.5),
        ("11-1021", "b", 1.0),
        ("11-1022", "a", 0.2),
        ("11-1022", "b", 0.8),
    ],
    columns=["occupation", "activity", "share"],
)
NOTHING = pd.Series(dtype="float64")
SPLIT = hybrids(FRAME, DESCRIBED, NOTHING)


def test_a_hybrid_takes_its_parts_by_employment_only_where_all_of_it_is_known() -> None:
    assert SPLIT["part"].tolist() == ["11-1021", "11-1022"] and SPLIT["weight"].tolist() == [0.5, 0.5]
    assert SPLIT["occupation"].tolist() == ["11-1020", "11-1020"]
    known = hybrids(FRAME, DESCRIBED, pd.Series({"11-1021": 30.0, "11-1022": 10.0}))
    assert known["weight"].tolist() == [0.75, 0.25]
    half_known = hybrids(FRAME, DESCRIBED, pd.Series({"11-1021": 30.0}))
    assert half_known["weight"].tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("11-1020", {"11-1021": 0.5, "11-1022": 0.5}),
        # All other: the siblings of its broad group by employment; a hybrid sibling through its parts.
        ("11-1019", {"11-1011": 0.25, "11-1012": 0.75}),
        ("11-1029", {"11-1021": 0.5, "11-1022": 0.5}),
        # Without siblings in the broad group: those of the minor group.
        ("11-1099", {"11-1011": 100 / 480, "11-1012": 300 / 480, "11-1021": 40 / 480, "11-1022": 40 / 480}),
    ],
)
def test_who_stands_in_for_an_occupation_without_tasks(code: str, wanted: dict[str, float]) -> None:
    found = donors(FRAME, DESCRIBED, SPLIT)
    assert set(found["occupation"]) == {"11-1019", "11-1020", "11-1029", "11-1099"}
    weights = found[found["occupation"] == code].set_index("donor")["weight"]
    assert weights.to_dict() == pytest.approx(wanted)
    with pytest.raises(DataError, match="11-1099"):
        donors(FRAME.loc[["11-1099"]], pd.Index(["22-2222"]), SPLIT.iloc[:0])


def test_content_is_the_weighted_mean_and_reach_is_weighted_by_the_hours_donors_give() -> None:
    cells = CONTENT[["occupation", "activity"]].assign(
        augmentable=[1.0, 0.0, 1.0, 1.0, 1.0, 0.5], automatable=[0.5, 0.5, 0.0, 0.0, 1.0, 1.0]
    )
    given = donors(FRAME, DESCRIBED, SPLIT)
    filled = fill_reach(CONTENT, cells, given).set_index(["occupation", "activity"])
    assert filled.at[("11-1020", "b"), "augmentable"] == pytest.approx((1.0 + 0.8 * 0.5) / 1.8)
    # The hours reached equal the weighted mean of the donors' hours reached.
    shares = fill_content(CONTENT, given).set_index(["occupation", "activity"])["share"]
    assert shares["11-1020", "a"] == pytest.approx(0.1)
    assert shares["11-1019", "a"] == pytest.approx(0.25 + 0.75 * 0.5)
    assert shares.groupby("occupation").sum().to_list() == pytest.approx([1.0] * 4)
    total = (shares * filled["augmentable"]).groupby("occupation").sum()["11-1019"]
    assert total == pytest.approx(0.25 * 1.0 + 0.75 * 0.5)


def test_a_missing_value_is_that_of_donors_or_its_nearest_siblings_mean_and_never_zero() -> None:
    zones = pd.Series({"11-1011": 5.0, "11-1021": 3.0})
    filled = fill_values(zones, donors(FRAME, DESCRIBED, SPLIT))
    assert (filled["11-1019"], filled["11-1020"]) == (5.0, 3.0), "donors without a value are skipped"
    values = pd.Series({"11-1011": 1.0, "11-1012": 2.0})
    filled = fill_from_siblings(values, FRAME)
    assert filled["11-1012"] == 2.0
    assert filled["11-1019"] == pytest.approx(0.25 * 1.0 + 0.75 * 2.0)
    assert filled["11-1020"] == filled["11-1099"] == pytest.approx(1.75)
    codes = pd.Series(["11-1021.00", "11-1011.03", "22-2222.00"])
    found = published(codes, FRAME.index, SPLIT)
    assert found.iloc[:2].tolist() == ["11-1020", "11-1011"]
    assert found.isna().tolist() == [False, False, True]


def test_a_dollar_later_is_worth_less_and_an_annuity_is_the_sum_of_its_payments() -> None:
    assert discount_factor(0.08, 1.0) == pytest.approx(1 / 1.08)
    assert discount_factor(0.08, 0.5) == pytest.approx(1 / 1.08**0.5)
    assert discount_factor(0.08, np.array([0.0, 2.0])) == pytest.approx([1.0, 1 / 1.1664])
    assert discount_factor(0.0, 7.0) == 1.0
    assert annuity(0.08, 3.0) == pytest.approx(1 / 1.08 + 1 / 1.08**2 + 1 / 1.08**3)
    assert annuity(0.08, 0.0) == 0.0
    assert annuity(0.0, 4.0) == 4.0 and annuity(1e-9, 4.0) == pytest.approx(4.0)
    # The last quarter alone stands for the years after the plan.
    assert weight_after(0.9, 2.5) == pytest.approx(0.9 * 2.5 * 4)
    discount = np.array([0.99, 0.97, 0.95])
    assert with_years_after(discount, 9.0) == pytest.approx([0.99, 0.97, 9.95])


def employed(world: World, *industries: str) -> pd.Series:
    """People by occupation, in the nation or in some industries."""
    nation = world.occupations["employment"]
    if not industries:
        return nation
    staff = world.table("staffing").dropna(subset="employment")
    people = staff[staff["industry"].isin(industries)].groupby("occupation")["employment"].sum()
    return people.reindex(nation.index, fill_value=0)


def hours(world: World, people: pd.Series) -> xr.DataArray:
    """Hours of these people by occupation and activity."""
    return world.content * xr.DataArray.from_series(people)


def by_activity(world: World, people: pd.Series) -> pd.Series:
    """Share of each activity in all hours of these people [%]."""
    total = hours(world, people).sum("occupation").to_series()
    return 100 * total / total.sum()


def test_kinds_of_work(world: World) -> None:
    shares = by_activity(world, employed(world)).groupby(world.activities["kind"]).sum().round()
    assert shares.to_dict() == {
        "managing": 9, "coordinating": 12, "routine analysis": 16, "specialist": 32, "hands-on": 32,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "width", "everywhere", "in_technology"),
    [
        ("coordination", "narrow", 12.9, 23.6),
        ("coordination", "wide", 19.2, 25.9),
        ("direction", "narrow", 8.6, 16.6),
        ("direction", "wide", 30.0, 42.2),
    ],
)
def test_coordination_and_direction(
    world: World, name: str, width: str, everywhere: float, in_technology: float
) -> None:
    technology = ("513200", "516200", "518200", "519200")
    chosen = activity_set(name, width)
    for people, share in ((employed(world), everywhere), (employed(world, *technology), in_technology)):
        assert round(by_activity(world, people)[chosen].sum(), 1) == share


LABELS = pd.DataFrame(
    {
        "onet_code": ["11-1111.00"] * 3 + ["11-1111.01"],
        "task_id": [1, 2, 3, 4],
        "type": ["core", "", "supplemental", "core"],
        "people_exposure": ["E1", "E2", "E0", "E1"],
        "gpt4_exposure": ["E0", "E2", "E2", "E1"],
        "gpt4_automation": ["T3", "T4", "T2", "T0"],
    }
)
HOURS = pd.DataFrame(
    [
        ("11-1111", "11-1111.00", 1, "a", 0.2),
        ("11-1111", "11-1111.00", 2, "a", 0.1),
        ("11-1111", "11-1111.00", 2, "b", 0.1),
        ("11-1111", "11-1111.01", 4, "b", 0.4),
        ("11-1111", "11-1111.01", 9, "b", 0.1),
        ("11-1111", "11-1111.01", 9, "c", 0.1),
    ],
    columns=["occupation", "onet_code", "task_id", "activity", "hours"],
)
BY_NAME = {source.name: source for source in LABEL_SOURCES}


def test_exposure_and_automation_are_not_mixed() -> None:
    tasks = task_reach(LABELS, BY_NAME["people"])
    assert tasks["augmentable"].tolist() == [1, 1, 0, 1]
    assert tasks["automatable"].tolist() == [1, 1, 0, 0]
    direct = task_reach(LABELS, BY_NAME["people-direct"])
    assert direct["augmentable"].tolist() == [1, 1, 0, 1]
    assert direct["automatable"].tolist() == [1, 0, 0, 0]


def test_reach_counts_labelled_hours_only_and_leaves_unlabelled_cells_out() -> None:
    cells = reach(HOURS, task_reach(LABELS, BY_NAME["gpt4"])).set_index("activity")
    assert cells.index.tolist() == ["a", "b"]
    assert cells.at["a", "augmentable"] == pytest.approx(1 / 3)
    assert cells.at["a", "automatable"] == pytest.approx(1.0)
    assert cells.at["b", "augmentable"] == pytest.approx(1.0)
    assert cells.at["b", "automatable"] == pytest.approx(0.1 / 0.5)


def test_scores_by_hand() -> None:
    scores = occupation_scores(LABELS).loc["11-1111.00"]
    assert scores["people_alpha"] == pytest.approx(2 / 4)
    assert scores["people_beta"] == pytest.approx(2.5 / 4)
    assert scores["gpt4_zeta"] == pytest.approx(2 / 4)
    scores = pd.DataFrame({"x": [0.0, 1.0, 0.4]}, index=["11-1111.00", "11-1111.01", "22-2222.00"])
    assert soc_mean(scores)["x"].to_dict() == {"11-1111": 0.5, "22-2222": 0.4}


def test_scores_equal_the_published_ones(labelled: dict[str, pd.DataFrame]) -> None:
    """Eloundou et al. 2023: all 923 occupations, six scores each; people and GPT-4 disagree as published."""
    published = labelled["published"].set_index("onet_code")
    scores = occupation_scores(labelled["labels"])[published.columns]
    assert len(published) == 923
    assert scores.index.sort_values().equals(published.index.sort_values())
    assert (scores.loc[published.index] - published).abs().max().max() < 1e-12
    assert scores["people_alpha"].corr(scores["gpt4_alpha"]) == pytest.approx(0.44, abs=0.006)
    assert scores["people_beta"].corr(scores["gpt4_beta"]) == pytest.approx(0.88, abs=0.005)


HOURS_OF_THREE = pd.DataFrame(
    [("o", "a", 0.5), ("o", "b", 0.5), ("p", "a", 1.0), ("q", "a", 0.25), ("q", "b", 0.5), ("q", "c", 0.25)],
    columns=["occupation", "activity", "share"],
)
CELLS = pd.DataFrame(
    [("o", "a", 1.0), ("o", "b", 0.0), ("p", "a", 0.25), ("q", "b", 0.5), ("q", "c", 1.0)],
    columns=["occupation", "activity", "x"],
)


def test_means_weigh_by_hours_and_a_cell_nobody_rated_takes_the_mean_and_says_so() -> None:
    means = activity_means(HOURS_OF_THREE, CELLS, ["x"])
    assert means["x"].to_dict() == pytest.approx({"a": 0.5, "b": 0.25, "c": 1.0})
    rows = [("mine", "a", 0.2), ("mine", "b", 0.8), ("unknown", "z", 1.0)]
    listed = predict_totals(pd.DataFrame(rows, columns=HOURS_OF_THREE.columns), means)["x"]
    assert listed["mine"] == pytest.approx(0.2 * 0.5 + 0.8 * 0.25) and np.isnan(listed["unknown"])
    whole = complete(HOURS_OF_THREE, CELLS, ["x"]).set_index(["occupation", "activity"])
    assert whole.loc[("q", "a")].tolist() == [0.5, "predicted"]
    assert whole.loc[("o", "a")].tolist() == [1.0, "observed"]
    assert whole["status"].eq("predicted").sum() == 1


def test_leaving_one_out_equals_doing_it_one_by_one() -> None:
    fast = leave_one_out(HOURS_OF_THREE, CELLS, ["x"])["x"]
    for code in ("o", "p"):
        means = activity_means(
            HOURS_OF_THREE[HOURS_OF_THREE["occupation"] != code], CELLS[CELLS["occupation"] != code], ["x"]
        )
        own = HOURS_OF_THREE[HOURS_OF_THREE["occupation"] == code]
        assert fast[code] == pytest.approx(predict_totals(own, means).at[code, "x"])
    # Activity c occurs in q alone, so that nothing predicts it, and q's own a is unrated.
    assert fast["q"] == pytest.approx(0.0)


def test_forms_of_a_word_are_one_and_the_first_word_that_tells_something_is_marked() -> None:
    for forms in ("plan plans planned planning", "study studies studied studying", "sell sells selling"):
        assert len({_word_stems(form) for form in forms.split()}) == 1
    assert _word_stems("I am planning the plans of all") == {"plan", _FIRST + "plan"}
    assert _word_stems("We use it!") == frozenset()
    assert _word_stems("Budgets: PLAN") == {"budget", "plan", _FIRST + "budget"}


def test_shares_are_those_of_bayes_by_hand() -> None:
    counts = pd.DataFrame(
        [("cook", "a", 3.0), ("writ", "b", 2.0), ("report", "b", 1.5), ("report", "a", 0.5)],
        columns=["word", "activity", "tasks"],
    )
    activities = pd.Index(["a", "b"])
    reader = task_reader(counts, activities)
    total, words = {"a": 3.5, "b": 3.5}, 3
    likelihood = {}
    for activity, number in (("a", {"report": 0.5, "writ": 0.0}), ("b", {"report": 1.5, "writ": 2.0})):
        each = [
            (number[word] + _SMOOTHING) / (total[activity] + _SMOOTHING * words)
            for word in ("report", "writ")
        ]
        likelihood[activity] = math.prod(each)
    found = reader.shares(["Write a report on elephants"]).loc[0]
    assert found["a"] == pytest.approx(likelihood["a"] / sum(likelihood.values()))
    assert found.sum() == pytest.approx(1.0)
    # A task without known words has the prior.
    reader = task_reader(counts.assign(tasks=[6.0, 1.0, 0.5, 0.0]), activities)
    found = reader.shares(["Ride elephants"]).loc[0]
    assert found["a"] == pytest.approx((6 + _SMOOTHING) / (7.5 + 2 * _SMOOTHING))


def test_a_plan_s_hourly_price_is_the_market_s_at_the_tokens_of_today() -> None:
    p = Parameters.default()
    by_token = _software_per_million_tokens(p)
    assert by_token == pytest.approx(3.15)
    assert p["software_per_augmented_hour"] == pytest.approx(1.2 * by_token)
    assert p["software_per_automated_hour"] == pytest.approx(1.8 * by_token)


def grown(scenario: str, days: float) -> np.ndarray:
    return doublings(Parameters({"doubling_days": days}), scenario, QUARTERS)


@pytest.mark.parametrize("scenario", ["trend", "fast", "plateau", "reversal"])
def test_a_longer_doubling_time_is_never_faster(scenario: str) -> None:
    paths = np.array([grown(scenario, days) for days in DAYS])
    assert (np.diff(paths, axis=0) <= 0).all()
    assert (np.diff(paths, axis=0)[:, 1] < 0).all()
    assert scenario != "fast" or (paths[:, 1:] > [grown("trend", days)[1:] for days in DAYS]).all()


def test_at_the_published_doubling_time_fast_is_the_published_reading_since_2024() -> None:
    days = Parameters.default()["doubling_days"]
    assert days == 131
    assert grown("fast", days)[1] == pytest.approx(365.25 / 4 / 89)
    assert grown("fast", 196.0)[1] == pytest.approx(365.25 / 4 / 131, rel=0.02), "since 2023, seen from 2019"


@pytest.mark.long
def test_fast_capability_is_as_trend_while_reach_does_not_widen() -> None:
    """The sentence that is printed where it is chosen: positions to 1%, a firm's saving to 2%."""
    world = load_world()
    setting = prepare(world, scenario_from_flags(["541600"], 1_200.0)).setting
    found = {}
    for capability in ("trend", FAST, "plateau"):
        inputs = setting.inputs(replace(free_options(setting.options), capability=capability))
        base, plan = baseline(inputs), solve(inputs, choose=False).outcome
        found[capability] = (plan.positions[-1], base.objective - plan.objective)
    trend, fast, plateau = found["trend"], found[FAST], found["plateau"]
    assert fast[0] == pytest.approx(trend[0], rel=0.01) and fast[1] == pytest.approx(trend[1], rel=0.02)
    assert abs(plateau[0] / trend[0] - 1) > 0.005
    assert "to 1% of the figure" in FAST_IS_TREND and "saving to 2%" in FAST_IS_TREND


def test_only_what_the_id_tells_apart_is_in_the_title() -> None:
    rows = [("Clerks", "Claims", "New  York"), ("Clerks", "", "Omaha"), ("Nurses", "Care", "Omaha")]
    ids = ["43-9061/claims@new york", "43-9061@omaha", "29-1141"]
    roles = pd.DataFrame(rows, columns=["title", "department", "location"], index=ids)
    assert titles_apart(roles).to_list() == ["Clerks (Claims, New  York)", "Clerks (Omaha)", "Nurses"]
    assert titles_apart(roles[["title"]]).to_list() == ["Clerks", "Clerks", "Nurses"]
