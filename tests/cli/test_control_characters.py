"""No name of a file, folder, header or sheet moves the terminal: control characters are written out."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from tests.worlds import small_world
from typer.testing import CliRunner

from reallocate.api import job, roster
from reallocate.cli.main import app
from reallocate.kernel.errors import Problem, visible

CODES, LINES, BYTES = "a\x1b]0;owned\x07\x9b31m\u202egnp.vsc\u2066", "a\nError: all is well\rb", "a\udcff"
EVIL = {"codes": CODES, "lines": LINES, "bytes": BYTES}
SMALL = small_world()
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((job, "shipped_world"), (roster, "shipped_world")):
        monkeypatch.setattr(module, name, lambda *_: SMALL)


@pytest.mark.parametrize("name", EVIL.values(), ids=EVIL)
@pytest.mark.parametrize(
    "words",
    [
        ["roster", "{}.csv"],
        ["roster", "{}/people.csv"],
        ["plan", "--roster", "{}.csv"],
        ["plan", "{}"],
        ["compare", "{}", "{}"],
        ["job", "15-1252", "--tasks", "{}.csv"],
        ["simulate", "nation", "{}"],
        ["simulate", "market", "{}"],
        ["roster", "people.csv", "{}"],
        ["roster", "people.csv", "--{}"],
    ],
)
def test_no_error_obeys_a_name(
    words: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, [word.format(name) for word in words])
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output and not OBEYED.findall(done.output)
    assert "Error: all is well" not in done.output.splitlines()


@pytest.mark.parametrize("name", [CODES, LINES], ids=["codes", "lines"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_report_writes_the_names_of_file_and_headers_out(name: str, form: str, tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"id": range(20), "Job Title": "Software Developers", f"Notes {name}": "x", "Department": name}
    )
    path, review = tmp_path / f"{name}.{form}", tmp_path / f"review {name}.csv"
    if form == "csv":
        table.to_csv(path, index=False)
    else:
        table.assign(Department="Sales").to_excel(
            path, index=False, sheet_name="S\u202e1", engine="xlsxwriter"
        )
    for words in (["--review", str(review)], ["--json"]):
        done = CliRunner().invoke(app, ["roster", str(path), *words])
        if form == "csv" and name == LINES:
            assert done.exit_code == 2, "the department holds a line break"
        else:
            assert done.exit_code == 0, done.output
        assert not OBEYED.findall(done.output)
        assert "Error: all is well" not in done.output.splitlines()


def test_a_problem_is_one_paragraph_and_says_which_characters() -> None:
    problem = Problem("there is no file", f"folder {CODES}", nearest=(LINES,))
    assert str(problem) == (
        r"folder a\x1b]0;owned\x07\x9b31m\u202egnp.vsc\u2066: there is no file. "
        r"Nearest: a\nError: all is well\rb."
    )
    assert visible("Ünïcode 王小明 is text") == "Ünïcode 王小明 is text"
    said = Problem("is it a plan?", "here", "Name one.", "Nobody says so.")
    assert str(said) == "here: is it a plan? Nobody says so. Name one." and str(Problem("no")) == "no."
