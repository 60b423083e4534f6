"""Many draws on many workers: the same everywhere and after every kill; times and memory are printed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.executor.cluster import Cluster, running, wait_for_workers

pytestmark = [pytest.mark.apart]
RUN = "from reallocate.cli.main import run; run()"
DRAWS = {
    "published": int(os.environ.get("PUBLISHED", "4096")),
    "extended": int(os.environ.get("EXTENDED", "256")),
}
WORDS = {
    "published": ["simulate", "ensemble", "us-groups", "--steps", "120"],
    "extended": ["simulate", "nation"],
}
SHARD = {"published": 128, "extended": 16}
"""Draws of a shard."""
PLACES = (0.1, 0.5, 0.9)
"""Shares of the shards that are kept when a worker is killed."""
FLAT = 1.25
"""Peak memory with all draws may be so many times that with a quarter of them."""


@dataclass
class Child:
    """A command under way."""

    kind: str
    out: Path
    process: subprocess.Popen[bytes]
    begun: float

    def shards(self) -> int:
        """How many shards are kept."""
        place = self.out if self.kind == "published" else self.out.with_name(f"{self.out.name}.shards")
        return len(list((place / "shards").glob("*.parquet")))

    def wait_for(self, count: int) -> None:
        """Wait until so many shards are kept."""
        while self.process.poll() is None and self.shards() < count:
            time.sleep(0.01)

    def ended(self) -> tuple[int, float, float]:
        """Exit status, seconds, and peak memory of the command itself [MB]."""
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return self.process.returncode, time.monotonic() - self.begun, used.ru_maxrss / 1024


def start(kind: str, out: Path, where: str, draws: int | None = None) -> Child:
    words = [*WORDS[kind], "--draws", str(draws or DRAWS[kind]), "--executor", where, "--out", str(out)]
    with out.with_name(f"{out.name}.said").open("wb") as said:
        process = subprocess.Popen([sys.executable, "-c", RUN, *words], stdout=said, stderr=said)
    return Child(kind, out, process, time.monotonic())


def said(child: Child) -> str:
    return child.out.with_name(f"{child.out.name}.said").read_text(encoding="utf-8")


def hashed(out: Path) -> str:
    """One hash of every table and shard of a result."""
    digest = hashlib.sha256()
    files = sorted(file for file in out.rglob("*.parquet"))
    assert files, "there is a result"
    for file in files:
        digest.update(file.relative_to(out).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def whole(child: Child) -> tuple[str, float, float]:
    """The hash of a result that was made to its end, with seconds and peak memory."""
    code, seconds, memory = child.ended()
    assert code == 0, said(child)
    return hashed(child.out), seconds, memory


def with_kill(kind: str, out: Path, cluster: Cluster, kept: int, victim: subprocess.Popen[bytes] | None) -> Child:
    child = start(kind, out, cluster.where)
    child.wait_for(kept)
    assert child.process.poll() is None and victim is not None, "it ended before it could be disturbed"
    victim.kill()
    return child


@pytest.mark.parametrize("kind", list(DRAWS))
def test_the_same_bytes_everywhere_and_after_every_kill(kind: str, tmp_path: Path) -> None:
    whole(start(kind, tmp_path / "warm", "serial", 2))  # what is compiled once is compiled
    found: dict[str, tuple[str, float, float]] = {
        where: whole(start(kind, tmp_path / name, where))
        for name, where in (("serial", "serial"), ("two", "processes:2"))
    }
    count = -(-DRAWS[kind] // SHARD[kind])
    with running(tmp_path) as cluster:
        wait_for_workers(cluster)
        found["two Dask workers"] = whole(start(kind, tmp_path / "dask", cluster.where))
    for number, place in enumerate(PLACES):
        kept = min(int(place * count), count - 1)
        with running(tmp_path) as cluster:
            wait_for_workers(cluster)
            child = with_kill(kind, tmp_path / f"worker{number}", cluster, kept, cluster.workers[0])
            found[f"worker killed after {kept} of {count} shards"] = whole(child)
    with running(tmp_path) as cluster:
        wait_for_workers(cluster)
        child = with_kill(kind, tmp_path / "on", cluster, max(count // 4, 1), cluster.scheduler)
        code, _, _ = child.ended()
        assert code == 2 and "shards are kept" in " ".join(said(child).split()), said(child)
        kept = child.shards()
        assert kept > 0
    found[f"scheduler killed, gone on with from {kept} shards"] = whole(
        start(kind, tmp_path / "on", "serial")
    )
    print(f"\n{DRAWS[kind]} {kind} draws:")
    for how, (digest, seconds, memory) in found.items():
        print(f"  {digest[:12]}  {seconds:6.1f} s  {memory:5.0f} MB  {how}")
    serial, two, dask = (found[how][1] for how in ("serial", "processes:2", "two Dask workers"))
    print(f"  two processes: {two / serial:.2f} of serial's time; Dask: {dask / two:.2f} of theirs")
    assert len({digest for digest, _, _ in found.values()}) == 1


@pytest.mark.parametrize("kind", list(DRAWS))
def test_memory_is_flat_in_draws(kind: str, tmp_path: Path) -> None:
    few = max(DRAWS[kind] // 4, SHARD[kind])
    peaks = [whole(start(kind, tmp_path / str(draws), "serial", draws))[2] for draws in (few, DRAWS[kind])]
    print(f"\n{kind}: {peaks[0]:.0f} MB with {few} draws, {peaks[1]:.0f} MB with {DRAWS[kind]}")
    assert peaks[1] <= FLAT * peaks[0]
