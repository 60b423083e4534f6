"""Hours of an occupation by activity, who stands in where nobody describes them, and what AI reaches of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden_pages import Goldens, kept_tables, whole_tables

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
from reallocate.work.task_text import _FIRST, _word_stems, task_reader
from reallocate.work.time_saved import _software_per_million_tokens
from reallocate.work.world import World

KEPT = kept_tables(Path(__file__).with_name("small_work.csv"))
TASKS, LINKS, CONTENT, LABELS = KEPT["tasks"].fillna({"type": ""}), KEPT["links"], KEPT["content"], KEPT["labels"].fillna({"type": ""})
OF_THREE, REACH_OF_THREE = KEPT["hours of three"], KEPT["reach of three"]
FRAME = KEPT["frame"].set_index("occupation")
FRAME = FRAME.assign(**{f"{group}_group": FRAME.index.str[:digits] + end for group, digits, end in (("broad", 6, "0"), ("minor", 4, "000"), ("major", 2, "-0000"))})
DESCRIBED = pd.Index(["11-1011", "11-1012", "11-1021", "11-1022", "22-2222"])
NOTHING = pd.Series(dtype="float64")
SPLIT = hybrids(FRAME, DESCRIBED, NOTHING)
BY_NAME = {source.name: source for source in LABEL_SOURCES}
QUARTERS = 12
DAYS = (20.0, 60.0, 88.0, 89.0, 90.0, 131.0, 196.0, 400.0)


def of_donors() -> dict[str, pd.DataFrame]:
    """Two core tasks weigh 2 to 1: of .00 4/9 and 5/9, and .01 counts as much. A hybrid takes its parts by employment only where all of it
    is known, "all other" the siblings of its broad group by employment, else those of its minor group; reach is weighted by the hours
    that donors give, (1 + 0.8 · 0.5)/1.8 of b; a missing value is its donors' or its nearest siblings' mean, (100 · 1 + 300 · 2)/400."""
    given = donors(FRAME, DESCRIBED, SPLIT)
    zones, values = pd.Series({"11-1011": 5.0, "11-1021": 3.0}), pd.Series({"11-1011": 1.0, "11-1012": 2.0})
    codes = pd.Series(["11-1021.00", "11-1011.03", "22-2222.00"])
    columns = ["occupation", "activity"]
    return {
        "content": occupation_content(task_hours(TASKS, LINKS)),
        "parts, of which employment is unknown": SPLIT, "known": hybrids(FRAME, DESCRIBED, pd.Series({"11-1021": 30.0, "11-1022": 10.0})),
        "half known": hybrids(FRAME, DESCRIBED, pd.Series({"11-1021": 30.0})), "donors": given,
        "content filled": fill_content(CONTENT[[*columns, "share"]], given),
        "reach filled": fill_reach(CONTENT[[*columns, "share"]], CONTENT.drop(columns="share"), given),
        "values of donors": fill_values(zones, given).rename("value").reset_index(),
        "values of siblings": fill_from_siblings(values, FRAME).rename("value").reset_index(),
        "published as": pd.DataFrame({"code": codes, "occupation": published(codes, FRAME.index, SPLIT)}),
    }  # fmt: skip


def of_labels() -> dict[str, pd.DataFrame]:
    """Exposure and automation are not mixed; only labelled hours count: of a 0.1/0.3, of b 0.1/0.5 alone; alpha, beta and zeta are
    2/4, 2.5/4 and 2/4, as supplemental tasks weigh half of core ones."""
    people, direct, gpt4 = (task_reach(LABELS, BY_NAME[name]) for name in ("people", "people-direct", "gpt4"))
    variants = pd.DataFrame({"x": [0.0, 1.0, 0.4]}, index=pd.Index(["11-1111.00", "11-1111.01", "22-2222.00"], name="code"))
    return {
        "people": people.reset_index(drop=True), "people, direct": direct.reset_index(drop=True), "reach": reach(KEPT["hours"], gpt4),
        "scores": occupation_scores(LABELS).reset_index(), "mean of variants": soc_mean(variants).reset_index(),
    }  # fmt: skip


def of_means() -> dict[str, pd.DataFrame]:
    """Means weigh by hours; a cell nobody rated takes the mean and says so. The order is the scores' and the scale the totals', by jobs, and
    ties land together; fifths hold a fifth each. Of "write a report" Bayes takes the product of (count + s)/(3.5 + 3 s) by activity,
    and of unknown words the prior, (6 + s)/(7.5 + 2 s)."""
    means, scored = activity_means(OF_THREE, REACH_OF_THREE, ["x"]), KEPT["scored"].set_index("occupation")
    told = ["Write a report on elephants", "Ride elephants"]
    priors = task_reader(KEPT["words"].assign(tasks=[6.0, 1.0, 0.5, 0.0]), pd.Index(["a", "b"]))
    landed = {
        "alike": by_quantile(scored["score"], scored["total"], scored["jobs"]),
        "by jobs": by_quantile(scored["score"], scored["total"].mask(scored["total"].eq(0.1), 0.9), scored["jobs"].where(scored["score"].ne(1), 980)),
        "ties": by_quantile(scored["score"].where(scored["score"].eq(5), 0), scored["total"].mask(scored["total"].eq(0.2), 0.3), scored["jobs"]),
    }
    fifths = [*quintile_shares(np.array([0.9, 0.1, 0.5, 0.3, 0.7]), np.ones(5)), *quintile_shares(np.array([1.0, 2.0]), np.array([1.0, 3.0]))]
    return {
        "means": means.reset_index(), "predicted": predict_totals(KEPT["listed"], means).reset_index(),
        "whole": complete(OF_THREE, REACH_OF_THREE, ["x"]), "landed": pd.DataFrame(landed).reset_index(), "fifths": pd.DataFrame(fifths).round(9),
        "medians": pd.DataFrame([weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array(w), (0.5,)) for w in ([1, 1, 1.0], [5, 1, 1.0], [0, 0.4, 0.6])]),
        "read": task_reader(KEPT["words"], pd.Index(["a", "b"])).shares(told), "read by the prior": priors.shares(told),
    }  # fmt: skip


@pytest.mark.parametrize("make", [of_donors, of_labels, of_means])
def test_small_work_gives_the_tables_that_are_kept(make: Callable[[], dict[str, pd.DataFrame]], golden: Goldens) -> None:
    golden(f"work/small_{make.__name__}", whole_tables(make()))


def test_an_occupation_that_nobody_stands_in_for_is_named_and_finer_activities_keep_all_hours() -> None:
    with pytest.raises(DataError, match="11-1099"):
        donors(FRAME.loc[["11-1099"]], pd.Index(["22-2222"]), SPLIT.iloc[:0])
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


def test_a_dollar_later_is_worth_less_and_a_plan_s_hourly_price_is_that_of_the_tokens_of_today() -> None:
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
    p = Parameters.default()
    by_token = _software_per_million_tokens(p)
    assert by_token == pytest.approx(3.15)
    assert p["software_per_augmented_hour"] == pytest.approx(1.2 * by_token)
    assert p["software_per_automated_hour"] == pytest.approx(1.8 * by_token)


TECHNOLOGY = ("513200", "516200", "518200", "519200")
SETS = [(name, width) for name in ("coordination", "direction") for width in ("narrow", "wide")]


def test_kinds_of_work_and_sets_have_the_shares_that_are_kept(world: World, golden: Goldens) -> None:
    """[% of hours] In the nation and in technology."""
    staff = world.table("staffing").dropna(subset="employment")
    technology = staff[staff["industry"].isin(TECHNOLOGY)].groupby("occupation")["employment"].sum()
    told = []
    for where, people in (("nation", world.occupations["employment"]), ("technology", technology)):
        people = people.reindex(world.occupations.index, fill_value=0)
        hours = world.content.mul(people, axis=0).sum()
        shares = 100 * hours / hours.sum()
        told += [f"{where} {kind}: {share:.1f}" for kind, share in shares.groupby(world.activities["kind"]).sum().items()]
        told += [f"{where} {name}, {width}: {shares[activity_set(name, width)].sum():.1f}" for name, width in SETS]
    golden("work/shares", "\n".join(told))


def test_scores_equal_the_published_ones(labelled: dict[str, pd.DataFrame]) -> None:
    """Eloundou et al. 2023: all 923 occupations, six scores each; people and GPT-4 disagree as published."""
    published = labelled["published"].set_index("onet_code")
    scores = occupation_scores(labelled["labels"])[published.columns]
    assert len(published) == 923
    assert scores.index.sort_values().equals(published.index.sort_values())
    assert (scores.loc[published.index] - published).abs().max().max() < 1e-12
    assert scores["people_alpha"].corr(scores["gpt4_alpha"]) == pytest.approx(0.44, abs=0.006)
    assert scores["people_beta"].corr(scores["gpt4_beta"]) == pytest.approx(0.88, abs=0.005)


def test_leaving_one_out_equals_doing_it_one_by_one() -> None:
    fast = leave_one_out(OF_THREE, REACH_OF_THREE, ["x"])["x"]
    for code in ("o", "p"):
        means = activity_means(
            OF_THREE[OF_THREE["occupation"] != code], REACH_OF_THREE[REACH_OF_THREE["occupation"] != code], ["x"]
        )
        own = OF_THREE[OF_THREE["occupation"] == code]
        assert fast[code] == pytest.approx(predict_totals(own, means).at[code, "x"])
    # Activity c occurs in q alone, so that nothing predicts it, and q's own a is unrated.
    assert fast["q"] == pytest.approx(0.0)


def test_forms_of_a_word_are_one_and_the_first_word_that_tells_something_is_marked() -> None:
    for forms in ("plan plans planned planning", "study studies studied studying", "sell sells selling"):
        assert len({_word_stems(form) for form in forms.split()}) == 1
    assert _word_stems("I am planning the plans of all") == {"plan", _FIRST + "plan"}
    assert _word_stems("We use it!") == frozenset()
    assert _word_stems("Budgets: PLAN") == {"budget", "plan", _FIRST + "budget"}


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
