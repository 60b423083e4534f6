"""The nation's market on the same moves as a person's ways out and a firm's redeployment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from reallocate.economy.current import current
from reallocate.economy.fitted import Fitted
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.nation import FIRST, LAST, National, fitted_national, national
from reallocate.economy.observed import COLUMNS, Observed
from reallocate.transition.national_moves import FLOW_NUMBERS, national_moves
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

MOVES = (
    "mobility", "mobility_groups", "mobility_bridge", "projections", "related", "content", "skills",
    "knowledge",
)  # fmt: skip
"""Tables that moves between occupations are computed from, beside pay and groups of occupations."""

PEOPLE = ["occupation", "minor_group", "employment", "wage_p50"]


def shipped_market(world: World) -> tuple[National, Fitted]:
    """The nation's market as it was fitted, with the values that ship.

    world : with all tables of moves
    """
    return fitted_national(world.tables, national_moves(world).rates)


def current_market(world: World) -> tuple[National, Rates]:
    """The nation's market where it was last observed, and its speeds of flows there.

    world : with all tables of moves
    """
    nation, values = shipped_market(world)
    return replace(nation, normal=current().normal), current().rates(values.rates)


def market_of_months(world: World, seen: Observed) -> National:
    """The nation's market at the slack that was normal in some months.

    world : with all tables of moves
    seen : the labour market in these months
    """
    return national(world.tables, national_moves(world).rates, seen)


def inputs_hash(tables: Mapping[str, pd.DataFrame]) -> str:
    """A hash of everything that a fit reads: series, output, people, what moves are computed from, exits.

    tables : that ship
    """
    months = tables["market_series"].set_index("month").loc[FIRST:LAST, [*COLUMNS, "participation"]]
    output = tables["output_series"]
    quarters = output[output["quarter"] <= f"{LAST[:4]}-Q{(int(LAST[5:7]) + 2) // 3}"]
    numbers = Parameters.default()
    parts = [
        months.reset_index(),
        quarters,
        tables["occupations"][PEOPLE],
        *(tables[name] for name in MOVES),
        pd.DataFrame({"value": [numbers[name] for name in FLOW_NUMBERS]}),
    ]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.to_csv(index=False, float_format="%.9g", lineterminator="\n").encode())
    return f"sha256:{digest.hexdigest()}"
