"""A comparison as a whole: tables, sentences, notes, its object for machines and its folder."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from python_calamine import CalamineWorkbook
from tests.firm.compared import changed, quick_figures
from tests.golden_pages import INNER_WORDS

from reallocate.api.compare import read_sides
from reallocate.firm.compare import model as compare_why
from reallocate.firm.compare.page import COMPARISON, _nothing_differs, compare_studies
from reallocate.kernel.errors import InputError
from reallocate.kernel.manifest import LIST, list_of
from reallocate.render.result import Result
from reallocate.render.saving import RECORD, open_saved
from reallocate.work.world import World

RECORDS = {
    "inputs": "key unit a b a_number b_number says",
    "results": "figure unit a b change",
    "why": "input net_present_cost positions layoffs",
}
TWO = {"parameters.demand_growth": 0.0, "levers.hiring_freeze_quarters": 3}


@pytest.fixture(scope="module")
def pair(study: Result, world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Result]:
    """The study with figures that stand in for its plan, and its comparison with one that changes two inputs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare_why, "_plan_figures", quick_figures)
        folder = tmp_path_factory.mktemp("pair")
        start = changed(study, world, folder, {})
        return start, compare_studies(start, changed(start, world, folder, TWO), ("today", "later"), world)


@pytest.fixture
def start(pair: tuple[Result, Result], monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(compare_why, "_plan_figures", quick_figures)
    return pair[0]


@pytest.fixture
def found(pair: tuple[Result, Result]) -> Result:
    return pair[1]


def test_the_object_for_machines_has_its_keys_and_contributions_sum_to_changes(found: Result) -> None:
    record = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    tables, facts = record["tables"], record["facts"]
    for name, keys in RECORDS.items():
        assert tables[name] and all(set(keys.split()) <= set(row) for row in tables[name]), name
    assert record["text"]["notes"]
    assert {row["key"]: row["b_number"] for row in tables["inputs"]} == TWO
    assert facts["a"]["named"] == "today" and facts["same_inputs"] > 100 and facts["method"] == "exact"
    results = found.table("results").set_index("figure")
    np.testing.assert_allclose(results["change"], results["b"] - results["a"])
    sums = found.table("why")[["net_present_cost", "positions", "layoffs"]].sum()
    for column, figure in zip(
        sums.index, ("cost, present value", "positions at the end", "layoffs"), strict=True
    ):
        assert sums[column] == pytest.approx(results.loc[figure, "change"], abs=1e-6), figure


def test_a_range_stands_at_the_level_of_its_plan(study: Result, world: World) -> None:
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


def test_the_same_twice_says_so_plainly(study: Result, world: World) -> None:
    found = compare_studies(study, study, world=world)
    assert _nothing_differs(found) and found.table("inputs").empty and found.table("why").empty
    first, *rest = found.explain()["headline"]
    assert first.startswith("A and B have the same input: no key, no assumption") and not rest
    assert found.page().count("<tr>") > 10, "figures stand there all the same"


def test_the_first_sentence_says_less_or_more_in_words(
    found: Result, start: Result, world: World
) -> None:
    results = found.table("results").set_index("figure")
    word = "less" if results.loc["cost, present value", "change"] < 0 else "more"
    lines = " ".join(found.explain()["headline"])
    assert f"{word} than A (USD" in lines and "positions" in lines
    assert "“length of a hiring freeze” (levers.hiring_freeze_quarters)" in lines
    assert "“growth of workload before any AI” (demand_growth)" in lines


@pytest.mark.parametrize(
    ("signs", "words"), [((-60.0, -20.0), "75% from"), ((-80.0, 20.0), "partly offset each other")]
)
def test_shares_are_told_only_where_all_point_one_way(
    found: Result, start: Result, world: World, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, signs: tuple[float, float], words: str,
) -> None:  # fmt: skip
    def simple(setting: compare_why.Setting) -> tuple[float, ...]:
        grown, frozen = (
            setting.options.parameters["demand_growth"] == 0,
            setting.options.levers.hiring_freeze_quarters == 3,
        )
        return 1000 + signs[0] * grown + signs[1] * frozen, 10.0, 0.0

    monkeypatch.setattr(compare_why, "_plan_figures", simple)
    a = changed(start, world, tmp_path, {})
    lines = compare_studies(a, changed(a, world, tmp_path, TWO), world=world).explain()["headline"]
    assert words in lines[-1], lines


def test_notes_say_what_cannot_be_compared(start: Result, world: World, tmp_path: Path) -> None:
    b = changed(start, world, tmp_path, {"quarters": 4, "headline_reach": "gpt4"}, facts={"version": "9.9"})
    notes = " ".join(compare_studies(start, b, world=world).explain()["notes"])
    assert "A plans 6 quarters and B 4" in notes
    assert "another source of reach in B" in notes
    assert "made with different data or versions" in notes


def test_the_page_is_one_file_in_the_readers_words(found: Result) -> None:
    text = found.page()
    assert "<script" not in text and "http" not in text.replace("http-equiv", "")
    assert not INNER_WORDS.findall(text)
    assert set(re.findall(r'href="#([\w-]+)"', text)) <= set(re.findall(r'id="([\w-]+)"', text))
    for part in (
        "In short",
        "Differences in the input",
        "Causes of the difference",
        "Limits",
        "How to repeat it",
    ):
        assert f"{part}</h2>" in text


def test_a_saved_comparison_opens_again_and_no_text_is_run(
    start: Result, world: World, tmp_path: Path
) -> None:
    b = changed(start, world, tmp_path, {"title": '=HYPERLINK("x")<script>'})
    found = compare_studies(start, b, world=world)
    assert "<script" not in found.page()
    folder = found.save(tmp_path / "deep" / "compared")
    rows = CalamineWorkbook.from_path(folder / "workbook.xlsx").get_sheet_by_name("Inputs that differ").to_python()
    assert '=HYPERLINK("x")<script>' in [cell for row in rows for cell in row]
    again = Result.opened(COMPARISON, open_saved(folder))
    assert again.to_dict() == found.to_dict() and again.page() == found.page()


def test_a_saved_result_is_opened_and_a_scenario_is_read(study: Result, tmp_path: Path) -> None:
    folder = study.save(tmp_path / "result")
    first, second = read_sides((str(folder), "hyperscaler-2026"))
    assert isinstance(first, Result) and first.facts["name"] == "small"
    assert not isinstance(second, Result) and second.name == "hyperscaler-2026"
    again = read_sides((str(folder / RECORD), str(folder)))
    assert all(isinstance(side, Result) for side in again)


def test_what_is_wrong_with_both_sides_is_said_at_once(study: Result, tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / LIST).write_bytes(list_of("job", {}))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as no:
        read_sides((str(tmp_path / "job"), str(tmp_path / "empty")))
    one, two = (str(problem) for problem in no.value.problems)
    assert one.startswith("A: ") and "the result of one job, not of a plan" in one
    assert two.startswith("B: ") and "neither a saved result nor scenario.toml" in two
    study.save(tmp_path / "results" / "today")
    with pytest.raises(InputError, match=r"B: there is no result and no scenario .*Nearest: today"):
        read_sides((str(tmp_path / "results" / "today"), str(tmp_path / "results" / "todai")))


def test_a_result_that_does_not_keep_its_role_table_is_not_shared_out(
    start: Result, world: World, tmp_path: Path
) -> None:
    tables = MappingProxyType({name: table for name, table in start.tables.items() if name != "role_table"})
    b = changed(start, world, tmp_path, TWO)
    found = compare_studies(replace(start, tables=tables), b, world=world)
    assert found.facts["method"] == "together"
    assert any("does not contain the table" in note for note in found.explain()["notes"])
