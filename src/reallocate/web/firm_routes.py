"""Addresses under My firm: cut or wait, and the plan from a firm to its first answer."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from reallocate.errors import Problem
from reallocate.web.limits import MOST_BYTES
from reallocate.web.page import Page, fragment
from reallocate.web.queue import FINISHED, Queue
from reallocate.web.saved_files import as_file, saved_file
from reallocate.web.send import GONE, form_of, in_words, quick, sent, workers
from reallocate.web.sessions import COOKIE, DRAFT, PINNED, History, Session, Step
from reallocate.web.workers import QUICK, SOLVE

FIRM, PLANS = "/firm", "/firm/plan"
STEPS = "<!-- steps -->"
"""Where a page shows what can be undone: known only when it is sent."""
KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
"""Endings of a roster's file."""
FORBIDDEN = re.compile(r"[^\w .()-]+")
LONGEST_NAME = 80
OWN_FILES, OWN_START = ("review.csv", "faults.csv", "own.csv"), "mended-"
"""Names of what lies beside a roster."""
SEE_OTHER, TOO_LARGE, WRONG_TYPE, NOTHING = 303, 413, 415, 422
PIECE = 1024**2
NO_INDUSTRY = ("", "unknown")
"""What is written where a firm's industry is not known."""
MOST_FIELDS = 400
"""Of the form with titles to decide."""
FIRM_FIELDS = 80
"""Most fields of a form about the firm, its own figures included."""


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


def _kept(request: Request, session: Session, page: Page, folder: Path | None = None) -> Response:
    """Keep the answer to a form as the next step and show it; a refusal is shown and leaves no step.

    folder : of the step's files
    """
    is_step = page.status == 200 or (bool(page.firm) and not session.plan.steps)
    if is_step:
        session.keep(page, folder)
    elif folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    return _to(PLANS, session) if page.status == 200 else _shown(request, page, session, session.plan, PLANS)


def _shown(
    request: Request, page: Page, session: Session | None, history: History | None, place: str
) -> Response:
    """A page with what can be undone, and what it can be compared with."""
    steps = fragment(
        "steps.html.jinja", place=place, history=history, pinned=session.pinned if session else "",
        is_plan=place == PLANS,
    )  # fmt: skip
    return sent(request, replace(page, html=page.html.replace(STEPS, steps)))


async def _firm(request: Request) -> Response:
    session = _session(request)
    step = None if session is None else session.cut.now
    page = step.page if step else await workers(request).page(SOLVE, "firm.example")
    return _shown(request, page, session, session.cut if session else None, FIRM)


async def _cut(request: Request) -> Response:
    form = await form_of(request, FIRM_FIELDS)
    page = await workers(request).page(SOLVE, "firm.cut_answer", form, keep=False)
    if page.status != 200:
        return sent(request, page)
    session = _opened(request)
    session.cut.add(Step(page))
    return _to(FIRM, session)


async def _plan(request: Request) -> Response:
    """The plan as far as it is: the three ways in, the file, the promises, or the first answer."""
    session = _session(request)
    step = None if session is None else session.plan.now
    page = step.page if step else await _ways_in(request)
    return _shown(request, page, session, session.plan if session else None, PLANS)


async def _move(request: Request) -> Response:
    """Undo the last step of an input, or do it again."""
    session = _session(request)
    parts = request.url.path.rsplit("/", 1)
    if session is not None:
        history = session.plan if parts[0] == PLANS else session.cut
        history.move(-1 if parts[1] == "undo" else 1)
    return RedirectResponse(parts[0], status_code=SEE_OTHER)


async def _ways_in(request: Request) -> Page:
    finished = tuple((job.number, job.title) for job in _queue(request).jobs() if job.state == FINISHED)
    return await quick(request, "plan.ways_in", finished, not request.app.state.is_shared)


