"""A study for machines and as a folder: its JSON, its files, and the same bytes each time."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pandas as pd
import pytest

from reallocate.errors import DataError, InputError
from reallocate.result.manifest import FORMAT, LIST, files_in, list_of
from reallocate.scenario.firm.saved import kept_scenario
from reallocate.scenario.firm.schema import Scenario
from reallocate.study.plan.folder import KIND, open_study, save
from reallocate.study.plan.result import PlanStudy

KEYS = (
    "status cut_or_wait break_even_month largest_outlay largest_outlay_quarter net_present_value "
    "net_present_value_after scenario sources objective headcount modes cash totals value_of_one_more funding "
    "council finance assumptions units"
)
RECORDS = {
    "headcount": "role period begin hires quits voluntary layoffs moves_in moves_out end",
    "modes": "kind mode period hours",
    "cash": "period payroll compute capex exits training change total",
    "value_of_one_more": "limit unit up down",
    "assumptions": "name value unit grade source",
}


def test_json_has_the_promised_keys_and_no_nan(study: PlanStudy) -> None:
    text = json.dumps(study.json(), allow_nan=False)
    found = json.loads(text)
    assert set(found) == set(KEYS.split())
    for name, keys in RECORDS.items():
        assert found[name] and all(set(keys.split()) <= set(row) for row in found[name]), name
    for name in ("headcount", "modes", "cash"):
        assert set(found[name][0]) == set(RECORDS[name].split()), name
    assert set(found["totals"]) == {"baseline", "plan", "delta"}
    assert found["status"] == "optimal" and found["scenario"]["name"] == "small"
    assert found["totals"]["plan"]["present_value"] == pytest.approx(found["objective"])
    last = sum(row["end"] for row in found["headcount"] if row["period"] == "2027 Q4")
    assert last == pytest.approx(found["totals"]["plan"]["positions"])


def test_the_facts_suffice_to_repeat_it(study: PlanStudy) -> None:
    meta = study.meta
    assert meta["periods"] == ["2026 Q3", "2026 Q4", "2027 Q1", "2027 Q2", "2027 Q3", "2027 Q4"]
    assert meta["own_share"] == pytest.approx(1.0), "the role table gives every pay"
    assert set(meta["hashes"]) == {"bundle", "scenario", "libraries"}
    assert all(meta["hashes"].values())
    for part, lines in study.explain().items():
        assert all(isinstance(line, str) and "nan" not in line.split() for line in lines), part


def test_of_a_file_only_its_name_is_kept() -> None:
    kept = kept_scenario(
        Scenario(name="x", roster="closing/hartford/people.csv", roster_review="/mine/review.csv")
    )
    assert (kept["roster"], kept["roster_review"], kept["roles"]) == ("people.csv", "review.csv", "")


def assert_same(one: PlanStudy, other: PlanStudy) -> None:
    assert set(one.tables) == set(other.tables)
    for name in one.tables:
        pd.testing.assert_frame_equal(one.table(name), other.table(name), check_exact=True, obj=name)
    assert one.explain() == other.explain()


def test_a_saved_study_opens_again(study: PlanStudy, tmp_path: Path) -> None:
    folder = save(study, tmp_path / "deep" / "result", {"page.html": b"<p>"})
    again = open_study(folder)
    assert_same(study, again)
    assert again.json() == json.loads(json.dumps(study.json()))
    assert (folder / "page.html").read_bytes() == b"<p>"
    save(study, folder)
    assert not (folder / "page.html").exists(), "an earlier study is replaced whole"
    assert [entry.name for entry in folder.parent.iterdir()] == ["result"], "nothing is left beside it"


def test_a_folder_with_other_files_is_left_alone(study: PlanStudy, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(InputError, match="something else than a study"):
        save(study, folder)
    assert (folder / "deep" / "letter.txt").read_text(encoding="utf-8") == "dear"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "letter.txt", "papers"]


def test_a_file_where_the_folder_should_be_is_left_alone(study: PlanStudy, tmp_path: Path) -> None:
    (tmp_path / "result").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="something else than a study"):
        save(study, tmp_path / "result")
    assert (tmp_path / "result").read_text(encoding="utf-8") == "mine"


def test_there_is_nothing_to_open_in_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no saved study"):
        open_study(tmp_path)


def rewritten(folder: Path, **keys: object) -> Path:
    """The record of a saved study with some keys changed, and listed as if it had been saved so."""
    record = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    (folder / "study.json").write_text(json.dumps({**record, **keys}), encoding="utf-8")
    return listed(folder)


def listed(folder: Path) -> Path:
    """A folder whose list says what is there now."""
    contents = {name: (folder / name).read_bytes() for name in files_in(folder)}
    (folder / LIST).write_bytes(list_of(KIND.name, contents))
    return folder


def problems_of(folder: Path) -> list[str]:
    """What opening says, without the folder."""
    with pytest.raises(DataError) as no:
        open_study(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in no.value.problems]


def test_a_newer_format_is_not_guessed(study: PlanStudy, tmp_path: Path) -> None:
    folder = save(study, tmp_path / "result")
    found = json.loads((folder / LIST).read_text(encoding="utf-8"))
    (folder / LIST).write_text(json.dumps({**found, "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(InputError, match=rf"format {FORMAT + 1} by reallocate .* reads format {FORMAT}"):
        open_study(folder)


def test_what_was_altered_is_missing_or_was_added_is_named_all_at_once(
    study: PlanStudy, tmp_path: Path
) -> None:
    folder = save(study, tmp_path / "result", {"page.html": b"<p>", "workbook.xlsx": b"PK"})
    record = (folder / "study.json").read_text(encoding="utf-8")
    (folder / "study.json").write_text(record.replace("small", "Small", 1), encoding="utf-8")
    (folder / "page.html").write_bytes(b"<P>")
    (folder / "workbook.xlsx").unlink()
    (folder / "workbook.xlsx").symlink_to(folder / "page.html")
    (folder / "tables" / "roles.parquet").write_bytes(b"other")
    (folder / "tables" / "kinds.parquet").unlink()
    (folder / "tables" / "mine.parquet").write_bytes(b"")
    (folder / ".DS_Store").write_bytes(b"of the desktop")
    said = problems_of(folder)
    assert [words.split(": ")[0] for words in said] == [
        "page.html", "study.json", "tables/kinds.parquet", "tables/mine.parquet", "tables/roles.parquet", "workbook.xlsx",
    ]  # fmt: skip
    assert "was altered" in said[0] and "is missing" in said[2] and "does not belong" in said[3]


def test_a_result_with_a_file_of_somebody_else_is_not_replaced(study: PlanStudy, tmp_path: Path) -> None:
    folder = save(study, tmp_path / "result")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="files that it did not bring: notes.txt"):
        save(study, folder)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_result_without_its_list_is_not_trusted(study: PlanStudy, tmp_path: Path) -> None:
    folder = save(study, tmp_path / "result")
    (folder / LIST).unlink()
    with pytest.raises(DataError, match="the list of its files, files.json, is missing"):
        open_study(folder)
    save(study, folder)
    assert_same(study, open_study(folder))


@pytest.mark.parametrize(
    "text", ["", "[1]", "{}", '{"meta": {}}', "not json", "[" * 100_000, '{"meta": NaN}']
)
@pytest.mark.parametrize("name", [LIST, "study.json"])
def test_a_record_that_cannot_be_read_is_one_clear_error(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "study.json").write_text(text, encoding="utf-8")
    listed(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        open_study(tmp_path)


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


def test_whatever_is_damaged_is_an_error_of_ours_that_names_the_file(
    study: PlanStudy, tmp_path: Path
) -> None:
    folder, chance = save(study, tmp_path / "result", {"page.html": b"<p>"}), random.Random(11)
    for _ in range(150):
        name = chance.choice([*files_in(folder), LIST])
        before = (folder / name).read_bytes()
        damaged = mutated(before, chance)
        if damaged == before:
            continue
        (folder / name).write_bytes(damaged)
        with pytest.raises((DataError, InputError)) as no:
            open_study(folder)
        assert name in str(no.value) or name == LIST
        (folder / name).write_bytes(before)
    assert_same(study, open_study(folder))


def test_what_is_damaged_and_listed_so_opens_or_is_an_error_of_ours(study: PlanStudy, tmp_path: Path) -> None:
    folder, chance, refused = save(study, tmp_path / "result"), random.Random(5), 0
    original = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    for _ in range(40):
        (folder / "study.json").write_text(json.dumps(replaced(original, chance)), encoding="utf-8")
        try:
            json.dumps(open_study(listed(folder)).json())
        except (DataError, InputError) as no:
            refused += 1
            assert "study.json" in str(no)
    assert refused > 20
    (folder / "study.json").write_text(json.dumps(original), encoding="utf-8")
    for name in ("roles", "cash"):
        file = folder / "tables" / f"{name}.parquet"
        file.write_bytes(mutated(file.read_bytes()[:-8], chance))
    said = problems_of(listed(folder))
    assert [words.split(": ")[0] for words in said] == ["tables/cash.parquet", "tables/roles.parquet"]


@pytest.mark.long
def test_one_or_two_workers_and_two_runs_write_the_same_bytes(
    study: PlanStudy, study_by_two: PlanStudy, tmp_path: Path
) -> None:
    assert_same(study, study_by_two)
    one, two = save(study, tmp_path / "one"), save(study_by_two, tmp_path / "two")
    assert files_in(one) == files_in(two)
    for name in [*files_in(one), LIST]:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
