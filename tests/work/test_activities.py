"""The table of activities: a partition into kinds, nested sets, and reasons that the data bear out."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import pytest

from reallocate.work.hours import FAMILIES, KINDS, activities, activity_set, task_weights
from reallocate.work.world import World


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


def test_the_coordination_set_holds_work_that_follows_people() -> None:
    follows_people = {"4.A.2.b.5", "4.A.2.b.6", "4.A.4.a.2", "4.A.4.b.4", "4.A.4.c.2"}
    follows_customers_and_stock = {"4.A.4.c.1", "4.A.4.c.3"}
    assert set(activity_set("coordination", "narrow")) == follows_people
    assert set(activity_set("coordination", "wide")) == follows_people | follows_customers_and_stock
    kinds = activities().loc[sorted(follows_people), "kind"]
    assert set(kinds) == {"managing", "coordinating"}


def test_the_plan_uses_the_narrow_coordination_set(world: World) -> None:
    used = world.activities.index[world.activities["coordination"]]
    assert set(used) == set(activity_set("coordination", "narrow"))


@pytest.mark.parametrize(
    ("industries", "narrow", "wide"),
    [(["000000"], 0.129, 0.192), (["513200", "516200", "518200", "519200"], 0.236, 0.259)],
)
def test_share_of_hours_that_coordinates(world: World, industries: list[str], narrow: float, wide: float) -> None:
    staffing = world.table("staffing").dropna(subset="employment")
    people = staffing[staffing["industry"].isin(industries)].groupby("occupation")["employment"].sum()
    content = world.content.to_pandas().loc[people.index]
    hours = content.mul(people, axis=0).sum() / people.sum()
    assert hours[activity_set("coordination", "narrow")].sum() == pytest.approx(narrow, abs=0.0005)
    assert hours[activity_set("coordination", "wide")].sum() == pytest.approx(wide, abs=0.0005)


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
