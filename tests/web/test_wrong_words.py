"""Fifty wrong words in every field of every form: each is answered in words, none with a fault of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import reader
from tests.web.test_app import ORIGIN
from tests.web.test_plan import FAULTY, ROSTER

from reallocate.web.page import Page
from reallocate.web.serve.queue import Queue
from reallocate.web.serve.workers import made

WRONG = (
    "zzzz", "insurance", "nurse", "insurence carrierz", "hospitals, banks", "unknown", "", " ", "0", "-1", "-0.5",
    "1e999", "nan", "inf", "1/0", "½", "٣", "1,2,3", "9" * 40, "0x10", "1_000", "true", "none", "None", "<script>x",
    "'; DROP", "=1+1", "../../etc/passwd", "~nosuchuser", "/", "C:\\x", "http://x", "2027-13", "2027-02-30", "2199-01",
    "0000-00", "soon", "99-9999", "43-0000", "site=Nowhere", "a=b=c", "=", "%", "200%", "-5%", "€5", "5 m",
    "𝔘𝔫𝔦" * 20, "a\r\nb", "\u202ex",
)  # fmt: skip


class Form(NamedTuple):
    """A form of a page: where it goes, what stands in it, and the fields that a reader fills in or chooses."""

    action: str
    method: str
    fields: dict[str, str]
    typed: list[str]


def forms(page: str) -> list[Form]:
    """The forms of a page that hold no file."""
    found = []
    for head, body in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL):
        tags = [given(one) for one in (head, *re.findall(r"<(?:input|select|textarea|button)([^>]*)>", body))]
        named = [one for one in tags[1:] if one.get("name")]
        typed = dict.fromkeys(one["name"] for one in named if one.get("type") != "hidden")
        if typed and "file" not in {one.get("type") for one in named}:
            fields = {one["name"]: one.get("value", "") for one in reversed(named)}
            found.append(Form(tags[0]["action"], tags[0].get("method", "get"), fields, list(typed)))
    return found


def given(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


class ReadHere:
    """Files are read in this process, which starts no other."""

    async def page(self, name: str, page: str, *arguments: Any) -> Page:
        return made(page, *arguments)

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    queue = Queue(tmp_path_factory.mktemp("wrong") / "live")
    with reader(queue, follow_redirects=True, headers=ORIGIN) as client:
        client.app.state.isolated = ReadHere()  # type: ignore[attr-defined]
        yield client


def begun(live: TestClient, what: str) -> None:
    """What is done before: a firm of an industry, a file with faults or one with an unsure title; or nothing."""
    file = {"faults": FAULTY, "titles": ROSTER}.get(what, "").encode()
    if file:
        live.post("/firm/plan/file", files={"file": ("people.csv", file)}, data={"industry": "unknown"})
    elif what == "industry":
        live.post("/firm/plan/industry", data={"industry": "insurance carriers", "people": "300"})
    else:
        live.post("/firm/plan/close")


PAGES = (
    ("/job", ""), ("/job/43-3051", ""), ("/job?title=analyst", ""), ("/economy", ""), ("/search?q=insurance", ""),
    ("/sources", ""), ("/firm", ""), ("/firm/plan", ""),
    *(pytest.param("/firm/plan", what, marks=pytest.mark.long) for what in ("industry", "faults", "titles")),
)  # fmt: skip
"""Addresses of pages with forms, and what is done before."""


def answered(live: TestClient, form: Form, typed: dict[str, str], before: str) -> None:
    """One form is sent; what is there before is made again where the answer has changed it."""
    was = live.get("/firm/plan").text if form.action.startswith("/firm/plan/") else ""
    sent = {"params" if form.method == "get" else "data": {**form.fields, **typed}}
    answer = live.request(form.method.upper(), form.action, **sent)
    assert answer.status_code < 500, (form.action, typed)
    if answer.status_code >= 400:
        said = words(answer.text)
        assert len(said) > 40 and "fault of the program" not in said, (form.action, typed)
    if was and live.get("/firm/plan").text != was:
        begun(live, before)


@pytest.mark.parametrize("each", [25, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize(("page", "before"), PAGES)
def test_every_word_in_every_field_at_some_time(live: TestClient, page: str, before: str, each: int) -> None:
    begun(live, before)
    found = forms(live.get(page).text)
    assert found, page
    for form in found:
        for turn in range(0, len(WRONG), each):
            typed = {name: WRONG[(turn + at) % len(WRONG)] for at, name in enumerate(form.typed)}
            answered(live, form, typed, before)


def test_plans_that_are_not_there_are_not_compared(live: TestClient) -> None:
    for wrong in WRONG:
        assert live.get("/firm/compare", params={"a": wrong, "b": "1"}).status_code in (200, 404)


@pytest.mark.long
def test_the_name_of_a_file_may_be_long_in_any_alphabet(live: TestClient) -> None:
    for name in ("𝔘" * 80 + ".csv", "字" * 200 + ".csv", "é" * 300 + ".csv", "." * 90 + ".csv"):
        file = {"file": (name, ROSTER.encode())}
        answer = live.post("/firm/plan/file", files=file, data={"industry": "unknown"})
        assert answer.status_code in (200, 415), name
