"""Every field changes its page: filled with either of two values, the main text differs."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import invalid

pytestmark = pytest.mark.long
FIRM = {"industry": "software publishers", "people": "2,000"}
OWN = {
    "pay_per_head": ("120,000", "260,000"), "own_quits_per_month": ("10", "25"), "own_severance_share": ("8", "22"),
    "own_demand_growth": ("0", "4"), "own_slack_at_start": ("2", "8"), "own_drop_price": ("1.1", "1.5"),
    "own_software_per_automated_hour": ("2", "12"), "own_capture_automated": ("40", "90"),
    "own_capture_augmented": ("10", "60"), "own_review_hours": (".15", ".45"), "own_work_elasticity": (".2", "1.2"),
    "own_hire_cost": ("9,000", "30,000"),
}  # fmt: skip
BELIEFS = (
    "idle_5", "idle_10", "idle_15", "idle_20", "idle_few_quits", "low_severance", "high_severance", "cheap_hires",
    "dear_hires", "no_notice", "few_quits", "many_quits", "low_response", "high_response",
)  # fmt: skip
CUT: Mapping[str, tuple[str, str]] = {
    "industry": ("insurance carriers", "hospitals"), "people": ("3,000", "5,000"), "cut": ("5", "20"), "unit": ("people", "%"),
    "after": ("refilled", "closed"), "own_rehire_pause": ("2", "6"), "date": ("2027 Q1", "2028 Q1"),
    "quarters": ("8", "16"), "size": ("occupations", "firm"), **OWN,
}  # fmt: skip
PROMISES: Mapping[str, tuple[str, str]] = {
    "no_layoffs_before": ("2027-07", "2028-07"), "keep_at_least": ("90%", "99%"),
    "protect": ("Software developers", "Sales managers"), "max_exits_per_month": ("1", "30"), "notice_days": ("30", "180"),
    "retrain_before_exit": ("0.5", "1"), "minimum_cover": ("Software developers=500", "Software developers=400"),
    "span_at_most": ("4", "12"), "jurisdiction": ("US", "US-NJ"), "exits": ("5%", "20%"), "exits_date": ("2027 Q1", "2028 Q1"),
    "exits_from": ("plan", "pro rata"), "after": ("refilled", "closed"), "size": ("occupations", "firm"),
    "budget": ("400", "2,000"), "ai_budget": ("1", "20"), "hiring_freeze": ("2", "4"), "max_hires": ("20", "100"),
    "start": ("2026-10", "2027-01"), "quarters": ("8", "16"), "adoption": ("slow", "fast"),
    "capability": ("plateau", "fast"), "own_rehire_pause": ("2", "6"), **OWN,
    **{f"believe_{name}": ("yes", "") for name in BELIEFS},
}  # fmt: skip
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
