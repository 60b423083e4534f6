"""A script needs no main guard, and an interruption ends it and its workers at once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.ended import group_ends

SCRIPT = """
import reallocate as ra

print("begun", flush=True)
ra.plan(ra.Scenario.read("tiny"), workers=2)
"""
TINY = 'name = "tiny"\nroles = "roles.csv"\nquarters = 2\nreach = "people"\n'
ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n15-1252,300,190000\n"
SOON = 15.0
"""[seconds] within which an interrupted script must have ended on a busy machine."""


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_script_without_a_main_guard_plans_and_is_interrupted(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "scenario.toml").write_text(TINY, encoding="utf-8")
    (tmp_path / "tiny" / "roles.csv").write_text(ROLES, encoding="utf-8")
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "script.py"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as script:  # fmt: skip
        try:
            assert script.stderr is not None and script.stdout is not None
            stages = []
            for line in script.stderr:
                stages.append(line.strip())
                if line.startswith("3 of"):
                    break
            assert stages[0] == "Reading the firm" and stages[-1].startswith("3 of"), stages
            begun = time.monotonic()
            script.send_signal(signal.SIGINT)
            script.wait(SOON)
            assert time.monotonic() - begun < SOON
            rest = script.stderr.read()
            assert rest.rstrip().endswith("KeyboardInterrupt") and "WorkerError" not in rest
            assert script.stdout.read() == "begun\n", "the script ran once"
            group_ends(script.pid, SOON)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(script.pid, signal.SIGKILL)
