"""The server: which address shows which page."""

from __future__ import annotations

import sys
import traceback
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from reallocate.errors import WorkerError
from reallocate.web.guard import LOOPBACK, Guard
from reallocate.web.page import Page, filled
from reallocate.web.sessions import COOKIE, Sessions
from reallocate.web.workers import MARKET, QUICK, SOLVE, Busy, Workers

TITLE = "lorry driver"
"""A title in no list, so that reading one is ready."""
BUSY, FAILED, GONE = 503, 500, 404
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
"""Of the files that a page offers, by ending."""


def application(
    hosts: Collection[str] = LOOPBACK, token: str = "", workers: Callable[[], Workers] = Workers
) -> Starlette:
    """The server's application.

    hosts, token : as for `Guard`
    workers : makes what runs the pages, when the server starts
    """
    static = resources.files("reallocate.web").joinpath("static")
    charts = resources.files("reallocate.report").joinpath("static")
    routes = [
        Route("/", _start), Route("/job", _jobs), Route("/job/group/{code}", _group),
        Route("/job/{name}", _job),
        Route("/firm", _firm), Route("/firm", _cut, methods=["POST"]), Route("/answers", _answers),
        Route("/answers/{name}", _answer), Route("/sources", _sources),
        Route("/economy", _economy), Route("/economy/files/{file}", _economy),
        Route("/job/files/{file}", _jobs), Route("/job/group/{code}/files/{file}", _group),
        Route("/job/{name}/files/{file}", _job), Route("/firm/files/{file}", _firm),
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
        exception_handlers={HTTPException: _no_page, Busy: _busy, WorkerError: _lost, Exception: _failed},
        lifespan=_running,
    )
    app.state.make_workers = workers
    return app


@asynccontextmanager
async def _running(app: Starlette) -> AsyncIterator[None]:
    """Start the processes and let them get ready while the first page is read."""
    workers = app.state.workers = app.state.make_workers()
    app.state.sessions = Sessions()
    workers.warm(
        (QUICK, "start.page"), (SOLVE, "firm.example"), (QUICK, "jobs.overview"),
        (QUICK, "job.card", TITLE, ()), (MARKET, "economy.ready"),
    )  # fmt: skip
    try:
        yield
    finally:
        workers.close()


async def _start(request: Request) -> Response:
    return _sent(request, await _quick(request, "start.page"))


async def _jobs(request: Request) -> Response:
    title = request.query_params.get("title", "").strip()
    if title:
        return _sent(request, await _quick(request, "job.card", title, _query(request, without="title")))
    return _sent(request, await _quick(request, "jobs.overview"))


async def _group(request: Request) -> Response:
    return _sent(request, await _quick(request, "jobs.group", request.path_params["code"]))


async def _job(request: Request) -> Response:
    return _sent(request, await _quick(request, "job.card", request.path_params["name"], _query(request)))


async def _firm(request: Request) -> Response:
    kept = request.app.state.sessions.last(request.cookies.get(COOKIE, ""))
    return _sent(request, kept or await _workers(request).page(SOLVE, "firm.example"))


async def _cut(request: Request) -> Response:
    """Answer a form: the answer is kept for this browser, and shown at an address that says nothing of it."""
    async with request.form(max_files=0, max_fields=16) as form:
        given = tuple((name, value) for name, value in form.items() if isinstance(value, str))
    page = await _workers(request).page(SOLVE, "firm.asked", given, keep=False)
    if page.status != 200:
        return _sent(request, page)
    answer = RedirectResponse("/firm", status_code=303)
    name = request.app.state.sessions.keep(request.cookies.get(COOKIE, ""), page)
    answer.set_cookie(COOKIE, name, httponly=True, samesite="strict", path="/firm")
    return answer


async def _economy(request: Request) -> Response:
    """The page as shipped needs no run; what was moved waits in a line of its own."""
    file, query = request.path_params.get("file"), _query(request)
    if file == "strips.json":
        return _sent(request, await _quick(request, "economy.shipped"))
    if file == "strip.json":
        return _sent(request, await _workers(request).page(MARKET, "economy.strip", query))
    return _sent(request, await _workers(request).page(MARKET if query else QUICK, "economy.page", query))


async def _answers(request: Request) -> Response:
    return _sent(request, await _quick(request, "answers.overview"))


async def _answer(request: Request) -> Response:
    return _sent(request, await _quick(request, "answers.answer", request.path_params["name"]))


async def _sources(request: Request) -> Response:
    return _sent(request, await _quick(request, "sources.page", _query(request)))


def _workers(request: Request) -> Workers:
    workers: Workers = request.app.state.workers
    return workers


async def _quick(request: Request, page: str, *arguments: Any) -> Page:
    return await _workers(request).page(QUICK, page, *arguments)


def _query(request: Request, without: str = "") -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in request.query_params.items() if name != without))


def _sent(request: Request, page: Page) -> Response:
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


async def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else FAILED
    words = "There is no page at this address." if status == GONE else "This cannot be done at this address."
    return _words(status, words)


async def _busy(request: Request, error: Exception) -> Response:
    words = "Too many answers are waiting. Nothing was lost: wait a few seconds, then ask again."
    return _words(BUSY, words)


async def _lost(request: Request, error: Exception) -> Response:
    return _words(FAILED, *(str(error).split("\n")))


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of the program: where it is goes to standard error, what was asked does not."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    with suppress(OSError):
        print(f"A page failed: {type(error).__name__} in {frame.name}, line {frame.lineno}.", file=sys.stderr)
    return _words(
        FAILED, "This page failed: a fault of the program, not of your input. Other pages still work."
    )


def _words(status: int, *lines: str) -> Response:
    return HTMLResponse(filled("refused.html.jinja", "/", status, problems=lines).html, status)
