"""The titles of a roster and a person's tasks: the owner's choices first, how sure each is, and all that is wrong at once."""

from __future__ import annotations

import csv
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pandas as pd
import pytest
from tests.golden_pages import Goldens, cases
from tests.roster.tables import SMALL, refusal
from tests.roster.tables import TITLES as OFFICIAL
from tests.roster.tables import written as table

import reallocate as ra
from reallocate.data.titles.match import NOBODY, TitleMatch, TitleMatcher
from reallocate.jobs.hours import list_hours
from reallocate.kernel.errors import InputError, UnknownName
from reallocate.roster.groups import FEWER
from reallocate.roster.job import one_job
from reallocate.roster.matching import (
    _COLUMNS,
    certainty,
    match_titles,
    matched_occupations,
    read_review,
    review_rows,
    write_review,
)
from reallocate.roster.tasks import TaskList, read_tasks
from reallocate.work.world import World

MATCHER = TitleMatcher(SMALL)
ROWS = pd.DataFrame(
    {"title": ["Claims Handler", "Software Engineer", "analyst", "Astronaut", "Wizard", ""], "occupation": [""] * 4 + ["43-9061"] * 2, "department": "", "status": "filled"}
)  # fmt: skip
DIRECTORS = pd.DataFrame(
    {"title": "Director", "occupation": "", "department": ["Human Resources", "Marketing", "", "Building 7"], "status": "filled"}
)  # fmt: skip


def test_rows_are_sure_provisional_or_not_mapped_as_kept(world: World, golden: Goldens) -> None:
    """A code and a choice are sure; a title without a field takes it from the department."""
    told, whole = [], TitleMatcher(world)
    for rows, matcher, choices in ((ROWS, MATCHER, {}), (DIRECTORS, whole, {}), (DIRECTORS, whole, {"Director": "11-1021"})):
        occupations, matches = matched_occupations(rows, matcher, choices)
        told.append(rows.assign(occupation=occupations, how=certainty(rows, occupations, matches)).to_csv(index=False))
    golden("roster/certainty", "\n".join(told))


TITLES = ["analyst", "Astronaut", "=cmd|' /C calc'!A0", "Claims Handler"]
PEOPLE = {"analyst": 35, "Astronaut": 1, "=cmd|' /C calc'!A0": 2, "Claims Handler": 40}


def written(folder: Path) -> Path:
    path = folder / "review.csv"
    write_review(path, review_rows(match_titles(TITLES, MATCHER, {}), OFFICIAL, PEOPLE), [])
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edited(path: Path, **chosen: str) -> Path:
    found = rows(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "chosen": chosen.get(row["title"], "")} for row in found)
    return path


CHOSEN_IN_REVIEWS: tuple[dict[str, str], ...] = (
    {"'=cmd|' /C calc'!A0": "15-1252", "Astronaut": "none"}, {"analyst": "yes", "Astronaut": "software developers"},
    {"analyst": "15-0000", "Astronaut": "softwear developer"},
)  # fmt: skip
NO_REVIEWS = (
    "id,title\n1,Clerk\n", "title,proposed,chosen\nqqqq,,yes\n", "title,proposed,chosen\nAssistant to José Núñez,,yes\n",
)  # fmt: skip


