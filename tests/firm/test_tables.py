"""The tables of a whole study: what they show, what they sum to, and what they say of cases and groups."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.firm.alternatives.assumptions import NOT_MOVED
from reallocate.firm.alternatives.limits import limits_of
from reallocate.firm.beliefs.page import IMPLIED_TABLES
from reallocate.firm.finance.model import _LIVES, Finance, _FinanceRun, collect, submit_finance
from reallocate.firm.finance.page import finance, settings
from reallocate.firm.model.cases import Setting, free_options, solve_case
from reallocate.firm.model.inputs import ALL_KINDS, CASH
from reallocate.firm.model.options import LIFE, PAY
from reallocate.firm.model.plan import _cash_table, costs_by_period
from reallocate.firm.model.words import most_dropped
from reallocate.firm.own_plan.page import OWN_PLAN_TABLES, given
from reallocate.firm.plan.groups import _group_of, grouping_sentences
from reallocate.firm.plan.operating import FundedCut
from reallocate.firm.plan.own_or_rent import switch_points, token_shares
from reallocate.firm.plan.people import DIMENSION_TABLES, groups, roles
from reallocate.firm.plan.roles import informative_ranges
from reallocate.firm.plan.solved import Cases, RangedPlan, Ranges, SolvedPlan, Spread
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.report.result import _whole_result, open_plan
from reallocate.firm.report.tables import TABLES
from reallocate.firm.request.keys import Funding, Scenario
from reallocate.firm.request.prepare import prepare
from reallocate.kernel.errors import UnknownName
from reallocate.kernel.executor import Inline
from reallocate.kernel.table import computed
from reallocate.render.result import Result
from reallocate.work.compute import cost_per_million_tokens
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
    assert study.units["roles"]["automated_share"] == "share of hours"


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


REASON = "no plan keeps cash of at most USD 205 million a year"
PRO_RATA = "60 exits, pro rata"


def lacking(whole: WholePlan) -> WholePlan:
    """The small study without one case, one source and the last point of the grid."""
    plans = {name: plan for name, plan in whole.cases.plans.items() if name != PRO_RATA}
    points = {speed: row[:-1] for speed, row in whole.grid.plans.items()}
    return replace(
        whole,
        cases=Cases(plans, {PRO_RATA: REASON}),
        sources=replace(whole.sources, others=Cases({}, {"gpt4": REASON})),
        grid=replace(whole.grid, plans=points, impossible={"medium 20%": REASON}),
    )


def test_what_is_impossible_is_a_row_without_figures_and_with_its_reason(
    whole: WholePlan, tmp_path: Path
) -> None:
    full = _whole_result(whole)
    study = _whole_result(lacking(whole))
    for name, key, row in (("cases", "case", PRO_RATA), ("sources", "source", "gpt4")):
        table = study.table(name).set_index(key)
        assert set(table.index) == set(full.table(name)[key]), name
        assert table.loc[row, "note"] == f"no plan is possible: {REASON}"
        assert table.loc[row].drop("note").isna().all()
        assert table.drop(row)["positions"].notna().all()
    grid = study.table("grid")
    last = grid[grid["exits_share"] == 0.2].iloc[0]
    assert len(grid) == len(full.table("grid"))
    assert last["note"].endswith(REASON) and last.drop(["exits_share", "speed", "note"]).isna().all()
    headline = study.table("headline").set_index("figure")
    assert headline.loc["positions", "low"] == headline.loc["positions", "high"]
    assert open_plan(study.save(tmp_path / "result")).to_dict() == study.to_dict()


def test_a_study_without_any_comparison_still_stands(whole: WholePlan) -> None:
    bare = replace(
        whole,
        cases=Cases(),
        sources=replace(whole.sources, others=Cases()),
        grid=replace(whole.grid, plans={"medium": []}),
        funding=FundedCut(None),
    )
    study = _whole_result(bare)
    assert study.table("grid").empty and len(study.table("sources")) == 1
    assert study.explain()["money"] and study.explain()["people"]


def test_notes_say_who_is_hired_back_and_what_is_left_undone(whole: WholePlan, study: Result) -> None:
    cases = study.table("cases").set_index("case")
    back = cases.loc[PRO_RATA, "hires"] - cases.loc["plan without the cut", "hires"]
    forced = whole.cases.plans[PRO_RATA]
    undone = (forced.undone.sum(axis=0) / forced.given_work.sum(axis=0)).max()
    assert back > 1 and undone > most_dropped(whole.first.solved.free)
    assert cases.loc[PRO_RATA, "note"] == (
        f"{back:,.0f} more hires than in the plan without the cut; {undone:.1%} of the work left undone in the worst quarter"
    )
    closed = cases.filter(like="positions stay closed", axis=0).iloc[0]
    assert closed["note"] == f"{closed['work_dropped']:.1%} of the work is left undone in the last quarter"
    assert closed["work_dropped"] > 0
    assert cases.loc["plan without the cut", "note"] == ""
    announced = cases.filter(like="as announced", axis=0).iloc[0]
    assert announced["layoffs"] == pytest.approx(60) and "not computed" in announced["note"]


OFFICE = "Other Office and Administrative Support Occupations (2 roles)"
JOINED = ["43-4051", "43-9041"]


def tables_of(whole: WholePlan, ranges: Ranges | None = None) -> dict[str, pd.DataFrame]:
    spread = Spread(ranges or whole.ranges, whole.sources.others.plans)
    return computed((roles, groups), RangedPlan(whole.first.solved, spread))


@pytest.fixture(scope="module")
def grouped(whole: WholePlan) -> dict[str, pd.DataFrame]:
    """The small study as if its two office roles had been planned together."""
    ends = {role: (10.0, 2_000.0) for role in whole.ranges.roles if role not in JOINED}
    ranges = replace(whole.ranges, roles={**ends, "43-0000": (900.0, 950.0)})
    return tables_of(whole, ranges)


def test_a_range_wider_than_its_role_is_not_told() -> None:
    """Two positions that could be a thousand say nothing of the two; a new role has none before the plan."""
    roles = pd.DataFrame(
        {
            "role": ["large", "small", "new"],
            "baseline_end": [500.0, 2.0, 0.0],
            "delta_low": [-20.0, -0.1, 0.0],
            "delta_high": [450.0, 990.0, 70.0],
        }
    ).set_index("role")
    told = informative_ranges(roles)
    assert told.loc["small", ["delta_low", "delta_high"]].isna().all()
    assert told.drop("small").equals(roles.drop("small"))
    assert informative_ranges(roles[["delta_low"]]).equals(roles[["delta_low"]]), "nothing to judge it by"


def test_a_group_adds_up_its_roles_and_has_their_range(grouped: dict[str, pd.DataFrame]) -> None:
    roles, groups = grouped["roles"].set_index("role"), grouped["groups"].set_index("role")
    assert len(groups) == len(roles) - 1
    office = groups.loc["43-0000"]
    assert office["title"] == OFFICE and office["roles"] == 2
    for figure in ("headcount", "baseline_end", "plan_end", "delta", "layoffs", "quits", "hires"):
        assert office[figure] == pytest.approx(roles.loc[JOINED, figure].sum()), figure
        assert groups[figure].sum() == pytest.approx(roles[figure].sum()), figure
    base = roles.loc[JOINED, "baseline_end"].sum()
    assert office["delta_low"] == pytest.approx(min(900 - base, office["delta"]))
    assert office["delta_high"] == pytest.approx(max(950 - base, office["delta"]))
    assert office["sources_low"] <= office["delta"] + 1e-9 <= office["sources_high"] + 2e-9


def test_a_role_in_a_group_names_it_and_has_no_range_of_its_own(grouped: dict[str, pd.DataFrame]) -> None:
    roles = grouped["roles"].set_index("role")
    assert (roles.loc[JOINED, "group"] == OFFICE).all()
    assert roles.loc[JOINED, ["delta_low", "delta_high"]].isna().all(axis=None)
    others = roles.drop(JOINED)
    assert (others["group"] == "").all() and others[["delta_low", "delta_high"]].notna().all(axis=None)


def test_ranges_of_layoffs_stand_beside_the_layoffs_where_they_were_computed(whole: WholePlan) -> None:
    assert tables_of(whole)["groups"]["layoffs_low"].isna().all() != bool(whole.ranges.role_layoffs)
    known = replace(whole.ranges, role_layoffs={"43-4051": (30.0, 40.0), "11-3021": (0.0, 9.0)})
    tables = tables_of(whole, known)
    for name in ("roles", "groups"):
        table = tables[name].set_index("role")
        assert table.loc["11-3021", ["layoffs_low", "layoffs_high"]].tolist() == [0.0, 9.0]
        assert table.loc["43-4051", "layoffs_high"] == 40.0
        assert table.loc["43-4051", "layoffs_low"] == pytest.approx(table.loc["43-4051", "layoffs"]), "widened"
        assert np.isnan(table.loc["43-9041", "layoffs_low"])


def test_the_reader_is_told_how_many_roles_the_ranges_rest_on(grouped: dict[str, pd.DataFrame]) -> None:
    said = grouping_sentences(grouped["roles"], grouped["groups"])
    assert len(said) == 1
    assert "on 5 roles instead of 6. 2 small roles, each at most 40.0% of headcount" in said[0]
    assert "are merged into 1 major group of occupations" in said[0]


def test_nothing_is_said_where_nothing_is_grouped(whole: WholePlan) -> None:
    tables = tables_of(whole)
    assert grouping_sentences(tables["roles"], tables["groups"]) == []
    both = tables["roles"].set_index("role"), tables["groups"].set_index("role")
    np.testing.assert_allclose(both[0]["delta"], both[1].loc[both[0].index, "delta"])


def test_a_role_with_its_group_s_name_is_only_a_part_of_it(whole: WholePlan) -> None:
    """15-0000 of small roles lies within 15-0000 of the coarser grouping."""
    roles = pd.DataFrame(
        {"role": ["15-0000", "15-1252", "11-3021"], "occupation": ["15-0000", "15-1252", "11-3021"]}
    )
    ranges = replace(whole.ranges, roles={"15-0000": (1.0, 2.0), "11-3021": (3.0, 4.0)})
    found = _group_of(whole.first.setup.problem, ranges, roles)
    assert list(found) == ["15-0000", "15-0000", "11-3021"]


def test_accounts_by_year_tie_to_cash_and_to_depreciation(study: Result, solved: SolvedPlan) -> None:
    table = study.table("accounts").query("case == 'plan'")
    assert table["year"].tolist() == ["2026 Q3 to 2027 Q2", "2027 Q3 to 2027 Q4"]
    cash = _cash_table(costs_by_period(solved.plan))["total"].to_numpy()
    np.testing.assert_allclose(table["cash"], [cash[:4].sum(), cash[4:].sum()])
    flows = table[["payroll", "exits", "training", "change", "compute_opex", "capex"]].sum(axis=1)
    np.testing.assert_allclose(flows, table["cash"])
    np.testing.assert_allclose(
        table["profit_and_loss"], table["cash"] - table["capex"] + table["depreciation"]
    )
    prices = solved.plan.inputs.prices
    spread = solved.plan.owned.sum() * prices.capex / 1e6 / prices.life
    assert table["depreciation"].sum() == pytest.approx(spread)
    assert costs_by_period(solved.plan)[list(CASH)].to_numpy().sum() == pytest.approx(table["cash"].sum())


@pytest.fixture(scope="module")
def found(world: World, solved: SolvedPlan) -> Finance:
    """The small firm without its limits, which would hide what a shorter life does."""
    scenario = solved.problem.scenario
    asked = Funding(
        pay_settings=(90_000.0, 180_000.0), pay_names=("cash", "with equity"), severance_range=(1.0, 2.0), capex_range=(1.0, 2.0)
    )  # fmt: skip
    free = scenario.model_copy(update={"funding": asked, "exits": None}).placed_in(scenario.folder)
    setting = prepare(world, free).setting
    options = free_options(setting.options)
    limits = replace(options.limits, cash_per_year=None, megawatts=None)
    unlimited = replace(setting, options=replace(options, limits=limits))
    return collect(submit_finance(free, unlimited, Inline()))


def test_a_short_life_turns_owning_into_renting_and_pay_scales_the_gain(
    solved: SolvedPlan, found: Finance
) -> None:
    table = finance(found)
    lives = table[table["question"] == LIFE].set_index("value")
    assert list(lives.index) == [2.0, 3.0, 5.0, 5.5, 6.0] and set(_LIVES) < set(lives.index)
    assert lives.loc[2.0, "route"] == "rent" and lives.loc[2.0, "capex"] == 0 == lives.loc[2.0, "own_gpus"]
    assert lives.loc[5.5, "route"] == "own" and lives.loc[5.5, "own_gpus"] > 0
    assert (lives["worth"].diff().dropna() > -1e-9).all(), "a longer life never costs more"
    assert "assumed here" in lives.loc[5.5, "taken"]
    pays = table[table["question"] == PAY].set_index("value")
    assert pays.loc[180_000.0, "saving"] > 1.5 * pays.loc[90_000.0, "saving"]
    said = settings(solved, {"finance": table})
    assert "at 2 years most tokens come from rented GPUs instead of own GPUs" in said[0]
    assert said[1].startswith("Pay per head does not change whether the firm owns")


def test_a_setting_without_a_plan_keeps_its_row_and_its_reason(whole: WholePlan) -> None:
    known = whole.finance.runs[0]
    assert known.solved is not None
    none = _FinanceRun(LIFE, 1.0, "1 year", False, None, "the budget")
    table = finance(Finance([none, known]))
    assert np.isnan(table.loc[0, "positions"]) and table.loc[0, "note"] == "no plan is possible: the budget"
    assert table.loc[1, "positions"] == pytest.approx(
        known.solved[0].positions[-1] - known.solved[1].positions[-1]
    )


def test_shares_of_tokens_add_up(solved: SolvedPlan) -> None:
    shares = token_shares(solved.plan)
    assert sum(shares.values()) == pytest.approx(1.0) and set(shares) == {"own", "rent", "API"}


def test_break_even_prices_are_where_the_cheapest_route_turns(solved: SolvedPlan) -> None:
    """Each price, life and utilisation in accounts, put back into the cost of a million tokens."""
    i = solved.plan.inputs
    p = i.options.parameters
    table = switch_points(i).set_index("switch")
    at = table["as_accounts"]
    assert (table["some"] <= table["at_once"] + 1e-12).all()

    def cost(**changes: float) -> dict[str, float]:
        return cost_per_million_tokens({name: p[name] for name in p.names} | changes)

    def turns(name: str, low: str, high: str, switch: str) -> None:
        below, above = (cost(**{name: at[switch] * near}) for near in (0.999, 1.001))
        assert below[low] > below[high] if name != "api_price" else below[low] < below[high]
        assert above[low] < above[high] if name != "api_price" else above[low] > above[high]

    turns("utilisation", "own", "api", "utilisation above which owning is cheaper than the API")
    turns("utilisation", "rent", "api", "utilisation above which renting is cheaper than the API")
    turns("gpu_life", "own", "rent", "server life above which owning is cheaper than renting")
    turns("api_price", "api", "own", "token price above which owning is cheaper than the API")
    turns("api_price", "api", "rent", "token price above which renting is cheaper than the API")
    rent = at["rent above which owning is cheaper"]
    assert cost(rent_price=rent)["rent"] == pytest.approx(cost()["own"])
    used = at["utilisation of own GPUs above which they are cheaper than rented ones"]
    assert cost(utilisation=used)["own"] == pytest.approx(cost()["rent"])


def test_route_costs_name_the_cheapest_at_each_utilisation(study: Result) -> None:
    table = study.table("route_costs").set_index("utilisation")
    assert table.loc[0.05, "cheapest"] == "API" and table.loc[0.2, "cheapest"] == "own"
    assert (table["own_plan"] > table["own_accounts"]).all(), "capital has a price"
    assert table["own_plan"].is_monotonic_decreasing and table["api"].nunique() == 1


def test_without_pay_settings_finance_is_told_that_they_are_missing(solved: SolvedPlan, whole: WholePlan) -> None:
    lives = [run for run in whole.finance.runs if run.question == LIFE]
    assert "not given" in settings(solved, {"finance": finance(Finance(lives))})[-1]


def test_the_register_says_what_each_assumption_moves(study: Result, solved: SolvedPlan, whole: WholePlan) -> None:
    table = study.table("assumptions").set_index("parameter")
    assert not table.index.has_duplicates and table["moves"].ne("").all()
    one = whole.tipping_points[0]
    ends = sorted(end - solved.base_totals.positions for end in (one.low_positions, one.high_positions))
    assert table.loc[one.name, "moves"].startswith(f"positions {ends[0]:+,.0f} to {ends[1]:+,.0f}")
    assert table.loc["gpu_life", "moves"].startswith("tokens by ")
    assert table.loc["hire_cost", "moves"] == NOT_MOVED
    severance = table.loc["funding.severance_range"]
    assert (severance["low"], severance["high"], severance["unit"]) == (20_000, 30_000, "USD/exit")
    assert np.isnan(severance["value"]) and severance["grade"] == "own"
    assert table.loc["funding.pay_settings", "value"] == 120_000
