"""Addresses under My firm: cut or wait, and the plan from a firm to its first answer."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from reallocate.errors import Problem
from reallocate.web.limits import MOST_BYTES
from reallocate.web.page import Page
from reallocate.web.queue import FINISHED, Queue
from reallocate.web.saved_files import saved_file
from reallocate.web.send import GONE, form_of, in_words, quick, sent, workers
from reallocate.web.sessions import COOKIE, CUT, PLAN, Session
from reallocate.web.workers import QUICK, SOLVE

FIRM, PLANS = "/firm", "/firm/plan"
DRAFT = "draft"
"""Folder of the first answer, in that of the session."""
KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
"""Endings of a roster's file."""
FORBIDDEN = re.compile(r"[^\w .()-]+")
LONGEST_NAME = 80
OWN_FILES = ("review.csv", "faults.csv")
"""Names of what lies beside a roster."""
SEE_OTHER, TOO_LARGE, WRONG_TYPE, NOTHING = 303, 413, 415, 422
PIECE = 1024**2
MOST_FIELDS = 400
"""Of the form with titles to decide."""


def _session(request: Request) -> Session | None:
    found: Session | None = request.app.state.sessions.known(request.cookies.get(COOKIE, ""))
    return found


def _opened(request: Request) -> Session:
    session: Session = request.app.state.sessions.open(request.cookies.get(COOKIE, ""))
    return session


def _queue(request: Request) -> Queue:
    queue: Queue = request.app.state.queue
    return queue


def _to(place: str, session: Session) -> Response:
    """Send the browser on, with its session; what was typed is not in the address."""
    answer = RedirectResponse(place, status_code=SEE_OTHER)
    answer.set_cookie(COOKIE, session.name, httponly=True, samesite="strict", path=FIRM)
    return answer


def _kept(request: Request, session: Session, page: Page) -> Response:
    """Keep the answer to a form and show it; an answer with problems is shown at once."""
    if page.status != 200:
        return sent(request, page)
    session.firm, session.pages[PLAN] = page.firm, page
    return _to(PLANS, session)


async def _firm(request: Request) -> Response:
    session = _session(request)
    kept = None if session is None else session.pages.get(CUT)
    return sent(request, kept or await workers(request).page(SOLVE, "firm.example"))


async def _cut(request: Request) -> Response:
    page = await workers(request).page(SOLVE, "firm.cut_answer", await form_of(request), keep=False)
    if page.status != 200:
        return sent(request, page)
    session = _opened(request)
    session.pages[CUT] = page
    return _to(FIRM, session)


async def _plan(request: Request) -> Response:
    """The plan as far as it is: the three ways in, the file, the promises, or the first answer."""
    session = _session(request)
    kept = None if session is None else session.pages.get(PLAN)
    return sent(request, kept or await _ways_in(request))


async def _ways_in(request: Request) -> Page:
    finished = tuple((job.number, job.title) for job in _queue(request).jobs() if job.state == FINISHED)
    return await quick(request, "plan.ways_in", finished, not request.app.state.is_shared)


async def _industry(request: Request) -> Response:
    """A firm by its industry; what was asked of cut or wait comes along."""
    page = await workers(request).page(QUICK, "plan.from_industry", await form_of(request), keep=False)
    session = _opened(request)
    if page.status == 200:
        session.close_firm()
    return _kept(request, session, page)


async def _folder(request: Request) -> Response:
    """A plan that was saved: one of this server, one that ships, or a folder of this computer."""
    form = dict(await form_of(request))
    number = form.get("number", "")
    if number.isdecimal() and _queue(request).result(int(number)).is_dir():
        return RedirectResponse(f"/jobs/{int(number)}", status_code=SEE_OTHER)
    if request.app.state.is_shared:
        return in_words(NOTHING, "A folder is opened only from this computer's own browser.", door=PLANS)
    session = _opened(request)
    session.close_firm()
    folder = str(session.open_folder() / DRAFT)
    page = await workers(request).page(SOLVE, "plan.from_folder", form.get("folder", ""), folder, keep=False)
    return _kept(request, session, page)


