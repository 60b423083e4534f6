"""Writes the summaries of the cuts that ship, from their answers; a few seconds.

`--check` says whether they are those of the answers and figures in force.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reallocate.data.bundle import load_world
from reallocate.firm.cut.beforehand import answer_at_hand, unpacked
from reallocate.firm.cut.cards import FILE, HEADCOUNT, SHARE, Card, Index, basis, packed
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.blocks import Prose

PATH = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "firm" / "cut" / "shipped" / FILE


def main() -> None:
    """Write the cards, or end with 1 where they are not those in force."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    made = cards()
    if parser.parse_args().check:
        sys.exit(0 if PATH.is_file() and PATH.read_bytes() == made else 1)
    PATH.write_bytes(made)
    print(f"{PATH.name}: {len(made):,} bytes")


def cards() -> bytes:
    """The cards of every answer that rests on the figures in force, as they ship."""
    made = [card for code in unpacked()["industry"] if (card := _card(code, True)) is not None]
    industries = load_world().table("industries").set_index("industry")
    titles, naics = (
        {str(code): str(words) for code, words in industries[column].items()} for column in ("title", "naics")
    )
    return packed(Index(basis(), titles, naics, _unasked(made[0])), made)


def _card(industry: str, asked: bool) -> Card | None:
    scenario = firm_scenario(scenario_from_flags([industry], HEADCOUNT), exits=SHARE)
    answer = answer_at_hand(scenario, requested=asked)
    return None if answer is None else Card(industry, answer.title, answer.card())


def _unasked(asked: Card) -> tuple[int, str]:
    """Where a card says that no cut was asked for, and how."""
    other = _card(asked.industry, False)
    assert other is not None
    place = next(at for at, block in enumerate(other.blocks) if block != asked.blocks[at])
    block = other.blocks[place]
    assert isinstance(block, Prose)
    return place, block.sentences[0]


if __name__ == "__main__":
    main()
