"""`reallocate compare`, as a person and as a machine calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.fewer_questions import fewer_questions
from typer.testing import CliRunner, Result

from reallocate.cli.main import app

SCENARIO = 'name = "tiny"\nroles = "roles.csv"\nquarters = 3\nreach = "people"\n'
ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n15-1252,300,190000\n"


def compare(*words: str) -> Result:
    return CliRunner().invoke(app, ["compare", *words])


def quick(*words: str) -> Result:
    with fewer_questions():
        return CliRunner().invoke(app, [*words, "--workers", "1"])


def tiny(folder: Path, name: str, more: str = "") -> str:
    made = folder / name
    made.mkdir()
    (made / "scenario.toml").write_text(SCENARIO + more, encoding="utf-8")
    (made / "roles.csv").write_text(ROLES, encoding="utf-8")
    return str(made)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        ({"record.txt": ""}, "neither a saved result nor scenario.toml"),
        ({"result.json": "not json"}, "the list of its files, files.json, is missing"),
        ({"scenario.toml": 'name = "x"\n'}, "describes no roles"),
    ],
)
def test_what_is_no_plan_is_one_clear_error(tmp_path: Path, make: dict[str, str], said: str) -> None:
    (tmp_path / "side").mkdir()
    for name, text in make.items():
        (tmp_path / "side" / name).write_text(text, encoding="utf-8")
    shown = compare(str(tmp_path / "side"), "hyperscaler-2026", "--json", "--out", str(tmp_path / "out"))
    assert shown.exit_code == 2 and shown.stdout == ""
    told = " ".join(shown.stderr.split())
    assert told.startswith("Error: A") and said in told and "Traceback" not in told
    assert not (tmp_path / "out").exists()


def test_both_sides_are_told_at_once_with_what_may_have_been_meant() -> None:
    shown = compare("hyperscaler-2027", "nowhere/at/all")
    assert shown.exit_code == 2
    told = " ".join(shown.stderr.split())
    assert told.startswith("2 problems: - A: ") and " - B: " in told
    assert "Nearest: hyperscaler-2026" in told


def test_a_folder_with_other_files_is_refused_before_anything_is_planned(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear", encoding="utf-8")
    shown = compare("hyperscaler-2026", "hyperscaler-2026", "--out", str(tmp_path / "papers"))
    assert shown.exit_code == 2 and "something other than a comparison" in " ".join(shown.stderr.split())
    assert [one.name for one in (tmp_path / "papers").iterdir()] == ["letter.txt"]


def test_a_scenario_that_no_plan_keeps_says_which_side_it_is(tmp_path: Path) -> None:
    tight = tiny(tmp_path, "tight", "[budget]\ncash_per_year = 1\n")
    shown = compare(tight, "hyperscaler-2026", "--workers", "1", "--out", str(tmp_path / "out"))
    told = " ".join(shown.stderr.split())
    assert shown.exit_code == 2 and "Error: A: " in told and "cash of at most USD 1 million" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.long
def test_a_saved_result_against_a_scenario_that_is_planned_first(tmp_path: Path) -> None:
    before = quick("plan", tiny(tmp_path, "one"), "--out", str(tmp_path / "result"), "--json")
    assert before.exit_code == 0, before.stderr
    more = '[adoption]\nspeed = "slow"\n[parameters]\nreview_hours = 0.4\n'
    other = tiny(tmp_path, "two", more)
    done = quick("compare", str(tmp_path / "result"), other, "--out", str(tmp_path / "compared"), "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    tables = told["tables"]
    inputs = {row["key"]: row for row in tables["inputs"]}
    assert (inputs["adoption.speed"]["a"], inputs["adoption.speed"]["b"]) == ("medium", "slow")
    numbers = {key: (row["a_number"], row["b_number"]) for key, row in inputs.items()}
    assert numbers == {
        "adoption.speed": (None, None),
        "parameters.review_hours": (0.27, 0.4),
        "parameters.adoption_width": (2.0, 4.0),
    }
    assert told["facts"]["method"] == "exact" and len(tables["why"]) == 2
    change = {row["figure"]: row["change"] for row in tables["results"]}
    for column, figure in (("net_present_cost", "cost, present value"), ("positions", "positions at the end")):
        assert sum(row[column] for row in tables["why"]) == pytest.approx(change[figure], abs=1e-6)
    assert change["cost, present value"] > 0, "slower and with more review costs more"
    assert json.loads((tmp_path / "compared" / "output.json").read_text(encoding="utf-8")) == told
    assert "two plans compared" in (tmp_path / "compared" / "page.html").read_text(encoding="utf-8")
    shown = compare(str(tmp_path / "result"), str(tmp_path / "result"))
    assert shown.exit_code == 0 and "A and B have the same input" in " ".join(shown.stdout.split())
