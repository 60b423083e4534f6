"""Inputs that cannot be answered: each is said in its field, in its unit, with what to write instead."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import ORIGIN, invalid

FORM = {
    "industry": "insurance carriers", "people": "20,000", "cut": "10", "unit": "%", "after": "closed",
    "own_rehire_pause": "4",
}  # fmt: skip
CUT: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"people": "abc"}, "people", "such as 20,000"),
    ({"people": "0"}, "people", "1 to 2,000,000 people"),
    ({"people": "-5"}, "people", "1 to 2,000,000 people"),
    ({"people": ""}, "people", "such as 20,000"),
    ({"people": "20.5.3"}, "people", "such as 20,000"),
    ({"people": "1e12"}, "people", "1 to 2,000,000 people"),
    ({"people": "12 apples"}, "people", "such as 20,000"),
    ({"people": "5.000"}, "people", "5000 or 5"),
    ({"people": "nan"}, "people", "such as 20,000"),
    ({"people": "0.4"}, "people", "1 to 2,000,000 people"),
    ({"cut": "200"}, "cut", "200% is more than everybody. Write 1 to 50, or choose “people” and write a number up to 10,000."),
    ({"cut": "100"}, "cut", "100% is everybody. Write 1 to 50, or choose “people” and write a number up to 10,000."),
    ({"cut": "0"}, "cut", "0% is nobody. Write 1 to 50"),
    ({"cut": "-10"}, "cut", "−10% is less than nobody. Write 1 to 50"),
    ({"cut": "ten"}, "cut", "Write 1 to 50"),
    ({"cut": ""}, "cut", "Write 1 to 50"),
    ({"cut": "0.1"}, "cut", "0.1% is 20 people. Write 10 for 10%, or 0.1% with the sign."),
    ({"cut": "0.10"}, "cut", "Write 10 for 10%"),
    ({"cut": "0.001%"}, "cut", "0.001% of 20,000 people is less than one person. Write 1 to 50"),
    ({"cut": "10", "people": "5"}, "cut", "10% of 5 people is less than one person"),
    ({"cut": "30,000", "unit": "people"}, "cut", "30,000 people are more than everybody. Write 1 to 10,000, or choose “% of them” and write a number up to 50."),
    ({"cut": "20,000", "unit": "people"}, "cut", "20,000 people are everybody. Write 1 to 10,000"),
    ({"cut": "0", "unit": "people"}, "cut", "Write 1 to 10,000"),
    ({"cut": "2.5", "unit": "people"}, "cut", "2.5 people is no whole number. Write 2 or 3."),
    ({"cut": "10%", "unit": "people"}, "cut", "10% is a share, and the unit is “people”. Choose “% of them”, or write 2,000."),
    ({"unit": "hours"}, "cut", "“% of them” or “people”"),
    ({"industry": ""}, "industry", "Choose an industry from the list"),
    ({"industry": "insurence carrierz"}, "industry", "Insurance Carriers"),
    ({"industry": "qwxzv"}, "industry", "Choose an industry from the list"),
    ({"industry": "a" * 300}, "industry", "200"),
    ({"after": "sometimes"}, "after", "“stay closed for good”"),
    ({"after": "refilled", "own_rehire_pause": "0"}, "own_rehire_pause", "Write 1 to 11 quarters"),
    ({"after": "refilled", "own_rehire_pause": "-1"}, "own_rehire_pause", "Write 1 to 11 quarters"),
    ({"after": "refilled", "own_rehire_pause": "forty"}, "own_rehire_pause", "Write 1 to 11 quarters"),
    ({"after": "refilled", "own_rehire_pause": "40"}, "own_rehire_pause", "Write 1 to 11 quarters"),
    ({"after": "refilled", "own_rehire_pause": "1.5"}, "own_rehire_pause", "Write 1 to 11 quarters"),
    ({"after": "refilled", "own_rehire_pause": ""}, "own_rehire_pause", "Write 1 to 11 quarters"),
    ({"date": "yesterday"}, "date", "2026 Q3 to 2029 Q2"),
    ({"date": "2020 Q1"}, "date", "2026 Q3 to 2029 Q2"),
    ({"date": "2050 Q1"}, "date", "2026 Q3 to 2029 Q2"),
    ({"date": "2027-13"}, "date", "2026 Q3 to 2029 Q2"),
    ({"after": "refilled", "date": "2029 Q2"}, "date", "2029 Q2"),
    ({"quarters": "0"}, "quarters", "Write 1 to 40 quarters"),
    ({"quarters": "1000"}, "quarters", "Write 1 to 40 quarters"),
    ({"quarters": "abc"}, "quarters", "Write 1 to 40 quarters"),
    ({"quarters": "4.5"}, "quarters", "Write 1 to 40 quarters"),
    ({"own_quits_per_month": "200"}, "own_quits_per_month", "% of people"),
    ({"own_quits_per_month": "abc"}, "own_quits_per_month", "% of people"),
    ({"own_slack_at_start": "150"}, "own_slack_at_start", "% of headcount"),
    ({"own_severance_share": "-5"}, "own_severance_share", "weeks"),
    ({"pay_per_head": "-1"}, "pay_per_head", "USD a year"),
    ({"pay_per_head": "abc"}, "pay_per_head", "USD a year"),
    ({"pay_per_head": "0"}, "pay_per_head", "USD a year"),
    ({"size": "nothing"}, "size", "“the firm as a whole”"),
)  # fmt: skip
"""What is typed over a form that is right -> the field at fault, and words that stand in it."""


@pytest.mark.parametrize(("change", "field", "said"), CUT)
def test_a_wrong_figure_of_a_cut_stands_in_its_field_above_the_last_answer(
    client: TestClient, change: dict[str, str], field: str, said: str
) -> None:
    client.cookies.delete("reallocate_session_8765")
    answer = client.post("/firm", data={**FORM, **change}, headers=ORIGIN)
    assert answer.status_code in (404, 422)
    beside = invalid(answer.text)
    assert [*beside] == [field]
    assert said in beside[field]
    assert not re.search(r"--\w|\bexits?\b|headcount [^0]|\[", beside[field].replace("% of headcount", "")), beside
    text = words(answer.text)
    assert "One field needs you" in text and f'href="#{field}"' in answer.text and "Traceback" not in text
    assert re.findall(r"<h1[^>]*>", answer.text) == ['<h1 class="big" id="answer">'], "the last answer stays"
    assert "Below is the last answer, for 10%." in text
    typed = change.get(field)
    assert typed is None or len(typed) > 200 or field in ("after", "size") or f'value="{typed}"' in unescape(answer.text)


def test_two_wrong_figures_are_said_at_once_and_a_name_that_no_field_has_in_words(client: TestClient) -> None:
    two = client.post("/firm", data={**FORM, "people": "many", "cut": "200"}, headers=ORIGIN)
    assert set(invalid(two.text)) == {"people", "cut"} and "Two fields need you" in words(two.text)
    other = client.post("/firm", data={**FORM, "foo": "1"}, headers=ORIGIN)
    assert other.status_code == 422 and "'foo'" in words(other.text)
    belief = client.post("/firm", data={**FORM, "believe_nonsense": "yes"}, headers=ORIGIN)
    assert belief.status_code == 404 and "nonsense" in words(belief.text)


OTHERS = {
    "/job/99-9999": (422, "99-9999"),
    "/job/group/99": (404, "there is no major group '99'"),
    "/job/43-3051/files/nothing.csv": (404, "There is no page at this address"),
    "/answers/nothing-like-this": (404, "no claim"),
    "/answers/more-job-destroyed": (404, "more-jobs-destroyed"),
    "/answers?question=nonsense": (404, "jobs, leaner, exclusive, blueprint"),
    "/answers?question=blueprnt": (404, "blueprint"),
    "/answers?foo=1": (422, "question"),
    "/search?q=": (200, "Search"),
    "/search?q=qwxzv": (200, "No match found"),
    f"/search?q={'a' * 300}": (422, "200"),
    "/search?w=nurse": (422, "'w'"),
    "/search?q=%3Cscript%3E": (200, "for “<script>”"),
    "/job?title=": (200, "What do you do?"),
}
"""Address -> status and words of its page."""


@pytest.mark.parametrize("address", OTHERS)
def test_a_wrong_address_is_answered_in_words(client: TestClient, address: str) -> None:
    status, said = OTHERS[address]
    answer = client.get(address)
    assert (answer.status_code, said in words(answer.text)) == (status, True), words(answer.text)[:900]
    assert len(re.findall(r"<h1\b", answer.text)) == 1 and "Traceback" not in answer.text
