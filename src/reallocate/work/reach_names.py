"""Names under which AI's reach is chosen besides its sources: a file of one's own, a later index."""

from __future__ import annotations

from pathlib import PurePath

OWN, USAGE_2026 = "own", "claude-usage-2026-06"
"""One's own measurement, and the usage index of June 2026; neither counts in a median."""
_SUFFIXES = frozenset((".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet"))


def is_reach_file(text: str) -> bool:
    """Whether what stands where a source of reach would is a file."""
    return PurePath(text).suffix.casefold() in _SUFFIXES
