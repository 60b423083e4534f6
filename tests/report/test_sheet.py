"""Sheets for council and board: two printed pages that compare a cut with waiting, of figures to hand on."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.golden_pages import Goldens, page_text

import reallocate as ra
from reallocate.api.sheet import sheet_result
from reallocate.kernel.errors import InputError, NotComputed, UnknownName
from reallocate.render.readers import SHEETS
from reallocate.render.result import EXACT_RESULT, Result
from reallocate.web.pages.cut_charts import haste

LAY = re.compile(r"\bexits?\b|\battrition\b|\bbaseline\b|\bFTE\b|not computed yet|pro rata|near-optimal|--", re.IGNORECASE)


def words(html: str) -> str:
    body = html[html.index("<body") :]
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<(svg|style)\b.*?</\1>", " ", body, flags=re.DOTALL)).split())


@pytest.fixture(scope="module")
def cut() -> Result:
    firm = ra.Scenario.from_industry("insurance carriers", 900, quarters=6)
    return ra.cut(firm, exits="10%", progress=False)


@pytest.mark.parametrize("reader", SHEETS)
def test_a_sheet_has_one_heading_with_a_figure_two_pages_and_lay_words(
    cut: Result, reader: str, golden: Goldens
) -> None:
    html = cut.sheet(reader)
    golden(f"cut/sheet_{reader}", page_text(html))
    (heading,) = re.findall(r"<h1>(.*?)</h1>", html)
    assert len(re.split(r"[.:] ", heading)[0].split()) < 25 and re.search(r"\d", heading)
    assert html.count('class="paper"') == 2 and "page 2 of 2" in html and "<script" not in html
    assert "Industry figures, no personnel file" in html
    if reader == "council":
        assert not LAY.findall(words(html).replace("O*NET", ""))
        assert len(re.findall(r"<li>", html)) == 8, "questions to the employer"


def test_haste_is_drawn_once_in_orange_and_a_sheet_is_light(cut: Result) -> None:
    drawn = haste(cut)["picture"]
    chart = cut.kind.chart("haste_parts")
    marks, _ = chart.drawing(chart.figures(cut.tables))(780.0)
    assert marks in drawn and {'class="fc"', 'class="fcm"'} <= set(re.findall(r'class="f\w*"', marks))
    assert 'class="fp"' not in marks and re.search(r">\+\$[\d.]+k<", marks)
    assert '<html lang="en" data-theme="light">' in cut.sheet("council")


def test_a_sheet_of_an_earlier_version_is_solved_again(cut: Result) -> None:
    earlier = cut.table("cut_groups").drop(columns=["moved_after", "moved"])
    old = replace(cut, tables={**cut.tables, "cut_groups": earlier})
    with pytest.raises(NotComputed):
        old.sheet("council")


def test_exact_figures_and_unsolved_doubts_make_no_sheet(cut: Result) -> None:
    exact = replace(cut, facts={**cut.facts, "privacy": EXACT_RESULT})
    with pytest.raises(InputError, match="copy to hand on"):
        exact.sheet("council")
    assert not set(SHEETS.values()) & set(exact.contents())
    quick = replace(cut, tables={name: table for name, table in cut.tables.items() if name != "cut_promises"})
    with pytest.raises(NotComputed):
        quick.sheet("board")
    with pytest.raises(UnknownName):
        cut.sheet("chair")
    assert set(SHEETS.values()) <= set(cut.contents())


def test_the_face_writes_a_sheet_and_takes_a_whole_cut_as_it_is(cut: Result, tmp_path: Path) -> None:
    assert sheet_result(cut, lambda stage: None) is cut
    made = ra.sheet(cut, "board", out=tmp_path / "board.html", progress=False)
    assert (tmp_path / "board.html").read_text(encoding="utf-8") == made == cut.sheet("board")


@pytest.mark.parametrize("reader", ["council", pytest.param("board", marks=pytest.mark.long)])
def test_it_prints_on_two_pages(cut: Result, tmp_path: Path, reader: str) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("no Chromium here")
    file = tmp_path / "sheet.html"
    file.write_text(cut.sheet(reader), encoding="utf-8")
    with playwright.sync_playwright() as run:
        opened = run.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = opened.new_page()
        page.goto(file.as_uri())
        printed = {paper: page.pdf(format=paper) for paper in ("A4", "Letter")}
        opened.close()
    assert {paper: len(re.findall(rb"/Type\s*/Page[^s]", one)) for paper, one in printed.items()} == {"A4": 2, "Letter": 2}
