"""The titles of a roster: the owner's choices first, and how sure each row's occupation is."""

from __future__ import annotations

import pandas as pd
from tests.worlds import small_world

from reallocate.data.titles.match import CHOSEN, TitleMatcher
from reallocate.roster.matching import certainty, match_titles, matched_occupations
from reallocate.work.world import World

NATION = TitleMatcher(small_world())
ROWS = pd.DataFrame(
    {
        "title": ["Claims Handler", "Software Engineer", "analyst", "Astronaut", "Wizard", ""],
        "occupation": ["", "", "", "", "43-9061", "43-9061"],
        "department": "",
        "status": "filled",
    }
)


def test_a_choice_goes_before_every_list() -> None:
    titles = ["Claims Handler", "Astronaut"]
    found = match_titles(titles, NATION, {"Claims Handler": "15-2051", "Astronaut": "15-1252"})
    assert [found[title].occupation for title in titles] == ["15-2051", "15-1252"]
    assert all(one.how == CHOSEN and one.is_accepted for one in found.values())


def test_rows_are_sure_provisional_or_not_mapped_and_a_code_is_sure() -> None:
    occupations, matches = matched_occupations(ROWS, NATION, {})
    assert occupations.tolist() == ["13-1031", "15-1252", "", "", "43-9061", "43-9061"]
    assert set(matches) == {"Claims Handler", "Software Engineer", "analyst", "Astronaut"}
    assert certainty(ROWS, occupations, matches).tolist() == [
        "sure", "provisional", "not mapped", "not mapped", "sure", "sure",
    ]  # fmt: skip


def test_a_title_without_a_field_takes_it_from_the_department_and_is_provisional(world: World) -> None:
    departments = ["Human Resources", "Marketing", "", "Building 7"]
    rows = pd.DataFrame(
        {"title": "Director", "occupation": "", "department": departments, "status": "filled"}
    )
    matcher = TitleMatcher(world)
    occupations, matches = matched_occupations(rows, matcher, {})
    assert occupations.tolist() == ["11-3121", "11-2021", "", ""]
    assert certainty(rows, occupations, matches).tolist() == [
        "provisional",
        "provisional",
        *["not mapped"] * 2,
    ]
    chosen, matches = matched_occupations(rows, matcher, {"Director": "11-1021"})
    assert chosen.tolist() == ["11-1021"] * 4
    assert set(certainty(rows, chosen, matches)) == {"sure"}
