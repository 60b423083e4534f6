"""Many runs beside the same without further AI, and the market told to plans and workers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.executor import Say
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.market.laws.income_on_path import Adjustment
from reallocate.market.nation.rest import Tightness, tightness
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import ByQuarter, Trajectory, simulate
from reallocate.market.state.market import Market, Rates, ratio
from reallocate.work.exchange import MarketPath

Simulate = Callable[[Economy, Sequence[RunAssumptions], int, Say, str], Trajectory]
"""As `simulate_in_batches`, wherever the runs are made."""
BATCH = 32
"""Runs that are made side by side."""
_OF_AI = ("diffusion", "use_now", "saved", "compute", "new_tasks", "renewed", "renewal_lag", "path")
"""Assumptions that a run without further AI does not read: use stays at `use_now`, and only what is beyond it
counts."""


def simulate_in_batches(
    economy: Economy,
    runs: Sequence[RunAssumptions],
    quarters: int,
    say: Say | None = None,
    what: str = "Runs",
) -> Trajectory:
    """As `simulate`, some runs at a time.

    economy, runs, quarters : as there
    say : told each batch
    what : the runs are, for what is told
    """
    made = []
    for first in range(0, len(runs), BATCH):
        some = runs[first : first + BATCH]
        if say is not None:
            say(f"{what} {first + 1} to {first + len(some)} of {len(runs)}, {quarters} quarters each")
        made.append(simulate(economy, some, quarters))
    return _side_by_side(made)


def _side_by_side(parts: Sequence[Trajectory]) -> Trajectory:
    """All runs of several trajectories, in their order; a single one as it is."""
    if len(parts) == 1:
        return parts[0]
    names = Trajectory.__dataclass_fields__
    return Trajectory(
        **{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names}
    )


def without_ai(run: RunAssumptions) -> RunAssumptions:
    """The same run without further AI: same values, same policy, nobody adopts more than today.

    run : what it assumes
    """
    return replace(run, laws=replace(run.laws, adoption=False))


def simulate_without_ai(
    economy: Economy,
    runs: Sequence[RunAssumptions],
    quarters: int,
    say: Say | None = None,
    simulated: Simulate | None = None,
) -> Trajectory:
    """Each run without further AI, in the same order.

    economy, quarters, say : as for `simulate_in_batches`
    simulated : makes the runs; `simulate_in_batches` where none is given
    Runs that differ only in what AI does are the same without it, and are made once.
    """
    return RunsWithoutAI()(economy, runs, quarters, say, simulated)


class RunsWithoutAI:
    """As `simulate_without_ai`, with the last runs kept for ensembles that differ in nothing they read."""

    def __init__(self) -> None:
        self._made: tuple[Economy, int, dict[Hashable, int], Trajectory] | None = None

    def __call__(
        self,
        economy: Economy,
        runs: Sequence[RunAssumptions],
        quarters: int,
        say: Say | None = None,
        simulated: Simulate | None = None,
    ) -> Trajectory:
        """The runs without further AI, in the same order.

        economy, runs, quarters, say, simulated : as there
        """
        keys = [read_without_ai(run) for run in runs]
        known = self._made
        if known is None or known[0] is not economy or known[1] != quarters or not known[2].keys() >= {*keys}:
            once: dict[Hashable, RunAssumptions] = {}
            for key, run in zip(keys, runs, strict=True):
                once.setdefault(key, without_ai(run))
            given = economy, [*once.values()], quarters, say or (lambda _: None), "Without AI, runs"
            made = (simulated or simulate_in_batches)(*given)
            known = self._made = economy, quarters, {key: place for place, key in enumerate(once)}, made
        return _as_today(select_runs(known[3], [known[2][key] for key in keys]), runs)


def select_runs(extended: Trajectory, places: Sequence[int]) -> Trajectory:
    """Some of the runs, in the order given.

    places : of the runs that are wanted
    """
    if list(places) == list(range(extended.prices.shape[-1])):
        return extended
    names = Trajectory.__dataclass_fields__
    return Trajectory(**{name: _of_runs(getattr(extended, name), list(places)) for name in names})


def _of_runs(values: ByQuarter, places: list[int]) -> Any:
    if not isinstance(values, np.ndarray):
        return values.of_runs(places)
    first, last = places[0], places[-1] + 1
    return values[..., first:last] if places == list(range(first, last)) else values[..., places]


def _as_today(without: Trajectory, runs: Sequence[RunAssumptions]) -> Trajectory:
    """Runs without further AI, each with the use of AI that it has today."""
    use = np.stack([run.use_now for run in runs], axis=-1)
    return replace(without, adopted=np.broadcast_to(use, (len(without.prices), *use.shape)))


def read_without_ai(run: RunAssumptions) -> Hashable:
    """Everything that a run without further AI reads, but for the use of AI today; runs for which it is the
    same are otherwise the same without AI.

    run : what it assumes
    Nothing is saved, of which something could be kept, and nobody displaced, for whom jobs could be missing.
    """
    without = replace(run, adjustment=Adjustment(0.0, run.adjustment.substitution, 1.0, 0.0, 0.0))
    values = [getattr(without, one.name) for one in fields(run) if one.name not in _OF_AI]
    return tuple(value.tobytes() if isinstance(value, np.ndarray) else value for value in values)


PATH_TABLE = "worker_path"
"""Name of the table of a saved run that a worker's market path is read from."""


