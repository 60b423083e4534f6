"""The review of titles is written for its owner, edited, and read again."""

from __future__ import annotations

import csv
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from tests.worlds import small_world

from reallocate.data.titles.match import CHOSEN, TitleMatch, TitleMatcher
from reallocate.kernel.errors import InputError
from reallocate.roster.groups import FEWER
from reallocate.roster.matching import COLUMNS, match_titles, read_review, review_rows, write_review

SMALL = small_world()
OFFICIAL = {str(code): str(title) for code, title in SMALL.occupations["title"].items()}
MATCHER = TitleMatcher(SMALL)
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
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "chosen": chosen.get(row["title"], "")} for row in found)
    return path


def test_it_lists_what_is_unsure_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = rows(path)
    assert tuple(found[0]) == COLUMNS
    assert [row["title"] for row in found][0] == "analyst", "most people first; the accepted one is left out"
    first = found[0]
    assert first["proposed"] == "13-2011 Accountants and Auditors"
    assert (first["count"], first["chosen"]) == ("35", "") and 0.2 <= float(first["score"]) < 0.5
    assert "15-2051 Data Scientists" in first["runners-up"]
    assert [row["proposed"] + row["runners-up"] for row in found[1:]] == ["", ""], "nothing is proposed"
    assert {row["count"] for row in found[1:]} == {FEWER}
    assert list(tmp_path.iterdir()) == [path], "nothing half-written is left"


def test_no_cell_starts_a_formula_and_the_title_comes_back(tmp_path: Path) -> None:
    path = written(tmp_path)
    cells = [cell for row in rows(path) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    choices, _ = read_review(edited(path, **{"'=cmd|' /C calc'!A0": "15-1252"}), OFFICIAL)
    assert choices == {"=cmd|' /C calc'!A0": "15-1252"}


def test_what_was_chosen_is_read_and_stays(tmp_path: Path) -> None:
    path = edited(written(tmp_path), **{"analyst": "yes", "Astronaut": "software developers"})
    choices, earlier = read_review(path, OFFICIAL)
    assert choices == {"analyst": "13-2011", "Astronaut": "15-1252"}
    matches = match_titles(TITLES, MATCHER, choices)
    unsure = review_rows(matches, OFFICIAL, PEOPLE)
    assert [row["title"] for row in unsure] == ["=cmd|' /C calc'!A0"]
    write_review(path, unsure, earlier)
    assert read_review(path, OFFICIAL)[0] == choices
    assert len(rows(path)) == 3


def test_every_wrong_choice_teaches_at_once(tmp_path: Path) -> None:
    path = edited(written(tmp_path), **{"analyst": "15-0000", "Astronaut": "softwear developer"})
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        read_review(path, OFFICIAL)
    assert len(caught.value.problems) == 2
    assert "is a group of 3 occupations" in str(caught.value)
    said = str(caught.value)
    assert "row 4: the entry under 'chosen' or 'proposed' is not an occupation. Nearest: 15-1252 Soft" in said
    assert "softwear" not in said, "a cell of a roster's titles is never quoted"
    assert path.read_bytes() == before


def test_another_table_is_not_taken_for_a_review(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,title\n1,Clerk\n", encoding="utf-8")
    with pytest.raises(InputError, match="this is not a review of titles"):
        read_review(path, OFFICIAL)


def test_nothing_proposed_cannot_be_accepted(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("title,proposed,chosen\nqqqq,,yes\n", encoding="utf-8")
    with pytest.raises(InputError, match="no proposal to accept"):
        read_review(path, OFFICIAL)


def test_a_review_in_another_encoding_quotes_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_bytes("title,proposed,chosen\nAssistant to José Núñez,,yes\n".encode("cp1252"))
    with pytest.raises(InputError, match="row 2: the file is not UTF-8: byte 0xe9 at character 17") as caught:
        read_review(path, OFFICIAL)
    assert not [word for word in ("Jos", "ez", "Assistant") if word in str(caught.value)]


def test_one_decision_holds_for_all_titles_that_differ_only_in_level_place_or_terms() -> None:
    titles = [
        "analyst of claims",
        "Senior Analyst of Claims",
        "Analyst of Claims II (Remote)",
        "Director",
        "Sr. Director",
    ]
    people = dict(zip(titles, [34, 120, 3, 9, 8], strict=True))
    found = match_titles(titles, MATCHER, {})
    family = found["analyst of claims"].family
    assert {found[title].family for title in titles[:3]} == {family} and not found["Director"].is_accepted
    row = next(
        one
        for one in review_rows(found, OFFICIAL, people)
        if one["title"] == "Senior Analyst of Claims"
    )
    assert (row["count"], row["also"]) == ("157", "analyst of claims; Analyst of Claims II (Remote)")
    decided = match_titles(titles, MATCHER, {"Senior Analyst of Claims": "13-1031"})
    assert {decided[title].occupation for title in titles[:3]} == {"13-1031"}
    assert decided["Director"].how != CHOSEN
    both = {"Senior Analyst of Claims": "13-1031", "analyst of claims": "13-2011"}
    apart = match_titles(titles, MATCHER, both)
    assert [apart[title].occupation for title in titles[:2]] == ["13-2011", "13-1031"]
    assert apart[titles[2]].how != CHOSEN, "choices that differ decide nothing for others"


class OneFamily:
    """Reads three titles, one of them surely, and knows them as one family."""

    READ: ClassVar = {"Fitter": 0.6, "Fitter II": 0.93, "Fitter (Nights)": 0.3}

    def family(self, title: str) -> str:
        return "fitter" if title in self.READ else title

    def slips(self, titles: Sequence[str]) -> dict[str, str]:
        return {}

    def match(self, titles: Sequence[str]) -> dict[str, TitleMatch]:
        code = {"Fitter": "15-1252", "Fitter II": "13-2011", "Fitter (Nights)": "13-2011"}
        return {one: TitleMatch(one, "likeness", ((code[one], self.READ[one]),)) for one in titles}


def test_a_title_is_read_as_the_surest_of_its_family() -> None:
    found = match_titles(list(OneFamily.READ), OneFamily(), {})  # type: ignore[arg-type]
    assert {match.occupation for match in found.values()} == {"13-2011"}
    assert all(match.is_accepted and match.title == title for title, match in found.items())


def test_none_leaves_the_people_out_and_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("title,proposed,chosen\nWizard,15-1252 Software Developers,none\n", encoding="utf-8")
    choices, _ = read_review(path, {"15-1252": "Software Developers"})
    matcher = TitleMatcher(small_world())
    found = match_titles(["Wizard", "Software Engineer"], matcher, choices)
    assert found["Wizard"].occupation == "" and found["Wizard"].how == "chosen"
    asked = review_rows(found, {"15-1252": "Software Developers"}, dict.fromkeys(found, 30))
    assert "Wizard" not in {row["title"] for row in asked}
