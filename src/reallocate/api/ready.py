"""What most answers need, loaded before anybody asks."""

from __future__ import annotations

from contextlib import suppress

from reallocate.data.bundle import shipped_world
from reallocate.data.titles.match import TitleMatcher
from reallocate.kernel.errors import ReallocateError

_UNLISTED = "clerk of works and payroll"
"""No list has it, so that it is looked for by its words and letters."""


def get_ready() -> None:
    """Load the figures that ship and make known titles searchable, for this process and those forked from it.

    Where they cannot be read it leaves that to who asks for an answer.
    """
    with suppress(ReallocateError):
        TitleMatcher(shipped_world()).match([_UNLISTED])
