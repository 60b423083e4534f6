"""How large a file and a task may be, and how a process is held to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

from reallocate.errors import InputError, Problem

MOST_BYTES = 50 * 1024**2
"""[bytes] Of a file that is sent to the pages."""
MOST_ROWS = 200_000
"""[rows] Of a roster that is sent to the pages."""
READING_MEMORY, READING_SECONDS = 4 * 1024**3, 60
"""[bytes] of address space, of which libraries and shipped tables map 2 GB, and [processor seconds]; for one
file."""
READING = {"RLIMIT_AS": READING_MEMORY, "RLIMIT_CPU": READING_SECONDS, "RLIMIT_CORE": 0}
"""Limits of a process that reads one file."""
PLANNING = {"RLIMIT_DATA": 16 * 1024**3, "RLIMIT_CPU": 4 * 3600, "RLIMIT_CORE": 0}
"""Limits of each process of a plan in the queue. What draws its report reserves far more addresses than it
uses, so only what is written to counts."""
POLITE = 5
"""By how much a plan in the queue gives way to the pages, as `nice` counts."""
SMALLER = "Keep only the columns that a plan needs, split the file, or use `reallocate plan` in a terminal."


def hold(limits: Mapping[str, int]) -> None:
    """Hold this process, and those that it starts, to limits, where the operating system has them.

    limits : by name, as the module `resource` has them
    """
    with suppress(ImportError):
        system: Any = import_module("resource")
        for kind, most in limits.items():
            number = getattr(system, kind)
            hard = system.getrlimit(number)[1]
            least = most if hard == system.RLIM_INFINITY else min(most, hard)
            with suppress(ValueError, OSError):
                system.setrlimit(number, (least, least))


def give_way() -> None:
    """Let pages that are being read go first."""
    with suppress(AttributeError, OSError):
        os.nice(POLITE)


def refuse_rows(rows: int, where: str) -> None:
    """Raise `InputError` where a roster has more rows than the pages read."""
    if rows > MOST_ROWS:
        raise InputError(Problem(f"there are {rows:,} rows; the limit is {MOST_ROWS:,}", where, SMALLER))


def over_limit(where: str) -> Problem:
    """That reading a file was ended at a limit."""
    what = (
        f"reading it took more than {READING_MEMORY / 1024**3:.0f} GB of memory or "
        f"{READING_SECONDS} seconds of processor time, and was ended"
    )
    return Problem(what, where, SMALLER)
