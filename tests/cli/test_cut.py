"""The verb `cut`: its answer for people and machines, its default, and what it refuses."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import reallocate
from reallocate.cli.main import app
from reallocate.firm.cut import model as cut_solve

ROLES = "code,headcount\n43-4051,300\n13-1031,150\n11-3031,20\n"
OWN = 'name = "tiny"\nroles = "roles.csv"\nquarters = 6\n'


@pytest.fixture(autouse=True)
def without_beliefs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut_solve, "BELIEFS", cut_solve.BELIEFS[3:4])


def tiny(folder: Path, text: str = OWN) -> Path:
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return folder


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["cut", *words])
    assert done.exit_code == code, done.output
    return done.output if code else done.stdout


def test_the_answer_comes_first_and_a_tenth_is_cut_where_no_cut_is_named(tmp_path: Path) -> None:
    said = " ".join(run(str(tiny(tmp_path))).split())
    assert said.index("Cutting 47 positions now") < said.index("No cut was requested")
    order = ("per exit than", "The cut beside attrition", "What one would have to believe", "What this does not say")
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)


def test_the_object_for_machines_is_one_line_and_the_same_from_python(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    told = json.loads(run(str(folder), "--exits", "40", "--exits-date", "2026 Q4", "--json"))
    assert told["exits"] == 40 and told["facts"]["scenario"]["exits"]["date"] == "2026 Q4"
    made = reallocate.cut(folder, exits=40, exits_date="2026 Q4", progress=False).to_dict()
    assert {**made, "facts": None} == {**told, "facts": None}


def test_a_saved_cut_is_opened_and_computed_again(tmp_path: Path) -> None:
    folder, out = tiny(tmp_path), tmp_path / "saved"
    made = reallocate.cut(folder, out=out, progress=False)
    words = ["reallocate", "cut", folder.name, "--out", "saved"]
    assert shlex.split(made.facts["command"]) == words
    again = reallocate.rerun(out, progress=False)
    assert again.status == "same" and again.result.explain()["requested"]
    assert reallocate.open(out).kind.name == "cut"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--exits", "0.1"], "Write a share as 10%, a number as 8000"),
        (["--exits", "100%"], "100%: a cut is more than 0% and less than 100%"),
        (["--exits", "600"], "exits from 470 people leave nobody"),
        (["--exits-date", "2030 Q1"], "a cut in 2030 Q1 lies outside the plan, which runs from 2026 Q3 to 2027 Q4"),
        (["--exits-from", "prorata"], "is not one of pro rata, plan"),
        (["--exits-date", "2027 Q2"], "the plan ends in 2027 Q4, before the hiring pause after the cut does"),
        (["--quarters", "4"], "Plan at least 5 quarters"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(tmp_path: Path, words: list[str], says: str) -> None:
    assert says in " ".join(run(str(tiny(tmp_path)), *words, code=2).split())


def test_a_cut_of_a_roster_says_first_that_it_is_exact(tmp_path: Path) -> None:
    rows = [f"{number},Payroll Clerks,{50_000 + number}" for number in range(60)]
    (tmp_path / "people.csv").write_text("\n".join(["id,title,base", *rows]), encoding="utf-8")
    words = ("--roster", str(tmp_path / "people.csv"), "--quarters", "6", "--exits", "6")
    said = " ".join(run(*words).split())
    assert said.index("Exact: as private as the file.") < said.index("The cut beside attrition")
    assert "every title is" in said


def test_the_roster_s_date_is_not_the_cut_s() -> None:
    said = run("-i", "524100", "-n", "500", "--date", "2027-01-01", code=2)
    assert "the quarter of a cut is [exits] date, or --exits-date" in " ".join(said.split())


def test_a_scenario_s_own_cut_is_the_one_compared(tmp_path: Path) -> None:
    told = json.loads(run(str(tiny(tmp_path, OWN + "[exits]\ncount = 30\n")), "--exits-from", "plan", "--json"))
    assert told["exits"] == 30 and told["facts"]["requested"] and told["text"]["requested"] == []
    assert "in the roles whose cut costs the firm least" in told["text"]["cut_or_wait"][0]


def test_a_folder_that_holds_something_else_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    said = run(str(tiny(tmp_path)), "--out", str(tmp_path / "notes"), code=2)
    assert "something other than a cut beside attrition" in " ".join(said.split())
