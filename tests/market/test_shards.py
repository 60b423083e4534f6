"""Runs of the nation's market in shards: the same bytes wherever and however they are made, and after any stop."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest
from tests.executor.cluster import Cluster, running, wait_for_workers
from tests.market.nation import NORMAL, RATES, accounts, assumed, market

from reallocate.kernel.arrays import Array
from reallocate.kernel.ensemble import Folder
from reallocate.kernel.errors import InputError
from reallocate.kernel.executor import Workers
from reallocate.market.nation.batches import Simulate, simulate_in_batches, simulate_without_ai, worker_path
from reallocate.market.nation.demand import job_parts
from reallocate.market.nation.outcomes import missing, outcomes
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import BY_OCCUPATION, Trajectory
from reallocate.market.simulate.ensemble import ShardedRuns, StoredFigures, _content_hash
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import shard_folder, simulated_in

HERE, QUARTERS = Economy(market(), accounts(), NORMAL), 4


def draws(count: int) -> list[RunAssumptions]:
    return [replace(assumed(), wage_speed=0.1 + 0.01 * number) for number in range(count)]


def hashed(made: Trajectory) -> str:
    """The SHA-256 of every figure."""
    arrays = [getattr(made, name)[:] for name in Trajectory.__dataclass_fields__]
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


def no_words(words: str) -> None:
    """Nobody listens."""


@contextmanager
def sharded(path: Path, where: str, shard: int) -> Iterator[ShardedRuns]:
    folder = Folder(path, {"market": "small"})
    with folder.alone(), Workers(where) as workers:
        folder.open()
        yield ShardedRuns(folder, workers, shard)


def made_in(path: Path, where: str, shard: int, say: Callable[[str], None] = no_words, count: int = 9) -> str:
    with sharded(path, where, shard) as simulated:
        return hashed(simulated(HERE, draws(count), QUARTERS, say, "Runs"))


@pytest.fixture(scope="module")
def expected() -> str:
    return hashed(simulate_in_batches(HERE, draws(9), QUARTERS))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("cluster")) as started:
        wait_for_workers(started)
        yield started


def test_stored_figures_are_read_as_an_array_is(tmp_path: Path) -> None:
    whole = simulate_in_batches(HERE, draws(9), QUARTERS)
    with sharded(tmp_path, "serial", 4) as simulated:
        made = simulated(HERE, draws(9), QUARTERS, no_words, "Runs")
        for name in BY_OCCUPATION:
            stored, array = getattr(made, name), getattr(whole, name)
            assert isinstance(stored, StoredFigures) and isinstance(array, np.ndarray)
            assert (stored.shape, len(stored)) == (array.shape, len(array))
            for at in (0, -1, (2, 0), (-1, ..., 3), slice(None), slice(1, 4, 2), [0, 2], (slice(1, 3), 0)):
                np.testing.assert_array_equal(stored[at], array[at], strict=True)
            for here, there in zip(stored, array, strict=True):
                np.testing.assert_array_equal(here, there, strict=True)
            some = stored.of_runs([7, 1, 7]).of_runs([2, 0])
            assert some.shape == (*array.shape[:-1], 2)
            np.testing.assert_array_equal(some[:], array[..., [7, 7]])
            with pytest.raises(IndexError):
                stored[len(array)]


@pytest.mark.parametrize("shard", [1, 4])
def test_what_is_computed_of_stored_figures_is_the_same_to_the_last_digit(tmp_path: Path, shard: int) -> None:
    def figures(simulated: Simulate) -> list[Array]:
        made = simulated(HERE, draws(9), QUARTERS, no_words, "Runs")
        # Some draws share a run without AI, so that runs are picked.
        still = simulate_without_ai(HERE, [*draws(8), draws(8)[3]], QUARTERS, no_words, simulated)
        jobs = HERE.accounts.jobs
        return [
            *outcomes(made, still, jobs).values(), job_parts(made, still), *missing(made, still, HERE.accounts),
            worker_path(made, HERE.market, RATES)[["pay", "job_finding"]].to_numpy(),
        ]  # fmt: skip

    expected = figures(simulate_in_batches)
    with sharded(tmp_path, "serial", shard) as simulated:
        for here, there in zip(figures(simulated), expected, strict=True):
            np.testing.assert_array_equal(here, there)


def test_a_lost_process_changes_nothing(tmp_path: Path, expected: str) -> None:
    killed: list[int] = []

    def kill_one(words: str) -> None:
        if not killed and "0 of 9" in words:
            (victim, *_) = active_children()
            killed.append(victim.pid or 0)
            victim.kill()

    assert made_in(tmp_path, "processes:2", 1, kill_one) == expected
    assert killed


@pytest.mark.long
def test_dask_and_a_worker_that_is_killed_change_nothing(
    tmp_path: Path, expected: str, cluster: Cluster
) -> None:
    assert made_in(tmp_path / "whole", cluster.where, 2) == expected

    def kill_one(words: str) -> None:
        if "1 of 9" in words:
            cluster.workers[0].kill()

    assert made_in(tmp_path / "killed", cluster.where, 1, kill_one) == expected
    assert cluster.workers[0].wait() and cluster.workers[1].poll() is None


def test_a_shard_that_is_whole_is_not_made_again_and_a_damaged_one_is(tmp_path: Path, expected: str) -> None:
    assert made_in(tmp_path, "serial", 3) == expected
    files = sorted((tmp_path / "shards").iterdir())
    before = [file.stat().st_mtime_ns for file in files]
    files[1].write_bytes(files[1].read_bytes()[:-9])
    files[2].unlink()
    said: list[str] = []
    assert made_in(tmp_path, "serial", 3, said.append) == expected
    assert said[0].endswith("1 of 3 shards") and said[-1].endswith("3 of 3 shards")
    same = [file.stat().st_mtime_ns == old for file, old in zip(files, before, strict=True)]
    assert same == [True, False, False]


def test_a_hash_tells_any_change_of_what_a_run_assumes() -> None:
    one = draws(1)[0]
    others = [
        replace(one, saved=one.saved + 1e-16),
        replace(one, saved=np.where(one.saved == 0.5, np.nextafter(0.5, 1.0), one.saved)),
        replace(one, spending=replace(one.spending, **{next(iter(vars(one.spending))): 0.123})),
        replace(one, laws=replace(one.laws, wages=False)),
        replace(one, path=np.zeros((2, 2))),
    ]
    assert _content_hash(one) == _content_hash(replace(one, saved=one.saved.copy()))
    assert len({_content_hash(each) for each in (one, *others[1:])}) == len(others)
    assert _content_hash(HERE) != _content_hash(
        Economy(market(), accounts(), replace(NORMAL, unemployment=0.061))
    )


def test_runs_of_another_request_are_refused_and_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "nation.shards"
    with pytest.raises(KeyboardInterrupt), simulated_in(EconomyRun(), ["gpts"], out, "serial") as simulated:
        simulated(HERE, draws(2), QUARTERS, no_words, "Runs")
        raise KeyboardInterrupt
    kept = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert len(kept) == 2
    for other in (EconomyRun(draws=33), EconomyRun(seed=1), EconomyRun(years=9)):
        with (
            pytest.raises(
                InputError, match=r"another ensemble, which differs in request\.(draws|seed|years)\."
            ),
            simulated_in(other, ["gpts"], out, "serial"),
        ):
            pass
    assert kept == {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with simulated_in(EconomyRun(), ["gpts"], out, "processes:2"):
        pass
    assert not list(tmp_path.iterdir())


def test_few_draws_without_an_executor_are_not_kept(tmp_path: Path) -> None:
    out = tmp_path / "nation"
    assert shard_folder(EconomyRun(draws=32), out, None) is None
    for draws_, where in ((33, None), (2, "processes:2")):
        assert shard_folder(EconomyRun(draws=draws_), out, where) == tmp_path / "nation.shards"
    with simulated_in(EconomyRun(), ["gpts"], None, "serial") as simulated:
        assert isinstance(simulated, ShardedRuns) and simulated.folder.path.is_dir()
    assert not simulated.folder.path.exists() and not list(tmp_path.iterdir())
