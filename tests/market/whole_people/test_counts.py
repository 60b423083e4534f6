"""Whole people: none is lost, threads do not matter, and every number drawn has its probabilities."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numba
import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats
from tests.market.whole_people.small_market import (
    EMPLOYMENT,
    EVERY_LAW,
    SEED,
    SHIFT,
    WEEKS,
    WEIGHTS,
    Chances,
    Place,
    market,
    step,
    towards,
)
from tests.market.whole_people.test_draws import hit_probability, p_value

from reallocate.kernel.errors import InvariantError
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path, State, run_flow
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import complete
from reallocate.market.whole_people.counts import Cells, Counts, run_counts, spread_tasks

LEVEL = 1e-3 / 40


def counts(people: Market, steps: int, runs: int, areas: int = 1, **options: int | bool) -> Counts:
    rates = [EVERY_LAW] * runs
    employment = np.arange(1, areas + 1)[:, None] * people.employment
    start = Cells.published(people, rates, 3, employment)
    return run_counts(people, start, towards(start, steps, SHIFT), rates, WEEKS, SEED, **options)


@pytest.fixture
def threads() -> Iterator[int]:
    """As many as there are, restored afterwards."""
    before = numba.get_num_threads()
    if numba.config.NUMBA_NUM_THREADS < 2:
        pytest.skip("this machine has one core")
    yield int(numba.config.NUMBA_NUM_THREADS)
    numba.set_num_threads(before)


def test_nobody_is_lost_in_any_step() -> None:
    people = market(EMPLOYMENT, WEIGHTS)
    start = Cells.published(people, [EVERY_LAW] * 20, 3, np.arange(1, 4)[:, None] * EMPLOYMENT)
    everybody = start.people[[0, 1, 3]].sum(axis=(0, 2))
    before = start.people
    for steps in range(1, 15):
        path = towards(start, 14, SHIFT)
        path = Path(path.demand, path.mix[:steps], path.scale[:steps])
        end = run_counts(people, start, path, [EVERY_LAW] * 20, WEEKS, SEED).end
        assert (end.people[[0, 1, 3]].sum(axis=(0, 2)) == everybody).all()
        assert end.people.min() >= 0 and end.spells.min() >= 0
        assert (end.spells.sum(axis=0) == end.people[1]).all()
        assert (end.people != before).any()
        before = end.people


def test_totals_add_up_to_the_change_of_people() -> None:
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
    assert of("quits").sum() > 0 and of("long_term_unemployed").sum() > 0


def test_threads_change_nothing(threads: int) -> None:
    people = market(EMPLOYMENT, WEIGHTS)
    numba.set_num_threads(1)
    alone = counts(people, 12, 7, areas=5)
    numba.set_num_threads(threads)
    together = counts(people, 12, 7, areas=5)
    assert alone.totals.tobytes() == together.totals.tobytes()
    assert alone.end.people.tobytes() == together.end.people.tobytes()
    assert alone.end.spells.tobytes() == together.end.spells.tobytes()


def test_a_run_is_the_same_in_any_batch_and_equal_areas_differ_by_chance_only() -> None:
    people = market(EMPLOYMENT, WEIGHTS)
    batch, alone = counts(people, 12, 6), counts(people, 12, 1, first_run=4)
    assert (batch.totals[..., 4:5] == alone.totals).all()
    assert (batch.totals[..., 3] != batch.totals[..., 4]).any()
    people = market(EMPLOYMENT, WEIGHTS)
    start = Cells.published(people, [EVERY_LAW], 3, np.ones((2, 1)) * EMPLOYMENT)
    out = run_counts(people, start, towards(start, 12, SHIFT), [EVERY_LAW], WEEKS, SEED)
    assert (out.totals[:, :, 0] != out.totals[:, :, 1]).any()


def test_a_run_in_two_parts_is_the_run_in_one() -> None:
    people, rates = market(EMPLOYMENT, WEIGHTS), [EVERY_LAW] * 3
    start = Cells.published(people, rates, 3)
    path = towards(start, 12, SHIFT)
    first = Path(path.demand, path.mix[:5], path.scale[:5])
    rest = Path(path.demand, path.mix[5:], path.scale[5:])
    entering = 0.3 * WEEKS / 52 * start.people[:2].sum(axis=0) / start.people[3]
    whole = run_counts(people, start, path, rates, WEEKS, SEED)
    half = run_counts(people, start, first, rates, WEEKS, SEED)
    end = run_counts(people, half.end, rest, rates, WEEKS, SEED, first_step=5, entering=entering).end
    assert (end.people == whole.end.people).all()
    assert (end.spells == whole.end.spells).all()


def test_entries_balance_the_exits_of_each_area_and_occupation() -> None:
    exits = np.array([0.1, 0.2, 0.3, 0.4])
    people = replace(market(EMPLOYMENT, WEIGHTS), exit_rate=exits)
    start = Cells.published(people, [EVERY_LAW], 3, np.array([[1.0], [7.0]]) * EMPLOYMENT)
    force, outside = start.people[:2].sum(axis=0), start.people[3]
    balanced = exits[:, None] * WEEKS / 52 * force / outside
    path = towards(start, 6, SHIFT)
    said = run_counts(people, start, path, [EVERY_LAW], WEEKS, SEED, entering=balanced)
    unsaid = run_counts(people, start, path, [EVERY_LAW], WEEKS, SEED)
    assert (said.end.people == unsaid.end.people).all()
    none = run_counts(people, start, path, [EVERY_LAW], WEEKS, SEED, entering=np.zeros_like(balanced))
    assert none.end.people[:2].sum() < unsaid.end.people[:2].sum()


@pytest.mark.parametrize("tasks", [1, 2, 7, 400])
def test_every_task_is_handed_out_once_and_halves_are_alike(tasks: int) -> None:
    size = np.random.default_rng(1).lognormal(0, 1.2, (tasks, 1)).astype(np.int64) + 5
    order = spread_tasks(size)
    assert sorted(order) == list(range(tasks))
    if tasks == 400:
        half = size[order[:200], 0].sum() / size.sum()
        assert half == pytest.approx(0.5, abs=0.05)


def test_separations_openings_and_exits_have_their_probabilities() -> None:
    runs, people = 20_000, market([60], np.ones((1, 1)))
    rates = [EVERY_LAW.with_(on_the_job=0.0, effort=0.0, outside=0.0)] * runs
    state = np.zeros((4, 1, 1, runs), dtype=np.int64)
    state[0] = 60
    start = Cells(state, np.zeros((3, 1, 1, runs), dtype=np.int64))
    for demanded in (50.0, 80.0):
        demand, ones = np.full((2, 1, 1, runs), demanded), np.ones((1, runs))
        out = run_counts(people, start, Path(demand, ones, ones), rates, WEEKS, SEED)
        leave = 0.3 * WEEKS / 52
        left = out.total("exits")[0]
        assert p_value(left, stats.binom(60, leave).pmf) > LEVEL
        kept = 60 - 7
        share = min(1.0, 0.3 * max(0.0, 60 - demanded) / kept)
        lost = out.total("separations")[0][left == 7]
        assert p_value(lost, stats.binom(kept, 0.05 + 0.95 * share).pmf) > LEVEL
        share = min(1.0, 0.4 * max(0.0, demanded - 60) / 60)
        by_gap = stats.binom(60, 0.06 + 0.94 * share)
        replaced = stats.binom(7, 0.8)
        opened = out.total("openings")[0][left == 7]
        exact = np.convolve(by_gap.pmf(np.arange(61)), replaced.pmf(np.arange(8)))
        assert p_value(opened, lambda count, exact=exact: exact[count]) > LEVEL


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


@pytest.mark.long
def test_the_mean_nears_the_expected_flows_as_people_grow() -> None:
    # Per person: the bias falls as 1/N, the spread as 1/√N; slopes in logarithms within 0.25 and 0.03.
    steps, rates, bias, spread = 12, Rates(), [], []
    sizes, all_runs = (300, 1_000, 3_000), (10_000, 10_000, 30_000)
    for size, runs in zip(sizes, all_runs, strict=True):
        people = market(np.array([0.4, 0.3, 0.2, 0.1]) * size, complete(4).dense(), exit_rate=0.0)
        start = Cells.published(people, [rates] * runs, 3)
        path = towards(start, steps, np.array([0.9, 1.0, 1.05, 1.3]))
        out = run_counts(people, start, path, [rates] * runs, WEEKS, SEED)
        first = Path(np.ascontiguousarray(path.demand[:, 0, :, :1]), path.mix[:, :1], path.scale[:, :1])
        state = State(start.people[:, 0, :, :1].astype(float), start.spells[:, 0, :, :1].astype(float))
        flow = run_flow(people, state, first, [rates], WEEKS).total("long_term_unemployed")[-1, 0]
        drawn = out.total("long_term_unemployed")[-1]
        bias.append((drawn.mean() - flow) / size)
        spread.append(drawn.std() / size)
    assert np.polyfit(np.log(sizes), np.log(np.abs(bias)), 1)[0] == pytest.approx(-1.0, abs=0.25)
    assert np.polyfit(np.log(sizes), np.log(spread), 1)[0] == pytest.approx(-0.5, abs=0.03)


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


Integers = npt.NDArray[np.int64]


def told_one_by_one(start: Cells, path: Path, steps: int, runs: int) -> tuple[Integers, Integers]:
    """The same from plain loops over people: totals by step and people at the end, by run."""
    totals = np.zeros((steps, len(TOTALS), runs), dtype=np.int64)
    end = np.zeros((4, start.people.shape[2], runs), dtype=np.int64)
    leave = 0.3 * WEEKS / 52
    employed, unemployed, vacant, outside = start.people[:, 0, :, 0]
    entering = leave * (employed + unemployed) / outside
    rate = Chances(0.05, 0.06, 0.3, 0.4, 0.7, 0.2, 0.8, leave, list(entering))
    for run in range(runs):
        chance = random.Random(f"{SEED}, {run}")
        places = [
            Place(int(employed[i]), int(vacant[i]), int(outside[i]), [0] * int(unemployed[i]))
            for i in range(len(employed))
        ]
        for now in range(steps):
            before, after = path.demand[:, 0, :, 0]
            wanted = before + (after - before) * path.mix[now, 0]
            happened = step(places, WEIGHTS.tolist(), wanted.tolist(), rate, 3, chance)
            spells = [spell for place in places for spell in place.spells]
            happened.unemployed, happened.long_term_unemployed = len(spells), spells.count(3)
            happened.vacancies = sum(place.vacant for place in places)
            happened.employed = sum(place.employed for place in places)
            totals[now, :, run] = [getattr(happened, name) for name in TOTALS]
        end[:, :, run] = np.array(
            [[place.employed, len(place.spells), place.vacant, place.outside] for place in places]
        ).T
    return totals, end


def same_distribution(one: Integers, other: Integers) -> float:
    """The p-value that two samples come from the same numbers, neighbours joined until 20 are in both."""
    edges = np.unique(np.quantile(np.concatenate([one, other]), np.linspace(0, 1, 12)[1:-1]).round())
    table = np.array([np.bincount(np.searchsorted(edges, x), minlength=len(edges) + 1) for x in (one, other)])
    table = table[:, table.sum(axis=0) > 0]
    return float(stats.chi2_contingency(table).pvalue) if table.shape[1] > 1 else 1.0


def test_cells_and_persons_one_by_one_agree_in_distribution() -> None:
    steps, plain_runs, runs = 5, 1_200, 12_000
    people = market(EMPLOYMENT, WEIGHTS)
    start = Cells.published(people, [EVERY_LAW] * runs, 3)
    path = towards(start, steps, SHIFT)
    out = run_counts(people, start, path, [EVERY_LAW] * runs, WEEKS, SEED)
    totals, end = told_one_by_one(start, path, steps, plain_runs)
    level = 1e-3 / (steps * len(TOTALS) + end.shape[0] * end.shape[1])
    for now in range(steps):
        for place, name in enumerate(TOTALS):
            assert same_distribution(totals[now, place], out.totals[now, place, 0]) > level, (now, name)
    for status in range(4):
        for place in range(len(EMPLOYMENT)):
            agree = same_distribution(end[status, place], out.end.people[status, 0, place])
            assert agree > level, (status, place)
