"""Fifty wrong words in every field of every form: each is answered in words, none with a fault of the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

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


@dataclass
class Form:
    """A form of a page: where it goes, and what stands in it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    """Fields that a reader fills in or chooses."""


class Forms(HTMLParser):
    """The forms of a page that hold no file."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._has_file = False
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        has: dict[str, Any] = dict(given)
        if tag == "form":
            self._form, self._has_file = Form(has["action"], has.get("method") or "get"), False
        elif self._form is not None and (name := has.get("name")):
            kind = has.get("type") or "text"
            self._has_file |= kind == "file"
            self._form.fields.setdefault(name, has.get("value") or "")
            if kind != "hidden" and name not in self._form.typed:
                self._form.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            if not self._has_file:
                self.found.append(self._form)
            self._form = None


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


def nothing(live: TestClient) -> None:
    live.post("/firm/plan/close")


def industry(live: TestClient) -> None:
    assert live.post("/firm/plan/industry", data={"industry": "insurance carriers", "people": "300"}).status_code == 200


def roster(live: TestClient) -> None:
    live.post("/firm/plan/file", files={"file": ("people.csv", FAULTY.encode())}, data={"industry": "unknown"})


def titles(live: TestClient) -> None:
    live.post("/firm/plan/file", files={"file": ("people.csv", ROSTER.encode())}, data={"industry": "unknown"})


PAGES = (
    ("/job", nothing), ("/job/43-3051", nothing), ("/job?title=analyst", nothing), ("/economy", nothing),
    ("/search?q=insurance", nothing), ("/sources", nothing), ("/firm", nothing),
    ("/firm/plan", nothing), ("/firm/plan", industry), pytest.param("/firm/plan", roster, marks=pytest.mark.long),
    pytest.param("/firm/plan", titles, marks=pytest.mark.long),
)  # fmt: skip
"""Addresses of pages with forms, and what is done before."""


def forms(live: TestClient, page: str, before: Any) -> list[Form]:
    before(live)
    found = Forms(live.get(page).text).found
    return [one for one in found if one.typed]


def answered(live: TestClient, form: Form, given: dict[str, str], before: Any) -> None:
    """One form is sent; what is there before is made again where the answer has changed it."""
    was = live.get("/firm/plan").text if form.action.startswith("/firm/plan/") else ""
    try:
        answer = live.request(form.method.upper(), form.action, **{"params" if form.method == "get" else "data": given})
    except Exception as error:
        raise AssertionError(f"{form.action} {given}: {error!r}") from error
    assert answer.status_code < 500, (form.action, given)
    if answer.status_code >= 400:
        assert len(words(answer.text)) > 40 and "fault of the program" not in answer.text, (form.action, given)
    if was and live.get("/firm/plan").text != was:
        before(live)


@pytest.mark.parametrize("each", [25, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize(("page", "before"), PAGES)
def test_every_word_in_every_field_at_some_time(live: TestClient, page: str, before: Any, each: int) -> None:
    """All fields of a form at once, each with another word; two turns, and all of them where there is time."""
    found = forms(live, page, before)
    assert found, page
    for form in found:
        for turn in range(0, len(WRONG), each):
            typed = {name: WRONG[(turn + at) % len(WRONG)] for at, name in enumerate(form.typed)}
            answered(live, form, {**form.fields, **typed}, before)


@pytest.mark.long
@pytest.mark.parametrize("name", ["industry", "people"])
def test_an_industry_that_is_not_known_is_told_with_near_names(live: TestClient, name: str) -> None:
    nothing(live)
    for wrong in WRONG:
        given = {"industry": "insurance carriers", "people": "300", name: wrong}
        answer = live.post("/firm/plan/industry", data=given)
        assert answer.status_code < 500, wrong
        if wrong in ("zzzz", "insurance", "nurse"):
            assert answer.status_code in (404, 422) and wrong in words(answer.text)
    told = words(live.post("/firm/plan/industry", data={"industry": "insurance", "people": "300"}).text)
    assert "Insurance Carriers" in told


def test_plans_that_are_not_there_are_not_compared(live: TestClient) -> None:
    for wrong in WRONG:
        assert live.get("/firm/compare", params={"a": wrong, "b": "1"}).status_code in (200, 404)


def answer(live: TestClient) -> None:
    """The first answer of a plan."""
    industry(live)
    live.post("/firm/plan/draft", data={"quarters": "2"})


@pytest.mark.long
@pytest.mark.parametrize(("page", "before"), [*PAGES, ("/firm/plan", answer)])
def test_every_word_in_every_field_alone(live: TestClient, page: str, before: Any) -> None:
    for form in forms(live, page, before):
        for name in form.typed:
            for wrong in WRONG:
                answered(live, form, {**form.fields, name: wrong}, before)


@pytest.mark.long
def test_the_name_of_a_file_may_be_long_in_any_alphabet(live: TestClient, tmp_path: Path) -> None:
    for name in ("𝔘" * 80 + ".csv", "字" * 200 + ".csv", "é" * 300 + ".csv", "." * 90 + ".csv"):
        answer = live.post("/firm/plan/file", files={"file": (name, ROSTER.encode())}, data={"industry": "unknown"})
        assert answer.status_code in (200, 415), name
