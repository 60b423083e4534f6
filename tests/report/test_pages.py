"""Pages of every kind of result: whole, self-contained, in the reader's words, the same again; their text is kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from rich.console import Console
from tests.golden_pages import INNER_WORDS, Goldens, page_text, words
from tests.report.outline import Outline
from tests.report.synthetic_couple import trip

from reallocate.jobs.page import _LARGEST as LARGEST_JOB
from reallocate.jobs.page import job_study
from reallocate.jobs.tables import (
    against,
    change,
    degree,
    further,
    odds_of,
    of_hundred,
    pay_figures,
    target,
    went,
)
from reallocate.kernel.chart import Chart
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW
from reallocate.loop.charts import _BEARERS_CHART, _JOBS, _STEPS_CHART
from reallocate.loop.text import TEXT
from reallocate.market.published.files import load_market_scenario, with_market_flags
from reallocate.market.published.keys import MarketScenario
from reallocate.market.published.run import market_study
from reallocate.market.published.tables import CHARTS
from reallocate.market.simulate.page import KIND as NATION
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.render.page import _LARGEST
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary
from reallocate.work.world import World

ZERO_WITH_MINUS = re.compile(r"(?<![\w.,])[-−]0(\.0+)?%?(?![\w.,])")
# A chance of losing the job is only ever denied.
CHANCE = re.compile(r"(probability|risk|odds|chance) (of|that)[^.]*(lay|losing|lost|replaced)", re.IGNORECASE)
DENIED = re.compile(r"(not the chance|not a probability|does not say whether)[^.]*\.")


@pytest.fixture(scope="module")
def market_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve occupations and a shock."""
    made = tmp_path_factory.mktemp("market")
    names = [f"work & <b>{number}</b>" for number in range(12)]
    people = "\n".join(f"{name},{1000 * (place + 1)}" for place, name in enumerate(names))
    shares = "\n".join(f"{name},{place / 12:.3f}" for place, name in enumerate(names))
    (made / "m.csv").write_text(f"occupation,employment\n{people}\n")
    (made / "p.csv").write_text(f"occupation,probability\n{shares}\n")
    return made


def market(files: Path, shocked: bool = False, **flags: object) -> Result:
    shock = {"shock": str(files / "p.csv"), "shock_start": 20.0, "shock_years": 4.0} if shocked else {}
    given = with_market_flags(
        None, market=str(files / "m.csv"), mobility="complete", steps=90, **shock, **flags
    )
    return market_study(given)


@pytest.fixture(scope="module")
def studies(world: World, made_up: Result, market_files: Path) -> Mapping[str, Result]:
    """A result of each kind; of the nation two draws of a year with one assumption of somebody's own."""
    run = EconomyRun(years=1, draws=2, sources=("gpt4",), parameters=Parameters({"capture_augmented": 0.8}))
    return {
        "plan": made_up,
        "round trip": trip(),
        "nation": economy_study(run, scenario=MarketScenario(draws=2)),
        "market with a shock": market(market_files, shocked=True),
        "market in a cycle": market(market_files, amplitude=0.06, period=30.0),
        "market in runs": market(market_files, engine="counts", runs=4),
        "job": job_study(world, "43-4051"),
        "job by a title": job_study(world, "project manager", area="Ohio"),
        "job that nobody left": job_study(world, "Actuaries"),
    }


@pytest.fixture(scope="module")
def pages(studies: Mapping[str, Result]) -> Mapping[str, str]:
    return {name: study.page() for name, study in studies.items()}


NAMES = (
    "plan", "round trip", "nation", "market with a shock", "market in a cycle", "market in runs", "job", "job by a title",
    "job that nobody left",
)  # fmt: skip
each = pytest.mark.parametrize("name", NAMES)


def card(study: Result, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, color_system=None)
    console.print(summary(study.title, study.kind.card(study)))
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@each
def test_page_and_card_are_the_kept_ones(
    studies: Mapping[str, Result], pages: Mapping[str, str], name: str, golden: Goldens
) -> None:
    golden(f"report/{name.replace(' ', '_')}", f"{page_text(pages[name])}\n{card(studies[name])}")


