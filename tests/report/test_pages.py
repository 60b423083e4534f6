"""Pages of every kind of result: whole, self-contained, in the reader's words, the same again; their text is kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pytest
from rich.console import Console
from tests.golden_pages import INNER_WORDS, Goldens, figures_text, page_text, words
from tests.market.kept_nation import computed_nation, keep, kept_nation, thinned
from tests.report.drawn import Outline
from tests.report.synthetic import trip

from reallocate.jobs.page import _LARGEST as LARGEST_JOB
from reallocate.jobs.page import job_study
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW
from reallocate.loop.text import TEXT
from reallocate.market.published.files import with_market_flags
from reallocate.market.published.run import market_study
from reallocate.render.page import _LARGEST
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary
from reallocate.work.world import World

ZERO_WITH_MINUS = re.compile(r"(?<![\w.,])[-−]0(\.0+)?%?(?![\w.,])")
# A chance of losing the job is only ever denied.
CHANCE = re.compile(r"(probability|risk|odds|chance) (of|that)[^.]*(lay|losing|lost|replaced)", re.IGNORECASE)
DENIED = re.compile(r"(not (?:the|your) chance|not a probability|does not say whether)[^.]*\.")


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


T = TypeVar("T")


class Made(dict[str, T]):
    """Something of each kind, made when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], T]]) -> None:
        self._makers = makers

    def __missing__(self, name: str) -> T:
        return self.setdefault(name, self._makers[name]())


@pytest.fixture(scope="module")
def studies(world: World, made_up: Result, market_files: Path) -> Mapping[str, Result]:
    """A result of each kind; that of the nation as its tables were kept."""
    return Made(
        {
            "plan": lambda: made_up,
            "round trip": trip,
            "nation": kept_nation,
            "market with a shock": lambda: market(market_files, shocked=True),
            "market in a cycle": lambda: market(market_files, amplitude=0.06, period=30.0),
            "market in runs": lambda: market(market_files, engine="counts", runs=4),
            "job": lambda: job_study(world, "43-4051"),
            "job by a title": lambda: job_study(world, "project manager", area="Ohio"),
            "job that nobody left": lambda: job_study(world, "Actuaries"),
        }
    )


@pytest.fixture(scope="module")
def pages(studies: Mapping[str, Result]) -> Mapping[str, str]:
    return Made({name: lambda name=name: studies[name].page() for name in NAMES})


NAMES = (
    "plan", "round trip", "market with a shock", "market in a cycle", "market in runs", "job", "job by a title",
    "job that nobody left", "nation",
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
    golden(f"report/figures/{name.replace(' ', '_')}", figures_text(studies[name]))


@pytest.mark.long
def test_the_nation_is_computed_as_it_was_kept(golden: Goldens) -> None:
    made = computed_nation()
    if golden.update:
        keep(made)
    kept = kept_nation().tables
    for name, table in thinned(made.tables).items():
        pd.testing.assert_frame_equal(table, kept[name], check_dtype=False, rtol=1e-6)


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
    assert all(len(line.rstrip()) <= 80 for line in card(studies[name]).splitlines())
    if name.startswith("job"):
        assert "<script" not in pages[name] and "default-src 'none'" in unescape(pages[name])


@pytest.mark.parametrize("name", ["plan", "round trip", "market in runs", "job by a title", "nation"])
def test_a_saved_result_of_this_and_an_earlier_format_opens_and_gives_the_same_page(
    studies: Mapping[str, Result], pages: Mapping[str, str], name: str, tmp_path: Path
) -> None:
    study = studies[name]
    again = Result.opened(study.kind, open_saved(study.save(tmp_path / "saved")))
    assert again.page() == pages[name]
    assert again.to_dict() == study.to_dict() and again.inputs == study.inputs
    # Format 4 kept the sentences of a part in one list; kinds that are read from a later one on never did.
    # The nation's card takes a sentence by its name, on slumps, that results of that format did not have.
    if study.kind.since > 4 or name == "nation":
        return
    kept = {name: study.text[name] for name in study.kind.renewed if name in study.text}
    earlier = replace(study, text={**study.explain(), **kept}).save(tmp_path / "earlier")
    again = Result.opened(study.kind, open_saved(earlier))
    assert again.page() == pages[name] and card(again) == card(study)
    assert again.explain() == study.explain()


@pytest.mark.parametrize("name", ["plan", "round trip", pytest.param("nation", marks=pytest.mark.long)])
def test_every_number_has_its_unit_and_every_label_is_short(studies: Mapping[str, Result], name: str) -> None:
    study = studies[name]
    for table in study.kind.tables:
        for column in table.columns:
            numbers = table.name in study.tables and study.tables[table.name][column.name].dtype.kind == "f"
            assert column.unit or not numbers or column.name == "gini", (table.name, column.name)
            assert column.unit != BY_ROW or "unit" in study.tables.get(table.name, {"unit": 0})
            own = re.sub(r", (no further AI|change)|, \d\dth percentile", "", column.heading)
            assert len(own.split()) <= 4, (table.name, column.heading)


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
