"""What a plan costs: each kind of cost by quarter; their discounted sum is in `present_value.py`."""

from __future__ import annotations

import numpy as np

from reallocate.plan.compute_rules import hours_with_ai
from reallocate.plan.contractor_rules import contractor_cost
from reallocate.plan.cost_kinds import ADDED
from reallocate.plan.inputs import MILLION, THOUSAND, Inputs
from reallocate.plan.labelled import Sum, Term, add_rows, by, end_of_period, select, times
from reallocate.plan.model import Model
from reallocate.plan.product_rules import product_costs
from reallocate.plan.quality_rules import cost_of_unfixed_errors
from reallocate.plan.variables import Figures, Variables
from reallocate.plan.work_demand import value_of_added_work
from reallocate.work.compounding import QUARTERS


def costs_add_up(m: Model, v: Variables, i: Inputs) -> None:
    """Each kind of cost in each quarter equals quantities × prices [USD million]."""
    for name, amount in cost_terms(v, i).items():
        cost = [Term(1, select(v.cost, statistic=i.cost_kinds.index(name)))]
        add_rows(m, f"cost_of_{name.replace(' ', '_').lower()}", (i.periods,), cost, "=", amount)


def cost_terms(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    """Quantities × prices by kind of cost (P14); (period) [USD million].

    The cost of replacing induced quits is not among them: it is known once layoffs are.
    """
    return {**_people(v, i), **_compute(v, i), **_work(v, i), **product_costs(v, i)}


def _people(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    path = by("period", i.pay_path)
    move_cost = by("pair", i.move_table["cost"].to_numpy())
    return {
        "payroll": [Term(by("role", i.loaded_cost) * path, end_of_period(v.headcount))],
        "contractors": contractor_cost(v, i),
        "severance": [Term(by("role", i.severance) * path, v.layoffs), *_offers(v, i)],
        "notice pay": [Term(by("role", i.notice) * path, v.layoffs)],
        "hiring": [Term(by("role", i.hire_cost) * path, v.hires)],
        "training and moving": [
            Term(by("role", i.directing_move_cost) * path, v.to_directing),
            Term(move_cost * path, v.moves),
        ],
    }


def _offers(v: Variables | Figures, i: Inputs) -> Sum:
    """P8: what people get who take the offer to leave; they have no notice to be paid for."""
    pay = by("role", i.voluntary_pay) * by("period", i.pay_path)
    return [] if v.voluntary is None else [Term(pay, v.voluntary)]


def _compute(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    prices, p = i.prices, i.options.parameters
    software = hours_with_ai(v, p["software_per_augmented_hour"], p["software_per_automated_hour"])
    return {
        "api": [Term(by("period", prices.api) * THOUSAND / MILLION, v.api)],
        "rent": [Term(by("period", prices.rent) / MILLION, v.rented)],
        "power and upkeep": [Term(prices.running / MILLION, end_of_period(v.owned))],
        "software": times(THOUSAND / MILLION, software),
        "GPU purchases": [Term(prices.capex / MILLION, v.ordered)],
    }


def _work(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    path = by("period", i.pay_path)
    hourly = by("role", i.hourly_worth) * path
    p = i.options.parameters
    multiple = by("band", [p["drop_price"], p["drop_price_steep"], p["drop_price_last"]])
    return {
        **_systems(v, i),
        "work dropped": [Term(hourly * multiple, v.dropped)],
        "unfixed errors": cost_of_unfixed_errors(v, i),
        "change": [Term(by(("served", "speed"), i.change_rate) * path, v.pace)],
        **({ADDED: value_of_added_work(v, i)} if len(i.goods) else {}),
    }


def _systems(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    """P5: each system that is put up costs once, in the first quarter, and a share of it a year in upkeep."""
    p = i.options.parameters
    if v.systems is None:
        return {"systems put up": [], "upkeep of systems": []}
    cost, first = p["system_cost"] / MILLION, by("period", i.periods == 0)
    every = by("period", np.ones(len(i.periods)))
    return {
        "systems put up": [Term(cost * first, v.systems)],
        "upkeep of systems": [Term(cost * p["system_upkeep"] / QUARTERS * every, v.systems)],
    }
