"""A study part by part, and as a folder: its JSON, its files, and the same bytes each time."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from tests.fewer_questions import fewer_questions

from reallocate.firm.report import questions
from reallocate.firm.report.page import page
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.report.result import PLAN, _first_result, open_plan, plan_study
from reallocate.firm.report.tables import _LATER, TABLES
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.saved import kept_scenario, scenario_again
from reallocate.kernel.errors import DataError, InputError
from reallocate.kernel.manifest import _FORMAT, LIST, files_in, list_of
from reallocate.render.result import Result
from reallocate.work.world import World


@pytest.fixture(scope="module")
def first(whole: WholePlan) -> Result:
    """The small study as it is before the rest is solved."""
    return _first_result(whole.first)


def test_tables_of_the_first_answer_are_those_of_the_whole(first: Result, study: Result) -> None:
    for name, table in first.tables.items():
        whole = study.table(name)
        assert set(table) <= set(whole), name
        columns = [column for column in whole if column in table]
        if name == "assumptions":
            table, whole = (one.sort_values("parameter", ignore_index=True) for one in (table, whole))
        pd.testing.assert_frame_equal(table[columns], whole[columns], obj=name, check_dtype=False)


def test_the_page_of_a_first_answer_leaves_out_what_is_not_there_and_says_so(first: Result, study: Result) -> None:
    sections = [section.name for section in page(first)]
    whole = [section.name for section in page(study)]
    assert sections == [name for name in whole if name in sections], "in the same order"
    assert sections[:5] == ["headline", "decisions", "cut-or-wait", "people", "money"] and "limits" not in sections
    text = first.page()
    assert "Further parts: several outlooks, ranges over plans" in text and "plan.more()" in text
    assert "not computed yet" not in study.page().lower()


def test_every_question_has_tables_of_its_own_and_a_field_of_the_whole() -> None:
    tables = [table.name for several in _LATER.values() for table in several]
    assert len(set(tables)) == len(tables) and set(tables) <= {one.name for one in TABLES}
    names = {one.name for one in questions.QUESTIONS}
    assert names == set(_LATER) == {one.name for one in fields(WholePlan)} - {"first"}


def test_of_a_file_only_its_name_is_kept() -> None:
    kept = kept_scenario(
        Scenario(name="x", roster="closing/hartford/people.csv", roster_review="/mine/review.csv")
    )
    assert (kept["roster"], kept["roster_review"], kept["roles"]) == ("people.csv", "review.csv", "")


@pytest.mark.parametrize(
    ("keys", "source"),
    [({"reach": "gpt4"}, "gpt4"), ({}, "people"), ({"reach": "gpt4", "headline_reach": "people"}, "people")],
)
def test_the_source_of_single_figures_comes_back_as_it_was(
    keys: dict[str, str], source: str, tmp_path: Path
) -> None:
    """A scenario of one source alone has its single figures by that source, though it does not name it."""
    scenario = Scenario(name="x", industries=("524100",), headcount=20_000, **keys)  # type: ignore[arg-type]
    again = scenario_again(kept_scenario(scenario), None, tmp_path, "x")
    assert scenario.headline_source == again.headline_source == source
    assert kept_scenario(again) == kept_scenario(scenario)


@pytest.fixture(scope="module")
def saved_once(study: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study.save(tmp_path_factory.mktemp("saved") / "result")


@pytest.fixture
def folder(saved_once: Path, tmp_path: Path) -> Path:
    """A saved plan that the test may damage."""
    return Path(shutil.copytree(saved_once, tmp_path / "result"))


def assert_same(one: Result, other: Result) -> None:
    assert set(one.tables) == set(other.tables)
    for name in one.tables:
        pd.testing.assert_frame_equal(one.table(name), other.table(name), check_exact=True, obj=name)
    assert one.explain() == other.explain()


def listed(folder: Path) -> Path:
    """A folder whose list says what is there now."""
    contents = {name: (folder / name).read_bytes() for name in files_in(folder)}
    (folder / LIST).write_bytes(list_of(PLAN.name, contents))
    return folder


def problems_of(folder: Path) -> list[str]:
    """What opening says, without the folder."""
    with pytest.raises(DataError) as no:
        open_plan(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in no.value.problems]


def test_a_newer_format_is_not_guessed(folder: Path) -> None:
    found = json.loads((folder / LIST).read_text(encoding="utf-8"))
    (folder / LIST).write_text(json.dumps({**found, "format": _FORMAT + 1}), encoding="utf-8")
    with pytest.raises(InputError, match=rf"format {_FORMAT + 1} by reallocate .* reads format {_FORMAT}"):
        open_plan(folder)


def test_what_was_altered_is_missing_or_was_added_is_named_all_at_once(folder: Path) -> None:
    record = (folder / "result.json").read_text(encoding="utf-8")
    (folder / "result.json").write_text(record.replace("small", "Small", 1), encoding="utf-8")
    (folder / "page.html").write_bytes(b"<P>")
    (folder / "workbook.xlsx").unlink()
    (folder / "workbook.xlsx").symlink_to(folder / "page.html")
    (folder / "tables" / "roles.parquet").write_bytes(b"other")
    (folder / "tables" / "kinds.parquet").unlink()
    (folder / "tables" / "mine.parquet").write_bytes(b"")
    (folder / ".DS_Store").write_bytes(b"of the desktop")
    said = problems_of(folder)
    assert [words.split(": ")[0] for words in said] == [
        "page.html", "result.json", "tables/kinds.parquet", "tables/mine.parquet", "tables/roles.parquet", "workbook.xlsx",
    ]  # fmt: skip
    assert "was altered" in said[0] and "is missing" in said[2] and "does not belong" in said[3]


@pytest.mark.parametrize(
    "text", ["", "[1]", "{}", '{"meta": {}}', "not json", "[" * 100_000, '{"meta": NaN}']
)
@pytest.mark.parametrize("name", [LIST, "result.json"])
def test_a_record_that_cannot_be_read_is_one_clear_error(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    listed(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read|lacks"):
        open_plan(tmp_path)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes of a file, damaged."""
    place = chance.randrange(len(content) + 1)
    return chance.choice(
        [
            content[:place],
            content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :],
            content + b"\xff\xfe",
            content.decode("latin-1").encode("utf-16"),
            content[place:] + content[:place],
        ]
    )


