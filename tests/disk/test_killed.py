"""A result that is replaced while the process is killed: the old or the new opens whole, nothing stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reallocate.render.saving import save_result

FILES = {"result.json": b"{}", "tables/one.csv": b"1\n", "tables/two.csv": b"2\n"}


def kills(root: Path, folder: Path, source: Path, how: str, count: int) -> list[str]:
    """What opened after each kill; the next run has cleared what it left."""
    program = [sys.executable, "-m", "tests.disk.disturbed", str(folder), str(source), how, str(count)]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(row["left"] == [folder.name] for row in rows)
    return [row["opened"] for row in rows]


# How, how often, and how many kills of a small result there are at least.
PLACES = {"at random moments": ("random", 60, 60), "at every call that changes the disk": ("aimed", 0, 20),
          "two that write the same": ("two", 10, 10)}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_after_a_kill_the_old_or_the_new_opens_and_nothing_stays(
    place: str, root: Path, tmp_path: Path
) -> None:
    how, count, least = PLACES[place]
    save_result(tmp_path / "source", "plan", "a plan", FILES)
    opened = kills(root, tmp_path / "results" / "ours", tmp_path / "source", how, count)
    assert len(opened) >= least and set(opened) <= {"old", "new"}
    if how == "aimed":
        assert set(opened) == {"old", "new"}
        assert opened == sorted(opened, reverse=True), "the old up to some call, from there on the new"
