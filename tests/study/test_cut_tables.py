"""The first answer of a study: the cut beside attrition, in sentences, as a table and for machines."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from reallocate.plan.accounts import totals
from reallocate.plan.cut_or_wait import undone_worth
from reallocate.plan.explain import money
from reallocate.plan.options import Options
from reallocate.study.plan.cut_tables import compared, cut_object, cut_sentences, cut_table
from reallocate.study.plan.problem.solved_cases import FREE, Parts
from reallocate.study.plan.result import PlanStudy

KEYS = ["exits", "extra_cost", "extra_cost_per_exit", "extra_one_off", "positions_refilled", "would_have_quit", "positions_saved", "cut_headcount_end", "wait_headcount_end", "same_headcount_from_quarter", "wait_lays_off"]


def without_exits(parts: Parts) -> Parts:
    """The same study, had no cut been asked for: the free plan is the plan."""
    setting = parts.prepared.setting
    free = replace(setting.options, exits=None)
    prepared = replace(parts.prepared, setting=replace(setting, options=free))
    return replace(parts, prepared=prepared, plan=parts.free)


def test_it_leads_in_the_sentences_and_its_figures_are_those_of_the_plans(
    study: PlanStudy, parts: Parts
) -> None:
    said = study.explain()["cut_or_wait"]
    assert next(iter(study.explain())) == "cut_or_wait" and repr(study).splitlines()[1] == said[0]
    cut, wait = parts.plan, parts.free
    extra = cut.objective - wait.objective
    assert extra > 10
    start = f"Cutting 60 positions now, pro rata, costs {money(extra)} more than letting attrition reach the same size"
    assert said[0].startswith(f"{start}: USD {round(extra * 1e6 / 60, -3):,.0f} per exit. ")
    undone = undone_worth(cut) - undone_worth(wait)
    assert f"Work left undone meanwhile costs {money(undone)} at an assumed price" in said[0]
    paid = extra - undone
    assert f"in cash the cut costs {money(abs(paid))} {'more' if paid > 0 else 'less'}." in said[0]
    back = totals(cut).hires - totals(wait).hires
    assert (
        f"{back / 60:.0%} of those who leave would in effect be hired back: {back:,.0f} positions" in said[0]
    )
    assert "Both end at the same headcount" in said[0]
    assert "may lay people off too; here it lays nobody off" in said[-1]


def test_the_table_and_the_object_hold_the_same_and_the_exits_add_up(study: PlanStudy, parts: Parts) -> None:
    table, found = study.table("cut_or_wait").set_index("figure"), study.json()["cut_or_wait"]
    assert set(KEYS) <= set(found) and set(study.json()["units"]) >= {"cut_or_wait", "break_even_month"}
    four = ("positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway")
    assert sum(found[key] for key in four) == pytest.approx(found["exits"], abs=1e-6) and found["exits"] == 60
    assert found["extra_cost"] == pytest.approx(1e6 * table.loc["present cost", "extra"])
    assert found["extra_cash"] + found["extra_work_undone"] == pytest.approx(found["extra_cost"])
    assert found["extra_cost_per_exit"] == pytest.approx(found["extra_cost"] / 60)
    assert found["wait_headcount_end"] == pytest.approx(parts.free.positions[-1])
    ends = table[["cut", "wait", "extra"]].dropna()
    np.testing.assert_allclose(ends["cut"] - ends["wait"], ends["extra"], atol=1e-9)


def test_the_object_s_cash_figures_are_those_of_the_printed_cash(study: PlanStudy) -> None:
    """The largest outlay and its quarter, the month and the value, from the two columns of totals alone."""
    found, cash = study.json(), study.table("cash").pivot(index="period", columns="case", values="total")
    behind = (cash["plan"] - cash["baseline"]).cumsum()
    assert found["largest_outlay"] == pytest.approx(max(behind.max(), 0.0), abs=1e-9)
    assert found["largest_outlay_quarter"] == (behind.idxmax() if behind.max() > 0 else None)
    last = int(np.flatnonzero(behind > 0)[-1])
    part = behind.iloc[last] / (behind.iloc[last] - behind.iloc[last + 1])
    assert found["break_even_month"] == pytest.approx(3 * (last + 1 + part), abs=0.05)
    discount = study.table("statistics").query("statistic == 'payroll'")["discount"].to_numpy()
    assert found["net_present_value"] == pytest.approx(float(discount @ -(cash["plan"] - cash["baseline"])))
    assert json.dumps(found, allow_nan=False)


def test_without_a_cut_asked_for_a_case_is_compared_and_it_is_said(parts: Parts) -> None:
    free = without_exits(parts)
    both = compared(free)
    assert both is not None and both.cut is parts.cases["60 exits, pro rata"]
    assert cut_sentences(free)[-1] == "The plan is free to choose; the cut is that announced on 2026-05-20."
    unannounced = SimpleNamespace(
        prepared=SimpleNamespace(
            setting=SimpleNamespace(options=cast(Options, SimpleNamespace(exits=None))),
            scenario=free.prepared.scenario.model_copy(update={"announced": None}),
        ),
        cases=parts.cases, free=parts.free, saving_of=parts.saving_of,
    )  # fmt: skip
    assert cut_sentences(cast(Parts, unannounced))[-1].startswith("No cut was asked for: a tenth of all")


def test_a_study_without_a_cut_says_so_and_why(parts: Parts) -> None:
    name = "60 exits, pro rata"
    bare = replace(without_exits(parts), cases={FREE: parts.free}, impossible={("case", name): "no money"})
    assert cut_sentences(bare) == [
        f"This study holds no cut to set beside attrition. {name}: no plan is possible: no money"
    ]
    assert cut_table(bare).empty and cut_object(cut_table(bare)) is None
    alone = {case: plan for case, plan in parts.cases.items() if case != FREE}
    lone = replace(parts, cases=alone, impossible={("case", FREE): "too few people"})
    assert cut_sentences(lone) == [
        "The cut has nothing beside it: without it no plan is possible. too few people"
    ]
    assert compared(replace(bare, impossible={})) is None


def test_a_cut_that_costs_less_or_ends_elsewhere_is_not_said_to_be_dearer(parts: Parts) -> None:
    cheap = replace(parts.plan, objective=parts.free.objective - 20)
    said = cut_sentences(replace(parts, plan=cheap))
    assert "costs USD 20 million less than" in said[0] and "costs no more" not in said[-1]
    apart = replace(parts.plan, headcount=parts.plan.headcount * 0.97)
    said = cut_sentences(replace(parts, plan=apart))
    assert "than the best plan without the cut" in said[0] and "positions fewer: " in said[0]
