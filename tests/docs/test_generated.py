"""The generated pages say what the code and the kept figures say."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.docs import pages
from scripts.pages.code import parsed
from scripts.pages.parts import ROOT, filled, rounded

SLOW = ("moves.md", "forecast-ledger.md")
"""Pages whose figures are fitted anew, a minute each; `make long` does it."""


@pytest.mark.parametrize(
    "page", [pytest.param(one, marks=pytest.mark.long) if one.name in SLOW else one for one in pages([])], ids=lambda one: one.name
)
def test_a_generated_page_is_fresh(page: Path) -> None:
    if page.read_text(encoding="utf-8") != pages([])[page]():
        pytest.fail(f"{page.relative_to(ROOT)} is stale: run `make docs`")


def test_a_page_that_is_not_made_is_named() -> None:
    with pytest.raises(SystemExit, match=r"no such page: objections.md"):
        pages(["objections.md"])


def test_a_part_stands_between_its_marks_as_before() -> None:
    assert filled("<!-- begin:a -->old<!-- end:a -->", {"a": "new"}) == "<!-- begin:a -->\nnew\n<!-- end:a -->"
    marks = "<!-- A law, made from a run; lost. -->\n\n{}\n\n<!-- End of a law. -->\nafter"
    assert filled(marks.format("old"), {"A law": "new"}) == marks.format("new")
    with pytest.raises(LookupError, match="marks for"):
        filled("no marks", {"a": "new"})
    with pytest.raises(LookupError, match="not closed"):
        filled("<!-- begin:a -->", {"a": "new"})


def test_kept_figures_are_rounded_and_what_is_missing_stays_missing() -> None:
    assert rounded({"a": [1 / 3, float("nan"), 1e-12, 5, "x", None]}, 6, 1e-6) == {"a": [0.333333, None, 0.0, 5, "x", None]}


def test_a_docstring_is_taken_apart() -> None:
    text = (
        "Work is done or dropped (P1).\n\nhours : (role) [hours]\n    of the quarter\nother : [1]\n"
        "done + dropped = wanted\n    + carried\nSource: Somebody 2020,\nJournal 1:2."
    )
    found = parsed("work", text)
    assert found.sentence == "Work is done or dropped (P1)."
    assert found.arguments == ["hours : (role) [hours] of the quarter", "other : [1]"]
    assert found.body == ["done + dropped = wanted", "    + carried"]
    assert found.source == "Somebody 2020, Journal 1:2."
