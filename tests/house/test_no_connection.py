"""Traced in every process: nothing is asked of, sent to or listened for beyond this computer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.web.conftest import serving, shown

pytestmark = [pytest.mark.long]
RUN = "from reallocate.cli.main import run; run()"
TRACE = """
import os, sys
def trace(event, given):
    if event.startswith("socket.") and event.split(".")[1] in {seen}:
        handle = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, repr((event, given[1] if event in ("socket.connect", "socket.bind", "socket.sendto") else given[0])).encode() + b"\\n")
        os.close(handle)
sys.addaudithook(trace)
"""
SEEN = ("connect", "bind", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyaddr")
LOOPBACK = re.compile(
    r"127\.0\.0\.1|::1|localhost|^\('socket\.\w+', ('/|b'/|'\x00|b'\x00|''|None|<socket\.socket fd=\d+, family=1,)"
)
"""Of this computer: a loopback address, or a socket that is a file (family 1), to which forked processes listen."""
FIRM = ("--industry", "insurance carriers", "--headcount", "200", "--quarters", "2")


@pytest.fixture
def traced(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """Surroundings in which every Python process notes its connections, and where."""
    (tmp_path / "sitecustomize.py").write_text(
        TRACE.format(seen=SEEN, log=str(tmp_path / "log")), encoding="utf-8"
    )
    return {**os.environ, "PYTHONPATH": str(tmp_path)}, tmp_path / "log"


def noted(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def ran(env: dict[str, str], *words: str) -> None:
    done = subprocess.run([sys.executable, "-c", RUN, *words], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_trace_sees_a_connection_in_a_worker_as_well(traced: tuple[dict[str, str], Path]) -> None:
    env, log = traced
    program = (
        "import socket\nfrom reallocate.kernel.executor import of\n"
        "with of(2) as pool: pool.submit(socket.getaddrinfo, '192.0.2.1', 9).result()\n"
    )
    subprocess.run([sys.executable, "-c", program], env=env, check=True)
    assert [line for line in noted(log) if "192.0.2.1" in line and not LOOPBACK.search(line)]


def test_a_plan_a_job_and_the_live_pages_connect_to_nothing_else(
    traced: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    env, log = traced
    ran(env, "plan", *FIRM, "--workers", "2", "--out", str(tmp_path / "plan"))
    ran(env, "job", "payroll clerk", "--out", str(tmp_path / "job"))
    with serving(tmp_path / "live", env=env) as (_, address):
        for path in ("/", "/job/43-3051", "/firm", "/economy"):
            with urllib.request.urlopen(
                urllib.request.Request(address + path, headers=shown(address))
            ) as answer:
                assert answer.status == 200
    lines = noted(log)
    assert any("socket.bind" in line and "127.0.0.1" in line for line in lines), "the live pages listened"
    assert [line for line in lines if not LOOPBACK.search(line)] == []
