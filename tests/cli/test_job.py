"""`reallocate job`, as a person and as a machine calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import reallocate
from reallocate.cli.main import app

MOVE = "occupation title of_100_leavers low high seen entry_pay later_pay automatable asks section first"


def job(*words: str) -> Result:
    return CliRunner().invoke(app, ["job", *words])


def found(*words: str) -> dict[str, Any]:
    done = job(*words, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["moves"] == told["tables"]["moves"]
    return {**told["facts"], **told["tables"], "text": told["text"]}


@pytest.mark.parametrize("name", ["43-4051", "Registered Nurses", "project manager"])
def test_the_object_for_machines(name: str) -> None:
    card = found(name)
    assert {"activities", "history", "pay", "moves", "direction"} <= set(card)
    assert all(set(MOVE.split()) <= set(move) for move in card["moves"]) and len(card["moves"]) > 3
    assert card["request"]["job"] == name


def test_the_card_for_people() -> None:
    done = job("registered nurse", "--area", "California", "--age", "40", "--pay", "120000")
    assert done.exit_code == 0 and not done.stderr
    said = " ".join(done.stdout.split())
    for words in (
        "29-1141", "California", "Hours that AI reaches", "not the chance of losing the job", "So far",
        "Pay in California", "Moves without long study", "After study", "Other moves people made",
        "What to do this month",
        "Limits of these figures", "Pay of 120,000 USD a year is at rank",
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["zzz qqq"], "no match found for the title 'zzz qqq'"),
        (["99-9999"], "99-9999"),
        (["43-4051", "--area", "Califonia"], "Nearest: 0600000 California"),
        (["43-4051", "--pay", "25"], "× 2,080: 52,000 USD"),
        (["43-4051", "--pay", "20000000"], "pay of 20,000,000 USD a year"),
        (["43-4051", "--age", "7"], "an age of 7"),
        (["43-4051", "--education", "bachelr"], "Nearest: Bachelor's Degree"),
        (["43-4051", "--have", "Negotiaton"], "Nearest: Negotiation"),
        (["43-4051", "--horizon", "0"], "a horizon of 0 years"),
        (["43-4051", "--tasks", "none.txt"], "none.txt"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(words: list[str], said: str, tmp_path: Path) -> None:
    done = job(*words, "--json", "--out", "made", "--html", "card.html")
    assert done.exit_code == 2 and done.stdout == ""
    assert "Traceback" not in done.stderr and isinstance(done.exception, SystemExit)
    assert said in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_the_page_and_the_folder(tmp_path: Path) -> None:
    done = job("43-4051", "--html", "card.html", "--out", "made")
    assert done.exit_code == 0 and "made/page.html" in done.stdout
    page = (tmp_path / "card.html").read_bytes()
    assert page == (tmp_path / "made" / "page.html").read_bytes()
    assert len(reallocate.open(tmp_path / "made").table("moves")) > 3
    assert sorted(one.name for one in tmp_path.iterdir()) == ["card.html", "made"]


def test_a_page_in_a_folder_that_is_not_there_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reallocate.api.job.job_study", lambda *_, **__: pytest.fail("work was done"))
    done = job("43-4051", "--html", str(tmp_path / "a" / "b" / "x.html"))
    assert done.exit_code == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert "does not exist" in done.stderr and list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "thesis.txt").write_text("mine", encoding="utf-8")
    done = job("43-4051", "--out", "made")
    assert done.exit_code == 2 and "something other than" in done.stderr
    assert [one.name for one in (tmp_path / "made").iterdir()] == ["thesis.txt"]


def test_a_list_of_tasks_and_what_one_has(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text(
        "answer customers by telephone\nprepare budget reports\n", encoding="utf-8"
    )
    card = found("43-4051", "--tasks", "mine.txt", "--have", "Negotiation", "--have", "Law and Government")
    assert card["request"]["have"] == ["Negotiation", "Law and Government"] and card["request"]["tasks"] == 2
    assert len(card["tasks"]) == 2
    assert any("were right" in line for line in card["text"]["hours"])
    assert not {"Negotiation", "Law and Government"} & {row["title"] for row in card["gaps"]}
