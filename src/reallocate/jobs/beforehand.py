"""Summaries of jobs that were computed beforehand: printed without loading what computes one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reallocate.kernel.blocks import Block
from reallocate.render.cards import as_rows, files_in_force, from_rows

FILE = "cards.zip"
TABLES = (
    "activities", "areas", "content", "education", "education_categories", "elements", "groups", "history",
    "industries", "knowledge", "licences", "mobility", "mobility_bridge", "mobility_groups", "occupations",
    "prices", "programmes", "projections", "reach", "related", "scores", "skills", "staffing",
)  # fmt: skip
"""Shipped tables that the card of a job reads."""
_BASIS, _MAJOR = "basis", 2
"""The name of what the cards rest on; digits of a major group, whose cards lie together."""


@dataclass(frozen=True)
class JobCard:
    """The summary of a job of which nothing but the occupation was said.

    code : of the occupation
    """

    code: str
    title: str
    blocks: Sequence[Block]


def basis() -> str:
    """A digest of the figures and assumptions in force on which cards rest."""
    return files_in_force(TABLES)


def job_card(code: str) -> JobCard | None:
    """The card of an occupation; none where none ships or its basis has changed."""
    file = resources.files("reallocate.jobs").joinpath("shipped", FILE)
    if not file.is_file():
        return None
    with ZipFile(BytesIO(file.read_bytes())) as cards:
        if code[:_MAJOR] not in cards.namelist() or cards.read(_BASIS).decode() != basis():
            return None
        for line in cards.read(code[:_MAJOR]).decode().splitlines():
            if line.startswith(f'{{"code": "{code}"'):
                row = json.loads(line)
                return JobCard(code, row["title"], from_rows(row["blocks"]))
    return None


def packed(rests_on: str, cards: Iterable[JobCard]) -> bytes:
    """Cards as they ship: what they rest on, and a file for each major group with a line for each job.

    rests_on : as from `basis`
    """
    whole, in_order = BytesIO(), sorted(cards, key=lambda card: card.code)
    with ZipFile(whole, "w") as file:
        _add(file, _BASIS, rests_on)
        for group, members in groupby(in_order, key=lambda card: card.code[:_MAJOR]):
            _add(file, group, "".join(map(_line, members)))
    return whole.getvalue()


def _line(card: JobCard) -> str:
    row = {"code": card.code, "title": card.title, "blocks": as_rows(card.blocks)}
    return json.dumps(row, ensure_ascii=False) + "\n"


def _add(file: ZipFile, name: str, text: str) -> None:
    # The first day that the format knows, so that the same cards are the same bytes.
    file.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED, 9)
