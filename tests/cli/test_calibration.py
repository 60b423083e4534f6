"""`simulate calibrate`: what it refuses, prints and writes; the fit itself is told by tests/study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import reallocate.study.calibration.run as made
from reallocate.cli.main import app
from reallocate.study.calibration.run import Calibration
from reallocate.study.calibration.text import sentences

ASK = ["simulate", "calibrate"]


@pytest.fixture
def kept(root: Path) -> Calibration:
    """The calibration that docs/market-fit.md shows."""
    found: dict[str, Any] = json.loads((root / "docs" / "market-fit.json").read_text("utf-8"))
    tables = {name: pd.DataFrame(columns) for name, columns in found["tables"].items() if name != "horizons"}
    text = (root / "src/reallocate/economy/fitted.toml").read_text("utf-8")
    return Calibration(found["meta"], tables, sentences(found["meta"], tables), text)


@pytest.fixture
def run(kept: Calibration, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A program that has just fitted."""
    monkeypatch.setattr(made, "calibrate", lambda *_: kept)
    return CliRunner()


def test_nothing_else_goes_with_it(run: CliRunner) -> None:
    found = run.invoke(app, [*ASK, "--runs", "3"])
    assert found.exit_code == 2 and "No such option: --runs" in found.stderr


def test_another_folder_is_left_alone(run: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    found = run.invoke(app, [*ASK, "--out", str(tmp_path)])
    assert found.exit_code == 2 and "the folder holds something other than" in found.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_the_summary_says_fit_gate_what_stays_free_and_who_wins(run: CliRunner) -> None:
    found = run.invoke(app, ASK)
    assert found.exit_code == 0, found.stderr
    for words in ("13 of 13 checks hold", "What stays free", "no change was nearest", "held", "κ"):
        assert words in found.stdout
    assert "nan" not in found.stdout


def test_the_folder_holds_tables_values_charts_and_can_be_written_again(
    run: CliRunner, tmp_path: Path
) -> None:
    out = tmp_path / "fit"
    for _ in range(2):
        assert run.invoke(app, [*ASK, "--out", str(out)]).exit_code == 0
    names = {file.name for file in out.iterdir()}
    assert {"fitted.toml", "calibration.json", "gate.csv", "hindcast.csv", "market_fit.svg"} <= names
    assert pd.read_csv(out / "gate.csv")["holds"].all()
    assert json.loads((out / "calibration.json").read_text())["status"] == "holds"


def test_for_machines_it_is_one_object(run: CliRunner, kept: Calibration) -> None:
    found = json.loads(run.invoke(app, [*ASK, "--json"]).stdout)
    assert found["status"] == "holds"
    assert found["tables"]["fit"]["series"] == ["unemployment", "openings", "hires", "quits"]
    assert found["tables"]["parameters"]["standard_error"][5] is None, "γ is held"
    assert len(found["tables"]["path"]["month"]) == len(kept.table("path"))


def test_it_is_read_by_parts(kept: Calibration) -> None:
    assert "13 of 13" in repr(kept)
    assert kept.chart("speeds")["title"]
    assert set(kept.explain()) == {"fit", "gate", "free", "hindcast", "not_said"}
