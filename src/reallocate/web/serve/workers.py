"""Processes that make pages, files of unknown origin held to limits, and answers to requests."""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reallocate.kernel.errors import Problem, ReallocateError, WorkerError
from reallocate.kernel.executor import Inline, end
from reallocate.kernel.limited import LimitedTask, Limits
from reallocate.kernel.processes import ScriptFreePool, worker_pool
from reallocate.kernel.start import give_back
from reallocate.web.page import GONE, MARKET, QUICK, SOLVE, Page, ProgramFault, place_of, refused, unanswered
from reallocate.web.waiting import TURN, Line, Place, Turn

_MOST_QUICK = 8
"""Processes that make quick pages."""
_MOST_KEPT = 1024
"""Pages that are kept."""
_BACK = {
    "start": "/", "jobs": "/job",
    **dict.fromkeys(("plan", "promises", "planned", "actuals", "roster", "compare"), "/firm/plan"),
}  # fmt: skip
"""Where the refusal of a page leads back to, where that is not the name of its file."""
READY = "reallocate.web.serve.ready"
"""The module that every process of the pages has imported when it starts."""
_Pool = ScriptFreePool | Inline


def made(page: str, *arguments: Any) -> Page:
    """A page, in a process that may load all that it needs: the server itself loads nothing to compute with.

    Every error of ours is a page that says it.

    page : its file and function, such as job.card
    """
    file, _, function = page.partition(".")
    try:
        found: Page = getattr(import_module(f"reallocate.web.pages.{file}"), function)(*arguments)
    except ReallocateError as error:
        return refused(error, _BACK.get(file, f"/{file}"))
    finally:
        give_back()
    return found


def _one_process() -> _Pool:
    return worker_pool(1, READY)


@dataclass
class _Team:
    """Processes and the one line for them; a page that breaks its process breaks no other.

    make : one process
    count : how many
    """

    make: Callable[[], _Pool]
    count: int = 1

    def __post_init__(self) -> None:
        self.line = Line(self.count)
        self.free = [self.make() for _ in range(self.count)]
        self.pools = set(self.free)

    async def run(self, place: Place, page: str, arguments: tuple[Any, ...]) -> Page:
        try:
            await place.called
            # The one that was last at work has more at hand.
            pool = self.free.pop()
            try:
                return await _run_in(pool, page, arguments)
            except BrokenProcessPool:
                self.pools.discard(pool)
                end(pool)
                pool = self.make()
                self.pools.add(pool)
                raise WorkerError(_LOST) from None
            finally:
                self.free.append(pool)
        finally:
            self.line.leave(place)


async def _run_in(pool: _Pool, page: str, arguments: tuple[Any, ...]) -> Page:
    if isinstance(pool, Inline):
        found: Page = pool.submit(made, page, *arguments).result()
        return found
    # The first process waits until what it is forked from is ready.
    future = await asyncio.to_thread(pool.submit, made, page, *arguments)
    return await asyncio.wrap_future(future)


_LOST = Problem(
    "the process that computed this page ended before it was done",
    why="It was killed, often because memory ran out.",
    remedy="Load the page again.",
)


class Workers:
    """Processes for each line; who asks for the same page shares one computation, and its answer is kept.

    pool : makes a process
    quick : processes of the line of quick pages; as many as cores where nothing is said
    """

    def __init__(self, pool: Callable[[], _Pool] = _one_process, quick: int | None = None) -> None:
        count = {QUICK: quick or min(os.cpu_count() or 1, _MOST_QUICK)}
        self._teams = {line: _Team(pool, count.get(line, 1)) for line in (QUICK, SOLVE, MARKET)}
        self._kept: OrderedDict[Hashable, tuple[Place, asyncio.Future[Page]]] = OrderedDict()
        self._warming = set[asyncio.Task[None]]()

    async def page(self, line: str, page: str, *arguments: Any, keep: bool = True) -> Page:
        """A page, made in a process of its line or kept from before.

        page : its file and function, such as job.card; its arguments are plain
        keep : whether it may be shown again; a firm's input is not kept
        Raises `Busy` where too many wait, `WorkerError` where the process was lost.
        """
        turn, key = TURN.get() or Turn(), (page, arguments)
        found = self._kept.get(key) if keep else None
        if found is None:
            team = self._teams[line]
            place = team.line.join(turn.session)
            found = place, asyncio.ensure_future(team.run(place, page, arguments))
            if keep:
                self._kept[key] = found
        else:
            self._kept.move_to_end(key)
        turn.place, waited = found
        try:
            finished = await asyncio.shield(waited)
        except Exception:
            if keep:
                self._kept.pop(key, None)
            raise
        while len(self._kept) > _MOST_KEPT:
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

        # In nobody's turn, so that it says nothing to the visitor whose page asked for it.
        begun = asyncio.create_task(one_by_one(), context=Context())
        self._warming.add(begun)
        begun.add_done_callback(self._warming.discard)

    def close(self) -> None:
        """End the processes."""
        for begun in self._warming:
            begun.cancel()
        for team in self._teams.values():
            for pool in team.pools:
                end(pool)


