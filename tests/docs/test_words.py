"""The documentation is short, fresh, linked, says each thing once and prints what the kept figures say."""

from __future__ import annotations

import copy
import hashlib
import json
import posixpath
import re
import runpy
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scripts.docs import pages
from scripts.pages import hindcast, market_fit, market_statistical, readme, study
from scripts.pages.code import parsed
from scripts.pages.parts import ROOT, filled, read_json, rounded
from tests.golden_pages import Goldens

from reallocate.data.bundle import load_tables, load_world
from reallocate.kernel.parameters import Parameters
from reallocate.market.calibration.model import END, KNOWN, WINDOWS
from reallocate.market.nation.economy import FIRST, observed_months
from reallocate.render.provenance import digest

MOST_WORDS = 60_000
LONG_ENOUGH = 8
"""Words from which a sentence that stands twice is a repetition."""
GENERATED_PAGE = "<!-- Made by `make docs`"
GENERATED_PART = re.compile(
    r"<!-- (?:begin:|[^>]*changes made here are lost)[^>]*-->.*?<!-- (?:end:|End of )[^>]*-->", re.DOTALL
)
CODE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def by_hand(root: Path) -> dict[str, str]:
    """The pages that people write, each without its generated parts."""
    folders = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("studies/*/README.md")]
    found = {page: page.read_text(encoding="utf-8") for page in folders if page.name != "CHANGELOG.md"}
    for notebook in root.glob("docs/notebooks/*.ipynb"):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        found[notebook] = "\n\n".join(
            "".join(one["source"]) for one in cells if one["cell_type"] == "markdown"
        )
    return {
        page.relative_to(root).as_posix(): GENERATED_PART.sub("", text)
        for page, text in sorted(found.items())
        if GENERATED_PAGE not in text
    }


def sentences(text: str) -> set[str]:
    """Sentences of prose, lists and tables in bare words; code is left out."""
    found = set()
    for line in LINK.sub(r"\1", CODE.sub("", text)).splitlines():
        for cell in line.split("|"):
            for sentence in re.split(r"(?<=[.!?:;])\s+", cell):
                words = re.findall(r"[^\W_]+(?:['’.,/-][^\W_]+)*", sentence.lower())
                if len(words) >= LONG_ENOUGH:
                    found.add(" ".join(words))
    return found


def test_what_people_wrote_has_at_most_60_000_words(root: Path) -> None:
    counted = {name: len(text.split()) for name, text in by_hand(root).items()}
    assert sum(counted.values()) <= MOST_WORDS, sorted(counted.items(), key=lambda one: -one[1])


def test_no_sentence_stands_in_two_pages(root: Path) -> None:
    places = defaultdict(list)
    for name, text in by_hand(root).items():
        for sentence in sentences(text):
            places[sentence].append(name)
    twice = {sentence: pages for sentence, pages in places.items() if len(pages) > 1}
    if twice:
        pytest.fail(
            "Say it once and link to it:\n" + "\n".join(f"{pages}: {text}" for text, pages in twice.items())
        )


def test_a_sentence_is_known_again_in_a_list_and_in_a_table() -> None:
    told = "The [plan](plan.md) of a firm lays nobody off before the second year."
    again = f"| x | The plan of a firm lays **nobody** off before the second year |\n```\n{told}\n```"
    assert (
        sentences(f"- {told} More.")
        == sentences(again)
        == {"the plan of a firm lays nobody off before the second year"}
    )


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    made: dict[str, bytes] = runpy.run_path(str(root / "scripts" / "docs_site.py"))["assembled"](root)
    return made


