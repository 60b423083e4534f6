"""The live pages without a server: the application in this process, its pages made at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from reallocate.executor import Inline
from reallocate.web.app import application
from reallocate.web.queue import Queue
from reallocate.web.workers import Workers

ADDRESS = "http://127.0.0.1:8765"
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


class Unwarmed(Workers):
    """Makes a page only when it is asked for."""

    def __init__(self) -> None:
        super().__init__(Inline)

    def warm(self, *pages: tuple[object, ...]) -> None:
        """Nothing beforehand."""


@pytest.fixture(scope="session")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Queue:
    return Queue(tmp_path_factory.mktemp("live") / "results")


@pytest.fixture(scope="session")
def client(queue: Queue) -> Iterator[TestClient]:
    with TestClient(application(queue, workers=Unwarmed), base_url=ADDRESS, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for a file of tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
