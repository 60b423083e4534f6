"""The engine of one record a person inside `simulate`: same kind of answer, and what became of people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reallocate.cli.main import app


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("market")
    (folder / "m.csv").write_text("occupation,employment,wage\nclerks,5000,40000\ncarers,4000,35000\n")
    (folder / "p.csv").write_text("occupation,probability\nclerks,0.6\ncarers,0.0\n")
    return json.loads(_json(folder, "--shock", str(folder / "p.csv"), "--shock-start", "5", "--shock-years", "3"))


def _json(folder: Path, *more: str) -> str:
    words = ["simulate", "market", str(folder / "m.csv"), "--mobility", "complete", "--engine", "agents"]
    words += ["--steps", "60", "--json", *more]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_answers_as_the_other_engines_do_and_the_exposed_lose_more(run: dict) -> None:
    path, occupations = run["tables"]["path"], run["tables"]["occupations"]
    assert len(path) == 60 and {row["occupation"] for row in occupations} == {"clerks", "carers"}
    people = sum(row["employment"] + row["unemployment"] for row in occupations)
    assert people == run["facts"]["labour_force"]
    least, most = (row for row in run["tables"]["people"] if row["people"])
    assert most["cut"] > least["cut"] and most["earnings_loss"] > least["earnings_loss"]
    assert sum(row["people"] for row in run["tables"]["people"]) == 9000
    assert "augmented" not in most


def test_without_pay_nothing_is_said_of_pay(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("occupation,employment\nclerks,500\ncarers,400\n")
    (row,) = json.loads(_json(tmp_path))["tables"]["people"]
    assert row["group"] == "everybody" and "pay_before" not in row and 0 < row["displaced"] < 1
