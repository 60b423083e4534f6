"""The live pages without a server: the application in this process, its pages made at once."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words

from reallocate.api import shipped
from reallocate.data.bundle import shipped_world
from reallocate.kernel.executor import Inline
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import Queue
from reallocate.web.serve.workers import Workers

ADDRESS, TOKEN = "http://127.0.0.1:8765", "the token of every test"
ORIGIN = {"origin": ADDRESS}
LINKS: dict[str, str] = {}
"""Address of a server that was started -> the one with its token, as it is printed."""


class Unwarmed(Workers):
    """Makes a page only when it is asked for."""

    def __init__(self) -> None:
        super().__init__(Inline, 1)

    def warm(self, *pages: tuple[object, ...]) -> None:
        """Nothing beforehand."""


def reader(queue: Queue, **more: Any) -> TestClient:
    app = application(queue, TOKEN, workers=Unwarmed)
    client = TestClient(app, **{"base_url": ADDRESS, "follow_redirects": False, **more})
    assert client.get("/static/system.css", params={"token": TOKEN}).status_code in (200, 303)
    return client


def forms(page: str) -> tuple[str, str]:
    """The call in Python and the command that a page shows."""
    python, command = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    return unescape(python), unescape(command)


def invalid(html: str) -> dict[str, str]:
    """(field) what stands beside it, of those that are marked as wrong; each is described by its fault."""
    fields = re.findall(
        r'<(?:input|select)[^>]* name="([^"]+)"[^>]* aria-invalid="true" aria-describedby="wrong-([^" ]+)[^"]*"',
        html,
    )
    assert all(name == described for name, described in fields)
    return {
        name: words(re.findall(rf'<small class="wrong" id="wrong-{name}">(.*?)</small>', html)[0])
        for name, _ in fields
    }


def values(html: str) -> dict[str, str]:
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', html)
    }


def typed_in(file: str) -> list[dict[str, str]]:
    """What is typed over a form that is right, from each line of a kept text."""
    lines = Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines()
    return [dict(parse_qsl(line, keep_blank_values=True)) for line in lines]


def run(python: str) -> Any:
    """The result of a call that a page shows."""
    place: dict[str, Any] = {}
    exec(python, place)
    return place["result"]


@contextmanager
def serving(folder: Path, **more: Any) -> Iterator[tuple[Popen[str], str]]:
    """A server of its own on a free port, and its address without the token; at its end no page has failed.

    What it remembers for its user lies beside its results.
    """
    more["env"] = {**more.get("env", os.environ), "XDG_DATA_HOME": str(folder / "data")}
    run = "from reallocate.cli.main import run; run()"
    words = ["serve", "--port", "0", "--no-browser", "--results", str(folder)]
    with Popen([sys.executable, "-c", run, *words], stdout=PIPE, stderr=PIPE, text=True, **more) as server:
        assert server.stdout is not None and server.stderr is not None
        try:
            link = server.stdout.readline().split()[1]
            address = link.partition("/?")[0]
            LINKS[address] = link
            yield server, address
        finally:
            server.terminate()
        assert "A page failed" not in server.stderr.read()


def shown(address: str) -> dict[str, str]:
    """What a script sends to be let in, and the address that its forms are from."""
    return {"authorization": f"token {LINKS[address].partition('=')[2]}", "origin": address}


@pytest.fixture(autouse=True, scope="session")
def what_ships_is_read_once() -> Iterator[None]:
    """A page reads the World and the record of the claims anew each time it is asked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reallocate.api.world.load_world", lambda folder, country: shipped_world(country))
        patch.setitem(shipped._SHIPPED, "claims", cache(shipped._claims))
        yield


@pytest.fixture(scope="session")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Queue:
    return Queue(tmp_path_factory.mktemp("live") / "results")


@pytest.fixture(scope="session")
def client(queue: Queue) -> Iterator[TestClient]:
    with reader(queue) as client:
        yield client


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The one of a server of its own."""
    with serving(tmp_path_factory.mktemp("live")) as (_, address):
        yield address


@pytest.fixture
def live(tmp_path: Path) -> Iterator[TestClient]:
    with reader(Queue(tmp_path / "live"), follow_redirects=True, headers=ORIGIN) as client:
        yield client


def opened(browser: Any, place: str, width: int = 1280, height: int = 900, theme: str = "light", **more: Any) -> Any:
    """A page that may take its time; its console and what it asks for beyond a place are told in `page.told`.

    place : an address or folder; that of a server lets the page in
    """
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, **more)
    if place in LINKS:
        context.request.get(LINKS[place])
    page = context.new_page()
    page.told = list[str]()
    # How long a page takes where others use the machine is for `make bench` to say.
    page.set_default_timeout(300_000)
    page.on("console", lambda message: page.told.append(message.text))
    page.on("pageerror", lambda error: page.told.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith((place, "data:")) else page.told.append(one.url))
    return page
