"""The outlook of a job and its three ways in short; the five facts of each option; what learning a job takes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from reallocate.jobs.outlook import (
    _people_called,
    outlook_change,
    outlook_head,
    outlook_lead,
)
from reallocate.jobs.page import job_study
from reallocate.kernel.parameters import Parameters
from reallocate.moves.study import entry_from_school
from reallocate.render.result import Result
from reallocate.work.world import World

FACTS = ["Pay", "Time and cost", "What people did", "Openings a year", "AI could do alone"]


def context(
    titles: list[str],
    asked: str,
    people: tuple[float, float],
    growth: float = 0.013,
    openings: float = 13_000,
) -> Any:
    """A job with these titles, people in 2024 and 2034, and growth a year."""
    flows = pd.DataFrame(
        {"employment_2024": [people[0]], "employment_2034": [people[1]], "openings": [openings]}
    )
    quintiles = pd.DataFrame({"job_after": [growth], "all_after": [0.016]})
    return SimpleNamespace(
        query=SimpleNamespace(job=SimpleNamespace(titles=titles, asked=asked), area=None, area_title=""),
        pay=SimpleNamespace(flows=flows), history=SimpleNamespace(quintiles=quintiles),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((161_100, 134_200), "The US government expects 17% fewer payroll clerks by 2034."),
        ((100_000, 109_000), "The US government expects 9% more payroll clerks by 2034."),
        (
            (376_200, 376_800),
            "The US government expects as many payroll clerks in 2034 as in 2024, about 376,800.",
        ),
        (
            (float("nan"), float("nan")),
            "There is no projection of this job. It grew by 1.3% a year from 2022 to 2025.",
        ),
    ],
)
def test_a_job_has_a_headline_whatever_is_projected(people: tuple[float, float], said: str) -> None:
    job = context(["Payroll and Timekeeping Clerks"], "payroll clerk", people)
    assert outlook_head(job, {}) == said
    assert (outlook_change(job, {}) == "") == (people[0] != people[0])


def test_a_job_that_nobody_projects_and_that_cannot_be_compared_says_so() -> None:
    job = context(["Web Developers"], "web developer", (float("nan"),) * 2, float("nan"), float("nan"))
    assert outlook_head(job, {}) == "There is no projection of this job."
    assert list(outlook_lead(job, {})) == [
        "How it changed since 2022 cannot be told: its code changed meanwhile."
    ]


@pytest.mark.parametrize(
    ("title", "asked", "called"),
    [
        ("Payroll and Timekeeping Clerks", "payroll clerk", "payroll clerks"),
        ("Paralegals and Legal Assistants", "Paralegal", "paralegals"),
        ("Payroll and Timekeeping Clerks", "43-3051", "payroll and timekeeping clerks"),
        ("Technical Writers", "UX writer", "technical writers"),
        ("Physicians, All Other", "physician", "physicians, all other"),
        ("Registered Nurses", "nurse", "registered nurses"),
        ("English Teachers", "english teacher", "English Teachers".replace("T", "t")),
    ],
)
def test_people_are_called_as_asked_only_where_the_title_begins_so(
    title: str, asked: str, called: str
) -> None:
    assert _people_called(context([title], asked, (1.0, 1.0))).casefold() == called.casefold()


def test_a_falling_job_still_opens_and_a_rising_one_needs_no_reason() -> None:
    falls, rises = (
        list(outlook_lead(context(["Cashiers"], "cashier", ends), {})) for ends in ((2.0, 1.0), (1.0, 2.0))
    )
    assert falls[1] == "About 13,000 jobs open each year even so, because people leave."
    assert rises[1] == "About 13,000 jobs open each year."


@pytest.fixture(scope="module")
def payroll(world: World) -> Result:
    return job_study(world, "payroll clerk", area="Columbus, OH", age=47, education="high school", pay=59_010)


def test_every_row_of_the_options_has_the_same_five_facts(payroll: Result) -> None:
    facts, options = payroll.table("five_facts"), payroll.table("options")
    rows = [("learn", 1), *zip(options["option"], options["rank"], strict=True)]
    assert facts["fact"].to_list() == FACTS * len(rows)
    each = facts.iloc[:: len(FACTS)]
    assert list(zip(each["option"], each["rank"], strict=True)) == rows
    assert (facts["figure"] != "").all() and (facts["more"] != "").all()
    told = {(row.option, row.rank, row.fact): (row.figure, row.more) for row in facts.itertuples(index=False)}
    assert told["stay", 1, "Pay"] == ("$59,000", "yours, above 50 of 100; half earn $47,600 to $69,400")
    assert told["sideways", 1, "What people did"][1] == "estimated: none of about 30 people seen did this"
    assert told["study", 1, "Time and cost"][0] == "4 years, about $40,000"
    assert "pays back in 2.4 to 9.6 years after, at 53 to 61" in told["study", 1, "Time and cost"][1]
    assert told["sideways", 1, "AI could do alone"] == ("30%", "sources say 4.3% to 39%; your job 78%")


@pytest.mark.parametrize(
    ("code", "held", "years", "tuition", "words"),
    [
        ("43-3051", 12.0, 0.0, 0.0, ""),
        ("13-2011", 12.0, 4.0, 40_000.0, "accounting degree"),
        ("13-2011", 16.0, 1.5, 15_000.0, "accounting degree"),
        ("23-1011", 12.0, 7.0, 100_000.0, "law degree"),
        ("29-1215", 12.0, 12.0, 200_000.0, "medical degree"),
        ("29-1141", 12.0, 2.0, 8_000.0, "nursing degree"),
        ("31-9092", 12.0, 0.8, 4_000.0, "certificate"),
        ("23-2011", 12.0, 2.0, 8_000.0, "associate's degree, the usual entry"),
    ],
)
def test_study_is_counted_from_school(
    world: World, code: str, held: float, years: float, tuition: float, words: str
) -> None:
    found = entry_from_school(world, code, held, Parameters.default())
    assert found[:2] == pytest.approx((years, tuition)) and words in found[4]
