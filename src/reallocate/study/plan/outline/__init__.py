"""What a plan's page and its card in a terminal show, in the order in which they are read."""

from __future__ import annotations

from reallocate.errors import NotComputed
from reallocate.output.blocks import Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.answer import answer
from reallocate.study.plan.outline.council import council
from reallocate.study.plan.outline.cut import cut_or_wait
from reallocate.study.plan.outline.doubts import doubts
from reallocate.study.plan.outline.finance import finance
from reallocate.study.plan.outline.headline import card, first, rest
from reallocate.study.plan.outline.implied import implied
from reallocate.study.plan.outline.limits import limits
from reallocate.study.plan.outline.money import money, reasons
from reallocate.study.plan.outline.operating_models import operating_models
from reallocate.study.plan.outline.outlooks import outlooks
from reallocate.study.plan.outline.own_plan import own_plan
from reallocate.study.plan.outline.people import history, people
from reallocate.study.plan.outline.promises import promises
from reallocate.study.plan.outline.rests_on import rests_on
from reallocate.study.plan.outline.sources import assumptions, repeat
from reallocate.study.plan.outline.tipping_points import tipping_points
from reallocate.study.plan.outline.words import words
from reallocate.study.plan.outline.work import work

ORDER = (
    answer, cut_or_wait, rests_on, money, people, work, promises, doubts, own_plan, council, finance, reasons,
    limits, tipping_points, outlooks, implied, operating_models, history, assumptions, repeat, words,
)  # fmt: skip

OPTIONAL = {own_plan: "own_plan", implied: "implied"}
"""Parts of the page -> the table without which they are left out."""

__all__ = ["ORDER", "card", "first", "page", "rest"]


def page(result: Result) -> list[Section]:
    """Every part of the page whose figures are there.

    An own plan and what a cut implies are there only where they were requested.
    """
    sections = []
    for part in ORDER:
        if part in OPTIONAL and not result.has(OPTIONAL[part]):
            continue
        try:
            sections.append(part(result))
        except NotComputed:
            continue
    return sections
