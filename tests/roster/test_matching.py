"""Titles all at once are read as one by one, and what is unsure is never guessed."""

from __future__ import annotations

from tests.worlds import small_world

from reallocate.errors import Problem
from reallocate.roster.matching import CHOSEN, match_titles
from reallocate.roster.titles import SIMILAR, Meanings, TitleIndex
from reallocate.work.world import World

NATION = TitleIndex(small_world())
TITLES = [
    "Software Engineer",
    "Senior Software Engineer II",
    "Softwear engineer",
    "claims analyst",
    "Astronaut",
]


def test_all_at_once_is_one_by_one(world: World) -> None:
    index = TitleIndex(world)
    official = world.occupations["title"].tolist()[::25]
    misspelled = [title[:3] + title[4:] for title in official if len(title) > 18]
    titles = [*official, *misspelled, "wizard of light bulb moments", "chief happiness officer"]
    found = match_titles(titles, index, {})
    for title in titles:
        alone = index.match(title, suggest=False)
        assert found[title].sure == isinstance(alone, Meanings), title
        if isinstance(alone, Meanings):
            assert (found[title].occupation, found[title].how) == (alone.occupation, alone.how)
    assert sum(found[title].how == "spelling" for title in misspelled) > len(misspelled) / 2


def test_a_title_of_several_occupations_shows_them_and_is_not_sure() -> None:
    found = match_titles(TITLES, NATION, {})["claims analyst"]
    assert isinstance(NATION.match("claims analyst"), Problem)
    assert not found.sure and found.occupation == ""
    assert [code for code, _ in found.options] == ["13-1031", "43-9041"]
    assert 0.5 < found.score < 0.6 and sum(score for _, score in found.options) < 1.0 + 1e-9


def test_a_similar_title_is_proposed_and_never_taken() -> None:
    found = match_titles(["Engineering of software", "qqqq"], NATION, {})
    near = found["Engineering of software"]
    assert near.how == SIMILAR and not near.sure and near.options[0][0] == "15-1252"
    assert 0.6 <= near.score < 1.0
    assert found["qqqq"].options == () and found["qqqq"].score == 0.0


def test_a_choice_goes_before_every_list() -> None:
    found = match_titles(TITLES, NATION, {"Software Engineer": "15-2051", "Astronaut": "15-1252"})
    assert [found[title].occupation for title in ("Software Engineer", "Astronaut")] == ["15-2051", "15-1252"]
    assert found["Astronaut"].how == CHOSEN
