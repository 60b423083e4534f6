"""The tables of a whole study: what they show, what they sum to, and the prices of its limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.firm.alternatives.limits import limits_of
from reallocate.firm.beliefs.page import IMPLIED_TABLES
from reallocate.firm.model.cases import Setting, solve_case
from reallocate.firm.model.inputs import ALL_KINDS
from reallocate.firm.own_plan.page import OWN_PLAN_TABLES, given
from reallocate.firm.plan.people import DIMENSION_TABLES
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.report.tables import TABLES
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import prepare
from reallocate.kernel.errors import UnknownName
from reallocate.render.result import Result
from reallocate.work.world import World

EMPTY = ("moves", "training", "people_groups", "products")
"""Tables without rows for this firm."""
ORDINAL = {("history", "fifth")}
"""Numbers that are names."""


@pytest.fixture(scope="module")
def setting(world: World, scenario: Scenario) -> Setting:
    return prepare(world, scenario).setting


def numbers(table: pd.DataFrame) -> pd.DataFrame:
    return table.select_dtypes("number")


def test_every_table_is_there_and_only_what_was_not_requested_is_missing(study: Result) -> None:
    assert {one.name for one in TABLES} - set(study.tables) == {
        one.name for one in (*IMPLIED_TABLES, *OWN_PLAN_TABLES, given, *DIMENSION_TABLES)
    }
    for name, table in study.tables.items():
        assert table.index.equals(pd.RangeIndex(len(table))), name
        assert len(table) > 0 or name in EMPTY, name


def test_every_number_has_a_unit_and_every_heading_is_short(study: Result) -> None:
    for declared in TABLES:
        frame = study.tables.get(declared.name, pd.DataFrame())
        for column in declared.columns:
            key = (declared.name, column.name)
            assert len(column.heading.split()) <= 4, key
            numeric = column.name in numbers(frame).columns
            assert column.unit or not numeric or key in ORDINAL, key
    assert len(study.units["roles"]) == 19 and study.units["roles"]["automated_share"] == "share of hours"


def test_an_unknown_table_names_the_nearest(study: Result) -> None:
    with pytest.raises(UnknownName, match="headcount"):
        study.table("headcounts")


def test_statistics_sum_to_the_objective_and_each_is_needed(study: Result) -> None:
    table, objective = study.table("statistics"), study.facts["objective"]
    recomputed = table["value"] * table["discount"]
    np.testing.assert_allclose(recomputed, table["present_value"], rtol=1e-12)
    assert recomputed.sum() == pytest.approx(objective, rel=1e-6)
    terms = recomputed.groupby(table["statistic"]).sum()
    used = terms[terms.abs() > 0]
    assert len(used) >= 9, "the study should pay for most kinds of cost"
    for name, amount in used.items():
        without = recomputed.sum() - amount
        assert without != pytest.approx(objective, rel=1e-6), f"{name} could be dropped unseen"


def test_statistics_are_the_cash_of_the_plan_and_the_work_dropped(study: Result) -> None:
    values = study.table("statistics").pivot(index="period", columns="statistic", values="value")
    cash = study.table("cash").query("case == 'plan'").set_index("period")
    columns = {
        "payroll": ["payroll"],
        "compute": ["api", "rent", "power and upkeep", "software"],
        "capex": ["GPU purchases"],
        "exits": ["severance", "notice pay", "replacing induced quits"],
        "training": ["hiring", "training and moving"],
        "change": ["change"],
    }
    for column, parts in columns.items():
        summed = values[parts].sum(axis=1).loc[cash.index]
        np.testing.assert_allclose(cash[column], summed, atol=1e-9, err_msg=column)


def test_cash_and_accounts_total_their_columns(study: Result) -> None:
    for name in ("cash", "profit_and_loss"):
        table = numbers(study.table(name))
        np.testing.assert_allclose(table["total"], table.drop(columns="total").sum(axis=1), rtol=1e-12)
    by_case = study.table("cash").groupby("case")["total"].sum()
    for case in ("baseline", "plan"):
        assert study.facts["totals"][case]["cash"] == pytest.approx(by_case[case], rel=1e-12)


def test_the_budget_is_kept(study: Result) -> None:
    cash = study.table("cash").query("case == 'plan'")["total"].to_numpy()
    assert cash[:4].sum() <= 205 * (1 + 1e-9)
    assert cash[4:].sum() <= 205 * 2 / 4 * (1 + 1e-9)


def test_the_headcount_walk_closes(study: Result) -> None:
    table = study.table("headcount")
    walked = table.eval("begin + hires - quits - voluntary - layoffs + moves_in - moves_out")
    np.testing.assert_allclose(walked, table["end"], atol=1e-6)
    for _, walk in table.groupby(["case", "role"], sort=False):
        np.testing.assert_allclose(walk["end"].iloc[:-1], walk["begin"].iloc[1:], atol=1e-9)
    plan = table[table["case"] == "plan"]
    first = plan[plan["period"] == "2026 Q3"]
    assert first["layoffs"].sum() == pytest.approx(60)
    assert first["hires"].sum() == 0, "hiring is frozen"
    moved = plan.groupby("period")[["moves_in", "moves_out"]].sum()
    np.testing.assert_allclose(moved["moves_in"], moved["moves_out"], atol=1e-9)
    assert plan.groupby("role")["end"].last().sum() == pytest.approx(study.facts["totals"]["plan"]["positions"])


def test_modes_sum_to_the_work_there_is(solved: SolvedPlan, study: Result) -> None:
    """Each kind of own work is what the case has of it; AI is used in the baseline as it is today."""
    table = study.table("modes").query("mode != 'dropped'")
    hours = study.table("modes").groupby(["case", "kind", "period"])["hours"].sum()
    assert table["hours"].min() >= -1e-9
    for kind in ("routine analysis", "specialist", "hands-on"):
        for case, one in (("plan", solved.plan), ("baseline", solved.base)):
            there = one.work_by_kind[:, ALL_KINDS.index(kind)].sum(axis=0) * 1e3
            np.testing.assert_allclose(hours[case, kind], there, rtol=1e-9, err_msg=kind)
    modes = study.table("modes").query("case == 'baseline'").groupby("mode")["hours"].sum()
    used = solved.base.inputs.used_hours.sum() * 1e3
    assert modes["automated"] == 0 and modes["augmented"] == pytest.approx(used, rel=0.05)
    kinds = study.table("kinds").set_index("kind")
    np.testing.assert_allclose(kinds["hours"], hours["plan"].unstack()["2027 Q4"][kinds.index], rtol=1e-9)


def within(table: pd.DataFrame, low: str, value: pd.Series, high: str) -> int:
    told = table[[low, high]].notna().all(axis=1)
    assert (table.loc[told, low] <= value[told] + 1e-5).all(), (low, value.name)
    assert (table.loc[told, high] >= value[told] - 1e-5).all(), (high, value.name)
    return int(told.sum())


def test_ranges_contain_what_they_are_ranges_of(study: Result) -> None:
    roles, kinds = study.table("roles"), study.table("kinds")
    activities, headline = study.table("activities"), study.table("headline")
    assert within(roles, "delta_low", roles["delta"], "delta_high") == 6
    assert within(roles, "sources_low", roles["delta"], "sources_high") == 6
    assert within(kinds, "delta_low", kinds["delta"], "delta_high") == 5
    assert within(activities, "automated_low", activities["automated"], "automated_high") == len(activities)
    assert within(headline, "low", headline["delta"], "high") == len(headline)
    assert (roles["delta_high"] - roles["delta_low"]).max() > 1, "a range of nothing says nothing"


def test_the_headline_is_made_of_the_tables(study: Result) -> None:
    figures = study.table("headline").set_index("figure")
    walk = study.table("headcount")
    for case in ("baseline", "plan"):
        flows = walk[walk["case"] == case][["hires", "quits", "layoffs"]].sum()
        for name, amount in flows.items():
            assert figures.loc[name, case] == pytest.approx(amount), (name, case)
    cash = study.table("cash").query("case == 'plan'")
    assert figures.loc["compute cash", "plan"] == pytest.approx(cash[["compute", "capex"]].to_numpy().sum())
    assert study.table("roles")["delta"].sum() == pytest.approx(figures.loc["positions", "delta"])
    channels = study.table("channels")["positions"].sum()
    assert channels == pytest.approx(-figures.loc["positions", "delta"])


def test_every_price_of_one_more_is_found_by_solving_again(study: Result, setting: Setting) -> None:
    base = setting.baseline()
    options = setting.options
    least = solve_case(setting, options, base, choose=False)[0].outcome.objective
    assert least == pytest.approx(study.facts["objective"], rel=1e-9)
    printed = study.table("limits").set_index("limit")
    limits = limits_of(options)
    assert set(printed.index) == {limit.name for limit in limits} and len(limits) == 6
    for limit in limits:
        row = printed.loc[limit.name]
        for column, by in (("up", limit.step), ("down", -limit.step)):
            moved = limit.shifted(options, by)
            assert moved != options
            change = (
                solve_case(setting, moved, base, choose=False)[0].outcome.objective - least
            )
            assert change == pytest.approx(row[column], abs=1e-6 * least), (limit.name, column)
    assert printed["decides"].sum() >= 4
