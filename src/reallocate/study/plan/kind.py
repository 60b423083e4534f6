"""A plan as a kind of result: its tables, charts and the order in which they are read."""

from __future__ import annotations

from reallocate.result.result import Kind
from reallocate.study.plan.brief import brief
from reallocate.study.plan.charts import CHARTS
from reallocate.study.plan.outline import card, first, page, rest
from reallocate.study.plan.outline.words import WORDS
from reallocate.study.plan.sheets import SHEETS
from reallocate.study.plan.tables import TABLES

PLAN = Kind(
    "plan", "a plan", "reallocate plan … --out", TABLES, CHARTS, page, card,
    words=WORDS, sign_off="assumptions", lead=("own_plan", "cut_or_wait", "headline"), first=first,
    rest=rest, brief=brief, sheets=SHEETS,
)  # fmt: skip
