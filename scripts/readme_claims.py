"""What the ledger of claims found for a row of the story, from the figures kept of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

KEPT = Path(__file__).resolve().parent.parent / "docs" / "claims.json"


def found(row: str) -> str:
    """The finding and verdict of a row's claims, in words; nothing where the ledger has none.

    row : such as 6 or 3a
    """
    claims = [claim for claim in _ledger() if claim["row"] == row]
    return " ".join(f"{_sentence(claim['says'])} **{claim['verdict'].capitalize()}**." for claim in claims)


def _sentence(said: str) -> str:
    text = said.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


@cache
def _ledger() -> list[dict[str, Any]]:
    if not KEPT.is_file():
        return []
    rows: list[dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8"))
    return rows
