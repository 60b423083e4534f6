"""The worth of one more megawatt in a firm's plan, for the claim on energy, and the power that comes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.plan_context import PlannedFirm, firm_of, options_with, solved, source_of
from reallocate.errors import InputError, Problem
from reallocate.plan.gpu_power import most_power, power_for_own_work, power_for_products
from reallocate.plan.limits import change_of_cost, limits_of
from reallocate.plan.options import Options, Products
from reallocate.work.parameters import Parameters

MILLION, THOUSAND = 1e6, 1e3
QUARTERS = 4
POWER = "power for own GPUs"
COMPANY, ADDED = "Meta", "compute_power_added_target"
"""Whose figures the shipped study stands on, and the power that it added in a year."""


@dataclass(frozen=True)
class Megawatt:
    """One more megawatt in one plan.

    worth : by how much it lowers net present cost, GPUs, their site and their electricity paid [USD million]
    power : that there is at the end of the plan [MW]
    wanted : that the announced GPUs and the firm's own work would take by then [MW]
    own : of that, for the firm's own work [MW]
    """

    worth: float
    power: float
    wanted: float
    own: float


@dataclass(frozen=True)
class Level:
    """Where spending and power lie between their ends.

    spending, power : [share of the way] from the low to the high end
    """

    spending: float = 0.5
    power: float = 0.5


def power_ends(context: ClaimContext) -> tuple[float, float]:
    """Power that comes by the end of the plan, low and high [MW].

    context : the study; its own limit where it gives one, else the company's published additions
    low: a year's addition in each year of the plan; high: that · announced ÷ last observed spending
    Raises `InputError` where neither is at hand.
    """
    firm = firm_of(context)
    options = firm.setting.options
    if options.limits.megawatts is not None:
        return options.limits.megawatts, options.limits.megawatts
    low = options.quarters / QUARTERS * _added(context)
    spent, announced = _last_capex(firm), firm.scenario.strategic
    return low, low * max(announced.capex / spent if announced is not None and spent else 1.0, 1.0)


def _last_capex(firm: PlannedFirm) -> float | None:
    """Capital expenditure of the last observed year that has it [USD/year]."""
    return next((one.capex for one in reversed(firm.past) if one.capex), None)


def _added(context: ClaimContext) -> float:
    """Power that the company added in a year [MW]."""
    if "company_series" in context.world.tables:
        table = context.world.table("company_series")
        values = table.loc[(table["company"] == COMPANY) & (table["metric"] == ADDED), "value"]
        if len(values):
            return float(values.iloc[-1]) * THOUSAND
    raise InputError(
        Problem("no power is given", "[compute] megawatts", "Give the megawatts that there are for GPUs.")
    )


def spending_per_megawatt(context: ClaimContext) -> float | None:
    """Capital expenditure of the last observed year for each megawatt added in it [USD million/MW].

    context : the study; none where it has no observed year, or a limit of its own
    """
    firm = firm_of(context)
    spent = _last_capex(firm)
    if spent is None or firm.setting.options.limits.megawatts is not None:
        return None
    return spent / MILLION / _added(context)


@once
def megawatt(context: ClaimContext, parameters: Parameters, level: Level) -> Megawatt:
    """One more megawatt in one plan, and what it is wanted for.

    context : the study
    level : of spending and power
    """
    inputs = firm_of(context).setting.inputs(_options(context, parameters, level, None))
    unlimited = solved(context, inputs).outcome
    own, products = (
        most_power(power(unlimited.figures, inputs), inputs)
        for power in (power_for_own_work, power_for_products)
    )
    worth = worth_of_one_more(context, parameters, level)
    return Megawatt(worth, _available(context, level), own + products, own)


@once
def worth_of_one_more(context: ClaimContext, parameters: Parameters, level: Level) -> float:
    """By how much one more megawatt lowers the net present cost of one plan [USD million].

    context : the study
    level : of spending and power
    """
    setting = firm_of(context).setting
    limited = _options(context, parameters, level, _available(context, level))
    now = solved(context, setting.inputs(limited))
    limit = next(one for one in limits_of(limited) if one.name == POWER)
    change = change_of_cost(setting, limited, limit, now.outcome, now, limit.step)
    return max(0.0, -(change or 0.0))


def _available(context: ClaimContext, level: Level) -> float:
    """Power that there is by the end of the plan [MW]."""
    low, high = power_ends(context)
    return low + level.power * (high - low)


def _options(context: ClaimContext, parameters: Parameters, level: Level, megawatts: float | None) -> Options:
    """What the plan is made with: GPUs for announced products beside its own work, so much power for both."""
    options = options_with(context, parameters, source_of(context))
    limited = replace(options, products=None, limits=replace(options.limits, megawatts=megawatts))
    announced, funding = firm_of(context).scenario.strategic, firm_of(context).scenario.funding
    if announced is None:
        return limited
    low, high = (announced.capex, announced.capex) if funding is None else funding.capex_range
    capex = (low + level.spending * (high - low)) / MILLION
    return replace(limited, products=Products(capex, announced.elasticity))
