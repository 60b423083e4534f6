"""The program as it is started: bad input, signs of the terminal, closed outputs, and what `data` lists."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

import reallocate
from reallocate.cli import main
from reallocate.cli.data import app
from reallocate.cli.process import command, fit_output
from reallocate.cli.results import print_object
from reallocate.data.packs import PACKS
from reallocate.kernel.errors import DataError, InputError, Problem, ReallocateError

GOOD = 'name = "x"\nindustries = ["524100"]\nheadcount = 1000\n'
ROLES = 'name = "x"\nroles = "roles.csv"\n'


def call(*words: str) -> Result:
    return CliRunner().invoke(main.app, list(words))


def test_the_record_of_a_command_tells_no_folder_of_people(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = "plan --roster closing/people.csv --review=closing/review.csv --set capture_automated=0.5 --out"
    monkeypatch.setattr(sys, "argv", ["reallocate", *words.split(), str(tmp_path / "ours")])
    assert command() == (
        "reallocate plan --roster people.csv --review=review.csv --set capture_automated=0.5 --out ours"
    )


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
        (ROLES.encode("utf-16"), None, "scenario.toml: the file is UTF-16"),
        (b"quarters = = 4", None, "scenario.toml line 1: this is not TOML"),
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
    tmp_path: Path, scenario: bytes, roles: bytes | None, said: str
) -> None:
    (tmp_path / "scenario.toml").write_bytes(scenario)
    if roles is not None:
        (tmp_path / "roles.csv").write_bytes(roles)
    before = sorted(entry.name for entry in tmp_path.iterdir())
    shown = call("plan", str(tmp_path), "--quick", "--json")
    assert shown.exit_code == 2
    assert shown.stdout == ""
    assert said in " ".join(shown.stderr.split())
    assert "Traceback" not in shown.stderr
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before, "nothing half-written"


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> typer.Typer:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "load_verb", stop)
    assert call("new", "--help").exit_code == 130


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


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", "-2% 9,210-12,880 FTE 1 x 2 ... Zurich -> ?"),
        ("cp1252", "-2% 9,210–12,880 FTE 1 × 2 … Zürich -> ?"),
    ],
)
def test_signs_that_an_encoding_lacks_are_written_plainly(
    monkeypatch: pytest.MonkeyPatch, encoding: str, written: str
) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding=encoding))
    fit_output()
    print("−2% 9,210–12,880 FTE 1 × 2 … Zürich → 王", end="")
    sys.stdout.flush()
    assert kept.getvalue().decode(encoding) == written


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_an_object_for_machines_is_the_same_in_any_encoding(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding=encoding))
    fit_output()
    print_object({"says": "−2%, 王"})
    sys.stdout.flush()
    assert json.loads(kept.getvalue().decode(encoding)) == {"says": "−2%, 王"}


def program(words: str, before: str = "", after: str = "") -> subprocess.CompletedProcess[str]:
    """The program in a shell, as a module; `before` is a line of the shell."""
    line = f"{before}\nexec {sys.executable} -m reallocate {words} {after}"
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=300)


def test_it_runs_as_a_module() -> None:
    done = program("--version")
    assert done.returncode == 0 and done.stdout == f"reallocate {reallocate.__version__}\n"


def test_a_reader_that_goes_early_is_no_fault() -> None:
    done = program("data --params --json", after="| head -c 20")
    assert len(done.stdout) == 20 and done.stderr == ""


def test_too_little_memory_is_said_in_words() -> None:
    done = program("jobs", before="ulimit -c 0; ulimit -v 300000")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "Error: memory ran out, or a limit on it was reached." in done.stderr


@pytest.mark.long
def test_a_plan_with_little_memory_has_no_drawings_and_says_why(tmp_path: Path) -> None:
    words = f"plan --industry 'insurance carriers' --headcount 200 --quarters 2 --out {tmp_path / 'plan'}"
    done = program(words, before="ulimit -c 0; ulimit -v 1500000")
    assert done.returncode == 0, done.stderr
    assert "Not drawn: the limit on memory" in (tmp_path / "plan" / "page.html").read_text(encoding="utf-8")


RUNNER = CliRunner()


def test_json_is_one_object_with_everything() -> None:
    found = json.loads(RUNNER.invoke(app, ["--json"]).stdout)
    assert found["status"] == "ok"
    listed = {(row["name"], row["file"]): row for row in found["sources"]}
    for pack in PACKS:
        for file, digest in pack.files.items():
            row = listed[pack.name, f"{pack.folder}/{file}"]
            assert (
                row["sha256"] == digest and row["licence"] == pack.licence and row["vintage"] == pack.vintage
            )


def test_every_parameter_is_listed_with_unit_and_range() -> None:
    rows = json.loads(RUNNER.invoke(app, ["--params", "--json"]).stdout)["parameters"]
    assert len(rows) > 20
    assert all(row["unit"] and row["source"] and row["low"] <= row["value"] <= row["high"] for row in rows)
    assert rows[0]["name"] in RUNNER.invoke(app, ["--params"]).stdout


def test_the_attribution_is_printed(root: Path) -> None:
    assert (
        RUNNER.invoke(app, ["--notice"]).stdout.strip()
        == (root / "NOTICE").read_text(encoding="utf-8").strip()
    )
    assert json.loads(RUNNER.invoke(app, ["--notice", "--json"]).stdout)["status"] == "ok"


def test_build_without_sources_names_them_and_writes_nothing(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["build", "--from", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code != 0 and not (tmp_path / "out").exists()
    assert isinstance(done.exception, DataError)
    assert "oews_may_2025.parquet" in str(done.exception)
