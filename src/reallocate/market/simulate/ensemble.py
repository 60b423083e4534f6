"""The one ensemble of the nation's market, each draw beside itself without further AI; in shards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_array, issparse

from reallocate.kernel.arrays import Array
from reallocate.kernel.ensemble import Folder, make_missing, shard_bytes
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.executor import Say, Workers
from reallocate.kernel.parameters import Reuse
from reallocate.kernel.parquet import row_group
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.assumptions import assumed_draws
from reallocate.market.nation.batches import Simulate, simulate_in_batches, simulate_without_ai
from reallocate.market.nation.outcomes import outcomes, under
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import BY_OCCUPATION, Trajectory, simulate
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.stored import StoredFigures
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Rates
from reallocate.work.world import World

_PEOPLE = 1e-9
"""Of all people: how far their number may move before the run is wrong."""


@dataclass(frozen=True, eq=False)
class EconomyEnsemble:
    """Runs over draws of everything that may decide them, each beside itself without further AI.

    plain : (run) what each assumes, without the policy
    runs : (run) the same under the policy of the request
    sample : (run) each parameter's value and the source of reach
    extended : what the runs gave
    without : what the same runs gave without further AI: same values, same policy
    """

    plain: tuple[RunAssumptions, ...]
    runs: tuple[RunAssumptions, ...]
    sample: pd.DataFrame
    extended: Trajectory
    without: Trajectory

    def outcomes(self, employment: Array) -> dict[str, Array]:
        """What comes out of each draw, against itself without further AI, as `outcomes.outcomes`.

        employment : (occupation) at the start [persons]
        """
        return outcomes(self.extended, self.without, employment)


def economy_ensemble(
    world: World,
    economy: Economy,
    rates: Rates,
    request: EconomyRun,
    say: Say,
    simulated: Simulate = simulate_in_batches,
    without_ai: Callable[..., Trajectory] = simulate_without_ai,
    kept: Sequence[Reuse] = (),
) -> EconomyEnsemble:
    """The ensemble that `reallocate simulate` shows and the claims read.

    world : tables that ship
    economy : what the draws start from
    rates : of flows, as fitted
    request : years, draws, sources, laws, policy, parameters, seed
    say : called with each stage
    simulated : makes the runs
    without_ai : makes those without further AI
    kept : (draw) hours freed under the draws of another ensemble
    Differences are those of a draw to itself. With adoption off there is one side, and every difference is 0.
    """
    say(f"Drawing {request.draws} times")
    plain, sample = requested_draws(world, economy.accounts, rates, request, kept)
    runs = under(request.policy, plain, request.parameters)
    extended = run_checked(economy, runs, 4 * request.years, say, simulated)
    without = extended
    if request.laws.adoption:
        without = without_ai(economy, runs, 4 * request.years, say, simulated)
        must_conserve(without)
    return EconomyEnsemble(tuple(plain), tuple(runs), sample, extended, without)


def under_closure(
    economy: Economy,
    ensemble: EconomyEnsemble,
    closure: Closure,
    quarters: int,
    say: Say,
    simulated: Simulate = simulate_in_batches,
) -> EconomyEnsemble:
    """The same draws under another closure.

    economy : what the draws start from
    closure : that takes the place of the ensemble's
    quarters : of the draws
    simulated : makes the runs
    """
    plain = [replace(run, closure=closure) for run in ensemble.plain]
    runs = [replace(run, closure=closure) for run in ensemble.runs]
    extended = run_checked(economy, runs, quarters, say, simulated)
    adopted = any(run.laws.adoption for run in runs)
    without = simulate_without_ai(economy, runs, quarters, say, simulated) if adopted else extended
    return EconomyEnsemble(tuple(plain), tuple(runs), ensemble.sample, extended, without)


def requested_draws(
    world: World, accounts: Accounts, rates: Rates, request: EconomyRun, kept: Sequence[Reuse] = ()
) -> tuple[list[RunAssumptions], pd.DataFrame]:
    """What the draws of the ensemble assume, without its policy, and what was drawn.

    world, rates, request, kept : as for `economy_ensemble`
    """
    runs, drawn = assumed_draws(
        world, request.parameters, accounts, rates, 4 * request.years, request.draws, request.drawn,
        request.sources, request.capability, request.seed, request.laws, request.closure, kept,
    )  # fmt: skip
    return list(runs), drawn


def run_checked(
    economy: Economy,
    runs: list[RunAssumptions],
    quarters: int,
    say: Say,
    simulated: Simulate = simulate_in_batches,
) -> Trajectory:
    """All runs, with people checked to add up.

    runs : what each assumes
    say : called with each batch
    simulated : makes the runs
    """
    extended = simulated(economy, runs, quarters, say, "Runs")
    must_conserve(extended)
    return extended


def must_conserve(extended: Trajectory) -> None:
    """End where people appear or are lost.

    extended : runs; raises `InvariantError` where people in work, without work and outside do not add up to
        those of the start, to 1e-9 of them, in any quarter of any run
    """
    people = np.stack([quarter[[0, 1, 3]].sum(axis=(0, 1)) for quarter in extended.people])
    if np.abs(people / people[0] - 1.0).max() > _PEOPLE:
        raise InvariantError(Problem("people do not add up from quarter to quarter", "the extended market"))


SHARD = 16
"""Draws of one shard: a few seconds of work, which is all that a kill can lose."""
_SHAPE = b"shape"
_ROWS = "quarters"
"""What a row of a shard holds; part of its name, so that one laid out otherwise is made again."""
_STEPS = "totals"
"""Of the figures, those by step; none at the start."""


@dataclass(frozen=True, eq=False)
class ShardedRuns:
    """Makes runs in shards; called as `batches.Simulate`.

    folder : of the shards, held and open
    draws : in a shard, at most
    What comes out is the same for every size of a shard, every executor and every order.
    """

    folder: Folder
    workers: Workers
    draws: int = SHARD

    def __call__(
        self, economy: Economy, runs: Sequence[RunAssumptions], quarters: int, say: Say, what: str
    ) -> Trajectory:
        """The runs, in their order; arguments as in `batches.simulate_in_batches`."""
        start = _content_hash((economy, quarters))
        tasks = {}
        for number, first in enumerate(range(0, len(runs), self.draws)):
            some = list(runs[first : first + self.draws])
            name = self.folder.name(number, rows=_ROWS, start=start, runs=_content_hash(some))
            tasks[name] = (economy, some, quarters)
        told = f"{what} 1 to {len(runs)}, {quarters} quarters each"
        make_missing(self.folder, self.workers, _made_runs, tasks, say, told)
        return _read([self.folder.shard(name) for name in tasks])


def _made_runs(economy: Economy, runs: Sequence[RunAssumptions], quarters: int) -> bytes:
    """Runs as the content of a shard, a row for each quarter; arguments as in `trajectory.simulate`."""
    extended = simulate(economy, runs, quarters)
    columns, described = [], []
    for name in Trajectory.__dataclass_fields__:
        rows = getattr(extended, name)
        if name == _STEPS:
            rows = rows.reshape(quarters, -1, *rows.shape[1:])
            rows = np.concatenate([np.zeros_like(rows[:1]), rows])
        columns.append(pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), rows[0].size))
        shape = {_SHAPE: ",".join(map(str, rows.shape[1:])).encode()}
        described.append(pa.field(name, columns[-1].type, metadata=shape))
    return shard_bytes(pa.table(columns, schema=pa.schema(described)), together=1)


def _read(files: Sequence[Path]) -> Trajectory:
    """The runs of all shards, laid out as they were made: the order of a sum depends on that."""
    heads = tuple(pq.read_metadata(file) for file in files)
    figures: dict[str, Any] = {}
    for name in Trajectory.__dataclass_fields__:
        shapes = [_shape(head, name) for head in heads]
        shape = (*shapes[0][:-1], sum(each[-1] for each in shapes))
        stored = _OfShards(
            quarters=heads[0].num_rows, of_quarter=shape, files=tuple(files), heads=heads, name=name
        )
        figures[name] = stored if name in BY_OCCUPATION else stored[:]
    steps = figures[_STEPS][1:]
    return Trajectory(**{**figures, _STEPS: steps.reshape(-1, *steps.shape[2:])})


def _shape(head: pq.FileMetaData, name: str) -> tuple[int, ...]:
    """Of a quarter's figures in a shard; the last axis is runs."""
    described = head.schema.to_arrow_schema().field(name).metadata[_SHAPE]
    return tuple(int(length) for length in described.split(b","))


