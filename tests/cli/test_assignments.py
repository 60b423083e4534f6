"""`--set` passes the same checks in every verb, before anything is computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reallocate.cli import main

VERBS = {
    "plan": ["plan", "-i", "524100", "-n", "500"],
    "claims": ["claims"],
    "layoffs": ["claims", "layoffs"],
    "evidence": ["scorecard"],
    "nation": ["simulate", "nation"],
    "ensemble": ["simulate", "ensemble", "--draws", "4", "--out", "draws"],
    "followed": ["simulate", "adopters", "nowhere", "--share", "0.4"],
    "forecast": ["forecast", "tech-workforce", "--date", "2026-11-26"],
}
BAD = {
    "capture_augmented=7": "capture_augmented = 7 is a share above 1",
    "hire_cost=-1": "hire_cost = -1 is negative",
    "doubling_days=nan": "doubling_days = nan",
}


@pytest.mark.parametrize("verb", VERBS)
def test_values_that_cannot_be_are_refused_at_once(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sets = [word for value in BAD for word in ("--set", value)]
    done = CliRunner().invoke(main.app, [*VERBS[verb], *sets])
    assert done.exit_code == 2 and isinstance(done.exception, SystemExit), done.output
    text = " ".join(done.stderr.split())
    for words in BAD.values():
        assert text.count(words) == 1, text
    assert "--set" in text and f"{len(BAD) + text.count('does not read')} problems" in text
    assert not list(tmp_path.iterdir())


def test_values_of_a_market_scenario_are_refused_too(tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(
        '[laws]\nmode = "extended"\n[parameters]\ncapture_augmented = 7.0\nreview_hours = -1.0\n', encoding="utf-8"
    )
    done = CliRunner().invoke(main.app, ["simulate", "nation", str(file)])
    assert done.exit_code == 2 and "capture_augmented = 7 is a share above 1" in " ".join(done.stderr.split())
    assert "review_hours = -1 is negative" in " ".join(done.stderr.split())
