"""What a person writes of an area finds that area, or asks which of several is meant."""

from __future__ import annotations

import pytest

from reallocate.data.area import areas_meant
from reallocate.work.world import World


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("OH", ["Ohio"]),
        ("ohio", ["Ohio"]),
        ("IN", ["Indiana"]),
        ("New York", ["New York"]),
        ("Columbus, Ohio", ["Columbus, OH"]),
        ("columbus oh", ["Columbus, OH"]),
        ("Charleston, West Virginia", ["Charleston, WV"]),
        ("Columbus", ["Columbus, GA-AL", "Columbus, IN", "Columbus, OH"]),
        ("Portland, OR", ["Portland-Vancouver-Hillsboro, OR-WA"]),
        ("0018140", ["Columbus, OH"]),
        ("nowhere", []),
        ("", []),
    ],
)
def test_words_find_their_areas(world: World, words: str, found: list[str]) -> None:
    titles = world.table("areas").set_index("area")["title"]
    assert [titles[code] for code in areas_meant(world, words)] == found
