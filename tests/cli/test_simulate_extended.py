"""`reallocate simulate nation`, as a person and as a machine calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import reallocate
from reallocate.cli.main import app
from reallocate.market.published.files import load_market_scenario, with_market_flags

QUICK = ("--years", 1, "--draws", 2, "--reach", "gpt4")


def simulate(*words: object) -> Result:
    return CliRunner().invoke(app, ["simulate", "nation", *(str(word) for word in words)])


@pytest.mark.long
def test_the_object_for_machines_and_the_folder_that_opens_again(tmp_path: Path) -> None:
    made = tmp_path / "made"
    words = ("--capability", "plateau", "--set", "ai.ceiling=0.8", "--policy", "retraining=1")
    done = simulate(*QUICK, *words, "--out", made, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["kind"] == "nation" and told["facts"]["own"] == {"industry_adoption_ceiling": 0.8}
    assert told["facts"]["policy"]["retraining"] == 1 and told["facts"]["seed"] == 0
    assert told["facts"]["hashes"]["bundle"] and "jobs" in told["tables"]
    opened = reallocate.open(made)
    assert json.loads(json.dumps(opened.to_dict())) == told
    assert (made / "page.html").read_bytes().startswith(b"<!doctype html>")
    written = load_market_scenario(made)
    assert written.laws.mode == "extended" and written.draws == 2 and written.ai is not None


@pytest.mark.long
def test_a_folder_runs_again_in_its_place(tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert simulate(*QUICK, "--set", "ai.ceiling=0.8", "--out", made).exit_code == 0
    before = (made / "tables" / "path.parquet").read_bytes()
    assert simulate(made, "--out", made).exit_code == 0
    assert (made / "tables" / "path.parquet").read_bytes() == before


@pytest.mark.parametrize(
    ("flags", "mode"),
    [
        ({}, "extended"),
        ({"years": 3}, "extended"),
        ({"engine": "flow", "runs": 1}, "extended"),
        ({"steps": 30}, "published"),
        ({"engine": "counts"}, "published"),
        ({"market": "us-groups"}, "published"),
        ({"market": "ours.csv"}, "published"),
        ({"mode": "published"}, "published"),
    ],
)
def test_which_laws_are_taken(flags: dict[str, object], mode: str) -> None:
    assert with_market_flags(None, **flags).mode == mode


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "time.steps=5"], ["[time] steps", "extended laws do not use"]),
        (["--set", "laws.mode=published"], ["one for the published laws", "reallocate simulate market"]),
        (["--steps", "5"], ["No such option: --steps"]),
        (["--policy", "retraning=1"], ["no key 'policy.retraning'", "policy.retraining"]),
        (["--reach", "gpt"], ["no source of reach 'gpt'", "Nearest: gpt4"]),
        (["--draws", "1"], ["draws = 1 must be at least 2", "--draws"]),
        (["--set", "captur=0.5"], ["no key 'captur'", "capture_augmented"]),
        (["--set", "capture_augmented=1.5"], ["share above 1"]),
        (["--set", "ai.ceiling=0.5", "--set", "industry_adoption_ceiling=0.7"], ["set the same assumption"]),
        (["--capability", "slow"], ["not one of trend, plateau"]),
        (["--set", "policy.retraining=2"], ["policy.retraining", "at most 1"]),
        (["--set", "policy.retraining=nan"], ["policy.retraining", "finite number"]),
        (["--set", "policy.insured_years=-1"], ["insured_years = -1", "at least 0 years"]),
        (["--set", "ai.ceiling=1.2", "--set", "capture_augmented=-1"], ["at most 1", "capture_augmented = -1 is negative"]),
        (
            ["--set", "api_share=0", "--set", "utilisation=0"],
            ["api_share = 0 is below 0.01", "utilisation = 0 is below 0.001"],
        ),
        (
            ["--set", "benefit_weeks_now=0", "--set", "policy.benefit_weeks=4"],
            ["benefit_weeks_now = 0 is not"],
        ),
        (["--set", "industry_compute_capital=0.8", "--set", "industry_compute_power=0.3"], ["add up to 1.1"]),
    ],
)
def test_what_cannot_be_is_said(words: list[str], said: list[str]) -> None:
    done = simulate(*words, "--json")
    assert done.exit_code == 2 and not done.stdout and isinstance(done.exception, SystemExit), done.output
    text = " ".join(done.stderr.split())
    assert all(part in text for part in said), text


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = simulate("--out", tmp_path)
    assert done.exit_code == 2 and "Nothing was changed" in " ".join(done.stderr.split())
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_central_run_is_printed_as_csv_and_refused_in_words() -> None:
    words = ["simulate", "central", "--years", "2", "--set", "ai.ceiling=0.7", "--policy", "wage_insurance=0.5"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    ours = reallocate.Market(years=2, set={"ai.ceiling": 0.7}, policy={"wage_insurance": 0.5}).path()
    assert done.stdout == ours.to_csv(index=False) and len(ours) == 9
    wrong = CliRunner().invoke(app, ["simulate", "central", "--set", "ai.ceilling=0.7"])
    assert wrong.exit_code != 0
