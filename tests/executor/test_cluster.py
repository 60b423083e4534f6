"""A Dask cluster as an executor: refused before the work where it cannot be used, equal where it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.executor.cluster import Cluster, running, wait_for_workers

from reallocate.kernel import executor
from reallocate.kernel.errors import InputError, WorkerError
from reallocate.kernel.executor import Workers, must_be_ready


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("cluster")) as started:
        wait_for_workers(started)
        yield started


@pytest.mark.long
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("pool:3", "there is no executor 'pool:3'.*dask:127.0.0.1:8786"),
        ("processes:0", "processes:4"),
        ("dask", "names no Dask scheduler"),
        ("dask:127.0.0.1", "names no Dask scheduler"),
        ("dask:127.0.0.1:port", "names no Dask scheduler"),
        ("dask:ucx://127.0.0.1:8786", "names no Dask scheduler"),
        ("dask:10.0.0.3:8786", "not encrypted.*runs every program.*dask:tls://10.0.0.3:8786"),
        ("dask:head-node:8786", "not encrypted"),
        ("dask:tls://head-node:8786", "no certificate.*distributed.comm.tls.client.key"),
        ("dask:127.0.0.1:1", "no Dask scheduler answers within 5 seconds.*dask scheduler"),
    ],
)
def test_a_cluster_that_cannot_be_used_is_refused_in_words(where: str, said: str) -> None:
    with pytest.raises(InputError, match=f"(?s){said}"):
        must_be_ready(where)


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
