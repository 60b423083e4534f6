"""What a plan costs by kind and quarter, and its net present cost (P14)."""

from __future__ import annotations

from reallocate.firm.model.compute_rules import hours_with_ai, product_costs
from reallocate.firm.model.demand import value_of_added_work
from reallocate.firm.model.gpu_stock import capital_charge, value_at_end
from reallocate.firm.model.inputs import ADDED, Inputs
from reallocate.firm.model.labelled import Sum, Term, add_rows, by, end_of_period, select, times
from reallocate.firm.model.people_rules import contractor_cost
from reallocate.firm.model.quality_rules import cost_of_unfixed_errors
from reallocate.firm.model.system_costs import cost_of_systems
from reallocate.firm.model.variables import Figures, Variables
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, THOUSAND
from reallocate.lp.model import Model


def costs_add_up(m: Model, v: Variables, i: Inputs) -> None:
    """Each kind of cost in each quarter equals quantities × prices [USD million]."""
    for name, amount in cost_terms(v, i).items():
        cost = [Term(1, select(v.cost, statistic=i.cost_kinds.index(name)))]
        add_rows(m, f"cost_of_{name.replace(' ', '_').lower()}", (i.periods,), cost, "=", amount)


def cost_terms(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    """Quantities × prices by kind of cost (P14); (period) [USD million].

    Each is charged in its quarter; of those that run on after the plan (`inputs.RUNNING`) none is paid once,
    such as severance. Replacing induced quits (`induced_quits.py`) is added once layoffs are known.
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
        **cost_of_systems(v, i),
        "work dropped": [Term(hourly * multiple, v.dropped)],
        "unfixed errors": cost_of_unfixed_errors(v, i),
        "change": [Term(by(("served", "speed"), i.change_rate) * path, v.pace)],
        **({ADDED: value_of_added_work(v, i)} if len(i.goods) else {}),
    }


def objective(v: Variables, i: Inputs) -> Sum:
    """Net present cost [USD million]: Σ_t δ_t·Σ_s cost[s,t] + after the plan − value of GPUs at the end.

    after the plan = δ_T·annuity·4·(running cost of the last quarter + capital charge of owned GPUs): those
    in use at the end are replaced as they wear out, so that none is used for nothing once the plan has ended.
    value at the end = δ_T·Σ_t ordered[t]·V[t]. `end_of_plan` has the last two of a solved plan.
    Source: Fisher 1930, The Theory of Interest, ch. 13 (present value).
    """
    running = [i.cost_kinds.index(name) for name in i.running_kinds]
    return [
        Term(by("period", i.discount), v.cost),
        Term(i.weight_after, select(v.cost, statistic=running, period=-1)),
        Term(i.weight_after * capital_charge(i), select(v.owned, date=-1)),
        Term(-i.end_discount * by("period", value_at_end(i)), v.ordered),
    ]


def end_of_plan(
    i: Inputs, running: float, owned: Array, ordered: Array, quarters: float
) -> tuple[float, float]:
    """Running cost after a solved plan, and the value of its GPUs at the end.

    running : [USD million/quarter] running cost of the last quarter
    owned, ordered : (period) [GPUs]
    quarters : [quarters] that count after the plan: annuity·4, at its end; δ_T·annuity·4, at its start
    Returns quarters·(running + capital charge of owned GPUs) and Σ_t ordered[t]·V[t] [USD million], neither
    discounted further.
    """
    return quarters * (running + float(owned[-1]) * capital_charge(i)), float(ordered @ value_at_end(i))
