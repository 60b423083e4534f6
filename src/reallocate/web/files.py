"""Files that a browser sends and takes: refused in words, or kept for their owner alone."""

from __future__ import annotations

import asyncio
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from starlette.datastructures import UploadFile

from reallocate.kernel.errors import Problem
from reallocate.web.guard import MOST_BYTES
from reallocate.web.page import Page, unanswered
from reallocate.web.sessions import DRAFT, PLANNED, SENT

PLANS = "/firm/plan"
_KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
"""Endings of a table's file."""
_FORBIDDEN = re.compile(r"[^\w .()-]+")
_LONGEST_NAME, _LONGEST_END = 80, 12
"""[bytes]"""
OWN, REACH = "own.csv", "reach.csv"
"""An own plan and an own measurement of AI's reach, in the folder of a step."""
_OWN_FILES = ("review.csv", "faults.csv", "clean-copy.csv", "actuals.csv", "decisions.csv", OWN, REACH)
_OWN_STARTS = ("mended-", f"{SENT}.", DRAFT, PLANNED)
"""Names of what the pages write beside a roster."""
_HAPPENED = "happened-"
"""How the name of headcounts begins, where another file has theirs."""
_TOO_LARGE, _WRONG_TYPE, _NOTHING = 413, 415, 422
_PIECE = 1024**2


@dataclass(frozen=True)
class _Refusal:
    """Why a file is not read.

    status : of the answer
    """

    status: int
    words: str

    def page(self) -> Page:
        """The page that says so, and leads back to the plan."""
        return unanswered(self.status, (self.words,), PLANS)


def refusal(upload: object, what: str) -> tuple[_Refusal | None, str]:
    """Why a file is not read, if it is not; and its name as it may be written on any disk.

    what : that is expected, in words
    """
    if not isinstance(upload, UploadFile) or not upload.filename:
        return _Refusal(_NOTHING, f"No file was chosen. Choose {what}."), ""
    name = _name(upload.filename)
    if Path(name).suffix.lower() not in _KINDS:
        remedy = f"Send a file that ends in {', '.join(_KINDS)}."
        problem = Problem(f"this is no {what.removeprefix('a ')}", name, remedy)
        return _Refusal(_WRONG_TYPE, str(problem)), name
    if (upload.size or 0) > MOST_BYTES:
        return _Refusal(_TOO_LARGE, f"{name}: the file has more than {MOST_BYTES // 1024**2} MB."), name
    return None, name


def happened(upload: object, firm: Mapping[str, Any]) -> str:
    """The name under which a table of headcounts is kept: its own, unless another file of the firm has it."""
    name = f"{Path(_name(getattr(upload, 'filename', '') or '')).stem}.csv"
    taken = {str(one) for one in firm.get("given", {}).values()} | {*firm.get("files", ())}
    return f"{_HAPPENED}{name}" if name in taken or _is_own(name) else name


async def written(upload: Any, place: Path) -> None:
    """Write what was sent into a file for the owner of the server alone; another of its name is replaced."""
    # A file of an earlier step is linked here, and must not be altered.
    place.unlink(missing_ok=True)
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        while piece := await upload.read(_PIECE):
            await asyncio.to_thread(file.write, piece)


def _name(given: str) -> str:
    """A file's name as it may be written on any disk."""
    plain = _FORBIDDEN.sub("_", given.replace("\\", "/").rpartition("/")[2]).strip(" .")
    path = Path(plain or "file")
    name = f"{_shortened(path.stem, _LONGEST_NAME)}{_shortened(path.suffix, _LONGEST_END)}"
    return f"roster-{name}" if _is_own(name) else name


def _shortened(text: str, most: int) -> str:
    """A text of so many bytes at most, without part of a character."""
    return text.encode()[:most].decode(errors="ignore")


def _is_own(name: str) -> bool:
    """Whether the pages write a file of this name."""
    return name.casefold() in _OWN_FILES or name.casefold().startswith(_OWN_STARTS)


_CREATED, _MODE = (2000, 1, 1, 0, 0, 0), 0o600
"""Date and mode of every file in it."""


def archive(folder: Path, name: str) -> bytes:
    """The files of a folder as a ZIP; the same files give the same bytes, since none has a date.

    name : of the folder in it
    """
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as made:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = ZipInfo(Path(name, file.relative_to(folder)).as_posix(), _CREATED)
                entry.external_attr = _MODE << 16
                made.writestr(entry, file.read_bytes(), ZIP_DEFLATED)
    return whole.getvalue()
