"""Occupations O*NET does not describe: hybrids from parts, "All Other" from siblings."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.kernel.errors import DataError
from reallocate.work.reach import (
    donors,
    fill_content,
    fill_from_siblings,
    fill_reach,
    fill_values,
    hybrids,
    published,
)

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


def weights(code: str) -> dict[str, float]:
    given = donors(FRAME, DESCRIBED, SPLIT)
    return given[given["occupation"] == code].set_index("donor")["weight"].to_dict()


def test_a_hybrid_takes_its_parts_and_an_all_other_of_the_group_is_none() -> None:
    assert SPLIT.to_dict("list") == {
        "occupation": ["11-1020", "11-1020"],
        "part": ["11-1021", "11-1022"],
        "weight": [0.5, 0.5],
    }
    assert weights("11-1020") == {"11-1021": 0.5, "11-1022": 0.5}


def test_parts_weigh_by_employment_only_where_all_of_it_is_known() -> None:
    known = hybrids(FRAME, DESCRIBED, pd.Series({"11-1021": 30.0, "11-1022": 10.0}))
    assert known["weight"].tolist() == [0.75, 0.25]
    half_known = hybrids(FRAME, DESCRIBED, pd.Series({"11-1021": 30.0}))
    assert half_known["weight"].tolist() == [0.5, 0.5]


def test_all_other_takes_its_broad_groups_siblings_by_employment() -> None:
    assert weights("11-1019") == {"11-1011": 0.25, "11-1012": 0.75}


def test_a_hybrid_sibling_counts_through_its_parts() -> None:
    assert weights("11-1029") == {"11-1021": 0.5, "11-1022": 0.5}


def test_without_siblings_in_the_broad_group_the_minor_group_serves() -> None:
    found = weights("11-1099")
    total = 100 + 300 + 80
    assert found == pytest.approx(
        {"11-1011": 100 / total, "11-1012": 300 / total, "11-1021": 40 / total, "11-1022": 40 / total}
    )


def test_described_occupations_have_no_donors() -> None:
    given = donors(FRAME, DESCRIBED, SPLIT)
    assert set(given["occupation"]) == {"11-1019", "11-1020", "11-1029", "11-1099"}
    assert given.groupby("occupation")["weight"].sum().to_list() == pytest.approx([1.0] * 4)


def test_no_donor_at_all_is_an_error() -> None:
    lonely = FRAME.loc[["11-1099"]]
    with pytest.raises(DataError, match="11-1099"):
        donors(lonely, pd.Index(["22-2222"]), SPLIT.iloc[:0])


def test_content_is_the_weighted_mean() -> None:
    filled = fill_content(CONTENT, donors(FRAME, DESCRIBED, SPLIT)).set_index(["occupation", "activity"])[
        "share"
    ]
    assert filled["11-1020", "a"] == pytest.approx(0.1)
    assert filled["11-1019", "a"] == pytest.approx(0.25 + 0.75 * 0.5)
    assert filled.groupby("occupation").sum().to_list() == pytest.approx([1.0] * 4)


def test_reach_is_weighted_by_the_hours_donors_give() -> None:
    cells = CONTENT[["occupation", "activity"]].assign(
        augmentable=[1.0, 0.0, 1.0, 1.0, 1.0, 0.5], automatable=[0.5, 0.5, 0.0, 0.0, 1.0, 1.0]
    )
    given = donors(FRAME, DESCRIBED, SPLIT)
    filled = fill_reach(CONTENT, cells, given).set_index(["occupation", "activity"])
    assert filled.at[("11-1020", "b"), "augmentable"] == pytest.approx((1.0 + 0.8 * 0.5) / 1.8)
    # The hours reached equal the weighted mean of the donors' hours reached.
    shares = fill_content(CONTENT, given).set_index(["occupation", "activity"])["share"]
    total = (shares * filled["augmentable"]).groupby("occupation").sum()["11-1019"]
    assert total == pytest.approx(0.25 * 1.0 + 0.75 * 0.5)


def test_values_skip_donors_without_one() -> None:
    zones = pd.Series({"11-1011": 5.0, "11-1021": 3.0})
    filled = fill_values(zones, donors(FRAME, DESCRIBED, SPLIT))
    assert filled["11-1019"] == 5.0
    assert filled["11-1020"] == 3.0


def test_a_missing_value_is_its_nearest_siblings_mean_and_never_zero() -> None:
    values = pd.Series({"11-1011": 1.0, "11-1012": 2.0})
    filled = fill_from_siblings(values, FRAME)
    assert filled["11-1012"] == 2.0
    assert filled["11-1019"] == pytest.approx(0.25 * 1.0 + 0.75 * 2.0)
    assert filled["11-1020"] == filled["11-1099"] == pytest.approx(1.75)


def test_codes_find_the_published_occupation() -> None:
    codes = pd.Series(["11-1021.00", "11-1011.03", "22-2222.00"])
    found = published(codes, FRAME.index, SPLIT)
    assert found.iloc[:2].tolist() == ["11-1020", "11-1011"]
    assert found.isna().tolist() == [False, False, True]


def test_the_survey_and_onet(onet: dict[str, pd.DataFrame], survey: pd.DataFrame) -> None:
    described = pd.Index(onet["tasks"]["onet_code"].str[:7].unique())
    split = hybrids(survey, described, NOTHING)
    given = donors(survey, described, split)
    bare = pd.Index(given["occupation"].unique())
    assert len(survey) == 830
    assert len(bare) == 59
    share = survey.loc[bare, "employment"].sum() / survey["employment"].sum()
    assert share == pytest.approx(0.075, abs=0.0005)
    assert split["occupation"].nunique() == 12
    assert split["part"].is_unique
    assert split.set_index("part").at["31-1121", "occupation"] == "31-1120"
