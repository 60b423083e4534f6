"""What finance asks of a plan: accounts beside cash, what a setting flips, where routes of compute switch."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.accounts import totals
from reallocate.plan.inputs import Inputs
from reallocate.plan.money_tables import profit_and_loss, saving
from reallocate.plan.outcome import Outcome, cash_table, costs_by_period
from reallocate.plan.present_value import QUARTERS
from reallocate.plan.switch import HOURS_PER_QUARTER, break_even, own_cost, shortest_life
from reallocate.study.plan.problem.finance_runs import LIFE, FinanceRun
from reallocate.study.plan.problem.solved_cases import Parts

UTILISATIONS = (0.05, 0.1, 0.2, 0.3, 0.5)
FIGURES = (
    "positions", "layoffs", "own_gpus", "own_share", "saving", "one_off", "break_even_month", "capex",
    "present_value", "worth",
)  # fmt: skip
TOKENS, USED = "token price above which", "utilisation above which"
OWN_USED = "utilisation of own GPUs above which"
LIFE_SWITCH = "server life above which owning is cheaper than renting"
TOKEN_PRICE, PEAK = "USD/million tokens", "share of peak"
SWITCH = ("switch", "unit", "now", "as_accounts", "some", "at_once")
OWN, RENT, API = "own", "rent", "API"


def accounts_by_year(parts: Parts) -> pd.DataFrame:
    """Cash beside profit and loss by year of the plan, baseline and plan [USD million].

    parts : every plan of the study
    cash = payroll + exits + training + change + compute_opex + capex; profit_and_loss takes
    depreciation, in equal parts over the life in use, instead of capex.
    """
    periods = parts.prepared.scenario.periods
    tables = []
    for case, one in (("baseline", parts.base), ("plan", parts.plan)):
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
    table = pd.concat(tables, ignore_index=True)
    flows = ["payroll", "exits", "training", "change", "compute_opex", "capex", "cash", "depreciation"]
    return table[["year", "case", *flows, "profit_and_loss"]]


def finance_table(parts: Parts) -> pd.DataFrame:
    """The plan solved anew at each server life and pay per head that finance argues about.

    parts : every plan of the study; these are computed on grouped roles
    route is the one that most tokens come by in the last quarter.
    """
    return pd.DataFrame([_run_row(run) for run in parts.finance])


def _run_row(run: FinanceRun) -> dict[str, object]:
    named = {
        "question": run.question,
        "taken": f"{run.name}{' (taken here)' if run.in_force else ''}",
        "value": run.value,
        "unit": "years" if run.question == LIFE else "USD/FTE/year",
    }
    if run.solved is None:
        absent = dict.fromkeys(FIGURES, np.nan)
        return {**named, **absent, "route": "", "note": f"no plan is possible: {run.reason}"}
    plan, base = run.solved
    figures, usual = totals(plan), totals(base)
    told = saving(plan, base)
    return {
        **named,
        "positions": told.positions,
        "layoffs": figures.layoffs,
        "own_gpus": float(plan.owned.max(initial=0.0)),
        "own_share": token_shares(plan)[OWN],
        "saving": told.saving,
        "one_off": told.one_off,
        "break_even_month": told.cash.break_even_month,
        "capex": figures.capex,
        "present_value": figures.present_value,
        "worth": usual.present_value - figures.present_value,
        "route": token_route(plan),
        "note": "",
    }


def token_route(plan: Outcome) -> str:
    """The route that most tokens come by in the last quarter: own, rent, API or none.

    plan : a solved plan
    """
    shares = token_shares(plan)
    return max(shares, key=lambda name: shares[name]) if sum(shares.values()) else "none"


def token_shares(plan: Outcome, period: int = -1) -> dict[str, float]:
    """Where tokens come from in one quarter, by route [share].

    plan : a solved plan
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


def route_costs(parts: Parts) -> pd.DataFrame:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens].

    parts : every plan of the study
    own_accounts without interest, own_plan as the plan reckons a GPU ordered in the first quarter
    """
    i = parts.plan.inputs
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
    return pd.DataFrame(rows)


def switch_points(i: Inputs) -> pd.DataFrame:
    """The prices, utilisation and life at which the choice between own, rent and API turns.

    i : of a plan
    In closed form; as_accounts: capital in equal parts, without interest; some: from here the plan owns
    or rents any at all; at_once: from here as early as it can. Own and rented GPUs stand idle alike, so
    what they are used cancels between them; the row on utilisation against rent holds the rented ones
    at the utilisation taken here.
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
    return pd.DataFrame([*written, last], columns=list(SWITCH))
