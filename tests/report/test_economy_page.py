"""The page of the extended market: whole, self-contained, in the reader's words."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console

from reallocate.economy.charts import ECONOMY_CHARTS
from reallocate.output.glossary import INNER_WORDS
from reallocate.report.economy.card import print_economy
from reallocate.report.economy.page import economy_page
from reallocate.report.html import LARGEST
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.economy.run import EconomyStudy, economy_study
from reallocate.work.parameters import Parameters


@pytest.fixture(scope="module")
def study() -> EconomyStudy:
    """Two draws of a year, with one assumption of somebody's own."""
    return economy_study(
        EconomyRun(years=1, draws=2, sources=("gpt4",), parameters=Parameters({"capture": 0.8}))
    )


@pytest.fixture(scope="module")
def page(study: EconomyStudy) -> str:
    return economy_page(study)


def test_the_page_is_whole(page: str, study: EconomyStudy) -> None:
    assert len(page.encode()) < LARGEST
    body = page.split("</main>")[0]
    assert set(re.findall(r'id="chart-(\w+)"', body)) == set(ECONOMY_CHARTS)
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*', body), "the page asks for something"
    assert study.explain()["headline"][0] in body
    assert len(re.findall(r"<tr", body)) > 830, "every occupation has a row"
    assert "What a lost job costs, by age" in body and "What a lost job costs, by state" in body
    assert "District of Columbia" in body


def test_the_page_speaks_the_readers_words(page: str) -> None:
    body = page.split("</main>")[0]
    text = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", body, flags=re.DOTALL)
    names = [name for name in Parameters() if "_" in name]
    assert not [name for name in names if name in text], "a raw name of a parameter"
    assert not INNER_WORDS.findall(text)
    assert not re.findall(r"\bnan\b|inf\b|None", text)
    assert not re.findall(r"(?<=[\s(])-\d", text), "a hyphen stands for a minus"


def test_no_cell_is_a_zero_with_a_minus(page: str) -> None:
    cells = re.findall(r">([^<>]+)<", page.split("</main>")[0])
    assert len(cells) > 10_000
    assert not [text for text in cells if re.search(r"(?<![\w.,])[-−]0(\.0+)?%?(?![\w.,])", text)]


def test_what_is_held_is_said(page: str) -> None:
    assert "Held, as the scenario says" in page


def test_the_summary_fits_a_terminal(study: EconomyStudy) -> None:
    console = Console(width=80, record=True, file=StringIO())
    print_economy(study, console)
    text = console.export_text()
    assert all(len(line.rstrip()) <= 80 for line in text.splitlines())
    assert "all together" in text and "--mode published" in text
