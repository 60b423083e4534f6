"""The tables of a plan in their order, and what each is made of in a first answer and in a whole plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd

from reallocate.firm.alternatives.assumptions import MovedInputs
from reallocate.firm.alternatives.page import (
    Assumptions,
    assumptions,
    history,
    history_summary,
    limits,
    tipping_points,
)
from reallocate.firm.alternatives.prices import promise_prices
from reallocate.firm.alternatives.promises import (
    ComparedCases,
    InForce,
    PricedAlternatives,
    PricedLimits,
    alternatives,
    cases,
    frontier,
    grid,
    promises,
    sources,
)
from reallocate.firm.beliefs.page import IMPLIED_TABLES
from reallocate.firm.council.model import people_groups
from reallocate.firm.council.page import families, refused, routes, training, ways, workload
from reallocate.firm.cut.tables import cut_figures_of_plan, cut_paths, cut_steps_of_plan, haste_of_plan
from reallocate.firm.finance.page import accounts, finance, route_costs, switches
from reallocate.firm.outlooks.page import OUTLOOK_TABLES
from reallocate.firm.own_plan.model import PricedOwnPlan
from reallocate.firm.own_plan.page import OWN_PLAN_TABLES, decisions, given
from reallocate.firm.plan.accounts import cash, profit_and_loss, statistics
from reallocate.firm.plan.calendar import calendar
from reallocate.firm.plan.operating import funding, operating_models
from reallocate.firm.plan.people import (
    DIMENSION_TABLES,
    activities,
    bridge,
    channels,
    groups,
    headcount,
    headline,
    kinds,
    modes,
    moves,
    roles,
)
from reallocate.firm.plan.response import RESPONSE_TABLES, products
from reallocate.firm.plan.roles import role_table
from reallocate.firm.plan.solved import RangedPlan, SolvedPlan, Spread
from reallocate.firm.report.questions import (
    FirstAnswer,
    Setup,
    WholePlan,
    questions_left_out,
    requested_questions,
)
from reallocate.firm.request.promises import promised_notice
from reallocate.kernel.table import Table, Tables, computed, each_on_demand

TABLES: tuple[Table[Any], ...] = (
    *OWN_PLAN_TABLES, given,
    cut_figures_of_plan, cut_steps_of_plan, haste_of_plan, cut_paths, headline, operating_models, cases,
    headcount, roles, groups,
    *DIMENSION_TABLES, kinds, activities, moves, ways, bridge, modes, cash, profit_and_loss, channels,
    *RESPONSE_TABLES,
    funding, products, finance, accounts, switches, route_costs, families, routes, workload, people_groups,
    training, calendar, refused, promises, promise_prices, limits, alternatives, frontier,
    *OUTLOOK_TABLES, *IMPLIED_TABLES,
    tipping_points, grid, sources, history, history_summary, assumptions, statistics, decisions, role_table,
)  # fmt: skip
_OF_PLAN: tuple[Table[SolvedPlan], ...] = (
    cut_figures_of_plan, cut_steps_of_plan, haste_of_plan, cut_paths, operating_models, headcount,
    *DIMENSION_TABLES, moves, ways, bridge,
    modes, cash, profit_and_loss, channels, accounts, switches, route_costs, families, routes, workload,
    people_groups, training, calendar, statistics, decisions, role_table,
)  # fmt: skip
"""Tables of a baseline and its plan."""
_RANGED = (headline, roles, kinds, activities)
"""Tables with ranges beside the figures of the first answer."""
_LATER: dict[str, tuple[Table[Any], ...]] = {
    "outlooks": OUTLOOK_TABLES,
    "ranges": (groups,),
    "response": RESPONSE_TABLES,
    "tipping_points": (tipping_points,),
    "limits": (promises, limits),
    "prices": (promise_prices,),
    "sources": (sources, history, history_summary),
    "alternatives": (alternatives, frontier, refused),
    "products": (products,),
    "cases": (cases,),
    "finance": (finance,),
    "grid": (grid,),
    "funding": (funding,),
    "implied": IMPLIED_TABLES,
}
"""Question -> tables that are not in a first answer where it is asked."""
_Frames = dict[str, pd.DataFrame]
_T = TypeVar("_T")


def first_tables(first: FirstAnswer) -> Tables:
    """The tables of a first answer, each computed when it is first read.

    Those of questions that were not asked are there without rows.
    """
    setup = first.setup
    asked = [*_of_first(first), *((one, RangedPlan(first.solved)) for one in _RANGED)]
    asked.append((assumptions, Assumptions(setup.problem)))
    for question in questions_left_out(setup):
        asked += [(one, question.default) for one in _LATER[question.name]]
    return each_on_demand(list(_in_order({one.name: (one, context) for one, context in asked}).values()))


def waiting_tables(setup: Setup) -> list[str]:
    """The tables that a first answer does not have yet."""
    later = {table.name for question in requested_questions(setup) for table in _LATER[question.name]}
    return [table.name for table in TABLES if table.name in later]


def whole_tables(whole: WholePlan) -> _Frames:
    """Every table of a whole plan."""
    first, solved = whole.first, whole.first.solved
    problem, cost = first.setup.problem, abs(solved.plan.objective)
    own = None if first.own is None else first.own.outcome
    moved = moved_inputs(whole)
    beside = PricedAlternatives(whole.alternatives, cost)
    return _in_order(
        _now(_of_first(first))
        | _with_spread(solved, whole.spread)
        | computed((cases,), ComparedCases(solved, whole.cases, own))
        | computed(RESPONSE_TABLES, whole.response)
        | computed((funding,), replace(whole.funding, chosen=whole.cases.chosen))
        | computed((products,), whole.products)
        | computed((finance,), whole.finance)
        | computed((refused,), whole.alternatives)
        | computed((alternatives, frontier), beside)
        | computed((promises,), InForce(whole.limits, whole.prices, promised_notice(problem.scenario)))
        | computed((promise_prices,), whole.prices)
        | computed((limits,), whole.limits)
        | computed(OUTLOOK_TABLES, whole.outlooks)
        | computed(IMPLIED_TABLES, whole.implied)
        | computed((tipping_points,), moved)
        | computed((grid,), whole.grid)
        | computed((sources,), whole.sources)
        | computed((history, history_summary), whole.sources.history)
        | computed((assumptions,), Assumptions(problem, moved))
    )


def compared_tables(first: FirstAnswer, spread: Spread, priced: PricedLimits) -> _Frames:
    """The tables of a plan that its comparison with another reads, or plans again from."""
    found = _now(_of_first(first)) | _with_spread(first.solved, spread) | computed((limits,), priced)
    return _in_order(found | computed((assumptions,), Assumptions(first.setup.problem)))


def moved_inputs(whole: WholePlan) -> MovedInputs:
    """What inputs that were moved over their ranges do to a plan."""
    solved = whole.first.solved
    parameters, base = solved.problem.setting.options.parameters, solved.base_totals.positions
    return MovedInputs(parameters, whole.tipping_points, base, whole.finance.lives)


def _of_first(first: FirstAnswer) -> list[tuple[Table[Any], Any]]:
    """The tables that are the same in a first answer and in the whole, each with what it is computed from."""
    asked: list[tuple[Table[Any], Any]] = [(given, first.setup.problem)]
    asked += [(one, first.solved) for one in _OF_PLAN]
    if first.own is not None:
        asked += [(one, PricedOwnPlan(first.solved, first.own)) for one in OWN_PLAN_TABLES]
    return asked


def _now(asked: Iterable[tuple[Table[Any], Any]]) -> _Frames:
    found: _Frames = {}
    for one, context in asked:
        found |= computed((one,), context)
    return found


def _with_spread(solved: SolvedPlan, spread: Spread) -> _Frames:
    return computed((*_RANGED, groups), RangedPlan(solved, spread))


def _in_order(found: Mapping[str, _T]) -> dict[str, _T]:
    return {one.name: found[one.name] for one in TABLES if one.name in found}
