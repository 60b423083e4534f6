"""Where runs of the nation's market are kept while they are made: beside the result, until that is saved."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.disk.look import look_for_space
from reallocate.economy.batches import BATCH, Simulate, simulate_in_batches
from reallocate.executor import SERIAL, Workers, must_be_ready
from reallocate.problem.nation.shards import SHARD, ShardedRuns
from reallocate.problem.shards.folder import Folder
from reallocate.result.provenance import digest, version
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.economy.assumptions import whole_request

BESIDE = ".shards"
"""End of the name of the folder of shards; it begins with the name of the result."""
WHAT = "runs of the nation's market that are not finished"
SPACE = 1_600_000
"""Of the shards of one draw: with and without AI, under three closures [bytes/year]."""
PACKAGES = ("reallocate", "numpy", "scipy", "numba", "pyarrow")
"""Packages whose version may move a digit or a byte."""


def shard_folder(request: EconomyRun, out: Path | None, executor: str | None) -> Path | None:
    """Where shards are kept, so that the same request continues after a stop; none where they are not.

    request : of the market
    out : folder of the result
    executor : name of where runs are made
    So few draws that a stop loses little are not kept, unless an executor is named.
    """
    if out is None or (executor is None and request.draws <= BATCH):
        return None
    return out.parent / f"{out.name}{BESIDE}"


@contextmanager
def simulated_in(
    request: EconomyRun, sources: list[str], path: Path | None, executor: str | None, shard: int = SHARD
) -> Iterator[Simulate]:
    """What makes the runs of an ensemble.

    request : of the market
    sources : of reach that ship
    path : where shards are kept, as `shard_folder` says; they are removed once the result is saved
    executor : name of where runs are made; in this process where none is named
    shard : draws of a shard
    Raises `InputError` where other runs lie there, or where the executor cannot be used.
    """
    if executor is None and path is None:
        yield simulate_in_batches
        return
    where = executor or SERIAL
    must_be_ready(where)
    with ExitStack() as stack:
        place = path or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        look_for_space(place, SPACE * request.draws * request.years, "The shards of this run")
        folder = Folder(place, _deciding(request, sources, shard), WHAT)
        stack.enter_context(folder.alone())
        folder.open()
        yield ShardedRuns(folder, stack.enter_context(Workers(where)), shard)
        folder.remove()


def _deciding(request: EconomyRun, sources: list[str], shard: int) -> dict[str, object]:
    """Everything that decides what shards hold."""
    return {
        "request": whole_request(request, sources),
        "data": digest(read_manifest(bundle_folder())),
        "draws of a shard": shard,
        "packages": {name: version(name) for name in PACKAGES},
    }
