"""The insurer: a role table, promises, and what they come to; its golden and the page that repeats it.

To renew the golden after a change that is meant to move it:
`REALLOCATE_RENEW=1 python -m pytest tests/firm/test_insurer.py`, then read the difference and write the page
anew with `make docs`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.firm.golden import assert_golden

from reallocate.firm.council.page import workload
from reallocate.firm.cut.model import undone_worth
from reallocate.firm.model.cases import Setting, forced_options, free_options
from reallocate.firm.model.options import Promises
from reallocate.firm.model.plan import Outcome, modes_table
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.roles import role_changes
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.report import tasks
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.executor import of
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "insurer"
GOLDEN = STUDY / "expected.toml"
HEADER = """# What the insurer comes to, so that no change of code or data moves it unseen.
# Renewed by REALLOCATE_RENEW=1 python -m pytest tests/firm/test_insurer.py; then make docs
# positions, layoffs, quits, hires, moves [FTE]; run_rate [USD million/year]; present_value, undone_worth [USD million]; shares of work
# occupations: [FTE] at the start, at the end of baseline and plan; share of work; load if less time is captured
"""
FIGURES = (
    "positions", "layoffs", "quits", "hires", "moves", "run_rate", "automated", "augmented", "work_dropped",
    "present_value",
)  # fmt: skip
OCCUPATIONS = (
    "13-1031", "43-4051", "41-3021", "13-2053", "43-9041", "15-1252", "29-1141", "13-1032", "49-9071", "ai-directing",
)  # fmt: skip
PROMISED, FREE = "as promised", "without promises"
IDLE = "as promised, nobody quits, work given, 60% captured"
EXITS = "500 exits pro rata, without promises"


@pytest.fixture(scope="module")
def prepared(world: World) -> PlanProblem:
    return prepare(world, load_scenario("insurer"))


@pytest.fixture(scope="module")
def base(prepared: PlanProblem) -> Outcome:
    return prepared.setting.baseline()


@pytest.fixture(scope="module")
def plans(prepared: PlanProblem, base: Outcome) -> dict[str, Outcome]:
    setting = prepared.setting
    asked = free_options(setting.options)
    nothing = replace(asked, promises=Promises())
    much = {"work_elasticity": 0.0, "assisted_today": 0.0, "capture_augmented": 0.6}
    stay = replace(asked, parameters=asked.parameters.replace(quits_per_month=0.0, **much))
    cases = {PROMISED: asked, FREE: nothing, EXITS: forced_options(nothing, 500.0, True)}
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
def test_the_golden_is_met(prepared: PlanProblem, plans: dict[str, Outcome], base: Outcome) -> None:
    found: dict[str, Any] = {
        name: {
            **{figure: float(getattr(totals(plan), figure)) for figure in FIGURES},
            "undone_worth": undone_worth(plan),
        }
        for name, plan in {"baseline": base, **plans}.items()
    }
    for name in (PROMISED, FREE):
        table = by_occupation(prepared.setting, plans[name], base).loc[list(OCCUPATIONS)]
        for code, row in table.iterrows():
            found[f"{name}: {code}"] = {key: float(value) for key, value in row.items()}
    modes = modes_table(plans[PROMISED])
    hands = modes[(modes["kind"] == "hands-on") & (modes["period"] == modes["period"].max())].set_index(
        "mode"
    )["hours"]
    found["hands-on work"] = {mode: float(hours / hands.sum()) for mode, hours in hands.items()}
    load = workload(SolvedPlan(prepared, base, plans[PROMISED]))
    last = load[load["period"] == load["period"].iloc[-1]].set_index("family")
    found["heaviest load if less is captured"] = {
        str(code): float(value) for code, value in last["intensity_if_less"].nlargest(3).items()
    }
    assert_golden(GOLDEN, HEADER, found, 1e-5)


def test_a_row_of_the_role_table_is_five_people_or_more() -> None:
    table = pd.read_csv(STUDY / "roles.csv")
    assert table["headcount"].sum() == 5000 and table["headcount"].min() >= 5


@pytest.mark.long
def test_promises_are_kept_and_cost_something(
    prepared: PlanProblem, plans: dict[str, Outcome], base: Outcome
) -> None:
    promised, free = plans[PROMISED], plans[FREE]
    assert free.objective < promised.objective < base.objective
    for name, plan in ((PROMISED, promised), (IDLE, plans[IDLE])):
        i, roles = plan.inputs, plan.inputs.occupation
        assert plan.positions.min() >= 0.9 * 5000 - 1e-6, name
        service, nurses = (roles == code for code in ("43-4051", "29-1141"))
        assert plan.headcount[service].sum(axis=0).min() >= 560 - 1e-6, name
        examiners = roles == "13-1031"
        cover = plan.headcount[examiners].sum(axis=0) - plan.directing[examiners].sum(axis=0) / i.hours
        assert cover.min() >= 440 - 1e-6, name
        assert plan.layoffs[:, :4].sum() == 0 == plan.layoffs[nurses].sum(), name
    ended = free.headcount[free.inputs.occupation == "43-4051"].sum(axis=0)[-1]
    assert ended < 560, "without the promise it would not be kept"


