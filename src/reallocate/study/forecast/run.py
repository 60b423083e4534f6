"""A dated forecast of the tech workforce, kept so that it can be scored when the figures are published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.errors import InputError, Problem
from reallocate.measure.quantiles import INTERVAL
from reallocate.output.table import computed
from reallocate.problem.nation.forecast import run_forecast
from reallocate.result.provenance import digest, provenance
from reallocate.result.result import Result
from reallocate.study.forecast.record import FORMAT, NAME, forecast_result
from reallocate.study.forecast.tables import TABLES
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

DRAWS = 64
LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


def tech_workforce(
    date: str,
    draws: int = DRAWS,
    seed: int = 0,
    parameters: Parameters | None = None,
    world: World | None = None,
    say: Callable[[str], None] | None = None,
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
    context, drawn = run_forecast(world, parameters, draws, seed, tell)
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
