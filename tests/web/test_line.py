"""The line for computing: sessions take turns, who asks the same shares an answer, and who waits sees their place."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import ADDRESS, TOKEN, Unwarmed
from tests.web.test_app import words

from reallocate.kernel.executor import Inline
from reallocate.web import waiting
from reallocate.web.page import QUICK, Page
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import Queue
from reallocate.web.serve.workers import Workers
from reallocate.web.sessions import IN_USE, MOST, Crowded, Sessions
from reallocate.web.waiting import MOST_WAITING, TURN, Busy, Line, Place, Turn


def now(task: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await task()

    asyncio.run(run())


def test_sessions_take_turns_and_each_place_says_what_comes_before() -> None:
    async def task() -> None:
        line = Line()
        places = [line.join(session) for session in ("a", "a", "a", "a", "b", "c", "b")]
        assert [place.before for place in places] == [0, 3, 5, 6, 1, 2, 4]
        order = list[int]()
        for _ in places:
            (one,) = [at for at, place in enumerate(places) if place.called.done() and at not in order]
            order.append(one)
            line.leave(places[one])
        assert order == [0, 4, 5, 1, 6, 2, 3], "what a session has in line holds up no other for more than one answer"

    now(task)


def test_a_session_has_one_of_several_places_and_so_many_in_line() -> None:
    async def task() -> None:
        line = Line(2)
        first, second, other = line.join("a"), line.join("a"), line.join("b")
        assert [one.called.done() for one in (first, second, other)] == [True, False, True]
        for _ in range(MOST_WAITING - 1):
            line.join("a")
        with pytest.raises(Busy):
            line.join("a")
        line.leave(second)
        line.leave(other)
        assert line.join("b").called.done()

    now(task)


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
    now(task)


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
        session.used -= IN_USE + 1
    sessions.known("x" * 32)
    assert sessions.open("") and sessions.known("x" * 32) is first, "the one that was idle longest goes"


@pytest.mark.parametrize("form", [None, {"industry": "insurance carriers", "people": "20,000", "cut": "10"}])
def test_who_waits_sees_how_many_come_before_and_then_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: dict[str, str] | None
) -> None:
    """The line is held by answers of two other sessions, for a browser that runs no script."""
    monkeypatch.setattr(waiting, "PATIENCE", 0.05)
    app = application(Queue(tmp_path / "live"), TOKEN, workers=Unwarmed)
    asked = {"accept": "text/html,*/*", "origin": ADDRESS}
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        client.get("/", params={"token": TOKEN})
        client.headers.update(asked)
        lines = [process.line for process in app.state.workers._processes.values()]

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
