"""Addresses of sheets: of a cut, of a first answer, and of a plan of the queue."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from reallocate.render.readers import SHEETS
from reallocate.web.files import PLANS
from reallocate.web.page import GONE, QUICK, SOLVE
from reallocate.web.serve.firm_routes import FIRM_FIELDS, opened, session_of, to, with_draft
from reallocate.web.serve.queue import FINISHED
from reallocate.web.serve.queue_routes import job_of
from reallocate.web.serve.workers import form_of, sent, workers
from reallocate.web.sessions import DRAFT

_CUT = "/firm/sheet"
_SEE_OTHER = 303
_READER = "reader"
"""Field of the form of a cut that says who reads the sheet."""
_Asked = tuple[str, ...] | tuple[Any, ...]


async def _ask_of_cut(request: Request) -> Response:
    """Take the form of a cut, and show the sheet or that it is being made."""
    form = await form_of(request, FIRM_FIELDS)
    reader = dict(form).get(_READER, "council")
    if reader not in SHEETS:
        raise HTTPException(GONE)
    session = opened(request)
    session.sheet = tuple((name, value) for name, value in form if name not in (_READER, "whole"))
    return to(request, f"{_CUT}/{reader}", session)


async def _of_cut(request: Request) -> Response:
    session = session_of(request)
    if session is None or not session.sheet:
        return RedirectResponse("/firm", status_code=_SEE_OTHER)
    return await _sheet(request, "sheet.of_cut", (session.sheet, _reader(request)), "/firm")


async def _of_first_answer(request: Request) -> Response:
    """Of the first answer or the whole plan of this browser."""
    _, step = with_draft(request)
    assert step.folder is not None
    asked = str(step.folder / DRAFT), _reader(request), PLANS
    return await _sheet(request, "sheet.of_folder", asked, PLANS)


async def _of_job(request: Request) -> Response:
    """Of a finished plan of the queue; of one that is not, its page."""
    job = job_of(request)
    back = f"/jobs/{job.number}"
    if job.state != FINISHED:
        return RedirectResponse(back, status_code=_SEE_OTHER)
    folder = request.app.state.queue.result(job.number)
    return await _sheet(request, "sheet.of_folder", (str(folder), _reader(request), back), back)


def _reader(request: Request) -> str:
    reader: str = request.path_params["reader"]
    if reader not in SHEETS:
        raise HTTPException(GONE)
    return reader


async def _sheet(request: Request, page: str, asked: _Asked, back: str) -> Response:
    """A sheet that was made; else that it is being made, whose form comes back here as a POST.

    page : that makes it
    asked : its arguments
    back : address of the page that it belongs to
    """
    made: set[Any] = request.app.state.sheets
    address = request.url.path
    if request.method == "GET" and (page, asked) not in made:
        return sent(
            request, await workers(request).page(QUICK, "sheet.waiting", _reader(request), address, back)
        )
    found = await workers(request).page(SOLVE, page, *asked)
    if found.status != 200:
        return sent(request, found)
    made.add((page, asked))
    if request.method == "GET":
        return sent(request, found)
    if request.headers.get("hx-request"):
        return Response(headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=_SEE_OTHER)


_BOTH = ["GET", "POST"]
ROUTES = [
    Route(_CUT, _ask_of_cut, methods=["POST"]),
    Route(f"{_CUT}/{{reader}}", _of_cut, methods=_BOTH),
    Route("/firm/plan/sheet/{reader}", _of_first_answer, methods=_BOTH),
    Route("/jobs/{number}/sheet/{reader}", _of_job, methods=_BOTH),
]
