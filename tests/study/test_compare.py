"""A comparison as a whole: tables, sentences, notes, its object for machines and its folder."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from reallocate.study.plan.folder import save
from reallocate.study.plan.result import PlanStudy
from tests.study.compared import changed, quick_figures

from reallocate.errors import InputError, UnknownName
from reallocate.output.glossary import INNER_WORDS
from reallocate.report.compare.page import comparison_page
from reallocate.study.compare import why as compare_why
from reallocate.study.compare.folder import save_comparison
from reallocate.study.compare.run import Comparison, compare_studies
from reallocate.study.compare.sides import read_sides
from reallocate.work.world import World

RECORDS = {
    "inputs": "key unit a b says",
    "results": "figure unit a b change",
    "why": "input net_present_cost positions layoffs",
}
TWO = {"parameters.demand_growth": 0.0, "levers.hiring_freeze_quarters": 3}


@pytest.fixture
def start(study: PlanStudy, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanStudy:
    """The study with figures that stand in for its plan."""
    monkeypatch.setattr(compare_why, "plan_figures", quick_figures)
    return changed(study, world, tmp_path, {})


@pytest.fixture
def found(start: PlanStudy, world: World, tmp_path: Path) -> Comparison:
    return compare_studies(start, changed(start, world, tmp_path, TWO), ("today", "later"), world)


def test_the_object_for_machines_has_the_promised_keys_and_no_nan(found: Comparison) -> None:
    told = json.loads(json.dumps(found.json(), allow_nan=False))
    for name, keys in RECORDS.items():
        assert told[name] and all(set(keys.split()) <= set(row) for row in told[name]), name
    assert told["notes"] and all(isinstance(note, str) for note in told["notes"])
    assert {row["key"] for row in told["inputs"]} == set(TWO)
    assert told["a"]["named"] == "today" and told["same_inputs"] > 100 and told["method"] == "exact"


def test_changes_are_b_less_a_and_contributions_sum_to_them(found: Comparison) -> None:
    results = found.table("results").set_index("figure")
    np.testing.assert_allclose(results["change"], results["b"] - results["a"])
    sums = found.table("why")[["net_present_cost", "positions", "layoffs"]].sum()
    for column, figure in zip(
        sums.index, ("net present cost", "positions at the end", "layoffs"), strict=True
    ):
        assert sums[column] == pytest.approx(results.loc[figure, "change"], abs=1e-6), figure


def test_a_range_stands_at_the_level_of_its_plan(study: PlanStudy, world: World) -> None:
    found = compare_studies(study, study, world=world)
    results = found.table("results").set_index("figure")
    headline = study.table("headline").set_index("figure")
    plan, low = headline.loc["positions", ["plan", "low"]]
    shift = headline.loc["positions", "baseline"]
    assert results.loc["positions at the end", "a_low"] == pytest.approx(low + shift)
    known = results.dropna(subset="a_low")
    assert (
        len(known) > 5
        and (known["a_low"] <= known["a"] + 1e-9).all()
        and (known["a"] <= known["a_high"] + 1e-9).all()
    )
    kinds = found.table("kinds").set_index("kind")
    assert kinds.loc["managing", "a"] == pytest.approx(
        study.table("kinds").set_index("kind").loc["managing", "positions_plan"]
    )


def test_the_same_twice_says_so_plainly(study: PlanStudy, world: World) -> None:
    found = compare_studies(study, study, world=world)
    assert found.nothing_differs and found.table("inputs").empty and found.table("why").empty
    first, *rest = found.explain()["headline"]
    assert first.startswith("A and B have the same input: no key, no assumption") and not rest
    assert comparison_page(found).count("<tr>") > 10, "figures stand there all the same"


def test_the_first_sentence_says_less_or_more_in_words(
    found: Comparison, start: PlanStudy, world: World
) -> None:
    results = found.table("results").set_index("figure")
    word = "less" if results.loc["net present cost", "change"] < 0 else "more"
    said = " ".join(found.explain()["headline"])
    assert f"{word} than A (USD" in said and "positions" in said
    assert "“no hires for this long” (levers.hiring_freeze_quarters)" in said
    assert "growth of the work to be done" in said


@pytest.mark.parametrize(
    ("signs", "words"), [((-60.0, -20.0), "75% from"), ((-80.0, 20.0), "partly offset each other")]
)
def test_shares_are_told_only_where_all_point_one_way(
    found: Comparison, start: PlanStudy, world: World, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, signs: tuple[float, float], words: str,
) -> None:  # fmt: skip
    def simple(setting: compare_why.Setting) -> tuple[float, ...]:
        grown, frozen = (
            setting.options.parameters["demand_growth"] == 0,
            setting.options.levers.hiring_freeze_quarters == 3,
        )
        return 1000 + signs[0] * grown + signs[1] * frozen, 10.0, 0.0

    monkeypatch.setattr(compare_why, "plan_figures", simple)
    a = changed(start, world, tmp_path, {})
    said = compare_studies(a, changed(a, world, tmp_path, TWO), world=world).explain()["headline"]
    assert words in said[-1], said


def test_notes_say_what_cannot_be_compared(start: PlanStudy, world: World, tmp_path: Path) -> None:
    b = changed(start, world, tmp_path, {"quarters": 4, "headline_reach": "gpt4"}, meta={"version": "9.9"})
    notes = " ".join(compare_studies(start, b, world=world).notes)
    assert "A plans 6 quarters and B 4" in notes
    assert "another source of reach in B" in notes
    assert "not made with the same data and program" in notes


def test_an_unknown_table_names_the_nearest(found: Comparison) -> None:
    with pytest.raises(UnknownName, match="results"):
        found.table("result")


def test_the_page_is_one_file_in_the_readers_words(found: Comparison) -> None:
    text = comparison_page(found)
    assert "<script" not in text and "http" not in text.replace("http-equiv", "")
    assert not INNER_WORDS.findall(text)
    assert set(re.findall(r'href="#([\w-]+)"', text)) <= set(re.findall(r'id="([\w-]+)"', text))
    for part in (
        "In short",
        "What differs in the input",
        "What the difference comes from",
        "Limits",
        "How to repeat it",
    ):
        assert f"{part}</h2>" in text


def test_what_a_file_says_is_escaped_and_starts_no_formula(
    start: PlanStudy, world: World, tmp_path: Path
) -> None:
    b = changed(start, world, tmp_path, {"title": '=HYPERLINK("x")<script>'})
    found = compare_studies(start, b, world=world)
    assert "<script" not in comparison_page(found)
    folder = save_comparison(found, tmp_path / "deep" / "compared", {"page.html": b"<p>"})
    with (folder / "inputs.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["key"] == "title")
    assert row["b"] == '\'=HYPERLINK("x")<script>'
    results = pd.read_csv(folder / "results.csv")
    assert results["change"].dtype == float
    assert sorted(file.name for file in folder.iterdir()) == [
        "comparison.json", "files.json", "inputs.csv", "kinds.csv", "limits.csv", "page.html", "results.csv", "roles.csv", "why.csv",
    ]  # fmt: skip
    assert json.loads((folder / "comparison.json").read_text(encoding="utf-8")) == json.loads(
        json.dumps(found.json())
    )
    save_comparison(found, folder)
    assert not (folder / "page.html").exists() and [one.name for one in folder.parent.iterdir()] == [
        "compared"
    ]


def test_a_folder_with_other_files_is_left_alone(found: Comparison, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(InputError, match="something else than a comparison"):
        save_comparison(found, tmp_path / "papers")
    assert [one.name for one in (tmp_path / "papers").iterdir()] == ["letter.txt"]


def test_a_saved_result_is_opened_and_a_scenario_is_read(study: PlanStudy, tmp_path: Path) -> None:
    folder = save(study, tmp_path / "result")
    first, second = read_sides((str(folder), "hyperscaler-2026"))
    assert isinstance(first, PlanStudy) and first.meta["name"] == "small"
    assert not isinstance(second, PlanStudy) and second.name == "hyperscaler-2026"
    again = read_sides((str(folder / "study.json"), str(folder)))
    assert all(isinstance(side, PlanStudy) for side in again)


def test_what_is_wrong_with_both_sides_is_said_at_once(study: PlanStudy, tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "job.json").write_text("{}", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as no:
        read_sides((str(tmp_path / "job"), str(tmp_path / "empty")))
    one, two = (str(problem) for problem in no.value.problems)
    assert one.startswith("A: ") and "the result of one job, not of a plan" in one
    assert two.startswith("B: ") and "neither a saved result nor scenario.toml" in two
    save(study, tmp_path / "results" / "today")
    with pytest.raises(InputError, match=r"B: there is no result and no scenario .*Nearest: today"):
        read_sides((str(tmp_path / "results" / "today"), str(tmp_path / "results" / "todai")))


def test_a_result_that_does_not_keep_its_role_table_is_not_shared_out(
    start: PlanStudy, world: World, tmp_path: Path
) -> None:
    tables = MappingProxyType({name: table for name, table in start.tables.items() if name != "role_table"})
    b = changed(start, world, tmp_path, TWO)
    found = compare_studies(replace(start, tables=tables), b, world=world)
    assert found.meta["method"] == "together"
    assert any("does not contain the table" in note for note in found.notes)
