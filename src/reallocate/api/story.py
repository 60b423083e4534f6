"""The story's four questions, its twelve claims, and verdicts in words, for the pages."""

from __future__ import annotations

from functools import cache

from reallocate.api.cut import cut
from reallocate.api.firm import Scenario
from reallocate.api.market import Market
from reallocate.api.shipped import shipped
from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.claims.questions import INDUSTRY, PEOPLE, SHARE, Line, Question, questions, story
from reallocate.claims.text import worded


@cache
def four_questions() -> tuple[Question, ...]:
    """The story's four questions with their answers, from what ships."""
    forecast = shipped("forecast")
    firm = Scenario.from_industry(INDUSTRY, headcount=PEOPLE)
    found = questions(
        Market.answer(), forecast.table("employment"), str(forecast.facts["date"]),
        shipped("claims").table("claims"), cut(firm, exits=SHARE, progress=False),
    )  # fmt: skip
    return tuple(found)


def twelve_claims() -> list[Line]:
    """The story's claims, one a line; every row of the record stands in one."""
    return story(shipped("claims").table("claims"))


def verdict_words(code: str) -> str:
    """A verdict as a reader sees it.

    code : as tables have it
    """
    return VERDICT_WORDS[code]


def finding_words(text: str) -> str:
    """A finding in which verdicts stand in words.

    text : as tables have it
    """
    return worded(text)
