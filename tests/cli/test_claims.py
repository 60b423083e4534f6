"""`reallocate claims` refuses what it would not use, all of it at once."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from reallocate.claims import ledger
from reallocate.claims.basis.context import ClaimContext
from reallocate.cli.main import app
from reallocate.kernel.errors import InputError


def refused(*words: str) -> str:
    """What `claims` says of words that it refuses."""
    done = CliRunner().invoke(app, ["claims", *words])
    assert done.exit_code == 2, done.output
    if isinstance(done.exception, InputError):
        return "\n".join(map(str, done.exception.problems))
    return done.output


@pytest.mark.parametrize("words", [("layoffs", "--draws", "8"), ("add", "mine.toml", "--workers", "2")])
def test_what_has_no_effect_is_no_option(words: tuple[str, ...]) -> None:
    assert f"No such option: {words[-2]}" in refused(*words)


def test_fewer_than_two_draws_and_a_seed_below_0_are_told_at_once() -> None:
    told = refused("--draws", "1", "--seed", "-1")
    assert "two draws or more, not 1" in told and "the seed is -1" in told


def test_an_option_of_an_earlier_version_says_what_to_write_now() -> None:
    assert "No such option: --evidence. Write: reallocate scorecard" in " ".join(refused("--evidence").split())


def test_a_value_that_is_no_number_is_refused() -> None:
    assert "capture_augmented=x" in refused("3a", "--set", "capture_augmented=x")


def test_draws_and_seed_are_those_that_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int, int]] = []

    def noted(context: ClaimContext, _: object, names: object, processes: int) -> tuple[()]:
        seen.append((context.draws, context.seed, processes))
        return ()

    monkeypatch.setattr(ledger, "ledger", noted)
    for words in (["--workers", "1"], ["--draws", "8", "--seed", "3", "--workers", "2"]):
        assert CliRunner().invoke(app, ["claims", "3a", *words]).exit_code == 0
    assert seen == [(32, 0, "serial"), (8, 3, "processes:2")]
