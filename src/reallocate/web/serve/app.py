"""The server: which address shows which page."""

from __future__ import annotations

import errno
import sys
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from reallocate.api.spelling import in_python
from reallocate.kernel.errors import ReallocateError, UnknownName, WorkerError
from reallocate.web.guard import LOOPBACK, Guard
from reallocate.web.page import GONE, MARKET, NOT_FOUND, QUICK, SOLVE, WRONG_INPUT, Page, place_of
from reallocate.web.pages import PLAIN
from reallocate.web.serve import firm_routes, queue_routes, roster_routes, sheet_routes
from reallocate.web.serve.queue import MOST_WAITING as MOST_PLANS
from reallocate.web.serve.queue import Full, Queue
from reallocate.web.serve.workers import Isolated, Workers, in_words, query, quick, sent, workers
from reallocate.web.sessions import MOST, Crowded, Sessions
from reallocate.web.waiting import MOST_WAITING, Busy, Held, with_waiting

_FIRST = resources.files("reallocate.web").joinpath("shipped", "start.html")
"""Start as `scripts/shipped.py` writes it."""
_TITLE = "lorry driver"
"""A title in no list, so that reading one is ready."""
_TOO_MANY, _BUSY, _NO_SPACE, _FAILED = 429, 503, 507, 500
_DISK_IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_UPLOADS = "uploads"
"""Folder of the files that browsers sent, beside the queue; empty when the server has ended."""


