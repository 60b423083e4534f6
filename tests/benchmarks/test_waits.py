"""The table of what people wait for stands in the documentation as it is kept."""

from __future__ import annotations

from benchmarks.waits import BEGIN, DOCS, END, documented


def test_the_documentation_has_the_figures_that_are_kept() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0].strip() == documented().strip()
