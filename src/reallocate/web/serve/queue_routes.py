"""Plans in the queue, and files of finished ones, as pages and downloads."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from datetime import datetime
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from reallocate.web.files import archive
from reallocate.web.page import FIRST, GONE, MADE, SOLVE, filled, fragment
from reallocate.web.serve.queue import FINISHED, Job, Queue
from reallocate.web.serve.workers import TYPES, sent, workers

_ZIP, _COPY = "plan.zip", "copy.zip"
_FILES = {
    "report.html": "page.html", "workbook.xlsx": "workbook.xlsx",
    "workbook-more.xlsx": "workbook-more.xlsx", "result.json": "output.json",
}  # fmt: skip
"""Files that are offered -> their names in the folder of a result."""
_BYTES = "application/octet-stream"


_LONGEST_TITLE = 60
"""Characters of a firm's name in the name of a file."""


async def saved_file(request: Request, folder: Path, name: str, title: str = "") -> Response:
    """A file of a saved result, all of them as one archive, or one made now; 404 where there is none.

    folder : as `reallocate open` takes it
    title : of the result, with which the name of what is offered begins
    """
    called = _called(title, name)
    if name in MADE and folder.is_dir():
        page = await workers(request).page(SOLVE, "planned.made", str(folder), name, keep=False)
        return offered(called, page.content)
    if name == _COPY and folder.is_dir():
        page = await workers(request).page(SOLVE, "planned.copy", str(folder), keep=False)
        return offered(called, page.content)
    if name == _ZIP:
        return offered(called, await asyncio.to_thread(_archive, folder))
    return await as_file(folder / _FILES[name], called) if name in _FILES else offered(called, None)


def _called(title: str, name: str) -> str:
    """The name of a file with that of the firm before it, in signs that every header and disk takes."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:_LONGEST_TITLE].strip("-")
    return f"{words}-{name}" if words else name


async def as_file(file: Path, name: str = "") -> Response:
    """A file as a download; 404 where there is none.

    name : under which it is offered; its own by default
    """
    return offered(name or file.name, await asyncio.to_thread(_content, file))


def offered(name: str, content: bytes | None) -> Response:
    """A content as a download; 404 where there is none.

    name : under which it is offered
    """
    if content is None:
        raise HTTPException(GONE)
    kind = TYPES.get(name.rpartition(".")[2], _BYTES)
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _archive(folder: Path) -> bytes | None:
    return archive(folder, "plan") if folder.is_dir() else None


_DOOR = "/jobs"
_SEE_OTHER, _NOTHING_YET = 303, 204
_GIVEN = ("scenario.toml", "decisions.csv", "headcounts.csv")
"""Files that the page of a finished plan makes."""


def _queue(request: Request) -> Queue:
    queue: Queue = request.app.state.queue
    return queue


def job_of(request: Request) -> Job:
    """The plan of the queue that an address names; 404 where there is none."""
    number = request.path_params["number"]
    job = _queue(request).job(int(number)) if number.isdecimal() and len(number) < 10 else None
    if job is None:
        raise HTTPException(GONE)
    return job


async def _list(request: Request) -> Response:
    return sent(request, filled("queue.html.jinja", _DOOR, jobs=_queue(request).jobs(), when=_when))


async def _corner(request: Request) -> Response:
    """The corner of every page: how far the plan is that runs, and how many wait."""
    busy = [job for job in _queue(request).jobs() if job.is_open]
    return HTMLResponse(fragment("corner.html.jinja", busy=busy))


async def _one(request: Request) -> Response:
    """A plan in line or under way; the result of one that is finished."""
    job = job_of(request)
    if job.state != FINISHED:
        first = await asyncio.to_thread(_first_answer, request, job)
        return sent(request, filled("queued.html.jinja", _DOOR, job=job, when=_when, first=first))
    if request.headers.get("hx-request"):
        return Response(headers={"HX-Refresh": "true"})
    folder = str(_queue(request).result(job.number))
    page = await workers(request).page(SOLVE, "planned.saved", folder, job.number, job.title)
    return sent(request, page)


async def _first(request: Request) -> Response:
    """The sections of the first answer; nothing while they are not there."""
    sections = await asyncio.to_thread(_first_answer, request, job_of(request))
    return HTMLResponse(sections) if sections else Response(status_code=_NOTHING_YET)


def _first_answer(request: Request, job: Job) -> str:
    """The first answer of a plan whose rest is being computed, as HTML; "" where it is not there."""
    place = _queue(request).place(job.number) / FIRST
    return place.read_text(encoding="utf-8") if job.is_open and place.is_file() else ""


async def _file(request: Request) -> Response:
    job, name = job_of(request), request.path_params["file"]
    if job.state == FINISHED and name in _GIVEN:
        folder = str(_queue(request).result(job.number))
        return sent(
            request, await workers(request).page(SOLVE, "planned.saved", folder, job.number, job.title)
        )
    return await saved_file(request, _queue(request).result(job.number), name, job.title)


async def _cancel(request: Request) -> Response:
    job = job_of(request)
    await asyncio.to_thread(_queue(request).cancel, job.number)
    return RedirectResponse(f"{_DOOR}/{job.number}", status_code=_SEE_OTHER)


async def _forget(request: Request) -> Response:
    await asyncio.to_thread(_queue(request).forget, job_of(request).number)
    return RedirectResponse(_DOOR, status_code=_SEE_OTHER)


def _when(seconds: float | None) -> str:
    """A time of day with its date, of this computer's clock."""
    return "" if seconds is None else f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"


ROUTES = [
    Route(_DOOR, _list), Route(f"{_DOOR}/corner", _corner), Route(f"{_DOOR}/{{number}}", _one),
    Route(f"{_DOOR}/{{number}}/first", _first), Route(f"{_DOOR}/{{number}}/files/{{file}}", _file),
    Route(f"{_DOOR}/{{number}}/cancel", _cancel, methods=["POST"]),
    Route(f"{_DOOR}/{{number}}/forget", _forget, methods=["POST"]),
]  # fmt: skip
