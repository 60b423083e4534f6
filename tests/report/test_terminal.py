"""The summary in a terminal: complete, within its width, and taking text as text."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from reallocate.report.glossary import INNER_WORDS
from reallocate.report.plan_terminal import print_summary


def printed(study: Any, units: Any, width: int, page: Path | None = None) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_summary(study, console, units, page)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("width", [40, 60, 80, 110, 200])
def test_it_fits_its_width(made_up: Any, units: Any, width: int) -> None:
    lines = printed(made_up, units, width, Path("results/report.html")).splitlines()
    assert max(cell_len(line.rstrip()) for line in lines) <= width


def test_it_says_what_a_reader_takes_away(made_up: Any, units: Any) -> None:
    note = "people.csv: own pay is used for 2,616 of 2,765 full-time positions."
    study = replace(made_up, meta={**made_up.meta, "pay_notes": [note]})
    text = printed(study, units, 120, Path("results/report.html"))
    for words in (
        "ends 10,516 positions against the baseline",
        "Positions against baseline",
        "−10,516 FTE",
        "Range over 8 sources of reach",
        "USD 1.2 to 4.4 bn a year",
        "Software developers",
        "−6,422",
        "The limits that decide",
        "Reviewers",
        "14% of payroll by own figures",
        note,
        "results/report.html",
    ):
        assert words in text
    order = ("Cutting 8,000 positions now", "Present cost per exit", "ends 10,516 positions")
    assert sorted(order, key=text.index) == list(order), "the cut beside attrition leads"
    assert "of the other 7 sources of reach, 3 give fewer positions" in " ".join(text.split())
    assert "Power" not in text, "a limit that does not decide is not listed"
    assert not INNER_WORDS.findall(text)


def test_one_source_of_reach_has_no_column_for_its_range(made_up: Any, units: Any) -> None:
    sources = made_up.table("sources").query("source == 'gpt4'")
    text = printed(replace(made_up, tables={**made_up.tables, "sources": sources}), units, 120)
    assert "Range" not in text and "−10,516 FTE" in text


def test_text_is_not_markup(made_up: Any, units: Any) -> None:
    roles = made_up.table("roles").assign(title="[bold]Clerk[/nothing]")
    study = replace(
        made_up, tables={**made_up.tables, "groups": roles}, meta={**made_up.meta, "title": "[/x] firm"}
    )
    text = printed(study, units, 120)
    assert "[bold]Clerk[/nothing]" in text and "[/x] firm" in text


def test_nothing_at_hand_is_said(made_up: Any, units: Any) -> None:
    text = printed(replace(made_up, tables={}, meta={}, sentences={}), units, 60)
    assert text.count("not available") == 3


def test_no_deciding_limit_is_said(made_up: Any, units: Any) -> None:
    limits = made_up.table("limits").assign(decides=False)
    text = printed(replace(made_up, tables={**made_up.tables, "limits": limits}), units, 100)
    assert "No limit decides" in text
