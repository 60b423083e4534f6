"""The server: which address shows which page."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from importlib import resources

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from reallocate.errors import WorkerError
from reallocate.web import firm_routes, queue_routes
from reallocate.web.guard import LOOPBACK, Guard
from reallocate.web.isolated import Isolated
from reallocate.web.page import Page, place_of
from reallocate.web.queue import MOST_WAITING, Full, Queue
from reallocate.web.send import GONE, in_words, query, quick, sent, workers
from reallocate.web.sessions import Sessions
from reallocate.web.workers import MARKET, QUICK, SOLVE, Busy, Workers

FIRST = resources.files("reallocate.web").joinpath("shipped", "start.html")
"""Start as `scripts/shipped.py` writes it."""
TITLE = "lorry driver"
"""A title in no list, so that reading one is ready."""
BUSY, FAILED = 503, 500
UPLOADS = "uploads"
"""Folder of the files that browsers sent, beside the queue; empty when the server has ended."""


def application(
    queue: Queue,
    hosts: Collection[str] = LOOPBACK,
    token: str = "",
    workers: Callable[[], Workers] = Workers,
) -> Starlette:
    """The server's application.

    queue : of plans that take minutes; files that are sent lie beside it
    hosts, token : as for `Guard`
    workers : makes what runs the pages, when the server starts
    """
    static = resources.files("reallocate.web").joinpath("static")
    charts = resources.files("reallocate.report").joinpath("static")
    routes = [
        Route("/", _start), Route("/files/{file}", _start), Route("/search", _search),
        Route("/job", _jobs), Route("/job/group/{code}", _group),
        Route("/job/{name}", _job),
        Route("/answers", _answers),
        Route("/answers/{name}", _answer), Route("/sources", _sources),
        Route("/economy", _economy), Route("/economy/files/{file}", _economy),
        Route("/job/files/{file}", _jobs), Route("/job/group/{code}/files/{file}", _group),
        Route("/job/{name}/files/{file}", _job), *firm_routes.ROUTES, *queue_routes.ROUTES,
        Route("/answers/files/{file}", _answers), Route("/sources/files/{file}", _sources),
        Mount("/static", StaticFiles(directory=str(static))),
        Mount("/charts", StaticFiles(directory=str(charts))),
    ]  # fmt: skip
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, hosts=hosts, token=token),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={
            HTTPException: _no_page, Busy: _busy, Full: _full, WorkerError: _lost, Exception: _failed
        },
        lifespan=_running,
    )  # fmt: skip
    app.state.make_workers, app.state.queue, app.state.is_shared = workers, queue, bool(token)
    return app


@asynccontextmanager
async def _running(app: Starlette) -> AsyncIterator[None]:
    """Start the processes and let them get ready while the first page is read."""
    workers = app.state.workers = app.state.make_workers()
    queue, isolated = app.state.queue, Isolated()
    sessions = Sessions(queue.folder / UPLOADS)
    app.state.isolated, app.state.sessions = isolated, sessions
    queue.start()
    workers.warm(
        (SOLVE, "firm.example"), (QUICK, "jobs.overview"),
        (QUICK, "job.card", TITLE, ()), (MARKET, "economy.ready"),
    )  # fmt: skip
    try:
        yield
    finally:
        isolated.close()
        workers.close()
        queue.close()
        sessions.close()


async def _start(request: Request) -> Response:
    """The first page ships as it is, so that it is there before anything to compute with is loaded."""
    if "file" in request.path_params:
        return sent(request, await quick(request, "start.page"))
    return sent(request, Page(FIRST.read_text(encoding="utf-8")))


async def _search(request: Request) -> Response:
    return sent(request, await quick(request, "search.page", query(request)))


async def _jobs(request: Request) -> Response:
    title = request.query_params.get("title", "").strip()
    if title:
        return sent(request, await quick(request, "job.card", title, query(request, without="title")))
    return sent(request, await quick(request, "jobs.overview"))


async def _group(request: Request) -> Response:
    return sent(request, await quick(request, "jobs.group", request.path_params["code"]))


async def _job(request: Request) -> Response:
    return sent(request, await quick(request, "job.card", request.path_params["name"], query(request)))


async def _economy(request: Request) -> Response:
    """The page as shipped needs no run; what was moved waits in a line of its own."""
    file, given = request.path_params.get("file"), query(request)
    if file == "strips.json":
        return sent(request, await quick(request, "economy.shipped"))
    if file == "strip.json":
        return sent(request, await workers(request).page(MARKET, "economy.strip", given))
    return sent(request, await workers(request).page(MARKET if given else QUICK, "economy.page", given))


async def _answers(request: Request) -> Response:
    return sent(request, await quick(request, "answers.overview"))


async def _answer(request: Request) -> Response:
    return sent(request, await quick(request, "answers.answer", request.path_params["name"]))


async def _sources(request: Request) -> Response:
    return sent(request, await quick(request, "sources.page", query(request)))


async def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else FAILED
    if isinstance(error, HTTPException) and error.headers and "Location" in error.headers:
        return RedirectResponse(error.headers["Location"], status)
    words = "There is no page at this address." if status == GONE else "This cannot be done at this address."
    return in_words(status, words)


async def _busy(request: Request, error: Exception) -> Response:
    words = "Too many answers are waiting. Nothing was lost: wait a few seconds, then ask again."
    return in_words(BUSY, words)


async def _full(request: Request, error: Exception) -> Response:
    words = f"{MOST_WAITING} plans are waiting already. Cancel one under Queue, or ask again later."
    return in_words(BUSY, words, door="/jobs")


async def _lost(request: Request, error: Exception) -> Response:
    return in_words(FAILED, *(str(error).split("\n")))


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of the program: where it is goes to standard error, what was asked does not."""
    with suppress(OSError):
        print(f"A page failed: {place_of(error)}.", file=sys.stderr)
    return in_words(
        FAILED, "This page failed: a fault of the program, not of your input. Other pages still work."
    )
