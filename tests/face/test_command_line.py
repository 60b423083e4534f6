"""The command line that a request made in Python is recorded with."""

from __future__ import annotations

from pathlib import Path

import pytest

import reallocate as ra
from reallocate.api.command_line import command_line, recorded, requested_by, without_executor

MARKET = "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n"


@recorded("market run", "market")
def made(
    market: object = None, *, max_hires: float | None = None, set: object = None, within: str = "2%",
    history: bool = False, workers: int | None = None, **more: object,
) -> str:  # fmt: skip
    return command_line()


def test_arguments_become_words_and_options_and_defaults_are_left_out() -> None:
    assert made() == made(None, within="2%", workers=4) == "reallocate market run"
    assert made("us", max_hires=3, set={"a.b": 1, "c": 0.5}, history=True) == (
        "reallocate market run us --max-hires 3 --set a.b=1 --set c=0.5 --history"
    )
    assert made("a b.csv", set=["x=1"], steps=4) == "reallocate market run 'a b.csv' --set x=1 --steps 4"


def test_a_folder_that_may_be_confidential_is_not_recorded(tmp_path: Path) -> None:
    assert made(tmp_path / "m.csv", roster="closing/people.csv") == (
        "reallocate market run m.csv --roster people.csv"
    )


def test_a_command_of_the_shell_is_recorded_as_it_was_given() -> None:
    with requested_by("reallocate market --out made"):
        assert made("us") == "reallocate market --out made"
    assert command_line() == ""


def test_where_work_runs_is_not_recorded_since_it_changes_nothing() -> None:
    for words in (["--executor", "processes:2"], ["--executor=processes:2"]):
        assert list(without_executor(["simulate", *words, "--seed", "1"])) == ["simulate", "--seed", "1"]
        assert list(without_executor(["simulate", "--seed", "1", *words])) == ["simulate", "--seed", "1"]


def test_a_scenario_is_written_as_the_options_that_make_it() -> None:
    firm = ra.Scenario.from_industry("insurance carriers", 2000, quarters=4)
    assert made(firm, within="1%") == (
        "reallocate market run --industry 'insurance carriers' --headcount 2000 --quarters 4 --within 1%"
    )
    elsewhere = ra.Scenario.from_industry("524100", 2000, area="Texas", name="texan")
    assert made(elsewhere) == "reallocate market run texan"


def test_ensembles_and_forecasts_say_how_to_make_them_again(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(MARKET, encoding="utf-8")
    draws = ra.ensemble(
        tmp_path / "m.csv", draws=4, out=tmp_path / "draws", mobility="complete", steps=12, executor="serial",
        progress=False,
    )  # fmt: skip
    assert draws.facts["command"] == (
        "reallocate simulate ensemble m.csv --draws 4 --out draws --mobility complete --steps 12"
    )
    run = ra.simulate(market=tmp_path / "m.csv", mobility="complete", steps=4, progress=False)
    assert run.facts["command"] == "reallocate simulate market m.csv --mobility complete --steps 4"
    card = ra.job("43-4051", age=30)
    assert card.facts["command"] == "reallocate job 43-4051 --age 30"


@pytest.mark.long
def test_a_forecast_says_its_day_and_draws() -> None:
    made = ra.forecast(date="2026-11-26", draws=2, set={"industry_adoption_ceiling": 0.9}, progress=False)
    assert made.facts["command"] == (
        "reallocate forecast --date 2026-11-26 --draws 2 --set industry_adoption_ceiling=0.9"
    )
