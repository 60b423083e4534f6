"""Whatever is sent to the live pages is answered or refused in words, and My job answers meanwhile: `make web-fuzz`."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from tests.golden_pages import words
from tests.web.conftest import TOKEN, entered, shown
from tests.web.test_plan import ROSTER

from reallocate.web.guard import _FILE_FORMS
from reallocate.web.pages import economy, firm, job, plan, promises
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import MOST_WAITING, Queue

TEXT: dict[str, Any] = {"type": "string", "maxLength": 300}
QUERIES = {
    "/job": ["title", *job._FIELDS], "/job/{name}": list(job._FIELDS), "/economy": list(economy._FIELDS),
    "/economy/files/{file}": ["of", *economy._FIELDS], "/sources": ["find"], "/search": ["q"],
    "/firm/compare": ["a", "b"],
}  # fmt: skip
"""Address -> names behind its question mark."""
FORMS = {
    "/firm": [*firm._FIELDS, "believe_idle", "believe_nothing"], "/firm/plan/industry": list(plan._INDUSTRY),
    "/firm/plan/folder": ["number"], "/firm/plan/draft": [*promises._FIELDS, "by_site", "place_protect_0", "share_keep_at_least_0", "believe_idle", "without_own"],
    "/firm/plan/columns": ["map_title", "rate_EUR", "rates_date", "date", "industry", "header_row", "skip_rows"],
    "/firm/plan/titles": ["title_0", "choice_0", "other_0"],
    "/firm/plan/mend": ["row_0", "column_0", "cell_0", "out_0"],
}  # fmt: skip
"""Address -> fields of its form."""
FILES = {
    f"/firm/plan/{page}": name
    for page, name in (
        ("file", "file"),
        ("own", "given"),
        ("rates", "rates"),
        ("review", "review"),
        ("actuals", "actuals"),
    )
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
    return {
        "required": bool(required),
        "content": {
            kind: {
                "schema": {
                    "type": "object",
                    "properties": fields,
                    "required": required,
                    "additionalProperties": False,
                }
            }
        },
    }


pytestmark = [pytest.mark.long]
EXAMPLES = int(os.environ.get("EXAMPLES", "12"))
"""Requests for each address and method."""
BUSY = 503
FIRM = {"industry": "insurance carriers", "people": "300"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, on a free port."""
    program = "from reallocate.cli.main import run; run()"
    command = [
        sys.executable,
        "-c",
        program,
        "serve",
        "--port",
        "0",
        "--no-browser",
        "--results",
        str(tmp_path_factory.mktemp("live")),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        yield entered(server)
        server.terminate()
        assert "A page failed" not in server.stderr.read()


@pytest.fixture
def described(tmp_path: Path) -> dict[str, Any]:
    queue = Queue(tmp_path / "live")
    queue.close()
    return description(application(queue, TOKEN))


def test_every_field_that_is_described_has_a_route(described: dict[str, Any]) -> None:
    paths = described["paths"]
    assert {*QUERIES, *FORMS, *FILES} <= set(paths)


def test_no_request_breaks_a_page(address: str, described: dict[str, Any]) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="install it: pip install --group fuzz")
    from hypothesis import HealthCheck, Phase, given, settings

    schema = schemathesis.openapi.from_dict(described)
    requests = pytest.importorskip("requests")
    session, failed = requests.Session(), list[str]()
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def each(case) -> None:  # type: ignore[no-untyped-def]
            if case.path.startswith("/firm/plan/"):
                session.post(f"{address}/firm/plan/industry", data=FIRM, headers=shown(address), timeout=120)
            answer = case.call(base_url=address, session=session, headers=shown(address), timeout=120)
            if answer.status_code >= 500 and answer.status_code != BUSY:
                failed.append(
                    f"{answer.status_code} {case.method} {case.formatted_path} {case.query} {case.body!r}"[
                        :400
                    ]
                )
            if answer.status_code >= 400:
                assert "Traceback" not in answer.text and answer.text.strip()

        each()
    assert failed == []


def bomb() -> bytes:
    whole = io.BytesIO()
    with ZipFile(whole, "w", 8) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (600 * 1024**2))
    return whole.getvalue()


def test_hostile_files_and_forty_jobs_are_refused_in_words_while_my_job_answers(address: str) -> None:
    """A bomb, a wrong type, formulas, a million rows, too large, and 40 plans: each in words."""
    import httpx2

    took: list[float] = []
    stop = threading.Event()

    def read() -> None:
        with httpx2.Client(base_url=address, headers=shown(address), timeout=60) as client:
            while not stop.wait(0.2):
                begun = time.perf_counter()
                assert client.get("/job/43-3051").status_code == 200
                took.append(1000 * (time.perf_counter() - begun))

    with httpx2.Client(
        base_url=address, headers=shown(address), follow_redirects=True, timeout=300
    ) as client:
        client.get("/job/43-3051")
        reader = threading.Thread(target=read)
        reader.start()
        try:
            for name, content, said in (
                ("bomb.xlsx", bomb(), "unpacked, the file has more than"),
                ("people.exe", b"MZ", "no table of people"),
                ("people.csv", b"a;b\n" * 1_000_000, "the limit is 200,000"),
                ("people.csv", ROSTER.replace("Analyst", "=cmd|' /C calc'!A0").encode(), "=cmd"),
            ):
                assert said in words(client.post("/firm/plan/file", files={"file": (name, content)}).text), (
                    name
                )
            large = client.post("/firm/plan/file", files={"file": ("people.csv", b"x" * (51 * 1024**2))})
            assert large.status_code == 413 and "50 MB" in large.text
            client.post("/firm/plan/industry", data={"industry": "insurance carriers", "people": "300"})
            client.post("/firm/plan/draft", data={"quarters": "4"})
            answers = [client.post("/firm/plan/everything") for _ in range(40)]
            refused = [one for one in answers if one.status_code == BUSY]
            assert len(refused) >= 40 - MOST_WAITING - 2 and "plans are waiting already" in words(
                refused[0].text
            )
            for number in range(1, 41 - len(refused)):
                client.post(f"/jobs/{number}/cancel")
        finally:
            stop.set()
            reader.join()
    took.sort()
    print(
        f"My job meanwhile: {len(took)} times, median {took[len(took) // 2]:.0f} ms, slowest {took[-1]:.0f} ms"
    )
    assert took, "My job answered each time"
