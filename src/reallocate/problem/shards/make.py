"""The shards that are missing, made wherever the work runs and kept by the process that asked for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from reallocate.errors import Problem, WorkerError
from reallocate.executor import Say, Workers
from reallocate.problem.shards.folder import Folder


def make_missing(
    folder: Folder,
    workers: Workers,
    task: Callable[..., bytes],
    arguments: Mapping[str, tuple[Any, ...]],
    say: Say,
    what: str = "Shards",
) -> None:
    """Make every shard that the folder lacks.

    folder : that is held and open; only this process writes to it
    workers : where the shards are made, in any order
    task : gives the content of a shard
    arguments : of the task, by name of the shard
    say : called with how many there are
    what : the shards hold, for what is told
    Raises `WorkerError` with how many shards are kept, where workers are lost again and again.
    """
    missing = folder.missing(arguments)
    have, count = len(arguments) - len(missing), len(arguments)
    try:
        for place, content in workers.finished(task, [arguments[name] for name in missing]):
            say(f"{what}: {have} of {count} shards")
            folder.keep(missing[place], content)
            have += 1
    except WorkerError as error:
        kept = f"{have} of {count} shards are kept. The same command continues."
        raise WorkerError((*error.problems, Problem(kept, str(folder.path)))) from None
    say(f"{what}: {count} of {count} shards")


def shard_bytes(rows: pa.Table, together: int | None = None) -> bytes:
    """The rows of a shard as the bytes of its file.

    together : rows that are read in one go
    """
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, row_group_size=together, compression="zstd", use_dictionary=False)
    content: bytes = sink.getvalue().to_pybytes()
    return content