@each
def test_a_page_asks_nothing_of_the_network_and_its_links_lead_somewhere(
    pages: Mapping[str, str], name: str
) -> None:
    page = pages[name]
    assert len(page.encode()) < (LARGEST_JOB if name.startswith("job") else _LARGEST)
    tags = Outline(page).tags
    for _, attributes in tags:
        for key in ("src", "href", "xlink:href", "action", "data", "poster", "srcset"):
            value = attributes.get(key)
            assert value is None or value.startswith("#") or value == "data:,"
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL))
    assert "url(" not in styles and "@import" not in styles
    ids = [value for _, attributes in tags if (value := attributes.get("id"))]
    assert len(ids) == len(set(ids))
    assert {a["href"].removeprefix("#") for tag, a in tags if tag == "a" and a.get("href")} - {""} <= set(ids)  # type: ignore[union-attr]


@each
def test_a_page_and_a_card_speak_the_readers_words(
    studies: Mapping[str, Result], pages: Mapping[str, str], name: str
) -> None:
    parameters = [one for one in Parameters() if "_" in one]
    for said in (words(pages[name].split("</main>")[0]), " ".join(card(studies[name]).split())):
        assert not INNER_WORDS.findall(said)
        # The made-up plan has an outlook under such a name.
        assert name == "plan" or not [one for one in parameters if one in said], "a raw name of a parameter"
        assert not re.findall(r"\bnan\b|\binf\b|None", said)
        assert not re.findall(r"(?<=[\s(])-\d", said), "a hyphen stands for a minus"
        assert not ZERO_WITH_MINUS.findall(said)
        assert not CHANCE.search(DENIED.sub("", said)) or not name.startswith("job")


@each
def test_a_card_fits_its_terminal(studies: Mapping[str, Result], name: str) -> None:
    assert all(len(line.rstrip()) <= 80 for line in card(studies[name]).splitlines())


@each
def test_a_saved_result_opens_again_and_gives_the_same_page(
    studies: Mapping[str, Result], pages: Mapping[str, str], name: str, tmp_path: Path
) -> None:
    study = studies[name]
    again = Result.opened(study.kind, open_saved(study.save(tmp_path / "saved")))
    assert again.page() == study.page() == pages[name]
    assert again.to_dict() == study.to_dict() and again.inputs == study.inputs


@each
def test_a_result_of_an_earlier_format_opens_with_every_sentence_in_its_place(
    studies: Mapping[str, Result], pages: Mapping[str, str], name: str, tmp_path: Path
) -> None:
    """Format 4 kept the sentences of a part in one list."""
    study = studies[name]
    earlier = replace(study, text=study.explain()).save(tmp_path / "saved")
    again = Result.opened(study.kind, open_saved(earlier))
    assert again.page() == pages[name] and card(again) == card(study)
    assert again.explain() == study.explain()


@pytest.mark.parametrize(("name", "absent"), [
    ("round trip", set()), ("nation", {"economy_surface"}), ("market with a shock", set()),
    ("market in a cycle", {"who_gains_and_loses"}), ("market in runs", {"who_gains_and_loses"}),
])  # fmt: skip
def test_every_chart_of_a_kind_is_drawn(
    studies: Mapping[str, Result], pages: Mapping[str, str], name: str, absent: set[str]
) -> None:
    body = pages[name].split("</main>")[0]
    declared = CHARTS if name.startswith("market") else studies[name].kind.charts
    assert set(re.findall(r'id="chart-(\w+)"', body)) == {chart.name for chart in declared} - absent
    assert 'class="absent"' not in body and "<b>1</b>" not in body


@pytest.mark.parametrize("name", ["round trip", "nation"])
def test_every_number_has_its_unit_and_every_label_is_short(studies: Mapping[str, Result], name: str) -> None:
    study = studies[name]
    for table in study.kind.tables:
        for column in table.columns:
            numbers = table.name in study.tables and study.tables[table.name][column.name].dtype.kind == "f"
            assert column.unit or not numbers or column.name == "gini", (table.name, column.name)
            assert column.unit != BY_ROW or "unit" in study.tables.get(table.name, {"unit": 0})
            own = re.sub(r", (no further AI|change)|, \d\dth percentile", "", column.heading)
            assert len(own.split()) <= 4, (table.name, column.heading)


