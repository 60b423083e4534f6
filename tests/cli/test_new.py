"""`reallocate new`, as a person and as a machine calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from reallocate.cli.main import app
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.read import load_scenario, scenario_from_flags
from reallocate.work.world import World


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


def test_json_is_one_object_on_stdout(tmp_path: Path) -> None:
    shown = new("x", "-i", "524100", "-n", "500", "--dir", str(tmp_path), "--json")
    found = json.loads(shown.stdout)
    assert found["status"] == "written" and found["files"] == ["scenario.toml", "roles.csv"]
    assert found["roles"] > 100 and found["headcount"] == 500


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x", "-i", "banks", "-n", "5"], "Nearest: 5220A1 Credit Intermediation"),
        (["x", "-i", "524100", "-n", "-5"], "--headcount: headcount = -5.0 must be above 0 FTE"),
        (["a/b", "-i", "524100", "-n", "5"], "NAME: name = 'a/b' must be at most 80 letters"),
        (["x", "-i", "524100", "-n", "5", "--dir", "nowhere"], "there is no folder nowhere"),
        (["x", "-i", "524100", "-n", "5", "--pay-per-head", "1"], "must be at least 1000 USD/FTE/year"),
        (["x", "-i", "524100", "-n", "five"], "should be a valid number"),
        (["x", "-n", "5"], "--industry"),
    ],
)
def test_bad_input_ends_with_2_and_writes_nothing(tmp_path: Path, words: list[str], said: str) -> None:
    shown = new(*words)
    assert shown.exit_code == 2
    assert said in " ".join(shown.stderr.split())
    assert "Traceback" not in shown.stderr and shown.stdout == ""
    assert not list(tmp_path.iterdir())


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


def test_a_roster_that_cannot_be_planned_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,title,salary\n1,Wizard of light bulb moments,5\n", encoding="utf-8")
    for words in (["--roster", "people.csv"], ["--roster", "nobody.csv"], ["--roster", "people.csv", "-n", "5"], []):
        shown = new("ours", *words)
        assert shown.exit_code == 2 and shown.stdout == ""
    assert [entry.name for entry in tmp_path.iterdir()] == ["people.csv"]
    assert "Give --industry and --headcount, or --roster" in " ".join(shown.stderr.split())
