"""Runs a market on any of the engines, flow, counts or agents; all give the same kind of answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.errors import Problem
from reallocate.market.flow.engine import Flows, Path, State, run_flow
from reallocate.market.state.market import Market, Rates
from reallocate.market.whole_people.agents import run_agents
from reallocate.market.whole_people.counts import Cells, Counts, run_counts
from reallocate.market.whole_people.records import Attributes, Workers

_MOST_IN_A_CELL = 2e8
"""Whole people of one occupation that the exact draws of the counts engine are made for."""


def engine_problems(engine: str, employment: Array) -> list[Problem]:
    """What keeps an engine from running a market.

    engine : flow, counts or agents
    employment : (occupation) [persons]; missing where it could not be read
    """
    most = float(np.nanmax(employment)) if np.isfinite(employment).any() else 0.0
    if engine != "flow" and most > _MOST_IN_A_CELL:
        what = f"whole people are drawn in cells of up to {_MOST_IN_A_CELL:,.0f}, and one has {most:,.0f}"
        return [Problem(what, "engine", 'Take engine = "flow", or smaller occupations.')]
    return []


def _runs_made(engine: str, runs: int) -> int:
    """How many runs are made: expected values are the same in each, so that one is.

    engine : flow, counts or agents
    runs : asked for
    """
    return 1 if engine == "flow" else runs


def run_engine(
    engine: str,
    market: Market,
    rates: Rates,
    demand: Array,
    mix: Array,
    scale: Array,
    step_weeks: float,
    long_term: int,
    runs: int,
    seed: int,
    tenure_years: float,
) -> tuple[Flows, Workers | None]:
    """A market through all steps from the published start, and the workers of the first run of agents.

    engine : flow, counts or agents
    demand : (before–after, occupation) [persons]
    mix, scale : (step) demand is (before + (after − before)·mix)·scale
    step_weeks : [weeks]
    long_term : τ, steps from which a spell counts as long [steps]
    runs, seed : of the draws; expected values are one run
    tenure_years : mean time with the employer at the start [years]; read by agents alone
    """
    made = _runs_made(engine, runs)
    each = [rates] * made
    path = Path(
        np.repeat(demand[:, :, None], made, axis=2),
        np.repeat(mix[:, None], made, axis=1),
        np.repeat(scale[:, None], made, axis=1),
    )
    if engine == "flow":
        return run_flow(market, State.published(market, each, long_term), path, each, step_weeks), None
    if engine == "counts":
        start = Cells.published(market, each, long_term)
        return _as_flows([run_counts(market, start, path, each, step_weeks, seed)]), None
    alone = Path(path.demand[:, :, :1], path.mix[:, :1], path.scale[:, :1])
    one, like = Cells.published(market, each[:1], long_term), Attributes.alike(market.size, tenure_years)
    lives = [run_agents(market, one, alone, rates, step_weeks, seed, like, run) for run in range(made)]
    return _as_flows(lives), lives[0].workers


def _as_flows(made: Sequence[Counts]) -> Flows:
    """Counts of the only area, as the flow engine gives its own."""

    def joined(parts: Iterable[Integers]) -> Array:
        return np.concatenate([*parts], axis=-1).astype(float)

    return Flows(
        State(joined(one.end.people[:, 0] for one in made), joined(one.end.spells[:, 0] for one in made)),
        joined(one.totals[:, :, 0] for one in made),
        joined(one.paths[:, :, 0] for one in made),
        joined(one.labour_force for one in made),
    )
