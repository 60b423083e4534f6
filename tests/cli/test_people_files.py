"""The people of a file are the people of the firm, in `roster`, `plan` and `cut`, recognised or not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.golden_pages import words
from tests.people_files import FILES, Counted
from typer.testing import CliRunner

import reallocate
from reallocate.cli.main import app

LEAST = 0.01
"""[FTE]"""
UNRECOGNISED = "00-0001"
INDUSTRY = ("--industry", "524100", "--unrecognised", "industry")


def asked(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def today(found: Mapping[str, Any], table: str, column: str) -> float:
    return sum(float(row[column]) for row in found["tables"][table])


@pytest.fixture(scope="module", params=sorted(FILES))
def counted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counted]:
    file = tmp_path_factory.mktemp("people") / f"{request.param}.csv"
    return file, FILES[request.param](file)


def test_people_of_the_file_are_the_people_of_every_answer(
    counted: tuple[Path, Counted], tmp_path: Path
) -> None:
    """To the person and to 0.01 positions; a cut of 10% is 10% of the file's positions, at the file's pay."""
    file, known = counted
    roster, plan = asked("roster", str(file)), asked("plan", "--roster", str(file), "--quick")
    cut = asked("cut", "--roster", str(file), "--exits", "10%", "--quick", "--out", str(tmp_path / "cut"))
    assert roster["people"] == sum(one["people"] for one in roster["certainty"]) == known.people
    assert roster["positions"] == pytest.approx(known.positions, abs=LEAST)
    for found, table, column in (
        (plan, "role_table", "headcount"), (plan, "roles", "headcount"), (plan, "families", "begin"),
        (cut, "role_table", "headcount"), (cut, "cut_groups", "today"),
    ):  # fmt: skip
        assert today(found, table, column) == pytest.approx(known.positions, abs=LEAST), table
    assert today(cut, "cut_groups", "laid_off") == pytest.approx(0.1 * known.positions, abs=1)
    assert known.positions - cut["size"] == pytest.approx(0.1 * known.positions, abs=1)
    apart = {row["group"]: row["today"] for row in cut["tables"]["cut_groups"]}.get("Not recognised", 0.0)
    code = [row["headcount"] for row in plan["tables"]["roles"] if row["role"] == UNRECOGNISED]
    assert apart == pytest.approx(sum(code), abs=LEAST) and bool(apart) == bool(roster["unrecognised"]["people"])
    loaded = sum(row["headcount"] * row["loaded_cost"] for row in cut["tables"]["role_table"])
    multiplier = {row["parameter"]: row["value"] for row in plan["tables"]["assumptions"]}["loaded_multiplier"]
    assert loaded == pytest.approx(multiplier * known.pay, rel=1e-5)
    told = [found.get("unrecognised") for found in (roster, plan["facts"], cut["facts"])]
    assert told[1] == told[2] and bool(told[1]) == bool(roster["unrecognised"]["people"])
    again = reallocate.rerun(tmp_path / "cut", progress=False)
    assert again.status == "same", again.differences


def test_ai_changes_nothing_for_people_who_are_not_recognised(tmp_path: Path) -> None:
    """Where nobody is, it saves nothing; as their industry's people, their pay is their own and AI saves something."""
    counts = {name: FILES[name](tmp_path / f"{name}.csv") for name in ("insurer", "unknown")}
    some, none = (str(tmp_path / f"{name}.csv") for name in counts)
    of_some = asked("plan", "--roster", some, "--quick", "--by", "department")
    rows = pd.DataFrame(of_some["tables"]["roles"])
    assert today(of_some, "role_table", "headcount") == pytest.approx(counts["insurer"].positions, abs=LEAST)
    apart = rows[rows["occupation"].eq(UNRECOGNISED)]
    assert apart["role"].nunique() > 1 and not apart[["automated_share", "augmented_share"]].to_numpy().any()
    assert apart["quits"].gt(0).all() and apart["moves_in"].eq(0).all() and apart["moves_out"].eq(0).all()
    cut = asked("cut", "--roster", none, "--exits", "10%", "--quick")
    assert cut["steps"]["ai"] == {"cost": 0.0, "cash": 0.0} and cut["facts"]["unrecognised"]["people"] == 252
    mixed = asked("plan", "--roster", none, "--quick", *INDUSTRY)
    assert today(mixed, "roles", "headcount") == pytest.approx(counts["unknown"].positions, abs=LEAST)
    saved = {row["figure"]: row["delta"] for row in mixed["tables"]["headline"]}
    assert saved["run-rate saving"] > 0


def test_a_table_of_roles_loses_nobody_either(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("title,headcount,pay\nRegistered Nurses,40,84000\nK7 Lotus,25,50000\n")
    (tmp_path / "firm.toml").write_text('name = "firm"\nroles = "roles.csv"\n')
    found = asked("plan", str(tmp_path / "firm.toml"), "--quick")
    assert today(found, "roles", "headcount") == pytest.approx(65, abs=LEAST)
    told = found["facts"]["unrecognised"]
    assert (told["people"], told["titles"]) == (25, 1) and "column 'code'" in told["sentence"]


@pytest.mark.parametrize("name", ["insurer", "unknown"])
def test_the_sheet_shows_everybody_of_the_file(name: str, tmp_path: Path) -> None:
    known = FILES[name](tmp_path / "people.csv")
    asked("cut", "--roster", str(tmp_path / "people.csv"), "--exits", "10%", "--quick", "--out", str(tmp_path / "cut"))
    sheet = words(reallocate.sheet(tmp_path / "cut", progress=False))
    rows = re.search(r"Not recognised (\d+) .*? All (\d+) (\d+) ", sheet)
    assert rows and int(rows[2]) == round(known.positions)
    assert int(rows[3]) == pytest.approx(0.1 * known.positions, abs=1)
    assert f"of your {known.people} people" in sheet
