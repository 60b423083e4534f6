"""The live pages without a server: the application in this process, its pages made at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from reallocate.executor import Inline
from reallocate.web.app import application
from reallocate.web.queue import Queue
from reallocate.web.workers import Workers

ADDRESS = "http://127.0.0.1:8765"


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
