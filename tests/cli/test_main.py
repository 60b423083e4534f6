"""The frame of the command line: verbs, errors, exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer
from tests.worlds import small_world
from typer.testing import CliRunner, Result

import reallocate
from reallocate.cli import main
from reallocate.cli.process import command
from reallocate.kernel.errors import InputError, Problem, ReallocateError

GOOD = 'name = "x"\nindustries = ["524100"]\nheadcount = 1000\n'
ROLES = 'name = "x"\nroles = "roles.csv"\n'


def call(*words: str) -> Result:
    return CliRunner().invoke(main.app, list(words))


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb that reads a scenario and builds its firm, as every verb that takes one does."""

    def check(path: str) -> None:
        """Read a scenario."""
        from reallocate.firm.request.firm import build_firm
        from reallocate.firm.request.read import load_scenario

        firm, *_ = build_firm(small_world(), load_scenario(path))
        print(f"{firm.headcount:g} people")

    def stop() -> None:
        """Be interrupted."""
        raise KeyboardInterrupt

    for name, function in {"check": check, "stop": stop}.items():
        module = ModuleType(f"reallocate.cli.{name}")
        setattr(module, name, function)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(main._VERBS, name, "for tests")


def test_help_lists_every_verb_with_its_line() -> None:
    shown = call("--help")
    assert shown.exit_code == 0
    for verb, line in main._VERBS.items():
        assert f"  {verb} " in shown.stdout
        assert line.split()[0] in shown.stdout


def test_the_record_of_a_command_tells_no_folder_of_people(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = "plan --roster closing/people.csv --review=closing/review.csv --set capture_automated=0.5 --out"
    monkeypatch.setattr(sys, "argv", ["reallocate", *words.split(), str(tmp_path / "ours")])
    assert command() == (
        "reallocate plan --roster people.csv --review=review.csv --set capture_automated=0.5 --out ours"
    )


def test_every_verb_can_be_loaded() -> None:
    verbs = main.Verbs(main._VERBS)
    assert {"new", "data"} <= set(verbs)
    assert all(verbs[verb].help for verb in verbs)


def test_the_version_is_the_package_s() -> None:
    assert call("--version").stdout.strip() == f"reallocate {reallocate.__version__}"


def test_an_unknown_verb_shows_the_nearest_and_ends_with_2() -> None:
    shown = call("nwe")
    assert shown.exit_code == 2
    assert "'new'" in shown.stderr


@pytest.mark.parametrize(
    ("scenario", "roles", "said"),
    [
        (b"", None, "the file is empty"),
        ("name = \"Café\"".encode("latin-1"), None, "not UTF-8"),
        ((GOOD + "headcout = 5\n").encode(), None, "line 4: unknown key 'headcout'. Nearest: headcount"),
        ((GOOD + "[exits]\nshare = 1.4\n").encode(), None, "share = 1.4 must be below 1"),
        ((GOOD + "pay_per_head = -5\n").encode(), None, "pay_per_head = -5 must be at least 1000"),
        (GOOD.replace("524100", "999999").encode(), None, "no staffing pattern is published for industry 999999"),
        (ROLES.encode(), None, "there is no file 'roles.csv'"),
        (ROLES.encode(), b"", "roles.csv: the file is empty"),
        (ROLES.encode(), b"code,headcount\n99-9999,5\n", "roles.csv row 2: unknown occupation code '99-9999'"),
        (ROLES.encode(), b"code,headcount,fte\n15-1252,5,1.2\n", "roles.csv row 2: fte is 1.2"),
        (ROLES.encode(), b"code,headcount,loaded cost\n15-1252,5,-9\n", "loaded_cost is negative"),
        (ROLES.encode(), "title,headcount\nCafé,5\n".encode("latin-1"), "byte 0xe9"),
        (ROLES.encode(), b"code,headcount\n15-1252,5\n15-1252,6\n", "occurs 2 times"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error_and_ends_with_2(
    tmp_path: Path, check: None, scenario: bytes, roles: bytes | None, said: str
) -> None:
    (tmp_path / "scenario.toml").write_bytes(scenario)
    if roles is not None:
        (tmp_path / "roles.csv").write_bytes(roles)
    before = sorted(entry.name for entry in tmp_path.iterdir())
    shown = call("check", str(tmp_path))
    assert shown.exit_code == 2
    assert shown.stdout == ""
    assert said in " ".join(shown.stderr.split())
    assert "Traceback" not in shown.stderr
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before, "nothing half-written"


def test_good_input_is_done(tmp_path: Path, check: None) -> None:
    (tmp_path / "scenario.toml").write_text(GOOD, encoding="utf-8")
    shown = call("check", str(tmp_path))
    assert (shown.exit_code, shown.stdout) == (0, "1000 people\n")


def test_an_interrupt_ends_with_130(check: None) -> None:
    assert call("stop").exit_code == 130


def test_an_error_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> typer.Typer:
        raise ZeroDivisionError

    monkeypatch.setattr(main, "load_verb", broken)
    assert isinstance(call("new", "--help").exception, ZeroDivisionError)


def test_several_problems_are_a_list_and_many_are_cut_short() -> None:
    one = main.error_text(InputError(Problem("bad", "here", "Mend it.")))
    assert one == "Error: here: bad. Mend it."
    many = main.error_text(ReallocateError([Problem(f"bad {number}") for number in range(25)]))
    assert many.splitlines()[0] == "25 problems:"
    assert "- bad 19." in many and "bad 20" not in many and "and 5 more" in many


def test_the_program_runs_as_a_command(tmp_path: Path) -> None:
    program = "from reallocate.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "new", "x", "-i", "banks", "-n", "5"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: ") and "Traceback" not in done.stderr
    assert done.stdout == "" and not list(tmp_path.iterdir())
