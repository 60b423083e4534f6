"""Addresses under My firm: cut or wait, and the plan from a firm to its first answer."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from reallocate.api.remembered import recall_titles
from reallocate.web.access import SESSION, session_name, set_cookie
from reallocate.web.files import OWN, PLANS, REACH, happened, refusal, written
from reallocate.web.page import GONE, QUICK, SOLVE, Page, fragment, unanswered
from reallocate.web.serve.queue import FINISHED, Job, Queue
from reallocate.web.serve.queue_routes import as_file, saved_file
from reallocate.web.serve.workers import form_of, in_words, quick, sent, workers
from reallocate.web.sessions import DRAFT, PINNED, PLANNED, SENT, History, Session, Step

_FIRM = "/firm"
"""Address of cut or wait."""
_STEPS, _PROBLEMS, _KEPT = "<!-- steps -->", "<!-- problems -->", "<!-- remembered -->"
"""Where a page shows what can be undone, what is wrong with a file, and that titles are kept: known only when
it is sent."""
_ANSWER = re.compile(r"<!-- answer for (.*?) -->(.*?)<!-- /answer -->", re.DOTALL)
"""The answer of cut or wait on its page, and for which cut."""
_MORE = re.compile(r"(?<=<!-- more -->).*?(?=<!-- /more -->)", re.DOTALL)
"""How far the further parts of a first answer are, on its page."""
_LAST_CUT, _LAST_ANSWER = "<!-- last cut -->", "<!-- last answer -->"
"""Where a form with faults shows the answer before."""
SEE_OTHER, _NOTHING = 303, 422
FIRM_FIELDS = 120
"""Most fields of a form about the firm, its own figures included."""


def session_of(request: Request) -> Session | None:
    """The session of a browser; none where it has none."""
    found: Session | None = request.app.state.sessions.known(session_name(request.headers))
    return found


def opened(request: Request) -> Session:
    """The session of a browser, a new one where it has none."""
    session: Session = request.app.state.sessions.open(session_name(request.headers))
    return session


def _queue(request: Request) -> Queue:
    queue: Queue = request.app.state.queue
    return queue


def to(request: Request, place: str, session: Session) -> Response:
    """Send the browser on, with its session; what was typed is not in the address."""
    answer = RedirectResponse(place, status_code=SEE_OTHER)
    set_cookie(answer, SESSION, session.name, request.headers)
    return answer


def keep(request: Request, session: Session, page: Page, folder: Path | None = None) -> Response:
    """Keep the answer to a form as the next step and show it; a refusal is shown and leaves no step.

    Where it is no page of its own, it stands above the step that it was sent from.

    folder : of the step's files
    """
    is_step = page.status == 200 or (bool(page.firm) and not session.plan.steps)
    if is_step:
        session.keep(page, folder)
    elif folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    if page.status == 200:
        return to(request, PLANS, session)
    if page.problems and session.plan.now is not None:
        page = replace(page, html=session.plan.now.page.html)
    return _shown(request, page, session, session.plan, PLANS)


def _shown(
    request: Request, page: Page, session: Session | None, history: History | None, place: str
) -> Response:
    """A page with its problems, what can be undone, and what it can be compared with."""
    steps = fragment(
        "steps.html.jinja", place=place, history=history, pinned=session.pinned if session else "",
        is_plan=place == PLANS,
    )  # fmt: skip
    told = fragment("problems.html.jinja", problems=page.problems) if page.problems else ""
    firm = _remembered(request, page)
    kept = fragment("remembered.html.jinja", firm=firm) if firm else ""
    html = page.html.replace(_STEPS, steps).replace(_PROBLEMS, told).replace(_KEPT, kept)
    return sent(request, replace(page, html=html))


def remembers(request: Request) -> bool:
    """Whether titles are kept for a firm's next file: only in the browser of the server's own computer.

    Others who may read the pages are other people, and the folder is of the user who started the server.
    """
    return bool(request.app.state.folders)


def _remembered(request: Request, page: Page) -> str:
    """The firm of a page for which titles are kept; "" where there are none."""
    firm = str(page.firm.get("given", {}).get("title", ""))
    return firm if remembers(request) and recall_titles(firm) else ""


async def _firm(request: Request) -> Response:
    session = session_of(request)
    step = None if session is None else session.cut.now
    page = step.page if step else await workers(request).page(SOLVE, "firm.example")
    return _shown(request, page, session, session.cut if session else None, _FIRM)


async def _cut(request: Request) -> Response:
    form = await form_of(request, FIRM_FIELDS)
    page = await workers(request).page(SOLVE, "firm.cut_answer", form, keep=False)
    return await _answered(request, page, is_further=bool(dict(form).get("whole")))


async def of_industry(request: Request) -> Response:
    """The cut of an industry, as the pages without a server have it at the same address."""
    page = await workers(request).page(SOLVE, "firm.of_industry", request.path_params["code"])
    return await _answered(request, page)


async def _answered(request: Request, page: Page, is_further: bool = False) -> Response:
    if page.status != 200:
        return sent(request, await _above_last(request, page))
    session = opened(request)
    (session.cut.replace if is_further else session.cut.add)(Step(page))
    return to(request, _FIRM, session)


async def _above_last(request: Request, page: Page) -> Page:
    """A form with faults above the answer that was there before."""
    session = session_of(request)
    step = None if session is None else session.cut.now
    last = step.page if step else await workers(request).page(SOLVE, "firm.example")
    found = _ANSWER.search(last.html)
    if found is None:
        return page
    # What turns the answer would be solved at once, and take the place of the faults.
    shown = found[2].replace('hx-trigger="load, submit"', 'hx-trigger="submit"')
    html = page.html.replace(_LAST_CUT, f" Below is the last answer, for {found[1]}.")
    return replace(page, html=html.replace(_LAST_ANSWER, shown))


async def _plan(request: Request) -> Response:
    """The plan as far as it is: the three ways in, the file, the promises, or the first answer."""
    session = session_of(request)
    step = None if session is None else session.plan.now
    page = step.page if step else await ways_in(request)
    job = _further(request, session, step)
    if job is not None and job.state == FINISHED and step is not None:
        folder = str(_queue(request).result(job.number))
        asked = "planned.completed", folder, job.number, dict(step.firm)
        page = await workers(request).page(SOLVE, *asked, keep=False)
    elif job is not None:
        further = fragment("more.html.jinja", job=job)
        page = replace(page, html=_MORE.sub(lambda _: further, page.html))
    return _shown(request, page, session, session.plan if session else None, PLANS)


def _further(request: Request, session: Session | None, step: Step | None) -> Job | None:
    """The plan of the queue that has the further parts of a first answer; none where none was asked for."""
    if session is None or step is None or step.folder not in session.jobs:
        return None
    return _queue(request).job(session.jobs[step.folder])


async def _more(request: Request) -> Response:
    """How far the further parts of the first answer are."""
    session = session_of(request)
    job = _further(request, session, session.plan.now if session else None)
    if job is None:
        raise HTTPException(GONE)
    if job.state == FINISHED:
        return Response(headers={"HX-Refresh": "true"})
    return HTMLResponse(fragment("more.html.jinja", job=job))


async def _move(request: Request) -> Response:
    """Undo the last step of an input, or do it again."""
    session = session_of(request)
    parts = request.url.path.rsplit("/", 1)
    if session is not None:
        history = session.plan if parts[0] == PLANS else session.cut
        history.move(-1 if parts[1] == "undo" else 1)
    return RedirectResponse(parts[0], status_code=SEE_OTHER)


async def ways_in(request: Request, *told: Any) -> Page:
    """The three ways in.

    told : problems, what was typed, status and faults, where something was refused
    """
    finished = tuple((job.number, job.title) for job in _queue(request).jobs() if job.state == FINISHED)
    folders = request.app.state.folders
    if told:
        return await workers(request).page(QUICK, "plan.ways_in", finished, folders, *told, keep=False)
    return await quick(request, "plan.ways_in", finished, folders)


async def _industry(request: Request) -> Response:
    """A firm by its industry; what was asked of cut or wait comes along."""
    form = await form_of(request, FIRM_FIELDS)
    folders = request.app.state.folders
    page = await workers(request).page(QUICK, "plan.from_industry", form, folders, keep=False)
    session = opened(request)
    if page.status == 200:
        session.close_firm()
    return keep(request, session, page)


async def _folder(request: Request) -> Response:
    """A plan that was saved: one of this server, one that ships, or a folder of this computer."""
    form = dict(await form_of(request))
    number = form.get("number", "")
    if number.isdecimal() and _queue(request).result(int(number)).is_dir():
        return RedirectResponse(f"/jobs/{int(number)}", status_code=SEE_OTHER)
    folders, named = request.app.state.folders, form.get("folder", "")
    if not folders:
        return in_words(_NOTHING, "A folder is opened only from this computer's own browser.", door=PLANS)
    session = opened(request)
    session.close_firm()
    folder = session.new_folder()
    page = await workers(request).page(
        SOLVE, "plan.from_folder", named, str(folder / DRAFT), folders, keep=False
    )
    return keep(request, session, page, folder)


async def _answer(request: Request) -> Response:
    """Back, or on, to the last first answer."""
    session = session_of(request)
    if session is not None:
        steps = session.plan.steps
        found = [at for at, one in enumerate(steps) if one.folder and (one.folder / DRAFT).is_dir()]
        session.plan.move(found[-1] - session.plan.at if found else 0)
    return RedirectResponse(PLANS, status_code=SEE_OTHER)


async def promises(request: Request) -> Response:
    """From a roster that can be planned, or back from an answer, to the promises, then with their prices."""
    session, step = with_firm(request)
    if step.firm.get("given") and (_folder_of(step) / DRAFT).is_dir():
        job = _further(request, session, step)
        whole = None if job is None or job.state != FINISHED else _queue(request).result(job.number)
        asked = dict(step.firm), str(whole or _folder_of(step) / DRAFT)
        page = await workers(request).page(SOLVE, "plan.priced", *asked, keep=False)
        return keep(request, session, page, session.new_folder())
    page = await workers(request).page(QUICK, "promises.promises", dict(step.firm), keep=False)
    return keep(request, session, page, session.new_folder())


async def _draft(request: Request) -> Response:
    """The first answer."""
    session, step = with_firm(request)
    form, folder = await form_of(request, FIRM_FIELDS), session.new_folder()
    page = await workers(request).page(SOLVE, "plan.draft", dict(step.firm), str(folder), form, keep=False)
    return keep(request, session, page, folder)


async def _own(request: Request) -> Response:
    """An own plan, priced beside the best plan."""
    what, use = "a table of decisions", "price another plan for"
    return await _with_table(request, "given", what, OWN, "plan.with_own", use)


async def _reach(request: Request) -> Response:
    """A measurement of what AI can do; the first answer again by it."""
    what, use = "a table of AI's reach", "plan again"
    return await _with_table(request, "reach", what, REACH, "plan.with_reach", use, ("gaps",))


async def _with_table(
    request: Request, field: str, what: str, file: str, page_of: str, use: str, further: Sequence[str] = ()
) -> Response:
    """A page made with a table of the user's, which is read apart from everything else.

    field, what : of the form, and what it holds
    file : name under which the table is kept
    page_of, use : what makes the page, and in words
    further : fields of the form that the page takes too
    """
    session, step = with_firm(request)
    if not step.firm.get("given"):
        words = f"A plan that was opened from a folder has no firm to {use}."
        return keep(request, session, unanswered(_NOTHING, (words,), PLANS))
    folder = session.new_folder()
    async with request.form(max_files=1, max_fields=4) as form:
        page = await _cells(request, form.get(field), what, folder, file)
        given = [str(form.get(name, "")) for name in further]
    if page.status == 200:
        page = await workers(request).page(SOLVE, page_of, dict(step.firm), str(folder), *given, keep=False)
    return keep(request, session, page, folder)


async def _actuals(request: Request) -> Response:
    """What happened, read apart from everything else, beside the first answer or a plan of the queue."""
    async with request.form(max_files=1, max_fields=4) as form:
        number = str(form.get("number", ""))
        if number:
            session, base, state = opened(request), *_finished(request, number)
        else:
            session, step = with_draft(request)
            before = _folder_of(step) / PLANNED
            base, state = before if before.is_dir() else _folder_of(step) / DRAFT, dict(step.firm)
        folder, name = session.new_folder(), happened(form.get("actuals"), state)
        page = await _cells(request, form.get("actuals"), "a table of headcounts", folder, name)
    if page.status == 200:
        await asyncio.to_thread(shutil.copytree, base, folder / PLANNED)
        page = await workers(request).page(SOLVE, "actuals.page", state, str(folder), name, keep=False)
    if number and page.problems:
        shutil.rmtree(folder, ignore_errors=True)
        return in_words(page.status, *page.problems, door=f"/jobs/{number}")
    return keep(request, session, page, folder)


def _finished(request: Request, number: str) -> tuple[Path, dict[str, Any]]:
    """The folder of a plan of the queue, and what is known of it."""
    queue = _queue(request)
    job = queue.job(int(number)) if number.isdecimal() and len(number) < 10 else None
    if job is None or job.state != FINISHED:
        raise HTTPException(GONE)
    return queue.result(job.number), {"maker": "read", "given": {}, "options": {}, "title": job.title}


async def _cells(request: Request, upload: object, what: str, folder: Path, kept: str) -> Page:
    """Keep a table by role as a plain one in the folder of a step, or say why it is refused.

    what : is expected, in words
    kept : name of the plain table
    """
    refused, name = refusal(upload, what)
    if refused is not None:
        return refused.page()
    (folder / SENT).mkdir(mode=0o700)
    await written(upload, folder / SENT / name)
    page: Page = await request.app.state.isolated.page(
        (folder / SENT / name,), "plan.cells", str(folder), f"{SENT}/{name}", kept
    )
    shutil.rmtree(folder / SENT)
    return page


async def _everything(request: Request) -> Response:
    """Put the further parts of the first answer in line; they are added on its page."""
    session, step = with_draft(request)
    job, folder = _further(request, session, step), _folder_of(step)
    if job is None or not (job.is_open or job.state == FINISHED):
        title = str(step.firm.get("title", ""))
        number = await asyncio.to_thread(_queue(request).submit, title, folder / DRAFT)
        session.jobs[folder] = number
    if request.headers.get("hx-request"):
        return await _more(request)
    return RedirectResponse(PLANS, status_code=SEE_OTHER)


async def _pin(request: Request) -> Response:
    """Keep the first answer, to compare a later one with it."""
    session, step = with_draft(request)
    await asyncio.to_thread(session.pin, step)
    return RedirectResponse(PLANS, status_code=SEE_OTHER)


async def _compare(request: Request) -> Response:
    """Two plans side by side: saved ones by their numbers, the first answer, and the one that was pinned."""
    session, queue = session_of(request), _queue(request)
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
    session = session_of(request)
    if session is not None:
        session.close_firm()
    return RedirectResponse(PLANS, status_code=SEE_OTHER)


async def _files(request: Request) -> Response:
    """A file of the first answer, or of the page that is open."""
    session = session_of(request)
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
    return await saved_file(request, step.folder / DRAFT, name, str(step.firm.get("title", "")))


def with_firm(request: Request) -> tuple[Session, Step]:
    """The session that has a firm, and its step; what came without one is sent to the beginning."""
    session = session_of(request)
    step = session.plan.now if session else None
    if session is None or step is None or not step.firm:
        raise HTTPException(SEE_OTHER, headers={"Location": PLANS})
    return session, step


def with_draft(request: Request) -> tuple[Session, Step]:
    """The session that has a first answer, and its step."""
    session, step = with_firm(request)
    if not (_folder_of(step) / DRAFT).is_dir():
        raise HTTPException(SEE_OTHER, headers={"Location": PLANS})
    return session, step


def _folder_of(step: Step) -> Path:
    return step.folder or Path("nowhere")


ROUTES = [
    Route("/firm", _firm), Route("/firm", _cut, methods=["POST"]), Route("/firm/files/{file}", _firm),
    Route("/firm/plan", _plan), Route("/firm/plan/more", _more), Route("/firm/plan/files/{file}", _files),
    *(
        Route(f"/firm/plan/{name}", answer, methods=["POST"])
        for name, answer in (
            ("industry", _industry), ("folder", _folder), ("answer", _answer),
            ("promises", promises), ("draft", _draft), ("own", _own), ("reach", _reach),
            ("actuals", _actuals), ("everything", _everything), ("pin", _pin), ("close", _close),
            ("undo", _move), ("redo", _move),
        )
    ),
    Route("/firm/undo", _move, methods=["POST"]), Route("/firm/redo", _move, methods=["POST"]),
    Route("/firm/compare", _compare),
]  # fmt: skip
