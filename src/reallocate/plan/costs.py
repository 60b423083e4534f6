"""What a plan costs: each kind of cost by quarter, and the objective as their discounted sum."""

from __future__ import annotations

import linopy
import numpy as np
import xarray as xr

from reallocate.plan.compute_rules import tokens_needed
from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import by_period, by_role, on_period
from reallocate.plan.statistics import RUNNING
from reallocate.plan.variables import PACES, Variables

THOUSAND = 1e3
MILLION = 1e6


def costs_add_up(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """Each kind of cost in each quarter equals quantities × prices [USD million]."""
    terms = {**_people(v, i), **_compute(v, i), **_work(v, i)}
    for name, amount in terms.items():
        cost = v.cost.sel(statistic=name, drop=True)
        m.add_constraints(cost - amount == 0, name=f"cost_of_{name.replace(' ', '_').lower()}")


def _people(v: Variables, i: Inputs) -> dict[str, linopy.LinearExpression]:
    path = by_period(i, i.pay_path)
    pay = by_role(i, i.loaded_cost) * path
    moving = v.to_directing * (by_role(i, i.directing_move_cost) * path)
    trained = moving.sum("role")
    if len(i.move_table):
        pairs = v.moves.coords["pair"].values
        cost = xr.DataArray(i.move_table["cost"].to_numpy(), coords={"pair": pairs}, dims="pair")
        trained = trained + (v.moves * (cost * path)).sum("pair")
    return {
        "payroll": (on_period(v.headcount, i) * pay).sum("role"),
        "severance": (v.layoffs * (by_role(i, i.severance) * path)).sum("role"),
        "notice pay": (v.layoffs * (by_role(i, i.notice) * path)).sum("role"),
        "hiring": (v.hires * (by_role(i, i.hire_cost) * path)).sum("role"),
        "training and moving": trained,
    }


def _compute(v: Variables, i: Inputs) -> dict[str, linopy.LinearExpression]:
    prices = i.prices
    tokens = tokens_needed(v, i) * THOUSAND  # billions to millions of tokens
    return {
        "api": v.api * (by_period(i, prices.api) * THOUSAND / MILLION),
        "rent": v.rented * (by_period(i, prices.rent) / MILLION),
        "power and upkeep": on_period(v.owned, i) * (prices.running / MILLION),
        "software": tokens * (prices.software / MILLION),
        "GPU purchases": v.ordered * (prices.capex / MILLION),
    }


def _work(v: Variables, i: Inputs) -> dict[str, linopy.LinearExpression]:
    path = by_period(i, i.pay_path)
    hourly = by_role(i, i.hourly_worth) * path
    p = i.options.parameters
    multiples = np.array([p["drop_price"], p["drop_price_steep"], p["drop_price_last"]])
    price = xr.DataArray(multiples, coords={"band": v.dropped.coords["band"].values}, dims="band")
    rate = xr.DataArray(
        i.change_rate,
        coords={"served": v.pace.coords["served"].values, "speed": list(PACES)},
        dims=("served", "speed"),
    )
    return {
        "work dropped": (v.dropped * (hourly * price)).sum(["role", "band"]),
        "change": (v.pace * (rate * path)).sum(["served", "speed"]),
    }


def objective(v: Variables, i: Inputs) -> linopy.LinearExpression:
    """Net present cost [USD million]: Σ_t δ_t·Σ_s cost[s,t] + after the plan − book value of GPUs.

    after the plan = δ_T·annuity·4·(running cost of the last quarter + wear of owned GPUs): those in use
    at the end are replaced as they wear out, so that none is used for nothing once the plan has ended.
    """
    total = (v.cost * by_period(i, i.discount)).sum()
    running = v.cost.sel(statistic=list(RUNNING)).isel(period=-1, drop=True).sum()
    after = i.end_discount * i.annuity * 4 * running
    book = (v.ordered * by_period(i, book_value(i))).sum()
    wear = v.owned.isel(date=-1, drop=True) * (4 * i.annuity * i.prices.capex / MILLION / i.prices.life)
    cost: linopy.LinearExpression = total + after + i.end_discount * wear - i.end_discount * book
    return cost


def book_value(i: Inputs) -> np.ndarray:
    """Book value at the end of the plan of a GPU ordered in each quarter.

    (period) [USD million/GPU]; straight line over its life from arrival, nothing once it is out of use.
    """
    used = np.maximum(len(i.periods) - (np.arange(len(i.periods)) + i.prices.lead_time), 0)
    left = np.clip(1 - used / i.prices.life, 0.0, 1.0)
    value: np.ndarray = left * i.prices.capex / MILLION
    return value
