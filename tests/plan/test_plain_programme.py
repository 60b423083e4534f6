"""The plan of small firms costs what a programme costs that was written from the statement alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.plan.firms import CLERKS, EVERY_MOVE, PINNED, ROLES, Role, make_options, solved
from tests.plan.plain_firm import Firm
from tests.plan.plain_programme import least_cost
from tests.plan.plans import FAST, random_roles

from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import Outcome
from reallocate.kernel.parameters import Parameters

ONE = (Role(CLERKS.code, 100.0, 180_000.0, 2.0, (1.0, 0.0, 0.0, 0.0), (0.9, 0.0, 0.0, 0.0), (0.9, 0.0, 0.0, 0.0)),)
OUTSIDE = tuple(replace(role, contractors=share * role.headcount) for role, share in zip(ROLES, (0.0, 0.1, 0.0), strict=True))
FAMILY = tuple(replace(role, family="15-0000") for role in (replace(CLERKS, pay=90_000.0), *ROLES[1:]))
UNLIKE = tuple(replace(role, leaving=rate) for role, rate in zip(ROLES, (0.16, 0.06, 0.09), strict=True))
TODAY: dict[str, float] = {"assisted_today": 0.029, "adoption_width": 1.0}
STILL: dict[str, float] = {"quits_per_month": 0.0, "rehire_pause": 0.0}

CASES: dict[str, tuple[tuple[Role, ...], int, dict[str, Any], dict[str, float], str]] = {
    "people quit": (ROLES, 6, {}, FAST, "automated"),
    "some roles quit more than others": (UNLIKE, 6, {}, {**FAST, "quits_by_occupation": 1.0}, "moves"),
    "AI is in use today": (UNLIKE, 6, {}, {**TODAY, "quits_by_occupation": 0.5, "capture_augmented": 0.24}, "automated"),
    "work answers to its cost": (UNLIKE, 6, {}, {**TODAY, "capture_augmented": 0.9, "capture_automated": 0.9, "work_elasticity": 1.5}, "up"),
    "work answers to its cost, AI of today left out": (ROLES, 6, {}, {**FAST, "capture_augmented": 0.9, "capture_automated": 0.9, "work_elasticity": 1.5}, "up"),
    "work answers, systems at a cost": (
        ROLES, 4, {"redeployment": False}, {**FAST, "system_cost": 50_000.0, "capture_augmented": 0.9, "capture_automated": 0.9, "work_elasticity": 2.0}, "up"),
    "coordination half follows people, slack at the start": (
        ROLES, 5, {}, {**FAST, "coordination_elasticity": 0.5, "slack_at_start": 0.03, "slack_kept": 0.02}, "moves"),
    "AI is in use today, slack at the start": (UNLIKE, 4, {}, {**TODAY, "slack_at_start": 0.03, "slack_kept": 0.02}, "moves"),
    "work is dropped, compute is owned and short of power": (
        ROLES, 6, {"dropping": True, "megawatts": 0.003},
        {**FAST, "api_price": 0.4, "api_price_growth": 1.0, "gpu_lead_time": 2.0, "demand_growth": 0.2, "drop_price": 0.3}, "dropped"),
    "own GPUs wear out": (
        ROLES, 6, {}, {**FAST, "gpu_life": 0.5, "gpu_lead_time": 1.0, "gpu_capex": 2_000.0, "rent_price_growth": 0.3}, "ordered"),
    "rented at a falling price": (ROLES, 5, {"own": False}, {**FAST, "rent_price": 2.0, "rent_price_growth": -0.3}, "rented"),
    "people from outside, errors stay unnoticed": (OUTSIDE, 5, {}, {**FAST, "redo_share": 0.8, "contractor_rate": 0.6}, "contractors"),
    "systems at a cost": (ROLES, 4, {"redeployment": False}, {**FAST, "system_cost": 150_000.0}, "systems"),
    "systems at a cost, review shared": (FAMILY, 4, {"review_by": "qualified"}, {**FAST, "system_cost": 400_000.0}, "systems"),
    "review shared, two in a family": (tuple(random_roles(1)), 5, {"review_by": "qualified"}, {**FAST, "quits_per_month": 0.002, "rehire_pause": 0.0}, "review"),
    "offers and layoffs": (ROLES, 6, {"voluntary": True}, {**FAST, **STILL, "induced_quits": 0.002, "voluntary_pay": 0.2}, "voluntary"),
    "exits decided beforehand": (
        ROLES, 4, {"dropping": True, "exits": Exits(60.0, pro_rata=False)}, {**FAST, **STILL, "severance_share": 0.1}, "layoffs"),
    "layoffs pay": (ONE, 3, {"redeployment": False, "own": False}, {**FAST, **STILL, "induced_quits": 0.005}, "layoffs"),
    "layoffs would drive out too many": (ONE, 3, {"redeployment": False}, {**FAST, **STILL, "induced_quits": 0.9}, "with_ai"),
    "tokens are dear": (ONE, 3, {"redeployment": False, "rent": False, "own": False}, {**FAST, "api_price": 6.0}, "hires"),
}  # fmt: skip


def both(name: str) -> tuple[Outcome, float, str]:
    roles, quarters, asked, own, used = CASES[name]
    own = {"smallest_system": 0.0, **own}
    moves = EVERY_MOVE if asked.get("redeployment", True) else ()
    if name.startswith("review shared"):
        moves = tuple((one.code, two.code) for one in roles for two in roles if one != two)
    else:
        moves = tuple(pair for pair in moves if set(pair) <= {role.code for role in roles})
    found = solved(make_options(quarters, **asked, **own), roles, moves).outcome
    firm = Firm(
        roles=roles,
        moves=moves,
        p=Parameters({**PINNED, **own}),
        quarters=quarters,
        layoffs=True,
        redeployment=asked.get("redeployment", True),
        rent=asked.get("rent", True),
        own=asked.get("own", True),
        voluntary=asked.get("voluntary", False),
        dropping=asked.get("dropping", False),
        megawatts=asked.get("megawatts"),
        exits=asked["exits"].count if "exits" in asked else 0.0,
        shared_review=asked.get("review_by") == "qualified",
    )
    return found, least_cost(firm), used


@pytest.mark.parametrize("name", CASES)
def test_the_least_cost_is_that_of_the_plain_programme(name: str) -> None:
    found, least, used = both(name)
    assert getattr(found, used).sum() > 0.05, "the case says nothing"
    assert found.objective == pytest.approx(least, rel=1e-6)