async def _file(request: Request) -> Response:
    """A roster, kept in the session's folder and read apart from everything else."""
    async with request.form(max_files=1, max_fields=4) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile) or not upload.filename:
            return in_words(NOTHING, "No file was chosen. Choose a table of people or positions.", door=PLANS)
        name = _name(upload.filename)
        if Path(name).suffix.lower() not in KINDS:
            return in_words(WRONG_TYPE, str(_wrong_type(name)), door=PLANS)
        if (upload.size or 0) > MOST_BYTES:
            return in_words(TOO_LARGE, f"{name}: the file has more than {_megabytes()}.", door=PLANS)
        session = _opened(request)
        session.close_firm()
        await _written(upload, session.open_folder() / name)
    return await _read(request, session, "roster.check", {"file": name})


async def _columns(request: Request) -> Response:
    session = _with_firm(request)
    return await _read(request, session, "roster.columns", session.firm["given"], await form_of(request, 64))


async def _titles(request: Request) -> Response:
    session = _with_firm(request)
    form = await form_of(request, MOST_FIELDS)
    return await _read(request, session, "roster.titles", session.firm["given"], form)


async def _read(request: Request, session: Session, page: str, given: Any, *form: Any) -> Response:
    folder = str(session.folder)
    made = await request.app.state.isolated.page(given["file"], page, folder, dict(given), *form)
    if made.firm:
        session.firm = made.firm
    return _kept(request, session, made)


async def _promises(request: Request) -> Response:
    """From a roster that can be planned, or back from an answer, to the promises."""
    session = _with_firm(request)
    page = await workers(request).page(QUICK, "plan.promises", dict(session.firm), keep=False)
    return _kept(request, session, page)


async def _draft(request: Request) -> Response:
    """The first answer."""
    session = _with_firm(request)
    form, folder = await form_of(request, 40), str(session.open_folder())
    page = await workers(request).page(SOLVE, "plan.draft", dict(session.firm), folder, form, keep=False)
    return _kept(request, session, page)


async def _everything(request: Request) -> Response:
    """Put the plan of the first answer in line."""
    session = _with_firm(request)
    draft = session.folder / DRAFT
    if not draft.is_dir():
        return in_words(NOTHING, "There is no first answer yet. Compute the draft first.", door=PLANS)
    title = str(session.firm.get("title", ""))
    number = await asyncio.to_thread(_queue(request).submit, title, draft)
    return RedirectResponse(f"/jobs/{number}", status_code=SEE_OTHER)


async def _close(request: Request) -> Response:
    """Forget the firm and delete its files."""
    session = _session(request)
    if session is not None:
        session.close_firm()
    return RedirectResponse(PLANS, status_code=SEE_OTHER)


async def _files(request: Request) -> Response:
    """A file of the first answer, or of the page that is open."""
    session = _session(request)
    if session is None or PLAN not in session.pages:
        raise HTTPException(GONE)
    if request.path_params["file"] in session.pages[PLAN].tables:
        return sent(request, session.pages[PLAN])
    return await saved_file(session.folder / DRAFT, request.path_params["file"])


def _with_firm(request: Request) -> Session:
    """The session that has a firm; what came without one is sent to the beginning."""
    session = _session(request)
    if session is None or not session.firm:
        raise HTTPException(SEE_OTHER, headers={"Location": PLANS})
    return session


def _name(given: str) -> str:
    """A file's name as it may be written on any disk."""
    plain = FORBIDDEN.sub("_", given.replace("\\", "/").rpartition("/")[2]).strip(" .")
    path = Path(plain or "file")
    name = f"{path.stem[:LONGEST_NAME]}{path.suffix[:12]}"
    return f"roster-{name}" if name.casefold() in OWN_FILES else name


async def _written(upload: UploadFile, place: Path) -> None:
    """Write what was sent into a file for the owner of the server alone."""
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        while piece := await upload.read(PIECE):
            await asyncio.to_thread(file.write, piece)


def _wrong_type(name: str) -> Problem:
    return Problem(
        "this is no table of people or positions", name, f"Send a file that ends in {', '.join(KINDS)}."
    )


def _megabytes() -> str:
    return f"{MOST_BYTES // 1024**2} MB"


ROUTES = [
    Route("/firm", _firm), Route("/firm", _cut, methods=["POST"]), Route("/firm/files/{file}", _firm),
    Route("/firm/plan", _plan), Route("/firm/plan/files/{file}", _files),
    *(
        Route(f"/firm/plan/{name}", answer, methods=["POST"])
        for name, answer in (
            ("industry", _industry), ("folder", _folder), ("file", _file), ("columns", _columns),
            ("titles", _titles), ("promises", _promises), ("draft", _draft), ("everything", _everything),
            ("close", _close),
        )
    ),
]  # fmt: skip
