"""Titles taken apart: what the person does, the level, the field, the language."""

from __future__ import annotations

import pytest

from reallocate.data.titles.parse import parse, translated
from reallocate.data.titles.words import title_key

WORDS = """
senior software engineer manager sale director operation vice president sales associate business finance analyst
head of chief staff lead welder product marketing assistant executive nurse registered data banker
"""
ENGLISH = frozenset(WORDS.split())


def words(title: str) -> str:
    return " ".join(parse(title, ENGLISH.__contains__).words)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Sr. Software Engineers - Payments (Remote)", "software engineer"),
        ("SOFTWARE   ENGINEER III", "software engineer"),
        ("Staff Software Engineer", "software engineer"),
        ("Chief of Staff", "chief staff"),
        ("Sales Associate II", "sale associate"),
        ("Associate Product Manager", "product manager"),
        ("Director, Operations", "operation director"),
        ("Shift Manager - Operations", "operation shift manager"),
        ("Head of Finance", "finance"),
        ("VP, Sales", "sale"),
        ("Executive Assistant to the CFO", "executive assistant"),
        ("QA Mgr", "quality assurance manager"),
        ("Softwareentwickler (m/w/d)", "software developer"),
        ("Softwareentwickler Standort Celle", "software developer"),
        ("stellv. Einkaufsleiterin Nachtschicht", "purchasing manager"),
        ("Leiter Einkauf", "purchasing manager"),
        ("Einkaufsleiterin", "purchasing manager"),
        ("Développeuse logiciel H/F", "software developer"),
        ("Gerente de ventas", "sale manager"),
        ("Level 4", ""),
        ("Remote - US", ""),
        ("???", ""),
    ],
)
def test_a_title_is_what_the_person_does(title: str, said: str) -> None:
    assert words(title) == said


def test_levels_and_executives_are_told_apart() -> None:
    levels = {title: parse(title, ENGLISH.__contains__) for title in ("Lead Welder", "Junior Analyst", "VP Finance", "CFO")}
    assert [levels["Lead Welder"].level, levels["Junior Analyst"].level] == ["lead", "junior"]
    assert [levels["VP Finance"].executive, levels["CFO"].executive] == ["vice president", "chief"]
    assert levels["VP Finance"].manages and not levels["Junior Analyst"].manages


def test_forms_under_which_a_title_may_be_listed_come_surest_first() -> None:
    forms = parse("VP of Finance", ENGLISH.__contains__).forms
    assert list(forms)[0] == "vp of finance" and {"finance director", "finance manager"} <= set(forms)
    assert list(forms.values()) == sorted(forms.values(), reverse=True)
    assert "director" not in parse("Director, Operations", ENGLISH.__contains__).forms


def test_titles_that_differ_in_case_marks_and_plural_are_compared_alike() -> None:
    assert title_key("Registered  Nurses!") == title_key("registered nurse") == "registered nurse"
    assert title_key("Geschäftsführer") == title_key("GESCHAEFTSFUEHRER")
    assert title_key("C++ Developer") == "c++ developer"


def test_a_word_that_no_list_knows_leaves_a_title_as_it_is() -> None:
    assert translated(["myyntipaallikko"], ENGLISH.__contains__) is None
    assert translated(["software", "engineer"], ENGLISH.__contains__) is None
