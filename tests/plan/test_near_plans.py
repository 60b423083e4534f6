"""Plans of claims: one found from the nearest that differs in one assumption is that found by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan.firms import ROLES, inputs_of, make_options

from reallocate.firm.model import cases as near_plans
from reallocate.firm.model.cases import MISSES, NearPlans
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Products
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start

WITH_PRODUCTS = make_options(
    6, dropping=True, megawatts=0.003, products=Products(12.0, 1.0), gpu_lead_time=2.0, work_elasticity=0.5,
    adoption_midpoint=3.0, adoption_width=1.0,
)  # fmt: skip


def _inputs(**values: float) -> Inputs:
    return inputs_of(
        replace(WITH_PRODUCTS, parameters=WITH_PRODUCTS.parameters.replace(**values)), ROLES, []
    )


def _start() -> Start:
    return solve(_inputs(), choose=False).start.without_vertex


def _was_near(found: Solved) -> bool:
    return found.solver.was_near


@pytest.mark.parametrize(
    ("name", "values"),
    [("gpu_capex", (40_000.0, 44_000.0, 42_000.0)), ("demand_growth", (0.02, 0.03, 0.025))],
)
def test_the_plan_is_that_found_by_itself(name: str, values: tuple[float, ...]) -> None:
    near, start = NearPlans(), _start()
    for place, value in enumerate(values):
        inputs = _inputs(**{name: value})
        found, alone = near.solve(inputs, start), solve(inputs, start, choose=False)
        assert found.outcome.objective == pytest.approx(alone.outcome.objective, rel=1e-9)
        assert found.outcome.positions == pytest.approx(alone.outcome.positions, rel=1e-6)
        assert _was_near(found) is (place > 0)


def test_only_what_is_near_and_of_the_same_shape_is_started_from() -> None:
    near, start = NearPlans(), _start()
    near.solve(_inputs(demand_growth=0.0), start)
    assert not _was_near(near.solve(_inputs(demand_growth=0.08), start))
    assert not _was_near(near.solve(_inputs(demand_growth=0.01, gpu_capex=50_000.0), start))
    later = near.solve(_inputs(demand_growth=0.0, gpu_lead_time=3.0), start)
    assert not _was_near(later)
    assert _was_near(near.solve(_inputs(demand_growth=0.01), start))


def test_an_assumption_whose_vertices_are_of_no_use_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    near, start = NearPlans(), _start()
    tried: list[bool] = []

    def solved(inputs: Inputs, start: Start, **given: object) -> Solved:
        tried.append(start.vertex is not None)
        found = solve(inputs, start, choose=False)
        found.solver.was_near = False
        return found

    monkeypatch.setattr(near_plans, "solve", solved)
    for step in range(MISSES + 3):
        near.solve(_inputs(demand_growth=0.02 + 0.001 * step), start)
    assert tried == [False, *([True] * MISSES), False, False]
