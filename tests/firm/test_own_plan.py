"""A planner's own plan: read with every fault at once, priced as the best plan is, measured where it breaks; rows where a rule turns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    FAST,
    decisions,
    inputs,
    outcome,
    rows_of,
    setting_of,
)
from tests.golden_pages import Goldens, tables_text
from tests.roster.tables import SMALL, written

import reallocate as ra
from reallocate.firm.model.broken import breach_of, requests
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.own_plan import _most_refilled, solve_own_plan, stated
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.plan.groups import openings
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.own_plan import RoleNames, decisions_of
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.promises import _at_start, _unknown_places, names_in
from reallocate.firm.request.read import _read_scenario, _with_flags, load_scenario
from reallocate.kernel.errors import InputError
from reallocate.render.result import Result
from reallocate.work.world import World

STILL = {"quits_per_month": 0.0, **FAST}
PROMISES: dict[str, Any] = {
    "no_layoffs": 2, "keep_share": 0.85, "protect": (DEVELOPERS.code,), "max_exits_per_month": 8.0,
    "retrain_before_exit": 0.5, "minimum_cover": ((CLERKS.code, 300.0),), "span_at_most": 14.0,
}  # fmt: skip
FIRMS: dict[str, dict[str, Any]] = {
    "attrition": {},
    "layoffs": {"quarters": 8, **STILL},
    "promises and offers": {"quarters": 8, "voluntary": True, **STILL, **PROMISES},
    "cash is short": {"dropping": True, "cash_per_year": 75.0},
    "hiring is limited": {"dropping": True, "hiring_freeze_quarters": 2, "max_hires_per_quarter": 3.0},
    "systems at a cost": {"quarters": 6, "smallest_system": 0.0, "system_cost": 200_000.0, **FAST},
}


@pytest.mark.parametrize("name", FIRMS)
def test_an_own_plan_equal_to_the_best_one_is_priced_the_same(name: str) -> None:
    setting = setting_of(**FIRMS[name])
    base = setting.baseline()
    best = solve(setting.inputs(free_options(setting.options), base)).outcome
    own = solve_own_plan(setting, decisions(best), base)
    assert own.outcome.objective == pytest.approx(best.objective, rel=1e-9)
    assert own.outcome.headcount == pytest.approx(best.headcount, abs=1e-6)
    assert own.breaches == () and own.beyond == ()


def test_what_is_left_open_is_completed_at_least_cost_and_without_exits() -> None:
    setting = setting_of(8)
    base = setting.baseline()
    best = solve(setting.inputs(free_options(setting.options), base)).outcome
    every = decisions(best)
    nothing = solve_own_plan(setting, every[every["role"].eq("nobody")], base)
    assert nothing.outcome.objective == pytest.approx(best.objective, rel=1e-9)
    some = every[every["role"].eq(CLERKS.code) & every["period"].lt(3)]
    assert solve_own_plan(setting, some, base).outcome.objective == pytest.approx(best.objective, rel=1e-9)
    still = setting_of(8, **STILL)
    cheapest = solve(still.inputs(still.options)).outcome
    assert cheapest.layoffs.sum() > 1
    left = solve_own_plan(still, every[every["role"].eq("nobody")], still.baseline()).outcome
    assert left.layoffs.sum() == 0 and left.objective > cheapest.objective


def test_what_own_plans_break_and_go_beyond_is_told_as_kept(golden: Goldens) -> None:
    """Promises are measured and not enforced, moves are made though they are more than assumed possible, a headcount is
    reached by quits first and then by exits, and nobody is hired in advance to make up for exits."""
    still = [{"role": CLERKS.code, "period": period, "hires": 0.0} for period in range(4)]
    still[1]["exits"] = 120.0
    promised = {"no_layoffs": 2, "max_exits_per_month": 10.0, "keep_positions": ((CLERKS.code, 380.0),), "keep_share": 0.9, "protect": (CLERKS.code,)}
    clerks = {"role": CLERKS.code, "moves": 0.0}
    cases: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
        "exits against promises": (promised, still),
        "more moves than assumed possible": ({}, [{"role": CLERKS.code, "period": 0, "moves": 60.0, "to": DEVELOPERS.code}]),
        "a headcount": ({}, [{**clerks, "period": 0, "headcount": 395.0}, {**clerks, "period": 1, "headcount": 300.0}]),
        "exits to come": ({"demand_growth": 0.0}, [{"role": CLERKS.code, "period": 2, "exits": 60.0}]),
    }  # fmt: skip
    told = []
    for name, (given, rows) in cases.items():
        setting = setting_of(4, **given)
        own = solve_own_plan(setting, rows_of(*rows), setting.baseline())
        plan, place = own.outcome, own.outcome.inputs.roles.get_loc(CLERKS.code)
        over = [("breaks", one) for one in own.breaches] + [("goes beyond", one) for one in own.beyond]
        told += [f"# {name}", *(f"{how} {one.text}: {one.amount:.4g} {one.unit}, {one.where} {one.first}–{one.last}" for how, one in over)]
        figures = {"hires": plan.hires, "exits": plan.layoffs, "moves": plan.moves_out, "clerks": plan.headcount}
        told += [f"{name} {[round(float(one), 2) + 0.0 for one in values[place]]}" for name, values in figures.items()]
        told += [f"induced quits {[round(float(one), 4) for one in plan.induced_quits_cost]}, dropped {plan.dropped[place].sum():.4g}"]
    golden("firm/own_plans", "\n".join(told))


def test_hires_soon_after_exits_go_beyond_an_assumption() -> None:
    setting = setting_of(6)
    rows = rows_of(
        {"role": CLERKS.code, "period": 0, "exits": 30.0}, {"role": CLERKS.code, "period": 2, "hires": 25.0}
    )
    own = solve_own_plan(setting, rows, setting.baseline())
    clerks = own.outcome.inputs.roles.get_loc(CLERKS.code)
    assert own.outcome.hires[clerks, 2] == 25
    # In the pause of four quarters what is left open makes up for quits, and the positions of the 30 stay empty:
    # without the 25 that are decided.
    best = solve(setting.inputs(free_options(setting.options))).outcome
    assert best.layoffs.sum() == 0
    most = np.maximum(CLERKS.headcount, best.headcount[clerks, :4]) - 30
    limit = _most_refilled(best.inputs, stated(best.inputs, rows), best.headcount)
    assert limit[clerks, :4] == pytest.approx(most + [30, 30, 55, 55])
    assert np.isfinite(limit).sum() == 4, "no limit of others, and none after the pause"
    now = own.outcome.headcount[clerks, :4]
    assert (now[:2] <= most[:2] + 1e-6).all() and (now[2:] <= most[2:] + 25 + 1e-6).all()
    over = (now - most).max()
    assert 0 < over <= 25 + 1e-6 and [one.amount for one in own.beyond] == [pytest.approx(over, rel=1e-6)]


def test_every_limit_and_promise_that_decisions_can_break_is_measured() -> None:
    """What is left out says what a plan may use, leaves work undone, or is decided by the exits themselves."""
    without = {lever.field for lever in LEVERS if lever.text and lever.excess is None}
    assert without == {"count", "ai", "dropping", "api", "rent", "own"}


@pytest.mark.parametrize("name", ["promises and offers", "cash is short", "hiring is limited"])
def test_a_plan_that_keeps_what_was_asked_has_no_breach(name: str) -> None:
    setting = setting_of(**FIRMS[name])
    best = solve(setting.inputs(free_options(setting.options))).outcome
    wanted = requests(setting.options)
    assert wanted and all(breach_of(one, best) is None for one in wanted)


def test_openings_that_must_be_cancelled_are() -> None:
    name = "freeze, then positions cancelled"
    plan, base = outcome(name), baseline(inputs(name))
    found = openings(plan, base)
    short = base.hires[:, :4].sum(axis=1) - plan.hires[:, :4].sum(axis=1)
    np.testing.assert_allclose(found.cancelled, np.clip(short, 0.0, plan.inputs.open_positions))
    assert found.cancelled.sum() > 1 and found.deferred.sum() == 0


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


def test_everything_that_is_wrong_or_cannot_be_carried_out_is_told_at_once_as_kept(
    world: World, folder: Path, golden: Goldens
) -> None:
    golden.answers("firm/own_plan_faults", lambda text: "\n".join(faults(world, folder, text + "\n")))


@pytest.fixture(scope="module")
def planned(folder: Path) -> Result:
    return ra.plan(folder, workers=1, progress=False, quick=True)


def with_own(folder: Path, table: pd.DataFrame, **options: Any) -> Result:
    return ra.plan(folder, given=table, workers=1, progress=False, quick=True, **options)


@pytest.mark.long
def test_an_edited_plan_says_what_it_costs_leaves_undone_and_breaks(
    planned: Result, folder: Path, tmp_path: Path
) -> None:
    table = planned.table("decisions")
    clerks = table["role"].eq("43-4051")
    table.loc[clerks, "hires"] = 0.0
    table.loc[clerks & table["quarter"].eq("2026 Q4"), "exits"] = 150.0
    result = with_own(folder, table, out=tmp_path / "out")
    said = result.explain()["own_plan"]
    assert said[2] == "It breaks one promise or limit: “no layoffs in 43-4051” (150 layoffs in 2026 Q4)."
    assert next(iter(result.explain())) == "own_plan"
    assert "What your plan breaks" in result.page()
    assert result.facts["scenario"]["given"] == "given.csv" and "--given given.csv" in result.facts["command"]
    again = ra.rerun(tmp_path / "out", workers=1, progress=False)
    assert again.status == "same", again.differences[:3]


EDGES_ROLES = pd.DataFrame(
    {"title": ["Clerks", "Clerks", "Developers"], "occupation": ["43-4051", "43-4051", "15-1252"]},
    index=["43-4051@ny", "43-4051@sf", "15-1252"],
).assign(department=["Sales", "Sales", "IT"], location=["NY", "SF", ""])
NAMES, QUARTERS = RoleNames.of(EDGES_ROLES, {"directing": "AI work directors"}), ("2026 Q3", "2026 Q4", "2027 Q1")


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
    assert [(one.where, one.nearest) for one in _unknown_places(scenario, EDGES_ROLES)] == [
        ("[promises] keep_at_least", ("IT", "Sales")), ("[promises] minimum_cover", ("NY",)), ("[promises] protect", ("NY", "SF")),
    ]  # fmt: skip
    assert names_in(scenario) == ("department=HR", "site=Avalon", "site=Ys", "site=ny")
    firm = EDGES_ROLES.assign(headcount=[80.0, 20.0, 50.0], family=["43-0000", "43-0000", "15-0000"])
    named = ("43-4051", "43-4051@sf", "15-0000", "site=ny", "department=sales", "11-0000")
    assert [_at_start(firm, name) for name in named] == [100.0, 20.0, 50.0, 80.0, 100.0, 0.0]
