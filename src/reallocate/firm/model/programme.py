"""The programme in reading order: sets, variables, rules, cost, objective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.firm.model import (
    budget_rules,
    compute_rules,
    demand,
    people_rules,
    promise_rules,
    quality_rules,
    work_rules,
)
from reallocate.firm.model.costs import costs_add_up, objective
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import objective_of
from reallocate.firm.model.variables import Variables, declare
from reallocate.kernel.arrays import Array
from reallocate.lp.model import Model

_RULES = (
    work_rules.work_is_done_or_dropped,
    demand.work_responds,
    work_rules.coordination_follows_people,
    work_rules.reach_limits_modes,
    work_rules.adoption_takes_time,
    quality_rules.system_activation,
    work_rules.people_have_hours,
    quality_rules.review_is_done,
    quality_rules.unfixed_errors_are_few,
    people_rules.headcount_balance,
    people_rules.refilling_waits,
    people_rules.contractors_only_end,
    people_rules.moves_are_limited,
    people_rules.movers_are_free,
    people_rules.open_positions_are_cancelled,
    people_rules.hires_are_limited,
    people_rules.exits_are_made,
    people_rules.size_is_kept,
    people_rules.offers_are_taken,
    promise_rules.nobody_is_laid_off_before,
    promise_rules.some_are_protected,
    promise_rules.enough_are_spared,
    promise_rules.positions_are_kept,
    promise_rules.exits_are_spread,
    promise_rules.people_are_retrained_first,
    promise_rules.roles_are_covered,
    promise_rules.managers_are_enough,
    compute_rules.token_balance,
    compute_rules.gpus_for_products,
    compute_rules.power_is_limited,
    budget_rules.cash_is_limited,
    budget_rules.ai_cash_is_limited,
)

LEVERS = (
    budget_rules.CASH_BUDGET,
    budget_rules.AI_BUDGET,
    compute_rules.POWER,
    quality_rules.UNFIXED,
    people_rules.EXITS,
    work_rules.LENT,
    work_rules.CEILING,
    people_rules.FREEZE,
    people_rules.MOST_HIRES,
    people_rules.CANCELLED,
    work_rules.AI,
    people_rules.LAYOFFS,
    people_rules.REDEPLOYMENT,
    people_rules.DIRECTING_HIRES,
    work_rules.DROPPING,
    compute_rules.API,
    compute_rules.RENT,
    compute_rules.OWN,
    promise_rules.NO_LAYOFFS,
    promise_rules.KEEP_SHARE,
    promise_rules.EXITS_A_MONTH,
    promise_rules.RETRAINED,
    promise_rules.SPAN,
    promise_rules.PROTECTED,
    promise_rules.KEEP_POSITIONS,
    promise_rules.COVER,
    people_rules.TAKE_UP,
)
"""Every lever, in the order of the table of limits and in which conflicts are looked for."""


@dataclass(frozen=True, eq=False)
class Program:
    """A programme ready to be solved, with the figures and the variables it was made of."""

    model: Model
    variables: Variables
    inputs: Inputs


def decided(program: Program, quarters: int, values: Array) -> Array:
    """What a programme's first quarters have been decided to be; (column), not a number of what comes later.

    quarters : decided
    values : (column) of a plan, taken within the programme's bounds
    """
    result = np.full(program.model.nvars, np.nan)
    for variable in program.model.variables.values():
        counted = {"period": quarters, "date": 1 + quarters}
        axes = {name: slice(0, counted[name]) for name in variable.labels.dims if name in counted}
        if axes:
            first = variable.isel(**axes)
            labels = first.labels.values
            result[labels] = np.clip(values[labels], first.lower.values, first.upper.values)
    return result


def build(inputs: Inputs) -> Program:
    """The programme of one firm's plan.

    inputs : labels and coefficients
    min objective subject to RULES and to costs that add up.
    """
    model = Model()
    variables = declare(model, inputs)
    costs_add_up(model, variables, inputs)
    for rule in _RULES:
        rule(model, variables, inputs)
    model.objective = objective_of(model, objective(variables, inputs))
    return Program(model, variables, inputs)
