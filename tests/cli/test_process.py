"""What the program writes fits the terminal, and a stage is a line where there is none."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import reallocate
from reallocate.cli.process import fit_output
from reallocate.cli.results import print_object


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


LONG = pytest.mark.long


@pytest.mark.long
@pytest.mark.parametrize("closed", [pytest.param(">&-", marks=LONG), pytest.param("2>&- >/dev/null", marks=LONG), "<&- >&- 2>&-"])
def test_an_output_that_is_closed_is_no_fault_and_no_file_takes_its_place(tmp_path: Path, closed: str) -> None:
    out = tmp_path / "plan"
    done = program(f"plan insurer --quick --quarters 2 --out {out}", after=closed)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert reallocate.open(out).title


@pytest.mark.parametrize("words", ["jobs --json", "job 43-4051 --json", "data --params"])
def test_a_reader_that_goes_early_is_no_fault(words: str) -> None:
    done = program(words, after="| head -c 20")
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
