"""The verb `cut`: cut now, or let people quit."""

from __future__ import annotations

from reallocate.api.at_hand import card_at_hand
from reallocate.api.requests import Cut, CutCommand, Firm
from reallocate.cli.results import show, show_card
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(CutCommand)
def cut(asked: CutCommand) -> None:
    """Cut now, or let people quit? Answered in seconds for an industry or a firm.

    The cut is taken apart: what AI saves, what holding the firm at the smaller size gives back, what laying
    off costs more than letting people quit, and what turns it.

    reallocate cut --industry "insurance carriers" --headcount 20000 --exits 10%

    reallocate cut insurer --exits 5% --exits-date "2027 Q1"
    """
    if (card := card_at_hand(given(asked))) is not None:
        show_card(card.title, card.blocks)
        return
    import reallocate
    from reallocate.api.firm import firm

    of_cut = given(asked, Cut)
    of_firm = given(asked, Firm, but=of_cut)
    scenario = firm(of_firm.pop("name", None), **of_firm)
    result = reallocate.cut(scenario, **of_cut, quick=asked.quick, out=asked.out)
    show(result, asked.as_json, asked.out)
