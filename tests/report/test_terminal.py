"""The card in a terminal: complete, within its width, and taking text as text."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.report.conftest import Changed

from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.glossary import INNER_WORDS
from reallocate.render.result import Result
from reallocate.render.terminal import summary, summary_text


def printed(plan: Result, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(summary(plan.title, plan.kind.card(plan)))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("width", [40, 60, 80, 110, 200])
def test_it_fits_its_width(made_up: Result, width: int) -> None:
    assert max(cell_len(line.rstrip()) for line in printed(made_up, width).splitlines()) <= width


def test_it_says_what_a_reader_takes_away(made_up: Result, changed: Changed) -> None:
    note = "people.csv: own pay is used for 2,616 of 2,765 full-time positions."
    text = printed(changed(pay_notes=[note]), 120)
    change = made_up.table("groups").set_index("title").loc["Customer service representatives", "delta"]
    for words in (
        "ends 10,516 positions against the baseline", "The cheapest plan by the middle of 2027 needs 13% fewer positions",
        "67,266 to", "Break-even month", "Range over 4 estimates", "USD 1.2 to 4.4 bn a year", "Roles that change most [FTE]",
        f"−{abs(change):,.0f}", "Binding limits", "One more reviewer is worth", "14% of payroll", note,
    ):  # fmt: skip
        assert words in text, words
    order = ("The cheapest plan by", "Cutting 8,000 positions now", "Layoffs", "Extra cost per exit", "ends 10,516")
    assert sorted(order, key=text.index) == list(order), "in the order of the page"
    assert "Of the other 3 published sources, 1 gives fewer positions" in " ".join(text.split())
    assert "Power" not in text, "a limit that does not decide is not listed"
    assert not INNER_WORDS.findall(text)


def test_one_source_of_reach_has_no_column_for_its_range(made_up: Result, changed: Changed) -> None:
    text = printed(changed({"sources": made_up.table("sources").query("source == 'gpt4'")}), 120)
    assert "Range over" not in text and "70,730 positions instead of 81,246" in text


def test_text_is_not_markup(made_up: Result, changed: Changed) -> None:
    groups = made_up.table("groups").assign(title="[bold]Clerk[/nothing]")
    text = printed(changed({"groups": groups}, title="[/x] firm"), 120)
    assert "[bold]Clerk[/nothing]" in text and "[/x] firm" in text


def test_no_deciding_limit_is_said(made_up: Result, changed: Changed) -> None:
    assert "No limit is binding" in printed(changed({"limits": made_up.table("limits").assign(decides=False)}), 100)


def test_long_headings_and_names_fold_and_a_shared_unit_stands_in_the_title() -> None:
    heads = (Head("Role"), Head("One more changes the cost by", "USD million", True), Head("Change", "USD million", True))
    rows = (("other computer and mathematical occupations (15 roles)", "−1.04", "+3"),)
    text = summary_text("A firm", [Grid("Limits", heads, rows)])
    assert "Limits [USD million]" in text and "[USD million]" not in text.partition("Limits [USD million]")[2]
    assert "Other computer and mathematical occupations (15 roles)" in text, "the name keeps the room"
    assert max(map(len, text.splitlines())) <= 80


UNITS = (
    "thousand persons a quarter", "USD million at the start's prices", "percentage points a year",
    "hours per week and person", "share of the labour force at the start",
)  # fmt: skip


@pytest.mark.parametrize("further", [(), ("A sentence that says at some length why it is so.",)])
def test_headings_with_long_units_fit_and_no_word_or_number_is_broken(further: tuple[str, ...]) -> None:
    heads = (
        Head("Occupation group"), *(Head(f"Measure {n} of it", unit, True) for n, unit in enumerate(UNITS)),
        *(Head("Why") for _ in further),
    )  # fmt: skip
    rows = (("clerks in all offices and agencies", *("−1,234.5",) * len(UNITS), *further),)
    text = summary_text("A firm", [Grid("Limits", heads, rows)])
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    words = text.split()
    assert words.count("−1,234.5") == len(UNITS)
    for unit in UNITS:
        for word in f"[{unit}]".split():
            assert word in words, word
    assert all(word in words for line in further for word in line.split())
