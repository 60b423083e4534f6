"""The tables of a plan, in the order in which they are read."""

from __future__ import annotations

from typing import Any

from reallocate.output.table import Table
from reallocate.study.plan.case_tables import alternatives, cases, frontier, grid, sources
from reallocate.study.plan.council.calendar import calendar, refused
from reallocate.study.plan.council.people_groups import people_groups
from reallocate.study.plan.council.tables import families, routes, training, ways, workload
from reallocate.study.plan.cut_tables import cut_or_wait_figures, cut_paths
from reallocate.study.plan.dimension_tables import DIMENSION_TABLES
from reallocate.study.plan.doubt_tables import (
    assumptions,
    history,
    history_summary,
    limits,
    role_table,
    tipping_points,
)
from reallocate.study.plan.finance.tables import accounts, finance, route_costs, switches
from reallocate.study.plan.implied.tables import IMPLIED_TABLES
from reallocate.study.plan.outlook_tables import OUTLOOK_TABLES
from reallocate.study.plan.own_plan_tables import OWN_PLAN_TABLES, decisions
from reallocate.study.plan.plan_tables import (
    activities,
    bridge,
    cash,
    channels,
    groups,
    headcount,
    headline,
    kinds,
    modes,
    moves,
    profit_and_loss,
    roles,
    statistics,
)
from reallocate.study.plan.product_tables import products
from reallocate.study.plan.promise_tables import promises
from reallocate.study.plan.response_tables import capture, price_response, scale
from reallocate.study.plan.story_tables import funding, operating_models

TABLES: tuple[Table[Any], ...] = (
    *OWN_PLAN_TABLES,
    cut_or_wait_figures, cut_paths, headline, operating_models, cases, headcount, roles, groups,
    *DIMENSION_TABLES, kinds, activities, moves, ways, bridge, modes, cash, profit_and_loss, channels,
    price_response, scale, capture,
    funding, products, finance, accounts, switches, route_costs, families, routes, workload, people_groups,
    training, calendar, refused, promises, limits, alternatives, frontier, *OUTLOOK_TABLES, *IMPLIED_TABLES,
    tipping_points, grid, sources, history, history_summary, assumptions, statistics, decisions, role_table,
)  # fmt: skip
