"""Processes that are forked from one that is ready."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import Pipe, get_all_start_methods
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from reallocate.processes import FORKED, start_process, worker_pool

READY = "colorsys"
"""A module that nothing else imports."""


def _tell(send: Connection) -> None:
    send.send((READY in sys.modules, os.getppid()))


def _told() -> tuple[bool, int]:
    receive, send = Pipe(duplex=False)
    process = start_process(_tell, send, ready=READY)
    send.close()
    told: tuple[bool, int] = receive.recv()
    process.join()
    assert process.exitcode == 0
    return told


@pytest.mark.skipif(FORKED not in get_all_start_methods(), reason="this system cannot fork processes so")
def test_each_process_is_forked_from_one_that_has_imported_the_module(root: Path) -> None:
    program = (
        "from tests.executor.test_ready import READY, _told, os, sys; first, second = _told(), _told();"
        "assert first[0] and second[0] and first[1] == second[1] != os.getpid() and READY not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr


def test_a_pool_gives_the_same_wherever_its_processes_start() -> None:
    for ready in ("", READY):
        with worker_pool(2, ready) as pool:
            assert list(pool.map(abs, range(-3, 3))) == [3, 2, 1, 0, 1, 2]
