"""What finance reads: accounts that tie to cash, settings solved anew, closed forms that agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reallocate.firm.alternatives.assumptions import NOT_MOVED
from reallocate.firm.finance.model import LIVES, Finance, FinanceRun, collect, submit_finance
from reallocate.firm.finance.page import finance, finance_sentences
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.inputs import CASH
from reallocate.firm.model.options import LIFE, PAY
from reallocate.firm.model.plan import cash_table, costs_by_period
from reallocate.firm.plan.own_or_rent import switch_points, token_shares
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.keys import Funding
from reallocate.firm.request.prepare import prepare
from reallocate.kernel.executor import Inline
from reallocate.render.result import Result
from reallocate.work.compute import cost_per_million_tokens
from reallocate.work.world import World


def test_accounts_by_year_tie_to_cash_and_to_depreciation(study: Result, solved: SolvedPlan) -> None:
    table = study.table("accounts").query("case == 'plan'")
    assert table["year"].tolist() == ["2026 Q3 to 2027 Q2", "2027 Q3 to 2027 Q4"]
    cash = cash_table(costs_by_period(solved.plan))["total"].to_numpy()
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
    assert list(lives.index) == [2.0, 3.0, 5.0, 5.5, 6.0] and set(LIVES) < set(lives.index)
    assert lives.loc[2.0, "route"] == "rent" and lives.loc[2.0, "capex"] == 0 == lives.loc[2.0, "own_gpus"]
    assert lives.loc[5.5, "route"] == "own" and lives.loc[5.5, "own_gpus"] > 0
    assert (lives["worth"].diff().dropna() > -1e-9).all(), "a longer life never costs more"
    assert "assumed here" in lives.loc[5.5, "taken"]
    pays = table[table["question"] == PAY].set_index("value")
    assert pays.loc[180_000.0, "saving"] > 1.5 * pays.loc[90_000.0, "saving"]
    said = finance_sentences(solved, {"finance": table, "switches": switch_points(solved.plan.inputs)})
    assert "at 2 years most tokens come from rented GPUs instead of own GPUs" in said["finance"][0]
    assert said["finance"][1].startswith("Pay per head does not change whether the firm owns")


def test_a_setting_without_a_plan_keeps_its_row_and_its_reason(whole: WholePlan) -> None:
    known = whole.finance.runs[0]
    assert known.solved is not None
    none = FinanceRun(LIFE, 1.0, "1 year", False, None, "the budget")
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
    tables = {"finance": finance(Finance(lives)), "switches": switch_points(solved.plan.inputs)}  # fmt: skip
    assert "not given" in finance_sentences(solved, tables)["finance"][-1]


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
