"""The least cost equals the sum of its statistics, and a cost that is silently dropped shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.plan.plans import PLANS, inputs, outcome

from reallocate.firm.model import costs
from reallocate.firm.model import solve as solve_module
from reallocate.firm.model.inputs import (
    AFTER,
    CASH,
    CASH_COLUMNS,
    PRODUCTS,
    RUNNING,
    STATISTICS,
    VALUE_AT_END,
)
from reallocate.firm.model.labelled import Sum, times
from reallocate.firm.model.plan import cash_table, costs_by_period, read_outcome
from reallocate.firm.model.programme import Program, build
from reallocate.firm.model.solve import induced_quits_cost, solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.totals import statistics_table

Terms = Callable[..., dict[str, Sum]]

PARTS = ("_people", "_compute", "_work", "product_costs")
IDENTICAL = 1e-6
INDUCED = "replacing induced quits"
IN_ROWS = [name for name in STATISTICS if name != INDUCED]
ELSEWHERE = {
    "systems put up": "systems at a cost",
    "upkeep of systems": "systems at a cost",
    "unfixed errors": "review misses some",
    "contractors": "people from outside",
    "GPUs for products": "GPUs for products",
    "value of GPUs for products": "GPUs for products",
}
"""The plan in which a cost occurs that the plan with nearly everything in it does not have."""


def gap(table: pd.DataFrame, objective: float) -> float:
    """How far the statistics miss the objective, relative to it."""
    return abs(table["present_value"].sum() - objective) / abs(objective)


@pytest.mark.parametrize("name", PLANS)
def test_statistics_sum_to_the_objective(name: str) -> None:
    plan = outcome(name)
    table = statistics_table(plan)
    assert gap(table, plan.objective) < IDENTICAL
    assert np.allclose(table["present_value"], table["value"] * table["discount"])
    assert set(table["statistic"]) == {*STATISTICS, AFTER, VALUE_AT_END}


@pytest.mark.parametrize("name", [*STATISTICS, AFTER, VALUE_AT_END])
def test_no_statistic_can_be_left_out(name: str) -> None:
    plan = outcome(ELSEWHERE.get(name, "everything"))
    table = statistics_table(plan)
    assert gap(table[table["statistic"] != name], plan.objective) > IDENTICAL


@cache
def whole(name: str = "everything") -> Program:
    """A programme in which costs occur; one cost row at a time is taken out and put back."""
    program = build(inputs(name))
    rows = {name for name in program.model.constraints if name.startswith("cost_of_")}
    assert rows == {row_of(name) for name in IN_ROWS}
    return program


def row_of(name: str) -> str:
    return f"cost_of_{name.replace(' ', '_').lower()}"


def gap_of(program: Program) -> float:
    """Solve, and compare the objective with the statistics that the decisions amount to."""
    solver = Solver(program.model.matrices)
    induced = induced_quits_cost(program.inputs, 0) * (program.inputs.options.exits is not None)
    charge = program.variables.cost.isel(statistic=STATISTICS.index(INDUCED))
    solver.bound(charge, induced, induced)
    solution = solver.minimise()
    plan = read_outcome(program, solution, solution.objective, induced)
    return gap(statistics_table(plan), plan.objective)


@pytest.mark.parametrize("name", ["everything", *set(ELSEWHERE.values())])
def test_the_whole_programme_is_found_whole(name: str) -> None:
    assert gap_of(whole(name)) < IDENTICAL


@pytest.mark.parametrize("name", IN_ROWS)
def test_a_cost_dropped_from_the_programme_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file's own function writes the row again, after one of its terms was set to nothing."""
    program = whole(ELSEWHERE.get(name, "everything"))
    wanted = {part: getattr(costs, part) for part in PARTS}
    # Without any value nothing would be bought for products, and nothing be missing: so it counts twice.
    wrong = 2.0 if name == "value of GPUs for products" else 0.0
    for factor, compare in ((wrong, float.__gt__), (1.0, float.__lt__)):
        with monkeypatch.context() as patch:
            for part, terms in wanted.items():
                patch.setattr(costs, part, only(name, terms, factor))
            del program.model.constraints[row_of(name)]
            costs.costs_add_up(program.model, program.variables, program.inputs)
        if factor != 1 or name == IN_ROWS[0]:
            found = gap_of(program)
            assert compare(found, IDENTICAL)


def only(name: str, terms: Terms, factor: float) -> Terms:
    """One term of a part of the costs, multiplied."""
    return lambda v, i: {key: times(factor, amount) for key, amount in terms(v, i).items() if key == name}


def test_induced_quits_dropped_from_the_programme_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve_module, "charge_induced_quits", lambda solver, program, amount: None)
    plan = solve(inputs("everything"), choose=False).outcome
    assert gap(statistics_table(plan), plan.objective) > IDENTICAL


def test_what_comes_after_the_plan_is_found_when_dropped() -> None:
    i = inputs("everything")
    for shorter in (replace(i, annuity=0.0), replace(i, end_discount=0.0)):
        table = statistics_table(replace(outcome("everything"), inputs=shorter))
        assert gap(table, outcome("everything").objective) > IDENTICAL


@pytest.mark.parametrize("name", PLANS)
def test_cash_is_all_costs_but_work_left_undone(name: str) -> None:
    found = costs_by_period(outcome(name))
    cash = cash_table(found)
    own = [one for one in CASH if one not in PRODUCTS]
    assert np.allclose(cash["total"], found[own].sum(axis=1))
    assert sorted(part for parts in CASH_COLUMNS.values() for part in parts) == sorted(own)
    assert set(RUNNING) <= set(STATISTICS)
    assert (found.drop(columns="value of GPUs for products").to_numpy() >= 0).all()
    assert (found["value of GPUs for products"] <= 0).all()


def test_costs_by_hand() -> None:
    """One quarter of the plan with everything in it, from its tables and the numbers in force."""
    plan, i = outcome("everything"), inputs("everything")
    p, t = i.options.parameters, 4
    found = costs_by_period(plan).loc[t]
    pay = np.array([250_000.0, 180_000.0, 60_000.0, 180_000.0]) * (1 + p["real_pay_growth"]) / 1e6
    assert found["payroll"] == pytest.approx(pay @ plan.headcount[:, t] / 4)
    hire = p["hire_cost"] * (1 + p["real_pay_growth"]) / 1e6 + pay * p["ramp_up_months"] / 24
    assert found["hiring"] == pytest.approx(hire @ plan.hires[:, t])
    assert found["rent"] == pytest.approx(plan.rented[t] * p["rent_price"] * 2190 / 1e6)
    running = p["gpu_power"] / 1000 * p["power_price"] * 2190 + p["gpu_capex"] * p["gpu_upkeep"] / 4
    assert found["power and upkeep"] == pytest.approx(plan.owned[t] * running / 1e6)
    assert found["work dropped"] == pytest.approx(
        (plan.dropped[:, :, t].T * pay / 1.8).sum(axis=1) @ [p["drop_price"], p["drop_price_steep"], p["drop_price_last"]]
    )
    first = costs_by_period(plan).loc[0]
    leave = np.array([250_000.0, 180_000.0, 60_000.0, 180_000.0]) @ plan.layoffs[:, 0] / 1e6
    assert first["severance"] == pytest.approx(p["severance_share"] * leave)
    assert first["notice pay"] == pytest.approx(p["notice_days"] / 365.25 * leave)
    assert first["GPU purchases"] == pytest.approx(plan.ordered[0] * p["gpu_capex"] / 1e6)
    assert first["api"] == pytest.approx(plan.api[0] * p["api_price"] / 1000)
