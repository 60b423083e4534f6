"""Rows of a planner's own plan and of a role table, where a rule turns: one more row, a blank cell, a cost that is filled."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.golden_pages import Goldens, tables_text
from tests.roster.tables import SMALL, written

from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.own_plan import RoleNames, decisions_of
from reallocate.firm.request.promises import _at_start, _unknown_places, names_in
from reallocate.firm.request.read import _read_scenario
from reallocate.kernel.errors import InputError

ROLES = pd.DataFrame(
    {"title": ["Clerks", "Clerks", "Developers"], "occupation": ["43-4051", "43-4051", "15-1252"]},
    index=["43-4051@ny", "43-4051@sf", "15-1252"],
).assign(department=["Sales", "Sales", "IT"], location=["NY", "SF", ""])
NAMES, QUARTERS = RoleNames.of(ROLES, {"directing": "AI work directors"}), ("2026 Q3", "2026 Q4", "2027 Q1")


def read(folder: Path, *rows: str) -> pd.DataFrame:
    file = written(folder, "role,quarter,hires,exits,moves,to,department,location", *rows)
    return decisions_of(file, NAMES, QUARTERS)


def test_a_role_is_meant_by_its_place_a_quarter_by_its_day_and_of_many_faults_the_first_are_named(
    tmp_path: Path, golden: Goldens
) -> None:
    def refused(rows: str) -> str:
        with pytest.raises(InputError) as found:
            read(tmp_path, *rows.splitlines())
        return str(found.value)

    golden.answers("firm/own_plan_rows", refused)
    with pytest.raises(InputError, match="rows 2, 3, 4, 5, 6 and 1,199 more: hires is negative"):
        read(tmp_path, *["15-1252,2026Q3,-1,,,,,"] * 1204)


TABLE = (
    "code,title,headcount,open positions,loaded cost,contractors,own pay,protected,sure,statutory_notice,statutory_severance,basis",
    "15-1252,Backend,600,5,200000,20,0.5,40,500,30,9000,own", "13-1031,Claims,400,,,,0.8,,,,,own", "43-9061,,100,,50000,3,,,,,,pattern",
)  # fmt: skip


def test_a_role_table_with_every_column_makes_the_kept_firm(tmp_path: Path, golden: Goldens) -> None:
    """No own pay is in a cost that is filled."""
    written(tmp_path, *TABLE, name="roles.csv")
    text = 'name = "own"\nroles = "roles.csv"\nindustries = ["524100"]'
    scenario = _read_scenario(text, tmp_path / "scenario.toml")
    firm, notes, _ = build_firm(SMALL, scenario)
    golden("firm/own_roles", "\n".join([tables_text({"roles": firm.roles.reset_index()}), *map(str, notes)]))


def test_every_promise_to_a_place_where_nobody_works_is_told(tmp_path: Path) -> None:
    told = '[promises]\nprotect = ["site=Avalon", "site=ny"]\nkeep_at_least = {"department=HR" = 2}\nminimum_cover = {"site=Ys" = 3}'
    scenario = _read_scenario(f'name = "x"\nroles = "roles.csv"\n{told}', tmp_path / "x.toml")
    assert [(one.where, one.nearest) for one in _unknown_places(scenario, ROLES)] == [
        ("[promises] keep_at_least", ("IT", "Sales")), ("[promises] minimum_cover", ("NY",)), ("[promises] protect", ("NY", "SF")),
    ]  # fmt: skip
    assert names_in(scenario) == ("department=HR", "site=Avalon", "site=Ys", "site=ny")
    firm = ROLES.assign(headcount=[80.0, 20.0, 50.0], family=["43-0000", "43-0000", "15-0000"])
    named = ("43-4051", "43-4051@sf", "15-0000", "site=ny", "department=sales", "11-0000")
    assert [_at_start(firm, name) for name in named] == [100.0, 20.0, 50.0, 80.0, 100.0, 0.0]
