"""One list of laws: a scenario's keys, the words of page and text, and the shipped run all read it."""

from __future__ import annotations

from dataclasses import fields

from reallocate.market.nation.run import LAWS, Laws
from reallocate.market.published.keys import _LawKeys


def test_every_law_has_a_key_that_is_on_as_the_list_says_and_words_of_its_own() -> None:
    assert [law.key for law in LAWS] == [one.name for one in fields(Laws)]
    written = _LawKeys().model_dump()
    assert {law.key: law.is_on for law in LAWS} == {law.key: written[law.key] for law in LAWS}
    assert vars(Laws()) == {law.key: law.is_on for law in LAWS}
    for part in ("name", "rule", "off"):
        words = [getattr(law, part) for law in LAWS]
        assert all(words) and len(set(words)) == len(words)
