"""Plans that take minutes: they wait in line, run one after the other, and are found again later."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Condition, Thread
from time import time
from types import FrameType
from typing import Any

from reallocate.api.progress import counted
from reallocate.kernel.disk import NO_LINK
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.limited import hold
from reallocate.kernel.marker import claim, is_whole, kind_of, remove, remove_result
from reallocate.kernel.processes import start_process
from reallocate.web.guard import PLANNING, give_way
from reallocate.web.page import FIRST, INPUT, RESULT, SCRATCH, place_of
from reallocate.web.serve.workers import READY, made

_WAITING, _RUNNING, FINISHED, _CANCELLED, _FAILED, _LOST = (
    "waiting", "running", "finished", "cancelled", "failed", "lost",
)  # fmt: skip
_STATES = (_WAITING, _RUNNING, FINISHED, _CANCELLED, _FAILED, _LOST)
_OPEN = (_WAITING, _RUNNING)
MOST_WAITING = 8
"""Plans that may wait."""
_LIST, _PLANS = "queue.sqlite", "plans"
_LIVE, _PLACE, _PLAN = "live pages", "plan in the queue", "plan"
"""Kinds of folders, as their markers say: of the queue, of one plan in it, and of that plan's result."""
_PARTS = (INPUT, SCRATCH, FIRST)
"""In the folder of one plan, what goes once it is over."""
_NUMBER = re.compile(r"\d{4,9}")
_GRACE = 1.0
"""[seconds] between asking a process to end and ending it."""
_AGAIN = "Compute it again from My firm."
_FAULT = "A fault of the program, not of your input"
_SERVER_ENDED = f"The server ended before this plan was done. {_AGAIN}"
_PROCESS_LOST = f"The process of this plan was ended, often because memory ran out. {_AGAIN}"
_TABLE = """CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, state TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT '', submitted REAL NOT NULL, began REAL, ended REAL,
    words TEXT NOT NULL DEFAULT ''
)"""
COLUMNS = "number, title, state, stage, submitted, began, ended, words"
_Say = Callable[[str], None]
Task = Callable[[Path, _Say], None]
"""Computes the result of a job in its folder, and tells each stage."""


class Full(Exception):
    """Too many plans are waiting."""


@dataclass(frozen=True)
class Job:
    """One line of the queue.

    number : by which it is called
    title : of the firm
    state : one of `_STATES`
    stage : what is being done, such as 7 of 12 parts
    submitted, began, ended : [seconds since 1970]
    words : why it failed or was lost
    place : in the line of those that wait, from 1
    """

    number: int
    title: str
    state: str
    stage: str
    submitted: float
    began: float | None
    ended: float | None
    words: str
    place: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in _OPEN

    @property
    def parts(self) -> tuple[int, int] | None:
        """How many parts are done and of how many."""
        count = counted(self.stage)
        return None if count is None else count[1:]

    @property
    def minutes(self) -> float | None:
        """How long it has run."""
        return None if self.began is None else ((self.ended or time()) - self.began) / 60


