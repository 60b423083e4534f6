"""Worker processes that load what they need while the first answer is found."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module

from reallocate.executor import Pool, Where, of, processes


@contextmanager
def made_ready(where: Where, module: str) -> Iterator[Pool]:
    """An open executor whose workers load a module at once.

    module : that their tasks need
    """
    with of(where) as pool:
        for _ in range(processes(where) if isinstance(pool, ProcessPoolExecutor) else 0):
            pool.submit(_load, module)
        yield pool


def _load(module: str) -> None:
    import_module(module)
