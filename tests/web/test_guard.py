"""Who is answered: who has the token, from a page of this server or a visit; all others before any work."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.conftest import ADDRESS, TOKEN, Unwarmed

from reallocate.web.access import FILE, kept_token, write_opening
from reallocate.web.guard import _LARGEST_FORM, _POLICY, Guard
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import Queue

FORM = {"industry": "hospitals"}
VISIT = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("seen")


def guarded(address: str = ADDRESS, **more: object) -> TestClient:
    app = Starlette(
        routes=[Route("/{path:path}", page, methods=["GET", "POST", "PUT"])],
        middleware=[Middleware(Guard, token=TOKEN, **more)],
    )
    return TestClient(app, base_url=address, follow_redirects=False)


@pytest.fixture
def client() -> Iterator[TestClient]:
    client = guarded()
    client.get("/", params={"token": TOKEN})
    yield client


def test_a_foreign_name_is_refused(client: TestClient) -> None:
    for host in ("127.0.0.1:8765", "localhost:1", "[::1]:8765", "127.0.0.1"):
        given = {"host": host, "authorization": f"token {TOKEN}"}
        assert guarded().get("/", headers=given).text == "seen", "this computer is answered"
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil:8765", "", "127.0.0.1:80@evil"):
        answer = client.get("/", headers={"host": host})
        assert answer.status_code == 400 and "only under the address" in answer.text, host


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/", headers={"host": "evil"}), client.put("/")):
        assert answer.headers["content-security-policy"] == _POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in _POLICY and _POLICY.startswith("default-src 'none'")
    outside = guarded().get("/").headers["content-security-policy"]
    assert outside.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in outside


ELSEWHERE = (
    "null", "http://evil.example", "http://127.0.0.1:9999", "http://127.0.0.1:8765.evil", "http://[::1", "]:[",
)  # fmt: skip


def test_a_form_from_elsewhere_is_refused(client: TestClient) -> None:
    """And one of a page is taken, unless it is too large."""
    for headers in ({}, *({"origin": origin} for origin in ELSEWHERE)):
        answer = client.post("/", data=FORM, headers=headers)
        assert answer.status_code == 403 and "only from a page of this server" in answer.text, headers
    assert client.post("/", data=FORM, headers={"origin": ADDRESS}).text == "seen"
    large = client.post("/", data={"industry": "x" * _LARGEST_FORM}, headers={"origin": ADDRESS})
    assert large.status_code == 413
    for site in ("cross-site", "none"):
        other = client.post("/", data=FORM, headers={"origin": ADDRESS, "sec-fetch-site": site})
        assert other.status_code == 403, site


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
def test_what_another_site_asks_for_is_refused_and_a_link_from_there_is_not(
    client: TestClient, site: str, asked: dict[str, str]
) -> None:
    refused = client.get("/economy?ceiling=0.9", headers={"sec-fetch-site": site, **asked})
    assert refused.status_code == 403 and "Another site asked for this" in refused.text
    assert client.get("/economy", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.get("/", headers={"sec-fetch-site": site, **VISIT}).text == "seen"


@pytest.mark.parametrize("address", [ADDRESS, "http://10.0.0.5:8765"])
def test_the_token_is_needed_once_and_leaves_the_address(address: str) -> None:
    client = guarded(address, hosts=())
    assert client.get("/").status_code == client.get("/?token=guess").status_code == 403
    assert client.post(f"/?token={TOKEN}", data=FORM, headers={"origin": address}).status_code == 403
    first = client.get(f"/job/a%2Fb?area=Ohio&token={TOKEN}")
    assert first.status_code == 303 and first.headers["location"] == "/job/a%2Fb?area=Ohio"
    for cookie in first.headers.get_list("set-cookie"):
        assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower() and "_8765=" in cookie
    assert client.get("/").text == "seen"
    for wrong in ("guess", "", TOKEN[:-1], "é"):
        given = {"cookie": f"reallocate_token_8765={wrong}".encode("latin-1")}
        assert guarded(address, hosts=()).get("/", headers=given).status_code == 403
    assert guarded().get(f"{ADDRESS}//evil.example/?token={TOKEN}").headers["location"] == "/evil.example/"


def test_a_cookie_of_another_server_beside_it_does_no_harm(client: TestClient) -> None:
    given = {
        "cookie": f'other={{"a": [1,2;]}}; reallocate_token_9000=x; reallocate_token_8765={TOKEN.replace(" ", "-")}'
    }
    app = Starlette(routes=[Route("/", page)], middleware=[Middleware(Guard, token=TOKEN.replace(" ", "-"))])
    assert TestClient(app, base_url=ADDRESS).get("/", headers=given).text == "seen"


def test_who_has_no_token_is_told_how_to_get_in_and_a_visit_comes_once_more() -> None:
    client = guarded()
    told = client.get("/job/13-1082")
    assert told.status_code == 403 and "reallocate serve" in told.text and "refresh" not in told.text
    led = client.get("/job/13-1082", headers={"sec-fetch-site": "cross-site", **VISIT})
    assert led.status_code == 403 and '<meta http-equiv="refresh" content="0">' in led.text
    again = {"sec-fetch-site": "cross-site", "referer": f"{ADDRESS}/job/13-1082", **VISIT}
    assert "refresh" not in client.get("/job/13-1082", headers=again).text, "not for ever"
    asks = client.get("/economy?ceiling=0.9&a=<b>", headers={"sec-fetch-site": "cross-site", **VISIT}).text
    assert "refresh" not in asks and 'href="/economy?ceiling=0.9&amp;a=' in asks and "<b>" not in asks


PATHS = (
    "/", "/jobs", "/jobs/1", "/jobs/1/files/plan.zip", "/firm/plan", "/firm/plan/files/report.html", "/economy?ceiling=0.9",
    "/job/13-1082", "/static/system.css", "/charts/plot.css", "/nowhere",
)  # fmt: skip


def test_another_user_of_the_computer_gets_nothing(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "live")
    client = TestClient(application(queue, TOKEN, workers=Unwarmed), base_url=ADDRESS, follow_redirects=False)
    queue.close()
    for path in PATHS:
        answer = client.get(path)
        assert answer.status_code == 403 and "This page needs its token" in answer.text, path
    for form in ("/firm", "/firm/plan/folder", "/firm/plan/file", "/jobs/1/cancel"):
        sent = client.post(form, data={"folder": str(tmp_path)}, headers={"origin": ADDRESS})
        assert sent.status_code == 403 and "This page needs its token" in sent.text, form


def test_the_token_stays_the_same_and_one_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    first, is_kept = kept_token(tmp_path)
    assert is_kept and kept_token(tmp_path) == (first, True)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    (tmp_path / FILE).chmod(0o644)
    other, is_kept = kept_token(tmp_path)
    assert other != first and not is_kept and len(other) == 64
    assert (tmp_path / FILE).read_text().strip() == first and stat.S_IMODE(
        (tmp_path / FILE).stat().st_mode
    ) == 0o644


def test_the_page_that_a_browser_is_started_with_is_for_the_owner_alone_and_replaces_no_other_file(
    tmp_path: Path,
) -> None:
    address = f"{ADDRESS}/?token=abc"
    file = write_opening(tmp_path, address, "0.2.0")
    assert file is not None and address in file.read_text() and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert write_opening(tmp_path, f"{address}d", "0.2.0") == file and "abcd" in file.read_text()
    file.write_text("mine")
    assert write_opening(tmp_path, address, "0.2.0") is None and file.read_text() == "mine"
