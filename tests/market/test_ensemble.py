"""An ensemble: every draw is a run, wherever and however its shards are made, and what a kill leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.golden_pages import Goldens, figures_text, tables_text
from tests.market import nation
from tests.market.nation import NORMAL, accounts, assumed, market

from reallocate.kernel.arrays import Array
from reallocate.kernel.disk import _free_name
from reallocate.kernel.ensemble import Folder
from reallocate.kernel.errors import InputError
from reallocate.kernel.executor import Workers
from reallocate.kernel.parameters import design
from reallocate.market.nation.batches import Simulate, simulate_in_batches, simulate_without_ai, worker_path
from reallocate.market.nation.demand import job_parts
from reallocate.market.nation.outcomes import missing, outcomes
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import BY_OCCUPATION, Trajectory
from reallocate.market.published.ensemble import ranges, variance_shares
from reallocate.market.published.ensemble_page import ENSEMBLE, ensemble
from reallocate.market.published.keys import MarketScenario
from reallocate.market.published.prepare import prepare_market
from reallocate.market.published.result import RATES
from reallocate.market.simulate.ensemble import ShardedRuns, _content_hash
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import simulated_in
from reallocate.market.simulate.stored import StoredFigures, laid_aside
from reallocate.render.result import Result
from reallocate.render.saving import open_saved

DRAWS, STEPS, SHARD = 480, 24, 100
HERE, QUARTERS = Economy(market(), accounts(), NORMAL), 4


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> MarketScenario:
    folder = tmp_path_factory.mktemp("market")
    people = [("a", 500), ("b", 300), ("c", 900), ("d", 40), ("e", 7000)]
    (folder / "people.csv").write_text("occupation,employment\n" + "".join(f"{o},{n}\n" for o, n in people))
    (folder / "p.csv").write_text("occupation,probability\na,0.9\nb,0\nc,0.2\nd,0.5\ne,0.1\n")
    told = {
        "market": {"occupations": "people.csv", "mobility": "complete"},
        "laws": {"mode": "published"},
        "time": {"steps": STEPS},
        "cycle": {"amplitude": 0.05, "period_steps": 12},
        "shock": {"file": "p.csv", "start_step": 4, "years": 2},
    }
    return MarketScenario.model_validate(told).placed_in(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made") / "ensemble"


@pytest.fixture(scope="module")
def made(scenario: MarketScenario, folder: Path) -> Result:
    return ensemble(scenario, DRAWS, folder, tables={}, shard=SHARD)


def test_numbers_stay_in_their_ranges_and_all_are_drawn(
    made: Result, folder: Path, scenario: MarketScenario
) -> None:
    fast = prepare_market({}, scenario)
    object.__setattr__(fast, "rates", fast.rates.with_(close_surplus=0.9))
    assert {one.name: one.high for one in ranges(fast, 0.25)}["laws.close"] == pytest.approx(1 / 0.9)
    drawn = made.table("draws").set_index("name")
    assert set(drawn.index) == {
        "laws.separation", "laws.opening", "laws.close", "cycle.amplitude", "cycle.period_steps", "shock.years",
    }  # fmt: skip
    table = pq.read_table(sorted((folder / "shards").iterdir())).to_pandas()
    for name, one in drawn.iterrows():
        values = table[name]
        assert one["low"] <= values.min() < values.max() <= one["high"]
        assert values.median() == pytest.approx(one["peak"], rel=0.03)


def test_importance_is_that_of_a_sum_whose_shares_are_known(scenario: MarketScenario) -> None:
    drawn = ranges(prepare_market({}, scenario), 0.25)[:3]
    laid_out = design(3, 5 * 1024)
    x, y, z = laid_out.points.T
    # Variances of 3x, y and of the product around its middle, x·z apart from x and z: 9/12, 1/12, 1/144.
    values = 3 * x + y + (x - 0.5) * (z - 0.5)
    whole = 9 / 12 + 1 / 12 + 1 / 144
    table = variance_shares({"unemployment_mean": values}, drawn, laid_out)
    np.testing.assert_allclose(table["alone"], [9 / 12 / whole, 1 / 12 / whole, 0.0], atol=0.01)
    np.testing.assert_allclose(
        table["all"], [(9 / 12 + 1 / 144) / whole, 1 / 12 / whole, 1 / 144 / whole], atol=0.01
    )
    assert (table["all_error"] < 0.02).all()
    assert variance_shares({"unemployment_mean": np.ones(len(values))}, drawn, laid_out).empty


NOT_DONE: tuple[tuple[dict[str, object], int, float, str], ...] = (
    ({"laws": {"mode": "extended"}}, 10, 0.25, "published laws"), ({"engine": "counts"}, 10, 0.25, "engine of counts"),
    ({}, 1, 0.25, "1 draws are not between"), ({"time": {"steps": 20_000}}, 1_000_000, 0.25, "numbers to keep"),
    ({}, 10, 25.0, "Write 25% as 0.25"),
)  # fmt: skip


def test_what_it_does_not_do_is_said(tmp_path: Path, scenario: MarketScenario) -> None:
    for change, draws, spread, said in NOT_DONE:
        told = MarketScenario.model_validate(scenario.model_dump(exclude_unset=True) | change)
        with pytest.raises(InputError, match=said):
            ensemble(told.placed_in(scenario.folder), draws, tmp_path / "e", spread, {})
        assert not (tmp_path / "e").exists()


def test_it_is_opened_with_its_shards_and_saved_elsewhere_and_their_size_moves_no_figure(
    made: Result, folder: Path, tmp_path: Path, scenario: MarketScenario
) -> None:
    opened = Result.opened(ENSEMBLE, open_saved(folder))
    assert opened.to_dict() == made.to_dict()
    assert dict(opened.inputs) == dict(made.inputs) and len(made.inputs) == 1 + -(-DRAWS // SHARD)
    made.save(tmp_path / "copy")
    for file in folder.rglob("*"):
        if file.is_file():
            assert (tmp_path / "copy" / file.relative_to(folder)).read_bytes() == file.read_bytes()
    other = ensemble(scenario, DRAWS, tmp_path / "e", tables={}, shard=7)
    for name in made.tables:
        pd.testing.assert_frame_equal(made.table(name), other.table(name), check_exact=True)


def test_two_processes_do_not_make_the_same_runs_and_what_a_kill_left_is_swept_away(
    tmp_path: Path, scenario: MarketScenario
) -> None:
    with Folder(tmp_path, {}).alone(), pytest.raises(InputError, match="another process is at work"):
        ensemble(scenario, 10, tmp_path, tables={})
    left = tmp_path / "e"
    left.mkdir()
    for name in ("ensemble.json", "00000.parquet"):
        _free_name(left / name, "draft").write_text("{half")
    Folder(left, {"seed": 1}).open()
    assert sorted(file.name for file in left.iterdir()) == ["ensemble.json", "shards"]


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


def test_stored_figures_are_read_as_an_array_is(tmp_path: Path) -> None:
    whole = simulate_in_batches(HERE, draws(9), QUARTERS)
    with sharded(tmp_path, "serial", 4) as simulated:
        in_shards = simulated(HERE, draws(9), QUARTERS, no_words, "Runs")
        for made, name in product((in_shards, laid_aside(whole)), BY_OCCUPATION):
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
            worker_path(made, HERE.market, nation.RATES)[["pay", "job_finding"]].to_numpy(),
        ]  # fmt: skip

    expected = figures(simulate_in_batches)
    with sharded(tmp_path, "serial", shard) as simulated:
        for here, there in zip(figures(simulated), expected, strict=True):
            np.testing.assert_array_equal(here, there)


@pytest.mark.long
def test_a_lost_process_changes_nothing(tmp_path: Path, expected: str) -> None:
    killed: list[int] = []

    def kill_one(words: str) -> None:
        if not killed and "0 of 9" in words:
            (victim, *_) = active_children()
            killed.append(victim.pid or 0)
            victim.kill()

    assert made_in(tmp_path, "processes:2", 1, kill_one) == expected
    assert killed


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


def test_every_figure_of_the_draws_is_the_kept_one(made: Result, folder: Path, golden: Goldens) -> None:
    drawn = pd.concat([pq.read_table(shard).to_pandas() for shard in sorted((folder / "shards").iterdir())])
    assert drawn["draw"].tolist() == list(range(DRAWS))
    ends = drawn.assign(**{name: drawn[name].str[-1] for name in RATES}).reset_index(drop=True)
    golden("market/ensemble", "\n".join([figures_text(made), tables_text({"shards": ends})]))