def application(
    queue: Queue,
    token: str,
    hosts: Collection[str] = LOOPBACK,
    folders: Iterable[Path] = (),
    workers: Callable[[], Workers] = Workers,
) -> Starlette:
    """The server's application.

    queue : of plans that take minutes; files that are sent lie beside it
    token, hosts : as for `Guard`; where any name is answered, no folder is opened
    folders : that the pages open saved plans and scenarios from, besides that of the queue
    workers : makes what runs the pages, when the server starts
    Raises `InputError` where the folder of what is sent cannot be used.
    """
    static = resources.files("reallocate.web").joinpath("static")
    charts = resources.files("reallocate.render").joinpath("static")
    routes = [
        Route("/", _start), Route("/files/{file}", _start),
        Route("/job", _jobs), Route("/job/files/{file}", _jobs), *_plain(),
        Route("/job/{name}", _job), Route("/job/{name}/files/{file}", _job),
        Route("/economy", _economy), Route("/economy/files/{file}", _economy),
        *firm_routes.ROUTES, *roster_routes.ROUTES, *sheet_routes.ROUTES, *queue_routes.ROUTES,
        Route("/firm/{code}", firm_routes.of_industry),
        Mount("/static", StaticFiles(directory=str(static))),
        Mount("/charts", StaticFiles(directory=str(charts))),
    ]  # fmt: skip
    app = Starlette(
        routes=with_waiting(routes),
        middleware=[
            Middleware(Guard, token=token, hosts=hosts),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={
            HTTPException: _no_page, Busy: _busy, Full: _full, Crowded: _crowded, WorkerError: _lost,
            ReallocateError: _refused, ClientDisconnect: _ended, Exception: _failed,
        },
        lifespan=_running,
    )  # fmt: skip
    app.state.make_workers, app.state.queue, app.state.held = workers, queue, Held()
    app.state.sheets = set[object]()
    app.state.sessions = Sessions(queue.folder / _UPLOADS)
    app.state.folders = tuple(str(one.resolve()) for one in (queue.folder, *folders)) if hosts else ()
    return app


@asynccontextmanager
async def _running(app: Starlette) -> AsyncIterator[None]:
    """Start the processes and let them get ready while the first page is read."""
    workers = app.state.workers = app.state.make_workers()
    queue, isolated = app.state.queue, Isolated()
    app.state.isolated = isolated
    queue.start()
    workers.warm(
        (SOLVE, "firm.example"), (QUICK, "jobs.overview"), (QUICK, "job.card", _TITLE, ())
    )
    try:
        yield
    finally:
        isolated.close()
        workers.close()
        queue.close()
        app.state.sessions.close()


def _plain() -> Iterator[Route]:
    """The addresses of pages that rest on their address alone, and of their files."""
    for address, (page, reads_query) in PLAIN.items():

        async def shown(request: Request, page: str = page, reads_query: bool = reads_query) -> Response:
            given: list[Any] = [value for name, value in request.path_params.items() if name != "file"]
            given += [query(request)] if reads_query else []
            return sent(request, await quick(request, page, *given))

        yield Route(address, shown)
        yield Route(f"{address}/files/{{file}}", shown)


async def _start(request: Request) -> Response:
    """The first page ships as it is, so that it is there before anything to compute with is loaded."""
    if "file" in request.path_params:
        return sent(request, await quick(request, "start.page"))
    return sent(request, Page(_FIRST.read_text(encoding="utf-8")))


async def _jobs(request: Request) -> Response:
    title = request.query_params.get("title", "").strip()
    if title:
        return sent(request, await quick(request, "job.card", title, query(request, without="title")))
    return sent(request, await quick(request, "jobs.overview"))


async def _job(request: Request) -> Response:
    name, file = request.path_params["name"], request.path_params.get("file")
    if file is None:
        return sent(request, await quick(request, "job.card", name, query(request)))
    return sent(request, await quick(request, "job.file", name, query(request), file))


async def _economy(request: Request) -> Response:
    """The page as shipped needs no run; what was moved waits in a line of its own."""
    file, given = request.path_params.get("file"), query(request)
    if file == "strips.json":
        return sent(request, await quick(request, "economy.shipped"))
    if file == "strip.json":
        return sent(request, await workers(request).page(MARKET, "economy.strip", given))
    if given:
        return sent(request, await workers(request).page(MARKET, "economy.page", given))
    # Who reads the page moves something soon; whose process is not needed until then holds no memory.
    workers(request).warm((MARKET, "economy.ready"))
    return sent(request, await workers(request).page(QUICK, "economy.page", given))


async def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else _FAILED
    if isinstance(error, HTTPException) and error.headers and "Location" in error.headers:
        return RedirectResponse(error.headers["Location"], status)
    words = "There is no page at this address." if status == GONE else "This cannot be done at this address."
    return in_words(status, words)


async def _busy(request: Request, error: Exception) -> Response:
    words = f"{MOST_WAITING} answers wait for you already. Nothing was lost: ask again in a few seconds."
    return in_words(_TOO_MANY, words)


async def _crowded(request: Request, error: Exception) -> Response:
    words = f"{MOST} readers have a firm open, which is as many as this server keeps. Ask again in an hour."
    return in_words(_BUSY, words)


async def _full(request: Request, error: Exception) -> Response:
    words = f"{MOST_PLANS} plans are waiting already. Cancel one under Queue, or ask again later."
    return in_words(_BUSY, words, door="/jobs")


async def _lost(request: Request, error: Exception) -> Response:
    return in_words(_FAILED, *(str(error).split("\n")))


async def _refused(request: Request, error: Exception) -> Response:
    """An error of ours, wherever it was raised."""
    problems = error.problems if isinstance(error, ReallocateError) else ()
    status = NOT_FOUND if isinstance(error, UnknownName) else WRONG_INPUT
    return in_words(status, *(in_python(str(one)) for one in problems))


async def _ended(request: Request, error: Exception) -> Response:
    """Nobody reads this: the browser ended before it had sent everything."""
    return Response(status_code=WRONG_INPUT)


async def _failed(request: Request, error: Exception) -> Response:
    """A full disk, or a fault of the program: its place goes to standard error, what was asked does not."""
    if isinstance(error, OSError) and error.errno in _DISK_IS_FULL:
        return in_words(_NO_SPACE, "The disk of the server is full. Free some space, then try again.")
    with suppress(OSError):
        print(f"A page failed: {place_of(error)}.", file=sys.stderr)
    return in_words(
        _FAILED, "This page failed: a fault of the program, not of your input. Other pages still work."
    )