class Queue:
    """The line of plans in a folder, which one server uses at a time.

    folder : made where it is not there, for its owner alone; one that holds anything else is refused
    task : what computes a job, a function of an importable module
    Raises `InputError` where another server uses the folder or it cannot be written.
    """

    def __init__(self, folder: Path, task: Task | None = None) -> None:
        self.folder = folder.absolute()
        self._task = task or complete
        self._changed = Condition()
        self._process: BaseProcess | None = None
        self._current = 0
        self._cancelled = set[int]()
        self._is_closed = False
        self._thread: Thread | None = None
        claim(self.folder, _LIVE, "plans of the live pages", _is_earlier)
        self._list = _opened(self.folder)
        self._adopt()
        self._settle()

    def start(self) -> None:
        """Begin with what waits."""
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End what runs; what is not finished is lost."""
        with self._changed:
            self._is_closed = True
            if self._process is not None:
                self._process.terminate()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(2 * _GRACE)
            if self._process is not None:
                self._process.kill()
                self._thread.join(_GRACE)
        with self._changed:
            self._settle()
            self._list.close()

    def submit(self, title: str, draft: Path) -> int:
        """Put a plan in line; returns its number.

        title : of the firm
        draft : folder of its first answer, which is copied
        Raises `Full` where too many wait.
        """
        with self._changed:
            if len(self._of(_WAITING)) >= MOST_WAITING:
                raise Full
            number = self._new_number(title)
            try:
                shutil.copytree(draft, self.place(number) / INPUT)
            except OSError:
                self._delete(number)
                raise
            self._changed.notify_all()
        return number

    def _new_number(self, title: str) -> int:
        """A new line of the list, with a folder of its own; a name that something else has is passed over."""
        submitted = "INSERT INTO jobs (title, state, submitted) VALUES (?, ?, ?)"
        while True:
            number = int(self._list.execute(submitted, (title, _WAITING, time())).lastrowid or 0)
            try:
                self.place(number).mkdir(mode=0o700)
                claim(self.place(number), _PLACE, _PLACE)
                return number
            except FileExistsError:
                self._list.execute("DELETE FROM jobs WHERE number = ?", (number,))
            except (OSError, InputError):
                self._delete(number)
                raise

    def _delete(self, number: int) -> None:
        _clear(self.place(number))
        self._list.execute("DELETE FROM jobs WHERE number = ?", (number,))

    def cancel(self, number: int) -> None:
        """End a plan that waits or runs; nothing of it stays."""
        with self._changed:
            job = self._job(number)
            if job is None or not job.is_open:
                return
            if number != self._current:
                self._end(number, _CANCELLED)
                return
            self._cancelled.add(number)
            process = self._process
        if process is not None:
            process.terminate()
            process.join(_GRACE)
            process.kill()
        with self._changed:
            self._changed.wait_for(lambda: self._current != number, _GRACE)

    def forget(self, number: int) -> None:
        """Delete a plan that is over, with its result."""
        with self._changed:
            job = self._job(number)
            if job is not None and not job.is_open:
                self._delete(number)

    def jobs(self) -> list[Job]:
        """Every plan, the newest first."""
        with self._changed:
            return [*reversed(self._of(*_STATES))]

    def job(self, number: int) -> Job | None:
        """One plan; none where there is none of this number."""
        with self._changed:
            return self._job(number)

    def place(self, number: int) -> Path:
        """The folder of a plan."""
        return self.folder / _PLANS / f"{number:04d}"

    def result(self, number: int) -> Path:
        """The folder of its result, as `reallocate open` takes it."""
        return self.place(number) / RESULT

    def _of(self, *states: str) -> list[Job]:
        marks = ", ".join("?" * len(states))
        found = self._list.execute(
            f"SELECT {COLUMNS} FROM jobs WHERE state IN ({marks}) ORDER BY number", states
        )
        jobs, line = [], 0
        for row in found:
            job = Job(*row)
            line += job.state == _WAITING
            jobs.append(replace(job, place=line) if job.state == _WAITING else job)
        return jobs

    def _job(self, number: int) -> Job | None:
        return next((one for one in self._of(*_STATES) if one.number == number), None)

    def _adopt(self) -> None:
        """Put whole results that the list lacks back on it, and mark those of an earlier version."""
        listed = {job.number for job in self._of(FINISHED, *_OPEN)}
        again = "INSERT OR REPLACE INTO jobs (number, title, state, submitted, ended) VALUES (?, ?, ?, ?, ?)"
        for place in _places(self.folder):
            result, number = place / RESULT, int(place.name)
            if (number in listed and kind_of(place)) or not is_whole(result, _PLAN):
                continue
            with suppress(InputError):
                claim(place, _PLACE, _PLACE, lambda place: True)
            if number not in listed:
                when = result.stat().st_mtime
                self._list.execute(again, (number, _title_of(result), FINISHED, when, when))

    def _settle(self) -> None:
        """What an earlier server began is finished where its result is whole, or lost; the rest goes."""
        for job in self._of(*_OPEN):
            whole = is_whole(self.result(job.number), _PLAN)
            self._end(job.number, FINISHED if whole else _LOST, "" if whole else _SERVER_ENDED)
        known = {job.number for job in self._of(FINISHED)}
        for place in _places(self.folder):
            if int(place.name) not in known:
                _clear(place)

    def _end(self, number: int, state: str, words: str = "") -> None:
        """Note how a plan ended, and delete what is not its result."""
        if state == FINISHED:
            remove(self.place(number), _PLACE, _PARTS)
        else:
            _clear(self.place(number))
        self._list.execute(
            "UPDATE jobs SET state = ?, ended = ?, words = ? WHERE number = ?",
            (state, time(), words, number),
        )

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._of(_WAITING))
                if not self._of(_WAITING) or self._is_closed:
                    return
                number = self._of(_WAITING)[0].number
                receive, send = Pipe(duplex=False)
                self._process = start_process(
                    _run, self._task, self.place(number), send, ready=READY
                )
                self._current = number
                self._list.execute(
                    "UPDATE jobs SET state = ?, began = ? WHERE number = ?", (_RUNNING, time(), number)
                )
            send.close()
            ended = self._followed(number, receive)
            self._process.join()
            with self._changed:
                self._process, self._current = None, 0
                self._end(number, *self._why(number, ended))
                self._changed.notify_all()

    def _why(self, number: int, ended: tuple[str, str]) -> tuple[str, str]:
        """How a plan ended, where it was the server or a reader who ended it."""
        if ended[0] == FINISHED:
            return ended
        if self._is_closed:
            return _LOST, _SERVER_ENDED
        return (_CANCELLED, "") if number in self._cancelled else ended

    def _followed(self, number: int, receive: Connection) -> tuple[str, str]:
        """Note each stage of a plan until its process ends; how it ended."""
        with receive, suppress(EOFError, OSError):
            while True:
                kind, words = receive.recv()
                if kind != _RUNNING:
                    return kind, words
                with self._changed:
                    self._list.execute("UPDATE jobs SET stage = ? WHERE number = ?", (words, number))
        return _LOST, _PROCESS_LOST


def _opened(folder: Path) -> sqlite3.Connection:
    """The list in a folder, locked for this server until it ends."""
    try:
        (folder / _PLANS).mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(folder / _LIST, os.O_CREAT | os.O_RDWR | NO_LINK, 0o600))
    except OSError as error:
        raise _unusable(folder, error.strerror or type(error).__name__) from None
    if (folder / _PLANS).is_symlink():
        raise _unusable(folder, f"{_PLANS} is a link")
    found = sqlite3.connect(folder / _LIST, timeout=0.5, isolation_level=None, check_same_thread=False)
    try:
        found.execute("PRAGMA locking_mode = EXCLUSIVE")
        found.execute("BEGIN EXCLUSIVE")
        if _columns(found) not in ("", COLUMNS):
            raise sqlite3.DatabaseError
        found.execute(_TABLE)
        found.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        found.close()
        busy = isinstance(error, sqlite3.OperationalError)
        raise _unusable(folder, "another server uses it" if busy else "its list is damaged") from None
    return found


def _columns(opened: sqlite3.Connection) -> str:
    """The columns of the list; "" where a file holds no table at all."""
    tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = opened.execute("SELECT name FROM pragma_table_info('jobs')")
    return ", ".join(name for (name,) in found) or ", ".join(tables)


def _is_earlier(folder: Path) -> bool:
    """Whether an earlier version kept its queue in a folder: its list, or a plan that it finished."""
    file = folder / _LIST
    if file.is_file() and not file.is_symlink():
        found = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            return _columns(found) == COLUMNS
        except sqlite3.DatabaseError:
            return False
        finally:
            found.close()
    return any(is_whole(place / RESULT, _PLAN) for place in _places(folder))


def _places(folder: Path) -> list[Path]:
    """Folders in which plans may lie."""
    if (folder / _PLANS).is_symlink() or not (folder / _PLANS).is_dir():
        return []
    return [
        place
        for place in sorted((folder / _PLANS).iterdir())
        if _NUMBER.fullmatch(place.name) and not place.is_symlink() and place.is_dir()
    ]


def _clear(place: Path) -> None:
    """Delete what is ours in the folder of a plan, its result included."""
    if kind_of(place) == _PLACE:
        remove_result(place / RESULT)
        with suppress(OSError):
            (place / RESULT).rmdir()
        remove(place, _PLACE, _PARTS)


def _title_of(result: Path) -> str:
    """The title of a result that was found whole."""
    try:
        return str(json.loads((result / "result.json").read_bytes())["facts"]["title"])
    except (OSError, ValueError, TypeError, KeyError):
        return result.parent.name


def _unusable(folder: Path, why: str) -> InputError:
    remedy = "End the other server, or name another folder with --results."
    return InputError(Problem(f"this folder cannot hold the queue: {why}", str(folder), remedy))


def complete(folder: Path, say: _Say) -> None:
    """Compute the whole plan of a first answer that lies in the folder of a job, and show that meanwhile."""
    import reallocate

    draft: Any = reallocate.open(folder / INPUT)
    made("planned.write_first", draft, folder / FIRST, f"/jobs/{int(folder.name)}/files")
    draft.more(out=folder / RESULT, progress=say)
    (folder / FIRST).unlink(missing_ok=True)


def _stop(number: int, frame: FrameType | None) -> None:
    """End in order when told to: what runs for the plan is ended first."""
    sys.exit(number)


def _run(task: Task, folder: Path, send: Connection) -> None:
    """The process of one job: what it writes meanwhile lies in the job's folder, and goes with it."""
    hold(PLANNING)
    give_way()
    signal.signal(signal.SIGTERM, _stop)
    scratch = folder / SCRATCH
    scratch.mkdir(mode=0o700, exist_ok=True)
    tempfile.tempdir = str(scratch)
    os.environ["TMPDIR"] = str(scratch)

    def say(stage: str) -> None:
        send.send((_RUNNING, stage))

    try:
        task(folder, say)
        send.send((FINISHED, ""))
    except ReallocateError as error:
        send.send((_FAILED, str(error)))
    except Exception as error:  # a fault of the program: only its place is told
        send.send((_FAILED, f"{_FAULT} ({place_of(error)})"))
