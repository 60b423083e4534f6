"""Titles become occupations surely, or not at all."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.worlds import small_world

from reallocate.errors import Problem
from reallocate.roster.titles import Meanings, TitleIndex
from reallocate.work.world import World

SMALL = small_world()
NATION = TitleIndex(SMALL)


@pytest.mark.parametrize(
    ("title", "occupation", "how"),
    [
        ("Software Developers", "15-1252", "official"),
        ("software developer", "15-1252", "official"),
        ("Software Engineer", "15-1252", "listed"),
        ("Senior Software Engineer II", "15-1252", "without seniority"),
        ("Softwear engineer", "15-1252", "spelling"),
        ("UX designer", "15-1253", "listed"),
        ("User-experience designers", "15-1253", "listed"),
    ],
)
def test_a_title_that_names_one_occupation_is_read(title: str, occupation: str, how: str) -> None:
    found = NATION.match(title)
    assert isinstance(found, Meanings)
    assert (found.occupation, found.how) == (occupation, how)


def test_an_ambiguous_title_is_weighed_by_the_industry_never_by_the_first() -> None:
    # In the nation claims examiners are 55% of both, in the industry below 94%.
    nation = NATION.match("claims analyst")
    assert isinstance(nation, Problem)
    assert "13-1031 Claims Adjusters, Examiners, and Investigators (55%)" in nation.nearest
    carriers = TitleIndex(SMALL, pd.Series({"13-1031": 3000.0, "43-9041": 50.0, "43-4051": 2000.0}))
    found = carriers.match("Claims analyst")
    assert isinstance(found, Meanings)
    assert found.occupation == "13-1031"
    assert 0.9 < found.score < 1.0
    clerks = TitleIndex(SMALL, pd.Series({"43-9041": 900.0, "13-1031": 10.0}))
    found = clerks.match("claims analyst")
    assert isinstance(found, Meanings)
    assert found.occupation == "43-9041"


def test_a_handful_of_people_in_the_industry_decide_nothing() -> None:
    # Of a hundred thousand one data scientist: the nation's 1.4 million accountants weigh more.
    index = TitleIndex(SMALL, pd.Series({"43-4051": 99_999.0, "15-2051": 1.0}))
    found = index.match("analyst")
    assert isinstance(found, Meanings)
    assert found.occupation == "13-2011"


@pytest.mark.parametrize("title", ["Astronaut", "Claims wizard", "???", "Chief"])
def test_an_unknown_title_is_a_problem_with_the_nearest(title: str) -> None:
    found = NATION.match(title)
    assert isinstance(found, Problem)
    assert "column 'code'" in found.remedy


def test_the_nearest_share_words_with_the_title() -> None:
    found = NATION.match("Claims wizard")
    assert isinstance(found, Problem)
    assert any(near.startswith(("13-1031", "43-9041")) for near in found.nearest)


def test_the_shipped_titles_read_common_jobs(world: World) -> None:
    index = TitleIndex(world)
    expected = {
        "Registered nurse": "29-1141",
        "Software Engineer": "15-1252",
        "Senior Data Scientist": "15-2051",
        "Heavy truck driver": "53-3032",
        "Human resources manager": "11-3121",
    }
    found = {title: index.match(title) for title in expected}
    assert {title: one.occupation for title, one in found.items() if isinstance(one, Meanings)} == expected
    # 44 occupations have machine operators.
    assert isinstance(index.match("Machine operator"), Problem)
