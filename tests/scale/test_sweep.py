"""The same cut in a few industries on many workers: the same figures everywhere and after every kill.

`make scale-test`; INDUSTRIES=3 make scale-test is a shorter form.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.executor.cluster import Cluster, running, wait_for_workers
from tests.scale.test_scale import kill_scheduler, kill_worker

import reallocate
from reallocate.firm.cut.sweep import finest_industries
from reallocate.kernel.errors import WorkerError
from reallocate.work.world import World

pytestmark = [pytest.mark.apart]
COUNT = int(os.environ.get("INDUSTRIES", "6"))
PEOPLE = 400


@pytest.fixture(scope="module")
def codes(world: World) -> list[str]:
    """The largest industries."""
    rows = finest_industries(world.table("industries"))
    return [str(code) for code in rows["employment"].nlargest(COUNT).index]


def swept(codes: list[str], where: str, say: Callable[[str], None] | bool = False) -> str:
    """A hash of every figure of a sweep."""
    found = reallocate.sweep(headcount=PEOPLE, industry=codes, executor=where, progress=say)
    assert found.table("industries")["reason"].eq("").all(), "every industry has an answer"
    return hashlib.sha256(json.dumps(found.to_dict()["tables"], sort_keys=True).encode()).hexdigest()


def killing(cluster: Cluster, after: int, kill: Callable[[Cluster], None]) -> Callable[[str], None]:
    """Told how far a sweep is; kills once so many industries are solved."""

    def told(stage: str) -> None:
        if stage.startswith(f"Industries: {after} of"):
            kill(cluster)

    return told


def test_a_sweep_is_the_same_everywhere_and_after_a_kill(codes: list[str], tmp_path: Path) -> None:
    found = {where: swept(codes, where) for where in ("serial", "processes:2")}
    with running(tmp_path) as cluster:
        wait_for_workers(cluster)
        found["two Dask workers"] = swept(codes, cluster.where)
    for after in (0, COUNT // 2, COUNT - 1):
        with running(tmp_path) as cluster:
            wait_for_workers(cluster)
            say = killing(cluster, after, kill_worker)
            found[f"worker killed after {after} of {COUNT}"] = swept(codes, cluster.where, say)
            assert cluster.workers[0].wait() and cluster.workers[1].poll() is None
    print(f"\n{COUNT} industries:", *(f"\n  {digest[:12]}  {how}" for how, digest in found.items()))
    assert len(set(found.values())) == 1


def test_without_its_scheduler_a_sweep_ends_in_words(codes: list[str], tmp_path: Path) -> None:
    with running(tmp_path) as cluster:
        wait_for_workers(cluster)
        with pytest.raises(WorkerError):
            swept(codes, cluster.where, killing(cluster, 1, kill_scheduler))
