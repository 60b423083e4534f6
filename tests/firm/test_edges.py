"""Rows of a planner's own plan and of a role table, where a rule turns: one more row, a blank cell, a cost that is filled."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.golden_pages import Goldens, tables_text
from tests.roster.tables import SMALL, written

from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.own_plan import RoleNames, decisions_of
from reallocate.firm.request.read import _read_scenario
from reallocate.kernel.errors import InputError

ROLES = pd.DataFrame(
    {"title": ["Clerks", "Clerks", "Developers"], "occupation": ["43-4051", "43-4051", "15-1252"]},
    index=["43-4051@ny", "43-4051@sf", "15-1252"],
).assign(department=["Sales", "Sales", "IT"], location=["NY", "SF", ""])
NAMES, QUARTERS = RoleNames.of(ROLES, {"directing": "AI work directors"}), ("2026 Q3", "2026 Q4", "2027 Q1")


def faults(folder: Path, *rows: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        decisions_of(
            written(folder, "role,quarter,hires,exits,moves,to,department,location", *rows), NAMES, QUARTERS
        )
    return [str(problem).removeprefix("a.csv ") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (1, "row 2"),
        (4, "rows 2, 3, 4, 5"),
        (5, "rows 2, 3, 4, 5, 6"),
        (6, "rows 2, 3, 4, 5, 6 and 1 more"),
        (1204, "rows 2, 3, 4, 5, 6 and 1,199 more"),
    ],
)
def test_of_a_fault_that_many_rows_have_the_first_are_named(count: int, rows: str, tmp_path: Path) -> None:
    (line,) = faults(tmp_path, *["15-1252,2026Q3,-1,,,,,"] * count)
    assert line.startswith(f"{rows}: hires is negative (-1)")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Clerks,2026Q3,1,,,,,", "role 'Clerks' stands for 2 roles of the firm"), ("Clerks,2026Q3,1,,,,Sales,", "role 'Clerks' stands for 2 roles"),
        ("Clerks,2026Q3,1,,,,,Austin", "the firm has no role 'Clerks' with site 'Austin'."),
        ("Clerks,2026Q3,1,,,,IT,SF", "the firm has no role 'Clerks' with department 'IT', site 'SF'."),
        ("15-1252,2026Q3,,,0,Developers,,", "people move to the role that they are in"),
        ("15-1252,2027 Q2,1,,,,,", "2027 Q2 is not in the plan, which goes from 2026 Q3 to 2027 Q1"), ("15-1252,Q5 2026,1,,,,,", "'Q5 2026' is no quarter and no date"),
    ],
)  # fmt: skip
def test_a_role_is_meant_by_its_place_and_a_quarter_by_its_day(row: str, says: str, tmp_path: Path) -> None:
    (line,) = faults(tmp_path, row)
    assert says in line


def test_what_is_read_of_rows_is_what_they_say(tmp_path: Path) -> None:
    rows = (
        "Clerks,Q3 2026,2,,,,,NY",
        "clerks,2026-12-31,,3,,,sales,sf",
        "15-1252,2027-1,,,4,AI work directors,,",
    )
    found = decisions_of(
        written(tmp_path, "role,quarter,hires,exits,moves,to,department,location", *rows), NAMES, QUARTERS
    )
    assert found["role"].tolist() == ["43-4051@ny", "43-4051@sf", "15-1252"] and found["period"].tolist() == [
        0,
        1,
        2,
    ]
    assert found["to"].tolist() == ["", "", "directing"] and found["moves"].sum() == 4


TABLE = (
    "code,title,headcount,open positions,loaded cost,contractors,own pay,protected,sure,statutory_notice,statutory_severance,basis",
    "15-1252,Backend,600,5,200000,20,0.5,40,500,30,9000,own", "13-1031,Claims,400,,,,0.8,,,,,own", "43-9061,,100,,50000,3,,,,,,pattern",
)  # fmt: skip


def test_a_role_table_with_every_column_makes_the_kept_firm(tmp_path: Path, golden: Goldens) -> None:
    """No own pay is in a cost that is filled."""
    written(tmp_path, *TABLE, name="roles.csv")
    scenario = _read_scenario(
        'name = "own"\nroles = "roles.csv"\nindustries = ["524100"]', tmp_path / "scenario.toml"
    )
    firm, notes, _ = build_firm(SMALL, scenario)
    golden("firm/own_roles", "\n".join([tables_text({"roles": firm.roles.reset_index()}), *map(str, notes)]))
