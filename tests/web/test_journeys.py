"""The journeys in Chromium: what each page may hold at two widths, and how many clicks lead to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.web.conftest import CHROMIUM, LINKS, serving
from tests.web.measured import OF_THE_TRADE, Measured, measured

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so no page is opened"),
]
WINDOWS = {1280: 900, 390: 844}
SLOW = 300_000
SENTENCE = 25
"""Words of the first sentence of a head, at most."""
FIRST_SCREEN = {1280: 900, 390: 1266}
"""[pixels] above which a head begins, by width."""


@dataclass(frozen=True)
class May:
    """What a page may hold: screens at 1280 and at 390, and words; whether everybody reads it."""

    wide: float
    narrow: float
    words: int
    is_lay: bool = False


OPEN = {
    "/": May(4.5, 9.0, 900, True),
    "/firm": May(3.0, 5.0, 430, True),
    "/answers": May(2.5, 5.0, 656, True),
    "/economy": May(2.0, 4.5, 365, True),
    "/economy?ceiling=0.96": May(2.0, 4.5, 365, True),
}
"""Pages that open without input; the words are those of the drawings."""
OF_A_FILE = {"people": May(2.0, 4.5, 432), "promises": May(2.0, 3.0, 250), "plan": May(4.0, 7.5, 730)}
MORE_WORDS = 1.25
"""Words beyond the drawing that a page may have where its own case has more to say."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("live")) as (_, address):
        yield address


def opened(browser: Any, address: str, width: int, theme: str = "light") -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": WINDOWS[width]}, color_scheme=theme, accept_downloads=True
    )
    context.request.get(LINKS[address])
    page = context.new_page()
    page.set_default_timeout(SLOW)
    return page


def wrong(seen: Measured, may: May, width: int) -> list[str]:
    """What a page has that it may not have, in words."""
    most = may.wide if width == 1280 else may.narrow
    (head, *more) = seen.heads or [""]
    first = head.partition(". ")[0].partition("? ")[0]
    found = [
        *seen.faults,
        *(f"forbidden: {word}" for word in seen.forbidden(*(OF_THE_TRADE if may.is_lay else ()))),
    ]
    if seen.screens > most:
        found.append(f"{seen.screens:.1f} screens, at most {most}")
    if seen.words > MORE_WORDS * may.words:
        found.append(f"{seen.words} words, drawn {may.words}")
    if more or not head:
        found.append(f"heads: {seen.heads}")
    if len(first.split()) >= SENTENCE:
        found.append(f"a head of {len(first.split())} words")
    if seen.top >= FIRST_SCREEN[width]:
        found.append(f"its head begins at {seen.top:.0f} pixels")
    return found


def test_pages_that_open_without_input_hold_what_was_drawn(browser: Any, address: str) -> None:
    found = {}
    for width in WINDOWS:
        page = opened(browser, address, width)
        for place, may in OPEN.items():
            page.goto(f"{address}{place}")
            page.wait_for_load_state("networkidle")
            found[f"{place} at {width}"] = wrong(measured(page), may, width)
        page.context.close()
    assert {place: faults for place, faults in found.items() if faults} == {}
