"""`reallocate plan`, `cut`, `compare` and `new`, as a person and as a machine calls them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.disk.disturbed import files_below
from tests.fewer_questions import PROGRAM, fewer_questions
from typer.testing import CliRunner, Result

import reallocate
from reallocate.cli.main import app
from reallocate.firm.cut import model as cut_solve
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import load_scenario, scenario_from_flags
from reallocate.firm.request.saved import kept_scenario
from reallocate.work.world import World

INDUSTRY = 'name = "tiny"\nindustries = ["524100"]\nheadcount = 2000\nquarters = 4\ngroup_below = 0.05\n'
OWN = 'name = "tiny"\nroles = "roles.csv"\nquarters = 4\nreach = "gpt4"\n'
ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n15-1252,300,190000\n"


def plan(*words: str) -> Result:
    return CliRunner().invoke(app, ["plan", *words])


def write(folder: Path, scenario: str, roles: str = ROLES, name: str = "tiny") -> Path:
    made = folder / name
    made.mkdir()
    (made / "scenario.toml").write_text(scenario, encoding="utf-8")
    (made / "roles.csv").write_text(roles, encoding="utf-8")
    return made


STAGES = {"Reading the firm", "Baseline", "The plan"}
"""What is said on stderr while a plan is made, before its parts follow."""


def refused(folder: Path, *words: str) -> str:
    """What is said on stderr by a call that must change nothing."""
    before = files_below(folder)
    shown = plan(*words, "--out", str(folder / "result"), "--json")
    assert shown.exit_code == 2, shown.output
    assert shown.stdout == "", "nothing that a machine could take for a result"
    assert "Traceback" not in shown.stderr
    assert shown.exception is None or isinstance(shown.exception, SystemExit)
    assert files_below(folder) == before and not (folder / "result").exists(), "nothing half-written"
    stages, error, said = shown.stderr.partition("Error: ")
    assert not set(stages.splitlines()) - STAGES
    return " ".join(f"{error}{said}".split())


def test_a_budget_that_no_plan_keeps_names_what_conflicts(tmp_path: Path) -> None:
    told = refused(tmp_path, str(write(tmp_path, OWN)), "--budget", "1", "--workers", "1")
    assert told.startswith("Error: ")
    assert "no plan keeps cash of at most USD 1 million a year" in told
    assert "[budget] cash_per_year" in told and "loosen" in told


THREE = """[exits]
count = 200
[levers]
hiring_freeze_quarters = 4
[promises]
keep_at_least = 0.95
span_at_most = 40
[parameters]
quits_per_month = 0
rehire_pause = 0
"""


def test_three_promises_that_conflict_are_named_and_a_fourth_is_not(tmp_path: Path) -> None:
    roles = ROLES + "11-3021,100,260000\n"
    told = refused(tmp_path, str(write(tmp_path, OWN + THREE, roles)), "--workers", "1")
    assert told == (
        "Error: [exits], [levers] hiring_freeze_quarters, [promises] keep_at_least: no plan keeps 200 exits decided "
        "beforehand and no hires for 4 quarters and at least 95% of the positions at the start together. Give up or "
        "loosen one of them; with any one of them gone a plan is possible."
    )


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
        "files.json", "output.json", "output.txt", "page.html", "result.json", "summary.html", "tables", "workbook-more.xlsx",
        "workbook.xlsx",
    ]  # fmt: skip
    opened = reallocate.open(folder)
    assert opened.facts["command"] == "reallocate plan tiny --quick --json --out result"
    assert json.loads(json.dumps(opened.to_dict())) == found
    assert (folder / "workbook.xlsx").read_bytes()[:2] == b"PK"


def test_the_page_is_small_and_asks_nothing_of_the_network(result: tuple[dict[str, Any], Path]) -> None:
    page = result[1] / "page.html"
    assert 100_000 < page.stat().st_size <= 2_000_000
    text = page.read_text(encoding="utf-8")
    markup = re.sub(r"<script\b[^>]*>.*?</script>", "<script></script>", text, flags=re.S)
    assert not re.findall(r"<script\b[^>]*\bsrc=", text)
    assert all(link.startswith("data:") for link in re.findall(r'<link\b[^>]*\bhref="([^"]*)', markup))
    assert "default-src &#39;none&#39;" in text, "the page itself forbids to fetch anything"
    loads = re.findall(r"""(?:\bsrc|\bsrcset|\bdata|\bposter)\s*=\s*["']?\s*(?:https?:)?//""", markup, re.I)
    assert not loads
    assert not re.findall(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//""", markup, re.I)


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
    shown = CliRunner().invoke(app, ["rerun", str(result[1]), "--out", str(tmp_path / "again")])
    assert shown.exit_code == 0 and "Same figures" in shown.stdout, shown.output
    again_held, held = files_below(tmp_path / "again"), files_below(result[1])
    assert set(again_held) == set(held)
    assert json.loads(again_held["output.json"]) == json.loads(held["output.json"])
    assert kept_scenario(asked["scenario"]) == saved.facts["scenario"]
    assert (asked["within"], asked["implied"], asked["command"]) == (0.02, None, saved.facts["command"])


TO_CUT = 'name = "tiny"\nroles = "roles.csv"\nquarters = 6\n'
HEADS = "code,headcount\n43-4051,300\n13-1031,150\n11-3031,20\n"


@pytest.fixture
def one_belief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut_solve, "BELIEFS", cut_solve.BELIEFS[3:4])


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["cut", *words])
    assert done.exit_code == code, done.output
    return done.output if code else done.stdout