_MOST_AT_ONCE = 2
"""Files that are read at the same time."""
_LEAST_SECONDS = 60
"""[processor seconds] of a page, which also reads titles."""


class Isolated:
    """Runs pages apart from all others; a file that breaks its process breaks nothing else."""

    def __init__(self) -> None:
        self._running = set[LimitedTask]()
        self._line, self._lock = Line(_MOST_AT_ONCE), Lock()

    async def page(self, files: Sequence[Path], page: str, *arguments: Any) -> Page:
        """A page, made in a process that is held to limits.

        files : of the sender, by whose size the limits grow; words name the first
        page : file and function of `pages`, such as roster.check; its arguments are plain
        Raises `Busy` where the session has too many in line, `InputError` where a limit ended the process.
        """
        turn = TURN.get() or Turn()
        turn.place = place = self._line.join(turn.session)
        try:
            await place.called
            return await asyncio.to_thread(self._run, files, page, arguments)
        finally:
            self._line.leave(place)

    def _run(self, files: Sequence[Path], page: str, arguments: tuple[Any, ...]) -> Page:
        of_file = Limits.of(sum(file.stat().st_size for file in files if file.is_file()))
        limits = Limits(of_file.memory, max(of_file.seconds, _LEAST_SECONDS))
        task = LimitedTask(limits, _made, page, *arguments, ready=READY)
        with self._lock:
            self._running.add(task)
        try:
            found: Page = task.result(files[0].name)
        finally:
            with self._lock:
                self._running.discard(task)
        return found

    def close(self) -> None:
        """End what is being read."""
        with self._lock:
            for task in self._running:
                task.kill()


def _made(page: str, *arguments: Any) -> Page:
    """A page; of a fault of the program only the place is told."""
    try:
        return made(page, *arguments)
    except MemoryError:
        raise
    except Exception as error:
        raise ProgramFault(place_of(error)) from None


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "toml": "application/toml",
}
"""Of the files that a page offers, by ending."""


def workers(request: Request) -> Workers:
    """What makes pages."""
    found: Workers = request.app.state.workers
    return found


async def quick(request: Request, page: str, *arguments: Any) -> Page:
    """A page that is made in under a second."""
    return await workers(request).page(QUICK, page, *arguments)


def query(request: Request, without: str = "") -> tuple[tuple[str, str], ...]:
    """What stands behind the question mark of an address, sorted."""
    return tuple(sorted((name, value) for name, value in request.query_params.items() if name != without))


async def form_of(request: Request, most: int = 16) -> tuple[tuple[str, str], ...]:
    """Names and values of a form without files.

    most : fields
    """
    async with request.form(max_files=0, max_fields=most) as form:
        return tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))


def sent(request: Request, page: Page) -> Response:
    """The page, or the one of its files that the address names."""
    file = request.path_params.get("file")
    if file is None or page.status != 200:
        return HTMLResponse(page.html, page.status)
    if file not in page.tables:
        raise HTTPException(GONE)
    kind = TYPES[file.rpartition(".")[2]]
    return Response(
        page.tables[file], media_type=kind, headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


def in_words(status: int, *lines: str, door: str = "/") -> Response:
    """A refusal in words.

    door : address to go back to
    """
    return HTMLResponse(unanswered(status, lines, door).html, status)
