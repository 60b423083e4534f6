"""Who reads a sheet: its file, and the reader in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SHEETS: Mapping[str, str] = MappingProxyType(
    {"council": "sheet-council.html", "board": "sheet-board.html"}
)
"""Reader of a sheet -> its file."""
READERS: Mapping[str, str] = MappingProxyType({"council": "works council", "board": "board"})
"""Reader of a sheet -> in words."""
