"""A saved forecast held against what came, and what `forecast` refuses, prints and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import reallocate.study.forecast.run as study
from reallocate.cli.main import app
from reallocate.errors import InputError
from reallocate.study.forecast.run import Forecast
from reallocate.study.forecast.score import read_forecast, score_forecast

KEPT = "forecasts/tech-workforce-2026-11-25.json"
ASK = ["forecast"]


@pytest.fixture
def file(root: Path) -> Path:
    return root / KEPT


@pytest.fixture
def saved(file: Path) -> dict[str, Any]:
    return read_forecast(file)


def actual(saved: dict[str, Any], name: str, **moved: float) -> pd.DataFrame:
    """What came, as if it had been one column of the forecast."""
    rows = [row for row in saved["employment"] if row["year"] in (2026, 2027)]
    jobs = [row[name] + moved.get(row["industry"], 0.0) for row in rows]
    return pd.DataFrame(rows)[["industry", "year"]].assign(employment=jobs)


def test_what_came_as_foretold_scores_best(saved: dict[str, Any]) -> None:
    found = score_forecast(saved, actual(saved, "middle"))
    assert (found.coverage, found.error, found.wanted) == (1.0, 0.0, pytest.approx(0.8))
    rows = found.rows
    assert (rows["interval_score"] == rows["high"] - rows["low"]).all()
    assert found.error_no_change > 0.0 and found.error_without > 0.0


def test_a_miss_costs_ten_times_its_size(saved: dict[str, Any]) -> None:
    found = score_forecast(saved, actual(saved, "high", **{"513": 1_000.0}))
    rows = found.rows.set_index(["industry", "year"])
    assert not rows.loc[("513", 2026), "inside"] and rows.loc[("516", 2026), "inside"]
    row = rows.loc[("513", 2026)]
    assert row["interval_score"] == pytest.approx(row["high"] - row["low"] + 10.0 * 1_000.0)
    assert found.coverage == pytest.approx(10 / 12)
    assert row["error"] == pytest.approx(row["middle"] / (row["high"] + 1_000.0) - 1.0)


def test_no_change_is_measured_from_the_level_at_the_start(saved: dict[str, Any]) -> None:
    level = next(row["middle"] for row in saved["employment"] if row["industry"] == "all")
    came = pd.DataFrame({"industry": ["all"], "year": [2027], "employment": [2.0 * level]})
    assert score_forecast(saved, came).error_no_change == pytest.approx(0.5)


def test_every_fault_is_named_at_once(saved: dict[str, Any]) -> None:
    came = pd.DataFrame(
        {"industry": ["514", "513", "513"], "year": [2026, 2025, 2026], "employment": [1, 2, -3]}
    )
    with pytest.raises(InputError) as caught:
        score_forecast(saved, came)
    text = " ".join(str(problem) for problem in caught.value.problems)
    assert len(caught.value.problems) == 3
    assert "514 in 2026" in text and "513 in 2025" in text and "-3" in text
    with pytest.raises(InputError, match="employment"):
        score_forecast(saved, came.drop(columns="employment"))
    with pytest.raises(InputError, match="twice"):
        score_forecast(saved, pd.concat([actual(saved, "middle")] * 2))


def test_the_kept_one_can_be_traced(saved: dict[str, Any]) -> None:
    assert saved["date"] == "2026-11-25" and saved["version"] and saved["seed"] == 0
    assert all(saved["hashes"][name].startswith("sha256:") for name in ("bundle", "parameters"))


@pytest.fixture
def run(saved: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A program that forecasts what was kept."""
    tables = {name: pd.DataFrame(saved.pop(name)) for name in ("employment", "exclusive", "mapping")}
    monkeypatch.setattr(study, "tech_workforce", lambda *_, **__: Forecast(saved, **tables))
    return CliRunner()


def test_it_prints_and_saves_and_never_writes_over(run: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "forecast.json"
    found = run.invoke(app, [*ASK, "tech-workforce", "--date", "2026-11-25", "--out", str(out)])
    assert found.exit_code == 0, found.stderr
    for words in ("Five industries", "within reach", "ninetieth", "What this does not say", "5415"):
        assert words in found.stdout
    assert "nan" not in found.stdout.lower().replace("finance", "")
    before = out.read_bytes()
    again = run.invoke(app, [*ASK, "tech-workforce", "--date", "2026-11-25", "--out", str(out)])
    assert again.exit_code == 2 and "exists already" in " ".join(again.stderr.split()) and out.read_bytes() == before
    assert run.invoke(app, [*ASK, "tech-workforce", "--date", "2026-11-25", "--out", "no/such.json"]).exit_code == 2


def test_the_object_is_what_is_saved(run: CliRunner, file: Path) -> None:
    found = run.invoke(app, [*ASK, "tech-workforce", "--date", "2026-11-25", "--json"])
    assert json.loads(found.stdout) == json.loads(file.read_text("utf-8"))


def test_a_saved_one_is_scored(run: CliRunner, file: Path, tmp_path: Path) -> None:
    came = tmp_path / "came.csv"
    came.write_text("industry,year,employment\n513,2026,700000\nall,2026,4380000\n")
    found = run.invoke(app, [*ASK, "score", str(file), "--actual", str(came)])
    assert found.exit_code == 0, found.stderr
    assert "50% of 2 values" in found.stdout and "no change" in found.stdout
    told = json.loads(run.invoke(app, [*ASK, "score", str(file), "--actual", str(came), "--json"]).stdout)
    assert told["coverage"] == 0.5 and len(told["rows"]) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tech-workforce"], "a forecast needs a date"),
        (["tech-workforce", "--date", "26.11."], "'26.11.' is no day"),
        (["tech"], "there is no forecast 'tech'"),
        (["tech-workforce", "--steps", "4"], "No such option: --steps"),
        (["tech-workforce", "--date", "2026-11-25", "--set", "nope=1"], "there is no parameter 'nope'"),
        (["score", "none.json", "--actual", "none.csv"], "cannot be read as a saved forecast"),
        (["score", "none.json", "--actual", "none.csv", "--draws", "4"], "No such option: --draws"),
    ],
)
def test_it_says_no(run: CliRunner, words: list[str], said: str) -> None:
    found = run.invoke(app, [*ASK, *words])
    assert found.exit_code == 2
    assert said in " ".join(found.stderr.split())
    assert "Traceback" not in found.stderr
