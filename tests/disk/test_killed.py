"""A result that is replaced while the process is killed: the old or the new opens whole, nothing stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

RANDOM = 60


def test_after_a_kill_at_any_moment_the_old_or_the_new_opens_and_nothing_stays(
    root: Path, tmp_path: Path
) -> None:
    """60 kills at random moments, and one at every step that changes something on the disk."""
    program = [
        sys.executable,
        "-m",
        "tests.disk.killed_writer",
        str(tmp_path / "results" / "ours"),
        str(RANDOM),
    ]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(row["opened"] in ([0], [1]) for row in rows), "a result is whole, whenever it was killed"
    assert all(row["left"] == ["ours"] for row in rows), "the next run clears what a killed one left"
    aimed = [row["opened"] for row in rows if row["how"] == "aimed"]
    assert [row["how"] for row in rows].count("random") == RANDOM and len(aimed) >= 20
    assert [0] in aimed and [1] in aimed and any(row["how"] == "ended" for row in rows), (
        "no step was left out"
    )
    assert aimed == sorted(aimed), "the old opens up to some step, from there on the new"