def test_every_page_is_in_the_list_of_the_site_once(root: Path, files: dict[str, bytes]) -> None:
    listed = re.findall(
        r": ([\w/-]+\.md)$", (root / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert sorted(listed) == sorted(name for name in files if name.endswith(".md"))


def test_every_link_and_image_leads_to_a_page(files: dict[str, bytes]) -> None:
    links = 0
    for name, content in files.items():
        if not name.endswith(".md"):
            continue
        text = re.sub(r"^```.*?^```|`[^`\n]+`", "", content.decode(), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)", text):
            if "://" not in target and not target.startswith("mailto:"):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) in files, (
                    name,
                    target,
                )
                links += 1
    assert links > 150


def test_nothing_is_loaded_from_elsewhere(root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in settings and "extra_javascript" not in settings and "://" not in settings


SLOW = ("README.md", "moves.md", "forecast-ledger.md", "history.md")
"""Pages whose figures are fitted anew; `make long` does it."""


@pytest.mark.parametrize(
    "page",
    [pytest.param(one, marks=pytest.mark.long) if one.name in SLOW else one for one in pages([])],
    ids=lambda one: one.name,
)
def test_a_generated_page_is_fresh(page: Path) -> None:
    if page.read_text(encoding="utf-8") != pages([])[page]():
        pytest.fail(f"{page.relative_to(ROOT)} is stale: run `make docs`")


def test_a_page_that_is_not_made_is_named() -> None:
    with pytest.raises(SystemExit, match=r"no such page: objections.md"):
        pages(["objections.md"])


def test_a_part_stands_between_its_marks_as_before() -> None:
    assert (
        filled("<!-- begin:a -->old<!-- end:a -->", {"a": "new"}) == "<!-- begin:a -->\nnew\n<!-- end:a -->"
    )
    marks = "<!-- A law, made from a run; lost. -->\n\n{}\n\n<!-- End of a law. -->\nafter"
    assert filled(marks.format("old"), {"A law": "new"}) == marks.format("new")
    with pytest.raises(LookupError, match="marks for"):
        filled("no marks", {"a": "new"})
    with pytest.raises(LookupError, match="not closed"):
        filled("<!-- begin:a -->", {"a": "new"})


def test_kept_figures_are_rounded_and_what_is_missing_stays_missing() -> None:
    assert rounded({"a": [1 / 3, float("nan"), 1e-12, 5, "x", None]}, 6, 1e-6) == {
        "a": [0.333333, None, 0.0, 5, "x", None]
    }


def test_a_docstring_is_taken_apart() -> None:
    text = (
        "Work is done or dropped (P1).\n\nhours : (role) [hours]\n    of the quarter\nother : [1]\n"
        "done + dropped = wanted\n    + carried\nSource: Somebody 2020,\nJournal 1:2."
    )
    found = parsed("work", text)
    assert found.sentence == "Work is done or dropped (P1)."
    assert found.arguments == ["hours : (role) [hours] of the quarter", "other : [1]"]
    assert found.body == ["done + dropped = wanted", "    + carried"]
    assert found.source == "Somebody 2020, Journal 1:2."


ROWS_OF_THE_PLAN = [3]
"""Answers that rest on the worked example; the others come from the ledger of claims."""


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return dict(read_json(study.KEPT))


def test_the_chart_draws_the_kept_figures(kept: dict[str, Any]) -> None:
    drawn = readme.CHART.read_text(encoding="utf-8")
    assert drawn.count("<rect") > 2 * len(kept["meta"]["periods"])
    assert drawn == readme.chart(study.Figures(kept))


def test_the_kept_figures_are_of_the_scenario_and_the_data_that_ship(kept: dict[str, Any]) -> None:
    from reallocate.data.bundle import read_manifest
    from reallocate.firm.request.read import load_scenario

    found = {
        "bundle": read_manifest(),
        "request": load_scenario(kept["meta"]["name"]).model_dump(mode="json", by_alias=True),
    }
    for name, value in found.items():
        digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
        assert kept["meta"]["hashes"][name] == f"sha256:{digest}", (
            f"{name} changed: run `make demo` and `make docs`"
        )


def test_the_kept_figures_are_the_golden_ones(kept: dict[str, Any], root: Path) -> None:
    golden = root / "studies" / str(kept["meta"]["name"]) / "expected.toml"
    if not golden.is_file():
        pytest.skip("the study has no expected.toml yet")
    known = {f"{case}.{name}": value for case, row in kept["totals"].items() for name, value in row.items()}
    for row in kept["tables"]["headline"]:
        known |= {
            f"{row['figure'].replace(' ', '_').replace('-', '_')}.{end}": row[end] for end in ("low", "high")
        }
    compared = 0
    for path, value in leaves(tomllib.loads(golden.read_text(encoding="utf-8"))):
        name = ".".join(path[-2:])
        if known.get(name) is not None:
            assert known[name] == pytest.approx(value, rel=1e-4, abs=1e-3), name
            compared += 1
    assert compared, "expected.toml holds none of the figures that README prints"


def leaves(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield (*path, key), float(value)


def test_sentences_follow_the_figures(kept: dict[str, Any]) -> None:
    other = copy.deepcopy(kept)
    for row in other["tables"]["kinds"]:
        row["delta"] /= 4
    for row in other["tables"]["operating_models"]:
        for column in [name for name in row if name.endswith("(observed)") or name.startswith("plan")]:
            row[column] = row[column] and row[column] * 0.9
    other["totals"]["plan"]["capex"] *= 3
    before, after = (readme.answers(study.Figures(one)).splitlines()[2:] for one in (kept, other))
    assert len(before) == 12
    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new]
    answered = [number for number, line in enumerate(before, 1) if not line.endswith("| not yet run |")]
    assert changed == ROWS_OF_THE_PLAN and len(answered) == 12


def test_every_page_is_listed(root: Path) -> None:
    listed = re.findall(
        r"\]\(((?:reference/)?[\w-]+\.md)\)", (root / "docs" / "README.md").read_text(encoding="utf-8")
    )
    assert sorted(listed) == sorted(
        page.relative_to(root / "docs").as_posix()
        for folder in ("", "reference")
        for page in (root / "docs" / folder).glob("*.md")
        if page.name != "README.md"
    )


@pytest.fixture(scope="module")
def fit() -> dict[str, Any]:
    return dict(read_json(market_fit.KEPT))


def test_every_criterion_is_met(root: Path) -> None:
    assert "13 of 13 criteria are met" in (root / "docs" / "reference" / "market-fit.md").read_text("utf-8")


def test_the_horizon_that_ships_fits_best_before_2015(fit: dict[str, Any]) -> None:
    from reallocate.market.nation.observed import AHEAD

    table = pd.DataFrame(fit["tables"]["horizons"])
    fixed = table[table["fixed"]]
    assert 4 * int(fixed.loc[fixed["error"].idxmin(), "years"]) == AHEAD


@pytest.mark.parametrize("window", WINDOWS, ids=lambda one: one.name)
def test_the_autoregression_is_made_again(fit: dict[str, Any], window: Any) -> None:
    seen = observed_months(load_tables(), FIRST, END, KNOWN)
    begin, end = seen.until(window.first) - 1, seen.until(window.last)
    table = pd.DataFrame(fit["tables"]["hindcast_path"])
    for name, forecast in market_statistical.FORECASTS.items():
        rows = table[(table["window"] == window.name) & (table["forecast"] == name)]
        wide = rows.pivot(index="month", columns="series", values="value")
        found = forecast(seen, begin, end)
        for place, series in enumerate(("unemployment", "openings", "hires", "quits")):
            assert np.abs(wide[series].to_numpy() - found[:, place]).max() < 1e-5


RERUN = 4e-3
"""[share of headcount] By how much a plan may differ when it is computed again with other solver versions."""


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    return hindcast.inputs()


@pytest.fixture(scope="module")
def plans() -> dict[str, Any]:
    return hindcast.results()


@pytest.fixture(scope="module")
def errors(asked: dict[str, Any], plans: dict[str, Any]) -> pd.DataFrame:
    return hindcast.judged(asked, plans)


def test_the_plans_are_those_of_the_frozen_inputs(plans: dict[str, Any]) -> None:
    assert plans["hashes"]["inputs"] == digest(hindcast.INPUTS.read_bytes())


def test_the_cases_are_the_layoffs_of_the_record_that_give_a_number(asked: dict[str, Any]) -> None:
    record = load_world().table("announcements").astype({"date": str})
    chosen = record[
        record["date"].between("2022", "2025") & record["mechanism"].eq("layoff") & record["jobs_cut"].notna()
    ]
    wanted = set(zip(chosen["company"], chosen["date"], chosen["jobs_cut"], strict=True))
    assert {(one["company"], one["date"], one["jobs_cut"]) for one in asked["cases"]} == wanted
    assert len(wanted) == 10


def test_headcounts_follow_their_rules(asked: dict[str, Any]) -> None:
    series = load_world().table("company_series")
    shipped = series[series["metric"].eq("headcount")].set_index(["company", "period"])["value"]
    within = timedelta(days=asked["limits"]["days"])
    every = [(case, one) for case in asked["cases"] for one in (case["before"], *case["after"])]
    for case, one in every:
        announced, counted = date.fromisoformat(case["date"]), date.fromisoformat(one["date"])
        if "year" in one:
            assert abs(counted - announced.replace(year=announced.year + one["year"])) <= within
        else:
            assert timedelta(0) <= announced - counted <= timedelta(days=366)
        if one["source"] == "company_series":
            assert shipped[case["company"], one["date"]] == one["headcount"]
        if one["kind"] != "count":
            assert round(one["jobs"] / one["share"]) == one["headcount"]
        assert one["grade"] in "ABCX"


def test_a_day_is_read_at_the_nearest_quarter_end() -> None:
    assert hindcast.first_month("2022-11-09") == "2022-10"
    ended = [hindcast.quarter(day, "2022-11-09") for day in ("2022-12-31", "2023-02-10", "2023-12-31")]
    assert ended == [1, 1, 5]
    assert hindcast.quarter("2025-05-12", "2023-06-12") == 8


def test_errors_are_those_worked_by_hand(errors: pd.DataFrame) -> None:
    google = errors[errors["company"].eq("Google") & errors["year"].eq(1)].set_index("forecast")
    assert google.at["no_change", "error"] == pytest.approx(100 * (190_234 - 182_502) / 190_234)
    assert google.at["closed", "error"] == pytest.approx(100 * (178_234 - 182_502) / 190_234, abs=1e-3)
    assert google["right"].to_dict()["no_change"] and not google["right"].to_dict()["attrition"]
    least = errors["error"].abs().groupby([errors["company"], errors["announced"], errors["year"]])
    assert (
        errors.loc[errors["nearest"], "error"].abs() <= least.transform("min")[errors["nearest"]] + 0.5
    ).all()
    assert errors.groupby(["company", "announced", "year"])["nearest"].any().all()


def test_closed_stays_closed_and_refilled_is_attrition_after_the_pause(
    asked: dict[str, Any], plans: dict[str, Any]
) -> None:
    pause = round(Parameters.default()["rehire_pause"])
    for case, one in zip(asked["cases"], plans["cases"], strict=True):
        positions, left = one["positions"], case["before"]["headcount"] - case["jobs_cut"]
        for name in ("closed", "closed_with_ai"):
            assert positions[name] == pytest.approx([left] * len(positions[name]), rel=1e-5)
        assert positions["refilled"][:pause] == positions["closed"][:pause]
        assert positions["refilled"][pause:] == pytest.approx(positions["attrition"][pause:], rel=1e-4)


def test_a_count_lies_closed_refilled_or_between_as_kept(asked: dict[str, Any], golden: Goldens) -> None:
    """Closed at 90, refilled at 102; of Bumble no path differs from another."""
    paths = {"closed": 90.0, "refilled": 102.0, "no_change": 100.0}
    counts = {"Meta": 90.0, "Google": 95.0, "UPS": 96.0, "Intuit": 97.0, "Chegg": 130.0}
    given = [(name, path, value - count) for name, count in counts.items() for path, value in paths.items()]
    given += [("Bumble", path, -5.0) for path in paths]
    rows = pd.DataFrame(given, columns=["company", "forecast", "error"]).assign(announced="2024", year=1)
    cases = [{"company": name, "date": "2024", "mixed": []} for name in (*counts, "Bumble")]
    made = (hindcast.told({**asked, "cases": cases}, rows, upper) for upper in ("refilled", "no_change"))
    golden("docs/hindcast", "\n".join(one.reset_index().to_csv(index=False) for one in made))


def test_a_count_is_mixed_where_the_record_has_another_cut_before_it(asked: dict[str, Any]) -> None:
    record = load_world().table("announcements").astype({"date": str})
    for case in asked["cases"]:
        later = record.loc[record["company"].eq(case["company"]) & record["date"].gt(case["date"]), "date"]
        for one in case["after"]:
            assert one["year"] in case["mixed"] or not later.lt(one["date"]).any()
        assert set(case["mixed"]) <= {one["year"] for one in case["after"]}


@pytest.mark.long
def test_a_case_computed_again_gives_the_plans_kept(asked: dict[str, Any], plans: dict[str, Any]) -> None:
    place = [one["company"] for one in asked["cases"]].index("Chegg")
    made = hindcast.plans_of(asked["cases"][place], asked["plan"])
    for name, path in plans["cases"][place]["positions"].items():
        assert made["positions"][name] == pytest.approx(path, rel=RERUN), (
            "the plans have moved: run python -m scripts.pages.hindcast and say in the changelog which and why"
        )
