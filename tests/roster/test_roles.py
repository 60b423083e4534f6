"""Roles of a role table and of a roster: who is part of them, at what cost, in which places; all that is wrong at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden_pages import Goldens, cases
from tests.roster.tables import SMALL, refusal, written

from reallocate.kernel.errors import InputError
from reallocate.roster.file.currency import Rates, rates_of
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.groups import FEW, cells
from reallocate.roster.roles import RoleTable, read_roles
from reallocate.roster.roster import Given, read_roster, roles_of
from reallocate.work.firm import NOT_GIVEN, OTHER

HEADER = "code,title,headcount,fte,open positions,loaded cost,location,level\n"


def read(folder: Path, text: str, header: str = HEADER) -> RoleTable:
    path = folder / "roles.csv"
    path.write_text(header + text, encoding="utf-8")
    return read_roles(path, SMALL)


def test_a_table_is_read_with_what_it_gives_and_no_more(tmp_path: Path, golden: Goldens) -> None:
    told, options = [], ReadOptions(rates=rates_of(["EUR=1.08", "inr=0.012"], "2026-06-30"))
    for case, lines, _ in cases(Path(__file__).with_name("roles_read.txt")):
        made = read_roles(written(tmp_path, *lines, name="roles.csv"), SMALL, multiplier=1.42, options=options)
        told += [f"# {case}", made.roles.to_csv(index=False, float_format="%.9g"), *made.notes, *made.pay_notes, *made.title_notes]
    golden("roster/roles_read", "\n".join(told))


def test_a_bad_table_of_roles_is_told_all_that_is_wrong(tmp_path: Path, golden: Goldens) -> None:
    """A fault each; several rows at once, a role that occurs twice, and headers that are wrong."""
    told = []
    for _, lines, _ in cases(Path(__file__).with_name("roles_refused.txt")):
        text = "\n".join([*lines, ""])
        told += [f"{text.removeprefix(HEADER)!r}", *(f"  {one}" for one in refusal(read, tmp_path, text, ""))]
    golden("roster/roles_refused", "\n".join(told))


PEOPLE_HEADER = "id,title,fte,base,bonus,currency,status\n"


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
    path.write_text(PEOPLE_HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    given = Given(choices=choices or {}, reading=ReadOptions(rates=rates or Rates()))
    return roles_of(read_roster(path, SMALL, given=given), 1.4)


DEVELOPERS, PAID = "Software Developers", "1,100000,,USD,filled"


def test_people_become_the_roles_that_are_kept_and_none_of_few_is_named(tmp_path: Path, golden: Goldens) -> None:
    """1.4 times pay, and the bonus once: (1.4·100,000 + 1.5·(1.4·50,000 + 10,000)) / 2 where half are paid in EUR at 1.5."""
    told, rates = [], rates_of(["EUR=1.5"], "2026-06-30")
    for case, lines, _ in cases(Path(__file__).with_name("groups.txt")):
        each = (line.split(" | ") for line in lines)
        groups = [(title, int(people), rest) for title, people, rest in each]
        made = roles(tmp_path, *groups, choices={"Office Clerks": "43-9061"}, rates=rates)
        notes = [*made.notes, *made.pay_notes, *made.title_notes]
        table = made.roles[["occupation", "title", "headcount", "open_positions", "loaded_cost", "own_pay", "basis"]]
        told += [f"# {case}", table.to_csv(index=False, float_format="%.9g"), *dict.fromkeys(notes)]
        assert not [title for title, people, _ in groups if people < 5 and title in "\n".join(notes)], "none of few is named"
    golden("roster/roles", "\n".join(told))


def test_faults_that_stop_a_plan_are_told_together_and_foreign_pay_without_a_rate_by_currency(
    tmp_path: Path
) -> None:
    foreign = ((20, "1,90000,,ARS,filled"), (10, "1,2000000,,VND,filled"), (5, "1,90000,,XAF,contractor"))
    with pytest.raises(InputError) as caught:
        roles(tmp_path, (DEVELOPERS, 30, PAID), *((DEVELOPERS, *group) for group in foreign))
    pesos, dong = (str(problem) for problem in caught.value.problems)
    assert "20 people are paid in ARS, which has no rate" in pesos and "--rate ARS=" in pesos
    assert "10 people are paid in VND, which has no rate" in dong and "--rate VND=" in dong
    with pytest.raises(InputError) as caught:
        roles(tmp_path, ("Astronaut", 30, "1.5,1,,USD,filled"), ("qqqq", 2, "1,1,,USD,filled"))
    said = str(caught.value)
    assert "people.csv rows 2, 3, 4, 5, 6 and 25 more, fte: FTE above 1, 30 rows ('1.5' 30)" in said
    assert "qqqq" not in said, "two people bear it"


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


BY = ("department", "location")
PEOPLE = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from("pqrs"), st.sampled_from("xyz")),
    min_size=40,
    max_size=400,
)


@given(PEOPLE)
def test_no_place_of_fewer_than_five_stands_alone(people: list[tuple[str, str, str]]) -> None:
    rows = pd.DataFrame(people, columns=["role", *BY]).assign(fte=1.0)
    rows = rows[rows.groupby("role")["role"].transform("size") >= FEW]
    found = cells(rows, rows["role"], BY)
    sizes = found.groupby([rows["role"], found["department"], found["location"]]).size()
    named = sizes[(sizes.index.get_level_values(1) != OTHER) & (sizes.index.get_level_values(2) != OTHER)]
    assert (named >= FEW).all()
    own = found["department"].eq(rows["department"])
    kept = rows[own].groupby(["role", "department"]).size()
    assert (kept == rows.groupby(["role", "department"]).size()[kept.index]).all(), "whole or not at all"


def test_a_place_is_one_in_every_spelling_and_stands_alone_from_five_people_on() -> None:
    def planned(names: list[str], fte: float = 1.0) -> dict[str, int]:
        shares = [1.0] * 120 + [fte] * len(names)
        rows = pd.DataFrame({"department": ["Claims"] * 120 + names, "fte": shares})
        found = cells(rows, pd.Series("r", index=rows.index), ["department"])
        return found["department"].value_counts().to_dict()

    assert planned(["claims "] * 6 + [""] * 105) == {"Claims": 126, NOT_GIVEN: 105}
    assert planned(["New"] * 5) == {"Claims": 120, "New": 5} and planned(["New"] * 4) == {
        "Claims": 120,
        OTHER: 4,
    }
    assert planned(["New"] * 2, fte=0.0) == {"Claims": 122}, "open positions join a place with people"


def test_a_roster_keeps_departments_apart_and_says_how_many_it_could_not(tmp_path: Path) -> None:
    sizes = {
        "Claims,Hamburg": 160,
        "Claims,Hartford": 140,
        "Sales,Hartford": 130,
        "Legal,Austin": 3,
        "Claims,Oslo": 2,
    }
    places = [place for place, people in sizes.items() for _ in range(people)]
    rows = [f"{number},Software Developers,{place},90000,filled" for number, place in enumerate(places)]
    read = read_roster(
        written(tmp_path, "id,title,department,site,base,status", *rows, name="people.csv"), SMALL
    )
    made, whole = roles_of(read, 1.4, BY), roles_of(read, 1.4)
    by = made.roles.groupby(["department", "location"])["headcount"].sum()
    assert made.roles["headcount"].sum() == whole.roles["headcount"].sum() and by["other", "other"] == 3
    assert by["Claims", "Hamburg"] == 160 and by["Claims", "Hartford"] == 140
    assert "Legal" not in by.index.get_level_values(0), "a department of three stands with others"
    assert set(made.roles["loaded_cost"]) == set(whole.roles["loaded_cost"]), "pay stays the occupation's"
    assert any(
        "by department and site; 5 are 'other', because fewer than five" in note for note in made.notes
    )
    assert any("--by department,site does it" in note for note in whole.notes) and whole.elsewhere.empty
    assert made.elsewhere["department", "legal"] == made.elsewhere["location", "austin"] == 3
    assert ("department", "claims") not in made.elsewhere
    with pytest.raises(InputError, match="no column of country.*department.*--map country=HEADER"):
        roles_of(read, 1.4, ["country"])
