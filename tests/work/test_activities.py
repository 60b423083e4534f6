"""The table of activities: a partition into kinds, nested sets, and reasons that the data bear out."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import pytest

from reallocate.work.activities import FAMILIES, KINDS, activities, activity_set
from reallocate.work.content import task_weights


def test_each_of_the_37_activities_has_one_kind_and_one_family() -> None:
    table = activities()
    assert len(table) == 37
    assert table.index.is_unique
    assert set(table["kind"]) == set(KINDS)
    assert set(table["family"]) == set(FAMILIES)
    assert table["reason"].str.len().between(10, 110).all()


@pytest.mark.parametrize("name", ["coordination", "direction"])
def test_the_narrow_set_lies_within_the_wide_one(name: Literal["coordination", "direction"]) -> None:
    narrow, wide = activity_set(name, "narrow"), activity_set(name, "wide")
    assert narrow.isin(wide).all()
    assert 0 < len(narrow) < len(wide) < 37


def test_the_narrow_coordination_set_is_the_coordinating_kind() -> None:
    table = activities()
    assert set(activity_set("coordination", "narrow")) == set(table.index[table["kind"] == "coordinating"])


def test_titles_and_codes_are_those_of_onet(onet: dict[str, pd.DataFrame]) -> None:
    official = onet["activities"].set_index("activity")["title"].sort_index()
    pd.testing.assert_series_equal(activities()["title"].sort_index(), official)


@pytest.fixture(scope="module")
def hours_by_intermediate(onet: dict[str, pd.DataFrame], survey: pd.DataFrame) -> pd.Series:
    """(intermediate activity) hours of all jobs, employment-weighted."""
    keys = ["onet_code", "task_id"]
    linked = onet["task_activities"].merge(onet["tasks"].assign(weight=task_weights(onet["tasks"])), on=keys)
    linked["weight"] /= linked.groupby(keys)["detailed"].transform("size")
    linked["weight"] /= linked.groupby("onet_code")["weight"].transform("sum")
    soc = linked["onet_code"].str[:7]
    linked["weight"] /= linked["onet_code"].groupby(soc).transform("nunique")
    linked["weight"] *= soc.map(survey["employment"]).fillna(0.0)
    return linked.groupby(linked["detailed"].str[:13])["weight"].sum()


@pytest.mark.parametrize(
    ("activity", "intermediate", "stated"),
    [
        ("4.A.1.b.1", ["I01"], 59),
        ("4.A.2.b.1", ["I03", "I05"], 4),
        ("4.A.3.b.1", ["I01", "I02", "I03", "I04"], 42),
        ("4.A.3.b.1", ["I06"], 38),
        ("4.A.4.a.7", ["I03"], 13),
        ("4.A.4.b.5", ["I02"], 83),
        ("4.A.4.c.1", ["I03"], 61),
    ],
)
def test_shares_stated_in_the_reasons(
    hours_by_intermediate: pd.Series, activity: str, intermediate: list[str], stated: int
) -> None:
    assert f"{stated}%" in activities().at[activity, "reason"]
    inside = hours_by_intermediate[hours_by_intermediate.index.str.startswith(activity + ".")]
    found = inside[[f"{activity}.{name}" for name in intermediate]].sum() / inside.sum()
    assert round(100 * found) == stated
