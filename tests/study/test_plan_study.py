"""The tables of a whole study: what they show, what they sum to, and the prices of its limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.errors import UnknownName
from reallocate.plan.cases import Case, Setting, solve_case
from reallocate.plan.limits import limits_of
from reallocate.report.sheets import ASKED_FOR
from reallocate.scenario.firm.schema import Scenario
from reallocate.study.plan.columns import UNITS
from reallocate.study.plan.problem.prepare import prepare
from reallocate.study.plan.result import PlanStudy
from reallocate.work.world import World

# What each table must show, beside whatever else it shows.
COLUMNS = {
    "cut_or_wait": "figure unit cut wait extra",
    "headline": "figure unit baseline plan delta low high",
    "headcount": "case role period begin hires quits voluntary layoffs moves_in moves_out end",
    "modes": "case kind mode period hours",
    "cash": "case period payroll compute capex exits training change total",
    "profit_and_loss": "case period payroll compute_opex depreciation restructuring training change total",
    "roles": "role title occupation kind group headcount baseline_end plan_end delta delta_low delta_high layoffs "
    "quits moves_out moves_in hires automated_share augmented_share sources_low "
    "sources_high",
    "groups": "role title kind roles headcount baseline_end plan_end delta delta_low delta_high layoffs "
    "layoffs_low layoffs_high quits moves_out moves_in hires sources_low sources_high",
    "kinds": "kind hours human augmented automated positions_baseline positions_plan delta delta_low delta_high",
    "activities": "activity title kind hours augmented automated automated_low automated_high",
    "moves": "origin origin_title target target_title positions training_weeks training_cost basis",
    "ways": "role title target target_title in_firm share_of_movers share_low share_high people_seen pay_now median_pay entry_pay asks",
    "bridge": "step positions note",
    "operating_models": "row measure unit today",
    "funding": "setting pay_per_head jobs freed_bn share_of_capex_low share_of_capex_high share_of_increase_low "
    "share_of_increase_high severance_low_bn severance_high_bn severance_low_months severance_high_months gpu_years",
    "products": "cash_share cash gpus payroll positions layoffs work_dropped note",
    "channels": "channel positions note",
    "limits": "limit unit level decides up down up_to down_to sentence",
    "alternatives": "alternative extra_cost extra_share positions layoffs moved hires first_year_cash power note",
    "frontier": "extra_cost extra_share positions cost_per_job",
    "routes": "case family title period begin open_filled other_hires moves_in quits voluntary moves_out layoffs end",
    "families": "family title open_positions open_cancelled open_deferred begin open_filled other_hires moves_in quits layoffs end",
    "workload": "family title period positions intensity_baseline intensity intensity_if_less delivered_baseline "
    "has delivered review redo directing spare",
    "people_groups": "about band size share_losing",
    "training": "target target_title people weeks_each person_weeks courses cost",
    "calendar": "step law period layoffs threshold notice_days tell_for_first_day tell_for_last_day note",
    "refused": "alternative extra_cost extra_share kept layoffs_spared sentence",
    "finance": "question taken value unit positions layoffs own_gpus route saving one_off break_even_month present_value worth",
    "accounts": "year case payroll exits training change compute_opex capex cash depreciation profit_and_loss",
    "switches": "switch unit now as_accounts some at_once",
    "route_costs": "utilisation own_accounts own_plan rent api cheapest",
    "outlooks": "outlook weight says positions layoffs saved extra_as_made extra_joint extra_least_regret",
    "strategies": "strategy caution expected_saving extra_cost worst_saving largest_regret worst_outlook hires "
    "layoffs moved with_ai gpus_ordered positions_low positions_high note",
    "regret": "strategy outlook extra_cost",
    "information": "question amount note",
    "reversal": "outlook statistic as_made known extra_cost",
    "flips": "input unit now flips_at low high grade layoffs_at_low layoffs_at_high sentence",
    "sources": "source positions layoffs saving compute automated_share note",
    "assumptions": "name value unit low high grade source vintage own moves",
    "statistics": "statistic period value discount present_value",
    "grid": "exits_share speed positions layoffs saving one_off break_even_month work_dropped note",
    "cases": "case positions layoffs quits hires saving one_off break_even_month largest_outlay net_present_value "
    "work_dropped note",
    "history": "source fifth growth_2017_2019 growth_2022_2025",
    "history_summary": "source rank_correlation_before rank_correlation_after difference low high sentence",
    "role_table": "code title headcount open_positions loaded_cost location level basis",
}  # fmt: skip


@pytest.fixture(scope="module")
def setting(world: World, scenario: Scenario) -> Setting:
    return prepare(world, scenario).setting


def numbers(table: pd.DataFrame) -> pd.DataFrame:
    return table.select_dtypes("number")


def test_every_table_is_there_with_its_columns(study: PlanStudy) -> None:
    assert set(study.tables) == set(COLUMNS)
    for name, columns in COLUMNS.items():
        table = study.table(name)
        assert set(columns.split()) <= set(table.columns), name
        assert table.index.equals(pd.RangeIndex(len(table))), name
        assert len(table) > 0 or name in ("moves", "training", "people_groups", "products"), name


def test_units_name_only_columns_that_exist(study: PlanStudy) -> None:
    for table, column in UNITS:
        if table in ASKED_FOR:
            continue  # test_implied has them
        assert column in study.table(table).columns, (table, column)


def test_an_unknown_table_names_the_nearest(study: PlanStudy) -> None:
    with pytest.raises(UnknownName, match="headcount"):
        study.table("headcounts")


def test_statistics_sum_to_the_objective_and_each_is_needed(study: PlanStudy) -> None:
    table, objective = study.table("statistics"), study.meta["objective"]
    recomputed = table["value"] * table["discount"]
    np.testing.assert_allclose(recomputed, table["present_value"], rtol=1e-12)
    assert recomputed.sum() == pytest.approx(objective, rel=1e-6)
    terms = recomputed.groupby(table["statistic"]).sum()
    used = terms[terms.abs() > 0]
    assert len(used) >= 9, "the study should pay for most kinds of cost"
    for name, amount in used.items():
        without = recomputed.sum() - amount
        assert without != pytest.approx(objective, rel=1e-6), f"{name} could be dropped unseen"


def test_statistics_are_the_cash_of_the_plan_and_the_work_dropped(study: PlanStudy) -> None:
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


def test_cash_and_accounts_total_their_columns(study: PlanStudy) -> None:
    for name in ("cash", "profit_and_loss"):
        table = numbers(study.table(name))
        np.testing.assert_allclose(table["total"], table.drop(columns="total").sum(axis=1), rtol=1e-12)
    by_case = study.table("cash").groupby("case")["total"].sum()
    for case in ("baseline", "plan"):
        assert study.totals[case]["cash"] == pytest.approx(by_case[case], rel=1e-12)


def test_the_budget_is_kept(study: PlanStudy) -> None:
    cash = study.table("cash").query("case == 'plan'")["total"].to_numpy()
    assert cash[:4].sum() <= 205 * (1 + 1e-9)
    assert cash[4:].sum() <= 205 * 2 / 4 * (1 + 1e-9)


def test_the_headcount_walk_closes(study: PlanStudy) -> None:
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
    assert plan.groupby("role")["end"].last().sum() == pytest.approx(study.totals["plan"]["positions"])


def test_modes_sum_to_the_work_there_is(study: PlanStudy) -> None:
    """Delivered work is the same in both cases; coordination and directing depend on people."""
    table = study.table("modes").query("mode != 'dropped'")
    hours = study.table("modes").groupby(["case", "kind", "period"])["hours"].sum()
    assert (table["hours"] >= 0).all()
    for kind in ("routine analysis", "specialist", "hands-on"):
        np.testing.assert_allclose(hours["plan", kind], hours["baseline", kind], rtol=1e-9, err_msg=kind)
    none = study.table("modes").query("case == 'baseline' and mode != 'human'")["hours"]
    assert (none == 0).all()
    kinds = study.table("kinds").set_index("kind")
    np.testing.assert_allclose(kinds["hours"], hours["plan"].unstack()["2027 Q4"][kinds.index], rtol=1e-9)


def within(table: pd.DataFrame, low: str, value: pd.Series, high: str) -> int:
    told = table[[low, high]].notna().all(axis=1)
    assert (table.loc[told, low] <= value[told] + 1e-5).all(), (low, value.name)
    assert (table.loc[told, high] >= value[told] - 1e-5).all(), (high, value.name)
    return int(told.sum())


def test_ranges_contain_what_they_are_ranges_of(study: PlanStudy) -> None:
    roles, kinds = study.table("roles"), study.table("kinds")
    activities, headline = study.table("activities"), study.table("headline")
    assert within(roles, "delta_low", roles["delta"], "delta_high") == 6
    assert within(roles, "sources_low", roles["delta"], "sources_high") == 6
    assert within(kinds, "delta_low", kinds["delta"], "delta_high") == 5
    assert within(activities, "automated_low", activities["automated"], "automated_high") == len(activities)
    assert within(headline, "low", headline["delta"], "high") == len(headline)
    assert (roles["delta_high"] - roles["delta_low"]).max() > 1, "a range of nothing says nothing"


def test_the_headline_is_made_of_the_tables(study: PlanStudy) -> None:
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


def test_every_price_of_one_more_is_found_by_solving_again(study: PlanStudy, setting: Setting) -> None:
    base = setting.baseline()
    options = setting.options
    least = solve_case(setting, Case("plan", options), base, choose=False)[0].outcome.objective
    assert least == pytest.approx(study.meta["objective"], rel=1e-9)
    printed = study.table("limits").set_index("limit")
    limits = limits_of(options)
    assert set(printed.index) == {limit.name for limit in limits} and len(limits) == 6
    for limit in limits:
        row = printed.loc[limit.name]
        for column, by in (("up", limit.step), ("down", -limit.step)):
            moved = limit.shifted(options, by)
            assert moved != options
            change = (
                solve_case(setting, Case("moved", moved), base, choose=False)[0].outcome.objective - least
            )
            assert change == pytest.approx(row[column], abs=1e-6 * least), (limit.name, column)
    assert printed["decides"].sum() >= 4
