"""The page in a browser: words of drawings are apart and large, nothing complains, nothing is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import CHROMIUM
from tests.web.measured import measured

BEYOND = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && box.right > document.documentElement.clientWidth + 0.5
    && !one.closest(".scroll table, .drawn svg *, .skip");
}).map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`)"""
"""What stands beyond the right edge of the page."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so the page is not opened"),
]


def opened(browser: Any, html: str, file: Path, width: int = 1280) -> tuple[Any, list[str]]:
    """The page from a file, and what it says on the console and asks for elsewhere."""
    file.write_text(html, encoding="utf-8")
    page, said = browser.new_page(viewport={"width": width, "height": 900}), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith(("file:", "data:")) else said.append(one.url))
    page.goto(file.as_uri())
    return page, said


@pytest.mark.parametrize("width", [1280, 800, 390, 360])
def test_words_of_drawings_are_large_whole_and_apart_and_nothing_is_cut_off_or_complains(
    browser: Any, html: str, tmp_path: Path, width: int
) -> None:
    page, said = opened(browser, html, tmp_path / "report.html", width)
    for fold in page.query_selector_all("details"):
        fold.evaluate("(fold) => { fold.open = true; }")
    assert page.locator("svg.plot:visible").count() == html.count('<figure id="chart-')
    assert measured(page).faults == [] and page.evaluate(BEYOND) == [] and said == []
    page.close()


def test_a_page_that_is_tampered_with_does_not_run_the_stranger(browser: Any, html: str, tmp_path: Path) -> None:
    strange = "<script>document.title = 'stranger'</script></main>".join(html.split("</main>", 1))
    page, said = opened(browser, strange, tmp_path / "tampered.html")
    assert page.title() != "stranger" and any("Content Security Policy" in line for line in said)
    page.close()
