"""A roster in Python: the same check as the command line's, no person, and the firm it makes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import reallocate as ra
from reallocate.cli.main import app


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file of 160 people in two occupations."""
    file = tmp_path / "people.csv"
    titles = ["Customer Service Representatives"] * 100 + ["Software Developers"] * 60
    table = {"id": range(160), "name": [f"Person {number}" for number in range(160)], "Job Title": titles, "Base Pay": 60_000}
    pd.DataFrame(table).to_csv(file, index=False)
    return file


def test_the_check_is_the_command_lines_and_shows_nobody(people: Path) -> None:
    roster = ra.Roster.read(people, date="2026-06-30")
    found = roster.check()
    assert found.is_clean and found.is_ready and not roster.unsure
    done = CliRunner().invoke(app, ["roster", str(people), "--date", "2026-06-30", "--json"])
    assert done.exit_code == 0 and json.loads(done.stdout) == json.loads(json.dumps(found.to_dict()))
    assert "160 people" in repr(roster) and "Person 1" not in repr(roster)


def test_it_makes_a_firm(people: Path) -> None:
    roster = ra.Roster.read(people, date="2026-06-30")
    firm = roster.scenario(name="ours", set={"demand_growth": 0.02})
    assert firm == ra.Scenario.from_roster(people, date="2026-06-30", name="ours", set={"demand_growth": 0.02})
    assert (firm.name, firm.parameters, firm.reading.date) == ("ours", {"demand_growth": 0.02}, "2026-06-30")


def test_faulty_rows_and_unsure_titles_are_written_to_files(people: Path, tmp_path: Path) -> None:
    table = pd.read_csv(people)
    table.loc[0, "Base Pay"] = -5
    table.loc[1:12, "Job Title"] = "Wizard of things"
    table.to_csv(people, index=False)
    roster = ra.Roster.read(people)
    found = roster.check()
    assert not found.is_clean and not found.is_ready and "review.csv" in repr(found) and "--" not in repr(found)
    roster.write_review(tmp_path / "review.csv")
    roster.write_faults(tmp_path / "faults.csv")
    assert "Wizard of things" in (tmp_path / "review.csv").read_text(encoding="utf-8")
    assert (tmp_path / "faults.csv").stat().st_size > 20


def test_a_column_that_is_not_there_is_refused_in_the_words_of_python(people: Path) -> None:
    with pytest.raises(ra.InputError, match='map'):
        ra.Roster.read(people, map={"title": "Postion"})
    with pytest.raises(ra.InputError, match="there is no file"):
        ra.Roster.read("none.csv")


def test_a_firm_from_a_table_of_roles_and_a_shipped_study(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("code,headcount,loaded_cost\n43-4051,800,70000\n", encoding="utf-8")
    firm = ra.Scenario.from_roles(tmp_path / "roles.csv", name="ours")
    assert firm.roles_path == tmp_path / "roles.csv" and isinstance(firm, ra.Scenario)
    assert isinstance(ra.Scenario.read("hyperscaler-2026"), ra.Scenario)
    with pytest.raises(ra.UnknownName, match="hyperscaler-2026"):
        ra.Scenario.read("hyperscaler-2027")


def test_the_world_is_read_by_name() -> None:
    world = ra.World.load()
    assert {"staffing", "history"} <= set(world.tables) and len(world.occupations) == 830
    assert world.parameters.set_index("name").loc["capture_augmented", "unit"]
    assert {"title", "licence"} <= set(world.origins)
    with pytest.raises(ra.UnknownName, match="nearest: staffing"):
        world.table("stafing")
