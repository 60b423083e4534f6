"""`reallocate plan`, as a person and as a machine calls it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.fewer_questions import PROGRAM
from typer.testing import CliRunner, Result

import reallocate
from reallocate.cli.main import app
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.saved import kept_scenario

INDUSTRY = 'name = "tiny"\nindustries = ["524100"]\nheadcount = 2000\nquarters = 4\ngroup_below = 0.05\n'
OWN = 'name = "tiny"\nroles = "roles.csv"\nquarters = 4\nreach = "gpt4"\n'
ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n15-1252,300,190000\n"


def plan(*words: str) -> Result:
    return CliRunner().invoke(app, ["plan", *words])


def write(folder: Path, scenario: str | bytes, roles: str | bytes | None = None) -> Path:
    made = folder / "tiny"
    made.mkdir()
    for name, content in (("scenario.toml", scenario), ("roles.csv", roles)):
        if content is not None:
            (made / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


STAGES = {
    "Reading the firm",
    "Baseline",
    "The plan",
}
"""What is said on stderr while a plan is made, before its parts follow."""


def refused(folder: Path, *words: str) -> str:
    """What is said on stderr by a call that must change nothing."""
    before = contents(folder)
    shown = plan(*words, "--out", str(folder / "result"), "--json")
    assert shown.exit_code == 2, shown.output
    assert shown.stdout == "", "nothing that a machine could take for a result"
    assert "Traceback" not in shown.stderr
    assert shown.exception is None or isinstance(shown.exception, SystemExit)
    assert contents(folder) == before and not (folder / "result").exists(), "nothing half-written"
    stages, error, said = shown.stderr.partition("Error: ")
    assert not set(stages.splitlines()) - STAGES
    return " ".join(f"{error}{said}".split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-i", "999999", "-n", "500"], "no staffing pattern is published for industry 999999"),
        (["-i", "xylophone tuning", "-n", "500"], "xylophone tuning"),
        (["-i", "524100", "-n", "500", "--exits", "120%"], "--exits: 120%: a cut is more than 0% and less than 100% of all positions"),
        (["-i", "524100", "-n", "500", "--exits", "600"], "--exits"),
        (["hyperscaler-2026", "--exits-date", "2027 Q1"], "--exits-date 2027 Q1 says when, but not how many"),
        (["hyperscaler-2026", "--exits-from", "plan"], "--exits-from plan says who leaves, but not how many"),
        (["-i", "524100", "-n", "500", "--reach", "gpt5"], "gpt4"),
        (["-i", "524100", "-n", "500", "--set", "demand_grwth=0.02"], "demand_growth"),
        (["-i", "524100", "-n", "500", "--set", "demand_growth=much"], "is not an assumption and its value"),
        (["-i", "524100", "-n", "500", "--set", "capture_automated=1.5"], "--set: capture_automated = 1.5 is a share above 1"),
        (["-i", "524100", "-n", "500", "--within", "little"], "Write 2% or 0.02"),
        (["hyperscaler-2027"], "hyperscaler-2026"),
        ([], "there is nothing to plan"),
    ],
)  # fmt: skip
def test_bad_flags_are_one_clear_error(tmp_path: Path, words: list[str], said: str) -> None:
    told = refused(tmp_path, *words)
    assert told.startswith("Error: ") and said in told


@pytest.mark.parametrize(
    ("scenario", "roles", "said"),
    [
        (b"", None, "tiny/scenario.toml: the file is empty"),
        (OWN + "headcout = 5\n", ROLES, "tiny/scenario.toml line 5: unknown key 'headcout'. Nearest: headcount"),
        (OWN + "[exits]\nshare = 1.2\n", ROLES, "tiny/scenario.toml line 6: share = 1.2 must be below 1"),
        (OWN, "", "roles.csv: the file is empty"),
        (OWN, "code,headcount,loaded_cost\n", "roles.csv"),
        (OWN, ROLES.replace("110000", "-110000"), "roles.csv row 3: loaded_cost is negative"),
        (OWN, ROLES.replace("15-1252", "15-9999"), "roles.csv row 4: unknown occupation code '15-9999'"),
        (OWN, "title,headcount\nCafé hand,5\n".encode("latin-1"), "0xe9"),
        (OWN.encode("utf-16"), ROLES, "scenario.toml: the file is UTF-16"),
        ("quarters = = 4\n", ROLES, "tiny/scenario.toml line 1: this is not TOML"),
    ],
)  # fmt: skip
def test_bad_files_are_one_clear_error_with_their_place(
    tmp_path: Path, scenario: str | bytes, roles: str | bytes | None, said: str
) -> None:
    told = refused(tmp_path, str(write(tmp_path, scenario, roles)))
    assert told.startswith("Error: ") and said in told


def test_a_budget_that_no_plan_keeps_names_what_conflicts(tmp_path: Path) -> None:
    told = refused(tmp_path, str(write(tmp_path, OWN, ROLES)), "--budget", "1", "--workers", "1")
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


def test_work_that_must_be_done_is_not_left_undone_where_nobody_may_be_hired(tmp_path: Path) -> None:
    closed = "[levers]\nhiring_freeze_quarters = 4\ndropping = false\nai = false\n"
    told = refused(tmp_path, str(write(tmp_path, OWN + closed, ROLES)), "--workers", "1")
    assert "no plan keeps no hires for 4 quarters and all work is done together" in told


def test_a_folder_with_other_files_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear", encoding="utf-8")
    shown = plan("hyperscaler-2026", "--out", str(tmp_path / "papers"))
    assert shown.exit_code == 2 and "something other than a plan" in " ".join(shown.stderr.split())
    assert contents(tmp_path) == {"papers/letter.txt": b"dear"}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    folder = tmp_path_factory.mktemp("plan")
    write(folder, INDUSTRY + 'reach = "gpt4"\nheadline_reach = "people"\n')
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "plan", "tiny", "--json", "--out", "result", "--workers", "2"],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    parts = [line for line in done.stderr.splitlines() if not STAGES & {line}]
    assert parts == [f"{number} of 11 parts" for number in range(2, 12)]
    assert done.stdout.count("\n") == 1 and done.stdout.endswith("}\n"), "one line, nothing before or after"
    return json.loads(done.stdout), folder / "result"


def test_json_is_one_object_with_the_promised_keys(result: tuple[dict[str, Any], Path]) -> None:
    found, _ = result
    assert list(found) == ["kind", "status", "facts", "tables", "text", "units"]
    assert (found["kind"], found["status"]["code"]) == ("plan", "optimal")
    assert {"headline", "headcount", "roles", "cash", "finance", "assumptions"} <= set(found["tables"])
    assert "NaN" not in json.dumps(found)


def test_the_folder_holds_page_workbook_and_a_plan_that_opens(result: tuple[dict[str, Any], Path]) -> None:
    found, folder = result
    assert sorted(entry.name for entry in folder.iterdir()) == [
        "files.json", "output.json", "output.txt", "page.html", "result.json", "summary.html", "tables", "workbook-more.xlsx",
        "workbook.xlsx",
    ]  # fmt: skip
    opened = reallocate.open(folder)
    assert opened.facts["command"] == "reallocate plan tiny --json --out result --workers 2"
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
    assert "People who direct AI systems" in text


def test_without_a_file_the_title_is_the_industry_and_headcount() -> None:
    from reallocate.data.bundle import load_world
    from reallocate.firm.request.firm import title
    from reallocate.firm.request.read import scenario_from_flags

    world = load_world()
    for industry in (("524100",), ("insurance carriers",)):
        flags = scenario_from_flags(industry, 20_000)
        assert title(world, flags, 20_000.0) == "Insurance Carriers with 20,000 FTE"
    named = scenario_from_flags(("524100",), 20_000, name="my firm")
    assert title(world, named, 20_000.0) == "my firm"
    titled = scenario_from_flags(("524100",), 20_000, title="An insurer")
    assert title(world, titled, 20_000.0) == "An insurer"


def test_exits_from_replaces_who_leaves_in_a_scenario_with_exits(tmp_path: Path) -> None:
    from reallocate.firm.request.read import firm_scenario

    folder = write(tmp_path, OWN + "[exits]\ncount = 50\n", ROLES)
    exits = firm_scenario(folder, exits_from="plan").exits
    assert exits is not None and (exits.count, exits.from_) == (50, "plan")


def test_the_summary_is_for_people(result: tuple[dict[str, Any], Path]) -> None:
    shown = CliRunner().invoke(app, ["open", str(result[1])])
    assert shown.exit_code == 0 and "After 1 year the plan without the cut has" in " ".join(shown.stdout.split())
    assert "Single figures use one source of AI's reach, “Rated by people” (−" in " ".join(shown.stdout.split())
    assert "page.html" in shown.stdout and "workbook.xlsx" in shown.stdout and "{" not in shown.stdout
    assert shown.stderr == ""


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
    again_held, held = contents(tmp_path / "again"), contents(result[1])
    assert set(again_held) == set(held)
    assert json.loads(again_held["output.json"]) == json.loads(held["output.json"])
    assert kept_scenario(asked["scenario"]) == saved.facts["scenario"]
    assert (asked["within"], asked["implied"], asked["command"]) == (0.02, None, saved.facts["command"])
