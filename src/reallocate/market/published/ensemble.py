"""An ensemble of a labour market: what is drawn, each shard, and Sobol' indices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.stats import sobol_indices

from reallocate.kernel.arrays import Array
from reallocate.kernel.ensemble import Folder, shard_bytes
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.parameters import Design, triangular
from reallocate.kernel.parquet import arrow_table
from reallocate.market.flow.engine import Flows, State, run_flow
from reallocate.market.flow.engine import Path as Demand
from reallocate.market.laws.demand_shock import cycle, demand_after, progress
from reallocate.market.published.keys import MarketScenario
from reallocate.market.published.prepare import PreparedMarket, after_shock
from reallocate.market.published.result import RATES
from reallocate.market.published.run import market_hash
from reallocate.market.state.market import WEEKS, Rates

SPREAD = 0.25
"""How far a number is drawn above and below its value where nothing else is said [share of it]; this
project's assumption, the published calibration gives no ranges."""

_SEPARATION, _OPENING, _CLOSING = "laws.separation", "laws.opening", "laws.close"
_AMPLITUDE, _PERIOD, _YEARS = "cycle.amplitude", "cycle.period_steps", "shock.years"
_MOST_RATE = {_SEPARATION: 0.5, _OPENING: 0.5, _CLOSING: 1.0, _AMPLITUDE: 0.999}
"""The largest value that a law takes."""


@dataclass(frozen=True)
class DrawnNumber:
    """One number that is drawn, by a triangular law.

    name : by the key of the scenario
    says : what it is, in words
    unit : in words
    low, peak, high : of the law, in that unit
    """

    name: str
    says: str
    unit: str
    low: float
    peak: float
    high: float


def ranges(prepared: PreparedMarket, spread: float) -> tuple[DrawnNumber, ...]:
    """What is drawn: the rates of flows, and the cycle and the shock where there are any.

    spread : how far above and below a number is drawn [share of it]; raises `InputError` outside of 0 to 1
    δ_u, δ_v, and one γ for both gaps, since the data do not tell γ_u from γ_v. The length of a step is not
    drawn: the weight of one's own occupation follows it, so that each draw would be another market.
    """
    if not 0.0 < spread <= 1.0:
        raise InputError(
            Problem(f"a spread of {spread:g} is not above 0 and at most 1", "--spread", "Write 25% as 0.25.")
        )
    laws, scenario = prepared.rates, prepared.scenario
    about: list[tuple[str, str, str, float]] = [
        (_SEPARATION, "random separations, δ_u", "share of the employed/step", laws.separation),
        (_OPENING, "random openings, δ_v", "share of the employed/step", laws.opening),
        (_CLOSING, "gap closed by separations and by openings, γ", "ratio to the scenario's", 1.0),
    ]
    if scenario.cycle is not None:
        about += [
            (_AMPLITUDE, "amplitude of the business cycle", "share of demand", scenario.cycle.amplitude),
            (_PERIOD, "length of the business cycle", "steps", scenario.cycle.period_steps),
        ]
    if scenario.shock is not None:
        about.append((_YEARS, "length of the shock", "years", scenario.shock.years))
    found = []
    for name, says, unit, value in about:
        most = _MOST_RATE.get(name, np.inf)
        if name == _CLOSING:
            most = 1.0 / max(laws.close_surplus, laws.close_shortage, 1e-9)
        high = max(value, min(value * (1.0 + spread), most))
        found.append(DrawnNumber(name, says, unit, value * (1.0 - spread), value, high))
    return tuple(found)


def _values(drawn: tuple[DrawnNumber, ...], chances: Array) -> dict[str, Array]:
    """What each draw assumes, by name; (draw) [unit of the range].

    drawn : by axis
    chances : (draw, axis) [probability]
    """
    return {
        one.name: triangular(chances[:, axis], one.low, one.peak, one.high) for axis, one in enumerate(drawn)
    }


def _rates_of(base: Rates, assumed: Mapping[str, Array]) -> list[Rates]:
    """Rates of each draw.

    base : of the scenario
    assumed : by name, (draw)
    """
    return [
        base.with_(
            separation=float(separation),
            opening=float(opening),
            close_surplus=base.close_surplus * float(close),
            close_shortage=base.close_shortage * float(close),
        )
        for separation, opening, close in zip(
            assumed[_SEPARATION], assumed[_OPENING], assumed[_CLOSING], strict=True
        )
    ]


_Drawn = tuple[DrawnNumber, ...]
DECIDING = ("reallocate", "numpy", "scipy", "numba", "pyarrow")
"""Packages whose version may move a digit or a byte."""
_FEWEST, _MOST_DRAWS, _MOST_NUMBERS = 2, 1_000_000, 300_000_000
"""Draws there may be, and numbers that all their paths may have together."""

