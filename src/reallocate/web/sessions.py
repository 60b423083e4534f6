"""What a browser asked of a firm: in memory alone, never in a link, gone after a day or with the server."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from time import monotonic

from reallocate.web.page import Page

COOKIE = "reallocate_session"
MOST, LONGEST = 64, 24 * 3600.0
"""Sessions that are kept, and for how long [seconds]."""


class Sessions:
    """The last answer of each browser."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, Page]] = OrderedDict()

    def keep(self, name: str, page: Page) -> str:
        """Keep an answer; returns the name of the session, a new one where the given one is not known."""
        name = name if name in self._kept else secrets.token_urlsafe(24)
        self._kept[name] = (monotonic(), page)
        self._kept.move_to_end(name)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return name

    def last(self, name: str) -> Page | None:
        """The last answer of a session; none where it is not known or too old."""
        when, page = self._kept.get(name, (0.0, None))
        if page is not None and monotonic() - when > LONGEST:
            del self._kept[name]
            return None
        return page
