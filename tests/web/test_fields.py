"""Every field changes its page: filled with either of two values, the main text differs."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import invalid

pytestmark = pytest.mark.long
FIRM = {"industry": "software publishers", "people": "2,000"}
with Path(__file__).with_name("fields.csv").open(encoding="utf-8", newline="") as file:
    EVERY = list(csv.DictReader(file))
"""Field -> two values of it, in the form of a cut, in that of the promises, or in both."""
CUT, PROMISES = (
    {one["field"]: (one["first"], one["second"]) for one in EVERY if one["form"] in ("both", form)}
    for form in ("cut", "promises")
)
OF_A_CUT = ("exits_date", "exits_from", "after", "size", "own_rehire_pause")
"""Fields of the cut, which stands beside them."""


def names_in(form: str) -> set[str]:
    return set(re.findall(r'<(?:input(?! type="hidden")|select|textarea)[^>]* name="([^"]+)"', form))


def answered(live: TestClient, given: Mapping[str, str]) -> str:
    page = live.post("/firm", data={**FIRM, "cut": "10", **given})
    assert page.status_code == 200, words(page.text)[:900]
    return words(re.findall(r"<!-- answer for.*?<!-- /answer -->", page.text, re.DOTALL)[0])


def test_every_field_of_a_cut_changes_its_answer(live: TestClient) -> None:
    page = live.post("/firm", data={**FIRM, "cut": "10"}).text
    (form,) = re.findall(r'<form class="rail stack" id="ask".*?</form>', page, re.DOTALL)
    assert names_in(form) == {*CUT, "country"}, "each field has its two values here; countries have tests of their own"
    idle = []
    for name, values in CUT.items():
        beside = {"after": "refilled"} if name == "own_rehire_pause" else {"own_rehire_pause": "4"}
        first, second = (answered(live, {**beside, name: value}) for value in values)
        if first == second:
            idle.append(name)
    assert idle == []


def planned(live: TestClient, given: Mapping[str, str]) -> str:
    page = live.post("/firm/plan/draft", data=dict(given))
    assert page.status_code == 200 and page.url.path == "/firm/plan", (given, invalid(page.text), words(page.text)[:1500])
    return words(re.findall(r"<main.*?</main>", page.text, re.DOTALL)[0])


def test_every_field_of_the_promises_changes_its_plan(live: TestClient) -> None:
    page = live.post("/firm/plan/industry", data=FIRM).text
    (form,) = re.findall(r'<form id="promise".*?</form>', page, re.DOTALL)
    assert names_in(form) == set(PROMISES), "each field has its two values here"
    idle = []
    for name, values in PROMISES.items():
        beside = {"exits": "10%"} if name in OF_A_CUT else {}
        if name == "own_rehire_pause":
            beside["after"] = "refilled"
        first, second = (planned(live, {**beside, **({name: value} if value else {})}) for value in values)
        if first == second:
            idle.append(name)
    assert idle == []
