"""Every promise is an option of `reallocate plan` and an argument of Python, made from its key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import reallocate as ra
from reallocate.cli.main import app
from reallocate.firm.report import result as run
from reallocate.firm.request.promise_keys import Promises, promise_flags, promise_value
from reallocate.firm.request.read import FLAGS, scenario_from_flags
from reallocate.kernel.errors import InputError, UnknownName

ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n"
SCENARIO = 'name = "tiny"\nroles = "roles.csv"\nquarters = 3\n[promises]\nprotect = ["13-1031"]\n'
WORDS = (
    "--no-layoffs-before", "2027-01", "--keep-at-least", "90%", "--keep-at-least", "43-4051=500",
    "--max-exits-per-month", "12", "--protect", "43-4051", "--protect", "13-0000", "--retrain-before-exit", "0",
    "--minimum-cover", "43-4051=400", "--span-at-most", "9.5", "--notice-days", "60", "--jurisdiction", "US",
)  # fmt: skip
KEPT: dict[str, Any] = {
    "no_layoffs_before": "2027-01", "keep_at_least": {"all": 0.9, "43-4051": 500.0}, "max_exits_per_month": 12.0,
    "protect": ("43-4051", "13-0000"), "retrain_before_exit": 0.0, "minimum_cover": {"43-4051": 400.0},
    "span_at_most": 9.5, "notice_days": 60.0, "jurisdiction": "US",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "roles.csv").write_text(ROLES, encoding="utf-8")
    (tmp_path / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The scenarios that would be planned."""
    seen: list[Any] = []

    def stop(scenario: Any, *rest: Any) -> None:
        seen.append(scenario)
        raise InputError("enough")

    monkeypatch.setattr(run, "set_up", stop)
    return seen


def test_every_key_has_an_option_and_its_example_is_readable() -> None:
    names = [flag.name for flag in promise_flags()]
    assert names == list(Promises.model_fields) == list(KEPT)
    assert all(FLAGS[name] == ("promises", name) for name in names)
    shown = CliRunner().invoke(app, ["plan", "--help"]).stdout
    assert all(f"--{name.replace('_', '-')}" in shown for name in names)
    assert "Promises to employees" in shown


def test_options_and_arguments_set_the_same_keys(folder: Path, planned: list[Any]) -> None:
    CliRunner().invoke(app, ["plan", str(folder), *WORDS])
    with pytest.raises(InputError, match="enough"):
        ra.plan(folder, **KEPT, progress=False)
    by_words, by_arguments = planned
    assert by_words.promises == by_arguments.promises == Promises(**KEPT)


def test_what_is_not_given_stays_as_the_scenario_has_it(folder: Path, planned: list[Any]) -> None:
    CliRunner().invoke(app, ["plan", str(folder), "--span-at-most", "8"])
    assert planned[0].promises == Promises(protect=("13-1031",), span_at_most=8.0)


def test_one_number_is_a_share_of_all_and_one_name_is_enough() -> None:
    kept = scenario_from_flags(["524100"], 500, keep_at_least=0.8, protect="43-4051").promises
    assert kept.keep_at_least == {"all": 0.8} and kept.protect == ("43-4051",)
    assert promise_value("keep_at_least", ["all=0.8"]) == {"all": 0.8}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--keep-at-least", "most"], "--keep-at-least: 'most' names no number of positions"),
        (["--minimum-cover", "43-4051=1", "--minimum-cover", "43-4051=2"], "43-4051 is named twice"),
        (["--keep-at-least", "1.5"], "keep_at_least = 1.5 is a share and must be at most 1"),
        (["--no-layoffs-before", "soon"], "--no-layoffs-before"),
        (["--protect", "43-9999"], "protect names '43-9999', which is no role, occupation or major group"),
        (["--max-exits-per-month", "-3"], "--max-exits-per-month"),
    ],
)
def test_what_cannot_be_promised_is_said(folder: Path, words: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["plan", str(folder), *words])
    assert done.exit_code == 2 and said in " ".join(done.stderr.split()), done.stderr


def test_an_argument_that_is_no_promise_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"plan has no argument 'protekt'.*Nearest: protect"):
        ra.plan("hyperscaler-2026", protekt="43-4051", progress=False)
    with pytest.raises(UnknownName, match="plan has no argument 'roster'"):
        ra.plan("hyperscaler-2026", roster="people.csv", progress=False)
