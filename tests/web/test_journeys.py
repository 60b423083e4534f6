"""The journeys in Chromium: what each page may hold at two widths, and how many clicks lead to its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.conftest import CHROMIUM
from tests.web.conftest import opened
from tests.web.measured import OF_THE_TRADE, Measured, measured
from tests.web.test_personnel_file import export

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so no page is opened"),
]
WINDOWS = {1280: 900, 390: 844}
SENTENCE = 25
"""Words of the first sentence of a head, at most."""
FIRST_SCREEN = {1280: 900, 390: 1266}
"""[pixels] above which a head begins, by width."""


@dataclass(frozen=True)
class May:
    """What a page may hold: screens at 1280 and at 390, and words as drawn; whether everybody reads it.

    more : words beyond the drawing that it may have where its own case has more to say [ratio]
    """

    wide: float
    narrow: float
    words: int
    is_lay: bool = False
    more: float = 1.25


EVERY = pd.read_csv(Path(__file__).with_name("drawn.csv"), index_col="page")
MAY = {str(page): May(**row) for page, row in EVERY.to_dict("index").items()}
OPEN = {page: may for page, may in MAY.items() if page.startswith("/")}
"""Pages that open without input; the words are those of the drawings."""
OF_A_FILE = {page: may for page, may in MAY.items() if page not in OPEN}
MOST_CLICKS = 5


@dataclass
class Visit:
    """Somebody in a browser, from the front page, who counts clicks."""

    page: Any
    clicks: int = field(default=0)

    def click(self, words: str, then: str = "") -> None:
        """Click what says so, and wait for what follows."""
        self.page.click(words)
        self.clicks += 1
        if then:
            self.page.wait_for_selector(then)


def wrong(seen: Measured, may: May, width: int) -> list[str]:
    """What a page has that it may not have, in words."""
    most = may.wide if width == 1280 else may.narrow
    (head, *more) = seen.heads or [""]
    first = re.split(r"[.?] ", head)[0]
    found = [
        *seen.faults,
        *(f"forbidden: {word}" for word in seen.forbidden(*(OF_THE_TRADE if may.is_lay else ()))),
    ]
    if seen.screens > most:
        found.append(f"{seen.screens:.2f} screens, at most {most}")
    if seen.words > may.more * may.words:
        found.append(f"{seen.words} words, drawn {may.words}")
    if more or not head:
        found.append(f"heads: {seen.heads}")
    if len(first.split()) >= SENTENCE:
        found.append(f"a head of {len(first.split())} words")
    if seen.top >= FIRST_SCREEN[width]:
        found.append(f"its head begins at {seen.top:.0f} pixels")
    return found


def printed(page: Any, size: str) -> int:
    """How many pages of paper the page that is open takes, with the margins that a browser has by itself."""
    own = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=size, margin=own)))


def at_every_width(page: Any, name: str, may: May) -> dict[str, list[str]]:
    """What is wrong with the page that is open, at each width."""
    found = {}
    for width, height in WINDOWS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        found[f"{name} at {width}"] = wrong(measured(page), may, width)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_pages_that_open_without_input_hold_what_was_drawn(browser: Any, address: str) -> None:
    found = {}
    for width in WINDOWS:
        page = opened(browser, address, width, WINDOWS[width], "light" if width == 1280 else "dark")
        for place, may in OPEN.items():
            page.goto(f"{address}{place}")
            page.wait_for_selector("main h1:not(:has-text('One answer comes before'))")
            page.wait_for_load_state("networkidle")
            found[f"{place} at {width}"] = wrong(measured(page), may, width)
        page.context.close()
    assert {place: faults for place, faults in found.items() if faults} == {}


FIRST_SENTENCES = {
    "/job?title=payroll+clerk&area=Columbus,+OH&age=47&education=high+school&pay=59010": (
        "17% fewer payroll clerks by 2034", "without a course (+13% pay), or study 4 years", "not your chance of losing it",
    ),
    "/job?title=accountant&area=Columbus,+OH&from=study": (
        "980 of these jobs open each year", "4 years of study and about $40,000", "41% of its hours alone; sources say 8.2% to 57%",
    ),
}  # fmt: skip
"""What a worker and a student must be able to say, by page."""


@pytest.mark.parametrize("width", WINDOWS)
def test_a_worker_and_a_student_read_three_sentences_first(browser: Any, address: str, width: int) -> None:
    page = opened(browser, address, width)
    for place, sentences in FIRST_SENTENCES.items():
        page.goto(f"{address}{place}")
        for one in sentences:
            box = page.locator(f"main p:has-text('{one}'), main h1:has-text('{one}')").first.bounding_box()
            assert box["y"] < FIRST_SCREEN[width], (place, one, box)
        assert "59010" not in page.url and "pay=" not in page.input_value("#link")
    page.context.close()


def test_a_worker_and_a_student_need_one_click(browser: Any, address: str) -> None:
    page = opened(browser, address)
    page.goto(f"{address}/job")
    visit = Visit(page)
    page.fill("#title", "payroll clerk")
    visit.click("text=Show my job", "h1:has-text('17% fewer payroll clerks')")
    page.goto(f"{address}/job?title=accountant&from=study")
    page.fill("[name=with]", "paralegal")
    visit.click("text=Show", "h1:has-text('paralegals')")
    assert visit.clicks == 2 and page.locator("section.way").count() == 2
    page.context.close()


@pytest.mark.parametrize("place", [place for place in OPEN if place.startswith("/job")])
def test_a_card_prints_on_one_page(browser: Any, address: str, place: str) -> None:
    page = opened(browser, address)
    page.goto(f"{address}{place}")
    assert {size: printed(page, size) for size in ("A4", "Letter")} == {"A4": 1, "Letter": 1}
    page.context.close()


def test_a_planner_comes_from_a_file_to_a_plan(browser: Any, address: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(export(*("Growth Wizard",) * 10), encoding="utf-8")
    page = opened(browser, address)
    page.goto(f"{address}/")
    visit = Visit(page)
    visit.click("nav.doors >> text=My firm", "text=personnel file")
    visit.click("text=Use our own personnel file", "input[name=file]")
    page.set_input_files("input[name=file]", file)
    page.fill("form[action='/firm/plan/file'] input[name=industry]", "insurance carriers")
    page.fill("input[name=title]", "Northfield Insurance")
    visit.click("text=Read it", "text=are not recognised")
    found = at_every_width(page, "people", OF_A_FILE["people"])
    positions = re.search(r"Your file makes ([\d,]+) positions", page.inner_text("h1"))
    assert positions and "10 people are not recognised" in page.inner_text("h1")
    visit.click("text=Next: promises", "ul.promise")
    found |= at_every_width(page, "promises", OF_A_FILE["promises"])
    assert "Five promises open, none made." in page.inner_text(".dock")
    page.fill("input[name=no_layoffs_before]", "Jul 2029")
    assert "One promise made." in page.inner_text(".dock")
    visit.click(".dock .button", "text=For sharing")
    found |= at_every_width(page, "plan", OF_A_FILE["plan"])
    assert visit.clicks <= MOST_CLICKS
    assert "Northfield Insurance" in page.title() and "Northfield Insurance" in page.inner_text("main")
    assert positions[1] in page.inner_text("main"), "the plan begins with what the file makes"
    assert printed(page, "A4") <= 6
    visit.click("text=2 Promises", "ul.promise")
    page.wait_for_selector("text=/costs? nothing|more in/")
    found |= at_every_width(page, "promises with prices", OF_A_FILE["promises"])
    page.context.close()
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_a_whole_plan_with_a_cut_holds_what_was_drawn_and_says_that_it_is_whole(browser: Any, address: str) -> None:
    page = opened(browser, address)
    page.goto(f"{address}/firm/plan")
    first = page.locator("form[action='/firm/plan/industry']")
    first.locator("[name=industry]").fill("insurance carriers")
    first.locator("[name=people]").fill("120")
    first.locator("button").first.click()
    page.fill("input[name=title]", "Northfield Insurance")
    page.fill("input[name=notice_days]", "90")
    for fold, name, typed in (("A cut that", "exits", "10%"), ("Money and pace", "quarters", "4")):
        page.click(f"summary:has-text('{fold}')")
        page.fill(f"[name={name}]", typed)
    page.click(".dock .button")
    page.wait_for_selector("text=More parts are being computed")
    page.wait_for_selector("text=All parts are computed.")
    assert page.title().startswith("Northfield Insurance")
    found = at_every_width(page, "whole plan", OF_A_FILE["plan"])
    page.click("summary:has-text('Promises and their price')")
    assert "90 days of notice" in page.inner_text("#promises") and "not priced" not in page.inner_text("main")
    page.context.close()
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_a_works_council_comes_to_its_sheet(browser: Any, address: str) -> None:
    page = opened(browser, address)
    page.goto(f"{address}/")
    visit = Visit(page)
    visit.click("nav.doors >> text=My firm", "text=Cut or wait?")
    page.fill("[name=industry]", "software publishers")
    page.fill("[name=people]", "2,000")
    visit.click("main form button.button >> nth=0", "text=Software Publishers")
    visit.click("text=Sheet for the works council")
    page.wait_for_selector(".sheet")
    assert visit.clicks <= MOST_CLICKS
    found = at_every_width(page, "sheet", May(4.0, 5.0, 927, True))
    for size in ("A4", "Letter"):
        assert printed(page, size) == 2, size
    page.context.close()
    assert {place: faults for place, faults in found.items() if faults} == {}
