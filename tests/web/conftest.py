"""The live pages without a server: the application in this process, its pages made at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from subprocess import Popen
from typing import Any

import pytest
from starlette.testclient import TestClient

from reallocate.kernel.executor import Inline
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import Queue
from reallocate.web.serve.workers import Workers

ADDRESS, TOKEN = "http://127.0.0.1:8765", "the token of every test"
LINKS: dict[str, str] = {}
"""Address of a server that was started -> the one with its token, as it is printed."""
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


class Unwarmed(Workers):
    """Makes a page only when it is asked for."""

    def __init__(self) -> None:
        super().__init__(Inline)

    def warm(self, *pages: tuple[object, ...]) -> None:
        """Nothing beforehand."""


def reader(queue: Queue, **more: Any) -> TestClient:
    """Who has been let in to a server with a queue."""
    app = application(queue, TOKEN, workers=Unwarmed)
    client = TestClient(app, **{"base_url": ADDRESS, "follow_redirects": False, **more})
    assert client.get("/static/system.css", params={"token": TOKEN}).status_code in (200, 303)
    return client


def entered(server: Popen[str]) -> str:
    """The address of a server that was just started, without its token."""
    assert server.stdout is not None
    link = server.stdout.readline().split()[1]
    address = link.partition("/?")[0]
    LINKS[address] = link
    return address


def shown(address: str) -> dict[str, str]:
    """What a script sends to be let in, and the address that its forms are from."""
    return {"authorization": f"token {LINKS[address].partition('=')[2]}", "origin": address}


@pytest.fixture(scope="session")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Queue:
    return Queue(tmp_path_factory.mktemp("live") / "results")


@pytest.fixture(scope="session")
def client(queue: Queue) -> Iterator[TestClient]:
    with reader(queue) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for a file of tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
