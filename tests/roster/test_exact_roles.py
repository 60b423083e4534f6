"""Roles for whoever has the roster: exact, from five people on, and marked as private."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.worlds import small_world

from reallocate.errors import InputError
from reallocate.roster.exact_roles import FEW
from reallocate.roster.roles import KEEP_PRIVATE, RoleTable, read_roles
from reallocate.roster.roster import read_roster, roles_of
from reallocate.scenario.firm.contradictions import contradictions
from reallocate.scenario.firm.read import scenario_from_flags
from reallocate.scenario.firm.saved import rounded_by
from reallocate.scenario.lines import dotted

SMALL = small_world()
GROUPS = (
    ("Software Developers", 47, "Berlin", 100_000, "filled"),
    ("Software Developers", 3, "Bern", 100_000, "filled"),
    ("Software Developers", 2, "Berlin", 0, "open"),
    ("Data Scientists", 6, "Berlin", 90_000, "filled"),
    ("Financial Managers", 4, "Bern", 200_000, "filled"),
)


def roster(folder: Path) -> Path:
    rows = [
        (f"{title[:2]}{site}{number}{status}", title, site, pay or "", status)
        for title, people, site, pay, status in GROUPS
        for number in range(people)
    ]
    table = pd.DataFrame(rows, columns=["id", "title", "site", "base", "status"])
    table.to_csv(folder / "people.csv", index=False)
    return folder / "people.csv"


def made(folder: Path, exact: bool = True, by: tuple[str, ...] = ()) -> RoleTable:
    return roles_of(read_roster(roster(folder), SMALL), 1.4, by, exact)


def test_sizes_and_pay_are_exact_and_no_role_has_fewer_than_five(tmp_path: Path) -> None:
    table = made(tmp_path).roles.set_index("occupation")
    assert table["headcount"].sum() == 60 and table["headcount"].min() >= FEW
    assert table.loc["15-1252", "headcount"] in (50.0, 54.0) and table.loc["15-2051", "headcount"] in (6.0, 10.0)
    assert table["open_positions"].sum() == 2
    cost = (table["headcount"] * table["loaded_cost"]).sum()
    assert cost == pytest.approx(1.4 * (50 * 100_000 + 6 * 90_000 + 4 * 200_000))
    assert "11-3031" not in table.index, "four managers join the nearest role"


def test_a_site_of_three_is_under_other_with_others(tmp_path: Path) -> None:
    table = made(tmp_path, by=("location",)).roles
    assert set(table["location"]) <= {"Berlin", "other"} and (table["headcount"] >= FEW).all()


def test_it_says_that_it_is_private_and_what_is_rounded_does_not(tmp_path: Path) -> None:
    exact, rounded = made(tmp_path), made(tmp_path, exact=False)
    assert any(KEEP_PRIVATE in note for note in exact.title_notes)
    assert any("sizes and pay are exact" in note for note in exact.notes)
    assert KEEP_PRIVATE not in " ".join((*rounded.title_notes, *rounded.notes))
    kept = exact.roles.drop(columns="row").rename(columns={"occupation": "code"})
    kept.to_csv(tmp_path / "kept.csv", index=False)
    again = read_roles(tmp_path / "kept.csv", SMALL)
    assert any(KEEP_PRIVATE in note for note in again.title_notes), "also where its table is planned again"
    assert again.roles["headcount"].tolist() == exact.roles["headcount"].tolist()


def test_only_a_rounded_result_names_a_key() -> None:
    rounded, exact = (scenario_from_flags(roster="people.csv", exact=one) for one in (None, True))
    assert len(rounded_by(rounded)["roster_key"]) == 8 and not rounded_by(exact)


def test_a_role_table_takes_neither_exact_nor_without_faulty() -> None:
    for name in ("exact", "without_faulty"):
        with pytest.raises(InputError, match=f"{name} in .reading. needs a roster"):
            scenario_from_flags(roles="roles.csv", **{name: True})
    assert not list(contradictions(scenario_from_flags(roster="people.csv", exact=True), dotted))


def test_rows_at_fault_are_left_out_and_counted(tmp_path: Path) -> None:
    path = roster(tmp_path)
    table = pd.read_csv(path, dtype=str)
    table.loc[[0, 1], "base"] = ["-5", "x"]
    table.to_csv(path, index=False)
    found = read_roster(path, SMALL)
    assert len(found.people.faults) == 2
    with pytest.raises(InputError, match="negative pay"):
        roles_of(found, 1.4)
    left = found.without_faulty()
    assert len(left.people.rows) == len(found.people.rows) - 2 and not left.people.faults
    assert left.people.not_used["at fault"] == 2
    assert any("people (at fault)" in note for note in roles_of(left, 1.4).notes)
