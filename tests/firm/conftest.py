"""A small study, made once for all tests that look at one."""

from __future__ import annotations

from pathlib import Path
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

SMALL = Path(__file__).with_name("small")
"""Five roles of an insurer; every limit, a cut, an announcement and the funding arithmetic are in it."""


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario(SMALL)


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