OUTCOMES: dict[str, tuple[str, str]] = {
    "unemployment_mean": ("unemployment, on average over the run", "% of the labour force"),
    "unemployment_highest": ("unemployment at its highest", "% of the labour force"),
    "unemployment_end": ("unemployment at the end", "% of the labour force"),
    "long_term_mean": ("long-term unemployment, on average over the run", "% of the labour force"),
    "vacancy_mean": ("the share of open positions, on average over the run", "% of all positions"),
    "shock_rise": ("the most that the shock adds to unemployment", "percentage points"),
}
"""Outcome of each draw: in words, and its unit."""


@dataclass(frozen=True, eq=False)
class EnsembleRun:
    """Many runs of a labour market.

    drawn : numbers, by axis of the design
    years : (step) [years]
    paths : by name of the rate, (step, draw) [%]
    outcomes : by name, (draw) [%]
    """

    drawn: tuple[DrawnNumber, ...]
    design: Design
    years: Array
    paths: Mapping[str, Array]
    outcomes: Mapping[str, Array]


def _outcomes_of(paths: Mapping[str, Array], without: Array | None) -> dict[str, Array]:
    """The outcomes of each draw; (draw) [%].

    paths : by name of the rate, (step, draw) [%]
    without : (step, draw) unemployment without the shock, where there is one [%]
    """
    unemployment = paths["unemployment_rate"]
    found = {
        "unemployment_mean": unemployment.mean(axis=0),
        "unemployment_highest": unemployment.max(axis=0),
        "unemployment_end": unemployment[-1],
        "long_term_mean": paths["long_term_unemployment_rate"].mean(axis=0),
        "vacancy_mean": paths["vacancy_rate"].mean(axis=0),
    }
    return found if without is None else found | {"shock_rise": (unemployment - without).max(axis=0)}


def must_be_possible(scenario: MarketScenario, draws: int) -> None:
    """Raise for what an ensemble does not do."""
    problems = []
    if scenario.mode != "published":
        what = "an ensemble is made of the published laws in this version"
        problems.append(Problem(what, "[laws] mode", 'Take mode = "published".'))
    if scenario.engine != "flow":
        what = f"an ensemble is made with expected values, not with the engine of {scenario.engine}"
        problems.append(Problem(what, "engine", 'Take engine = "flow".'))
    numbers = draws * scenario.time.steps * len(RATES)
    if not _FEWEST <= draws <= _MOST_DRAWS:
        problems.append(Problem(f"{draws:,} draws are not between {_FEWEST} and {_MOST_DRAWS:,}", "--draws"))
    elif numbers > _MOST_NUMBERS:
        what = f"{draws:,} draws of {scenario.time.steps:,} steps are {numbers:,} numbers to keep"
        remedy = f"Take fewer draws or steps: at most {_MOST_NUMBERS:,} numbers."
        problems.append(Problem(what, "--draws", remedy))
    if problems:
        raise InputError(problems)


def deciding(prepared: PreparedMarket, drawn: _Drawn, draws: int, shard: int) -> dict[str, Any]:
    """Everything that decides what shards hold."""
    scenario = prepared.scenario
    request = scenario.model_dump(mode="json", exclude={"title", "market", "runs"})
    request["laws"]["mode"] = scenario.mode
    if scenario.shock is not None:
        del request["shock"]["file"]
    ranges_ = {one.name: [one.low, one.peak, one.high] for one in drawn}
    return {
        "market": market_hash(prepared),
        "scenario": request,
        "ranges": ranges_,
        "draws": draws,
        "draws of a shard": shard,
        "packages": {name: version(name) for name in DECIDING},
    }


def made_draws(prepared: PreparedMarket, drawn: _Drawn, points: Array, first: int) -> bytes:
    """The runs of some draws, as the content of a shard.

    points : (draw, number) of these draws in the design
    first : number of the first of them
    """
    assumed = _values(drawn, points)
    flows, without = _run(prepared, assumed)
    paths = {name: rate(flows) for name, rate in RATES.items()}
    if not all(np.isfinite(path).all() for path in paths.values()):
        what = "the figures are too large or too small to be reckoned with"
        raise InputError(Problem(what, "market", "Give figures that lie nearer to one another."))
    still = RATES["unemployment_rate"](without) if without is not None else None
    numbers = {"draw": np.arange(first, first + len(points)), **assumed}
    columns: dict[str, Any] = numbers | _outcomes_of(paths, still)
    arrays = {name: pa.array(column) for name, column in columns.items()}
    for name, path in paths.items():
        flat = pa.array(np.ascontiguousarray(path.T).ravel())
        arrays[name] = pa.FixedSizeListArray.from_arrays(flat, len(path))
    return shard_bytes(pa.table(arrays))


