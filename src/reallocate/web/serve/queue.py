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

WAITING, RUNNING, FINISHED, CANCELLED, FAILED, LOST = (
    "waiting", "running", "finished", "cancelled", "failed", "lost",
)  # fmt: skip
STATES = (WAITING, RUNNING, FINISHED, CANCELLED, FAILED, LOST)
OPEN = (WAITING, RUNNING)
MOST_WAITING = 8
"""Plans that may wait."""
LIST, PLANS = "queue.sqlite", "plans"
LIVE, PLACE, PLAN = "live pages", "plan in the queue", "plan"
"""Kinds of folders, as their markers say: of the queue, of one plan in it, and of that plan's result."""
PARTS = (INPUT, SCRATCH, FIRST)
"""In the folder of one plan, what goes once it is over."""
NUMBER = re.compile(r"\d{4,9}")
GRACE = 1.0
"""[seconds] between asking a process to end and ending it."""
AGAIN = "Compute it again from My firm."
FAULT = "A fault of the program, not of your input"
SERVER_ENDED = f"The server ended before this plan was done. {AGAIN}"
PROCESS_LOST = f"The process of this plan was ended, often because memory ran out. {AGAIN}"
TABLE = """CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, state TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT '', submitted REAL NOT NULL, began REAL, ended REAL,
    words TEXT NOT NULL DEFAULT ''
)"""
COLUMNS = "number, title, state, stage, submitted, began, ended, words"
Say = Callable[[str], None]
Task = Callable[[Path, Say], None]
"""Computes the result of a job in its folder, and tells each stage."""


class Full(Exception):
    """Too many plans are waiting."""


