"""Runs of the nation's market in shards: made wherever the work runs, kept as files, and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import csr_array, issparse

from reallocate.disk.parquet import arrow_table
from reallocate.economy.batches import side_by_side
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.errors import InvariantError, Problem
from reallocate.executor import Say, Workers
from reallocate.problem.shards.folder import Folder
from reallocate.problem.shards.make import make_missing, shard_bytes

SHARD = 16
"""Draws of one shard: a few seconds of work, which is all that a kill can lose."""
SHAPE = b"shape"


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
        start = content_hash((economy, quarters))
        tasks = {}
        for number, first in enumerate(range(0, len(runs), self.draws)):
            some = list(runs[first : first + self.draws])
            tasks[self.folder.name(number, start=start, runs=content_hash(some))] = (economy, some, quarters)
        told = f"{what} 1 to {len(runs)}, {quarters} quarters each"
        make_missing(self.folder, self.workers, made_runs, tasks, say, told)
        return side_by_side([_read(self.folder, name) for name in tasks])


def made_runs(economy: Economy, runs: Sequence[RunAssumptions], quarters: int) -> bytes:
    """Runs as the content of a shard; arguments as in `trajectory.simulate`."""
    extended = simulate(economy, runs, quarters)
    columns, shapes = {}, {}
    for name in Trajectory.__dataclass_fields__:
        by_run = np.ascontiguousarray(np.moveaxis(getattr(extended, name), -1, 0))
        columns[name] = pa.FixedSizeListArray.from_arrays(pa.array(by_run.ravel()), by_run[0].size)
        shapes[name] = {SHAPE: ",".join(map(str, by_run.shape[1:])).encode()}
    described = [pa.field(name, column.type, metadata=shapes[name]) for name, column in columns.items()]
    return shard_bytes(pa.table(list(columns.values()), schema=pa.schema(described)))


def _read(folder: Folder, name: str) -> Trajectory:
    """The runs of a shard, laid out in memory as they were made: the order of a sum depends on that."""
    rows = arrow_table(folder.shard(name).read_bytes())
    arrays = {}
    for column in rows.schema:
        shape = [int(length) for length in column.metadata[SHAPE].split(b",")]
        flat = rows[column.name].combine_chunks().flatten().to_numpy()
        arrays[column.name] = np.ascontiguousarray(np.moveaxis(flat.reshape(len(rows), *shape), 0, -1))
    return Trajectory(**arrays)


def content_hash(content: object) -> str:
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