@pytest.mark.usefixtures("one_belief")
def test_the_answer_comes_first_and_a_tenth_is_cut_where_no_cut_is_named(tmp_path: Path) -> None:
    said = " ".join(run(str(write(tmp_path, TO_CUT, HEADS))).split())
    assert said.index("Cutting 47 positions now") < said.index("No cut was requested")
    order = ("per exit than", "The cut beside attrition", "What one would have to believe", "What this does")
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)


@pytest.mark.usefixtures("one_belief")
def test_the_object_for_machines_is_one_line_and_the_same_from_python(tmp_path: Path) -> None:
    folder = write(tmp_path, TO_CUT, HEADS)
    told = json.loads(run(str(folder), "--exits", "40", "--exits-date", "2026 Q4", "--json"))
    assert told["exits"] == 40 and told["facts"]["scenario"]["exits"]["date"] == "2026 Q4"
    made = reallocate.cut(folder, exits=40, exits_date="2026 Q4", progress=False).to_dict()
    assert {**made, "facts": None} == {**told, "facts": None}


@pytest.mark.usefixtures("one_belief")
def test_a_saved_cut_is_opened_and_computed_again(tmp_path: Path) -> None:
    folder, out = write(tmp_path, TO_CUT, HEADS), tmp_path / "saved"
    made = reallocate.cut(folder, out=out, progress=False)
    words = ["reallocate", "cut", folder.name, "--out", "saved"]
    assert shlex.split(made.facts["command"]) == words
    again = reallocate.rerun(out, progress=False)
    assert again.status == "same" and again.result.explain()["requested"]
    assert reallocate.open(out).kind.name == "cut"


@pytest.mark.usefixtures("one_belief")
def test_a_scenario_s_own_cut_is_the_one_compared(tmp_path: Path) -> None:
    folder = write(tmp_path, TO_CUT + "[exits]\ncount = 30\n", HEADS)
    told = json.loads(run(str(folder), "--exits-from", "plan", "--json"))
    assert told["exits"] == 30 and told["facts"]["requested"] and told["text"]["requested"] == []
    assert "in the roles whose cut costs the firm least" in told["text"]["cut_or_wait"][0]


SCENARIO = 'name = "tiny"\nroles = "roles.csv"\nquarters = 3\nreach = "people"\n'


def compare(*words: str) -> Result:
    return CliRunner().invoke(app, ["compare", *words])


def quick(*words: str) -> Result:
    with fewer_questions():
        return CliRunner().invoke(app, [*words, "--workers", "1"])


