"""The worked example: its golden, the funding arithmetic of the story.

To renew the golden after a change that is meant to move it:
`REALLOCATE_RENEW=1 python -m pytest tests/firm/test_worked_example.py`, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.firm.golden import assert_golden

from reallocate.firm.model.cases import forced_options, free_options, solve_case
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.money import saving
from reallocate.firm.plan.operating import FundedCut, FundingRun
from reallocate.firm.plan.operating import funding as funding_by_pay
from reallocate.firm.report.tasks import funding_cases
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import load_scenario
from reallocate.work.world import World

GOLDEN = Path(__file__).resolve().parents[2] / "studies" / "hyperscaler-2026" / "expected.toml"
HEADER = """# What the worked example comes to, so that no change of code or data moves it unseen.
# Renewed by REALLOCATE_RENEW=1 python -m pytest tests/firm/test_worked_example.py
# positions, layoffs, quits, hires [FTE]; run_rate [USD million/year]; present_value [USD million]; shares of work
"""
FIGURES = ("positions", "layoffs", "quits", "hires", "run_rate", "automated", "work_dropped", "present_value")
EXITS = 8000.0


@pytest.fixture(scope="module")
def prepared(world: World) -> PlanProblem:
    return prepare(world, load_scenario("hyperscaler-2026"))


@pytest.fixture(scope="module")
def plans(prepared: PlanProblem) -> dict[str, Outcome]:
    setting = prepared.setting
    base = setting.baseline()
    options = {
        "plan without the cut": free_options(setting.options),
        "exits pro rata": forced_options(setting.options, EXITS, pro_rata=True),
        "exits chosen by the plan": forced_options(setting.options, EXITS, pro_rata=False),
    }
    solved = {name: solve_case(setting, one, base)[0].outcome for name, one in options.items()}
    return {"baseline": base, **solved}


@pytest.fixture(scope="module")
def runs(prepared: PlanProblem) -> list[FundingRun]:
    asked = prepared.scenario.funding
    assert asked is not None
    setting = prepared.setting
    average = setting.firm.payroll / setting.firm.headcount
    found = []
    for name, pay in zip(asked.pay_names, asked.pay_settings, strict=True):
        base, plans = funding_cases(setting, EXITS, pay / average, asked.severance_range)
        each = zip(asked.severance_range, plans, strict=True)
        found += [FundingRun(name, pay, severance, EXITS, plan, base) for severance, plan in each]
    return found


@pytest.fixture(scope="module")
def funding(prepared: PlanProblem, plans: dict[str, Outcome], runs: list[FundingRun]) -> pd.DataFrame:
    return funding_by_pay(FundedCut(prepared.scenario.funding, runs, plans["exits chosen by the plan"]))


@pytest.mark.long
def test_the_golden_is_met(plans: dict[str, Outcome], funding: pd.DataFrame) -> None:
    found = {
        name: {figure: float(getattr(totals(plan), figure)) for figure in FIGURES}
        for name, plan in plans.items()
    }
    for _, row in funding.iterrows():
        found[f"funding: {row['setting']}"] = {
            key: float(row[key]) for key in ("freed_bn", "severance_low_bn", "severance_high_bn", "gpu_years")
        }
    assert_golden(GOLDEN, HEADER, found, 1e-6)


# The table of the argument "layoffs fund the race", as it is printed there: a row a pay setting.
PRINTED = {
    "median pay 2023": ("3.0", "2.1", "2.4", "3.8", "4.7", 157),
    "cash pay per head 2025": ("3.2", "2.2", "2.5", "3.6", "4.5", 164),
    "with equity 2025": ("5.3", "3.7", "4.2", "2.2", "2.7", 274),
}


@pytest.mark.long
def test_the_printed_funding_by_pay_follows_from_cash_of_plan_less_baseline(funding: pd.DataFrame) -> None:
    rows = funding.set_index("setting")
    for name, (freed, low, high, soon, late, years) in PRINTED.items():
        row = rows.loc[name]
        assert row["jobs"] == EXITS
        assert f"{row['freed_bn']:.1f}" == freed
        assert f"{100 * row['share_of_capex_low']:.1f}" == low
        assert f"{100 * row['share_of_capex_high']:.1f}" == high
        assert f"{row['severance_low_bn']:.1f}" == "1.0"
        assert f"{row['severance_high_bn']:.1f}" == "1.2"
        assert f"{row['severance_low_months']:.1f}" == soon
        assert f"{row['severance_high_months']:.1f}" == late
        assert round(row["gpu_years"] / 1e3) == years
    # "against its yearly increase (4-10%)"
    assert rows["share_of_increase_low"].iloc[:3].min() >= 0.04
    assert rows["share_of_increase_high"].iloc[:3].max() <= 0.105
    row = funding.iloc[-1]
    assert row["setting"] == "the plan's own choice of roles"
    assert row["jobs"] >= EXITS - 1e-3
    assert row["freed_bn"] == pytest.approx(row["jobs"] * row["pay_per_head"] / 1e9)


@pytest.mark.long
def test_exits_that_are_decided_are_made_and_cost_more(plans: dict[str, Outcome]) -> None:
    """The plan without the cut is the cheapest, choosing who leaves is cheaper than pro rata."""
    values = {name: totals(plan).present_value for name, plan in plans.items()}
    assert values["plan without the cut"] < values["exits chosen by the plan"] <= values["exits pro rata"]
    assert values["plan without the cut"] < values["baseline"]
    for name in ("exits pro rata", "exits chosen by the plan"):
        assert plans[name].layoffs[:, 0].sum() == pytest.approx(EXITS, rel=1e-9)
    shares = plans["exits pro rata"].layoffs[:-1, 0] / plans["exits pro rata"].inputs.headcount[:-1]
    np.testing.assert_allclose(shares, EXITS / 78_000, rtol=1e-6)
    assert 24 < saving(plans["plan without the cut"], plans["baseline"]).cash.break_even_month < 34
