"""How a page becomes an answer to a request."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reallocate.web.page import Page, unanswered
from reallocate.web.workers import QUICK, Workers

GONE = 404
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "toml": "application/toml",
}
"""Of the files that a page offers, by ending."""


def workers(request: Request) -> Workers:
    """What makes pages."""
    found: Workers = request.app.state.workers
    return found


async def quick(request: Request, page: str, *arguments: Any) -> Page:
    """A page that is made in under a second."""
    return await workers(request).page(QUICK, page, *arguments)


def query(request: Request, without: str = "") -> tuple[tuple[str, str], ...]:
    """What stands behind the question mark of an address, sorted."""
    return tuple(sorted((name, value) for name, value in request.query_params.items() if name != without))


async def form_of(request: Request, most: int = 16) -> tuple[tuple[str, str], ...]:
    """Names and values of a form without files.

    most : fields
    """
    async with request.form(max_files=0, max_fields=most) as form:
        return tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))


def sent(request: Request, page: Page) -> Response:
    """The page, or the one of its files that the address names."""
    file = request.path_params.get("file")
    if file is None or page.status != 200:
        return HTMLResponse(page.html, page.status)
    if file not in page.tables:
        raise HTTPException(GONE)
    kind = TYPES[file.rpartition(".")[2]]
    return Response(
        page.tables[file], media_type=kind, headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


def in_words(status: int, *lines: str, door: str = "/") -> Response:
    """A refusal in words.

    door : address to go back to
    """
    return HTMLResponse(unanswered(status, lines, door).html, status)