def test_a_review_is_written_read_and_kept_as_it_was_and_no_cell_is_quoted(tmp_path: Path, golden: Goldens) -> None:
    """Most people first, the accepted title left out; what was chosen comes back and stays; all wrong choices at once."""
    path = written(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and list(tmp_path.iterdir()) == [path], "nothing half-written is left"
    cells = [cell for row in rows(path) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] and cells.count(FEWER) == 2
    told, refused = [path.read_text(encoding="utf-8")], []
    for chosen in CHOSEN_IN_REVIEWS:
        before = edited(written(tmp_path), **chosen).read_bytes()
        try:
            choices, earlier = read_review(path, OFFICIAL)
        except InputError as error:
            refused += map(str, error.problems)
            assert path.read_bytes() == before
            continue
        write_review(path, review_rows(match_titles(TITLES, MATCHER, choices), OFFICIAL, PEOPLE), earlier)
        assert read_review(path, OFFICIAL)[0] == choices
        told += [f"# {chosen}: {choices}", path.read_text(encoding="utf-8")]
    for text in NO_REVIEWS:
        path.write_bytes(text.encode("cp1252"))
        refused += refusal(read_review, path, OFFICIAL)
    assert not [word for word in ("softwear", "Jos", "ez", "Assistant") if word in "\n".join(refused)]
    golden("roster/review", "\n".join([*told, "# refused", *refused]))


FAMILIES = (
    "analyst of claims", "Senior Analyst of Claims", "Analyst of Claims II (Remote)", "Director", "Sr. Director", "Claims Handler",
    "Claims Handlre", "Software Engineer", "Astronaut", "Wizard",
)  # fmt: skip
BY_FAMILY = dict(zip(FAMILIES, (34, 120, 3, 9, 8, 30, 1, 30, 30, 30), strict=True))
CHOSEN_BEFORE: tuple[dict[str, str], ...] = (
    {}, {"Senior Analyst of Claims": "13-1031"}, {"Senior Analyst of Claims": "13-1031", "analyst of claims": "13-2011"},
    {"Claims Handler": "15-2051", "Astronaut": "15-1252", "Wizard": NOBODY},
)  # fmt: skip


def test_titles_are_read_and_asked_as_they_were_before_and_after_each_choice(golden: Goldens) -> None:
    """A decision holds for titles that differ only in level, place or terms, unless choices differ; it goes before every
    list; a misspelt title is read as its right spelling and never accepted unseen."""
    told = []
    for choices in CHOSEN_BEFORE:
        found = match_titles(list(FAMILIES), MATCHER, choices)
        told += [f"# {choices}", *(f"{one.title}: {one.how} {one.occupation} {one.probability:.4g} {one.is_accepted} {one.family}" for one in found.values())]
        told += [f"asked: {row}" for row in review_rows(found, OFFICIAL, BY_FAMILY)]
    golden("roster/titles", "\n".join(told))


class OneFamily:
    """Reads four titles, two of them surely, and knows them as one family."""

    READ: ClassVar = {"Fitter": 0.6, "Fitter II": 0.93, "Fitter (Nights)": 0.3, "Fitter (Days)": 0.97}

    def family(self, title: str) -> str:
        return "fitter" if title in self.READ else title

    def slips(self, titles: Sequence[str]) -> dict[str, str]:
        return {}

    def match(self, titles: Sequence[str]) -> dict[str, TitleMatch]:
        code = {"Fitter": "15-1252", "Fitter II": "13-2051"}
        return {
            one: TitleMatch(one, "likeness", ((code.get(one, "13-2011"), self.READ[one]),)) for one in titles
        }


def test_a_title_is_read_as_the_surest_of_its_family() -> None:
    found = match_titles(list(OneFamily.READ), OneFamily(), {})  # type: ignore[arg-type]
    assert found["Fitter II"].occupation == "13-2051", "it is sure itself"
    assert {found[one].occupation for one in ("Fitter", "Fitter (Nights)", "Fitter (Days)")} == {"13-2011"}
    assert all(match.is_accepted and match.title == title for title, match in found.items())


def test_a_job_is_what_its_code_or_title_means_and_a_miss_names_what_is_near(
    golden: Goldens, world: World
) -> None:
    """A code, an official title, one of a list and an uncertain one; and what is no job."""

    def meant(asked: str) -> str:
        try:
            found = one_job(SMALL, asked.strip("'"))
        except UnknownName as error:
            assert "column 'code'" not in str(error), "a person asks about one job, not a table"
            return str(error)
        mix = {code: round(weight, 4) for code, weight in found.mix.items()}
        return "\n".join([f"{found.how} {found.title} {mix} {found.likeliest} {dict(found.titles)}", *found.said])

    golden.answers("roster/jobs", meant)
    # The shipped titles name common jobs.
    matcher = TitleMatcher(world)
    assert one_job(world, "project manager", matcher=matcher).mix.to_dict() == {"13-1082": 1.0}
    assert one_job(world, "registered nurse", matcher=matcher).mix.to_dict() == {"29-1141": 1.0}
    operator = one_job(world, "operator", matcher=matcher)
    assert len(operator.mix) > 1 and operator.mix.min() >= 0.05
    analyst = one_job(world, "business analyst", matcher=matcher)
    assert analyst.likeliest == "13-1111" and "most likely means 13-1111" in analyst.said[0]


@pytest.mark.parametrize("blank", ["-", "n/a", ""])
def test_titles_come_back_whatever_else_is_wrong(blank: str, tmp_path: Path) -> None:
    titles = ["Payroll Clerk"] * 150 + ["Wizard of Numbers Analyst"] * 150
    rows = [f"{n},{title},1" for n, title in enumerate(titles)]
    read = ra.Roster.read(table(tmp_path, "id,title,fte", *rows, f"900,{blank},1", "901,Payroll Clerk,7"))
    check = read.check()
    assert not check.is_clean and len(check.to_dict()["faults"]) == 2
    assert {one["title"] for one in check.to_dict()["titles"]} == set(titles)
    assert [one["title"] for one in read.unsure] == ["Wizard of Numbers Analyst"]
    assert any("'Wizard of Numbers Analyst'" in line for line in check.lines)
    assert [one["title"] for one in read.accepted] == ["Payroll Clerk"]


def write(folder: Path, text: str, name: str = "tasks.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_read_of_tasks_is_said_as_kept_and_a_workbook_is_read_as_a_table(
    tmp_path: Path, world: World, golden: Goldens
) -> None:
    told = []
    for case, lines, _ in cases(Path(__file__).with_name("tasks_read.txt")):
        found = read_tasks(write(tmp_path, "\n".join([*lines, ""]), "mine.txt" if "mine.txt" in case else "tasks.csv"), world)
        assert found.content.sum() == pytest.approx(1.0) and len(found.content) == 37, case
        most = found.content[found.content > 0.01].round(4).to_dict()
        told += [f"# {case}: {found.way} {found.named_share:.4g} {most}", found.rows.to_csv(index=False, float_format="%.6g"), *found.said]
    golden("roster/tasks_read", "\n".join(told))
    table = pd.DataFrame({"Task": ["Repair broken pumps", "Rota"], "Hours": [30, 10.5], "Activity": [None, "4.A.2.b.5"]})
    table.to_csv(tmp_path / "tasks.csv", index=False)
    table.to_excel(tmp_path / "tasks.xlsx", index=False, engine="xlsxwriter")
    pd.testing.assert_frame_equal(*(read_tasks(tmp_path / f"tasks.{kind}", world).rows for kind in ("csv", "xlsx")))


def test_a_bad_file_of_tasks_is_told_all_that_is_wrong(tmp_path: Path, world: World, golden: Goldens) -> None:
    told = []
    for _, lines, _ in cases(Path(__file__).with_name("tasks_refused.txt")):
        text = "\n".join([*lines, ""])
        told += [f"{text!r}", *(f"  {one}" for one in refusal(read_tasks, write(tmp_path, text), world))]
    golden("roster/tasks_refused", "\n".join(told))


def test_a_list_of_an_occupations_own_activities_foretells_it_as_its_content_does(
    world: World, tmp_path: Path
) -> None:
    """The whole way: a named list gives what the activity means give, by every source."""
    content = world.content.loc["43-4051"]
    content = content[content > 0]
    lines = [f'"{world.activities.at[code, "title"]}",{share:.6f},{code}' for code, share in content.items()]
    listed: TaskList = read_tasks(write(tmp_path, "\n".join(["task,share,activity", *lines]) + "\n"), world)
    assert listed.content[content.index].to_numpy() == pytest.approx(content.to_numpy(), abs=1e-5)
    direct = list_hours(world, content.rename_axis("activity"))
    pd.testing.assert_frame_equal(
        list_hours(world, listed.content, listed.way).source_totals, direct.source_totals, atol=1e-5
    )
