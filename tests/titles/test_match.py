"""Titles are accepted, provisional, asked or not matched; the same one by one, in any chunks and spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from scripts.titles import LANGUAGES, read_list
from tests.worlds import small_world

from reallocate.data.titles import match as matching
from reallocate.data.titles.match import LIKENESS, LISTED, OFFICIAL, SPELLING, TitleMatcher
from reallocate.work.world import World

DECORATIONS = (
    "SENIOR {}", "Sr. {}", "{} II", "{} (Remote)", "{} - EMEA", "Junior {}", "{}, North", "{} (m/w/d)", "  {} ",
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher(world: World) -> TitleMatcher:
    return TitleMatcher(world)


@pytest.fixture(scope="module")
def titles(matcher: TitleMatcher) -> list[str]:
    place = {code: number for number, code in enumerate(matcher.known.codes)}
    return [title for file in ("development", "blind") for title, _ in read_list(f"{file}_titles.csv", place, LANGUAGES)]


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("software quality assurance tester", "15-1253"),
        ("qa tester", "15-1253"),
        ("SDET II", "15-1253"),
        ("office manager", "43-1011"),
        ("chief of staff", "11-1021"),
        ("Director, Operations", "11-1021"),
        ("VP Sales", "11-2022"),
        ("Executive Assistant to the CFO", "43-6011"),
        ("Steuerberater", "13-2011"),
        ("infirmière", "29-1141"),
        ("Krankenpfleger", "29-1141"),
        ("Android Developer (Remote)", "15-1252"),
    ],
)
def test_common_titles_are_used_as_what_they_mean(matcher: TitleMatcher, title: str, occupation: str) -> None:
    assert matcher.one(title).occupation == occupation


@pytest.mark.parametrize("title", ["Director", "Analyst", "Manager II"])
def test_a_title_without_a_field_is_asked(matcher: TitleMatcher, title: str) -> None:
    found = matcher.one(title)
    assert found.options and not found.occupation and found.probability < 0.5


@pytest.mark.parametrize(("title", "occupation"), [("Lab Tech", "29-2010"), ("Mecánico", "49-3023"), ("Machine Operator", "51-9111")])
def test_a_title_that_lists_have_for_many_occupations_is_at_most_provisional(
    matcher: TitleMatcher, title: str, occupation: str
) -> None:
    found = matcher.one(title)
    assert found.probability >= 0.5 and found.occupation == occupation


def test_a_text_of_twelve_thousand_words_is_no_title(matcher: TitleMatcher) -> None:
    found = matcher.one("chief clerk " * 6_000)
    assert not found.options and not found.similar


@pytest.mark.parametrize("title", ["Werkstudent Marketing", "Marketing Intern"])
def test_nobody_who_learns_a_job_is_its_manager(matcher: TitleMatcher, title: str) -> None:
    assert not any(code.startswith("11-") for code, _ in matcher.one(title).options)


@pytest.mark.parametrize("title", ["Wizard of Light Bulb Moments", "asdf qwer", "Blue Team", "12345", "бухгалтер", ""])
def test_where_no_match_is_found_nothing_is_proposed(matcher: TitleMatcher, title: str) -> None:
    found = matcher.one(title)
    assert (found.how, found.options, found.occupation, found.probability) == ("", (), "", 0.0)


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("softwear enginer", "15-1252"),
        ("Acountant", "13-2011"),
        ("projct manger", "13-1082"),
        ("registred nurze practicioner", "29-1171"),
    ],
)
def test_misspelt_titles_are_provisional(matcher: TitleMatcher, title: str, occupation: str) -> None:
    found = matcher.one(title)
    assert (found.how, found.occupation) == (SPELLING, occupation) and found.is_provisional


def test_official_titles_need_no_list_and_listed_ones_no_index() -> None:
    small = small_world()
    bare = TitleMatcher(replace(small, tables={}))
    assert bare.one("Software Developers").options == (("15-1252", 1.0),)
    listed = TitleMatcher(small)
    assert (listed.one("Claims Handler").occupation, listed.one("Claims Handler").how) == ("13-1031", LISTED)
    assert "index" not in vars(listed)
    assert listed.one("software developer").how == OFFICIAL
    assert listed.one("Software Engineer").how == LIKENESS and "index" in vars(listed)


def test_the_industry_decides_between_occupations_of_one_title() -> None:
    carriers = TitleMatcher(small_world(), pd.Series({"13-1031": 3000.0, "43-9041": 50.0}))
    clerks = TitleMatcher(small_world(), pd.Series({"13-1031": 10.0, "43-9041": 900.0}))
    assert carriers.one("Claims analyst").options[0][0] == "13-1031"
    assert clerks.one("Claims analyst").options[0][0] == "43-9041"


def test_probabilities_are_ordered_and_at_most_one(matcher: TitleMatcher, titles: list[str]) -> None:
    for found in matcher.match(titles).values():
        chances = [chance for _, chance in found.options]
        assert sum(chances) <= 1.01 and len(chances) <= 5, found
        assert not found.is_accepted or chances[0] >= max(chances)


def test_any_chunks_and_any_order_give_the_same(
    matcher: TitleMatcher, titles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = matcher.match(titles)
    monkeypatch.setattr(matching, "AT_ONCE", 7)
    assert matcher.match(titles[::-1]) == together
    assert {title: matcher.one(title) for title in titles[:20]} == {title: together[title] for title in titles[:20]}


def test_level_case_place_and_brackets_change_at_most_one_answer_in_a_hundred(
    matcher: TitleMatcher, titles: list[str]
) -> None:
    plain = matcher.match(titles)

    def changed() -> Iterator[str]:
        for way in (*(one.format for one in DECORATIONS), str.upper, str.lower):
            other = matcher.match([way(title) for title in titles])
            yield from (title for title in titles if _first(plain[title]) != _first(other[way(title)]))

    found = list(changed())
    assert len(found) <= 0.01 * len(titles) * (len(DECORATIONS) + 2), found


def _first(found: matching.TitleMatch) -> str:
    return found.options[0][0] if found.options else ""


def test_whole_titles_are_known_whatever_their_level_and_names_are_not(matcher: TitleMatcher) -> None:
    assert all(matcher.is_known(text) for text in ("Registered Nurse", "Senior Software Engineer II", "actuaries"))
    assert not any(matcher.is_known(text) for text in ("Maria Smith", "Smith, Cook", "Schneider", "Bäcker"))
