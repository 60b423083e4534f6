"""Whatever is sent to the live pages is answered or refused in words, and My job answers meanwhile: `make web-fuzz`."""

from __future__ import annotations

import itertools
import os
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from tests.web.conftest import LINKS, TOKEN, serving, shown

from reallocate.web.guard import _FILE_FORMS
from reallocate.web.pages import economy, firm, job, promises
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import Queue

TEXT: dict[str, Any] = {"type": "string", "maxLength": 300}
QUERIES = {
    "/job": ["title", *job._FIELDS, *job.VIEWS], "/job/{name}": [*job._FIELDS, *job.VIEWS], "/economy": list(economy._FIELDS),
    "/economy/files/{file}": ["of", *economy._FIELDS], "/sources": ["find"], "/search": ["q"],
    "/firm/compare": ["a", "b"],
}  # fmt: skip
"""Address -> names behind its question mark."""
FORMS = {
    "/firm": [*firm.FIELDS, "believe_idle_5", "believe_nothing"], "/firm/plan/industry": list(firm.FIELDS),
    "/firm/plan/folder": ["number"], "/firm/plan/draft": [*promises._FIELDS, "by_site", "place_protect_0", "share_keep_at_least_0", "believe_idle", "without_own", "without_reach"],
    "/firm/plan/columns": ["map_title", "rate_EUR", "rates_date", "date", "industry", "header_row", "skip_rows"],
    "/firm/plan/titles": ["title_0", "choice_0", "other_0"],
    "/firm/plan/mend": ["row_0", "column_0", "cell_0", "out_0"],
}  # fmt: skip
"""Address -> fields of its form."""
FILES = {f"/firm/plan/{name}": name for name in ("file", "rates", "review", "actuals", "reach")} | {
    "/firm/plan/own": "given"
}


def description(app: Starlette) -> dict[str, Any]:
    """Every route with its parameters and its form; what it may answer is the same for all."""
    paths: dict[str, dict[str, Any]] = {}
    for route in app.routes:
        if not isinstance(route, Route):
            continue
        for method in sorted((route.methods or set()) & {"GET", "POST"}):
            paths.setdefault(route.path, {})[method.lower()] = _operation(route.path, method)
    return {"openapi": "3.1.0", "info": {"title": "Live pages", "version": "0"}, "paths": paths}


def _operation(path: str, method: str) -> dict[str, Any]:
    within = [
        {"name": name, "in": "path", "required": True, "schema": {**TEXT, "minLength": 1}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    behind = [
        {"name": name, "in": "query", "schema": TEXT} for name in QUERIES.get(path, ()) if method == "GET"
    ]
    operation: dict[str, Any] = {
        "parameters": [*within, *behind],
        "responses": {"default": {"description": "a page"}},
    }
    if method == "POST" and path in _FILE_FORMS:
        field = {FILES[path]: {"type": "string", "format": "binary"}}
        operation["requestBody"] = _body("multipart/form-data", field, [FILES[path]])
    elif method == "POST":
        fields: dict[str, Any] = dict.fromkeys(FORMS.get(path, ()), TEXT)
        operation["requestBody"] = _body("application/x-www-form-urlencoded", fields, [])
    return operation


def _body(kind: str, fields: dict[str, Any], required: list[str]) -> dict[str, Any]:
    shape = {"type": "object", "properties": fields, "required": required, "additionalProperties": False}
    return {"required": bool(required), "content": {kind: {"schema": shape}}}


pytestmark = [pytest.mark.long]
EXAMPLES = int(os.environ.get("EXAMPLES", "12"))
"""Requests for each address and method."""
BUSY = 503
FIRM = {"industry": "insurance carriers", "people": "300"}


def test_no_request_breaks_a_page(tmp_path: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="install it: pip install --group fuzz")
    requests = pytest.importorskip("requests")
    from hypothesis import HealthCheck, Phase, given, settings

    queue = Queue(tmp_path / "described")
    queue.close()
    schema = schemathesis.openapi.from_dict(description(application(queue, TOKEN)))
    session, failed = requests.Session(), list[str]()
    once = settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with serving(tmp_path / "live") as (_, address):
        how = {"headers": shown(address), "timeout": 120}

        def asked(case) -> None:  # type: ignore[no-untyped-def]
            if case.path.startswith("/firm/plan/"):
                session.post(f"{address}/firm/plan/industry", data=FIRM, **how)
            answer = case.call(base_url=address, session=session, **how)
            if answer.status_code >= 500 and answer.status_code != BUSY:
                failed.append(f"{answer.status_code} {case.formatted_path} {case.query} {case.body!r}"[:400])
            if answer.status_code >= 400:
                assert "Traceback" not in answer.text and answer.text.strip()

        for found in schema.get_all_operations():
            given(case=found.ok().as_strategy())(once(asked))()
    assert failed == []


READERS, CROSS_SITE, TURNS = 50, 30, 5
ELSEWHERE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("live")) as (_, address), reader(address) as client:
        assert client.get("/economy?ceiling=0.5").status_code == 200, "ready"
        yield address


@contextmanager
def reader(address: str) -> Iterator[Any]:
    with httpx2.Client(base_url=address, follow_redirects=True, timeout=600) as client:
        assert client.get(LINKS[address]).status_code == 200
        yield client


def seconds(task: Callable[[], Any]) -> float:
    begun = time.monotonic()
    task()
    return time.monotonic() - begun


NUMBERS = itertools.count()


def another() -> str:
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


def test_fifty_readers_at_once_are_all_answered(address: str) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(READERS) as threads:
        clients = [stack.enter_context(reader(address)) for _ in range(READERS)]
        took = sorted(threads.map(lambda client: seconds(lambda: answered(client)), clients))
        same = another()
        begun = time.monotonic()
        found = list(threads.map(lambda client: client.get(same).status_code, clients))
        shared = time.monotonic() - begun
    print(
        f"\n{READERS} readers, each another page: first {took[0]:.1f} s, middle {took[READERS // 2]:.1f} s, last {took[-1]:.1f} s; the same page for all: {shared:.1f} s"
    )
    assert set(found) == {200} and shared < took[-1] / 2
