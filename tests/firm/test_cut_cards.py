"""The summary that is printed at once is that of the answer that ships, and it goes where its basis goes."""

from __future__ import annotations

import pytest

from reallocate.api.at_hand import card_at_hand
from reallocate.firm.cut import cards
from reallocate.firm.cut.beforehand import answer_at_hand, unpacked
from reallocate.firm.cut.cards import HEADCOUNT, SHARE, basis, card_of
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.errors import UnknownName
from reallocate.render.terminal import summary_text

ASKED = {"industry": ["insurance carriers"], "headcount": HEADCOUNT, "exits": SHARE, "quick": False}


def test_cards_rest_on_the_figures_in_force() -> None:
    index = cards._index()
    assert index is not None and index.basis == basis(), "run python -m scripts.cut_cards"
    assert len(cards._lines()) == 1 + len(unpacked())


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("code", ["113300", "524100", "513200"])
def test_a_card_is_the_summary_of_its_answer(code: str, asked: bool) -> None:
    scenario = firm_scenario(scenario_from_flags([code], HEADCOUNT), exits=SHARE)
    answer, card = answer_at_hand(scenario, requested=asked), card_of(code, asked)
    assert answer is not None and card is not None
    assert summary_text(card.title, card.blocks) == summary_text(answer.title, answer.card())


def test_another_question_has_no_card() -> None:
    assert card_at_hand(ASKED) is not None
    for other in ({"headcount": 5000.0}, {"exits": "9%"}, {"pay_per_head": 0.0}, {"as_json": True}, {"out": "x"}):
        assert card_at_hand({**ASKED, **other}) is None
    assert card_at_hand({**ASKED, "industry": ["524100", "622000"]}) is None
    for unknown in ({"industry": ["nosuch"]}, {"name": "nosuch"}):
        with pytest.raises(UnknownName):
            card_at_hand({**ASKED, **unknown})


def test_where_the_basis_has_changed_the_answer_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    cards._index.cache_clear()
    monkeypatch.setattr(cards, "files_in_force", lambda tables: "another")
    assert card_at_hand(ASKED) is None
    cards._index.cache_clear()
