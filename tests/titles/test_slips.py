"""Titles of one list that are slips of spelling of another."""

from __future__ import annotations

import pytest

from reallocate.data.titles.words import one_spelling

KNOWN = frozenset(("order", "picker", "electrical", "electronics", "fork", "lift", "driver", "kommissionierer"))


def joined(*titles: str) -> dict[str, str]:
    return one_spelling({title: tuple(title.lower().split()) for title in titles}, KNOWN.__contains__)


@pytest.mark.parametrize("slip", ["Kommissinoierer", "Komissionierer", "Kommissionnierer", "Kommossionierer"])
def test_one_slip_is_read_as_the_word_that_is_known(slip: str) -> None:
    assert joined("Kommissionierer", slip) == {slip: "Kommissionierer"}
    assert joined(f"{slip} Nord", "Kommissionierer Nord") == {f"{slip} Nord": "Kommissionierer Nord"}


def test_two_titles_that_no_list_knows_are_one_whatever_their_order() -> None:
    assert joined("Disponentin", "Disponnetin") == joined("Disponnetin", "Disponentin") == {"Disponnetin": "Disponentin"}


@pytest.mark.parametrize(("one", "other"), [
    ("Kommissionierer Nord", "Kommissionierer Nordd"), ("Driver", "Drivel"), ("Kommissionierer", "Komisionierer"),
    ("Kommissionierer Nord", "Komissionierer Sued"), ("Kommissionierer", "Kommissionierer Nord"),
])  # fmt: skip
def test_short_words_two_slips_and_other_words_keep_titles_apart(one: str, other: str) -> None:
    assert joined(one, other) == {}


def test_two_words_that_are_both_known_stay_two() -> None:
    assert one_spelling({"a": ("electrical",), "b": ("electrica",)}, lambda word: True) == {}
