"""The reader's words: each once, in one sentence, and none of the workshop's."""

from __future__ import annotations

import pytest

from reallocate.measure.source import Grade
from reallocate.output.glossary import GLOSSARY, GRADES, INNER_WORDS, SOURCES_OF_REACH, Term
from reallocate.report.headings import COLUMNS, TABLES

WANTED = {
    "Scenario",
    "Value of one more",
    "Average of the worst 10%",
    "The limit that decides",
    "Workload",
    "Work per employee",
    "Position",
    "FTE",
    "People",
    "Exits",
    "Redeployment",
    "Open position",
    "Baseline",
    "Augmented",
    "Automated",
    "Reach",
    "Loaded cost",
    "Run-rate saving",
    "Break-even month",
    "Work dropped",
}


def test_every_word_stands_once() -> None:
    words = [term.word for term in GLOSSARY]
    assert len(set(words)) == len(words) and set(words) >= WANTED


@pytest.mark.parametrize("term", [*GLOSSARY, *GRADES], ids=lambda term: term.word)
def test_a_word_is_defined_in_one_sentence(term: Term) -> None:
    assert term.means.endswith(".") and term.means.count(". ") == 0
    assert not INNER_WORDS.search(term.means)


def test_the_grades_are_those_of_the_sources() -> None:
    assert [term.word for term in GRADES] == [grade.value for grade in Grade]


def test_headings_hold_no_inner_word() -> None:
    said = [*COLUMNS.values(), *(text for sheet in TABLES.values() for text in (sheet.title, sheet.source))]
    said += [text for source in SOURCES_OF_REACH.values() for text in (source.words, source.measures)]
    assert not [text for text in said if INNER_WORDS.search(text)]
    assert all(text and text[0].isupper() for text in said)
