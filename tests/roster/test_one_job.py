"""One person's job by its code or title: all the occupations it may be, never the first of them."""

from __future__ import annotations

from functools import cache, partial

import pytest
from tests.worlds import small_world

from reallocate.errors import UnknownName
from reallocate.roster.one_job import one_job
from reallocate.roster.titles import TitleIndex
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
    assert one_job(SMALL, "Software engineer").said == (
        "'Software engineer' is 15-1252 Software Developers.",
    )
    spelled = one_job(SMALL, "Softwear engineer")
    assert spelled.how == "spelling" and "is read as 'software engineer'" in spelled.said[0]
    assert one_job(SMALL, "Senior software engineer").how == "without seniority"


def test_a_title_of_several_occupations_has_them_all_by_employment() -> None:
    found = one_job(SMALL, "claims analyst")
    assert found.mix.to_dict() == pytest.approx({"13-1031": 300 / 550, "43-9041": 250 / 550})
    assert list(found.mix.index) == ["13-1031", "43-9041"]
    assert found.title == "claims analyst"
    assert found.titles["43-9041"] == "Insurance Claims and Policy Processing Clerks"
    assert "matches 2 occupations, weighted by the people in each: 13-1031" in found.said[0]
    assert "(55%)" in found.said[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Claims wizard", "no occupation has the title 'Claims wizard'. Nearest: "),
        ("3D wizard", "no occupation has the title '3D wizard'"),
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
    index = cache(partial(TitleIndex, world))
    manager = one_job(world, "project manager", index=index)
    assert manager.likeliest == "13-1082" and len(manager.mix) > 1
    assert manager.mix.sum() == pytest.approx(1.0)
    people = world.occupations["employment"][manager.mix.index]
    assert manager.mix.to_numpy() == pytest.approx((people / people.sum()).to_numpy())
    assert one_job(world, "registered nurse", index=index).mix.to_dict() == {"29-1141": 1.0}
    assert len(one_job(world, "machine operator", index=index).mix) > 40
    assert "more. Write a code" in one_job(world, "machine operator", index=index).said[0]