def test_a_scenario_that_no_plan_keeps_says_which_side_it_is(tmp_path: Path) -> None:
    tight = str(write(tmp_path, SCENARIO + "[budget]\ncash_per_year = 1\n"))
    shown = compare(tight, "hyperscaler-2026", "--workers", "1", "--out", str(tmp_path / "out"))
    told = " ".join(shown.stderr.split())
    assert shown.exit_code == 2 and "Error: A: " in told and "cash of at most USD 1 million" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.long
def test_a_saved_result_against_a_scenario_that_is_planned_first(tmp_path: Path) -> None:
    before = quick("plan", str(write(tmp_path, SCENARIO)), "--out", str(tmp_path / "result"), "--json")
    assert before.exit_code == 0, before.stderr
    more = '[adoption]\nspeed = "slow"\n[parameters]\nreview_hours = 0.4\n'
    other = str(write(tmp_path, SCENARIO + more, name="two"))
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
    for column, figure in (
        ("net_present_cost", "cost, present value"),
        ("positions", "positions at the end"),
    ):
        assert sum(row[column] for row in tables["why"]) == pytest.approx(change[figure], abs=1e-6)
    assert change["cost, present value"] > 0, "slower and with more review costs more"
    assert json.loads((tmp_path / "compared" / "output.json").read_text(encoding="utf-8")) == told
    assert "two plans compared" in (tmp_path / "compared" / "page.html").read_text(encoding="utf-8")
    shown = compare(str(tmp_path / "result"), str(tmp_path / "result"))
    assert shown.exit_code == 0 and "A and B have the same input" in " ".join(shown.stdout.split())


def new(*words: str) -> Result:
    return CliRunner().invoke(app, ["new", *words])


def test_it_writes_both_files_and_says_what_is_next(tmp_path: Path) -> None:
    shown = new("insurer", "--industry", "insurance carriers", "--headcount", "20000")
    assert shown.exit_code == 0, shown.stderr
    assert "20,000 people in" in shown.stdout
    assert "'insurance carriers' is read as 524100 Insurance Carriers" in shown.stdout
    assert "Next: reallocate plan insurer" in shown.stdout
    assert sorted(entry.name for entry in (tmp_path / "insurer").iterdir()) == ["roles.csv", "scenario.toml"]
    header, first = (tmp_path / "insurer" / "roles.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert header == "code,title,headcount,fte,open_positions,loaded_cost,location,level,basis"
    assert first.startswith('13-1031,"Claims Adjusters, Examiners, and Investigators",')


def test_a_second_call_overwrites_nothing(tmp_path: Path) -> None:
    assert new("x", "-i", "524100", "-n", "5").exit_code == 0
    before = (tmp_path / "x" / "roles.csv").read_bytes()
    shown = new("x", "-i", "513200", "-n", "9")
    assert shown.exit_code == 2 and "already exists" in shown.stderr
    assert (tmp_path / "x" / "roles.csv").read_bytes() == before


PEOPLE = "id,title,salary,hire_date\n" + "".join(
    f"{row},{'Software Developers' if row % 3 else 'Customer Service Representatives'},{90000 + row},2021-01-01\n"
    for row in range(300)
)


def test_a_roster_is_named_and_stays_where_it_is(tmp_path: Path, world: World) -> None:
    people = tmp_path / "data" / "people.csv"
    people.parent.mkdir()
    people.write_text(PEOPLE, encoding="utf-8")
    shown = new("ours", "--roster", str(people), "--date", "2022-01-01")
    assert shown.exit_code == 0, shown.stderr
    assert "300 people in 2 roles, read from people.csv." in shown.stdout
    folder = tmp_path / "ours"
    assert [entry.name for entry in folder.iterdir()] == ["scenario.toml"]
    written = load_scenario(folder)
    assert written.roster == "../data/people.csv" and written.reading.date == "2022-01-01"
    made = build_firm(world, written)[0].roles
    direct = build_firm(world, scenario_from_flags(roster=str(people), date="2022-01-01"))[0].roles
    pd.testing.assert_frame_equal(made, direct)
