"""A dated forecast of the tech workforce, kept so that it can be scored when the figures are published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.assumptions import DRAWN, assumed_draws, market_accounts
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.nation import fitted_national
from reallocate.economy.tech_workforce.paths import PathInputs, paths, position
from reallocate.economy.tech_workforce.staffing import staffing
from reallocate.errors import InputError, Problem
from reallocate.measure.quantiles import INTERVAL
from reallocate.output.table import computed
from reallocate.problem.nation.context import START
from reallocate.result.provenance import digest, provenance
from reallocate.result.result import Result
from reallocate.study.forecast.record import FORMAT, NAME, forecast_result
from reallocate.study.forecast.tables import TABLES, ForecastRun
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Say = Callable[[str], None]

LAST = 2030
DRAWS = 64
LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


def tech_workforce(
    date: str,
    draws: int = DRAWS,
    seed: int = 0,
    parameters: Parameters | None = None,
    world: World | None = None,
    say: Say | None = None,
    command: str = "",
) -> Result:
    """Employment of the tech industries to May 2030, with how open their market is.

    date : on which it is made [YYYY-MM-DD]
    draws : of what is not known about AI, and of how growth strays
    seed : of the draws
    parameters : in force; those set by name are fixed, the others are drawn
    world : the shipped figures, read where none are given
    say : told what is under way
    command : that made it, for the record
    Employment = trend (each occupation as projected, times the industry's staff) × adoption's effect on the
    industry (output, prices, spending, new tasks) × a deviation of growth as in 2017 to 2025; median and
    10th–90th percentile of draws.
    Raises `InputError` where there are fewer than two draws, or what is assumed gives no number.
    """
    if draws < 2:
        raise InputError(Problem(f"an interval needs two draws or more, not {draws}", "--draws"))
    parameters, world = parameters or Parameters(), world or load_world()
    tell = say or (lambda _: None)
    tell("Reading the market (the first run after an install compiles once, about 10 seconds)")
    nation, values = fitted_national(world.tables)
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
    context = ForecastRun(people, accounts, found)
    return forecast_result(
        _facts(date, draws, seed, parameters, drawn, world), computed(TABLES, context), command
    )


def _facts(
    date: str, draws: int, seed: int, parameters: Parameters, drawn: tuple[str, ...], world: World
) -> dict[str, Any]:
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    request = {"date": date, "draws": draws, "seed": seed, "own": own}
    assumed = {name: parameters.about(name).model_dump(mode="json") for name in parameters.names}
    bundle = read_manifest(bundle_folder())
    made = provenance(request, bundle, LIBRARIES, "", seed, parameters=digest(assumed))
    return {
        "forecast": NAME,
        "format": FORMAT,
        "date": date,
        "version": made["version"],
        "seed": seed,
        "draws": draws,
        "sources": list(world.sources),
        "drawn": list(drawn),
        "own": own,
        "interval": [INTERVAL["low"], INTERVAL["high"]],
        "counted": "jobs in May as OEWS counts them, without the self-employed",
        "past": "growth a year from 2017 to 2025 of the industries' occupations in the whole nation, not of "
        "the industries, whose own growth is not available",
        "hashes": made["hashes"],
    }
