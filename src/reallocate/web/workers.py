"""Processes that make pages, so that the server itself always answers."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from reallocate.errors import Problem, WorkerError
from reallocate.executor import Inline, end
from reallocate.processes import ScriptFreePool, worker_pool
from reallocate.web.page import Page

QUICK, SOLVE, MARKET = "quick", "solve", "market"
"""Lines that wait for different things: pages made in under a second, solves, and runs of the market."""
MOST_WAITING, MOST_KEPT = 8, 256
"""Pages that may wait in one line; pages that are kept."""
PAGES = (
    "start", "job", "jobs", "firm", "answers", "sources", "economy", "plan", "promises", "planned", "actuals",
    "roster", "compare", "search",
)  # fmt: skip
"""The files of `pages`; a new one is a word here, and its routes in `app`."""
READY = "reallocate.web.ready"
"""The module that every process of the pages has imported when it starts."""
Pool = ScriptFreePool | Inline


def made(page: str, *arguments: Any) -> Page:
    """A page, in a process that may load all that it needs: the server itself loads nothing to compute with.

    page : its file and function, such as job.card
    """
    file, _, function = page.partition(".")
    found: Page = getattr(import_module(f"reallocate.web.pages.{file}"), function)(*arguments)
    return found


class Busy(Exception):
    """The line is full."""


def _one_process() -> Pool:
    return worker_pool(1, READY)


@dataclass
class _Line:
    """One process and what waits for it."""

    make: Callable[[], Pool]
    waiting: int = 0

    def __post_init__(self) -> None:
        self.pool = self.make()

    async def run(self, page: str, arguments: tuple[Any, ...]) -> Page:
        if self.waiting >= MOST_WAITING:
            raise Busy
        self.waiting += 1
        try:
            if isinstance(self.pool, Inline):
                found: Page = self.pool.submit(made, page, *arguments).result()
                return found
            # The first process waits until what it is forked from is ready.
            future = await asyncio.to_thread(self.pool.submit, made, page, *arguments)
            return await asyncio.wrap_future(future)
        except BrokenProcessPool:
            end(self.pool)
            self.pool = self.make()
            raise WorkerError(LOST) from None
        finally:
            self.waiting -= 1


LOST = Problem(
    "the process that computed this page ended before it was done",
    why="It was killed, often because memory ran out.",
    remedy="Load the page again.",
)


class Workers:
    """A process for each line; a page that was made from the same input is kept.

    pool : makes what runs the pages of a line
    """

    def __init__(self, pool: Callable[[], Pool] = _one_process) -> None:
        self._lines = {line: _Line(pool) for line in (QUICK, SOLVE, MARKET)}
        self._kept: OrderedDict[Hashable, asyncio.Future[Page]] = OrderedDict()
        self._warming: asyncio.Future[None] | None = None

    async def page(self, line: str, page: str, *arguments: Any, keep: bool = True) -> Page:
        """A page, made in a process of its line or kept from before.

        page : its file and function, such as job.card; its arguments are plain
        keep : whether it may be shown again; a firm's input is not kept
        Raises `Busy` where too many wait, `WorkerError` where the process was lost.
        """
        if not keep:
            return await self._lines[line].run(page, arguments)
        key = (page, arguments)
        if key in self._kept:
            self._kept.move_to_end(key)
            return await asyncio.shield(self._kept[key])
        waited = self._kept[key] = asyncio.ensure_future(self._lines[line].run(page, arguments))
        try:
            finished = await asyncio.shield(waited)
        except BaseException:
            self._kept.pop(key, None)
            raise
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return finished

    def warm(self, *pages: tuple[Any, ...]) -> None:
        """Let pages be made before they are asked for, one after the other, so that the processes are ready.

        pages : line, name and arguments of each; the first is wanted first, and has the machine alone
        """

        async def one_by_one() -> None:
            for page in pages:
                with suppress(Exception):  # who asks for the page is told
                    await self.page(*page)

        self._warming = asyncio.ensure_future(one_by_one())

    def close(self) -> None:
        """End the processes."""
        if self._warming is not None:
            self._warming.cancel()
        for line in self._lines.values():
            end(line.pool)
