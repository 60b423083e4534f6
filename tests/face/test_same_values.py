"""Python and the command line give the same values, since one calls the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.fewer_questions import fewer_questions
from typer.testing import CliRunner

import reallocate as ra
from reallocate.cli.main import app

MARKET = "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n"
TINY = 'name = "tiny"\nroles = "roles.csv"\nquarters = 3\nreach = "people"\n'
ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n15-1252,300,190000\n"


def machine(*words: object) -> Any:
    """The object that a command prints."""
    done = CliRunner().invoke(app, [*(str(word) for word in words), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def plain(result: ra.Result) -> Any:
    """The object of a result as JSON has it."""
    return json.loads(json.dumps(result.to_dict()))


def without_command(record: Any) -> Any:
    """An object without the words that made it."""
    facts = record.get("facts", record)
    return {**record, "facts": {**facts, "command": ""}} if "facts" in record else {**record, "command": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A market of three occupations and a firm of three roles."""
    for name, text in (("m.csv", MARKET), ("scenario.toml", TINY), ("roles.csv", ROLES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_market(folder: Path) -> None:
    file, out = folder / "m.csv", folder / "made"
    made = ra.simulate(
        market=file, mobility="complete", steps=12, set={"laws.separation": 0.03}, out=out, progress=False
    )
    words = ("--mobility", "complete", "--steps", 12, "--set", "laws.separation=0.03")
    assert without_command(plain(made)) == without_command(machine("simulate", "market", file, *words))
    assert plain(ra.open(out)) == plain(made) and made.table("path").equals(ra.open(out).table("path"))
    again = ra.rerun(out, progress=False)
    assert (again.status, again.differences) == ("same", ())


def test_a_job_and_jobs() -> None:
    card = ra.job("43-4051", age=30, have="Negotiation")
    words = ("job", "43-4051", "--age", 30, "--have", "Negotiation")
    assert without_command(plain(card)) == without_command(machine(*words))
    listed = ra.jobs("insurance carriers", top=3)
    assert without_command(plain(listed)) == without_command(machine("jobs", "-i", "insurance carriers", "--top", 3))


def test_the_layoff_record() -> None:
    made = without_command(plain(ra.layoffs(set={"hire_cost": 9000})))
    assert made == without_command(machine("claims", "layoffs", "--set", "hire_cost=9000"))


@pytest.mark.parametrize("words", [("--draws", 8, "--seed", 3, "--set", "loaded_multiplier=1.45")])
def test_claims_are_asked_alike(words: tuple[object, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[object, ...]] = []

    def ledger(base: Any, parameters: Any, names: Any, workers: int) -> tuple[()]:
        seen.append((base.draws, base.seed, dict(parameters), names, workers))
        return ()

    monkeypatch.setattr("reallocate.api.claims.ledger.ledger", ledger)
    ra.claims("3a", draws=8, seed=3, set={"loaded_multiplier": 1.45}, workers=1, progress=False)
    machine("claims", "3a", *words, "--workers", 1)
    assert seen[0] == seen[1] and seen[0][:2] == (8, 3) and seen[0][2]["loaded_multiplier"] == 1.45


@pytest.mark.long
def test_a_plan(folder: Path) -> None:
    with fewer_questions():
        made = ra.plan(folder, workers=1, progress=False, out=folder / "made")
        words = ("plan", folder, "--workers", 1)
        assert without_command(plain(made)) == without_command(machine(*words))
    opened = ra.open(folder / "made")
    assert plain(opened) == plain(made)
    same = ra.compare(made, opened, workers=1, progress=False)
    assert "A and B have the same input" in " ".join(same.explain()["headline"])
    with pytest.raises(ra.InputError, match="names no industry"):
        ra.simulate(adopters=made, share=0.4, progress=False)


def test_a_result_of_another_kind_is_no_plan() -> None:
    card = ra.job("43-4051")
    with pytest.raises(ra.InputError, match="a job's results, not a plan"):
        ra.simulate(adopters=card, share=0.4, progress=False)
    with pytest.raises(ra.InputError, match="A: this is a job's results, not a plan"):
        ra.compare(card, card, progress=False)
    with pytest.raises(ra.InputError, match="market: a job's results has no pay and job finding by year"):
        ra.job("43-4051", market=card)
