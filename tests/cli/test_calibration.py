"""`simulate calibrate`: what it refuses, prints and writes; the fit itself is told by tests/market."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from tests.kept_calibration import kept_calibration
from typer.testing import CliRunner

import reallocate.market.calibration.page as made
from reallocate.cli.main import app
from reallocate.render.result import Result

ASK = ["simulate", "calibrate"]


@pytest.fixture
def kept(root: Path) -> Result:
    return kept_calibration(root)


@pytest.fixture
def run(kept: Result, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A program that has just fitted."""
    monkeypatch.setattr(made, "calibrate", lambda *_: kept)
    return CliRunner()


def test_nothing_else_goes_with_it(run: CliRunner) -> None:
    found = run.invoke(app, [*ASK, "--runs", "3"])
    assert found.exit_code == 2 and "No such option: --runs" in found.stderr


def test_another_folder_is_left_alone(run: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    found = run.invoke(app, [*ASK, "--out", str(tmp_path)])
    assert found.exit_code == 2 and "the folder holds something other than" in " ".join(found.stderr.split())
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_the_summary_says_fit_criteria_what_is_free_and_who_wins(run: CliRunner) -> None:
    found = run.invoke(app, ASK)
    assert found.exit_code == 0, found.stderr
    for words in ("13 of 13 criteria are met", "data leave free", "no change was nearest", "fixed", "κ"):
        assert words in " ".join(found.stdout.split())
    assert "nan" not in found.stdout


def test_the_folder_holds_page_and_values_and_can_be_written_again(run: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "fit"
    for _ in range(2):
        assert run.invoke(app, [*ASK, "--out", str(out)]).exit_code == 0
    names = {file.name for file in out.iterdir()}
    assert {"fitted.toml", "page.html", "workbook.xlsx", "result.json", "tables"} <= names
    assert pd.read_parquet(out / "tables" / "gate.parquet")["holds"].all()


def test_for_machines_it_is_one_object(run: CliRunner, kept: Result) -> None:
    found = json.loads(run.invoke(app, [*ASK, "--json"]).stdout)
    assert found["status"]["code"] == "run"
    tables = found["tables"]
    assert [row["series"] for row in tables["fit"]] == ["unemployment", "openings", "hires", "quits"]
    assert tables["parameters"][5]["standard_error"] is None, "γ is fixed"
    assert len(tables["path"]) == len(kept.table("path"))


def test_it_is_read_by_parts(kept: Result) -> None:
    assert "13 of 13" in repr(kept)
    assert kept.chart("speeds").to_dict()["title"]
    assert set(kept.explain()) == {"fit", "gate", "free", "hindcast", "not_said"}
