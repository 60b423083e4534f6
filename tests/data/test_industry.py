"""Industries are found by code or by words, and never guessed."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.worlds import INDUSTRIES

from reallocate.data.frames import SUCCESSORS
from reallocate.data.industries import find_industries
from reallocate.kernel.errors import UnknownName
from reallocate.work.world import World

TABLE = pd.DataFrame(
    INDUSTRIES, columns=["industry", "naics", "title", "level", "employment", "suppressed_share"]
)


def codes(*names: str) -> list[str]:
    return [industry.code for industry in find_industries(names, TABLE)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("524100", "524100"),
        ("5241", "524100"),
        ("524", "524000"),
        ("insurance carriers", "524100"),
        ("Insurance Carrier", "524100"),
        ("software", "513200"),
        ("000000", "000000"),
    ],
)
def test_codes_and_words_of_titles_are_found(asked: str, found: str) -> None:
    assert codes(asked) == [found]


def test_several_codes_may_stand_in_one_text_and_come_sorted_and_once() -> None:
    assert codes("524100, 513200", "5241") == ["513200", "524100"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("insurance", "matches 2 titles"),
        ("banks", "only part of a title"),
        ("banks", "521100"),
        ("insurence carriers", "Nearest: 524100 Insurance Carriers"),
        ("524999", "Nearest: 524000"),
        ("xyzzy", "there is no industry 'xyzzy'"),
    ],
)
def test_what_is_unsure_is_an_error_that_shows_the_nearest(asked: str, said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        codes(asked)


@pytest.mark.parametrize(
    ("asked", "newer"),
    [
        ("511210", ["513200 Software Publishers"]),
        ("446110", ["456100 Health and Personal Care Retailers"]),
        ("451", ["459100 Sporting Goods, Hobby, and Musical Instrument Retailers", "459200 Book Retailers"]),
        # No pattern of 4595 alone is published; the smallest group that holds it stands in.
        ("453310", ["459000 Sporting Goods, Hobby, Musical Instrument, Book, and Miscellaneous Retailers"]),
    ],
)
def test_a_code_of_naics_2017_that_split_or_is_not_published_is_refused_with_those_of_2022(
    world: World, asked: str, newer: list[str]
) -> None:
    with pytest.raises(UnknownName) as caught:
        find_industries([asked], world.table("industries"))
    (problem,) = caught.value.problems
    assert problem.what.startswith(f"{asked} is a code of NAICS 2017")
    assert all(name in problem.remedy for name in newer)


@pytest.mark.parametrize(("asked", "code"), [("511200", "513200"), ("5112", "513200"), ("515", "516000")])
def test_a_code_of_naics_2017_that_was_only_renamed_is_read_as_that_of_2022(
    world: World, asked: str, code: str
) -> None:
    (found,) = find_industries([asked], world.table("industries"))
    assert found.code == code and found.is_renamed and found.asked == asked


def test_every_successor_of_a_2017_code_is_published_and_no_2017_code_is(world: World) -> None:
    """A slip in the table would send a user to an industry that does not exist."""
    naics = set(world.table("industries")["naics"])
    assert not naics & set(SUCCESSORS)
    without = {new for group in SUCCESSORS.values() for new in group} - naics
    assert without == {"4594", "4595", "5171"}, "these are published only within a larger group"


def test_all_unknown_names_are_told_at_once() -> None:
    with pytest.raises(UnknownName) as caught:
        codes("banks", "xyzzy")
    assert len(caught.value.problems) == 2


def test_an_industry_within_another_would_count_its_people_twice() -> None:
    with pytest.raises(UnknownName, match="513200 Software Publishers lies within 513000"):
        codes("513000", "513200")
    with pytest.raises(UnknownName, match="lies within 000000"):
        codes("000000", "524100")


def test_the_shipped_industries_are_found_by_code_sector_and_title(world: World) -> None:
    table = world.table("industries")
    for asked, found in [("52", "52--53"), ("31", "31--34"), ("325", "325000"), ("retail trade", "44--46")]:
        assert [industry.code for industry in find_industries([asked], table)] == [found]
    # A parent and its only child share their title and their people.
    assert [one.code for one in find_industries(["warehousing and storage"], table)] == ["493100"]
    for code, title in zip(table["industry"], table["title"], strict=True):
        assert [one.code for one in find_industries([code], table)] == [code], title