def worker_path(extended: Trajectory, market: Market, rates: Rates) -> pd.DataFrame:
    """Pay and job finding by occupation and year since the start, the middle of the runs.

    extended : the runs
    market : they were run on
    rates : of flows, with the laws that are off set to nothing
    Returns occupation, year [years since the start], pay, job_finding [ratio to the start]; pay is real.
    """
    quarters = range(0, len(extended.wages), QUARTERS_A_YEAR)
    start = _finding(extended, market, rates, 0)
    finding = np.array(
        [np.median(_ratio(_finding(extended, market, rates, at), start), axis=0) for at in quarters]
    )
    pay = np.array([np.median(extended.real_pay(at), axis=1) for at in quarters])
    years, size = len(pay), market.size
    return pd.DataFrame(
        {
            "occupation": np.tile(market.occupations.to_numpy(), years),
            "year": np.repeat(np.arange(years), size),
            "pay": pay.ravel(),
            "job_finding": finding.ravel(),
        }
    )


def _finding(extended: Trajectory, market: Market, rates: Rates, quarter: int) -> Array:
    """The chance to be hired; (run, occupation)."""
    success: Array = _tightness(market, rates, extended.people[quarter, :3]).success
    return np.ascontiguousarray(success.T)


def market_path(table: pd.DataFrame) -> MarketPath:
    """The path that a worker looks ahead on.

    table : as from `worker_path`
    """
    return MarketPath(
        *(table.pivot(index="occupation", columns="year", values=name) for name in ("pay", "job_finding"))
    )


@dataclass(frozen=True, eq=False)
class Returned:
    """What a market gives back to a plan: with those who follow it beside without, over the plan's quarters.

    pay : (occupation) real pay [ratio]
    hiring : (occupation) time until an opening is filled [ratio]
    quits : (occupation) chance to find another job, which those who quit need [ratio]
    """

    pay: pd.Series
    hiring: pd.Series
    quits: pd.Series


def returned(extended: Trajectory, market: Market, rates: Rates, quarters: int) -> Returned:
    """What a market gives back.

    extended : two runs, with those who follow the plan and without
    market : they were run on
    rates : of flows
    quarters : of the plan, over which each ratio is averaged
    """
    each = []
    for at in range(1, quarters + 1):
        pay = extended.real_pay(at)
        with_it, without = (_tightness(market, rates, extended.people[at, :3, :, run]) for run in (0, 1))
        each.append(
            (
                pay[:, 0] / pay[:, 1],
                _ratio(without.filled, with_it.filled),
                _ratio(with_it.finding, without.finding),
            )
        )
    mean = np.mean(np.array(each), axis=0)
    return Returned(*(pd.Series(values, index=market.occupations) for values in mean))


def _tightness(market: Market, rates: Rates, people: Array) -> Tightness:
    """How hard it is to be hired and to hire, with (employed–unemployed–vacancies, occupation, …)
    [persons]."""
    employed, unemployed, vacant = people
    return tightness(market.network, rates.searchers(employed, unemployed), vacant)


def _ratio(above: Array, below: Array) -> Array:
    """One over the other; 1 where there is nothing to compare."""
    return ratio(above, np.broadcast_to(below, above.shape), 1.0)