def replaced(value: object, chance: random.Random) -> object:
    """A record with one value, at any depth, of another kind."""
    odd = chance.choice([None, [], {}, "", 7, [[1]], {"a": {"b": 1}}, True, 1e308])
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(sorted(value))
        return {**value, key: replaced(value[key], chance)}
    return odd


def test_whatever_is_damaged_is_an_error_of_ours_that_names_the_file(study: Result, folder: Path) -> None:
    chance = random.Random(11)
    for _ in range(150):
        name = chance.choice([*files_in(folder), LIST])
        before = (folder / name).read_bytes()
        damaged = mutated(before, chance)
        if damaged == before:
            continue
        (folder / name).write_bytes(damaged)
        with pytest.raises((DataError, InputError)) as no:
            open_plan(folder)
        assert name in str(no.value) or name == LIST
        (folder / name).write_bytes(before)
    assert_same(study, open_plan(folder))


@pytest.mark.long
def test_what_is_damaged_and_listed_so_opens_or_is_an_error_of_ours(folder: Path) -> None:
    chance, refused = random.Random(5), 0
    original = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    for _ in range(40):
        (folder / "result.json").write_text(json.dumps(replaced(original, chance)), encoding="utf-8")
        try:
            json.dumps(open_plan(listed(folder)).to_dict())
        except (DataError, InputError) as no:
            refused += 1
            assert "result.json" in str(no)
    assert refused > 20
    (folder / "result.json").write_text(json.dumps(original), encoding="utf-8")
    for name in ("roles", "cash"):
        file = folder / "tables" / f"{name}.parquet"
        file.write_bytes(mutated(file.read_bytes()[:-8], chance))
    said = problems_of(listed(folder))
    assert [words.split(": ")[0] for words in said] == ["tables/cash.parquet", "tables/roles.parquet"]


@pytest.mark.long
def test_one_or_two_workers_and_two_runs_write_the_same_bytes(
    world: World, scenario: Scenario, study: Result, tmp_path: Path
) -> None:
    with fewer_questions(outlooks=True):
        study_by_two = plan_study(scenario, world, workers=2)
    assert_same(study, study_by_two)
    one, two = study.save(tmp_path / "one"), study_by_two.save(tmp_path / "two")
    assert files_in(one) == files_in(two)
    for name in [*files_in(one), LIST]:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
