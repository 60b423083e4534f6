"""Addresses of a firm's file of people: its columns, faulty cells, titles and exchange rates."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reallocate.api.remembered import forget_titles, recall_titles, remember_titles
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError
from reallocate.web.files import PLANS, refusal, written
from reallocate.web.page import Page
from reallocate.web.serve.firm_routes import SEE_OTHER, keep, opened, promises, remembers, ways_in, with_firm
from reallocate.web.serve.queue_routes import offered
from reallocate.web.serve.workers import form_of, quick, sent
from reallocate.web.sessions import SENT, Session, Step

_ON, _FORGET = "promises", "forget"
"""What the form with titles asks for next."""
_LONGEST_NAME = 80
"""Characters of a firm's name."""
_TEMPLATE, _REVIEW = "people.csv", "review.csv"
"""Empty roster; titles to decide, beside a roster."""
_TYPED = ("typed", "figures", "believed", "prices", "own")
"""What is known of a firm besides its file, and stays when that is read again."""
_NO_INDUSTRY = ("", "unknown")
"""What is written where a firm's industry is not known."""
_MOST_FIELDS = 400
"""Of the form with titles to decide."""


async def _file(request: Request) -> Response:
    """A roster, kept in the session's folder and read apart from everything else."""
    async with request.form(max_files=1, max_fields=6) as form:
        refused, name = refusal(form.get("file"), "a table of people or positions")
        industry, firm, country = (
            str(form.get(name, "")).strip() for name in ("industry", "title", "country")
        )
        if refused is not None:
            faults = {"file": refused.words}
            typed = {"of_file": industry, "title": firm, "country": country}
            page = await ways_in(request, (refused.words,), typed, refused.status, faults)
            return sent(request, page)
        session = opened(request)
        session.close_firm()
        folder = session.new_folder()
        await written(form["file"], folder / name)
    given = (
        {"file": name, "title": firm} if (firm := " ".join(firm.split())[:_LONGEST_NAME]) else {"file": name}
    )
    given |= {} if industry.casefold() in _NO_INDUSTRY else {"industry": industry}
    given |= {"country": country} if country else {}
    if remembers(request) and (before := recall_titles(firm)):
        replace_file(folder / _REVIEW, before)
        given["review"] = _REVIEW
    return await _read(request, session, folder, "roster.first", given)


async def _columns(request: Request) -> Response:
    return await _read_again(request, "roster.columns", 64)


async def _titles(request: Request) -> Response:
    """Titles as they were decided, and the firm's name; kept for its next file, and on to the promises."""
    session, step = _with_roster(request)
    form = await form_of(request, _MOST_FIELDS)
    then, typed = dict(form).get("then", ""), {name: text for name, text in form if text and name != "then"}
    firm = typed.pop("title", step.firm["given"].get("title", ""))
    if then == _FORGET:
        await asyncio.to_thread(forget_titles, firm)
    is_same = firm == step.firm["title"] and not any(not name.startswith("title_") for name in typed)
    if then == _ON and is_same and step.firm.get("roles"):
        return await promises(request)
    answer = await _read_again(request, "roster.titles", _MOST_FIELDS, form)
    now = session.plan.now
    if now is None or now is step or now.folder is None:
        return answer
    if then != _FORGET:
        await asyncio.to_thread(_remember, request, now.page, now.folder)
    goes_on = then == _ON and now.firm.get("roles") and not now.firm.get("is_wrong")
    return await promises(request) if goes_on else answer


def _remember(request: Request, page: Page, folder: Path) -> None:
    """Keep the titles that are decided in the review of a page; where that cannot be done, none are kept."""
    given = page.firm.get("given", {})
    if page.status == 200 and given.get("review") and remembers(request):
        with suppress(InputError, OSError):
            remember_titles(str(given.get("title", "")), folder / str(given["review"]))


async def _people(request: Request) -> Response:
    """Back to the file of people."""
    session, step = _with_roster(request)
    return await _read(request, session, session.new_folder(), "roster.check", step.firm["given"])


async def _mend(request: Request) -> Response:
    """Faulty cells as they were mended in the page."""
    return await _read_again(request, "roster.mend", _MOST_FIELDS)


async def _rates(request: Request) -> Response:
    """Own exchange rates, in place of those that ship."""
    return await _read_with(request, "rates", "a table of exchange rates")


async def _review(request: Request) -> Response:
    """Titles that were decided in a spreadsheet, or for an earlier file."""
    return await _read_with(request, "review", "a table of titles")


async def _read_with(request: Request, field: str, what: str) -> Response:
    """A file beside the roster, and the roster read with it.

    field : of the form, and argument of `Roster.read`
    """
    session, step = _with_roster(request)
    given = step.firm["given"]
    async with request.form(max_files=1, max_fields=4) as form:
        refused, name = refusal(form.get(field), what)
        if refused is not None:
            return keep(request, session, refused.page())
        folder = session.new_folder()
        (folder / SENT).mkdir(mode=0o700, exist_ok=True)
        await written(form[field], folder / SENT / name)
    files = (folder / SENT / name, folder / given["file"])
    page = "roster.read_with", str(folder), dict(given), field, name
    made = await request.app.state.isolated.page(files, *page)
    await asyncio.to_thread(_remember, request, made, folder)
    return keep(request, session, made, folder)


async def _template(request: Request) -> Response:
    """An empty roster to fill in."""
    return offered(_TEMPLATE, (await quick(request, "roster.template")).content)


async def _read_again(request: Request, page: str, most: int, form: Any = None) -> Response:
    session, step = _with_roster(request)
    form = await form_of(request, most) if form is None else form
    return await _read(request, session, session.new_folder(), page, step.firm["given"], form)


async def _read(
    request: Request, session: Session, folder: Path, page: str, given: Any, *form: Any
) -> Response:
    files = (folder / given["file"],)
    made = await request.app.state.isolated.page(files, page, str(folder), dict(given), *form)
    before = session.plan.now.firm if session.plan.now else {}
    if made.firm:
        carried = {name: before[name] for name in _TYPED if name in before}
        made = replace(made, firm={**made.firm, **carried})
    return keep(request, session, made, folder)


def _with_roster(request: Request) -> tuple[Session, Step]:
    """The session that has a file of people, and its step."""
    session, step = with_firm(request)
    if "file" not in step.firm["given"]:
        raise HTTPException(SEE_OTHER, headers={"Location": PLANS})
    return session, step


ROUTES = [
    Route(f"/firm/plan/template/{_TEMPLATE}", _template),
    *(
        Route(f"/firm/plan/{name}", answer, methods=["POST"])
        for name, answer in (
            ("file", _file), ("columns", _columns), ("rates", _rates), ("review", _review),
            ("titles", _titles), ("mend", _mend), ("people", _people),
        )
    ),
]  # fmt: skip
