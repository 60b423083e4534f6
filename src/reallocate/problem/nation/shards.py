"""Runs of the nation's market in shards: made wherever the work runs, kept as files, and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_array, issparse

from reallocate.disk.parquet import row_group
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import BY_OCCUPATION, Trajectory, simulate
from reallocate.errors import InvariantError, Problem
from reallocate.executor import Say, Workers
from reallocate.measure.arrays import Array
from reallocate.problem.shards.folder import Folder
from reallocate.problem.shards.make import make_missing, shard_bytes

SHARD = 16
"""Draws of one shard: a few seconds of work, which is all that a kill can lose."""
SHAPE = b"shape"
ROWS = "quarters"
"""What a row of a shard holds; part of its name, so that one laid out otherwise is made again."""
STEPS = "totals"
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
        start = content_hash((economy, quarters))
        tasks = {}
        for number, first in enumerate(range(0, len(runs), self.draws)):
            some = list(runs[first : first + self.draws])
            name = self.folder.name(number, rows=ROWS, start=start, runs=content_hash(some))
            tasks[name] = (economy, some, quarters)
        told = f"{what} 1 to {len(runs)}, {quarters} quarters each"
        make_missing(self.folder, self.workers, made_runs, tasks, say, told)
        return _read([self.folder.shard(name) for name in tasks])


def made_runs(economy: Economy, runs: Sequence[RunAssumptions], quarters: int) -> bytes:
    """Runs as the content of a shard, a row for each quarter; arguments as in `trajectory.simulate`."""
    extended = simulate(economy, runs, quarters)
    columns, described = [], []
    for name in Trajectory.__dataclass_fields__:
        rows = getattr(extended, name)
        if name == STEPS:
            rows = rows.reshape(quarters, -1, *rows.shape[1:])
            rows = np.concatenate([np.zeros_like(rows[:1]), rows])
        columns.append(pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), rows[0].size))
        shape = {SHAPE: ",".join(map(str, rows.shape[1:])).encode()}
        described.append(pa.field(name, columns[-1].type, metadata=shape))
    return shard_bytes(pa.table(columns, schema=pa.schema(described)), together=1)


def _read(files: Sequence[Path]) -> Trajectory:
    """The runs of all shards, laid out as they were made: the order of a sum depends on that."""
    heads = tuple(pq.read_metadata(file) for file in files)
    figures: dict[str, Any] = {}
    for name in Trajectory.__dataclass_fields__:
        shapes = [_shape(head, name) for head in heads]
        shape = (*shapes[0][:-1], sum(each[-1] for each in shapes))
        stored = StoredFigures(tuple(files), heads, name, shape)
        figures[name] = stored if name in BY_OCCUPATION else stored[:]
    steps = figures[STEPS][1:]
    return Trajectory(**{**figures, STEPS: steps.reshape(-1, *steps.shape[2:])})


def _shape(head: pq.FileMetaData, name: str) -> tuple[int, ...]:
    """Of a quarter's figures in a shard; the last axis is runs."""
    described = head.schema.to_arrow_schema().field(name).metadata[SHAPE]
    return tuple(int(length) for length in described.split(b","))


@dataclass(frozen=True, eq=False)
class StoredFigures:
    """Figures of the runs of several shards, as `trajectory.Stored`.

    files : one for each shard, in the order of the runs
    heads : the metadata of each
    name : a field of `Trajectory`
    of_quarter : lengths of the axes of a quarter, over all shards
    places : of the runs that are wanted; all where there are none
    """

    files: tuple[Path, ...]
    heads: tuple[pq.FileMetaData, ...]
    name: str
    of_quarter: tuple[int, ...]
    places: tuple[int, ...] | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of all axes."""
        *inner, runs = self.of_quarter
        return len(self), *inner, runs if self.places is None else len(self.places)

    def __len__(self) -> int:
        rows: int = self.heads[0].num_rows
        return rows

    def __iter__(self) -> Iterator[Array]:
        return map(self._quarter, range(len(self)))

    def __getitem__(self, at: Any) -> Array:
        first, *others = at if isinstance(at, tuple) else (at,)
        if isinstance(first, int | np.integer):
            found: Array = self._quarter(range(len(self))[first])[tuple(others)]
            return found
        return np.stack([self[(quarter, *others)] for quarter in np.arange(len(self))[first]])

    def of_runs(self, places: Sequence[int]) -> StoredFigures:
        """The same of some of the runs."""
        here = range(self.of_quarter[-1]) if self.places is None else self.places
        return replace(self, places=tuple(here[place] for place in places))

    def _quarter(self, quarter: int) -> Array:
        inner = self.of_quarter[:-1]
        each = [
            row_group(file, head, quarter, self.name).reshape(*inner, -1)
            for file, head in zip(self.files, self.heads, strict=True)
        ]
        whole = np.concatenate(each, axis=-1)
        return whole if self.places is None else whole[..., list(self.places)]


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
