"""Pages made from a file of unknown origin, each in a process of its own that is held to limits."""

from __future__ import annotations

import asyncio
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any

from reallocate.errors import InputError
from reallocate.processes import start_process
from reallocate.web.limits import READING, hold, over_limit
from reallocate.web.line import TURN, Line, Turn
from reallocate.web.page import Page, ProgramFault, place_of
from reallocate.web.workers import READY, made

MOST_AT_ONCE = 2
"""Files that are read at the same time."""
LONGEST = 900.0
"""[seconds] that reading one may take, by the clock."""


class Isolated:
    """Runs pages apart from all others; a file that breaks its process breaks nothing else."""

    def __init__(self) -> None:
        self._running = set[BaseProcess]()
        self._line, self._lock = Line(MOST_AT_ONCE), Lock()

    async def page(self, name: str, page: str, *arguments: Any) -> Page:
        """A page, made in a process that is held to limits.

        name : of the file, for words
        page : file and function of `pages`, such as roster.check; its arguments are plain
        Raises `Busy` where the session has too many in line, `InputError` where a limit ended the process.
        """
        turn = TURN.get() or Turn()
        turn.place = place = self._line.join(turn.session)
        try:
            await place.called
            found = await asyncio.to_thread(self._run, page, arguments)
        finally:
            self._line.leave(place)
        if isinstance(found, str):
            raise ProgramFault(found)
        if found is None:
            raise InputError(over_limit(name))
        return found

    def _run(self, page: str, arguments: tuple[Any, ...]) -> Page | str | None:
        receive, send = Pipe(duplex=False)
        process = start_process(_make, send, page, arguments, ready=READY)
        send.close()
        with self._lock:
            self._running.add(process)
        found: Page | str | None = None
        try:
            # A process that waits for ever uses no processor time, which is what is limited.
            if receive.poll(LONGEST):
                found = receive.recv()
        except EOFError:
            pass
        finally:
            receive.close()
            if found is None:
                process.kill()
            process.join()
            with self._lock:
                self._running.discard(process)
        return found

    def close(self) -> None:
        """End what is being read."""
        with self._lock:
            for process in self._running:
                process.kill()


def _make(send: Connection, page: str, arguments: tuple[Any, ...]) -> None:
    """Make a page within the limits: it or the place of a fault is sent, nothing where memory runs out."""
    hold(READING)
    try:
        send.send(made(page, *arguments))
    except MemoryError:
        return
    except Exception as error:  # the server says it
        send.send(place_of(error))
