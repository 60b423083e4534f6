"""A saved forecast held against what came, and what `forecast` refuses, prints and writes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import reallocate.market.forecast.record as study
from reallocate.cli.main import app
from reallocate.kernel.errors import InputError
from reallocate.market.forecast.page import FORECAST
from reallocate.market.forecast.record import (
    SCORE,
    forecast_record,
    read_forecast,
    save_forecast,
    score_forecast,
)
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary_text

KEPT = "forecasts/tech-workforce-2026-11-25.json"
ASK = ["forecast"]


@pytest.fixture
def file(root: Path) -> Path:
    return root / KEPT


@pytest.fixture
def saved(file: Path) -> Result:
    return read_forecast(file)


def actual(saved: Result, name: str, **moved: float) -> pd.DataFrame:
    """What came, as if it had been one column of the forecast."""
    rows = saved.table("employment")
    rows = rows[rows["year"].isin((2026, 2027))]
    return rows[["industry", "year"]].assign(employment=rows[name] + rows["industry"].map(moved).fillna(0.0))


def test_scores_by_hand(saved: Result) -> None:
    found = score_forecast(saved, actual(saved, "middle"))
    score = found.table("score").iloc[0]
    assert (score["coverage"], score["error"], score["wanted"]) == (1.0, 0.0, pytest.approx(0.8))
    rows = found.table("rows")
    assert (rows["interval_score"] == rows["high"] - rows["low"]).all()
    assert score["error_no_change"] > 0.0 and score["error_without"] > 0.0
    found = score_forecast(saved, actual(saved, "high", **{"513": 1_000.0}))
    rows = found.table("rows").set_index(["industry", "year"])
    assert not rows.loc[("513", 2026), "inside"] and rows.loc[("516", 2026), "inside"]
    row = rows.loc[("513", 2026)]
    assert row["interval_score"] == pytest.approx(row["high"] - row["low"] + 10.0 * 1_000.0)
    assert found.table("score")["coverage"].item() == pytest.approx(10 / 12)
    assert row["error"] == pytest.approx(row["middle"] / (row["high"] + 1_000.0) - 1.0)
    level = saved.table("employment").set_index(["industry", "year"])["middle"]["all", 2025]
    came = pd.DataFrame({"industry": ["all"], "year": [2027], "employment": [2.0 * level]})
    assert score_forecast(saved, came).table("score")["error_no_change"].item() == pytest.approx(0.5)


def test_every_fault_is_named_at_once(saved: Result) -> None:
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


def test_the_kept_one_can_be_traced(saved: Result) -> None:
    facts = saved.facts
    assert facts["date"] == "2026-11-25" and facts["version"] and facts["seed"] == 0
    assert all(facts["hashes"][name].startswith("sha256:") for name in ("bundle", "parameters"))


@pytest.fixture
def run(saved: Result, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A program that forecasts what was kept."""
    monkeypatch.setattr(study, "tech_workforce", lambda *_, **__: saved)
    return CliRunner()


def test_it_prints_and_saves_and_never_writes_over(run: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "forecast.json"
    found = run.invoke(app, [*ASK, "tech-workforce", "--date", "2026-11-25", "--out", str(out)])
    assert found.exit_code == 0, found.stderr
    for words in ("Five technology industries", "within reach", "90th percentile", "Limits", "5415"):
        assert words in found.stdout
    assert "nan" not in found.stdout.lower().replace("finance", "")
    before = out.read_bytes()
    again = run.invoke(app, [*ASK, "tech-workforce", "--date", "2026-11-25", "--out", str(out)])
    assert again.exit_code == 2 and "exists already" in " ".join(again.stderr.split()) and out.read_bytes() == before
    assert run.invoke(app, [*ASK, "tech-workforce", "--date", "2026-11-25", "--out", "no/such.json"]).exit_code == 2


def test_the_file_is_the_same_after_it_was_read(saved: Result, file: Path, tmp_path: Path) -> None:
    assert forecast_record(saved) == json.loads(file.read_text("utf-8"))
    copy = save_forecast(saved, tmp_path / "copy.json")
    assert copy.read_bytes() == file.read_bytes()
    with pytest.raises(InputError, match="exists already"):
        save_forecast(saved, copy)


def test_forecast_and_score_are_saved_and_opened_as_any_result(saved: Result, tmp_path: Path) -> None:
    for result, kind in ((saved, FORECAST), (score_forecast(saved, actual(saved, "low")), SCORE)):
        opened = Result.opened(kind, open_saved(result.save(tmp_path / kind.name)))
        assert opened.to_dict() == result.to_dict()
        assert "nan" not in summary_text(result.title, kind.card(result)).lower().replace("finance", "")


def test_industries_and_years_are_shown_by_name(saved: Result) -> None:
    words = summary_text(saved.title, FORECAST.card(saved))
    assert "All five" in words and "Publishing" in words and " 2030 " in words
    page = saved.page()
    assert "entry-level openings" in page and "none yet" in page and "2,030" not in page


def test_a_saved_one_is_scored(run: CliRunner, file: Path, tmp_path: Path) -> None:
    came = tmp_path / "came.csv"
    came.write_text("industry,year,employment\n513,2026,700000\nall,2026,4380000\n")
    found = run.invoke(app, [*ASK, "score", str(file), "--actual", str(came)])
    assert found.exit_code == 0, found.stderr
    assert "50% of 2 values" in found.stdout and "no change" in found.stdout
    as_json = json.loads(run.invoke(app, [*ASK, "score", str(file), "--actual", str(came), "--json"]).stdout)
    tables = as_json["tables"]
    assert tables["score"][0]["coverage"] == 0.5 and len(tables["rows"]) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tech-workforce"], "a forecast needs a date"),
        (["tech-workforce", "--date", "26.11."], "'26.11.' is no day"),
        (["tech"], "there is no forecast 'tech'"),
        (["tech-workforce", "--steps", "4"], "No such option: --steps"),
        (["tech-workforce", "--date", "2026-11-25", "--set", "nope=1"], "there is no parameter 'nope'"),
        (["score", "none.json", "--actual", "none.csv"], "there is no file 'none.json'"),
        (["score", "none.json", "--actual", "none.csv", "--draws", "4"], "No such option: --draws"),
    ],
)
def test_it_says_no(run: CliRunner, words: list[str], said: str) -> None:
    found = run.invoke(app, [*ASK, *words])
    assert found.exit_code == 2
    assert said in " ".join(found.stderr.split())
    assert "Traceback" not in found.stderr
