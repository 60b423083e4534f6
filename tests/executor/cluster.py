"""A Dask scheduler with two workers on this computer, each a process of its own that may be killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

STARTS = 60.0
"""[seconds] within which a scheduler must answer."""


@dataclass
class Cluster:
    """A scheduler and its workers.

    folder : for files of theirs
    """

    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    scheduler: subprocess.Popen[bytes] | None = None

    @property
    def where(self) -> str:
        """Its name as an executor."""
        return f"dask:{self.address}"

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A process of Dask."""
        command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
        return subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def start_worker(self) -> None:
        """One more worker, which nobody starts again when it is killed."""
        self.workers.append(
            self.start(
                "worker", self.address, "--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder)
            )
        )


@contextmanager
def running(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster that ends with the test."""
    cluster, told = Cluster(folder), folder / "scheduler.json"
    told.unlink(missing_ok=True)  # of a cluster before it
    cluster.scheduler = cluster.start(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)
    )
    try:
        until = time.monotonic() + STARTS
        while not cluster.address and time.monotonic() < until:
            time.sleep(0.1)
            try:
                cluster.address = json.loads(told.read_text(encoding="utf-8"))["address"]
            except (OSError, ValueError):
                continue
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, cluster.scheduler):
            process.kill()
            process.wait()


def wait_for_workers(cluster: Cluster) -> None:
    """Wait until every worker has told the scheduler that it is there."""
    from distributed import Client

    with Client(cluster.address, set_as_default=False, timeout=STARTS) as client:
        client.wait_for_workers(len(cluster.workers), timeout=STARTS)
