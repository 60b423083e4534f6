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

from reallocate.errors import Problem, ReallocateError, WorkerError
from reallocate.executor import Inline, end
from reallocate.processes import ScriptFreePool, worker_pool
from reallocate.web.line import TURN, Line, Place, Turn
from reallocate.web.page import Page, refused

QUICK, SOLVE, MARKET = "quick", "solve", "market"
"""Lines that wait for different things: pages made in under a second, solves, and runs of the market."""
MOST_KEPT = 256
"""Pages that are kept."""
PAGES = (
    "start", "job", "jobs", "firm", "answers", "sources", "economy", "plan", "promises", "planned", "actuals",
    "roster", "compare", "search",
)  # fmt: skip
"""The files of `pages`; a new one is a word here, and its routes in `app`."""
BACK = {
    "start": "/", "jobs": "/job",
    **dict.fromkeys(("plan", "promises", "planned", "actuals", "roster", "compare"), "/firm/plan"),
}  # fmt: skip
"""Where the refusal of a page leads back to, where that is not the name of its file."""
READY = "reallocate.web.ready"
"""The module that every process of the pages has imported when it starts."""
Pool = ScriptFreePool | Inline


def made(page: str, *arguments: Any) -> Page:
    """A page, in a process that may load all that it needs: the server itself loads nothing to compute with.

    Every error of ours is a page that says it.

    page : its file and function, such as job.card
    """
    file, _, function = page.partition(".")
    try:
        found: Page = getattr(import_module(f"reallocate.web.pages.{file}"), function)(*arguments)
    except ReallocateError as error:
        return refused(error, BACK.get(file, f"/{file}"))
    return found


def _one_process() -> Pool:
    return worker_pool(1, READY)


@dataclass
class _Process:
    """One process and the line for it."""

    make: Callable[[], Pool]

    def __post_init__(self) -> None:
        self.pool, self.line = self.make(), Line()

    async def run(self, place: Place, page: str, arguments: tuple[Any, ...]) -> Page:
        try:
            await place.called
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
            self.line.leave(place)


LOST = Problem(
    "the process that computed this page ended before it was done",
    why="It was killed, often because memory ran out.",
    remedy="Load the page again.",
)


class Workers:
    """A process for each line; who asks for the same page shares one computation, and its answer is kept.

    pool : makes what runs the pages of a line
    """

    def __init__(self, pool: Callable[[], Pool] = _one_process) -> None:
        self._processes = {line: _Process(pool) for line in (QUICK, SOLVE, MARKET)}
        self._kept: OrderedDict[Hashable, tuple[Place, asyncio.Future[Page]]] = OrderedDict()
        self._warming: asyncio.Future[None] | None = None

    async def page(self, line: str, page: str, *arguments: Any, keep: bool = True) -> Page:
        """A page, made in a process of its line or kept from before.

        page : its file and function, such as job.card; its arguments are plain
        keep : whether it may be shown again; a firm's input is not kept
        Raises `Busy` where too many wait, `WorkerError` where the process was lost.
        """
        turn, key = TURN.get() or Turn(), (page, arguments)
        found = self._kept.get(key) if keep else None
        if found is None:
            process = self._processes[line]
            place = process.line.join(turn.session)
            found = place, asyncio.ensure_future(process.run(place, page, arguments))
            if keep:
                self._kept[key] = found
        else:
            self._kept.move_to_end(key)
        turn.place, waited = found
        try:
            finished = await asyncio.shield(waited)
        except Exception:
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
        for process in self._processes.values():
            end(process.pool)
