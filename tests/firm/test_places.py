"""A plan by department and site: promises by them are kept, and every table adds up to the firm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, tables_text

from reallocate.data.bundle import load_world
from reallocate.firm.council.page import _country_sentences
from reallocate.firm.model.promise_rules import PROTECTED, may_be_laid_off
from reallocate.firm.plan.calendar import EXITS, calendar
from reallocate.firm.plan.solved import RangedPlan, SolvedPlan
from reallocate.firm.report.solve import set_up, solve_plan
from reallocate.firm.report.tables import _OF_PLAN, _RANGED
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import _read_scenario, scenario_from_flags
from reallocate.firm.request.saved import kept_roles, scenario_again
from reallocate.kernel.errors import InputError
from reallocate.kernel.table import computed
from reallocate.work.firm import plain
from reallocate.work.world import World

ROLES = """code,department,site,headcount,loaded_cost
43-4051,Claims,Hamburg,300,70000
43-4051,Service,Hartford,500,70000
13-1031,Claims,Hamburg,200,110000
13-1031,Claims,Hartford,300,110000
43-9041,Service,Hartford,300,78000
15-1252,IT,Hamburg,1,190000
15-1252,IT,Hartford,249,190000
15-1252,Claims,Hartford,50,190000
11-3021,IT,Hartford,100,260000
"""
HEAD = """name = "small"
roles = "roles.csv"
quarters = 6
reach = "gpt4"
headline_reach = "people"
"""
END = """[exits]
count = 300
from = "plan"
[parameters]
quits_per_month = 0.0
"""
PROMISES = """[promises]
protect = ["site=hamburg"]
keep_at_least = { "department=Service" = 0.9 }
"""


def scenario_of(folder: Path, keys: str, promises: str = "") -> Scenario:
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    return _read_scenario(HEAD + keys + promises + END, folder / "scenario.toml")


@pytest.fixture(scope="module")
def solved(world: World, tmp_path_factory: pytest.TempPathFactory) -> SolvedPlan:
    folder = tmp_path_factory.mktemp("by")
    return solve_plan(set_up(scenario_of(folder, 'by = ["department", "site"]\n', PROMISES), world, 0.02), print)


def at(solved: SolvedPlan, column: str, value: str) -> np.ndarray:
    return np.array([plain(one) == plain(value) for one in solved.plan.inputs.places[column]])


def test_promises_by_site_and_department_are_kept(solved: SolvedPlan) -> None:
    plan = solved.plan
    assert plan.layoffs.sum() > 200, "else keeping them would show nothing"
    assert plan.layoffs[at(solved, "location", "Hamburg")].sum() < 1e-6
    assert plan.headcount[at(solved, "department", "Service")].sum(axis=0).min() > 0.9 * 800 - 1e-6
    assert dict(plan.inputs.options.promises.keep_positions) == {"department=Service": pytest.approx(720)}


def test_every_table_of_a_plan_by_place_is_the_kept_one(solved: SolvedPlan, golden: Goldens) -> None:
    """As if people made every move and of each role, the more the later it stands, began to direct AI."""
    plan = solved.plan
    begun = np.arange(len(plan.to_directing))[:, None] / len(plan.inputs.periods)
    made = replace(solved, plan=replace(plan, moves=plan.moves + 1.0, to_directing=plan.to_directing + begun))
    golden("firm/by_place", tables_text(computed(_OF_PLAN, made) | computed(_RANGED, RangedPlan(made))))


def test_a_country_without_a_law_at_hand_is_named_and_counts_under_no_us_law(
    world: World, tmp_path: Path
) -> None:
    scenario = scenario_of(tmp_path, 'by = ["country"]\n')
    table = ROLES.replace("site", "country").replace("Hamburg", "Germany").replace("Hartford", "United States")
    (tmp_path / "roles.csv").write_text(table, encoding="utf-8")
    made = solve_plan(set_up(scenario, world, 0.02), print)
    (line,) = _country_sentences(made)
    assert line.startswith("Germany: 501 positions") and "not known here: ask" in line
    places = made.plan.inputs.places["country"]
    at_home = made.plan.layoffs[np.array([one != "Germany" for one in places])].sum()
    assert made.plan.layoffs.sum() > at_home + 1, "else leaving Germany out would show nothing"
    told = pd.DataFrame(calendar.compute(made))
    assert told.loc[told["step"].eq(EXITS) & told["law"].eq("US, federal"), "layoffs"].sum() == pytest.approx(at_home)


def test_small_roles_are_joined_within_their_place_only(solved: SolvedPlan, world: World, tmp_path: Path) -> None:
    roles = solved.problem.setting.firm.roles
    assert roles.loc[roles["location"].eq("Hamburg"), "headcount"].sum() == 501
    across = scenario_of(tmp_path, 'by = ["site"]\ngroup_across = true\ngroup_below = 0.05\n')
    joined = prepare(world, across).setting.firm.roles
    assert joined["headcount"].get("15-1252@several") == 51
    apart = prepare(world, across.model_copy(update={"group_across": False}).placed_in(tmp_path)).setting.firm.roles
    assert apart.loc[apart["location"].eq("Hamburg"), "headcount"].sum() == 501


WORLD = load_world()
GROUPS = (
    ("Payroll and Timekeeping Clerks", "Hamburg", 240),
    ("Payroll and Timekeeping Clerks", "Bern", 70),
    ("Payroll and Timekeeping Clerks", "Lyon", 3),
    ("Data Scientists", "Hamburg", 3),
    ("Data Scientists", "Lyon", 130),
    ("Data Scientists", "Graz", 4),
)


def firm(folder: Path, groups: tuple[tuple[str, str, int], ...] = GROUPS, **promises: Any) -> Scenario:
    path = folder / "people.csv"
    people = [(title, site) for title, site, size in groups for _ in range(size)]
    lines = [f"{number},{title},{site},90000" for number, (title, site) in enumerate(people)]
    path.write_text("\n".join(["id,title,site,base", *lines]) + "\n", encoding="utf-8")
    return scenario_from_flags((), None, roster=str(path), quarters=2, **promises)


def told(problem: PlanProblem) -> str:
    return " ".join(note.sentence for note in problem.notes if note.about == "promise")


def shared(problem: PlanProblem) -> dict[str, float]:
    roles = problem.setting.firm.roles
    return dict(roles.loc[roles["protected"] > 0, "protected"])


def test_a_site_that_is_all_under_other_is_spared_and_priced(tmp_path: Path) -> None:
    groups = (*GROUPS, ("Payroll and Timekeeping Clerks", "Bonn", 4), ("Payroll and Timekeeping Clerks", "Metz", 4))
    free = firm(tmp_path, groups, exits="40%", exits_from="plan")
    by_site = free.model_copy(update={"by": ("site",)}).placed_in(tmp_path)
    before = solve_plan(set_up(by_site, WORLD, 0.02), print).plan
    asked = firm(tmp_path, groups, exits="40%", exits_from="plan", protect=["site=Graz", "site=Bonn"])
    after = solve_plan(set_up(asked, WORLD, 0.02), print).plan
    i = after.inputs
    assert PROTECTED.excess is not None and PROTECTED.excess(after, "site=Bonn", None).each.max() <= 1e-6
    assert (after.layoffs.sum(axis=1) <= may_be_laid_off(i) + 1e-6).all()
    assert before.layoffs.sum() > 0 and after.objective >= before.objective - 1e-6


def test_the_number_is_kept_with_the_role_table(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Hamburg", "site=Graz"]))
    kept = kept_roles(problem.table)
    assert kept is not None and kept["protected"].sum() == 7
    data = problem.scenario.model_dump(mode="json", by_alias=True)
    again = prepare(WORLD, scenario_again(data, kept, tmp_path, "again"))
    assert shared(again) == shared(problem)
    assert again.setting.options.promises.protect == ("site=Graz", "site=Hamburg")


def test_what_cannot_be_kept_is_refused_and_what_is_kept_holds_in_its_own_roles(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"protect names the site 'hamburgg', and nobody in the file has it"):
        prepare(WORLD, firm(tmp_path, protect=["site=Hamburgg", "site=Bern"]))
    with pytest.raises(InputError, match=r"the site 'Graz'.*Small ones are site=other: promise it to that"):
        prepare(WORLD, firm(tmp_path, keep_at_least=["site=Graz:90%"]))
    problem = prepare(WORLD, firm(tmp_path, keep_at_least=["site=Hamburg:90%"]))
    assert "is kept in its own roles alone. Promise the same to site=other" in told(problem)
    assert "protected" not in problem.setting.firm.roles
