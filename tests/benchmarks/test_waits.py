"""The tables of what people wait for stand in the documentation as they are kept."""

from __future__ import annotations

from benchmarks.waits import DOCS, MARKS, documented


def test_the_documentation_has_the_figures_that_are_kept() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for (begin, end), table in zip(MARKS, documented(), strict=True):
        assert text.partition(begin)[2].partition(end)[0].strip() == table.strip()
