"""What happened beside what was planned, and the cheapest way on from there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import reallocate as ra

ROLES = """code,department,site,headcount,loaded_cost
43-4051,Claims,Hamburg,300,70000
43-4051,Service,Hartford,500,70000
13-1031,Claims,Hamburg,200,110000
43-9041,Service,Hartford,300,78000
15-1252,IT,Hartford,300,190000
"""
SCENARIO = """name = "small"
roles = "roles.csv"
quarters = 4
reach = "gpt4"
headline_reach = "people"
by = ["department"]
"""
HAPPENED = pd.DataFrame(
    {
        "role": ["43-4051", "43-4051", "15-1252"],
        "department": ["Claims", "Service", ""],
        "headcount": [280, 520, 300],
    }
)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("planned")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    return ra.plan(folder, quick=True, progress=False)


def test_planned_happened_and_the_way_on(planned: ra.Result) -> None:
    found = ra.actuals(planned, HAPPENED, progress=False)  # type: ignore[arg-type]
    assert found.quarter == "2026 Q3" and found.lines[0].startswith(
        "At the end of 2026 Q3 3 roles had 1,100 people"
    )
    table = found.table.set_index("role")
    row = table.loc["43-4051/claims@hamburg"]
    assert row["happened"] == 280 and row["difference"] == pytest.approx(280 - row["planned"])
    walk = found.plan.memory.own.outcome
    place = walk.inputs.roles.get_loc("43-4051/claims@hamburg")
    assert walk.headcount[place, 0] == pytest.approx(280), "the new plan starts from what happened"
    assert walk.headcount[place, -1] == pytest.approx(row["now_end"])
    assert row["planned_end"] == pytest.approx(planned.memory.solved.plan.headcount[place, -1])
    assert "From there the cheapest plan ends 2027 Q2" in found.lines[2]
    hires, before = walk.hires, planned.memory.solved.plan.hires
    assert hires[:, 0].sum() > 1, "so that those of the quarter that happened would show"
    assert f"and {hires[:, 1:].sum():,.0f} hires against {before[:, 1:].sum():,.0f}." in found.lines[2]
    assert found.to_dict()["roles"][0]["role"] == found.table["role"].iloc[0]


def test_what_happened_as_planned_costs_nothing_more(planned: ra.Result) -> None:
    walk = planned.table("headcount")
    first = walk[walk["case"].eq("plan") & walk["period"].eq("2026 Q3") & walk["role"].ne("ai-directing")]
    found = ra.actuals(planned, first[["role"]].assign(headcount=first["end"]), progress=False)  # type: ignore[arg-type]
    assert "as planned" in found.lines[0]
    cost = found.plan.table("own_plan").set_index("figure").loc["cost", "extra"]
    assert abs(float(cost)) < 0.01


def test_faults_of_the_file_are_named(planned: ra.Result, tmp_path: Path) -> None:
    with pytest.raises(ra.InputError, match="no column of role or of headcount"):
        ra.actuals(planned, pd.DataFrame({"role": ["43-4051"]}), progress=False)  # type: ignore[arg-type]
    file = tmp_path / "happened.csv"
    file.write_text("role,department,headcount\n43-4051,Clams,10\n99-9999,,5\n", encoding="utf-8")
    with pytest.raises(ra.InputError) as error:
        ra.actuals(planned, file, progress=False)  # type: ignore[arg-type]
    assert len(error.value.problems) == 2 and "happened.csv" in str(error.value)
