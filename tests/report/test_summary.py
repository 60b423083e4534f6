"""The summary of a plan: six parts from its tables, at most two printed pages, readable on a phone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from tests.report.conftest import Changed

from reallocate.firm.report.brief import HEADINGS, decisions
from reallocate.kernel.errors import UnknownName
from reallocate.kernel.glossary import INNER_WORDS
from reallocate.render.result import Result

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PAPER = {"A4": "210mm 297mm", "Letter": "8.5in 11in"}


def test_it_has_six_parts_with_scenario_version_and_sources(made_up: Result) -> None:
    page = made_up.summary()
    assert re.findall(r'<section class="part" id="(\w+)"', page) == list(HEADINGS)
    assert page.count('class="note">Source: ') == len(HEADINGS)
    assert f"Scenario: {made_up.facts['name']} · Version: reallocate {made_up.facts['version']}" in page
    assert "<script" not in page and "://" not in re.sub(r'xmlns[:\w]*="[^"]*"', "", page)


def test_its_figures_are_those_of_the_tables(made_up: Result) -> None:
    parts = {part.name: part for part in made_up.brief.parts}
    walk, cash = made_up.table("headcount"), made_up.table("cash")
    plot = parts["answer"].plot
    assert plot is not None
    for case in ("plan", "baseline"):
        expected = walk[walk["case"] == case].groupby("period")["end"].sum()
        assert list(plot.series[case]) == pytest.approx(expected.tolist())
    totals = cash.groupby("case")["total"].sum()
    grid = parts["money"].grid
    assert grid is not None and grid.rows[-1][0] == "Total"
    shown = float(grid.rows[-1][-1].replace("−", "-").replace(",", "").replace("+", ""))
    assert shown == pytest.approx(totals["plan"] - totals["baseline"], abs=0.5)


def test_groups_under_five_people_are_not_named(changed: Changed, made_up: Result) -> None:
    groups = made_up.table("groups")
    groups.loc[0, ["title", "headcount"]] = ["Lone specialists", 4.0]
    assert "Lone specialists" not in str(changed({"groups": groups}).brief.parts[3].grid)


def test_roles_that_lose_are_told_before_ranges_are_computed(made_up: Result) -> None:
    tables = {name: table for name, table in made_up.tables.items() if name != "groups"}
    text = {**made_up.text, "people": []}
    first = Result(made_up.kind, made_up.facts, tables, text, made_up.status)
    losing = made_up.table("roles")["delta"].le(-0.5).sum()
    finding = {part.name: part.finding for part in first.brief.parts}["who"]
    assert losing and "lose most" in finding and finding.startswith(f"{losing} roles end" if losing > 1 else "One role")


def test_a_cut_that_is_decided_is_to_be_confirmed(changed: Changed, made_up: Result) -> None:
    forced = changed(scenario={"exits": "10%"})
    assert decisions(forced)[0].startswith("Confirm or drop the cut of ")
    assert decisions(made_up)[0].startswith("Wait for people to leave, or cut ")


def test_without_a_cut_it_says_so(changed: Changed, made_up: Result) -> None:
    nothing = changed({"cut_or_wait": pd.DataFrame()}, text={"cut_or_wait": ["There is no cut to compare."]})
    part = nothing.brief.parts[1]
    assert part.finding == "There is no cut to compare." and part.grid is None
    assert not any("cut" in line for line in decisions(nothing))


def test_inner_words_never_reach_a_reader(made_up: Result) -> None:
    assert not INNER_WORDS.findall(re.sub(r"<style>.*?</style>|<[^>]+>", " ", made_up.summary(), flags=re.DOTALL))


def test_a_kind_without_a_brief_says_which_has_one(made_up: Result) -> None:
    from dataclasses import replace

    with pytest.raises(UnknownName, match="a plan has one"):
        _ = replace(made_up, kind=replace(made_up.kind, brief=None)).brief


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
@pytest.mark.parametrize("paper", PAPER)
def test_it_prints_on_two_pages(made_up: Result, tmp_path: Path, paper: str) -> None:
    page = tmp_path / "summary.html"
    page.write_text(made_up.summary().replace("@page {", f"@page {{ size: {PAPER[paper]};"), encoding="utf-8")
    pdf = tmp_path / "summary.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    subprocess.run([str(CHROMIUM), *flags, page.as_uri()], check=True, capture_output=True, timeout=120)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) <= 2
