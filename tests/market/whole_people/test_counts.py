"""Whole people: none is lost, threads do not matter, and every number drawn has its probabilities."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from scipy import stats
from tests.market.whole_people.small_market import (
    EMPLOYMENT,
    EVERY_LAW,
    SEED,
    SHIFT,
    WEEKS,
    WEIGHTS,
    market,
    towards,
)
from tests.market.whole_people.test_draws import hit_probability, p_value

from reallocate.kernel.errors import InvariantError
from reallocate.market.flow.engine import Path, State, run_flow
from reallocate.market.state.market import Market, Rates
from reallocate.market.whole_people.counts import Cells, Counts, run_counts, spread_tasks

LEVEL = 1e-3 / 40


def counts(people: Market, steps: int, runs: int, areas: int = 1, **options: int | bool) -> Counts:
    rates = [EVERY_LAW] * runs
    employment = np.arange(1, areas + 1)[:, None] * people.employment
    start = Cells.published(people, rates, 3, employment)
    return run_counts(people, start, towards(start, steps, SHIFT), rates, WEEKS, SEED, **options)


def test_totals_add_up_to_the_change_of_people_and_nobody_is_lost() -> None:
    people = market(EMPLOYMENT, WEIGHTS)
    out = counts(people, 10, 5, areas=2, with_paths=True)
    start = Cells.published(people, [EVERY_LAW] * 5, 3, np.arange(1, 3)[:, None] * EMPLOYMENT)
    employed = np.concatenate([start.people[None, 0], out.paths[:, 0]]).sum(axis=2)
    openings = np.concatenate([start.people[None, 2], out.paths[:, 2]]).sum(axis=2)
    of = out.total_by_area
    change = of("hires") - of("separations") - of("exits") - of("quits")
    assert (np.diff(employed, axis=0) == change).all()
    assert (np.diff(openings, axis=0) == of("openings") - of("hires")).all()
    assert (out.paths[:, 1].sum(axis=2) == of("unemployed")).all()
    assert (out.paths[-1] == out.end.people[:3]).all()
    assert (out.total("hires") == of("hires").sum(axis=1)).all()
    everybody = (state.people[[0, 1, 3]].sum(axis=(0, 2)) for state in (start, out.end))
    np.testing.assert_array_equal(*everybody)
    assert out.end.people.min() >= 0 and (out.end.spells.sum(axis=0) == out.end.people[1]).all()


def test_a_run_is_the_same_in_any_batch_on_any_thread_and_equal_areas_differ_by_chance_only() -> None:
    people = market(EMPLOYMENT, WEIGHTS)
    batch, alone = counts(people, 12, 6), counts(people, 12, 1, first_run=4)
    assert (batch.totals[..., 4:5] == alone.totals).all()
    assert (batch.totals[..., 3] != batch.totals[..., 4]).any()
    numba.set_num_threads(1)
    again = counts(people, 12, 6)
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)
    assert again.totals.tobytes() == batch.totals.tobytes()
    assert again.end.spells.tobytes() == batch.end.spells.tobytes()
    start = Cells.published(people, [EVERY_LAW], 3, np.ones((2, 1)) * EMPLOYMENT)
    out = run_counts(people, start, towards(start, 12, SHIFT), [EVERY_LAW], WEEKS, SEED)
    assert (out.totals[:, :, 0] != out.totals[:, :, 1]).any()


def test_every_task_is_handed_out_once_and_halves_are_alike() -> None:
    for tasks in (1, 7, 400):
        size = np.random.default_rng(1).lognormal(0, 1.2, (tasks, 1)).astype(np.int64) + 5
        order = spread_tasks(size)
        assert sorted(order) == list(range(tasks))
    assert size[order[:200], 0].sum() / size.sum() == pytest.approx(0.5, abs=0.05)


def test_where_people_are_many_every_total_is_the_expected_flow() -> None:
    """Within five standard errors of the mean over runs, with every law at work."""
    steps, runs = 6, 400
    people, rates = market(2_000 * EMPLOYMENT, WEIGHTS), [EVERY_LAW] * runs
    start = Cells.published(people, rates, 3)
    path = towards(start, steps, SHIFT)
    drawn = run_counts(people, start, path, rates, WEEKS, SEED).totals[:, :, 0]
    first = Path(np.ascontiguousarray(path.demand[:, 0, :, :1]), path.mix[:, :1], path.scale[:, :1])
    state = State(start.people[:, 0, :, :1].astype(float), start.spells[:, 0, :, :1].astype(float))
    flow = run_flow(people, state, first, rates[:1], WEEKS).totals[..., 0]
    away = np.abs(drawn.mean(axis=-1) - flow) / (1e-9 + drawn.std(axis=-1) / np.sqrt(runs))
    assert away.max() < 5.0


@pytest.mark.parametrize("unemployed", [(3, 2), (30, 20)], ids=["one by one", "edge by edge"])
def test_hires_have_their_probabilities(unemployed: tuple[int, int]) -> None:
    # Applications to a job: a binomial number from each, which hit so many of its openings.
    runs, weights = 30_000, np.array([[0.6, 0.4], [0.3, 0.7]])
    people = market([100, 100], weights, exit_rate=0.0)
    state = np.zeros((4, 1, 2, runs), dtype=np.int64)
    state[0], state[1, 0] = 100, np.array(unemployed)[:, None]
    vacant = np.array([9, 14])
    state[2, 0] = vacant[:, None]
    rates = [Rates(separation=0.0, opening=0.0, close_surplus=0.0, close_shortage=0.0)] * runs
    start = Cells(state, np.concatenate([state[1:2], 0 * state[1:2]]))
    ones = np.ones((1, runs))
    path = Path(np.full((2, 1, 2, runs), 100.0), ones, ones)
    out = run_counts(people, start, path, rates, WEEKS, SEED)
    share = weights * vacant / (weights @ vacant)[:, None]
    sent = np.convolve(
        *(
            stats.binom(count, share[place, 0]).pmf(np.arange(count + 1))
            for place, count in enumerate(unemployed)
        )
    )
    exact = np.zeros(int(vacant[0]) + 1)
    for applications, chance in enumerate(sent):
        hit = hit_probability(int(vacant[0]), applications)
        exact[: len(hit)] += chance * hit
    hired = out.end.people[0, 0, 0] - 100
    assert p_value(hired, lambda count: exact[count]) > LEVEL
    freed = np.array(unemployed)[:, None] - out.end.people[1, 0]
    assert (freed.sum(axis=0) == out.total("hires")[0]).all()


def test_a_start_that_cannot_be_is_refused() -> None:
    people = market(EMPLOYMENT, WEIGHTS)
    good = Cells.published(people, [EVERY_LAW], 3)
    with pytest.raises(InvariantError, match="fewer than no people"):
        Cells(-good.people, -good.spells)
    with pytest.raises(InvariantError, match="do not add up"):
        Cells(good.people, good.spells + 1)
    with pytest.raises(InvariantError, match="whole numbers of the same cells"):
        Cells(good.people[:, :, :2], good.spells)
    with pytest.raises(InvariantError, match="rates are for 2 runs"):
        run_counts(people, good, towards(good, 3, SHIFT), [EVERY_LAW] * 2, WEEKS, SEED)
