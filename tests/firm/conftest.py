"""A small study, made once for all tests that look at one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fewer_questions import fewer_questions

from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.report import result as run
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import load_scenario
from reallocate.render.result import Result
from reallocate.work.world import World

# Five roles of an insurer; every limit, a cut, an announcement and the funding arithmetic are in it.
ROLES = """code,headcount,loaded_cost
43-4051,800,70000
13-1031,500,110000
43-9041,300,78000
15-1252,300,190000
11-3021,100,260000
"""
SCENARIO = """name = "small"
title = "A small insurer"
roles = "roles.csv"
quarters = 6
open_positions = 40
reach = "gpt4"
headline_reach = "people"
[levers]
hiring_freeze_quarters = 1
[exits]
count = 60
[budget]
cash_per_year = 205
[compute]
megawatts = 0.01
[announced]
date = "2026-05-20"
exits = 60
reason = "funding"
[funding]
pay_settings = [120000]
severance_range = [20000, 30000]
capex_range = [1e8, 2e8]
previous_capex = 5e7
gpu_hour = 2.5
[[past]]
year = 2025
headcount = 1900
revenue = 9e8
[parameters]
rehire_pause = 2
"""


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("small")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    return load_scenario(folder)


@pytest.fixture(scope="session")
def both(world: World, scenario: Scenario) -> tuple[Result, WholePlan]:
    """The plan, and what it was made of."""
    made: list[WholePlan] = []
    whole_result = run._whole_result

    def noted(whole: WholePlan, *rest: Any) -> Result:
        made.append(whole)
        return whole_result(whole, *rest)

    with fewer_questions(outlooks=True), pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "_whole_result", noted)
        study = run.plan_study(scenario, world, workers=1)
    return study, made[0]


@pytest.fixture(scope="session")
def study(both: tuple[Result, WholePlan]) -> Result:
    return both[0]


@pytest.fixture(scope="session")
def whole(both: tuple[Result, WholePlan]) -> WholePlan:
    return both[1]


@pytest.fixture(scope="session")
def solved(whole: WholePlan) -> SolvedPlan:
    return whole.first.solved
