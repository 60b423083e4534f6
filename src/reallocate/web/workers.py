"""Processes that make pages, so that the server itself always answers."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from reallocate.errors import Problem, WorkerError
from reallocate.executor import ScriptFreePool, worker_pool
from reallocate.web.page import Page

QUICK, SOLVE = "quick", "solve"
"""Lines that wait for different things: pages that are made in under a second, and solves."""
MOST_WAITING, MOST_KEPT = 8, 256
"""Pages that may wait in one line; pages that are kept."""
Task = Callable[..., Page]


class Busy(Exception):
    """The line is full."""


@dataclass
class _Line:
    """One process and what waits for it."""

    pool: ScriptFreePool = field(default_factory=lambda: worker_pool(1))
    waiting: int = 0

    async def run(self, task: Task, arguments: tuple[Any, ...]) -> Page:
        if self.waiting >= MOST_WAITING:
            raise Busy
        self.waiting += 1
        try:
            return await asyncio.wrap_future(self.pool.submit(task, *arguments))
        except BrokenProcessPool:
            self.pool.shutdown(wait=False, cancel_futures=True)
            self.pool = worker_pool(1)
            raise WorkerError(LOST) from None
        finally:
            self.waiting -= 1


LOST = Problem(
    "the process that computed this page ended before it was done",
    why="It was killed, often because memory ran out.",
    remedy="Load the page again.",
)


class Workers:
    """A process for each line; a page that was made from the same input is kept."""

    def __init__(self) -> None:
        self._lines = {QUICK: _Line(), SOLVE: _Line()}
        self._kept: OrderedDict[Hashable, asyncio.Future[Page]] = OrderedDict()
        self._warming: asyncio.Future[None] | None = None

    async def page(self, line: str, task: Task, *arguments: Any, keep: bool = True) -> Page:
        """A page, made in a process of its line or kept from before.

        task : a function of a module; its arguments are plain
        keep : whether it may be shown again; a firm's input is not kept
        Raises `Busy` where too many wait, `WorkerError` where the process was lost.
        """
        if not keep:
            return await self._lines[line].run(task, arguments)
        key = (task.__module__, task.__name__, arguments)
        if key in self._kept:
            self._kept.move_to_end(key)
            return await asyncio.shield(self._kept[key])
        made = asyncio.ensure_future(self._lines[line].run(task, arguments))
        self._kept[key] = made
        try:
            page = await asyncio.shield(made)
        except BaseException:
            self._kept.pop(key, None)
            raise
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return page

    def warm(self, *pages: tuple[str, Task]) -> None:
        """Let pages be made before they are asked for, one after the other, so that the processes are ready.

        pages : line and task of each; the first is wanted first, and has the machine alone
        """

        async def one_by_one() -> None:
            for line, task in pages:
                with suppress(Exception):  # who asks for the page is told
                    await self.page(line, task)

        self._warming = asyncio.ensure_future(one_by_one())

    def close(self) -> None:
        """End the processes."""
        if self._warming is not None:
            self._warming.cancel()
        for line in self._lines.values():
            for process in list((line.pool._processes or {}).values()):
                process.terminate()
            line.pool.shutdown(wait=False, cancel_futures=True)
