"""Pages made from a file of unknown origin, each in a process of its own that is held to limits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from reallocate.limited import LimitedTask, Limits
from reallocate.web.line import TURN, Line, Turn
from reallocate.web.page import Page, ProgramFault, place_of
from reallocate.web.workers import READY, made

MOST_AT_ONCE = 2
"""Files that are read at the same time."""
LEAST_SECONDS = 60
"""[processor seconds] of a page, which also reads titles."""


class Isolated:
    """Runs pages apart from all others; a file that breaks its process breaks nothing else."""

    def __init__(self) -> None:
        self._running = set[LimitedTask]()
        self._line, self._lock = Line(MOST_AT_ONCE), Lock()

    async def page(self, files: Sequence[Path], page: str, *arguments: Any) -> Page:
        """A page, made in a process that is held to limits.

        files : of the sender, by whose size the limits grow; words name the first
        page : file and function of `pages`, such as roster.check; its arguments are plain
        Raises `Busy` where the session has too many in line, `InputError` where a limit ended the process.
        """
        turn = TURN.get() or Turn()
        turn.place = place = self._line.join(turn.session)
        try:
            await place.called
            return await asyncio.to_thread(self._run, files, page, arguments)
        finally:
            self._line.leave(place)

    def _run(self, files: Sequence[Path], page: str, arguments: tuple[Any, ...]) -> Page:
        of_file = Limits.of(sum(file.stat().st_size for file in files if file.is_file()))
        limits = Limits(of_file.memory, max(of_file.seconds, LEAST_SECONDS))
        task = LimitedTask(limits, _made, page, *arguments, ready=READY)
        with self._lock:
            self._running.add(task)
        try:
            found: Page = task.result(files[0].name)
        finally:
            with self._lock:
                self._running.discard(task)
        return found

    def close(self) -> None:
        """End what is being read."""
        with self._lock:
            for task in self._running:
                task.kill()


def _made(page: str, *arguments: Any) -> Page:
    """A page; of a fault of the program only the place is told."""
    try:
        return made(page, *arguments)
    except MemoryError:
        raise
    except Exception as error:
        raise ProgramFault(place_of(error)) from None
