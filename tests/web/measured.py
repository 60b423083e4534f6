"""What a page is when it is open: its length, its words, and faults of its charts, as a reader's eye would see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SMALLEST = 14.5
"""[pixels] of text in a chart, as shown."""
NOWHERE = (
    "not computed yet", r"\bdraws?\b", r"\bclosures?\b", "pro rata", "near-optimal",
    r"\b\d\d-\d{4}\b", r"(?<![-–])--(?!-)",
)  # fmt: skip
"""Words that no page shows."""
OF_THE_TRADE = (r"\bexits?\b", r"\battrition\b", r"\bbaselines?\b", r"\bFTEs?\b")
"""Words that pages for everybody do not show."""
_LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8").replace("SMALLEST", str(SMALLEST))


@dataclass(frozen=True)
class Measured:
    """One page at one width.

    screens : its height, in heights of the window
    top : of its head [pixels]
    faults : what is wrong with its charts and its width, in words
    """

    screens: float
    text: str
    heads: Sequence[str]
    top: float
    faults: Sequence[str]

    @property
    def words(self) -> int:
        """How many words are shown, folds closed."""
        return len(self.text.split())

    def forbidden(self, *further: str) -> list[str]:
        """Words that it shows and should not."""
        return [found for one in (*NOWHERE, *further) for found in re.findall(one, self.text, re.IGNORECASE)]


def measured(page: Any) -> Measured:
    """The page that is open."""
    found = page.evaluate(_LOOK)
    height = page.viewport_size["height"]
    sideways = [f"scrolls sideways by {found['sideways']} px"] if found["sideways"] > 0 else []
    kinds = ("small", "overlapping", "cut", "outside")
    faults = [*sideways, *(f"{kind}: {one}" for kind in kinds for one in found[kind])]
    return Measured(found["height"] / height, found["text"], found["heads"], found["lowest"], faults)
