"""The line for computing: so many at once, and sessions take turns, so that none holds up the others."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from contextvars import ContextVar
from dataclasses import dataclass, field

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