def test_a_page_of_the_nation_has_every_occupation_and_a_sheet_for_each_table(
    studies: Mapping[str, Result],
) -> None:
    study = studies["nation"]
    assert len(re.findall(r"<tr", study.page().split("</main>")[0])) > 830
    book = CalamineWorkbook.from_filelike(io.BytesIO(study.workbook()))
    sheets = [
        table.title[:31].strip() for table in NATION.tables if table.sheet and table.name in study.tables
    ]
    assert book.sheet_names == ["Contents", *sheets, "Words"]
    money = book.get_sheet_by_name("Incomes and spending").to_python()
    assert money[3][:2] == ["Year", "Pay"] and money[5][0] == 2026.25


def test_a_saved_run_of_the_nation_holds_its_scenario(studies: Mapping[str, Result], tmp_path: Path) -> None:
    scenario = load_market_scenario(studies["nation"].save(tmp_path / "run"))
    assert scenario.laws.mode == "extended" and scenario.draws == 2


def test_a_saved_market_holds_its_inputs(studies: Mapping[str, Result]) -> None:
    inputs = studies["market with a shock"].inputs
    assert set(inputs) == {"scenario.toml", "inputs/m.csv", "inputs/p.csv"}
    assert "inputs/p.csv" in inputs["scenario.toml"].decode()


def test_the_path_over_runs_lies_in_its_band(market_files: Path) -> None:
    path = market(market_files, engine="counts", runs=8, seed=2).table("path")
    assert (path["unemployment_rate_low"] <= path["unemployment_rate"]).all()
    assert (path["unemployment_rate"] <= path["unemployment_rate_high"]).all()
    assert path["unemployment_rate_high"].max() > path["unemployment_rate_low"].max()


def test_a_chart_may_be_asked_for_by_name(studies: Mapping[str, Result]) -> None:
    spec = studies["market in a cycle"].chart("beveridge").to_dict()
    assert spec["title"].startswith("The Beveridge curve") and spec["description"]


@pytest.mark.parametrize("chart", [_STEPS_CHART, _JOBS])
def test_each_step_begins_where_the_last_ended_and_the_sum_is_theirs(
    studies: Mapping[str, Result], chart: Chart
) -> None:
    drawn = studies["round trip"].chart(chart.name).to_dict()["datasets"]
    frame = pd.DataFrame(next(iter(drawn.values())))
    assert frame["begin"].iloc[1:-1].tolist() == pytest.approx(frame["end"].iloc[:-2].tolist())
    assert frame["end"].iloc[-1] == pytest.approx(frame["value"].iloc[:-1].sum())
    assert frame["end"].iloc[-2] == pytest.approx(frame["end"].iloc[-1])


def test_who_bears_adds_up_to_what_is_lost(studies: Mapping[str, Result]) -> None:
    study = studies["round trip"]
    ledger = study.table("ledger").set_index("title")["lost"]
    whole = (
        _BEARERS_CHART.figures(study.tables)
        .set_index("title")[["severance", "benefits", "person"]]
        .sum(axis=1)
    )
    assert len(whole) == 3
    assert all(whole[title] == pytest.approx(ledger[f"{title} Occupations"]) for title in whole.index)


def nobody_laid_off(study: Result) -> Result:
    ledger = study.table("ledger")
    ledger[["laid_off", "lost", "severance", "benefits", "person", "moved", "training"]] = 0.0
    return replace(study, tables={**study.tables, "ledger": ledger})


def one_round(study: Result) -> Result:
    return replace(study, tables={**study.tables, "rounds": study.table("rounds").head(2)})


def no_jobs_end(study: Result) -> Result:
    empty = {name: table.head(0) for name, table in study.tables.items() if name.startswith("ledger")}
    tables = {**study.tables, **empty}
    return replace(study, tables=tables, text=TEXT.said(tables, study.facts))


def without_draws(study: Result) -> Result:
    facts = {**study.facts, "draws": 0}
    tables = {name: table for name, table in study.tables.items() if name not in ("interval", "draws_made")}
    return replace(study, facts=facts, tables=tables, text=TEXT.said(tables, facts))


