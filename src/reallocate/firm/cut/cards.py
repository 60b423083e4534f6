"""The summary of a cut that was computed beforehand, printed without loading what solves one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any

from reallocate.data.industry_names import Industry, named_industries
from reallocate.kernel.blocks import Block, Prose
from reallocate.render.cards import as_rows, files_in_force, from_rows

FILE = "cards.jsonl.gz"
HEADCOUNT, SHARE = 20_000.0, "10%"
"""The question of the live page as it opens: people [FTE], and the share of positions that is cut."""
TABLES = (
    "activities", "content", "education", "education_categories", "groups", "industries", "knowledge",
    "mobility", "mobility_bridge", "mobility_groups", "occupations", "programmes", "projections", "reach",
    "related", "skills", "staffing",
)  # fmt: skip
"""Shipped tables that a cut of an industry reads."""


@dataclass(frozen=True)
class Card:
    """The summary of one industry's cut.

    blocks : where a cut was asked for
    """

    industry: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Index:
    """What the cards rest on, and who can be asked about.

    basis : digest of tables and assumptions
    titles, naics : (industry) as `named_industries` takes them
    unasked : the sentence of a card that no cut was asked for, and the block that it stands before
    """

    basis: str
    titles: Mapping[str, str]
    naics: Mapping[str, str]
    unasked: tuple[int, str]


def basis() -> str:
    """A digest of the figures and assumptions in force on which cards rest."""
    return files_in_force(TABLES)


def requested_industries(names: Iterable[str]) -> tuple[Industry, ...] | None:
    """The industries that are meant, as `find_industries` finds them; none where no card is in force.

    Raises `UnknownName` for what is no industry.
    """
    index = _index()
    return named_industries(names, index.titles, index.naics) if index is not None else None


def card_of(industry: str, asked: bool) -> Card | None:
    """The card of an industry with `HEADCOUNT` people; none where none ships or its basis has changed.

    industry : code
    asked : whether a cut was asked for
    """
    index = _index()
    if index is None:
        return None
    for line in _lines()[1:]:
        row = json.loads(line) if line.startswith(f'{{"industry": "{industry}"') else None
        if row is not None:
            blocks = from_rows(row["blocks"])
            if not asked:
                place, sentence = index.unasked
                blocks.insert(place, Prose((sentence,)))
            return Card(industry, row["title"], blocks)
    return None


def packed(index: Index, cards: Iterable[Card]) -> bytes:
    """Cards as they ship: a line for what they rest on, and one for each industry."""
    lines = [asdict(index), *map(_row, sorted(cards, key=lambda card: card.industry))]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _row(card: Card) -> dict[str, Any]:
    return {"industry": card.industry, "title": card.title, "blocks": as_rows(card.blocks)}


@cache
def _lines() -> Sequence[str]:
    file = resources.files("reallocate.firm.cut").joinpath("shipped", FILE)
    return gzip.decompress(file.read_bytes()).decode().splitlines() if file.is_file() else []


@cache
def _index() -> Index | None:
    """What the cards rest on; none where that is no longer in force."""
    for line in _head():
        row = json.loads(line)
        if row["basis"] == basis():
            return Index(**row | {"unasked": tuple(row["unasked"])})
    return None


def _head() -> Iterator[str]:
    yield from _lines()[:1]
