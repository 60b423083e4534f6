"""The card in a terminal and the summary of a plan: complete, within their room, and taking text as text."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pandas as pd
import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.golden_pages import INNER_WORDS, Goldens, page_text
from tests.report.conftest import Changed

from reallocate.firm.report.brief import _HEADINGS, decisions
from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.errors import UnknownName
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


def test_a_wide_card_is_the_kept_one(changed: Changed, golden: Goldens) -> None:
    note = "people.csv: own pay is used for 2,616 of 2,765 full-time positions."
    golden("report/plan_card_of_120", printed(changed(pay_notes=[note]), 120))


def test_text_is_not_markup(made_up: Result, changed: Changed) -> None:
    groups = made_up.table("groups").assign(title="[bold]Clerk[/nothing]")
    text = printed(changed({"groups": groups}, title="[/x] firm"), 120)
    assert "[bold]Clerk[/nothing]" in text and "[/x] firm" in text


def test_long_headings_and_names_fold_and_a_shared_unit_stands_in_the_title() -> None:
    heads = (
        Head("Role"),
        Head("One more changes the cost by", "USD million", True),
        Head("Change", "USD million", True),
    )
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
    measures = (Head(f"Measure {n} of it", unit, True) for n, unit in enumerate(UNITS))
    heads = (Head("Occupation group"), *measures, *(Head("Why") for _ in further))
    rows = (("clerks in all offices and agencies", *("−1,234.5",) * len(UNITS), *further),)
    text = summary_text("A firm", [Grid("Limits", heads, rows)])
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    words = text.split()
    assert words.count("−1,234.5") == len(UNITS)
    wanted = [word for line in (*(f"[{unit}]" for unit in UNITS), *further) for word in line.split()]
    assert [word for word in wanted if word not in words] == []


def test_the_summary_is_the_kept_one_with_scenario_version_and_sources(
    made_up: Result, golden: Goldens
) -> None:
    page = made_up.summary()
    golden("report/plan_summary", page_text(page))
    assert re.findall(r'<section class="part" id="(\w+)"', page) == list(_HEADINGS)
    assert page.count('class="note">Source: ') == len(_HEADINGS)
    assert f"Scenario: {made_up.facts['name']} · Version: reallocate {made_up.facts['version']}" in page
    assert "<script" not in page and "://" not in re.sub(r'xmlns[:\w]*="[^"]*"', "", page)
    assert not INNER_WORDS.findall(page_text(page))


def test_figures_of_the_summary_are_those_of_the_tables(made_up: Result) -> None:
    parts = {part.name: part for part in made_up.brief.parts}
    walk, cash = made_up.table("headcount"), made_up.table("cash")
    plot, grid = parts["answer"].plot, parts["money"].grid
    assert plot is not None and grid is not None
    for case in ("plan", "baseline"):
        expected = walk[walk["case"] == case].groupby("period")["end"].sum()
        assert list(plot.series[case]) == pytest.approx(expected.tolist())
    totals = cash.groupby("case")["total"].sum()
    assert grid.rows[-1][0] == "Total"
    shown = float(grid.rows[-1][-1].replace("−", "-").replace(",", "").replace("+", ""))
    assert shown == pytest.approx(totals["plan"] - totals["baseline"], abs=0.5)


def test_groups_under_five_people_are_not_named(changed: Changed, made_up: Result) -> None:
    groups = made_up.table("groups")
    groups.loc[0, ["title", "headcount"]] = ["Lone specialists", 4.0]
    assert "Lone specialists" not in str(changed({"groups": groups}).brief.parts[3].grid)


def test_roles_that_lose_are_told_before_ranges_are_computed(made_up: Result) -> None:
    tables = {name: table for name, table in made_up.tables.items() if name != "groups"}
    first = Result(made_up.kind, made_up.facts, tables, {**made_up.text, "people": []}, made_up.status)
    losing = made_up.table("roles")["delta"].le(-0.5).sum()
    finding = {part.name: part.finding for part in first.brief.parts}["who"]
    assert (
        losing
        and "lose most" in finding
        and finding.startswith(f"{losing} roles end" if losing > 1 else "One role")
    )


def test_a_decided_cut_is_to_be_confirmed_and_without_one_it_says_so(
    changed: Changed, made_up: Result
) -> None:
    assert decisions(changed(scenario={"exits": "10%"}))[0].startswith("Confirm or drop the cut of ")
    assert decisions(made_up)[0].startswith("Wait for people to leave, or cut ")
    nothing = changed({"cut_or_wait": pd.DataFrame()}, text={"cut_or_wait": ["There is no cut to compare."]})
    part = nothing.brief.parts[1]
    assert part.finding == "There is no cut to compare." and part.grid is None
    assert not any("cut" in line for line in decisions(nothing))


def test_a_kind_without_a_brief_says_which_has_one(made_up: Result) -> None:
    with pytest.raises(UnknownName, match="a plan has one"):
        _ = replace(made_up, kind=replace(made_up.kind, brief=None)).brief
