"""A plan set beside the one that was asked for may be impossible: a row that says why, never an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fewer_questions import fewer_questions

from reallocate.firm.model.cases import forced_options
from reallocate.firm.model.options import Limits
from reallocate.firm.report import solve, tasks
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.executor import SERIAL
from reallocate.work.world import World

ROLES = """code,headcount,loaded_cost
43-4051,600,70000
15-1252,400,190000
"""
# Severance so dear that a tenth of the people cannot be laid off within the cash of a year.
SCENARIO = """name = "dear-exits"
roles = "roles.csv"
quarters = 4
reach = "people"
[budget]
cash_per_year = 135
[parameters]
severance_per_exit = 900000
"""


@pytest.fixture(scope="module")
def prepared(world: World, tmp_path_factory: pytest.TempPathFactory) -> PlanProblem:
    folder: Path = tmp_path_factory.mktemp("dear")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    return prepare(world, load_scenario(folder))


@pytest.fixture(scope="module")
def whole(prepared: PlanProblem) -> WholePlan:
    with fewer_questions():
        first = solve.solve_first(solve.set_up(prepared.scenario, prepared.world, 0.02), print)
        return solve.solve_whole(first, SERIAL, print)


def test_the_case_itself_is_impossible(prepared: PlanProblem) -> None:
    setting = prepared.setting
    options = forced_options(setting.options, 100.0, pro_rata=True)
    assert options.limits == Limits(cash_per_year=135.0)
    with pytest.raises(InfeasiblePlan):
        tasks.plan_case(setting, options, setting.baseline())


def test_a_study_goes_on_and_keeps_the_reason(whole: WholePlan) -> None:
    assert whole.first.solved.plan.layoffs.sum() == pytest.approx(0.0)
    plans, missing = whole.cases.plans, whole.cases.impossible
    assert list(missing) == ["100 exits, pro rata", "100 exits, chosen by the plan"]
    assert not set(missing) & set(plans) and "plan without the cut" in plans
    assert all(missing.values())


def test_points_of_the_slider_are_kept_as_far_as_they_go(whole: WholePlan) -> None:
    shares = [share for share, _ in whole.grid.plans["medium"]]
    missing = list(whole.grid.impossible)
    assert shares[0] == 0.0 and len(shares) + len(missing) == len(tasks.EXIT_SHARES)
    assert "medium 20%" in missing