@pytest.mark.parametrize(
    "other", [nobody_laid_off, one_round, no_jobs_end, without_draws], ids=lambda one: one.__name__
)
def test_a_round_trip_in_its_cases_differs_as_kept(
    studies: Mapping[str, Result],
    pages: Mapping[str, str],
    other: Callable[[Result], Result],
    golden: Goldens,
) -> None:
    after = other(studies["round trip"]).page()
    golden.change(f"report/round_trip/{other.__name__}", page_text(pages["round trip"]), page_text(after))


def test_what_a_user_wrote_is_escaped(world: World, tmp_path: Path) -> None:
    file = tmp_path / "tasks.txt"
    file.write_text("<script>alert(1)</script> prepare budget reports for managers\n", encoding="utf-8")
    page = job_study(world, "43-4051", tasks=file).page()
    assert "<script" not in page and "&lt;script&gt;" in page


def test_every_cell_of_a_jobs_stacked_table_has_its_label_and_the_page_runs_nothing(
    pages: Mapping[str, str],
) -> None:
    page = pages["job"]
    assert (
        "<script" not in page and "default-src 'none'" in unescape(page) and '<meta name="viewport"' in page
    )
    for table in re.findall(r"<table class=\"stack.*?</table>", page, flags=re.DOTALL):
        cells = re.findall(r"<td[^>]*>", table)
        assert cells and all(re.search(r'data-label="[^"]+"', cell) for cell in cells)


def test_a_jobs_card_and_sheet_show_what_its_tables_hold(
    studies: Mapping[str, Result], pages: Mapping[str, str]
) -> None:
    study, sheet = studies["job"], words(pages["job"].split('<section id="sheet"')[1].split("</section>")[0])
    moves = study.table("moves")
    now = moves[moves["section"] == "now"]
    total, first = study.table("hours_total").iloc[0], now.iloc[0]
    low, high = (f"{100 * total[f'automatable{end}']:.0f}" for end in ("_low", "_high"))
    assert f"({low}–{high}%)" in words(pages["job"]) and f"({low}–{high}%)" in card(study)
    for said in (" ".join(card(study, 110).split()), sheet):
        assert all(row["occupation"] in said or row["title"] in said for row in now.to_dict("records"))
        assert f"{first['of_100_leavers']:.1f} ({first['low']:.1f}–{first['high']:.1f})" in said
        assert f"about {first['seen']:.0f} people" in said and f"{first['later_pay']:,.0f}"[:4] in said
        assert not re.search(r"\bBest is|[Bb]est to go|Chief Executives", said)


def test_how_figures_of_a_move_are_written() -> None:
    row = {
        "title": "Cashiers", "counted_with": "", "of_100_leavers": 12.3, "low": 0.04, "high": 20.0,
        "later_pay": 239_200.0, "pay_known": False, "pay_change": 0.251, "entry_pay": 58_830.0,
        "entry_change": -0.114, "seen": 5.0, "odds_low": 0.24, "odds_high": 0.58,
    }  # fmt: skip
    assert of_hundred(row) == "12 (under 0.1–20)"
    assert of_hundred({**row, "of_100_leavers": 5.7}).startswith("5.7")
    assert of_hundred({**row, "of_100_leavers": 0.6, "seen": 0.0}) == "fewer than 1 (none seen)"
    assert went({**row, "of_100_leavers": 1.7, "seen": 0.0}) == "about 2 (none seen)"
    assert went(row) == "12 (under 0.1–20); about 5 people"
    assert target(row) == "Cashiers" and target({**row, "counted_with": "41-2012"}) == "Cashiers †"
    assert pay_figures(row, "later") == "239,000 or more" and pay_figures(row, "entry") == "58,800"
    assert against(row, "later") == "+25% or more" and against(row, "entry") == "−11%"
    assert against({**row, "entry_change": -0.004}, "entry") == "0%"
    assert odds_of(row) == "25–60" and odds_of({**row, "odds_high": 0.3}) == "25–45"
    band = {"automatable_now": 0.25, "automatable": 0.5, "automatable_low": 0.1, "automatable_high": 0.9}
    assert change(band, "automatable") == "25% → 50% (10–90%)"
    assert further(band) == "AI reaches further there: 50 of 100 hours against 25"
    assert not further({**band, "automatable": 0.29}) and not further(
        {**band, "automatable_now": 0.0, "automatable": 0.19}
    )
    assert degree(12.0) == "a high school diploma" and degree(17.0) == "a bachelor's degree"
