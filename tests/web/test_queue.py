"""The queue: one after the other, in line, cancelled at once, found again, and no process left behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reallocate.kernel.errors import InputError
from reallocate.web.page import INPUT, RESULT
from reallocate.web.serve.queue import (
    CANCELLED,
    FAILED,
    FINISHED,
    LOST,
    MOST_WAITING,
    RUNNING,
    WAITING,
    Full,
    Job,
    Queue,
    Say,
)

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
"""[seconds] a process may take to start on a busy machine."""
COMMAND = "from pathlib import Path; from tests.web.test_queue import endless; from reallocate.web.serve.queue import Queue; import sys, time; q = Queue(Path(sys.argv[1]), endless); q.start(); [q.submit(f'firm {n}', Path(sys.argv[2])) for n in range(3)]; print('ready', flush=True); time.sleep(600)"


def two_parts(folder: Path, say: Say) -> None:
    """A task that is done at once."""
    assert (folder / INPUT / "a.txt").read_text(encoding="utf-8") == "first"
    say("1 of 2 parts")
    (folder / RESULT).mkdir()
    say("2 of 2 parts")


def endless(folder: Path, say: Say) -> None:
    """A task with a process of its own, which leaves its number and never ends."""
    from reallocate.kernel.processes import start_process

    child = start_process(time.sleep, 600)
    (folder / "scratch" / "half.txt").write_text("half", encoding="utf-8")
    say(f"child {child.pid} and {os.getpid()}: 1 of 2 parts")
    child.join()


def refuses(folder: Path, say: Say) -> None:
    """A task with an input that cannot be used."""
    raise InputError("that cannot be kept")


def breaks(folder: Path, say: Say) -> None:
    """A task with a fault of the program."""
    raise KeyError("secret 4321")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "a.txt").write_text("first", encoding="utf-8")
    return tmp_path / "draft"


@contextmanager
def running(folder: Path, task: Callable[[Path, Say], None]) -> Iterator[Queue]:
    queue = Queue(folder, task)
    queue.start()
    try:
        yield queue
    finally:
        queue.close()


def job(queue: Queue, number: int) -> Job:
    found = queue.job(number)
    assert found is not None
    return found


def until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def lives(process: int) -> bool:
    """Whether a process is there and no corpse."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stand = Path(f"/proc/{process}/stat")
    return not stand.exists() or stand.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def family_of(process: int) -> list[int]:
    """Every process that a process started, and those that they started; none where the system does not say."""
    stands = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(child) for one in stands for child in one.read_text(encoding="utf-8").split()]
    return [*children, *(further for child in children for further in family_of(child))]


def processes(stage: str) -> tuple[int, int]:
    words = stage.replace(":", "").split()
    return int(words[1]), int(words[3])


def test_a_plan_is_computed_and_found_again_after_a_restart(tmp_path: Path, draft: Path) -> None:
    folder = tmp_path / "live"
    with running(folder, two_parts) as queue:
        number = queue.submit("An insurer", draft)
        until(lambda: job(queue, number).state == FINISHED)
        assert job(queue, number).parts == (2, 2)
        assert queue.result(number).is_dir() and not (queue.place(number) / INPUT).exists()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "queue.sqlite").stat().st_mode) == 0o600
    with running(folder, two_parts) as again:
        assert [(one.title, one.state) for one in again.jobs()] == [("An insurer", FINISHED)]
        again.forget(number)
        assert again.jobs() == [] and not again.place(number).exists()


def test_a_cancelled_plan_ends_within_two_seconds_and_leaves_nothing(tmp_path: Path, draft: Path) -> None:
    with running(tmp_path / "live", endless) as queue:
        first, second, third = (queue.submit(name, draft) for name in "ABC")
        until(lambda: "child" in job(queue, first).stage)
        assert [job(queue, one).place for one in (first, second, third)] == [0, 1, 2]
        family = processes(job(queue, first).stage)
        queue.cancel(second)
        begun = time.monotonic()
        queue.cancel(first)
        assert job(queue, first).state == CANCELLED and time.monotonic() - begun < 2
        until(lambda: not any(map(lives, family)), 2)
        assert not queue.place(first).exists() and not queue.place(second).exists()
        until(lambda: job(queue, third).state == RUNNING)
        assert [one.state for one in reversed(queue.jobs())] == [CANCELLED, CANCELLED, RUNNING]


@pytest.mark.parametrize(("task", "said"), [(refuses, "that cannot be kept"), (breaks, "A fault of the program")])
def test_a_plan_that_fails_says_why_and_the_next_one_runs(tmp_path: Path, draft: Path, task: Callable[[Path, Say], None], said: str) -> None:
    with running(tmp_path / "live", task) as queue:
        numbers = [queue.submit(name, draft) for name in "AB"]
        until(lambda: all(job(queue, one).state == FAILED for one in numbers))
        assert all(said in job(queue, one).words for one in numbers)
        assert "secret" not in job(queue, numbers[0]).words
        assert not any(queue.place(one).exists() for one in numbers)


def test_a_plan_whose_process_is_killed_is_said_to_be_lost(tmp_path: Path, draft: Path) -> None:
    with running(tmp_path / "live", endless) as queue:
        number = queue.submit("A", draft)
        until(lambda: "child" in job(queue, number).stage)
        child, own = processes(job(queue, number).stage)
        os.kill(own, signal.SIGKILL)
        until(lambda: job(queue, number).state == LOST)
        assert "often because memory ran out" in job(queue, number).words
        until(lambda: not lives(child), 5)


def test_forty_plans_at_once_are_refused(tmp_path: Path, draft: Path) -> None:
    queue = Queue(tmp_path / "live", endless)
    for _ in range(MOST_WAITING):
        queue.submit("A", draft)
    for _ in range(40 - MOST_WAITING):
        with pytest.raises(Full):
            queue.submit("A", draft)
    assert [one.state for one in queue.jobs()] == [WAITING] * MOST_WAITING
    queue.close()


def test_a_folder_has_one_server(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "live")
    with pytest.raises(InputError, match="another server uses it"):
        Queue(tmp_path / "live")
    queue.close()
    (tmp_path / "live" / "queue.sqlite").write_bytes(b"no list at all" * 100)
    with pytest.raises(InputError, match="its list is damaged"):
        Queue(tmp_path / "live")


@pytest.mark.long
def test_a_server_that_is_killed_leaves_no_process_and_no_half_folder(tmp_path: Path, draft: Path) -> None:
    folder = tmp_path / "live"
    with subprocess.Popen([sys.executable, "-c", COMMAND, str(folder), str(draft)], stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None and server.stdout.readline() == "ready\n"
        until((folder / "plans" / "0001" / "scratch" / "half.txt").exists)
        children = family_of(server.pid)
        server.kill()
    until(lambda: not any(map(lives, children)), 5)
    queue = Queue(folder, endless)
    assert [(one.state, one.words.partition(".")[0]) for one in queue.jobs()] == [(LOST, "The server ended before this plan was done")] * 3
    assert list((folder / "plans").iterdir()) == []
    queue.close()
