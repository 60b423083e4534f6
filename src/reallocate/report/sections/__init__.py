"""The parts of the page, in their fixed order."""

from __future__ import annotations

from reallocate.output.blocks import Section
from reallocate.report.reading import Reading
from reallocate.report.sections.council import council
from reallocate.report.sections.doubt import flips, limits
from reallocate.report.sections.finance import finance
from reallocate.report.sections.headline import headline
from reallocate.report.sections.implied import implied
from reallocate.report.sections.models import not_said, operating_models
from reallocate.report.sections.money import money
from reallocate.report.sections.outlooks import outlooks
from reallocate.report.sections.people import headcount, people
from reallocate.report.sections.sources import assumptions, repeat, words
from reallocate.report.sections.work import work

ORDER = (
    headline,
    operating_models,
    not_said,
    headcount,
    people,
    council,
    work,
    money,
    finance,
    limits,
    flips,
    outlooks,
    implied,
    assumptions,
    repeat,
)

PARTS = (
    "cut_or_wait",
    "headline",
    "operating_models",
    "caveats",
    "headcount",
    "people",
    "work",
    "money",
    "finance",
    "switches",
    "council",
    "consultation",
    "refused",
    "limits",
    "alternatives",
    "flips",
    "outlooks",
    "implied",
    "grouping",
    "assumptions",
    "repeat",
)
"""Keys of a study's sentences that have their own place on the page."""


def sections(reading: Reading) -> list[Section]:
    """Every part of the page, the numbered ones and the words at the end.

    reading : the study, opened
    """
    asked = reading.has("implied")
    return [*(part(reading) for part in ORDER if asked or part is not implied), words(reading, PARTS)]
