"""`reallocate open` and `rerun`: a saved result says the same again, and is computed again to the last digit."""

from __future__ import annotations

import json
import stat
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result
from tests.disk.disturbed import files_below
from typer.testing import CliRunner

from reallocate.api.rerun import _figures_of, differences
from reallocate.api.saved import open as open_result
from reallocate.cli.main import app

MARKET = "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n"
SHOCK = "occupation,probability\na,0.9\nb,0\nc,0.2\n"
WORDS = (
    "simulate", "market", "m.csv", "--mobility", "complete", "--steps", "12", "--shock", "p.csv",
    "--shock-start", "2", "--engine", "counts", "--runs", "3", "--seed", "5",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "m.csv").write_text(MARKET)
    (tmp_path / "p.csv").write_text(SHOCK)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def run(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.output
    return done


@pytest.fixture
def saved(place: Path) -> tuple[Result, Path]:
    return run(*WORDS, "--out", "results/market"), place / "results" / "market"


def test_open_says_what_the_command_said_and_where_the_page_is(saved: tuple[Result, Path]) -> None:
    printed, folder = saved
    opened = run("open", "results/market").stdout
    lines, again = ([line for line in text.splitlines() if line.strip()] for text in (printed.stdout, opened))
    assert len(lines) > 20 and again[: len(lines)] == lines
    assert "The page: results/market/page.html" in opened and "reallocate rerun results/market" in opened
    record, saved_record = (
        json.loads(run(*words, "--json").stdout) for words in (WORDS, ("open", str(folder)))
    )
    assert record["tables"] == saved_record["tables"] and record["text"] == saved_record["text"]


def test_open_prints_one_table_as_csv_to_the_last_digit(saved: tuple[Result, Path]) -> None:
    printed = run("open", "results/market", "--table", "path").stdout
    table = open_result(saved[1]).table("path")
    pd.testing.assert_frame_equal(pd.read_csv(StringIO(printed)), table, check_dtype=False, check_exact=True)
    missing = run("open", "results/market", "--table", "paht", code=2)
    assert "there is no table 'paht'" in missing.stderr and "path" in missing.stderr


def test_rerun_gives_the_same_bytes_and_says_so(saved: tuple[Result, Path], place: Path) -> None:
    (place / "m.csv").unlink()
    assert "Same figures" in run("rerun", "results/market", "--out", "again").stdout
    assert files_below(place / "again") == files_below(saved[1]) and len(files_below(saved[1])) > 12
    told = json.loads(run("rerun", "results/market", "--json").stdout)
    assert told == {"status": "same", "differences": [], "because": []}


def test_rerun_names_what_differs(saved: tuple[Result, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from reallocate.market.laws.demand_shock import demand_after

    monkeypatch.setattr(
        "reallocate.market.published.run.demand_after", lambda before, p: demand_after(before, p) * 1.01
    )
    shown = run("rerun", "results/market", code=1).stdout
    assert "values differ. The first:" in shown and "demand_after: saved" in shown


def test_differences_go_down_to_the_innermost() -> None:
    one = {"a": [1, {"b": 2.0}], "c": "x", "d": None}
    other = {"a": [1, {"b": 2.5}], "c": "x", "e": 1}
    assert list(differences(one, other)) == [("a[1].b", 2.0, 2.5), ("e", None, 1)]
    assert list(differences([1, 2], [1])) == [("", [1, 2], [1])]


def test_groups_of_people_are_no_difference_where_an_earlier_version_kept_nothing_of_them() -> None:
    saved, again = (
        {
            "facts": {"scenario": {"roster": roster}, "command": roster, "notes": [roster]},
            "tables": {"people_groups": rows, "roles": [2]},
            "text": {"headline": [roster]},
        }
        for roster, rows in (("p.csv", [1]), ("", []))
    )
    without = ("people_groups",)
    assert not list(differences(_figures_of(saved, True, without), _figures_of(again, True, without)))
    assert list(differences(_figures_of(saved, True), _figures_of(again, True)))
    assert list(differences(_figures_of(saved, False), _figures_of(again, False)))


@pytest.mark.parametrize("verb", ["open", "rerun"])
def test_what_is_altered_or_is_no_result_is_refused(
    saved: tuple[Result, Path], place: Path, verb: str
) -> None:
    (saved[1] / "market.json").write_bytes(b"{}")
    (saved[1] / "page.html").unlink()
    told = " ".join(run(verb, "results/market", code=2).stderr.split())
    assert (
        told.startswith("2 problems") and "market.json" in told and "page.html: the file is missing" in told
    )
    assert "the folder holds no saved result" in " ".join(run(verb, "nowhere", code=2).stderr.split())


def test_a_job_is_opened_and_run_again_and_what_it_lacks_is_said(place: Path) -> None:
    printed = run("job", "43-4051", "--age", "30", "--out", "card", "--json").stdout
    assert json.loads(run("open", "card", "--json").stdout) == json.loads(printed)
    assert "Same figures" in run("rerun", "card").stdout
    assert all(
        stat.S_IMODE(one.stat().st_mode) & 0o077 == 0
        for one in [place / "card", *(place / "card").rglob("*")]
    )
    (place / "tasks.txt").write_text("Check invoices\nAnswer letters of customers\n")
    run("job", "43-4051", "--tasks", "tasks.txt", "--out", "own", "--json")
    assert "does not keep its --tasks FILE" in " ".join(run("rerun", "own", code=2).stderr.split())


def test_a_table_of_jobs_is_opened_and_run_again(place: Path) -> None:
    printed = run("jobs", "-i", "5241", "--top", "3", "--out", "jobs").stdout
    assert "Insurance" in printed and "jobs/page.html" in printed
    assert "The page: jobs/page.html" in run("open", "jobs").stdout
    assert "Same figures" in run("rerun", "jobs").stdout


def test_an_ensemble_is_opened_and_says_what_it_needs(place: Path) -> None:
    words = ("m.csv", "--mobility", "complete", "--steps", "6", "--draws", "4", "--out", "draws")
    printed = run("simulate", "ensemble", *words, "--json").stdout
    assert json.loads(run("open", "draws", "--json").stdout) == json.loads(printed)
    assert all(
        stat.S_IMODE(one.stat().st_mode) & 0o077 == 0
        for one in [place / "draws", *(place / "draws").rglob("*")]
    )
    again = "reallocate simulate ensemble m.csv --draws 4 --out draws --mobility complete --steps 6"
    refused = " ".join(run("rerun", "draws", code=2).stderr.split())
    assert "cannot be computed again from its folder" in refused and f"what made it again: {again}" in refused
    assert "for these kinds: plan, cut, market, nation, job," in refused
    assert f"To compute it again: {again}" in run("open", "draws").stdout
    (place / "draws" / "ensemble.json").write_text("{}")
    assert "ensemble.json: the file was altered" in " ".join(run("open", "draws", code=2).stderr.split())


def test_a_forecast_is_opened_from_its_file(root: Path) -> None:
    file = str(root / "forecasts" / "tech-workforce-2026-11-25.json")
    assert "forecast on 2026-11-25" in run("open", file).stdout
    assert json.loads(run("open", file, "--json").stdout)["facts"]["draws"] == 256
