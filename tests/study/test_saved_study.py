"""A study for machines and as a folder: its JSON, its files, and the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from reallocate.errors import DataError, InputError
from reallocate.study.plan.folder import open_study, save
from reallocate.study.plan.result import PlanStudy
from reallocate.study.scenario.kept import kept_scenario
from reallocate.study.scenario.schema import Scenario

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
    """The record of a saved study with some keys changed."""
    record = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    (folder / "study.json").write_text(json.dumps({**record, **keys}), encoding="utf-8")
    return folder


def test_a_newer_format_is_not_guessed(study: PlanStudy, tmp_path: Path) -> None:
    folder = rewritten(save(study, tmp_path / "result"), format=2)
    with pytest.raises(InputError, match=r"format 2 by reallocate .* reads formats up to 1"):
        open_study(folder)


def test_what_was_altered_is_named_all_at_once(study: PlanStudy, tmp_path: Path) -> None:
    folder = rewritten(save(study, tmp_path / "result"), scenario={**study.scenario, "quarters": 7})
    (folder / "tables" / "roles.parquet").write_bytes(b"other")
    (folder / "tables" / "kinds.parquet").unlink()
    with pytest.raises(DataError) as no:
        open_study(folder)
    said = [str(problem) for problem in no.value.problems]
    assert [words.split(": ")[0].rsplit("/", 1)[1] for words in said] == [
        "study.json", "kinds.parquet", "roles.parquet",
    ]  # fmt: skip
    assert "scenario was altered" in said[0] and "found no file" in said[1] and "sha256:" in said[2]


@pytest.mark.parametrize("text", ["", "[1]", "{}", '{"meta": {}}', "not json"])
def test_a_record_that_cannot_be_read_is_one_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "study.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        open_study(tmp_path)


def test_a_study_without_marks_of_its_tables_still_opens(study: PlanStudy, tmp_path: Path) -> None:
    folder = save(study, tmp_path / "result")
    record = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    del record["format"], record["files"]
    (folder / "study.json").write_text(json.dumps(record), encoding="utf-8")
    assert_same(study, open_study(folder))


def test_one_or_two_workers_and_two_runs_write_the_same_bytes(
    study: PlanStudy, study_by_two: PlanStudy, tmp_path: Path
) -> None:
    assert_same(study, study_by_two)
    one, two = save(study, tmp_path / "one"), save(study_by_two, tmp_path / "two")
    for file in sorted((one / "tables").iterdir()):
        assert file.read_bytes() == (two / "tables" / file.name).read_bytes(), file.name
