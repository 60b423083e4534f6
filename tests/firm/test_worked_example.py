"""The shipped studies: what they come to, the funding arithmetic of the story, and promises that are kept.

To renew the figures that are kept beside a study after a change that is meant to move them:
`REALLOCATE_RENEW=1 python -m pytest tests/firm/test_worked_example.py`, then read the difference and write the pages
anew with `make docs`.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reallocate.firm.council.page import workload
from reallocate.firm.cut.model import undone_worth
from reallocate.firm.model.cases import Setting, forced_options, free_options, solve_case
from reallocate.firm.model.options import Promises
from reallocate.firm.model.plan import Outcome, modes_table
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.operating import FundedCut, FundingRun
from reallocate.firm.plan.operating import funding as funding_by_pay
from reallocate.firm.plan.roles import role_changes
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.report import tasks
from reallocate.firm.report.tasks import funding_cases
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.executor import of
from reallocate.work.world import World

RENEW = "REALLOCATE_RENEW"
EXACT = {"present_value": 1e-9}
"""Figures that are known better than others, and how much they may differ."""

Figures = dict[str, dict[str, float]]


def as_toml(header: str, figures: Figures) -> str:
    lines = [header.rstrip()]
    for name, values in figures.items():
        lines += ["", f'["{name}"]', *(f"{_key(key)} = {value!r}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if name.isidentifier() else f'"{name}"'


def assert_golden(file: Path, header: str, found: Figures, close: float) -> None:
    """The figures are the kept ones, in their order.

    header : written above them
    close : how much they may differ, relative and absolute
    """
    if os.environ.get(RENEW):
        file.write_text(as_toml(header, found), encoding="utf-8")
    expected = tomllib.loads(file.read_text(encoding="utf-8"))
    assert list(found) == list(expected)
    for name, values in expected.items():
        assert list(found[name]) == list(values), name
        for key, value in values.items():
            near = EXACT.get(key, close)
            assert found[name][key] == pytest.approx(value, rel=near, abs=close), (name, key)


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
def test_the_golden_of_the_worked_example_is_met(plans: dict[str, Outcome], funding: pd.DataFrame) -> None:
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


ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "insurer"
INSURER_GOLDEN = STUDY / "expected.toml"
INSURER_HEADER = """# What the insurer comes to, so that no change of code or data moves it unseen.
# Renewed by REALLOCATE_RENEW=1 python -m pytest tests/firm/test_worked_example.py; then make docs
# positions, layoffs, quits, hires, moves [FTE]; run_rate [USD million/year]; present_value, undone_worth [USD million]; shares of work
# occupations: [FTE] at the start, at the end of baseline and plan; share of work; load if less time is captured
"""
INSURER_FIGURES = (
    "positions", "layoffs", "quits", "hires", "moves", "run_rate", "automated", "augmented", "work_dropped",
    "present_value",
)  # fmt: skip
OCCUPATIONS = (
    "13-1031", "43-4051", "41-3021", "13-2053", "43-9041", "15-1252", "29-1141", "13-1032", "49-9071", "ai-directing",
)  # fmt: skip
PROMISED, FREE = "as promised", "without promises"
IDLE = "as promised, nobody quits, work given, 60% captured"
INSURER_EXITS = "500 exits pro rata, without promises"


@pytest.fixture(scope="module")
def prepared_of_insurer(world: World) -> PlanProblem:
    return prepare(world, load_scenario("insurer"))


@pytest.fixture(scope="module")
def base(prepared_of_insurer: PlanProblem) -> Outcome:
    return prepared_of_insurer.setting.baseline()


@pytest.fixture(scope="module")
def plans_of_insurer(prepared_of_insurer: PlanProblem, base: Outcome) -> dict[str, Outcome]:
    setting = prepared_of_insurer.setting
    asked = free_options(setting.options)
    nothing = replace(asked, promises=Promises())
    much = {"work_elasticity": 0.0, "assisted_today": 0.0, "capture_augmented": 0.6}
    stay = replace(asked, parameters=asked.parameters.replace(quits_per_month=0.0, **much))
    cases = {PROMISED: asked, FREE: nothing, INSURER_EXITS: forced_options(nothing, 500.0, True)}
    with of(2) as pool:
        jobs = {
            name: pool.submit(tasks.plan_case, setting, one, base) for name, one in cases.items()
        }
        idle = pool.submit(tasks.plan_case, setting, stay, None)
        return {**{name: job.result() for name, job in jobs.items()}, IDLE: idle.result()}


def by_occupation(setting: Setting, plan: Outcome, base: Outcome) -> pd.DataFrame:
    """Positions and shares of work by occupation; roles of one occupation are added up."""
    table = role_changes(plan, base, setting.firm.roles)
    work = plan.workload[:, -1]
    for share in ("automated_share", "augmented_share"):
        table[share] = table[share] * work
    summed = table.assign(work=work).groupby("occupation").sum(numeric_only=True)
    for share in ("automated_share", "augmented_share"):
        summed[share] = summed[share] / summed["work"].where(summed["work"] > 0, 1.0)
    return summed[["headcount", "baseline_end", "plan_end", "automated_share", "augmented_share"]]


@pytest.mark.long
def test_the_golden_of_the_insurer_is_met(prepared_of_insurer: PlanProblem, plans_of_insurer: dict[str, Outcome], base: Outcome) -> None:
    found: dict[str, Any] = {
        name: {
            **{figure: float(getattr(totals(plan), figure)) for figure in INSURER_FIGURES},
            "undone_worth": undone_worth(plan),
        }
        for name, plan in {"baseline": base, **plans_of_insurer}.items()
    }
    for name in (PROMISED, FREE):
        table = by_occupation(prepared_of_insurer.setting, plans_of_insurer[name], base).loc[list(OCCUPATIONS)]
        for code, row in table.iterrows():
            found[f"{name}: {code}"] = {key: float(value) for key, value in row.items()}
    modes = modes_table(plans_of_insurer[PROMISED])
    hands = modes[(modes["kind"] == "hands-on") & (modes["period"] == modes["period"].max())].set_index(
        "mode"
    )["hours"]
    found["hands-on work"] = {mode: float(hours / hands.sum()) for mode, hours in hands.items()}
    load = workload(SolvedPlan(prepared_of_insurer, base, plans_of_insurer[PROMISED]))
    last = load[load["period"] == load["period"].iloc[-1]].set_index("family")
    found["heaviest load if less is captured"] = {
        str(code): float(value) for code, value in last["intensity_if_less"].nlargest(3).items()
    }
    assert_golden(INSURER_GOLDEN, INSURER_HEADER, found, 1e-5)


def test_a_row_of_the_role_table_is_five_people_or_more() -> None:
    table = pd.read_csv(STUDY / "roles.csv")
    assert table["headcount"].sum() == 5000 and table["headcount"].min() >= 5
