"""Odd surroundings of the program: it does its work or says why not, leaves no process and no half result."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.disk.disturbed import files_below
from tests.faults.conftest import KIND, PHRASE

import reallocate as ra
from reallocate.render.saving import open_saved, save_result

pytestmark = [pytest.mark.apart]
RUN = "from reallocate.cli.main import run; run()"
SOON = 5.0
"""[seconds] within which no process of a killed program may be alive."""
STARTS = 45.0
"""[seconds] after which a plan is stopped at the latest; before, as soon as two workers have started."""
JOB = ("job", "payroll clerk")
FIRM = ("--industry", "insurance carriers", "--headcount", "200", "--quarters", "4")
NOBODY = "import os; os.setgroups([]); os.setgid(54321); os.setuid(54321)\n"
"""A user without a name, a home or rights."""


def program(
    *words: str, env: dict[str, str], before: str = "", **more: object
) -> subprocess.CompletedProcess[bytes]:
    """The program run to its end with these words; `before` is Python that runs first."""
    return subprocess.run([sys.executable, "-c", before + RUN, *words], env=env, timeout=600, **more)  # type: ignore[call-overload, no-any-return]


def said(done: subprocess.CompletedProcess[bytes], encoding: str = "utf-8") -> str:
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout.decode(encoding)


@pytest.fixture(scope="module")
def expected(plain_environment: dict[str, str]) -> str:
    return said(program(*JOB, env=plain_environment, capture_output=True))


def session_of(leader: int) -> list[int]:
    alive = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            alive.append(int(stat.parent.name))
    return alive


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT], ids=lambda each: each.name
)
def test_a_plan_that_is_stopped_leaves_a_whole_result_and_no_worker(
    tmp_path: Path, plain_environment: dict[str, str], contents: Mapping[str, bytes], number: signal.Signals
) -> None:
    out = tmp_path / "results" / "ours"
    save_result(out, KIND, PHRASE, contents)
    before = files_below(out)
    words = ["plan", *FIRM, "--workers", "2", "--out", str(out)]
    # A test run in the background hands on that an interruption is ignored.
    start = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); " + RUN
    command = [sys.executable, "-c", start, *words]
    with subprocess.Popen(
        command,
        env=plain_environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as parent:
        try:
            until = time.monotonic() + STARTS
            while len(session_of(parent.pid)) < 3 and time.monotonic() < until and parent.poll() is None:
                time.sleep(0.02)
            assert parent.poll() is None, "it ended before it could be disturbed"
            os.kill(parent.pid, number)
            until = time.monotonic() + SOON
            while session_of(parent.pid) and time.monotonic() < until:
                time.sleep(0.02)
            assert session_of(parent.pid) == [], f"alive {SOON} seconds after {number.name}"
        finally:
            for left in session_of(parent.pid):
                os.kill(left, signal.SIGKILL)
        assert parent.stderr is not None
        # A worker that was just starting cannot but complain when its parent is killed outright.
        assert number == signal.SIGKILL or b"Traceback" not in parent.stderr.read()
    assert parent.returncode == {signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGKILL: -9}[number]
    # A plan saves its first answer before the other parts, so the old or the new may stand there.
    assert open_saved(out).kind == KIND
    save_result(out, KIND, PHRASE, contents)
    whole = files_below(out) == before
    assert whole and [entry.name for entry in out.parent.iterdir()] == ["ours"]


def test_nobody_without_a_home_reads_and_writes_where_it_may(
    plain_environment: dict[str, str], expected: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        drop = NOBODY if os.geteuid() == 0 else ""
        words = (*JOB, "--out", f"{folder}/ours")
        done = program(*words, env=plain_environment, before=drop, cwd=folder, capture_output=True)
        assert set(expected.splitlines()) - {""} <= set(said(done).splitlines())
        reader = program("open", f"{folder}/ours", env=plain_environment, capture_output=True)
        assert "Payroll and Timekeeping Clerks" in said(reader)


@pytest.mark.parametrize(
    ("redirect", "codes"),
    [(">&-", {0}), (">&- 2>&-", {0}), (">/dev/full", {2}), ("| head -c 5", {0}), ("<&-", {0})],
)
def test_an_output_that_is_closed_or_full(
    tmp_path: Path, plain_environment: dict[str, str], redirect: str, codes: set[int]
) -> None:
    line = f'"$0" -c "{RUN}" job "payroll clerk" --out "$1" {redirect}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable, str(tmp_path / "ours")], env=plain_environment, capture_output=True
    )
    assert done.returncode in codes and b"Traceback" not in done.stderr, done.stderr.decode()
    assert ra.open(tmp_path / "ours").title
    assert [entry.name for entry in tmp_path.iterdir()] == ["ours"]
