"""An own plan as a user gives it: read with every fault at once, priced, shown, saved and computed again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import reallocate as ra
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import _with_flags, load_scenario
from reallocate.kernel.errors import InputError
from reallocate.render.result import Result
from reallocate.work.world import World

ROLES = """code,headcount,loaded_cost
43-4051,800,70000
43-9041,300,78000
15-1252,300,190000
11-3021,2,260000
11-2021,1,240000
"""
SCENARIO = """name = "ours"
roles = "roles.csv"
quarters = 4
reach = "people"
[promises]
protect = ["43-4051"]
"""
CLERK, DEVELOPER = "Customer Service Representatives", "Software Developers"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ours")
    (place / "roles.csv").write_text(ROLES, encoding="utf-8")
    (place / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    return place


def given(world: World, folder: Path, text: str) -> PlanProblem:
    file = folder / "ours.csv"
    file.write_text(text, encoding="utf-8")
    return prepare(world, _with_flags(load_scenario(folder), given="ours.csv"))


def faults(world: World, folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        given(world, folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_blank_is_open_and_0_is_decided(world: World, folder: Path) -> None:
    text = f"Title;Period;Hires;Layoffs\n{CLERK};2026Q3;0;12,5\n{DEVELOPER};2026-11-15;;3\n43-9041;Q1 2027;4;\n"
    rows = given(world, folder, text).own
    assert rows is not None
    assert rows["role"].tolist() == ["43-4051", "15-1252", "43-9041"]
    assert rows["quarter"].tolist() == ["2026 Q3", "2026 Q4", "2027 Q1"]
    assert rows["hires"].isna().tolist() == [False, True, False] and rows["exits"].iloc[0] == 12.5


def test_everything_that_is_wrong_is_told_at_once_with_its_row(world: World, folder: Path) -> None:
    text = """role,quarter,hires,exits,moves,to,headcount
43-4052,2026Q3,1,,,,
43-4051,2031Q1,1,,,,
43-4051,summer,1,,,,
43-4051,2026Q3,-4,,,,
43-4051,2026Q4,1,,10,,
43-4051,2027Q1,,,,15-1252,
43-4051,2027Q2,,,5,43-4051,
15-1252,2026Q3,3,,,,290
43-9041,2026Q3,1,,,,
43-9041,2026Q3,2,,,,
"""
    found = faults(world, folder, text)
    wanted = (
        "row 2: the firm has no role '43-4052'", "row 3: 2031 Q1 is not in the plan, which goes from 2026 Q3",
        "row 4: 'summer' is no quarter", "row 5: hires is negative (-4)", "row 6: 10 people move, and the row",
        "row 7: the row names a role to move to", "row 8: people move to the role that they are in",
        "row 9: headcount is stated beside hires", "rows 10, 11: hires of 43-9041 in 2026 Q3 are stated 2 times",
    )  # fmt: skip
    assert len(found) == len(wanted)
    assert all(want in line for want, line in zip(wanted, found, strict=True)), found
    assert "43-4051" in found[0]


def test_a_file_without_the_columns_says_which_it_needs(world: World, folder: Path) -> None:
    found = faults(world, folder, "who,when\nx,y\n")
    assert [line.split(".")[1].removeprefix("csv: ") for line in found] == [
        "there is no column 'role'", "there is no column 'quarter'", "there is no column of decisions",
    ]  # fmt: skip
    assert "ours.csv" in found[0] and "decisions" in found[0]


def test_people_who_are_not_there_cannot_leave(world: World, folder: Path) -> None:
    text = "role,quarter,hires,exits,moves\n43-9041,2026Q3,0,200,0\n43-9041,2026Q4,0,150,0\n"
    (line,) = faults(world, folder, text)
    assert line.startswith("ours.csv row 3: 150 people leave 43-9041 in 2026 Q4, and it has at most 9")


def test_a_move_that_is_not_known_names_those_that_are(world: World, folder: Path) -> None:
    (line,) = faults(world, folder, "role,quarter,moves,to\n15-1252,2026Q3,3,43-9041\n")
    assert "no move from 15-1252 to 43-9041 is known" in line and "ours.csv row 2" in line


def test_a_small_role_that_is_named_stays_by_itself(world: World, folder: Path) -> None:
    grouped = _with_flags(load_scenario(folder)).model_copy(update={"group_below": 0.01})
    assert "11-0000" in prepare(world, grouped).setting.firm.roles.index
    (folder / "small.csv").write_text("role,quarter,hires\n11-3021,2026Q3,1\n", encoding="utf-8")
    alone = prepare(world, grouped.model_copy(update={"given": "small.csv"}).placed_in(folder))
    assert "11-3021" in alone.setting.firm.roles.index


@pytest.fixture(scope="module")
def planned(folder: Path) -> Result:
    return ra.plan(folder, workers=1, progress=False, quick=True)


def with_own(folder: Path, table: pd.DataFrame, **options: Any) -> Result:
    return ra.plan(folder, given=table, workers=1, progress=False, quick=True, **options)


def test_a_saved_best_plan_given_back_costs_the_same(planned: Result, folder: Path) -> None:
    result = with_own(folder, planned.table("decisions"))
    cost = result.table("own_plan").set_index("figure").loc["cost"]
    assert cost["own"] == pytest.approx(cost["best"], rel=1e-9)
    assert cost["best"] == pytest.approx(planned.facts["objective"], rel=1e-12)
    said = result.explain()["own_plan"]
    assert said[0].startswith("Your plan costs as much as the best plan")
    assert "It leaves no work undone." in said and "It keeps the one promise or limit that was set." in said
    assert not result.has("own_plan_breaks") and not planned.has("own_plan")


def test_an_edited_plan_says_what_it_costs_leaves_undone_and_breaks(
    planned: Result, folder: Path, tmp_path: Path
) -> None:
    table = planned.table("decisions")
    clerks = table["role"].eq("43-4051")
    table.loc[clerks, "hires"] = 0.0
    table.loc[clerks & table["quarter"].eq("2026 Q4"), "exits"] = 150.0
    result = with_own(folder, table, out=tmp_path / "out")
    figures = result.table("own_plan").set_index("figure")
    assert figures.loc["cost", "extra"] > 1 and figures.loc["work_undone", "own"] > 1
    assert figures.loc["cash", "own"] + figures.loc["work_undone", "own"] == pytest.approx(
        figures.loc["cost", "own"]
    )
    quarters = result.table("own_plan_quarters")
    assert quarters["undone"].sum() == pytest.approx(figures.loc["hours_undone", "own"])
    assert quarters["undone_share"].max() == pytest.approx(figures.loc["worst_undone", "own"])
    assert result.table("own_plan_roles")["undone"].sum() == pytest.approx(quarters["undone"].sum())
    said = result.explain()["own_plan"]
    assert "more than the best plan" in said[0] and "undone." in said[0]
    assert said[1].startswith(f"It leaves {quarters['undone'].sum():,.0f} thousand hours of work undone")
    assert said[2] == "It breaks one promise or limit: “no layoffs in 43-4051” (150 layoffs in 2026 Q4)."
    assert next(iter(result.explain())) == "own_plan"
    assert 'id="own-plan"' in result.page()
    assert figures.loc["layoffs", "own"] == pytest.approx(150)
    assert result.facts["scenario"]["given"] == "given.csv" and "--given given.csv" in result.facts["command"]
    again = ra.rerun(tmp_path / "out", workers=1, progress=False)
    assert again.status == "same", again.differences[:3]
