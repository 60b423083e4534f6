"""The page of a round trip: whole, self-contained, in the reader's words; walks add up; it opens in a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console
from tests.report.synthetic_couple import trip
from tests.report.test_browser import CHROMIUM, opened

from reallocate.output.chart import Chart
from reallocate.output.glossary import INNER_WORDS
from reallocate.report.couple.card import print_coupled
from reallocate.report.couple.charts import COUPLE_CHARTS
from reallocate.report.couple.page import couple_page, couple_sections
from reallocate.report.couple.steps_chart import COUPLE_JOBS, COUPLE_STEPS
from reallocate.report.html import LARGEST
from reallocate.study.couple.run import CoupledStudy
from reallocate.work.parameters import Parameters


@pytest.fixture(scope="module")
def study() -> CoupledStudy:
    return trip()


@pytest.fixture(scope="module")
def page(study: CoupledStudy) -> str:
    return couple_page(study)


def visible(page: str) -> str:
    body = page.split("</main>")[0]
    return re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", body, flags=re.DOTALL)


def test_the_page_is_whole(page: str, study: CoupledStudy) -> None:
    assert len(page.encode()) < LARGEST
    body = page.split("</main>")[0]
    drawn = set(re.findall(r'id="chart-(\w+)"', body))
    assert drawn == set(COUPLE_CHARTS)
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*', body), "the page asks for something"
    for part, lines in study.said.items():
        assert lines[-1] in unescape(body) or part == "headline"
    for table in ("Who is affected, by age", "Who bears the loss", "What is back two years after"):
        assert table in body


def test_the_page_speaks_the_readers_words(page: str) -> None:
    text = visible(page)
    names = [name for name in Parameters() if "_" in name]
    assert not [name for name in names if name in text], "a raw name of a parameter"
    assert not INNER_WORDS.findall(text)
    assert not re.findall(r"\bnan\b|inf\b|None", text)
    assert not re.findall(r"(?<=[\s(])-\d", text), "a hyphen stands for a minus"


@pytest.mark.parametrize("chart", [COUPLE_STEPS, COUPLE_JOBS])
def test_each_step_begins_where_the_last_ended_and_the_sum_is_theirs(
    study: CoupledStudy, chart: Chart
) -> None:
    frame = chart.frame(study.table)
    assert frame["begin"].iloc[1:-1].tolist() == pytest.approx(frame["end"].iloc[:-2].tolist())
    assert frame["end"].iloc[-1] == pytest.approx(frame["thousand"].iloc[:-1].sum())
    assert frame["end"].iloc[-2] == pytest.approx(frame["end"].iloc[-1])


def test_who_bears_adds_up_to_what_is_lost(study: CoupledStudy) -> None:
    frame = COUPLE_CHARTS["couple_bearers"].frame(study.table)
    ledger = study.table("ledger").set_index("title")["lost"]
    whole = frame.set_index("title")[["severance", "benefits", "person"]].sum(axis=1)
    assert len(whole) == 3
    assert all(whole[title] == pytest.approx(ledger[f"{title} Occupations"]) for title in whole.index)


def test_where_nobody_is_laid_off_it_is_said(study: CoupledStudy) -> None:
    ledger = study.table("ledger")
    ledger[["laid_off", "lost", "severance", "benefits", "person", "moved", "training"]] = 0.0
    none = replace(study, tables={**study.tables, "ledger": ledger})
    text = visible(couple_page(none))
    assert "The plan lays nobody off" in text
    assert (
        "Who bears the loss" not in text.split("By age")[0]
        and "within the firm costs it" not in text.split("By age")[0]
    )


def test_one_round_draws_none_of_rounds(study: CoupledStudy) -> None:
    once = {**study.tables, "rounds": study.table("rounds").head(2)}
    text = visible(couple_page(replace(study, tables=once)))
    assert "There is nothing to draw of the rounds" in text and "1.1%" in text


def test_any_table_of_the_ledger_is_shown_by_its_name(study: CoupledStudy) -> None:
    extra = pd.DataFrame({"union": ["yes", "no"], "jobs_ended": [7.0, 8.0], "months": [3.0, 4.0]})
    more = replace(study, tables={**study.tables, "ledger_by_union": extra})
    said = [block for section in couple_sections(more) for block in section.blocks]
    assert any(getattr(block, "text", "") == "By union" for block in said)
    rows = [block.rows for block in said if getattr(block, "caption", "") == "Who is affected, by union"]
    assert rows == [(("yes", "7"), ("no", "8"))]


def test_the_interval_stands_beside_the_one_run(page: str, study: CoupledStudy) -> None:
    assert "in eight of ten draws" in page and "The one run and what the draws leave open" in page
    alone = replace(study, meta={**study.meta, "draws": 0})
    text = visible(couple_page(replace(alone, said={**study.said, "interval": ["No interval."]})))
    assert "No interval." in text and "in eight of ten draws" not in text


def test_the_summary_fits_a_terminal(study: CoupledStudy) -> None:
    console = Console(width=80, record=True, file=StringIO())
    print_coupled(study, console, Path("kept"))
    text = console.export_text()
    assert all(len(line.rstrip()) <= 80 for line in text.splitlines())
    assert "kept/page.html" in text and "[persons]" in text and "What to doubt" in text


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so the page is not opened")
def test_every_chart_comes_alive_and_nothing_complains(page: str, tmp_path: Path) -> None:
    file = tmp_path / "followed.html"
    file.write_text(page, encoding="utf-8")
    dom, console = opened(file, 1280)
    assert console == []
    figures = page.count('<figure id="chart-')
    assert (
        figures == len(re.findall(r'<figure id="chart-[\w-]+" class="is-live">', dom)) == len(COUPLE_CHARTS)
    )
