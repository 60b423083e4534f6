"""Finance's questions: accounts beside cash, the plan at other settings, where routes of compute switch."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.plan.accounts import totals
from reallocate.plan.inputs import Inputs
from reallocate.plan.money_tables import profit_and_loss, saving
from reallocate.plan.outcome import Outcome, cash_table, costs_by_period
from reallocate.plan.switch import HOURS_PER_QUARTER, break_even, own_cost, shortest_life
from reallocate.problem.firm.columns import (
    CASE,
    CASH_FIGURES,
    LAYOFFS,
    NOTE,
    POSITIONS,
    PRESENT_VALUE,
    SOLVED,
    SOLVED_AGAIN,
    UNIT,
)
from reallocate.problem.firm.finance_runs import LIFE, FinanceRun
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.work.compounding import QUARTERS

UTILISATIONS = (0.05, 0.1, 0.2, 0.3, 0.5)
TOKENS, USED = "token price above which", "utilisation above which"
OWN_USED = "utilisation of own GPUs above which"
LIFE_SWITCH = "server life above which owning is cheaper than renting"
TOKEN_PRICE, PEAK = "USD/million tokens", "share of peak"
OWN, RENT, API = "own", "rent", "API"


@table(
    "accounts", "Cash and accounts by year",
    Column("year", "Year of the plan"), CASE,
    of_unit("USD million", payroll="Payroll", exits="Exits", training="Hiring, training, learning",
            change="Change (installing, adopting)", compute_opex="Compute, running", capex="Compute, bought",
            cash="Cash", depreciation="Depreciation", profit_and_loss="Profit and loss"),
    source=f"{SOLVED} Bought compute is spread over its life.",
)  # fmt: skip
def accounts(solved: SolvedCases) -> pd.DataFrame:
    """Cash beside profit and loss by year of the plan, baseline and plan [USD million].

    cash = payroll + exits + training + change + compute_opex + capex; profit_and_loss takes
    depreciation, in equal parts over the life in use, instead of capex.
    """
    periods = solved.problem.scenario.periods
    tables = []
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        cash = cash_table(costs_by_period(one)).drop(columns="period")
        costs = cash.rename(columns={"compute": "compute_opex", "total": "cash"})
        costs["depreciation"] = profit_and_loss(one)["depreciation"]
        costs["profit_and_loss"] = costs["cash"] - costs["capex"] + costs["depreciation"]
        year = np.arange(len(periods)) // QUARTERS
        summed = costs.groupby(year).sum().rename_axis("number").reset_index(drop=True)
        first = [periods[start] for start in range(0, len(periods), QUARTERS)]
        last = [
            periods[min(start + QUARTERS, len(periods)) - 1] for start in range(0, len(periods), QUARTERS)
        ]
        names = [f"{a} to {b}" for a, b in zip(first, last, strict=True)]
        tables.append(summed.assign(case=case, year=names))
    return pd.concat(tables, ignore_index=True)


@table(
    "finance", "Server life and pay settings",
    Column("question"), Column("taken", "Setting"), Column("value", unit=BY_ROW), UNIT, POSITIONS, LAYOFFS,
    Column("own_gpus", "Own GPUs", "GPUs"), Column("own_share", "Tokens from own GPUs", "share of tokens"),
    CASH_FIGURES, Column("capex", "Compute, bought", "USD million"), PRESENT_VALUE,
    Column("worth", "Cost saved, present value", "USD million"), Column("route", "Most tokens from"), NOTE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def finance(solved: SolvedCases) -> Rows:
    """The plan solved again at each server life and pay per head.

    route is the one that most tokens come by in the last quarter.
    """
    return [_run_row(run) for run in solved.finance]


def _run_row(run: FinanceRun) -> dict[str, object]:
    named = {
        "question": run.question,
        "taken": f"{run.name}{' (assumed here)' if run.in_force else ''}",
        "value": run.value,
        "unit": "years" if run.question == LIFE else "USD/FTE/year",
    }
    if run.solved is None:
        return {**named, "route": "", "note": f"no plan is possible: {run.reason}"}
    plan, base = run.solved
    figures, usual = totals(plan), totals(base)
    gained = saving(plan, base)
    return {
        **named,
        "positions": gained.positions,
        "layoffs": figures.layoffs,
        "own_gpus": float(plan.owned.max(initial=0.0)),
        "own_share": token_shares(plan)[OWN],
        "saving": gained.saving,
        "one_off": gained.one_off,
        "break_even_month": gained.cash.break_even_month,
        "capex": figures.capex,
        "present_value": figures.present_value,
        "worth": usual.present_value - figures.present_value,
        "route": token_route(plan),
        "note": "",
    }


def token_route(plan: Outcome) -> str:
    """The route that most tokens come by in the last quarter: own, rent, API or none."""
    shares = token_shares(plan)
    return max(shares, key=lambda name: shares[name]) if sum(shares.values()) else "none"


def token_shares(plan: Outcome, period: int = -1) -> dict[str, float]:
    """Where tokens come from in one quarter, by route [share].

    period : which quarter
    """
    per_gpu = plan.inputs.prices.tokens_per_gpu / 1e3
    tokens = {
        OWN: float(plan.owned[period]) * per_gpu,
        RENT: float(plan.rented[period]) * per_gpu,
        API: float(plan.api[period]),
    }
    total = sum(tokens.values())
    return {name: amount / total if total > 0 else 0.0 for name, amount in tokens.items()}


@table(
    "route_costs", "Tokens by route",
    Column("utilisation", unit="share of peak"),
    of_unit("USD/million tokens", own_accounts="Own, in accounts", own_plan="Own, in the plan", rent="Rent",
            api="API"),
    Column("cheapest"),
    source="Closed form from the prices in the sheet Assumptions.",
)  # fmt: skip
def route_costs(solved: SolvedCases) -> Rows:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens].

    own_accounts without interest, own_plan as the plan reckons a GPU ordered in the first quarter
    """
    i = solved.plan.inputs
    now = i.options.parameters["utilisation"]
    books = i.prices.capex / i.prices.life + i.prices.running
    rent, api = float(i.prices.rent[0]), float(i.prices.api[0])
    late = len(i.periods) <= i.prices.lead_time
    planned = np.nan if late else break_even(i, 0, np.ones(len(i.periods)))
    rows = []
    for used in sorted({*UTILISATIONS, now}):
        tokens = i.prices.tokens_per_gpu * used / now
        each = {OWN: planned / tokens, RENT: rent / tokens, API: api}
        known = {name: cost for name, cost in each.items() if not np.isnan(cost)}
        rows.append(
            {
                "utilisation": used,
                "own_accounts": books / tokens,
                "own_plan": each[OWN],
                "rent": each[RENT],
                "api": api,
                "cheapest": min(known, key=lambda name: known[name]),
            }
        )
    return rows