def _run(prepared: PreparedMarket, assumed: Mapping[str, Array]) -> tuple[Flows, Flows | None]:
    """The market with the numbers of each draw, and where there is a shock without it."""
    scenario, market = prepared.scenario, prepared.market
    steps, weeks = scenario.time.steps, scenario.time.step_weeks
    rates = _rates_of(prepared.rates, assumed)
    start = State.published(market, rates, scenario.laws.long_term_steps)
    before = start.people[0] + start.people[1]
    after = np.stack([demand_after(one, after_shock(prepared)) for one in before.T], axis=1)
    still, swing = np.zeros((steps, len(rates))), np.ones((steps, len(rates)))
    if scenario.cycle is not None:
        pairs = zip(assumed[_AMPLITUDE], assumed[_PERIOD], strict=True)
        swing = np.stack([cycle(steps, float(high), float(long)) for high, long in pairs], axis=1)
    demand = np.stack([before, after])

    def run(mix: Array) -> Flows:
        return run_flow(market, start, Demand(demand, mix, swing), rates, weeks)

    if scenario.shock is None:
        return run(still), None
    lengths = assumed[_YEARS] * WEEKS / weeks
    mix = np.stack([progress(steps, scenario.shock.start_step, float(one)) for one in lengths], axis=1)
    return run(mix), run(still)


def read_draws(
    prepared: PreparedMarket, drawn: _Drawn, laid_out: Design, store: Folder, shards: Iterable[str]
) -> EnsembleRun:
    """All shards, in their order."""
    every = pa.concat_tables([arrow_table(store.shard(name).read_bytes()) for name in shards])
    paths = {
        name: np.concatenate(
            [part.flatten().to_numpy().reshape(len(part), -1) for part in every[name].chunks]
        ).T
        for name in RATES
    }
    found = {name: every[name].to_numpy() for name in OUTCOMES if name in every.column_names}
    time = prepared.scenario.time
    years = np.arange(1.0, time.steps + 1.0) * (time.step_weeks / WEEKS)
    return EnsembleRun(drawn, laid_out, years, paths, found)


_BLOCKS = 8
"""Parts of the design that are computed by themselves, for the standard error of an index."""
_FEWEST_BASE = 8
"""Draws that each part has at least; with fewer nothing is said of what matters."""
_NO_SPREAD = 1e-9
"""A spread below this is none [% points]."""


def variance_shares(
    outcomes: Mapping[str, Array], drawn: tuple[DrawnNumber, ...], design: Design
) -> pd.DataFrame:
    """How much of each outcome's variance a number makes, alone and with all it acts together with.

    outcomes : by name, (draw)
    drawn : by axis
    Returns outcome, name, says, alone, alone_error, all, all_error; no rows where there are too few draws.
    alone: S_i = Var(E[y|x_i])/Var(y), the first-order index; all: S_Ti = E[Var(y|x_−i)]/Var(y), the total
    index, x_−i all numbers but i. The errors are standard errors over eight parts of the design.
    Source: Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys.
    Commun. 181:259, DOI 10.1016/j.cpc.2009.09.018.
    """
    columns = ["outcome", "name", "says", "alone", "alone_error", "all", "all_error"]
    rows = []
    for outcome, values in outcomes.items():
        if design.base < _BLOCKS * _FEWEST_BASE or np.ptp(values) < _NO_SPREAD:
            continue
        matrices = design.parts(values)
        alone, total = _indices(*matrices)
        size = design.base // _BLOCKS
        blocks = (slice(at * size, (at + 1) * size) for at in range(_BLOCKS))
        each = [_indices(*(matrix[..., block] for matrix in matrices)) for block in blocks]
        errors = np.std(each, axis=0, ddof=1) / np.sqrt(_BLOCKS)
        rows += [
            (outcome, one.name, one.says, alone[axis], errors[0][axis], total[axis], errors[1][axis])
            for axis, one in enumerate(drawn)
        ]
    return pd.DataFrame(rows, columns=columns)


def _indices(first: Array, second: Array, mixed: Array) -> tuple[Array, Array]:
    func = {"f_A": first[None, :], "f_B": second[None, :], "f_AB": mixed[:, None, :]}
    found = sobol_indices(func=func, n=first.shape[-1])
    return np.asarray(found.first_order).ravel(), np.asarray(found.total_order).ravel()
