"""The reader's words at the end of page and workbook, and every sentence that has no other place."""

from __future__ import annotations

from reallocate.measure.number import sentence
from reallocate.output.blocks import Block, Grid, Head, Prose, Section
from reallocate.output.glossary import GLOSSARY, GRADES, terms
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, text
from reallocate.work.exposure import SOURCES_OF_REACH

PLACED = {
    "own_plan", "cut_or_wait", "headline", "operating_models", "caveats", "headcount", "people", "work",
    "money", "response", "finance", "switches", "council", "consultation", "refused", "limits",
    "alternatives", "tipping_points", "outlooks", "implied", "grouping", "assumptions", "repeat",
}  # fmt: skip
"""Parts of the text that have a place of their own on the page."""

WORDS = {
    "Word": tuple(GLOSSARY.items()),
    "Grade of evidence": tuple((sentence(grade), means) for grade, means in GRADES.items()),
    "Source of reach": tuple(
        (f"{source.words} ({code})", source.measures) for code, source in SOURCES_OF_REACH.items()
    ),
}
"""The last sheet of the workbook."""


def words(result: Result) -> Section:
    """Every word of the reader once, and the sources of reach."""
    further = [line for part in result.text if part not in PLACED for line in text(result, part)]
    heads = (Head("Source of reach"), Head("Name in a scenario"), Head("What it measures"))
    rows = tuple((source.words, code, source.measures) for code, source in SOURCES_OF_REACH.items())
    blocks: list[Block] = headed("Further remarks", Prose(tuple(further))) if further else []
    blocks += [terms(*GLOSSARY), Grid("The sources of reach", heads, rows)]
    return Section("words", "Words used here", blocks, folded=True)