async def _industry(request: Request) -> Response:
    """A firm by its industry; what was asked of cut or wait comes along."""
    form = await form_of(request, FIRM_FIELDS)
    page = await workers(request).page(QUICK, "plan.from_industry", form, keep=False)
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
    folder, named = session.new_folder(), form.get("folder", "")
    page = await workers(request).page(SOLVE, "plan.from_folder", named, str(folder / DRAFT), keep=False)
    return _kept(request, session, page, folder)


async def _file(request: Request) -> Response:
    """A roster, kept in the session's folder and read apart from everything else."""
    async with request.form(max_files=1, max_fields=4) as form:
        refusal, name = _refusal(form.get("file"), "a table of people or positions")
        if refusal is not None:
            return refusal
        session = _opened(request)
        session.close_firm()
        folder = session.new_folder()
        await _written(form["file"], folder / name)
        industry = str(form.get("industry", "")).strip()
    given = {"file": name} if industry.casefold() in NO_INDUSTRY else {"file": name, "industry": industry}
    return await _read(request, session, folder, "roster.check", given)


async def _columns(request: Request) -> Response:
    return await _read_again(request, "roster.columns", 64)


async def _titles(request: Request) -> Response:
    return await _read_again(request, "roster.titles", MOST_FIELDS)


async def _mend(request: Request) -> Response:
    """Faulty cells as they were mended in the page."""
    return await _read_again(request, "roster.mend", MOST_FIELDS)


async def _read_again(request: Request, page: str, most: int) -> Response:
    session, step = _with_firm(request)
    form = await form_of(request, most)
    if "file" not in step.firm["given"]:
        raise HTTPException(SEE_OTHER, headers={"Location": PLANS})
    return await _read(request, session, session.new_folder(), page, step.firm["given"], form)


async def _read(
    request: Request, session: Session, folder: Path, page: str, given: Any, *form: Any
) -> Response:
    made = await request.app.state.isolated.page(given["file"], page, str(folder), dict(given), *form)
    return _kept(request, session, made, folder)


async def _promises(request: Request) -> Response:
    """From a roster that can be planned, or back from an answer, to the promises."""
    session, step = _with_firm(request)
    page = await workers(request).page(QUICK, "promises.promises", dict(step.firm), keep=False)
    return _kept(request, session, page, session.new_folder())


async def _draft(request: Request) -> Response:
    """The first answer."""
    session, step = _with_firm(request)
    form, folder = await form_of(request, FIRM_FIELDS), session.new_folder()
    page = await workers(request).page(SOLVE, "plan.draft", dict(step.firm), str(folder), form, keep=False)
    return _kept(request, session, page, folder)


async def _own(request: Request) -> Response:
    """An own plan, read apart from everything else, priced beside the best plan."""
    session, step = _with_firm(request)
    if not step.firm.get("given"):
        return in_words(
            NOTHING, "A plan that was opened from a folder has no firm to price another plan for.", door=PLANS
        )
    async with request.form(max_files=1, max_fields=4) as form:
        refusal, name = _refusal(form.get("given"), "a table of decisions")
        if refusal is not None:
            return refusal
        folder = session.new_folder()
        sent_as = f"sent{Path(name).suffix.lower()}"
        await _written(form["given"], folder / sent_as)
    page = await request.app.state.isolated.page(name, "plan.own_table", str(folder), sent_as)
    (folder / sent_as).unlink(missing_ok=True)
    if page.status == 200:
        page = await workers(request).page(SOLVE, "plan.with_own", dict(step.firm), str(folder), keep=False)
    return _kept(request, session, page, folder)


async def _everything(request: Request) -> Response:
    """Put the plan of the first answer in line."""
    _, step = _with_draft(request)
    title = str(step.firm.get("title", ""))
    number = await asyncio.to_thread(_queue(request).submit, title, _folder_of(step) / DRAFT)
    return RedirectResponse(f"/jobs/{number}", status_code=SEE_OTHER)


async def _pin(request: Request) -> Response:
    """Keep the first answer, to compare a later one with it."""
    session, step = _with_draft(request)
    await asyncio.to_thread(session.pin, step)
    return RedirectResponse(PLANS, status_code=SEE_OTHER)