@table(
    "switches", "Own, rent or API",
    Column("switch", "Break-even point"), UNIT,
    of_unit(BY_ROW, now="Assumed here", as_accounts="In accounts"),
    Column("some", "In the plan, some", BY_ROW, about="from here the plan owns or rents any at all"),
    Column("at_once", "In the plan, immediately", BY_ROW,
           about="from here the plan does so as early as it can"),
    source="Closed form from the prices in the sheet Assumptions.",
)  # fmt: skip
def switches(solved: SolvedCases) -> pd.DataFrame:
    """Where the choice between own, rent and API turns."""
    return switch_points(solved.plan.inputs)


def switch_points(i: Inputs) -> pd.DataFrame:
    """The prices, utilisation and life at which the choice between own, rent and API turns.

    In closed form; as_accounts: capital in equal parts, without interest; some: from here the plan owns
    or rents any at all; at_once: from here as early as it can. Own and rented GPUs stand idle alike, so
    what they are used cancels between them; the row on utilisation against rent holds the rented ones
    at the utilisation assumed here.
    """
    p, prices = i.options.parameters, i.prices
    rent, api, tokens, used = (
        float(prices.rent[0]),
        float(prices.api[0]),
        prices.tokens_per_gpu,
        p["utilisation"],
    )
    by_rent, by_api = own_cost(i, prices.rent / rent), own_cost(i, prices.api / api)
    beyond = rent - prices.running
    life = prices.capex / beyond / QUARTERS if beyond > 0 else np.nan
    ends = (by_rent.accounts, by_rent.some, by_rent.at_once)
    api_ends = (by_api.accounts, by_api.some, by_api.at_once)
    rows = [
        ("rent above which owning is cheaper", "USD/GPU-hour", rent, ends, 1 / HOURS_PER_QUARTER),
        (f"{TOKENS} owning is cheaper than the API", TOKEN_PRICE, api * tokens, api_ends, 1 / tokens),
        (f"{TOKENS} renting is cheaper than the API", TOKEN_PRICE, api * tokens, (rent,) * 3, 1 / tokens),
        (f"{USED} owning is cheaper than the API", PEAK, api * tokens, api_ends, used / (api * tokens)),
        (f"{USED} renting is cheaper than the API", PEAK, api * tokens, (rent,) * 3, used / (api * tokens)),
        (f"{OWN_USED} they are cheaper than rented ones", PEAK, rent, ends, used / rent),
    ]
    lives = (shortest_life(i, at_once) / QUARTERS for at_once in (False, True))
    written = [
        (what, unit, *(price * factor for price in (now, *turns))) for what, unit, now, turns, factor in rows
    ]
    last = (LIFE_SWITCH, "years", p["gpu_life"], life, *lives)
    return pd.DataFrame([*written, last], columns=switches.names)
