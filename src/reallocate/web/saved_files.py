"""Files of a saved plan as downloads: nothing of it runs in the page's place."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reallocate.web.archive import archive
from reallocate.web.page import MADE
from reallocate.web.send import GONE, TYPES, workers
from reallocate.web.workers import SOLVE

ZIP, COPY = "plan.zip", "copy.zip"
FILES = {
    "report.html": "page.html", "summary.html": "summary.html", "workbook.xlsx": "workbook.xlsx",
    "workbook-more.xlsx": "workbook-more.xlsx", "result.json": "output.json",
}  # fmt: skip
"""Files that are offered -> their names in the folder of a result."""
BYTES = "application/octet-stream"


async def saved_file(request: Request, folder: Path, name: str) -> Response:
    """A file of a saved result, all of them as one archive, or one made now; 404 where there is none.

    folder : as `reallocate open` takes it
    """
    if name in MADE and folder.is_dir():
        page = await workers(request).page(SOLVE, "planned.made", str(folder), name, keep=False)
        return offered(name, page.content)
    if name == COPY and folder.is_dir():
        page = await workers(request).page(SOLVE, "planned.copied", str(folder), keep=False)
        return offered(name, page.content)
    if name == ZIP:
        return offered(name, await asyncio.to_thread(_archive, folder))
    return await as_file(folder / FILES[name], name) if name in FILES else offered(name, None)


async def as_file(file: Path, name: str = "") -> Response:
    """A file as a download; 404 where there is none.

    name : under which it is offered; its own by default
    """
    return offered(name or file.name, await asyncio.to_thread(_content, file))


def offered(name: str, content: bytes | None) -> Response:
    """A content as a download; 404 where there is none.

    name : under which it is offered
    """
    if content is None:
        raise HTTPException(GONE)
    kind = TYPES.get(name.rpartition(".")[2], BYTES)
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _archive(folder: Path) -> bytes | None:
    return archive(folder, "plan") if folder.is_dir() else None
