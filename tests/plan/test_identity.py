"""The least cost equals the sum of its statistics, and a cost that is silently dropped shows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.plan.plans import PLANS, inputs, outcome

from reallocate.firm.model.inputs import (
    AFTER,
    CASH,
    CASH_COLUMNS,
    PRODUCTS,
    RUNNING,
    STATISTICS,
    VALUE_AT_END,
)
from reallocate.firm.model.plan import cash_table, costs_by_period
from reallocate.firm.model.totals import statistics_table

IDENTICAL = 1e-6
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
def test_statistics_sum_to_the_objective_and_cash_is_all_costs_but_work_left_undone(name: str) -> None:
    plan = outcome(name)
    table = statistics_table(plan)
    assert gap(table, plan.objective) < IDENTICAL
    assert np.allclose(table["present_value"], table["value"] * table["discount"])
    assert set(table["statistic"]) == {*STATISTICS, AFTER, VALUE_AT_END}
    found = costs_by_period(outcome(name))
    cash = cash_table(found)
    own = [one for one in CASH if one not in PRODUCTS]
    assert np.allclose(cash["total"], found[own].sum(axis=1))
    assert sorted(part for parts in CASH_COLUMNS.values() for part in parts) == sorted(own)
    assert set(RUNNING) <= set(STATISTICS)
    assert (found.drop(columns="value of GPUs for products").to_numpy() >= 0).all()
    assert (found["value of GPUs for products"] <= 0).all()


@pytest.mark.parametrize("name", [*STATISTICS, AFTER, VALUE_AT_END])
def test_no_statistic_can_be_left_out(name: str) -> None:
    plan = outcome(ELSEWHERE.get(name, "everything"))
    table = statistics_table(plan)
    assert gap(table[table["statistic"] != name], plan.objective) > IDENTICAL


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
