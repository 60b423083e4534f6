"""Addresses of the queue: what waits and runs, and each plan in it."""

from __future__ import annotations

import asyncio
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from reallocate.web.page import filled, fragment
from reallocate.web.queue import FINISHED, Job, Queue
from reallocate.web.saved_files import saved_file
from reallocate.web.send import GONE, sent, workers
from reallocate.web.workers import SOLVE

DOOR = "/jobs"
SEE_OTHER = 303


def _queue(request: Request) -> Queue:
    queue: Queue = request.app.state.queue
    return queue


def _job(request: Request) -> Job:
    number = request.path_params["number"]
    job = _queue(request).job(int(number)) if number.isdecimal() and len(number) < 10 else None
    if job is None:
        raise HTTPException(GONE)
    return job


async def _list(request: Request) -> Response:
    return sent(request, filled("queue.html.jinja", DOOR, jobs=_queue(request).jobs(), when=_when))


async def _corner(request: Request) -> Response:
    """The corner of every page: how far the plan is that runs, and how many wait."""
    busy = [job for job in _queue(request).jobs() if job.is_open]
    return HTMLResponse(fragment("corner.html.jinja", busy=busy))


async def _one(request: Request) -> Response:
    """A plan in line or under way; the result of one that is finished."""
    job = _job(request)
    if job.state != FINISHED:
        return sent(request, filled("queued.html.jinja", DOOR, job=job, when=_when))
    if request.headers.get("hx-request"):
        return Response(headers={"HX-Refresh": "true"})
    folder = str(_queue(request).result(job.number))
    page = await workers(request).page(SOLVE, "plan.saved", folder, job.number, job.title)
    return sent(request, page)


async def _file(request: Request) -> Response:
    return await saved_file(_queue(request).result(_job(request).number), request.path_params["file"])


async def _cancel(request: Request) -> Response:
    job = _job(request)
    await asyncio.to_thread(_queue(request).cancel, job.number)
    return RedirectResponse(f"{DOOR}/{job.number}", status_code=SEE_OTHER)


async def _forget(request: Request) -> Response:
    await asyncio.to_thread(_queue(request).forget, _job(request).number)
    return RedirectResponse(DOOR, status_code=SEE_OTHER)


def _when(seconds: float | None) -> str:
    """A time of day with its date, of this computer's clock."""
    return "" if seconds is None else f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"


ROUTES = [
    Route(DOOR, _list), Route(f"{DOOR}/corner", _corner), Route(f"{DOOR}/{{number}}", _one),
    Route(f"{DOOR}/{{number}}/files/{{file}}", _file),
    Route(f"{DOOR}/{{number}}/cancel", _cancel, methods=["POST"]),
    Route(f"{DOOR}/{{number}}/forget", _forget, methods=["POST"]),
]  # fmt: skip
