"""A place is meant by a whole name of one of its own cities; several are asked; what is no name matches nothing."""

from __future__ import annotations

import pytest

from reallocate.data.places import areas_meant
from reallocate.data.staffing import area_pay
from reallocate.kernel.errors import UnknownName
from reallocate.work.world import World

ONE = {
    "New London": "Norwich-New London-Willimantic, CT", "Manchester": "Manchester-Nashua, NH",
    "Cambridge": "Boston-Cambridge-Newton, MA-NH", "Birmingham": "Birmingham, AL", "Portland, ME": "Portland-South Portland, ME",
    "Portland OR": "Portland-Vancouver-Hillsboro, OR-WA", "Springfield, Illinois": "Springfield, IL",
    "Columbus, OH": "Columbus, OH", "Columbus Ohio": "Columbus, OH", "Kansas City": "Kansas City, MO-KS",
    "Kansas City, KS": "Kansas City, MO-KS", "Washington, DC": "Washington-Arlington-Alexandria, DC-VA-MD-WV",
    "Washington State": "Washington", "WA": "Washington", "New York, NY": "New York-Newark-Jersey City, NY-NJ",
    "New York City": "New York-Newark-Jersey City, NY-NJ", "State of New York": "New York", "St Louis": "St. Louis, MO-IL",
    "Saint Louis": "St. Louis, MO-IL", "St. Paul": "Minneapolis-St. Paul-Bloomington, MN-WI",
    "Ft Worth": "Dallas-Fort Worth-Arlington, TX", "Dallas-Fort Worth": "Dallas-Fort Worth-Arlington, TX",
    "Winston-Salem": "Winston-Salem, NC", "Salem": "Salem, OR", "Wilkes-Barre": "Scranton--Wilkes-Barre, PA",
    "Nashville": "Nashville-Davidson--Murfreesboro--Franklin, TN", "Honolulu": "Urban Honolulu, HI",
    "Louisville": "Louisville/Jefferson County, KY-IN", "Bayamón": "San Juan-Bayamon-Caguas, PR", "Richmond": "Richmond, VA",
    "Boston metro": "Boston-Cambridge-Newton, MA-NH", "San Jose, California": "San Jose-Sunnyvale-Santa Clara, CA",
    "ohio": "Ohio", "Northwest Alabama": "Northwest Alabama nonmetropolitan area", "Kansas": "Kansas", "Puerto Rico": "Puerto Rico",
    "Boston-Cambridge-Newton, MA-NH": "Boston-Cambridge-Newton, MA-NH", "0014460": "Boston-Cambridge-Newton, MA-NH",
    "D.C.": "District of Columbia", "Wyoming": "Wyoming", "New Orleans": "New Orleans-Metairie, LA",
}  # fmt: skip
SEVERAL = {
    "Portland": 2, "Springfield": 5, "Columbus": 3, "Rome": 2, "Jackson": 3, "Wilmington": 2, "Charleston": 2, "Albany": 3,
    "Rochester": 2, "Burlington": 2, "Washington": 2, "New York": 2,
}  # fmt: skip
NONE = (
    "London", "Manchester, UK", "Birmingham, England", "Paris", "Toronto", "Berlin", "Orleans", "Bern", "Clarke", "Vegas", "Silicon Valley",
    "", "City", "ville", "Portland, TX",
)  # fmt: skip


def titles(world: World, words: str) -> list[str]:
    named = world.table("areas").set_index("area")["title"]
    return [str(named[code]) for code in areas_meant(world, words)]


@pytest.mark.parametrize("words", ONE)
def test_a_whole_name_means_its_area(world: World, words: str) -> None:
    assert titles(world, words) == [ONE[words]]


@pytest.mark.parametrize("words", SEVERAL)
def test_a_name_of_several_states_means_them_all(world: World, words: str) -> None:
    assert len(titles(world, words)) == SEVERAL[words]


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_whole_name_means_nothing(world: World, words: str) -> None:
    assert titles(world, words) == []


def test_errors_say_what_is_covered_and_name_the_states(world: World) -> None:
    with pytest.raises(UnknownName, match="there is no area 'London'.*cover the United States.*New London"):
        area_pay(world, "London", "--area")
    with pytest.raises(UnknownName, match=r"'Portland' matches 2 titles.*Portland-South Portland, ME.*OR-WA"):
        area_pay(world, "Portland", "--area")
