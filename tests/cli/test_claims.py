"""`reallocate claims` refuses what it would not use, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reallocate.claims import ledger
from reallocate.claims.basis.context import ClaimGround
from reallocate.cli.main import app
from reallocate.errors import InputError


def refused(*words: str) -> str:
    """What `claims` says of words that it refuses."""
    done = CliRunner().invoke(app, ["claims", *words])
    assert done.exit_code == 2, done.output
    if isinstance(done.exception, InputError):
        return "\n".join(map(str, done.exception.problems))
    return done.output


@pytest.mark.parametrize("kind", ["--evidence", "--layoffs"])
def test_what_draws_nothing_refuses_draws_and_processes(kind: str) -> None:
    told = refused(kind, "--draws", "8", "--seed", "1", "--workers", "2")
    for name in ("--draws", "--seed", "--workers"):
        assert f"{name} does nothing there" in told


def test_the_layoff_record_refuses_a_folder_of_sources(tmp_path: Path) -> None:
    assert "--sources does nothing there" in refused("--layoffs", "--sources", str(tmp_path))


def test_a_claim_of_ones_own_is_made_in_one_process() -> None:
    assert "--workers does nothing there" in refused("add", "mine.toml", "--workers", "2")


def test_a_value_that_is_no_number_is_refused() -> None:
    assert "capture=x" in refused("3a", "--set", "capture=x")


def test_draws_and_seed_are_those_that_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int, int]] = []

    def noted(ground: ClaimGround, _: object, names: object, processes: int) -> tuple[()]:
        seen.append((ground.draws, ground.seed, processes))
        return ()

    monkeypatch.setattr(ledger, "ledger", noted)
    for words in (["--workers", "1"], ["--draws", "8", "--seed", "3", "--workers", "2"]):
        assert CliRunner().invoke(app, ["claims", "3a", *words]).exit_code == 0
    assert seen == [(32, 0, 1), (8, 3, 2)]