async def _compare(request: Request) -> Response:
    """Two plans side by side: saved ones by their numbers, the first answer, and the one that was pinned."""
    session, queue = _session(request), _queue(request)
    sides = {
        str(job.number): (job.title, queue.result(job.number))
        for job in queue.jobs()
        if job.state == FINISHED
    }
    step = session.plan.now if session else None
    if session is not None and session.pinned:
        sides[PINNED] = (f"Kept: {session.pinned}", session.folder / PINNED)
    if step is not None and step.folder is not None and (step.folder / DRAFT).is_dir():
        sides[DRAFT] = (f"Now: {step.firm.get('title', '')}", step.folder / DRAFT)
    given = {side: request.query_params.get(side, "") for side in ("a", "b")}
    known = tuple((name, title, str(place)) for name, (title, place) in sides.items())
    page = await workers(request).page(SOLVE, "compare.page", known, given["a"], given["b"], keep=False)
    return sent(request, page)


async def _close(request: Request) -> Response:
    """Forget the firm and delete its files."""
    session = _session(request)
    if session is not None:
        session.close_firm()
    return RedirectResponse(PLANS, status_code=SEE_OTHER)


async def _files(request: Request) -> Response:
    """A file of the first answer, or of the page that is open."""
    session = _session(request)
    step = session.plan.now if session else None
    name = request.path_params["file"]
    if step is None:
        raise HTTPException(GONE)
    if name in step.page.tables:
        return sent(request, step.page)
    if step.folder is None:
        raise HTTPException(GONE)
    if name in step.firm.get("files", ()):
        return await as_file(step.folder / name)
    return await saved_file(request, step.folder / DRAFT, name)


def _with_firm(request: Request) -> tuple[Session, Step]:
    """The session that has a firm, and its step; what came without one is sent to the beginning."""
    session = _session(request)
    step = session.plan.now if session else None
    if session is None or step is None or not step.firm:
        raise HTTPException(SEE_OTHER, headers={"Location": PLANS})
    return session, step


def _with_draft(request: Request) -> tuple[Session, Step]:
    """The session that has a first answer, and its step."""
    session, step = _with_firm(request)
    if not (_folder_of(step) / DRAFT).is_dir():
        raise HTTPException(SEE_OTHER, headers={"Location": PLANS})
    return session, step


def _folder_of(step: Step) -> Path:
    return step.folder or Path("nowhere")


def _refusal(upload: object, what: str) -> tuple[Response | None, str]:
    """Why a file is not read, if it is not; and its name as it may be written on any disk."""
    if not isinstance(upload, UploadFile) or not upload.filename:
        return in_words(NOTHING, f"No file was chosen. Choose {what}.", door=PLANS), ""
    name = _name(upload.filename)
    if Path(name).suffix.lower() not in KINDS:
        return in_words(WRONG_TYPE, str(_wrong_type(name)), door=PLANS), name
    if (upload.size or 0) > MOST_BYTES:
        return in_words(TOO_LARGE, f"{name}: the file has more than {_megabytes()}.", door=PLANS), name
    return None, name


def _name(given: str) -> str:
    """A file's name as it may be written on any disk."""
    plain = FORBIDDEN.sub("_", given.replace("\\", "/").rpartition("/")[2]).strip(" .")
    path = Path(plain or "file")
    name = f"{path.stem[:LONGEST_NAME]}{path.suffix[:12]}"
    is_own = name.casefold() in OWN_FILES or name.casefold().startswith((OWN_START, DRAFT))
    return f"roster-{name}" if is_own else name


async def _written(upload: Any, place: Path) -> None:
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
            ("titles", _titles), ("mend", _mend), ("promises", _promises), ("draft", _draft), ("own", _own),
            ("everything", _everything), ("pin", _pin), ("close", _close), ("undo", _move), ("redo", _move),
        )
    ),
    Route("/firm/undo", _move, methods=["POST"]), Route("/firm/redo", _move, methods=["POST"]),
    Route("/firm/compare", _compare),
]  # fmt: skip
