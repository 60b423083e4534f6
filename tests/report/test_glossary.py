"""The reader's words: each once, in one sentence, and none of the workshop's."""

from __future__ import annotations

import pytest

from reallocate.firm.report.result import PLAN
from reallocate.kernel.blocks import Facts
from reallocate.kernel.glossary import GLOSSARY, GRADES, INNER_WORDS, JOB_TERMS, MARKET_TERMS, grades, terms
from reallocate.kernel.grade import Grade
from reallocate.work.reach import SOURCES, SOURCES_OF_REACH

WANTED = {
    "Scenario", "Cost, present value", "Average of the worst 10%", "Binding limit", "Workload",
    "Work delivered per employee", "Position", "FTE", "People", "Exits", "Redeployment", "Open position", "Baseline",
    "Augmented", "Automated", "Reach", "Loaded cost", "Run-rate saving", "Break-even month", "Work left undone",
}  # fmt: skip


def test_every_word_stands_once() -> None:
    words = [*GLOSSARY, *JOB_TERMS, *MARKET_TERMS]
    assert len(set(words)) == len(words) and set(words) >= WANTED


EVERY = {**GLOSSARY, **JOB_TERMS, **MARKET_TERMS, **GRADES}


@pytest.mark.parametrize("means", EVERY.values(), ids=EVERY)
def test_a_word_is_defined_in_one_sentence(means: str) -> None:
    assert means.endswith(".") and means.count(". ") == 0
    assert not INNER_WORDS.search(means)


def test_a_page_takes_its_words_from_the_glossary() -> None:
    assert terms("Reach", "FTE") == Facts(tuple((word, GLOSSARY[word]) for word in ("Reach", "FTE")))
    with pytest.raises(KeyError):
        terms("Lens")
    assert [row[0] for row in grades().rows] == [grade.value for grade in Grade]


def test_every_source_of_reach_has_words() -> None:
    assert set(SOURCES_OF_REACH) == set(SOURCES)


def test_headings_hold_no_inner_word() -> None:
    texts = [text for one in PLAN.tables for text in (one.title, one.source, *(c.heading for c in one.columns))]
    texts += [text for one in SOURCES_OF_REACH.values() for text in (one.words, one.measures)]
    assert not [text for text in texts if INNER_WORDS.search(text)]
    assert not [text for text in texts if text[:1] != text[:1].upper()]
    assert all(one.source for one in PLAN.tables if one.sheet), "a sheet says where its figures come from"
