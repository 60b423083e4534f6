"""Roles by department and site: five people or more in each, the others together."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.groups import FEW, cells
from reallocate.roster.roster import read_roster, roles_of
from reallocate.work.firm import NOT_GIVEN, OTHER

SMALL = small_world()
BY = ("department", "location")
PEOPLE = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from("pqrs"), st.sampled_from("xyz")), min_size=40, max_size=400
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


def test_one_name_in_several_spellings_is_one_department_and_blanks_are_said() -> None:
    rows = pd.DataFrame({"department": ["Claims"] * 120 + ["claims "] * 6 + [""] * 105, "fte": 1.0})
    found = cells(rows, pd.Series("r", index=rows.index), ["department"])
    assert found["department"].value_counts().to_dict() == {"Claims": 126, NOT_GIVEN: 105}


def test_open_positions_of_a_new_department_join_a_cell_with_people() -> None:
    rows = pd.DataFrame({"department": ["Claims"] * 120 + ["New"] * 2, "fte": [1.0] * 120 + [0.0] * 2})
    found = cells(rows, pd.Series("r", index=rows.index), ["department"])
    assert set(found["department"]) == {"Claims"}


def write(folder: Path, header: str) -> Path:
    places = ["Claims,Hamburg"] * 160 + ["Claims,Hartford"] * 140 + ["Sales,Hartford"] * 130 + ["Legal,Austin"] * 3
    lines = [f"{number},Software Developers,{place},90000,filled" for number, place in enumerate(places)]
    path = folder / "people.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_a_roster_keeps_departments_apart_and_says_how_many_it_could_not(tmp_path: Path) -> None:
    read = read_roster(write(tmp_path, "id,title,department,site,base,status"), SMALL)
    made = roles_of(read, 1.4, BY)
    by = made.roles.groupby(["department", "location"])["headcount"].sum()
    whole = roles_of(read, 1.4).roles
    assert made.roles["headcount"].sum() == whole["headcount"].sum() and by["other", "other"] == 3
    assert by["Claims", "Hamburg"] == 160 and by["Claims", "Hartford"] == 140
    assert "Legal" not in by.index.get_level_values(0), "a department of three stands with others"
    assert set(made.roles["loaded_cost"]) == set(whole["loaded_cost"]), "pay stays the occupation's"
    assert any("are 'other', because fewer than five" in note for note in made.notes)
    assert any("--by department,site does it" in note for note in roles_of(read, 1.4).notes)


def test_a_dimension_that_the_file_lacks_is_named_with_those_it_has(tmp_path: Path) -> None:
    read = read_roster(write(tmp_path, "id,title,department,site,base,status"), SMALL)
    with pytest.raises(InputError, match="no column of country.*department") as error:
        roles_of(read, 1.4, ["country"])
    assert "--map country=HEADER" in str(error.value)


def test_who_is_planned_under_other_is_counted(tmp_path: Path) -> None:
    read = read_roster(write(tmp_path, "id,title,department,site,base,status"), SMALL)
    elsewhere = roles_of(read, 1.4, BY).elsewhere
    assert elsewhere["department", "legal"] == elsewhere["location", "austin"] == 3
    assert ("department", "claims") not in elsewhere
    assert roles_of(read, 1.4).elsewhere.empty