@dataclass(frozen=True)
class Job:
    """One line of the queue.

    number : by which it is called
    title : of the firm
    state : one of `STATES`
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
        return self.state in OPEN

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
        claim(self.folder, LIVE, "plans of the live pages", _is_earlier)
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
            self._thread.join(2 * GRACE)
            if self._process is not None:
                self._process.kill()
                self._thread.join(GRACE)
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
            if len(self._of(WAITING)) >= MOST_WAITING:
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
            number = int(self._list.execute(submitted, (title, WAITING, time())).lastrowid or 0)
            try:
                self.place(number).mkdir(mode=0o700)
                claim(self.place(number), PLACE, PLACE)
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
                self._end(number, CANCELLED)
                return
            self._cancelled.add(number)
            process = self._process
        if process is not None:
            process.terminate()
            process.join(GRACE)
            process.kill()
        with self._changed:
            self._changed.wait_for(lambda: self._current != number, GRACE)

    def forget(self, number: int) -> None:
        """Delete a plan that is over, with its result."""
        with self._changed:
            job = self._job(number)
            if job is not None and not job.is_open:
                self._delete(number)

    def jobs(self) -> list[Job]:
        """Every plan, the newest first."""
        with self._changed:
            return [*reversed(self._of(*STATES))]

    def job(self, number: int) -> Job | None:
        """One plan; none where there is none of this number."""
        with self._changed:
            return self._job(number)

    def place(self, number: int) -> Path:
        """The folder of a plan."""
        return self.folder / PLANS / f"{number:04d}"

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
            line += job.state == WAITING
            jobs.append(replace(job, place=line) if job.state == WAITING else job)
        return jobs

    def _job(self, number: int) -> Job | None:
        return next((one for one in self._of(*STATES) if one.number == number), None)

    def _adopt(self) -> None:
        """Put whole results that the list lacks back on it, and mark those of an earlier version."""
        listed = {job.number for job in self._of(FINISHED, *OPEN)}
        again = "INSERT OR REPLACE INTO jobs (number, title, state, submitted, ended) VALUES (?, ?, ?, ?, ?)"
        for place in _places(self.folder):
            result, number = place / RESULT, int(place.name)
            if (number in listed and kind_of(place)) or not is_whole(result, PLAN):
                continue
            with suppress(InputError):
                claim(place, PLACE, PLACE, lambda place: True)
            if number not in listed:
                when = result.stat().st_mtime
                self._list.execute(again, (number, _title_of(result), FINISHED, when, when))

    def _settle(self) -> None:
        """What an earlier server began is finished where its result is whole, or lost; the rest goes."""
        for job in self._of(*OPEN):
            whole = is_whole(self.result(job.number), PLAN)
            self._end(job.number, FINISHED if whole else LOST, "" if whole else SERVER_ENDED)
        known = {job.number for job in self._of(FINISHED)}
        for place in _places(self.folder):
            if int(place.name) not in known:
                _clear(place)

    def _end(self, number: int, state: str, words: str = "") -> None:
        """Note how a plan ended, and delete what is not its result."""
        if state == FINISHED:
            remove(self.place(number), PLACE, PARTS)
        else:
            _clear(self.place(number))
        self._list.execute(
            "UPDATE jobs SET state = ?, ended = ?, words = ? WHERE number = ?",
            (state, time(), words, number),
        )

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._of(WAITING))
                if not self._of(WAITING) or self._is_closed:
                    return
                number = self._of(WAITING)[0].number
                receive, send = Pipe(duplex=False)
                self._process = start_process(
                    _run, self._task, self.place(number), send, ready=READY
                )
                self._current = number
                self._list.execute(
                    "UPDATE jobs SET state = ?, began = ? WHERE number = ?", (RUNNING, time(), number)
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
            return LOST, SERVER_ENDED
        return (CANCELLED, "") if number in self._cancelled else ended

    def _followed(self, number: int, receive: Connection) -> tuple[str, str]:
        """Note each stage of a plan until its process ends; how it ended."""
        with receive, suppress(EOFError, OSError):
            while True:
                kind, words = receive.recv()
                if kind != RUNNING:
                    return kind, words
                with self._changed:
                    self._list.execute("UPDATE jobs SET stage = ? WHERE number = ?", (words, number))
        return LOST, PROCESS_LOST


def _opened(folder: Path) -> sqlite3.Connection:
    """The list in a folder, locked for this server until it ends."""
    try:
        (folder / PLANS).mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(folder / LIST, os.O_CREAT | os.O_RDWR | NO_LINK, 0o600))
    except OSError as error:
        raise _unusable(folder, error.strerror or type(error).__name__) from None
    if (folder / PLANS).is_symlink():
        raise _unusable(folder, f"{PLANS} is a link")
    found = sqlite3.connect(folder / LIST, timeout=0.5, isolation_level=None, check_same_thread=False)
    try:
        found.execute("PRAGMA locking_mode = EXCLUSIVE")
        found.execute("BEGIN EXCLUSIVE")
        if _columns(found) not in ("", COLUMNS):
            raise sqlite3.DatabaseError
        found.execute(TABLE)
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
    file = folder / LIST
    if file.is_file() and not file.is_symlink():
        found = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            return _columns(found) == COLUMNS
        except sqlite3.DatabaseError:
            return False
        finally:
            found.close()
    return any(is_whole(place / RESULT, PLAN) for place in _places(folder))


def _places(folder: Path) -> list[Path]:
    """Folders in which plans may lie."""
    if (folder / PLANS).is_symlink() or not (folder / PLANS).is_dir():
        return []
    return [
        place
        for place in sorted((folder / PLANS).iterdir())
        if NUMBER.fullmatch(place.name) and not place.is_symlink() and place.is_dir()
    ]


def _clear(place: Path) -> None:
    """Delete what is ours in the folder of a plan, its result included."""
    if kind_of(place) == PLACE:
        remove_result(place / RESULT)
        with suppress(OSError):
            (place / RESULT).rmdir()
        remove(place, PLACE, PARTS)


def _title_of(result: Path) -> str:
    """The title of a result that was found whole."""
    try:
        return str(json.loads((result / "result.json").read_bytes())["facts"]["title"])
    except (OSError, ValueError, TypeError, KeyError):
        return result.parent.name


def _unusable(folder: Path, why: str) -> InputError:
    remedy = "End the other server, or name another folder with --results."
    return InputError(Problem(f"this folder cannot hold the queue: {why}", str(folder), remedy))


def complete(folder: Path, say: Say) -> None:
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
        send.send((RUNNING, stage))

    try:
        task(folder, say)
        send.send((FINISHED, ""))
    except ReallocateError as error:
        send.send((FAILED, str(error)))
    except Exception as error:  # a fault of the program: only its place is told
        send.send((FAILED, f"{FAULT} ({place_of(error)})"))
