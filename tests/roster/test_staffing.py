"""The roles that a roster makes: who is part of them, at what cost, and what is pooled."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.worlds import small_world

from reallocate.errors import InputError
from reallocate.roster.roles import RoleTable
from reallocate.roster.roster import Given, read_roster, roles_of

SMALL = small_world()
HEADER = "id,title,fte,base,bonus,currency,status\n"


def roles(folder: Path, *groups: tuple[str, int, str], choices: dict[str, str] | None = None) -> RoleTable:
    """Roles of a roster of groups: title, how many, and the rest of their rows."""
    lines, number = [], 0
    for title, people, rest in groups:
        for _ in range(people):
            number += 1
            lines.append(f"{number},{title},{rest}")
    path = folder / "people.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return roles_of(read_roster(path, SMALL, given=Given(choices=choices or {})), 1.4)


def test_people_count_by_working_time_and_pay_becomes_cost(tmp_path: Path) -> None:
    made = roles(tmp_path, ("Software Developers", 400, "0.5,50000,10000,USD,filled"))
    (role,) = made.roles.to_dict("records")
    assert role["occupation"] == "15-1252" and role["headcount"] == 200
    assert role["loaded_cost"] == pytest.approx(2 * (1.4 * 50_000 + 10_000), rel=0.01)
    assert role["basis"] == "own" and role["open_positions"] == 0


def test_contractors_are_no_headcount_and_open_positions_are_open(tmp_path: Path) -> None:
    made = roles(
        tmp_path,
        ("Software Developers", 100, "1,100000,,USD,filled"),
        ("Software Developers", 50, "1,,,,contractor"),
        ("Software Developers", 15, "1,,,,open"),
    )
    (role,) = made.roles.to_dict("records")
    assert role["headcount"] == 100 and role["open_positions"] == 15
    assert any("50 contractors (33% of all who work there); they are no part" in note for note in made.notes)


def test_small_occupations_join_the_nearest_of_their_group(tmp_path: Path) -> None:
    made = roles(
        tmp_path,
        ("Software Developers", 40, "1,100000,,USD,filled"),
        ("Data Scientists", 3, "1,900000,,USD,filled"),
        ("Office Clerks", 60, "1,40000,,USD,filled"),
        ("Financial Managers", 2, "1,900000,,USD,filled"),
        choices={"Office Clerks": "43-9061"},
    )
    assert made.roles["occupation"].tolist() == ["15-1252", "43-9061"]
    assert "Data Scientists" not in " ".join(made.notes) and "Financial" not in " ".join(made.notes)
    assert made.roles["headcount"].sum() == 105


def test_small_groups_of_several_kinds_are_other_roles(tmp_path: Path) -> None:
    groups = [("Software Developers", 60), ("Financial Managers", 4), ("Insurance Underwriters", 4)]
    rows = [(title, people, "1,100000,,USD,filled") for title, people in [*groups, ("Office Clerks", 4)]]
    made = roles(tmp_path, *rows, choices={"Office Clerks": "43-9061"})
    titles = dict(zip(made.roles["title"], made.roles["headcount"], strict=True))
    assert titles.keys() == {"Software Developers", "Other roles"}
    assert titles["Other roles"] in (10, 15)


def test_pay_in_another_currency_and_of_one_who_has_most_is_left_out(tmp_path: Path) -> None:
    euros = roles(tmp_path, ("Software Developers", 20, "1,100000,,EUR,filled"))
    assert euros.roles["loaded_cost"].isna().all()
    boss = ("Software Developers", 1, "1,100000,9000000,USD,filled")
    made = roles(tmp_path, ("Software Developers", 20, "1,100000,,USD,filled"), boss)
    assert made.roles["loaded_cost"].isna().all()


def test_fewer_than_five_people_are_not_planned(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fewer than 5 full-time positions"):
        roles(tmp_path, ("Software Developers", 4, "1,100000,,USD,filled"))


def test_faults_and_unsure_titles_stop_a_plan_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        roles(tmp_path, ("Astronaut", 30, "1.5,1,,USD,filled"), ("claims analyst", 2, "1,1,,USD,filled"))
    said = str(caught.value)
    assert "people.csv row 2, fte: FTE above 1 (1.5)" in said
    assert "2 titles may name several occupations or none: 'Astronaut' and 1 more" in said
    assert "claims analyst" not in said, "two people bear it"
