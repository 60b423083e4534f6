"""The worked example's inputs are the source's own figures, and none of them is unverified."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.read import load_scenario
from reallocate.work.world import World

STUDY = load_scenario("hyperscaler-2026")
METRICS = {
    "headcount": ("headcount", 1.0),
    "revenue": ("revenue", 1e6),
    "capex": ("capex", 1e6),
    "compensation": ("employee_compensation_total", 1e6),
    "total_cost": ("total_costs_and_expenses", 1e6),
}


@pytest.fixture(scope="module")
def series(source_data: Path) -> pd.DataFrame:
    table = pd.read_csv(source_data / "open" / "restructuring" / "meta_timeseries.csv", dtype={"value": str})
    return table.assign(amount=pd.to_numeric(table["value"], errors="coerce"))


def figure(series: pd.DataFrame, metric: str, period: str) -> tuple[float, str]:
    row = series[(series["metric"] == metric) & (series["period"] == period)].iloc[0]
    return float(row["amount"]), str(row["evidence"])


def test_every_past_figure_is_the_source_s_and_pay_and_growth_follow(series: pd.DataFrame) -> None:
    assert [past.year for past in STUDY.past] == [2021, 2022, 2023, 2024, 2025]
    seen = 0
    for past in STUDY.past:
        for key, (metric, unit) in METRICS.items():
            period = f"{past.year}-12-31" if key == "headcount" else str(past.year)
            known = series[
                (series["metric"] == metric) & (series["period"] == period) & (series["evidence"] != "D")
            ]
            value = getattr(past, key)
            assert (value is None) == known.empty, (past.year, key)
            if value is None:
                continue
            amount, grade = figure(series, metric, period)
            assert value == pytest.approx(amount * unit, rel=1e-9)
            stated = past.evidence[key].grade if key in past.evidence else past.grade
            assert stated == grade, (past.year, key)
            seen += 1
    assert seen == 22
    pay, _ = figure(series, "employee_compensation_total", "2025")
    equity, _ = figure(series, "share_based_compensation", "2025")
    heads = (74_067 + 78_865) / 2
    assert STUDY.pay_per_head == pytest.approx((pay - equity) * 1e6 / heads, rel=1e-3)
    assert STUDY.funding is not None
    assert STUDY.funding.pay_settings[2] == pytest.approx(pay * 1e6 / heads, rel=1e-3)
    growth = (78_865 / 71_970) ** (1 / 4) - 1
    assert STUDY.parameters["demand_growth"] == pytest.approx(growth, abs=5e-4)
    assert STUDY.parameters["severance_per_exit"] == sum(STUDY.funding.severance_range) / 2


def test_the_announcement_is_coded_as_funding() -> None:
    announced = STUDY.announced
    assert announced is not None
    assert (announced.exits, announced.open_positions_closed, announced.moved) == (8000, 6000, 7000)
    assert (announced.reason, announced.date, announced.grade) == ("funding", "2026-05-20", "B")
    assert STUDY.compute.megawatts is None, "no sourced figure is about the firm's own work"


def test_the_firm_is_the_size_and_pay_that_the_study_says(world: World) -> None:
    firm, *_ = build_firm(world, STUDY)
    assert firm.headcount == pytest.approx(78_000)
    assert firm.payroll / firm.headcount == pytest.approx(396_000)
    assert firm.roles["open_positions"].sum() == pytest.approx(6_000)
    assert firm.roles["headcount"].idxmax() == "15-1252"
