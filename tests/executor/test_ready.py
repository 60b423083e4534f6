"""Processes that are forked from one that is ready."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe, get_all_start_methods
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from reallocate.api.ahead import READY as OF_A_PLAN
from reallocate.kernel.processes import _FORKED, start_process, worker_pool

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


@pytest.mark.skipif(_FORKED not in get_all_start_methods(), reason="this system cannot fork processes so")
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


LOADS = (
    "import os, time; from multiprocessing import forkserver; from reallocate.kernel.processes import begin_loading;"
    f"begin_loading({OF_A_PLAN!r}); print(forkserver._forkserver._forkserver_pid, flush=True); time.sleep(60)"
)
SOON = 20.0
"""[seconds] within which a process without a parent must have ended on a busy machine."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=lambda each: each.name)
def test_what_workers_are_forked_from_ends_with_its_parent_while_it_loads(root: Path, number: signal.Signals) -> None:
    start = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {LOADS}"
    with subprocess.Popen(
        [sys.executable, "-c", start], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root
    ) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        server = Path(f"/proc/{int(parent.stdout.readline())}/stat")
        parent.send_signal(number)
        parent.wait(SOON)
        until = time.monotonic() + SOON
        while server.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert not server.exists() or server.read_text().rpartition(")")[2].split()[0] == "Z"
        assert parent.stderr.read().count("Traceback") == (number == signal.SIGINT), "the parent alone complains"


def _loaded() -> tuple[bool, bool, int]:
    return "highspy" in sys.modules, sys.modules.get("dask") is not None, threading.active_count()


@pytest.mark.skipif(_FORKED not in get_all_start_methods(), reason="this system cannot fork processes so")
def test_a_worker_of_a_plan_has_loaded_all_and_runs_no_thread_but_that_which_ends_it(root: Path) -> None:
    program = (
        "from reallocate.kernel.executor import of; from reallocate.api.ahead import READY, load_workers;"
        "from tests.executor.test_ready import _loaded; load_workers(2)\n"
        "with of(2, READY) as pool: print(pool.submit(_loaded).result())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(True, False, 2)"
