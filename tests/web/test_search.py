"""Plain questions, as people type them, lead to the page that answers them."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

QUESTIONS = {
    "how many jobs": "/answers?question=jobs",
    "how many jobs will ai destroy": "/answers?question=jobs",
    "will tech get leaner": "/answers?question=leaner",
    "is a 10% cut the blueprint": "/answers?question=blueprint",
    "more exclusive": "/answers?question=exclusive",
    "is it cheaper to lay off 10 percent or wait": "/firm",
    "will ai take my job as a bookkeeper": "/job/43-3031",
    "are young people hit hardest": "/answers?question=exclusive",
    "is it getting harder for graduates to find a job": "/answers?question=exclusive",
    "what happens to unemployment": "/economy",
    "does payroll pay for gpus": "/answers/payroll-funds-compute",
    "can a nurse be replaced by ai": "/job/29-1141",
    "what will truck drivers do": "/job/53-3032",
    "where do the figures come from": "/sources",
    "should we stop hiring instead of laying off": "/firm",
    "a sheet for the works council": "/firm",
    "plan our company": "/firm/plan",
    "upload a personnel file": "/firm/plan",
    "how much is severance": "/sources?find=severance#assumptions",
    "does ai replace middle managers": "/answers/most-at-risk-middle-managers",
    "will the jobs come back": "/answers/permanent",
    "how much energy do data centers need": "/answers/energy-binds",
    "compare two plans": "/firm/compare",
    "what do studies say about ai and wages": "/estimates",
    "how good are your forecasts": "/#predictions",
    "what can i learn instead": "/job",
    "is my data sent anywhere": "/#safe",
    "change the assumptions": "/economy",
    "do people who direct others keep their jobs": "/answers/directing-protects",
    "how exposed is a payroll clerk": "/job/43-3051",
    "do small teams get more done": "/answers/force-multipliers",
    "what happens to pay in the whole country": "/economy",
    "do other companies follow": "/answers/industry-standard",
    "layoffs in insurance": "/firm",
    "how many people will lose work": "/answers?question=jobs",
    "my boss wants to cut 200 people": "/firm",
    "will accountants be needed in ten years": "/job/13-2011",
    "is software engineering a good career": "/job/15-1252",
    "does laying people off save money": "/firm",
    "what if ai gets better faster": "/economy",
    "can i trust these numbers": "/sources",
}
"""A question -> the address that must be among the first three found."""


_QUICK = 5
"""Questions that are asked at each change; `make long` asks all."""


@pytest.mark.parametrize(
    "question",
    [*list(QUESTIONS)[:_QUICK], *(pytest.param(one, marks=pytest.mark.long) for one in list(QUESTIONS)[_QUICK:])],
)
def test_a_plain_question_finds_its_page(client: TestClient, question: str) -> None:
    html = client.get("/search", params={"q": question}).text
    (best,) = re.findall(r'<ul class="found best">(.*?)</ul>', html, re.DOTALL)
    found = [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', best)]
    assert QUESTIONS[question] in found[:3], found
