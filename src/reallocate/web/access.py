"""Who may read the pages: the token, the cookie that stands for it, and the page that says how to get in."""

from __future__ import annotations

import secrets
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError
from reallocate.kernel.marker import must_be_ours_or_new
from reallocate.kernel.secret import secret
from reallocate.web.sessions import new_name

_TOKEN, SESSION, _PARAMETER = "reallocate_token", "reallocate_session", "token"
"""How the names of the cookies begin, which the port ends; and the parameter of the first address."""
_KEPT = 30 * 24 * 3600
"""[seconds] that a browser keeps the cookies."""
FILE, _OPENING = "token", "open.html"
"""In the results folder: the token, and a page for its owner that leads to the address with it."""
_FORBIDDEN = 403
_STYLE = (
    ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}body{max-width:38rem;margin:12vh auto;"
    "padding:0 1rem}h1{font-size:1.5rem}"
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
    'content="width=device-width, initial-scale=1">{head}<title>{title} · reallocate</title>'
    "<style>{style}</style></head>\n<body><main><h1>{title}</h1>{body}</main></body></html>\n"
)
_AGAIN = '<meta http-equiv="refresh" content="0">'
_ENTER = (
    "<p>These pages are for the person who started them. Open the address with the token: "
    "<code>reallocate serve</code> printed it when it started.</p>"
    "<p>Not in the terminal any more? Open the file <code>open.html</code> in the results folder of the "
    "server. The token stays the same when the server starts again.</p>"
)


def kept_token(folder: Path) -> tuple[str, bool]:
    """The token of a results folder, the same at every start; a new one where that file is not safe.

    Returns it, and whether it is kept.
    """
    try:
        return secret(folder / FILE), True
    except InputError:
        return secrets.token_hex(), False


def write_opening(folder: Path, address: str, version: str) -> Path | None:
    """Write a page that leads to an address, for the owner alone; none where something else has its name.

    A browser that is started with this file does not show the token to others in its list of arguments.
    """
    file = folder / _OPENING
    head = f'<meta name="generator" content="reallocate {version}">'
    head += f'<meta http-equiv="refresh" content="0; url={escape(address)}">'
    body = f'<p><a href="{escape(address)}">Open the pages</a></p>'
    try:
        must_be_ours_or_new(file)
        replace_file(file, _PAGE.format(head=head, title="Live pages", style=_STYLE, body=body).encode())
    except InputError:
        return None
    return file


def session_name(headers: Headers) -> str:
    """The name of the session in a request's cookie; "" where there is none."""
    return _cookie(headers, SESSION)


def _cookie_name(kind: str, headers: Headers) -> str:
    """The name of a cookie of this server: a browser sends those of all servers of a computer to each."""
    port = headers.get("host", "").rpartition(":")[2]
    return f"{kind}_{port}" if port.isdecimal() else kind


def set_cookie(answer: Response, kind: str, value: str, headers: Headers) -> None:
    """Give a browser a cookie that no script and no other site gets."""
    name = _cookie_name(kind, headers)
    answer.set_cookie(name, value, max_age=_KEPT, httponly=True, samesite="strict")


def without_token(scope: Scope, headers: Headers, token: str) -> Response | None:
    """What is answered to who has no token, or brings it in the address; none where a cookie has it.

    A script may send it as `Authorization: token …`.
    """
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    given = [value for name, value in query if name == _PARAMETER]
    if scope["method"] != "POST" and any(_same(one, token) for one in given):
        rest = urlencode([pair for pair in query if pair[0] != _PARAMETER])
        answer = RedirectResponse(f"{_path(scope)}{'?' if rest else ''}{rest}", status_code=303)
        set_cookie(answer, _TOKEN, token, headers)
        if not session_name(headers):
            set_cookie(answer, SESSION, new_name(), headers)
        return answer
    shown = headers.get("authorization", "").removeprefix("token ")
    if _same(_cookie(headers, _TOKEN), token) or _same(shown, token):
        return None
    return _enter(scope, headers)


def is_visit(scope: Scope, headers: Headers) -> bool:
    """Whether a whole page is asked for in a tab of its own, as a link from elsewhere does."""
    asked = (scope["method"], headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return asked == ("GET", "navigate", "document")


def _enter(scope: Scope, headers: Headers) -> Response:
    """The page that says how to get in.

    A browser keeps the cookie back from a visit that another site, or a file, led to. It is asked to come
    once more from here, by itself where the address asks for nothing to be computed.
    """
    title, head, body = "This page needs its token", "", _ENTER
    if is_visit(scope, headers) and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        if scope["query_string"]:
            address = f"{_path(scope)}?{scope['query_string'].decode('latin-1')}"
            link = f'<a href="{escape(address)}">Go on to the page</a>'
            body = f"<p>A link outside of these pages led here. {link} if you meant to.</p>{_ENTER}"
            title = "Go on?"
        elif "referer" not in headers or not _is_own(headers["referer"], headers):
            head = _AGAIN
    html = _PAGE.format(head=head, title=title, style=_STYLE, body=body)
    policy = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"
    return HTMLResponse(html, _FORBIDDEN, {"Content-Security-Policy": policy})


def _is_own(address: str, headers: Headers) -> bool:
    return address.partition("://")[2].partition("/")[0] == headers.get("host", "")


def _path(scope: Scope) -> str:
    """The path of this server only: one that begins with two slashes would name another."""
    path: bytes = scope["raw_path"]
    return "/" + path.decode("latin-1").lstrip("/\\")


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


def _cookie(headers: Headers, kind: str) -> str:
    return str(dict(cookie_parser("; ".join(headers.getlist("cookie")))).get(_cookie_name(kind, headers), ""))
