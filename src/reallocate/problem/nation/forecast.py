"""The forecast of the tech workforce, drawn and run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reallocate.economy.assumptions import DRAWN, assumed_draws, market_accounts
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.tech_workforce.paths import PathInputs, Paths, paths, position
from reallocate.economy.tech_workforce.staffing import Staffing, staffing
from reallocate.errors import InputError, Problem
from reallocate.problem.nation.context import START
from reallocate.problem.nation.market import shipped_market
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

LAST = 2030


@dataclass(frozen=True, eq=False)
class ForecastRun:
    """Paths of the tech industries, with their staff and the accounts of the nation."""

    people: Staffing
    accounts: Accounts
    paths: Paths


def run_forecast(
    world: World, parameters: Parameters, draws: int, seed: int, tell: Callable[[str], None]
) -> tuple[ForecastRun, tuple[str, ...]]:
    """Paths of the tech industries to May 2030 over draws, and the names of the parameters drawn.

    parameters : in force; those set by name are fixed, the others are drawn
    tell : receives what is under way
    Raises `InputError` where what is assumed gives no number.
    """
    tell("Reading the market (the first run after an install compiles once, about 10 seconds)")
    nation, values = shipped_market(world)
    accounts = market_accounts(world, parameters)
    people = staffing(world.tables, nation.market.occupations, accounts)
    quarters = position(LAST, START)[0] + 1
    drawn = tuple(name for name in DRAWN if not parameters.about(name).is_own)
    runs, _ = assumed_draws(world, parameters, accounts, values.rates, quarters, draws, drawn, seed=seed)
    experience = world.table("projections").set_index("occupation")["experience"]
    made = PathInputs(
        people,
        accounts,
        nation.market,
        experience.reindex(nation.market.occupations).eq("None").to_numpy().astype(np.float64),
        runs,
        simulate_in_batches(nation.economy(accounts), runs, quarters, tell),
        simulate_without_ai(nation.economy(accounts), runs, quarters, tell),
        START,
    )
    tell("Paths of the industries, and what the displaced can reach")
    found = paths(made, LAST, seed)
    if not np.isfinite(found.effect).all():
        what = "what is assumed leaves employment without a value"
        why = "A share of 0 by which something is divided, such as industry_adoption_ceiling, does that."
        raise InputError(Problem(what, "--set", "Set a small number instead of 0.", why))
    return ForecastRun(people, accounts, found), drawn
