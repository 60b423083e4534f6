"""`reallocate plan`, `cut`, `compare` and `new`, as a person and as a machine calls them."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.disk.disturbed import files_below
from tests.fewer_questions import PROGRAM
from typer.testing import CliRunner, Result

import reallocate
from reallocate.cli.main import app
from reallocate.firm.cut import turns as cut_solve
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import load_scenario, scenario_from_flags
from reallocate.firm.request.saved import kept_scenario
from reallocate.work.world import World

INDUSTRY = 'name = "tiny"\nindustries = ["524100"]\nheadcount = 2000\nquarters = 2\ngroup_below = 0.05\n'
TO_CUT = 'name = "tiny"\nroles = "roles.csv"\nquarters = 6\n'
ROLES = "code,headcount\n43-4051,300\n13-1031,150\n11-3031,20\n"


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(folder: Path, scenario: str = TO_CUT) -> Path:
    made = folder / "tiny"
    made.mkdir()
    (made / "scenario.toml").write_text(scenario, encoding="utf-8")
    (made / "roles.csv").write_text(ROLES, encoding="utf-8")
    return made


STAGES = {"Reading the firm", "Baseline", "The plan"}
"""What is said on stderr while a plan is made, before its parts follow."""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    folder = tmp_path_factory.mktemp("plan")
    write(folder, INDUSTRY + 'reach = "gpt4"\nheadline_reach = "people"\n')
    command = [sys.executable, "-c", PROGRAM, "plan", "tiny", "--quick", "--json", "--out", "result"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if line not in STAGES] == ["2 of 11 parts"]
    assert done.stdout.count("\n") == 1 and done.stdout.endswith("}\n"), "one line, nothing before or after"
    return json.loads(done.stdout), folder / "result"


def test_the_folder_holds_page_workbook_and_a_plan_that_opens(result: tuple[dict[str, Any], Path]) -> None:
    found, folder = result
    assert sorted(entry.name for entry in folder.iterdir()) == [
        "files.json", "output.json", "output.txt", "page.html", "result.json", "tables", "workbook-more.xlsx",
        "workbook.xlsx",
    ]  # fmt: skip
    opened = reallocate.open(folder)
    assert opened.facts["command"] == "reallocate plan tiny --quick --json --out result"
    assert json.loads(json.dumps(opened.to_dict())) == found
    assert (folder / "workbook.xlsx").read_bytes()[:2] == b"PK"


def test_a_saved_plan_is_computed_again_from_its_own_scenario_and_options(
    result: tuple[dict[str, Any], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan itself stands still here; tests/firm hold that two runs give the same bytes."""
    asked: dict[str, Any] = {}
    saved = reallocate.open(result[1])

    def again(scenario: Scenario, **options: object) -> reallocate.Result:
        asked.update(options, scenario=scenario)
        return saved

    monkeypatch.setattr("reallocate.firm.report.result.plan_study", again)
    shown = call("rerun", str(result[1]), "--out", str(tmp_path / "again"))
    assert shown.exit_code == 0 and "Same figures" in shown.stdout, shown.output
    again_held, held = files_below(tmp_path / "again"), files_below(result[1])
    assert set(again_held) == set(held)
    assert json.loads(again_held["output.json"]) == json.loads(held["output.json"])
    assert kept_scenario(asked["scenario"]) == saved.facts["scenario"]
    assert (asked["within"], asked["implied"], asked["command"]) == (0.02, None, saved.facts["command"])


@pytest.fixture
def nothing_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut_solve, "_turns", lambda *given: ((), math.nan))


def run(*words: str, code: int = 0) -> str:
    done = call("cut", *words)
    assert done.exit_code == code, done.output
    return done.output if code else done.stdout


@pytest.mark.usefixtures("nothing_turns")
def test_the_answer_comes_first_and_a_tenth_is_cut_where_no_cut_is_named(tmp_path: Path) -> None:
    said = " ".join(run(str(write(tmp_path))).split())
    assert said.index("Layoffs reach 423 positions") < said.index("No cut was requested")
    order = ("a person", "From doing nothing to the cut", "The four plans side by side", "What turns it", "What this does")
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)


@pytest.mark.usefixtures("nothing_turns")
def test_the_object_for_machines_is_one_line_and_the_same_from_python(tmp_path: Path) -> None:
    folder = write(tmp_path)
    told = json.loads(run(str(folder), "--exits", "40", "--exits-date", "2026 Q4", "--json"))
    assert told["exits"] == 40 and told["facts"]["scenario"]["exits"]["date"] == "2026 Q4"
    made = reallocate.cut(folder, exits=40, exits_date="2026 Q4", progress=False).to_dict()
    assert {**made, "facts": None} == {**told, "facts": None}


@pytest.mark.usefixtures("nothing_turns")
def test_a_scenario_s_own_cut_is_the_one_compared(tmp_path: Path) -> None:
    told = json.loads(run(str(write(tmp_path, TO_CUT + "[exits]\ncount = 30\n")), "--exits-from", "plan", "--json"))
    assert told["exits"] == 30 and told["facts"]["requested"] and told["text"]["requested"] == []
    assert "in the roles whose cut costs least" in told["text"]["cut_or_wait"][0]


def test_the_same_twice_has_the_same_input(result: tuple[dict[str, Any], Path], tmp_path: Path) -> None:
    done = call("compare", str(result[1]), str(result[1]), "--out", str(tmp_path / "compared"))
    assert done.exit_code == 0 and "A and B have the same input" in " ".join(done.stdout.split())
    assert "two plans compared" in (tmp_path / "compared" / "page.html").read_text(encoding="utf-8")


def test_it_writes_both_files_and_says_what_is_next(tmp_path: Path) -> None:
    shown = call("new", "insurer", "--industry", "insurance carriers", "--headcount", "20000")
    assert shown.exit_code == 0, shown.stderr
    assert "20,000 people in" in shown.stdout
    assert "'insurance carriers' is read as 524100 Insurance Carriers" in shown.stdout
    assert "Next: reallocate plan insurer" in shown.stdout
    assert sorted(entry.name for entry in (tmp_path / "insurer").iterdir()) == ["roles.csv", "scenario.toml"]
    header, first = (tmp_path / "insurer" / "roles.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert header == "code,title,headcount,fte,open_positions,loaded_cost,location,level,basis"
    assert first.startswith('13-1031,"Claims Adjusters, Examiners, and Investigators",')


PEOPLE = "id,title,salary,hire_date\n" + "".join(
    f"{row},{'Software Developers' if row % 3 else 'Customer Service Representatives'},{90000 + row},2021-01-01\n"
    for row in range(300)
)


@pytest.mark.long
def test_a_roster_is_named_and_stays_where_it_is(tmp_path: Path, world: World) -> None:
    people = tmp_path / "data" / "people.csv"
    people.parent.mkdir()
    people.write_text(PEOPLE, encoding="utf-8")
    shown = call("new", "ours", "--roster", str(people), "--date", "2022-01-01")
    assert shown.exit_code == 0, shown.stderr
    assert "300 people in 2 roles, read from people.csv." in shown.stdout
    folder = tmp_path / "ours"
    assert [entry.name for entry in folder.iterdir()] == ["scenario.toml"]
    written = load_scenario(folder)
    assert written.roster == "../data/people.csv" and written.reading.date == "2022-01-01"
    made = build_firm(world, written)[0].roles
    direct = build_firm(world, scenario_from_flags(roster=str(people), date="2022-01-01"))[0].roles
    pd.testing.assert_frame_equal(made, direct)