@dataclass(frozen=True, eq=False, kw_only=True)
class _OfShards(StoredFigures):
    """Those of the runs of several shards.

    files : one for each shard, in the order of the runs
    heads : the metadata of each
    name : a field of `Trajectory`
    """

    files: tuple[Path, ...]
    heads: tuple[pq.FileMetaData, ...]
    name: str

    def _read(self, quarter: int) -> Array:
        inner = self.of_quarter[:-1]
        each = [
            row_group(file, head, quarter, self.name).reshape(*inner, -1)
            for file, head in zip(self.files, self.heads, strict=True)
        ]
        whole: Array = np.concatenate(each, axis=-1)
        return whole


def _content_hash(content: object) -> str:
    """The SHA-256 of everything that an input of runs holds, the same in every process."""
    digest = hashlib.sha256()
    for part in _parts(content):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(content: object) -> Iterator[bytes]:
    """The name of the type of each thing within, and its bytes."""
    yield type(content).__name__.encode()
    if isinstance(content, np.ndarray) and content.dtype != object:
        yield f"{content.dtype} {content.shape}".encode()
        yield np.ascontiguousarray(content).tobytes()
    elif issparse(content):
        sorted_ = csr_array(content)
        yield from _parts([sorted_.shape, sorted_.data, sorted_.indices, sorted_.indptr])
    elif is_dataclass(content):
        for one in fields(content):
            if one.init:
                yield one.name.encode()
                yield from _parts(getattr(content, one.name))
    elif isinstance(content, Mapping):
        for key, value in content.items():
            yield from _parts((key, value))
    elif isinstance(content, pd.Index):
        yield from _parts(content.tolist())
    elif isinstance(content, str | bool | int | float | Enum | np.generic | None):
        yield repr(content).encode()
    elif isinstance(content, list | tuple | np.ndarray):
        yield str(len(content)).encode()
        for each in content:
            yield from _parts(each)
    else:
        raise InvariantError(Problem(f"no hash of {type(content).__name__}", "runs of the nation's market"))
