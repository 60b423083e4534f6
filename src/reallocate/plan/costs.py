"""What a plan costs: each kind of cost by quarter, and the objective as their discounted sum."""

from __future__ import annotations

import linopy
import numpy as np

from reallocate.plan.compute_rules import tokens_needed
from reallocate.plan.contractor_rules import contractor_cost
from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Sum, Term, add_rows, by, columns, expression, on_period, times
from reallocate.plan.product_rules import product_costs
from reallocate.plan.quality_rules import cost_of_unfixed_errors
from reallocate.plan.statistics import RUNNING, STATISTICS
from reallocate.plan.variables import Variables

THOUSAND = 1e3
MILLION = 1e6


def costs_add_up(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """Each kind of cost in each quarter equals quantities × prices [USD million]."""
    for name, amount in {**_people(v, i), **_compute(v, i), **_work(v, i), **product_costs(v, i)}.items():
        cost = [Term(1, columns(v.cost, statistic=STATISTICS.index(name)))]
        add_rows(m, f"cost_of_{name.replace(' ', '_').lower()}", (i.periods,), cost, "=", amount)


def _people(v: Variables, i: Inputs) -> dict[str, Sum]:
    path = by("period", i.pay_path)
    move_cost = by("pair", i.move_table["cost"].to_numpy())
    return {
        "payroll": [Term(by("role", i.loaded_cost) * path, on_period(v.headcount))],
        "contractors": contractor_cost(v, i),
        "severance": [Term(by("role", i.severance) * path, v.layoffs), *_offers(v, i)],
        "notice pay": [Term(by("role", i.notice) * path, v.layoffs)],
        "hiring": [Term(by("role", i.hire_cost) * path, v.hires)],
        "training and moving": [
            Term(by("role", i.directing_move_cost) * path, v.to_directing),
            Term(move_cost * path, v.moves),
        ],
    }


def _offers(v: Variables, i: Inputs) -> Sum:
    """P8: what people get who take the offer to leave; they have no notice to be paid for."""
    pay = by("role", i.voluntary_pay) * by("period", i.pay_path)
    return [] if v.voluntary is None else [Term(pay, v.voluntary)]


def _compute(v: Variables, i: Inputs) -> dict[str, Sum]:
    prices = i.prices
    tokens = times(THOUSAND, tokens_needed(v, i))  # billions to millions of tokens
    return {
        "api": [Term(by("period", prices.api) * THOUSAND / MILLION, v.api)],
        "rent": [Term(by("period", prices.rent) / MILLION, v.rented)],
        "power and upkeep": [Term(prices.running / MILLION, on_period(v.owned))],
        "software": times(prices.software / MILLION, tokens),
        "GPU purchases": [Term(prices.capex / MILLION, v.ordered)],
    }


def _work(v: Variables, i: Inputs) -> dict[str, Sum]:
    path = by("period", i.pay_path)
    hourly = by("role", i.hourly_worth) * path
    p = i.options.parameters
    multiple = by("band", [p["drop_price"], p["drop_price_steep"], p["drop_price_last"]])
    return {
        **_systems(v, i),
        "work dropped": [Term(hourly * multiple, v.dropped)],
        "unfixed errors": cost_of_unfixed_errors(v, i),
        "change": [Term(by(("served", "speed"), i.change_rate) * path, v.pace)],
    }


def _systems(v: Variables, i: Inputs) -> dict[str, Sum]:
    """P5: each system that is put up costs once, in the first quarter, and a share of it a year in upkeep."""
    p = i.options.parameters
    if v.systems is None:
        return {"systems put up": [], "upkeep of systems": []}
    cost, first = p["system_cost"] / MILLION, by("period", i.periods == 0)
    every = by("period", np.ones(len(i.periods)))
    return {
        "systems put up": [Term(cost * first, v.systems)],
        "upkeep of systems": [Term(cost * p["system_upkeep"] / 4 * every, v.systems)],
    }


def objective(v: Variables, i: Inputs) -> linopy.LinearExpression:
    """Net present cost [USD million]: Σ_t δ_t·Σ_s cost[s,t] + after the plan − book value of GPUs.

    after the plan = δ_T·annuity·4·(running cost of the last quarter + wear of owned GPUs): those in use
    at the end are replaced as they wear out, so that none is used for nothing once the plan has ended.
    """
    after = i.end_discount * i.annuity * 4
    running = [STATISTICS.index(name) for name in RUNNING]
    wear = 4 * i.annuity * i.prices.capex / MILLION / i.prices.life
    return expression(
        v.cost.model,
        [
            Term(by("period", i.discount), v.cost),
            Term(after, columns(v.cost, statistic=running, period=-1)),
            Term(i.end_discount * wear, columns(v.owned, date=-1)),
            Term(-i.end_discount * by("period", book_value(i)), v.ordered),
        ],
    )


def book_value(i: Inputs) -> np.ndarray:
    """Book value at the end of the plan of a GPU ordered in each quarter.

    (period) [USD million/GPU]; straight line over its life from arrival, nothing once it is out of use.
    """
    used = np.maximum(len(i.periods) - (np.arange(len(i.periods)) + i.prices.lead_time), 0)
    left = np.clip(1 - used / i.prices.life, 0.0, 1.0)
    value: np.ndarray = left * i.prices.capex / MILLION
    return value
