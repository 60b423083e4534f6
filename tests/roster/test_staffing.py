"""The roles that a roster makes: who is part of them, at what cost, and what is pooled."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.file.currency import Rates, rates_of
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.roles import RoleTable
from reallocate.roster.roster import Given, read_roster, roles_of

SMALL = small_world()
HEADER = "id,title,fte,base,bonus,currency,status\n"


def roles(
    folder: Path,
    *groups: tuple[str, int, str],
    choices: dict[str, str] | None = None,
    rates: Rates | None = None,
) -> RoleTable:
    """Roles of a roster of groups: title, how many, and the rest of their rows."""
    lines, number = [], 0
    for title, people, rest in groups:
        for _ in range(people):
            number += 1
            lines.append(f"{number},{title},{rest}")
    path = folder / "people.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    given = Given(choices=choices or {}, reading=ReadOptions(rates=rates or Rates()))
    return roles_of(read_roster(path, SMALL, given=given), 1.4)


def test_people_count_by_working_time_and_pay_becomes_cost(tmp_path: Path) -> None:
    made = roles(tmp_path, ("Software Developers", 400, "0.5,50000,10000,USD,filled"))
    (role,) = made.roles.to_dict("records")
    assert role["occupation"] == "15-1252" and role["headcount"] == 200
    assert role["loaded_cost"] == pytest.approx(2 * (1.4 * 50_000 + 10_000))
    assert role["basis"] == "roster" and role["open_positions"] == 0


def test_contractors_are_no_headcount_and_open_positions_are_open(tmp_path: Path) -> None:
    made = roles(
        tmp_path,
        ("Software Developers", 100, "1,100000,,USD,filled"),
        ("Software Developers", 50, "1,,,,contractor"),
        ("Software Developers", 15, "1,,,,open"),
    )
    (role,) = made.roles.to_dict("records")
    assert role["headcount"] == 100 and role["open_positions"] == 15
    assert any("50 contractors (33% of all who work there); not part" in note for note in made.notes)


def test_occupations_of_five_and_more_are_the_files_own_and_others_stand_together(tmp_path: Path) -> None:
    made = roles(
        tmp_path,
        ("Software Developers", 70, "1,100000,,USD,filled"),
        ("Data Scientists", 3, "1,900000,,USD,filled"),
        ("Office Clerks", 70, "1,40000,,USD,filled"),
        ("Financial Managers", 2, "1,900000,,USD,filled"),
        choices={"Office Clerks": "43-9061"},
    )
    assert dict(zip(made.roles["occupation"], made.roles["headcount"], strict=True)) == {
        "15-1252": 70, "43-9061": 70, "15-2051": 5,
    }  # fmt: skip
    assert made.roles["title"].tolist()[-1] == "Other roles"
    assert "Data Scientists" not in " ".join(made.notes) and "Financial" not in " ".join(made.notes)


def test_small_groups_of_several_kinds_are_other_roles(tmp_path: Path) -> None:
    groups = [("Software Developers", 75), ("Financial Managers", 4), ("Insurance Underwriters", 3)]
    groups += [("Claims Handler", 4), ("Office Clerks", 2)]
    rows = [(title, people, "1,100000,,USD,filled") for title, people in groups]
    made = roles(tmp_path, *rows, choices={"Office Clerks": "43-9061"})
    titles = dict(zip(made.roles["title"], made.roles["headcount"], strict=True))
    assert titles == {
        "Software Developers": 75, "Other Business and Financial Operations Occupations": 7, "Other roles": 6,
    }  # fmt: skip


def test_pay_in_a_currency_without_a_rate_is_refused_one_problem_a_currency(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        roles(
            tmp_path,
            ("Software Developers", 30, "1,100000,,USD,filled"),
            ("Software Developers", 20, "1,90000,,ARS,filled"),
            ("Software Developers", 10, "1,2000000,,VND,filled"),
            ("Software Developers", 5, "1,90000,,XAF,contractor"),
        )
    pesos, dong = (str(problem) for problem in caught.value.problems)
    assert "20 people are paid in ARS, which has no rate" in pesos and "--rate ARS=" in pesos
    assert "10 people are paid in VND, which has no rate" in dong and "--rate VND=" in dong


def test_pay_is_converted_at_the_rates_stated_and_the_notes_say_so(tmp_path: Path) -> None:
    made = roles(
        tmp_path,
        ("Software Developers", 100, "1,100000,,USD,filled"),
        ("Software Developers", 100, "1,50000,10000,EUR,filled"),
        rates=rates_of(["EUR=1.5"], "2026-06-30"),
    )
    (role,) = made.roles.to_dict("records")
    # (1.4·100,000 + 1.5·(1.4·50,000 + 10,000)) / 2, whereas the mean of those paid in USD is 140,000.
    assert role["loaded_cost"] == pytest.approx(130_000) and role["own_pay"] == 1.0
    own, converted = made.pay_notes
    assert own == "people.csv: own pay is used for 200 of 200 full-time positions"
    assert "100 people in EUR" in converted and "1 EUR = 1.5 USD, your rates of 2026-06-30" in converted


def test_pay_that_is_not_given_is_counted_and_no_part_of_the_own(tmp_path: Path) -> None:
    made = roles(
        tmp_path,
        ("Software Developers", 100, "1,100000,,USD,filled"),
        ("Software Developers", 60, "1,,,,filled"),
        ("Software Developers", 40, "1,0,,USD,filled"),
        ("Insurance Underwriters", 50, "1,,,,filled"),
    )
    table = made.roles.set_index("occupation")
    developers, underwriters = table.loc["15-1252"], table.loc["13-2053"]
    assert developers["loaded_cost"] == pytest.approx(140_000), "0 is no pay"
    assert developers["own_pay"] == 0.5
    assert pd.isna(underwriters["loaded_cost"]) and underwriters["own_pay"] == 0.0
    (note,) = made.pay_notes
    assert "own pay is used for 100 of 250 full-time positions" in note
    assert "100 have blank or zero pay and use their role's mean" in note
    assert "50 use the industry's pay, since fewer than five" in note


def test_pay_of_fewer_than_five_stands_for_no_role(tmp_path: Path) -> None:
    paid = ("Software Developers", 4, "1,100000,,USD,filled")
    made = roles(tmp_path, ("Software Developers", 60, "1,,,USD,filled"), paid)
    assert made.roles["loaded_cost"].isna().all() and made.roles["own_pay"].eq(0.0).all()


def test_fewer_than_five_people_are_not_planned(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fewer than 5 full-time positions"):
        roles(tmp_path, ("Software Developers", 4, "1,100000,,USD,filled"))


def test_rows_at_fault_are_left_out_and_counted(tmp_path: Path) -> None:
    roles(tmp_path, ("Software Developers", 60, "1,100000,,USD,filled"))
    path = tmp_path / "people.csv"
    table = pd.read_csv(path, dtype=str)
    table.loc[[0, 1], "base"] = ["-5", "x"]
    table.to_csv(path, index=False)
    found = read_roster(path, SMALL)
    with pytest.raises(InputError, match="negative pay"):
        roles_of(found, 1.4)
    left = found.without_faulty()
    assert len(left.people.rows) == 58 and not left.people.faults and left.people.not_used["at fault"] == 2
    assert any("2 people (at fault)" in note for note in roles_of(left, 1.4).notes)


def test_faults_and_titles_of_which_none_is_mapped_stop_a_plan_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        roles(tmp_path, ("Astronaut", 30, "1.5,1,,USD,filled"), ("qqqq", 2, "1,1,,USD,filled"))
    said = str(caught.value)
    assert "people.csv rows 2, 3, 4, 5, 6 and 25 more, fte: FTE above 1, 30 rows ('1.5' 30)" in said
    assert "no title could be read as an occupation" in said and "--review review.csv" in said
    assert "qqqq" not in said, "two people bear it"


def test_a_plan_runs_with_likely_titles_and_says_who_is_left_out(tmp_path: Path) -> None:
    made = roles(
        tmp_path,
        ("Claims Handler", 600, "1,60000,,USD,filled"),
        ("Software Engineer", 300, "1,100000,,USD,filled"),
        ("Astronaut", 100, "1,90000,,USD,filled"),
    )
    assert (
        made.roles["occupation"].tolist() == ["13-1031", "15-1252"] and made.roles["headcount"].sum() == 900
    )
    notes = " ".join([*made.notes, *made.title_notes])
    assert "the titles of 600 people are sure, of 300 provisional, of 100 not mapped" in notes
    assert "100 people whose title is not mapped are no part of the plan" in notes
    to_check = "provisional titles of most people, to correct with --review: 'Software Engineer' \\(300\\) as "
    assert re.search(to_check + "Software Developers, [0-9]+% likely$", made.title_notes[-1])
    assert "titles uncertain or without a match: 'Astronaut'" in notes


def test_a_title_of_few_is_not_named_and_its_people_are_counted(tmp_path: Path) -> None:
    groups = [("Claims Handler", 120), ("Software Engineer", 60), ("Astronaut", 2)]
    made = roles(tmp_path, *((title, people, "1,60000,,USD,filled") for title, people in groups))
    notes = " ".join([*made.notes, *made.title_notes])
    assert "of 2 not mapped; 2 people whose title" in notes and "Astronaut" not in notes
