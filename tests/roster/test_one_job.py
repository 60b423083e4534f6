"""One person's job by its code or title: all the occupations it may be, never the first of them."""

from __future__ import annotations

import pytest
from tests.worlds import small_world

from reallocate.data.titles.match import TitleMatcher
from reallocate.kernel.errors import UnknownName
from reallocate.roster.roles import one_job
from reallocate.work.world import World

SMALL = small_world()


@pytest.mark.parametrize("code", ["15-1252", "151252", "15-1252.00", " 15-1252 "])
def test_a_code_is_its_occupation(code: str) -> None:
    found = one_job(SMALL, code)
    assert found.mix.to_dict() == {"15-1252": 1.0}
    assert (found.how, found.title, found.likeliest) == ("code", "Software Developers", "15-1252")


def test_an_official_title_is_its_occupation_and_needs_no_word() -> None:
    found = one_job(SMALL, "software developers")
    assert (found.how, found.mix.to_dict(), found.said) == ("official", {"15-1252": 1.0}, ())


def test_a_common_title_says_what_it_is_read_as() -> None:
    found = one_job(SMALL, "Claims handler")
    assert found.mix.to_dict() == {"13-1031": 1.0} and found.how == "listed"
    assert found.title == "Claims Adjusters, Examiners, and Investigators"
    assert found.said[0].startswith("'Claims handler' is read as 13-1031 Claims Adjusters")
    assert found.said[0].endswith("97% likely.")


def test_an_uncertain_title_has_all_its_occupations_by_probability() -> None:
    found = one_job(SMALL, "analyst")
    assert list(found.mix.index) == ["13-2011", "15-2051"] and found.mix.sum() == pytest.approx(1.0)
    assert found.title == "analyst" and found.titles["15-2051"] == "Data Scientists"
    assert found.said[0].startswith("'analyst' is uncertain. It may mean 13-2011 Accountants and Auditors (")
    assert found.said[0].endswith("Write a code to see one alone.")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Claims wizard", "no match found for the title 'Claims wizard'"),
        ("3D wizard", "no match found for the title '3D wizard'"),
        ("15-9999", "unknown occupation code '15-9999'"),
        ("15-1250", "is a group of 2 occupations. Nearest: 15-1252 Software Developers"),
        ("  ", "the job is missing"),
    ],
)
def test_a_miss_names_what_is_near(asked: str, said: str) -> None:
    with pytest.raises(UnknownName) as caught:
        one_job(SMALL, asked)
    assert said in str(caught.value)
    assert str(caught.value).startswith("job: ")
    assert "column 'code'" not in str(caught.value), "a person asks about one job, not a table"


def test_the_shipped_titles_name_common_jobs(world: World) -> None:
    matcher = TitleMatcher(world)
    assert one_job(world, "project manager", matcher=matcher).mix.to_dict() == {"13-1082": 1.0}
    assert one_job(world, "registered nurse", matcher=matcher).mix.to_dict() == {"29-1141": 1.0}
    operator = one_job(world, "operator", matcher=matcher)
    assert len(operator.mix) > 1 and operator.mix.min() >= 0.05
    analyst = one_job(world, "business analyst", matcher=matcher)
    assert analyst.likeliest == "13-1111" and "most likely means 13-1111" in analyst.said[0]
