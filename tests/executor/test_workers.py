"""Workers are forked from a process that is ready, end with the one that started them, and say why; a cluster gives the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import active_children, get_all_start_methods
from pathlib import Path

import pytest
from tests.executor.cluster import Cluster, running, wait_for_workers
from tests.golden_pages import Goldens

from reallocate.api.ahead import READY
from reallocate.kernel import executor
from reallocate.kernel.errors import InputError, ReallocateError, UnknownName, WorkerError
from reallocate.kernel.executor import Inline, Workers, must_be_ready, of, processes
from reallocate.kernel.processes import _FORKED

posix = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
LONG = 60.0
"""[seconds] of a task that no test waits for."""
AT_ONCE = 5.0
"""[seconds] within which a worker without a parent must have ended."""

START = """
import os, sys, time
from concurrent.futures import as_completed
from reallocate.cli.process import end_when_stopped
from reallocate.kernel.executor import of

if __name__ == "__main__":
    end_when_stopped()
    with of(2) as pool:
        first = [pool.submit(os.getpid) for _ in range(4)]
        pids = {each.result() for each in as_completed(first)} | {child for child in pool._processes}
        jobs = [pool.submit(time.sleep, 60.0) for _ in range(4)]
        print(*pids, flush=True)
        jobs[0].result()
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda each: each.name)
def test_workers_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "start.py").write_text(START, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "start.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        pids = [int(each) for each in parent.stdout.readline().split()]
        assert len(pids) == 2 and all(alive(each) for each in pids)
        parent.send_signal(number)
        parent.wait(AT_ONCE)
        until = time.monotonic() + AT_ONCE
        while any(alive(each) for each in pids) and time.monotonic() < until:
            time.sleep(0.05)
        assert not [each for each in pids if alive(each)]
        if number == signal.SIGTERM:
            assert parent.returncode == 143
            assert "Stopped before the end" in parent.stderr.read()


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_an_interruption_does_not_wait_for_work_that_has_begun() -> None:
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), of(2) as pool:
        pool.submit(os.getpid).result()
        pool.submit(time.sleep, LONG)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < LONG / 2
    assert not active_children()


def test_a_worker_that_is_lost_says_why() -> None:
    with pytest.raises(WorkerError, match="memory ran out.*--workers 1"), of(2) as pool:
        pool.submit(os._exit, 3).result()


def test_a_script_needs_no_main_guard(tmp_path: Path) -> None:
    script = "import os\nfrom reallocate.kernel.executor import of\nprint('begun', flush=True)\n"
    script += "with of(2) as pool:\n    print(pool.submit(os.getpid).result() != os.getpid(), __file__)\n"
    (tmp_path / "bare.py").write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, str(tmp_path / "bare.py")], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["begun", "True", str(tmp_path / "bare.py")]


def unknown() -> None:
    raise UnknownName("nothing of that name")


@pytest.mark.parametrize("where", ["serial", "processes:2"])
def test_errors_of_a_task_reach_the_caller(where: str) -> None:
    with of(where) as pool:
        done, refused = pool.submit(abs, -3), pool.submit(unknown)
        assert done.result() == 3
        with pytest.raises(ReallocateError, match="nothing of that name"):
            refused.result()
    assert isinstance(pool, Inline) == (where == "serial")


def test_an_executor_has_a_name_and_an_unknown_one_is_an_error_that_says_what_to_write() -> None:
    assert [processes(where) for where in ("serial", "processes:3", 4, 0)] == [1, 3, 4, 1]
    for where in ("", "dask", "processes", "processes:0", "processes:many"):
        with pytest.raises(InputError, match="processes:4"), of(where):
            pass


LOADS = (
    "import os, time; from multiprocessing import forkserver; from reallocate.kernel.processes import begin_loading;"
    f"begin_loading({READY!r}); print(forkserver._forkserver._forkserver_pid, flush=True); time.sleep(60)"
)
SOON = 20.0
"""[seconds] within which a process without a parent must have ended on a busy machine."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.long)], ids=lambda each: each.name)
def test_what_workers_are_forked_from_ends_with_its_parent_while_it_loads(
    root: Path, number: signal.Signals
) -> None:
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
        assert parent.stderr.read().count("Traceback") == (number == signal.SIGINT), (
            "the parent alone complains"
        )


def _loaded() -> tuple[bool, bool, int]:
    return "highspy" in sys.modules, sys.modules.get("dask") is not None, threading.active_count()


@pytest.mark.skipif(_FORKED not in get_all_start_methods(), reason="this system cannot fork processes so")
def test_a_worker_of_a_plan_has_loaded_all_and_runs_no_thread_but_that_which_ends_it(root: Path) -> None:
    program = (
        "from reallocate.kernel.executor import of; from reallocate.api.ahead import READY, load_workers;"
        "from tests.executor.test_workers import _loaded; load_workers(2)\n"
        "with of(2, READY) as pool: print(pool.submit(_loaded).result())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(True, False, 2)"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("cluster")) as started:
        wait_for_workers(started)
        yield started


def test_a_cluster_that_cannot_be_used_is_refused_in_words(golden: Goldens) -> None:
    def refused(where: str) -> str:
        with pytest.raises(InputError) as found:
            must_be_ready(where)
        return str(found.value)

    golden.answers("executor/refused", refused)


@pytest.mark.long
def test_a_scheduler_that_does_not_answer_is_refused() -> None:
    with pytest.raises(InputError, match="no Dask scheduler answers within 5 seconds.*dask scheduler"):
        must_be_ready("dask:127.0.0.1:1")


def test_without_dask_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r'Install it: pip install "reallocate\[cluster\]"'):
        must_be_ready("dask:127.0.0.1:8786")


def test_a_cluster_without_workers_is_refused(tmp_path: Path) -> None:
    with (
        running(tmp_path, workers=0) as empty,
        pytest.raises(InputError, match="no workers.*dask worker tcp://127"),
    ):
        must_be_ready(empty.where)


def test_workers_with_another_version_are_named(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    must_be_ready(cluster.where)
    monkeypatch.setattr(executor, "version", lambda name: "0.0")
    with pytest.raises(
        InputError, match="worker tcp://.*differs from this computer in numba, numpy"
    ) as found:
        must_be_ready(cluster.where)
    assert len(found.value.problems) == 2


@pytest.mark.parametrize("where", ["serial", "processes:2", "dask"])
def test_every_task_is_made_once(where: str, cluster: Cluster) -> None:
    where = cluster.where if where == "dask" else where
    with Workers(where) as workers:
        found = dict(workers.finished(divmod, [(number, 7) for number in range(20)]))
        assert dict(workers.finished(abs, [(-3,)])) == {0: 3}
    assert found == {number: divmod(number, 7) for number in range(20)}


@pytest.mark.long
def test_a_task_whose_workers_are_lost_again_and_again_is_given_up() -> None:
    import os

    with (
        pytest.raises(WorkerError, match="ended before its work was done"),
        Workers("processes:2") as workers,
    ):
        list(workers.finished(os._exit, [(3,)]))
    with Workers("processes:2") as workers:
        assert dict(workers.finished(abs, [(-1,), (-2,)])) == {0: 1, 1: 2}
