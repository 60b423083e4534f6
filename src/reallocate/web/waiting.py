"""What a reader sees whose answer is not next: how many come before, on a page that asks again by itself."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from reallocate.web.access import session_name
from reallocate.web.line import TURN, Turn
from reallocate.web.page import filled
from reallocate.web.send import GONE

PATIENCE, AGAIN, LONGEST = 2.0, 3, 600.0
"""[seconds] Before the page is shown, until it asks again, and for which an answer is kept for who asked."""
ACCEPTED, SEE_OTHER = 202, 303
PLACE = "/waiting"
Endpoint = Callable[[Request], Awaitable[Response]]


class Held:
    """Answers that are being made while their readers look at the page that says so."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[float, Turn, asyncio.Task[Response]]] = {}

    def take(self, session: str, address: str) -> tuple[Turn, asyncio.Task[Response]] | None:
        """The answer at an address, if it is being made."""
        found = self._kept.pop((session, address), None)
        return None if found is None else found[1:]

    def keep(self, session: str, address: str, turn: Turn, task: asyncio.Task[Response]) -> None:
        """Keep an answer until its reader asks again."""
        now = monotonic()
        for key, (since, _, one) in list(self._kept.items()):
            if now - since > LONGEST and one.done():
                del self._kept[key]
        self._kept[session, address] = now, turn, task


def with_waiting(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The same addresses, each of which says so where its answer is not next."""
    return [
        Route(one.path, _in_turn(one.endpoint), methods=list(one.methods or ()))
        if isinstance(one, Route)
        else one
        for one in (*routes, Route(f"{PLACE}/{{ticket}}", _gone))
    ]


async def _gone(request: Request) -> Response:
    raise HTTPException(GONE)


def _in_turn(endpoint: Endpoint) -> Endpoint:
    async def answered(request: Request) -> Response:
        session = session_name(request.headers) or (request.client.host if request.client else "")
        held: Held = request.app.state.held
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        found = held.take(session, address)
        if found is None:
            turn = Turn(session)
            TURN.set(turn)
            found = turn, asyncio.ensure_future(endpoint(request))
            # Where its reader has gone, or the server ends, nobody asks what became of it.
            found[1].add_done_callback(lambda task: task.cancelled() or task.exception())
        turn, task = found
        if not _shows_pages(request):
            return await task
        await asyncio.wait({task}, timeout=PATIENCE)
        if task.done() or not turn.before:
            return await task
        if request.method == "POST":
            address = f"{PLACE}/{secrets.token_urlsafe(24)}"
        held.keep(session, address, turn, task)
        if "hx-request" in request.headers:
            return Response(headers={"HX-Redirect": address})
        if request.method == "POST":
            return RedirectResponse(address, SEE_OTHER)
        page = filled("waiting.html.jinja", "", before=turn.before, seconds=AGAIN)
        return HTMLResponse(page.html, ACCEPTED)

    return answered


def _shows_pages(request: Request) -> bool:
    """Whether a browser asks for a whole page, and no script for a part of one."""
    return "text/html" in request.headers.get("accept", "") or "hx-boosted" in request.headers
