"""Many at once on a real server: other sites hold nobody up, fifty readers are all answered, and nobody is sent away."""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx2
import pytest
from tests.web.conftest import LINKS, entered

pytestmark = [pytest.mark.long]
READERS, CROSS_SITE, TURNS = 50, 30, 5
ELSEWHERE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = "from reallocate.cli.main import run; run()"
    words = ["serve", "--port", "0", "--no-browser", "--results", str(tmp_path_factory.mktemp("live"))]
    with subprocess.Popen([sys.executable, "-c", program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            address = entered(server)
            with reader(address) as client:
                assert client.get("/economy?ceiling=0.5").status_code == 200, "ready"
            yield address
        finally:
            server.terminate()
        assert "A page failed" not in server.stderr.read()


@contextmanager
def reader(address: str) -> Iterator[Any]:
    """A browser of its own, which has been let in."""
    with httpx2.Client(base_url=address, follow_redirects=True, timeout=600) as client:
        assert client.get(LINKS[address]).status_code == 200
        yield client


def seconds(task: Callable[[], Any]) -> float:
    begun = time.monotonic()
    task()
    return time.monotonic() - begun


NUMBERS = itertools.count()


def another() -> str:
    """An address that is computed anew."""
    return f"/economy?ceiling={0.3 + next(NUMBERS) / 100_000:.5f}"


def answered(client: Any) -> None:
    answer = client.get(another())
    assert answer.status_code == 200 and "</html>" in answer.text


def usual(client: Any) -> float:
    return statistics.median(seconds(lambda: answered(client)) for _ in range(TURNS))


@pytest.mark.parametrize("has_cookie", [False, True], ids=["as a browser sends them", "with the cookie"])
def test_thirty_requests_of_another_site_do_not_slow_a_reader(address: str, has_cookie: bool) -> None:
    with reader(address) as client, httpx2.Client(base_url=address, headers=ELSEWHERE, timeout=600) as other:
        if has_cookie:
            other.cookies = client.cookies
        alone = usual(client)
        stop, refused = threading.Event(), list[int]()

        def ask() -> None:
            while not stop.is_set():
                refused.append(other.get(another()).status_code)
                time.sleep(0.2)

        with ThreadPoolExecutor(CROSS_SITE) as threads:
            for _ in range(CROSS_SITE):
                threads.submit(ask)
            beside = usual(client)
            stop.set()
    print(f"\na page alone {alone:.2f} s, beside {len(refused)} requests of another site {beside:.2f} s")
    assert set(refused) == {403} and beside < 2 * alone


def test_a_reader_with_thirty_requests_holds_up_another_for_one_answer_at_a_time(address: str) -> None:
    with reader(address) as many, reader(address) as one, ThreadPoolExecutor(CROSS_SITE) as threads:
        alone = usual(one)
        done = [threads.submit(answered, many) for _ in range(CROSS_SITE)]
        time.sleep(0.5)
        beside = usual(one)
        left = sum(not each.done() for each in done)
        for each in done:
            each.result()
    print(f"\na page alone {alone:.2f} s, beside a reader with thirty {beside:.2f} s; {left} of these were left then")
    assert left and beside < 3 * alone


def test_fifty_readers_at_once_are_all_answered(address: str) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(READERS) as threads:
        clients = [stack.enter_context(reader(address)) for _ in range(READERS)]
        took = sorted(threads.map(lambda client: seconds(lambda: answered(client)), clients))
        same = another()
        begun = time.monotonic()
        found = list(threads.map(lambda client: client.get(same).status_code, clients))
        shared = time.monotonic() - begun
    print(f"\n{READERS} readers, each another page: first {took[0]:.1f} s, middle {took[READERS // 2]:.1f} s, last {took[-1]:.1f} s; the same page for all: {shared:.1f} s")
    assert set(found) == {200} and shared < took[-1] / 2
