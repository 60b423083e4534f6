"""What most answers need, loaded before anybody asks."""

from __future__ import annotations

from contextlib import suppress

from reallocate.data.bundle import shipped_world
from reallocate.data.titles.match import TitleMatcher
from reallocate.jobs.page import job_study
from reallocate.kernel.errors import ReallocateError

_UNLISTED = "clerk of works and payroll"
"""No list has it, so that it is looked for by its words and letters."""
_ANY = "43-3051"
"""Whose card makes what the cards of all jobs have in common."""


def get_ready() -> None:
    """Load figures, titles and the moves between all jobs, for this process and those forked from it.

    Where they cannot be read it leaves that to who asks for an answer.
    """
    with suppress(ReallocateError):
        TitleMatcher(shipped_world()).match([_UNLISTED])
        job_study(shipped_world(), _ANY)
