"""How large a file that is sent, and a plan in the queue, may be."""

from __future__ import annotations

import os
from contextlib import suppress

from reallocate.errors import InputError, Problem
from reallocate.limited import SMALLER

MOST_BYTES = 50 * 1024**2
"""[bytes] Of a file that is sent to the pages."""
MOST_ROWS = 200_000
"""[rows] Of a roster that is sent to the pages."""
PLANNING = {"RLIMIT_DATA": 16 * 1024**3, "RLIMIT_CPU": 4 * 3600, "RLIMIT_CORE": 0}
"""Limits of each process of a plan in the queue. What draws its report reserves far more addresses than it
uses, so only what is written to counts."""
POLITE = 5
"""By how much a plan in the queue gives way to the pages, as `nice` counts."""


def give_way() -> None:
    """Let pages that are being read go first."""
    with suppress(AttributeError, OSError):
        os.nice(POLITE)


def refuse_rows(rows: int, where: str) -> None:
    """Raise `InputError` where a roster has more rows than the pages read."""
    if rows > MOST_ROWS:
        raise InputError(Problem(f"there are {rows:,} rows; the limit is {MOST_ROWS:,}", where, SMALLER))
