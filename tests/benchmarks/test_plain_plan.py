"""The plan's compact programme and the same problem written plainly have the same least cost."""

from __future__ import annotations

import pytest
from benchmarks.firms import plan_inputs, synthetic_firm
from benchmarks.plain_plan import plain_plan

from reallocate.firm.model.options import Levers
from reallocate.firm.model.programme import build
from reallocate.firm.model.solver import Solver
from reallocate.work.world import World

pytestmark = pytest.mark.long

ROLES, QUARTERS = 10, 6

# What is assumed, and a decision that the best plan must then contain for the case to say anything.
CASES: dict[str, tuple[dict[str, float], str]] = {
    "as declared": ({}, "automated"),
    "coordination follows the work": ({"coordination_elasticity": 0.0}, "directing"),
    "cheap change": ({"change_cost": 0.02, "hire_cost": 60_000.0, "real_pay_growth": 0.03}, "ordered"),
    "compute by API only": ({"rent_price": 50.0, "gpu_capex": 2e6}, "api"),
    "GPUs come late": ({"gpu_lead_time": 3.0}, "rented"),
    "GPUs wear out": ({"gpu_life": 0.5, "gpu_lead_time": 1.0, "gpu_capex": 2_000.0}, "ordered"),
    "work shrinks": ({"demand_growth": -0.2, "severance_share": 0.02, "notice_days": 0.0}, "layoffs"),
    "review misses some": ({"redo_share": 0.8}, "automated"),
    "work is dropped": ({"drop_price": 0.6, "drop_price_steep": 0.9}, "dropped"),
}


@pytest.mark.parametrize(("parameters", "used"), CASES.values(), ids=list(CASES))
def test_least_cost_is_that_of_the_plain_programme(
    world: World, parameters: dict[str, float], used: str
) -> None:
    inputs = plan_inputs(
        ROLES, QUARTERS, own_systems=True, levers=Levers(redeployment=False), smallest_system=0.0,
        work_elasticity=0.0, **parameters,
    )  # fmt: skip
    firm = synthetic_firm(world, ROLES, own_systems=True)
    program = build(inputs)
    compact = Solver(program.model.matrices).minimise()
    assert compact.of(getattr(program.variables, used)).sum() > 1
    plain = Solver(plain_plan(firm, world.activities, inputs)).minimise()
    assert compact.objective == pytest.approx(plain.objective, rel=1e-9)


def test_the_two_would_tell_a_difference(world: World) -> None:
    def cost(**parameters: float) -> float:
        inputs = plan_inputs(ROLES, QUARTERS, own_systems=True, smallest_system=0.0, **parameters)
        return Solver(build(inputs).model.matrices).minimise().objective

    assert cost(saving_other=0.15) != pytest.approx(cost(), rel=1e-6)
