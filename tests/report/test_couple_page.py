"""The page of a round trip: whole, self-contained, in the reader's words; walks add up; it opens in a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from tests.report.synthetic_couple import trip
from tests.report.test_browser import CHROMIUM, opened

from reallocate.kernel.chart import Chart
from reallocate.kernel.glossary import INNER_WORDS
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW
from reallocate.loop.charts import BEARERS_CHART, JOBS, STEPS_CHART
from reallocate.loop.page import ADOPTERS
from reallocate.loop.text import TEXT
from reallocate.render.page import LARGEST
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary_text


@pytest.fixture(scope="module")
def study() -> Result:
    return trip()


@pytest.fixture(scope="module")
def page(study: Result) -> str:
    return study.page()


def visible(page: str) -> str:
    body = page.split("</main>")[0]
    return re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", body, flags=re.DOTALL)


def test_the_page_is_whole(page: str, study: Result) -> None:
    assert len(page.encode()) < LARGEST
    body = page.split("</main>")[0]
    drawn = set(re.findall(r'id="chart-(\w+)"', body))
    assert drawn == {chart.name for chart in ADOPTERS.charts}
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*', body), "the page asks for something"
    for part, lines in study.explain().items():
        assert lines[-1] in unescape(body) or part == "headline"
    for table in ("Who is affected, by age", "Who bears the loss", "Two years after", "affected, by state"):
        assert table in unescape(body)
    assert 'class="absent"' not in body


def test_the_page_speaks_the_readers_words(page: str) -> None:
    text = visible(page)
    names = [name for name in Parameters() if "_" in name]
    assert not [name for name in names if name in text], "a raw name of a parameter"
    assert not INNER_WORDS.findall(text)
    assert not re.findall(r"\bnan\b|inf\b|None", text)
    assert not re.findall(r"(?<=[\s(])-\d", text), "a hyphen stands for a minus"


@pytest.mark.parametrize("chart", [STEPS_CHART, JOBS])
def test_each_step_begins_where_the_last_ended_and_the_sum_is_theirs(
    study: Result, chart: Chart
) -> None:
    frame = pd.DataFrame(next(iter(study.chart(chart.name).to_dict()["datasets"].values())))
    assert frame["begin"].iloc[1:-1].tolist() == pytest.approx(frame["end"].iloc[:-2].tolist())
    assert frame["end"].iloc[-1] == pytest.approx(frame["value"].iloc[:-1].sum())
    assert frame["end"].iloc[-2] == pytest.approx(frame["end"].iloc[-1])


def test_who_bears_adds_up_to_what_is_lost(study: Result) -> None:
    frame = BEARERS_CHART.figures(study.tables)
    ledger = study.table("ledger").set_index("title")["lost"]
    whole = frame.set_index("title")[["severance", "benefits", "person"]].sum(axis=1)
    assert len(whole) == 3
    assert all(whole[title] == pytest.approx(ledger[f"{title} Occupations"]) for title in whole.index)


def test_where_nobody_is_laid_off_it_is_said(study: Result) -> None:
    ledger = study.table("ledger")
    ledger[["laid_off", "lost", "severance", "benefits", "person", "moved", "training"]] = 0.0
    none = replace(study, tables={**study.tables, "ledger": ledger})
    first = visible(none.page()).split("By age")[0]
    assert "The plan lays nobody off" in first
    assert "Who bears the loss, by" not in first and "What role changes cost" not in first


def test_one_round_draws_none_of_rounds(study: Result) -> None:
    once = {**study.tables, "rounds": study.table("rounds").head(2)}
    page = visible(replace(study, tables=once).page())
    assert "Rounds: nothing to draw" in page and "1.10" in page


def test_where_no_jobs_end_the_page_says_so(study: Result) -> None:
    empty = {name: table.head(0) for name, table in study.tables.items() if name.startswith("ledger")}
    tables = {**study.tables, **empty}
    none = replace(study, tables=tables, text=TEXT.said(tables, study.facts))
    page = visible(none.page())
    assert "No jobs end." in page and "By age" not in page
    assert "Loss of somebody laid off" not in summary_text(none.title, none.kind.card(none))


def test_the_interval_stands_beside_the_central_run(page: str, study: Result) -> None:
    assert page.count("10th–90th percentile") >= 5 and "Changes: central run and draws" in page
    facts = {**study.facts, "draws": 0}
    tables = {name: table for name, table in study.tables.items() if name not in ("interval", "draws_made")}
    alone = replace(study, facts=facts, tables=tables, text=TEXT.said(tables, facts))
    words = visible(alone.page())
    assert "without an interval" in words and "10th–90th percentile" not in words


def test_every_number_has_its_unit_and_every_label_is_short(study: Result) -> None:
    for table in ADOPTERS.tables:
        for column in table.columns:
            numbers = study.tables[table.name][column.name].dtype.kind == "f"
            assert column.unit or not numbers, (table.name, column.name)
            assert column.unit != BY_ROW or "unit" in study.tables[table.name]
            assert len(column.heading.split()) <= 4, (table.name, column.heading)


def test_the_summary_fits_a_terminal(study: Result) -> None:
    lines = summary_text(study.title, study.kind.card(study))
    assert all(len(line.rstrip()) <= 80 for line in lines.splitlines())
    assert "What to doubt" in lines and "All together" in lines


def test_a_saved_trip_opens_again_and_is_the_same(study: Result, tmp_path: Path) -> None:
    folder = study.save(tmp_path / "trip")
    again = Result.opened(ADOPTERS, open_saved(folder))
    assert again.page() == study.page() and again.to_dict() == study.to_dict()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so the page is not opened")
def test_every_chart_comes_alive_and_nothing_complains(page: str, tmp_path: Path) -> None:
    file = tmp_path / "followed.html"
    file.write_text(page, encoding="utf-8")
    dom, console = opened(file, 1280)
    assert console == []
    figures = page.count('<figure id="chart-')
    live = len(re.findall(r'<figure id="chart-[\w-]+" class="is-live">', dom))
    assert figures == live == len(ADOPTERS.charts)
