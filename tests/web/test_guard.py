"""Who is answered: this computer alone, or who has the token; a form only from a page of the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from reallocate.web.guard import LARGEST_FORM, POLICY, Guard

HERE = "http://127.0.0.1:8765"
FORM = {"industry": "hospitals"}


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("seen")


def guarded(token: str = "", address: str = HERE) -> TestClient:
    app = Starlette(routes=[Route("/", page, methods=["GET", "POST", "PUT"])], middleware=[Middleware(Guard, token=token)])
    return TestClient(app, base_url=address, follow_redirects=False)


@pytest.fixture
def client() -> Iterator[TestClient]:
    yield guarded()


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:1", "[::1]:8765", "127.0.0.1"])
def test_this_computer_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).text == "seen"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil:8765", "", "127.0.0.1:80@evil"])
def test_a_foreign_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400 and "only under the address" in answer.text


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/", headers={"host": "evil"}), client.put("/")):
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in POLICY and POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:9999", "http://127.0.0.1:8765.evil"])
def test_a_form_from_elsewhere_is_refused(client: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert client.post("/", data=FORM, headers=headers).status_code == 403


def test_a_form_of_a_page_is_taken_and_a_large_one_is_not(client: TestClient) -> None:
    assert client.post("/", data=FORM, headers={"origin": HERE}).text == "seen"
    large = client.post("/", data={"industry": "x" * LARGEST_FORM}, headers={"origin": HERE})
    assert large.status_code == 413
    other = client.post("/", data=FORM, headers={"origin": HERE, "sec-fetch-site": "cross-site"})
    assert other.status_code == 403


def test_another_address_needs_the_token_once() -> None:
    client = guarded("secret", "http://10.0.0.5:8765")
    assert client.get("/").status_code == 401
    assert client.get("/?token=guess").status_code == 401
    first = client.get("/?area=Ohio&token=secret")
    assert first.status_code == 303 and first.headers["location"] == "/?area=Ohio"
    assert "httponly" in first.headers["set-cookie"].lower() and "samesite=strict" in first.headers["set-cookie"].lower()
    assert client.get("/").text == "seen"
    assert guarded("secret", "http://10.0.0.5:8765").get("/", headers={"cookie": "reallocate_token=guess"}).status_code == 401
