"""Plans in the queue and sessions in line: in turn, cancelled at once, found again, no process left, no work done twice."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import stat
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import ADDRESS, TOKEN, Unwarmed

from reallocate.kernel.errors import InputError, WorkerError
from reallocate.kernel.executor import Inline
from reallocate.web import waiting
from reallocate.web.page import INPUT, QUICK, RESULT, Page
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import (
    _CANCELLED,
    _FAILED,
    _LOST,
    _RUNNING,
    _WAITING,
    FINISHED,
    MOST_WAITING,
    Full,
    Job,
    Queue,
    _Say,
)
from reallocate.web.serve.workers import Workers, _Team
from reallocate.web.sessions import _IN_USE, MOST, Crowded, Sessions
from reallocate.web.waiting import MOST_WAITING as MOST_IN_LINE
from reallocate.web.waiting import TURN, Busy, Line, Place, Turn

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
"""[seconds] a process may take to start on a busy machine."""
COMMAND = "from pathlib import Path; from tests.web.test_queue import endless; from reallocate.web.serve.queue import Queue; import sys, time; q = Queue(Path(sys.argv[1]), endless); q.start(); [q.submit(f'firm {n}', Path(sys.argv[2])) for n in range(3)]; print('ready', flush=True); time.sleep(600)"


def two_parts(folder: Path, say: _Say) -> None:
    assert (folder / INPUT / "a.txt").read_text(encoding="utf-8") == "first"
    say("1 of 2 parts")
    (folder / RESULT).mkdir()
    say("2 of 2 parts")


def endless(folder: Path, say: _Say) -> None:
    from reallocate.kernel.processes import start_process

    child = start_process(time.sleep, 600)
    (folder / "scratch" / "half.txt").write_text("half", encoding="utf-8")
    say(f"child {child.pid} and {os.getpid()}: 1 of 2 parts")
    child.join()


def refuses(folder: Path, say: _Say) -> None:
    raise InputError("that cannot be kept")


def breaks(folder: Path, say: _Say) -> None:
    raise KeyError("secret 4321")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "a.txt").write_text("first", encoding="utf-8")
    return tmp_path / "draft"


@contextmanager
def running(folder: Path, task: Callable[[Path, _Say], None]) -> Iterator[Queue]:
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
        assert job(queue, first).state == _CANCELLED and time.monotonic() - begun < 2
        until(lambda: not any(map(lives, family)), 2)
        assert not queue.place(first).exists() and not queue.place(second).exists()
        until(lambda: job(queue, third).state == _RUNNING)
        assert [one.state for one in reversed(queue.jobs())] == [_CANCELLED, _CANCELLED, _RUNNING]


@pytest.mark.parametrize(
    ("task", "said"), [(refuses, "that cannot be kept"), (breaks, "A fault of the program")]
)
def test_a_plan_that_fails_says_why_and_the_next_one_runs(
    tmp_path: Path, draft: Path, task: Callable[[Path, _Say], None], said: str
) -> None:
    with running(tmp_path / "live", task) as queue:
        numbers = [queue.submit(name, draft) for name in "AB"]
        until(lambda: all(job(queue, one).state == _FAILED for one in numbers))
        assert all(said in job(queue, one).words for one in numbers)
        assert "secret" not in job(queue, numbers[0]).words
        assert not any(queue.place(one).exists() for one in numbers)


def test_a_plan_whose_process_is_killed_is_said_to_be_lost(tmp_path: Path, draft: Path) -> None:
    with running(tmp_path / "live", endless) as queue:
        number = queue.submit("A", draft)
        until(lambda: "child" in job(queue, number).stage)
        child, own = processes(job(queue, number).stage)
        os.kill(own, signal.SIGKILL)
        until(lambda: job(queue, number).state == _LOST)
        assert "often because memory ran out" in job(queue, number).words
        until(lambda: not lives(child), 5)


def test_forty_plans_at_once_are_refused_and_a_folder_has_one_server(tmp_path: Path, draft: Path) -> None:
    queue = Queue(tmp_path / "live", endless)
    for _ in range(MOST_WAITING):
        queue.submit("A", draft)
    for _ in range(40 - MOST_WAITING):
        with pytest.raises(Full):
            queue.submit("A", draft)
    assert [one.state for one in queue.jobs()] == [_WAITING] * MOST_WAITING
    queue.close()
    queue = Queue(tmp_path / "live")
    with pytest.raises(InputError, match="another server uses it"):
        Queue(tmp_path / "live")
    queue.close()
    (tmp_path / "live" / "queue.sqlite").write_bytes(b"no list at all" * 100)
    with pytest.raises(InputError, match="its list is damaged"):
        Queue(tmp_path / "live")


def test_sessions_take_turns_each_place_says_what_comes_before_and_has_so_many_in_line() -> None:
    async def task() -> None:
        line = Line()
        places = [line.join(session) for session in ("a", "a", "a", "a", "b", "c", "b")]
        assert [place.before for place in places] == [0, 3, 5, 6, 1, 2, 4]
        order = list[int]()
        for _ in places:
            (one,) = [at for at, place in enumerate(places) if place.called.done() and at not in order]
            order.append(one)
            line.leave(places[one])
        assert order == [0, 4, 5, 1, 6, 2, 3], (
            "what a session has in line holds up no other for more than one answer"
        )
        # A session has one of several places, and so many in line.
        line = Line(2)
        first, second, other = line.join("a"), line.join("a"), line.join("b")
        assert [one.called.done() for one in (first, second, other)] == [True, False, True]
        for _ in range(MOST_IN_LINE - 1):
            line.join("a")
        with pytest.raises(Busy):
            line.join("a")
        line.leave(second)
        line.leave(other)
        assert line.join("b").called.done()

    asyncio.run(task())


def test_who_asks_for_the_same_page_shares_one_computation(monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[str]()

    def once(page: str) -> Page:
        made.append(page)
        return Page("answer")

    async def task() -> None:
        workers = Workers(Inline)

        async def asked(session: str) -> Page:
            TURN.set(Turn(session))
            return await workers.page(QUICK, "start.page")

        every = await asyncio.gather(*(asyncio.ensure_future(asked(f"reader {n}")) for n in range(50)))
        assert {page.html for page in every} == {"answer"} and len(made) == 1

    monkeypatch.setattr("reallocate.web.serve.workers.made", once)
    asyncio.run(task())


def test_new_sessions_never_take_the_place_of_one_in_use(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path / "uploads")
    first = sessions.open("x" * 32)
    first.new_folder()
    for _ in range(MOST - 1):
        sessions.open("")
    for _ in range(64):
        with pytest.raises(Crowded):
            sessions.open("")
    assert sessions.known("x" * 32) is first and first.folder.is_dir()
    for session in sessions._kept.values():
        session.used -= _IN_USE + 1
    sessions.known("x" * 32)
    assert sessions.open("") and sessions.known("x" * 32) is first, "the one that was idle longest goes"


@pytest.mark.parametrize("form", [None, {"industry": "insurance carriers", "people": "20,000", "cut": "10"}])
def test_who_waits_sees_how_many_come_before_and_then_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: dict[str, str] | None
) -> None:
    monkeypatch.setattr(waiting, "_PATIENCE", 0.05)
    app = application(Queue(tmp_path / "live"), TOKEN, workers=Unwarmed)
    asked = {"accept": "text/html,*/*", "origin": ADDRESS}
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        client.get("/", params={"token": TOKEN})
        client.headers.update(asked)
        lines = [team.line for team in app.state.workers._teams.values()]

        async def held() -> list[Place]:
            return [line.join(name) for line in lines for name in ("one", "two")]

        places: list[Place] = client.portal.call(held)  # type: ignore[union-attr]
        answer: Any = client.get("/job/43-3051") if form is None else client.post("/firm", data=form)
        place = "/job/43-3051" if form is None else answer.headers["location"]
        assert form is None or (answer.status_code == 303 and place.startswith("/waiting/"))
        page = client.get(place)
        assert page.status_code == 202 and "2 answers come before yours" in words(page.text)
        assert re.search(r'<meta http-equiv="refresh" content="\d+">', page.text)
        for one in places:
            client.portal.call(one.line.leave, one)  # type: ignore[union-attr]
        found = client.get(place)
        assert found.status_code == (200 if form is None else 303)
        assert form is not None or "Payroll" in found.text
        if form is not None:
            assert found.headers["location"] == "/firm" and 'value="20,000"' in client.get("/firm").text
            assert client.get(place).status_code == 404, "an answer to a form is shown once"


@pytest.mark.long
def test_quick_pages_are_made_side_by_side_and_a_page_that_breaks_its_process_breaks_no_other() -> None:
    class Fails(Inline):
        def submit(self, task: object, *arguments: object) -> Future[Any]:
            raise BrokenProcessPool

    async def task() -> None:
        made = iter([Inline(), Fails(), Inline(), Inline(), Inline()])
        team = _Team(lambda: next(made), 2)
        first, second, third = (team.line.join(name) for name in ("one", "two", "three"))
        assert first.called.done() and second.called.done() and not third.called.done()
        with pytest.raises(WorkerError):
            await team.run(first, "start.page", ())
        assert len(team.free) == 2 and not any(isinstance(pool, Fails) for pool in team.pools)
        assert third.called.done(), "its place is free for the next"
        await team.run(second, "start.page", ())
        await team.run(third, "start.page", ())
        assert len(team.free) == 2 and len(team.pools) == 2

    asyncio.run(task())
