"""The line for computing, in which sessions take turns, and the page of who waits in it."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from reallocate.web.access import session_name
from reallocate.web.page import GONE, filled

MOST_WAITING = 64
"""Answers of one session that may wait."""


class Busy(Exception):
    """A session has too many answers in line."""


@dataclass
class Turn:
    """One request as the lines see it.

    place : where it stands in line; none where it waits for nothing
    """

    session: str = ""
    place: Place | None = None

    @property
    def before(self) -> int:
        """Answers that come first."""
        return self.place.before if self.place is not None else 0


TURN: ContextVar[Turn | None] = ContextVar("turn", default=None)
"""Of the request that is being answered; none of the server's own."""


@dataclass(eq=False)
class Place:
    """A place in a line, until its answer is there."""

    line: Line
    session: str
    called: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def before(self) -> int:
        """Answers that come first, those that are computed now included; 0 once its turn has come."""
        return self.line.before(self)


class Line:
    """A line with some places where work is done at the same time; a session has one of them at most."""

    def __init__(self, places: int = 1) -> None:
        self._places = places
        self._working: list[Place] = []
        self._waiting: OrderedDict[str, deque[Place]] = OrderedDict()

    def join(self, session: str) -> Place:
        """A place at the end of a session's own line; `called` is done once its turn has come.

        Raises `Busy` where the session has too many there.
        """
        own = self._waiting.setdefault(session, deque())
        if len(own) >= MOST_WAITING:
            raise Busy
        place = Place(self, session)
        own.append(place)
        self._call()
        return place

    def leave(self, place: Place) -> None:
        """Give a place up, whether its turn has come or not; the next one is called."""
        if place in self._working:
            self._working.remove(place)
            if place.session in self._waiting:
                self._waiting.move_to_end(place.session)
        elif place in (own := self._waiting.get(place.session, deque())):
            own.remove(place)
            if not own:
                del self._waiting[place.session]
        self._call()

    def _in_turn(self) -> list[str]:
        """Sessions that wait, as they are called: those that have an answer made now come last."""
        busy = {place.session for place in self._working}
        return sorted(self._waiting, key=lambda session: session in busy)

    def before(self, place: Place) -> int:
        """Answers that come before a place."""
        own = list(self._waiting.get(place.session, ()))
        if place not in own:
            return 0
        sessions, ahead = self._in_turn(), own.index(place)
        turn = sessions.index(place.session)
        others = sum(
            min(len(self._waiting[one]), ahead + (at < turn))
            for at, one in enumerate(sessions)
            if at != turn
        )
        return len(self._working) + ahead + others

    def _call(self) -> None:
        """Call those whose turn it is: of each session in turn the first."""
        busy = {place.session for place in self._working}
        for session in [one for one in self._in_turn() if one not in busy]:
            if len(self._working) >= self._places:
                return
            own = self._waiting[session]
            place = own.popleft()
            if not own:
                del self._waiting[session]
            self._working.append(place)
            if not place.called.done():
                place.called.set_result(None)


_PATIENCE, _AGAIN, _LONGEST = 2.0, 3, 600.0
"""[seconds] Before the page is shown, until it asks again, and for which an answer is kept for who asked."""
_ACCEPTED, _SEE_OTHER = 202, 303
_PLACE = "/waiting"
_Endpoint = Callable[[Request], Awaitable[Response]]


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
            if now - since > _LONGEST and one.done():
                del self._kept[key]
        self._kept[session, address] = now, turn, task


def with_waiting(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The same addresses, each of which says so where its answer is not next."""
    return [
        Route(one.path, _in_turn(one.endpoint), methods=list(one.methods or ()))
        if isinstance(one, Route)
        else one
        for one in (*routes, Route(f"{_PLACE}/{{ticket}}", _gone))
    ]


async def _gone(request: Request) -> Response:
    raise HTTPException(GONE)


def _in_turn(endpoint: _Endpoint) -> _Endpoint:
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
        await asyncio.wait({task}, timeout=_PATIENCE)
        if task.done() or not turn.before:
            return await task
        if request.method == "POST":
            address = f"{_PLACE}/{secrets.token_urlsafe(24)}"
        held.keep(session, address, turn, task)
        if "hx-request" in request.headers:
            return Response(headers={"HX-Redirect": address})
        if request.method == "POST":
            return RedirectResponse(address, _SEE_OTHER)
        page = filled("waiting.html.jinja", "", before=turn.before, seconds=_AGAIN)
        return HTMLResponse(page.html, _ACCEPTED)

    return answered


def _shows_pages(request: Request) -> bool:
    """Whether a browser asks for a whole page, and no script for a part of one."""
    return "text/html" in request.headers.get("accept", "") or "hx-boosted" in request.headers
