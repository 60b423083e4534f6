"""Wrong inputs at every door: each ends with 2, and says in a line what is wrong and what to write instead."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reallocate.cli.main import app

SLIPS = (Path(__file__).with_name("slips.txt")).read_text(encoding="utf-8").splitlines()
"""Commands with a slip, after what must be named in the answer."""


@pytest.mark.parametrize("line", [one for one in SLIPS if one and not one.startswith("#")])
def test_a_slip_is_answered_with_what_and_how_to_mend_it(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("Id,Title\n1,Clerk\n")
    (tmp_path / "empty.csv").write_text("")
    named, _, words = line.partition(" | ")
    done = CliRunner().invoke(app, shlex.split(words))
    told = " ".join(done.output.replace("│", " ").split())
    assert done.exit_code == 2 and isinstance(done.exception, SystemExit), done.output
    assert "Traceback" not in told and "\\n" not in told and not done.stdout
    assert all(one in told for one in named.split(" & ")), told
    assert sorted(file.name for file in tmp_path.iterdir()) == ["empty.csv", "people.csv"]
