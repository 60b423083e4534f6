"""What every request must pass, what every answer carries, and limits of a process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.limited import SMALLER
from reallocate.web.access import is_visit, without_token

MOST_BYTES = 50 * 1024**2
"""[bytes] Of a file that is sent to the pages."""
_MOST_ROWS = 200_000
"""[rows] Of a roster that is sent to the pages."""
PLANNING = {"RLIMIT_DATA": 16 * 1024**3, "RLIMIT_CPU": 4 * 3600, "RLIMIT_CORE": 0}
"""Limits of each process of a plan in the queue. What draws its report reserves far more addresses than it
uses, so only what is written to counts."""
_POLITE = 5
"""By how much a plan in the queue gives way to the pages, as `nice` counts."""


def give_way() -> None:
    """Let pages that are being read go first."""
    with suppress(AttributeError, OSError):
        os.nice(_POLITE)


def refuse_rows(rows: int, where: str) -> None:
    """Raise `InputError` where a roster has more rows than the pages read."""
    if rows > _MOST_ROWS:
        raise InputError(Problem(f"there are {rows:,} rows; the limit is {_MOST_ROWS:,}", where, SMALLER))


_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Of every page: nothing from elsewhere, no script or style inside a page, no evaluated text."""
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_LARGEST_FORM = 64 * 1024
"""[bytes] of a form without a file."""
_FILE_FORMS: Mapping[str, int] = dict.fromkeys(
    [f"/firm/plan/{name}" for name in ("file", "rates", "review", "own", "actuals")],
    MOST_BYTES + _LARGEST_FORM,
)
"""Addresses that take a file, and how large their form may be [bytes]."""
_STATIC = ("/static/", "/charts/")
"""Addresses of files that are the same for everybody: a browser keeps them, and asks whether they changed."""
_SAFE = ("GET", "HEAD")
_OWN_SITE = ("same-origin", "none")
"""What a browser says of a request that a page of this server, or the reader, made."""


class Guard:
    """Refuses what does not come from a page of this server, before any page sees it.

    token : that the first visit brings, then a cookie
    hosts : names that the Host header may have; any where there are none
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Collection[str] = LOOPBACK) -> None:
        self._app, self._token, self._hosts = app, token, tuple(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    sent.setdefault(name, value)
                kept = scope["path"].startswith(_STATIC)
                sent.setdefault("Cache-Control", "no-cache" if kept else "no-store")
            await send(message)

        refusal = self._refusal(scope, headers) or without_token(scope, headers, self._token)
        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if self._hosts and _name(host) not in self._hosts:
            return _refused(
                400, "This server answers only under the address that it printed when it started."
            )
        if scope["method"] not in (*_SAFE, "POST"):
            return _refused(405, "Only GET and POST are answered here.")
        site, origin = headers.get("sec-fetch-site", _OWN_SITE[0]), headers.get("origin")
        if site not in _OWN_SITE and not is_visit(scope, headers):
            return _refused(403, "Another site asked for this; only a page of this server may.")
        if scope["method"] == "POST" and (origin is None or site != _OWN_SITE[0]):
            return _refused(403, "A form is accepted only from a page of this server.")
        if origin is not None and origin.partition("://")[2] != host:
            return _refused(403, "A form is accepted only from a page of this server.")
        if scope["method"] == "POST":
            size = headers.get("content-length", "")
            most = _FILE_FORMS.get(scope["path"], _LARGEST_FORM)
            if not (size.isascii() and size.isdecimal()) or int(size[:20]) > most:
                amount = f"{most // 1024**2} MB" if most > _LARGEST_FORM else f"{most // 1024} kB"
                return _refused(413, f"A form may have at most {amount}, and must say its size.")
        return None


def _name(host: str) -> str:
    """A host without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def _refused(status: int, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status)


_HEAD, _PAUSE, _BODY = 10.0, 15.0, 600.0
"""[seconds] For the head of a request, the longest pause within its body, and the whole body."""


class EndsHalfSent(H11Protocol):
    """HTTP as uvicorn reads it, which sets no limit of time to what is sent."""

    _timer: asyncio.TimerHandle | None = None
    _ends = 0.0
    """When the part that is being sent must be there [seconds of the loop's clock]; 0 while nothing is."""

    def connection_made(self, transport: Any) -> None:
        """Wait for the head of the first request."""
        super().connection_made(transport)
        self._wait(_HEAD, _HEAD)

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request, unless it is whole."""
        before = str(self.conn.their_state)
        super().data_received(data)
        now = str(self.conn.their_state)
        if now != before:
            self._ends = 0.0
        if now == "SEND_BODY":
            self._wait(_PAUSE, _BODY)
        elif now == "IDLE" and self.conn.trailing_data[0]:
            self._wait(_HEAD, _HEAD)
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more comes."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self, pause: float, whole: float) -> None:
        loop = asyncio.get_running_loop()
        ends = self._ends or loop.time() + whole
        self._stop()
        self._ends = ends
        self._timer = loop.call_at(min(ends, loop.time() + pause), self.transport.close)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._ends = None, 0.0
