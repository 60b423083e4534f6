"""What every request must pass and every answer carries: host, token, origin, size, and the page's policy."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reallocate.web.limits import MOST_BYTES

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Of every page: nothing from elsewhere, no script or style inside a page, no evaluated text."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
COOKIE, PARAMETER = "reallocate_token", "token"
LARGEST_FORM = 64 * 1024
"""[bytes] of a form without a file."""
FILE_FORMS: Mapping[str, int] = dict.fromkeys(
    [f"/firm/plan/{name}" for name in ("file", "rates", "review", "own", "actuals")],
    MOST_BYTES + LARGEST_FORM,
)
"""Addresses that take a file, and how large their form may be [bytes]."""
STATIC = ("/static/", "/charts/")
"""Addresses of files that are the same for everybody: a browser keeps them, and asks whether they changed."""
SAFE = ("GET", "HEAD")


class Guard:
    """Refuses what does not come from a page of this server, before any page sees it.

    hosts : names that the Host header may have; all where there is a token
    token : that the first visit brings, then a cookie; none on this computer alone
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK, token: str = "") -> None:
        self._app, self._hosts, self._token = app, tuple(hosts), token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    sent[name] = value
                kept = scope["path"].startswith(STATIC)
                sent.setdefault("Cache-Control", "no-cache" if kept else "no-store")
            await send(message)

        refusal = self._refusal(scope, headers)
        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self._token and _name(host) not in self._hosts:
            return _refused(
                400, "This server answers only under the address that it printed when it started."
            )
        if scope["method"] not in (*SAFE, "POST"):
            return _refused(405, "Only GET and POST are answered here.")
        if scope["method"] == "POST":
            origin = headers.get("origin", "")
            if (
                urlsplit(origin).netloc != host
                or headers.get("sec-fetch-site", "same-origin") != "same-origin"
            ):
                return _refused(403, "A form is accepted only from a page of this server.")
            size = headers.get("content-length", "")
            most = FILE_FORMS.get(scope["path"], LARGEST_FORM)
            if not size.isdecimal() or int(size) > most:
                amount = f"{most // 1024**2} MB" if most > LARGEST_FORM else f"{most // 1024} kB"
                return _refused(413, f"A form may have at most {amount}, and must say its size.")
        return self._without_token(scope, headers)

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        if not self._token:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        if any(name == PARAMETER and self._is_token(value) for name, value in query):
            rest = urlencode([pair for pair in query if pair[0] != PARAMETER])
            answer = RedirectResponse(f"{scope['path']}{'?' if rest else ''}{rest}", status_code=303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
            return answer
        if self._is_token(_cookies(headers.getlist("cookie")).get(COOKIE, "")):
            return None
        return _refused(401, "Open the address with the token that was printed when the server started.")

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self._token.encode())


def _name(host: str) -> str:
    """A host without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def _cookies(headers: Iterable[str]) -> dict[str, str]:
    found = SimpleCookie("; ".join(headers))
    return {name: one.value for name, one in found.items()}


def _refused(status: int, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status)
