"""The page of the nation's market: whole, self-contained, in the reader's words."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from reallocate.kernel.glossary import INNER_WORDS
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW
from reallocate.market.published.files import load_market_scenario
from reallocate.market.published.keys import MarketScenario
from reallocate.market.simulate.page import KIND
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.render.page import LARGEST
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary_text


@pytest.fixture(scope="module")
def study() -> Result:
    """Two draws of a year, with one assumption of somebody's own."""
    request = EconomyRun(years=1, draws=2, sources=("gpt4",), parameters=Parameters({"capture_augmented": 0.8}))
    return economy_study(request, scenario=MarketScenario(draws=2))


@pytest.fixture(scope="module")
def body(study: Result) -> str:
    page = study.page()
    assert len(page.encode()) < LARGEST
    return page.split("</main>")[0]


def test_the_page_is_whole(body: str, study: Result) -> None:
    assert set(re.findall(r'id="chart-(\w+)"', body)) == {chart.name for chart in KIND.charts} - {"economy_surface"}
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*', body), "the page asks for something"
    assert study.explain()["headline"][0] in body
    assert len(re.findall(r"<tr", body)) > 830, "every occupation has a row"
    assert "What a lost job costs, by age" in body and "What a lost job costs, by state" in body
    assert "District of Columbia" in body
    assert "Set by the scenario" in body and "80% of freed hours" in body
    assert "not requested" not in body and 'class="absent"' not in body


def test_the_page_speaks_the_readers_words(body: str) -> None:
    text = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", body, flags=re.DOTALL)
    names = [name for name in Parameters() if "_" in name]
    assert not [name for name in names if name in text], "a raw name of a parameter"
    assert not INNER_WORDS.findall(text)
    assert not re.findall(r"\bnan\b|inf\b|None", text)
    assert not re.findall(r"(?<=[\s(])-\d", text), "a hyphen stands for a minus"


def test_no_cell_is_a_zero_with_a_minus(body: str) -> None:
    cells = re.findall(r">([^<>]+)<", body)
    assert len(cells) > 10_000
    assert not [text for text in cells if re.search(r"(?<![\w.,])[-−]0(\.0+)?%?(?![\w.,])", text)]


def test_every_number_has_its_unit_and_every_label_is_short(study: Result) -> None:
    for table in KIND.tables:
        for column in table.columns:
            numbers = table.name in study.tables and study.tables[table.name][column.name].dtype.kind == "f"
            assert column.unit or not numbers or column.name == "gini", (table.name, column.name)
            assert column.unit != BY_ROW or "unit" in study.tables.get(table.name, {"unit": 0})
            own = re.sub(r", (no further AI|change)|, \d\dth percentile", "", column.heading)
            assert len(own.split()) <= 4, (table.name, column.heading)


def test_the_summary_fits_a_terminal(study: Result) -> None:
    text = summary_text(study.title, study.kind.card(study))
    assert all(len(line.rstrip()) <= 80 for line in text.splitlines())
    assert "All together" in text and "13 of 13 checks hold" in " ".join(text.split())


def test_the_workbook_has_a_sheet_for_each_table_that_is_read(study: Result) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(study.workbook()))
    sheets = [table.title[:31].strip() for table in KIND.tables if table.sheet and table.name in study.tables]
    assert book.sheet_names == ["Contents", *sheets, "Words"]
    money = book.get_sheet_by_name("Incomes and spending").to_python()
    assert money[3][:2] == ["Year", "Pay"] and money[5][0] == 2026.25


def test_a_saved_run_opens_and_holds_its_scenario(study: Result, tmp_path: Path) -> None:
    folder = study.save(tmp_path / "run")
    again = Result.opened(KIND, open_saved(folder))
    assert again.to_dict() == study.to_dict()
    assert load_market_scenario(folder).laws.mode == "extended" and load_market_scenario(folder).draws == 2
