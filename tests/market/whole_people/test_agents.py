"""Workers one by one: the same totals as whole people in cells, evenly spread, and records that add up."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

from reallocate.kernel.errors import InvariantError
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network, complete
from reallocate.market.whole_people.agents import run_agents
from reallocate.market.whole_people.counts import Cells, Counts, run_counts
from reallocate.market.whole_people.records import _NEVER, WITHOUT, WORKING, Attributes

Integers = npt.NDArray[np.int64]

SEED = 20260101
WEEKS = 6.75
EVERY_LAW = Rates(
    separation=0.03, opening=0.03, close_surplus=0.2, close_shortage=0.3, effort=0.7, on_the_job=0.1,
    replaced=0.8, leaving=1.0, outside=0.5,
)  # fmt: skip
EMPLOYMENT = np.array([60.0, 25.0, 40.0, 3.0])
SHIFT = np.array([0.5, 1.4, 1.2, 3.0])
ALIKE = Attributes(np.tile([0.2, 0.5, 0.3], (4, 1)), np.array([1.0, 4.0, 9.0]))


def market(weights: Network | None = None) -> Market:
    labels = pd.Index([f"job {place}" for place in range(4)])
    return Market(labels, EMPLOYMENT, weights or complete(4), exit_rate=np.full(4, 0.2))


def start_of(areas: int, rates: Rates = EVERY_LAW) -> Cells:
    return Cells.published(market(), [rates], 3, np.ones((areas, 1)) * EMPLOYMENT)


def towards(start: Cells, steps: int) -> Path:
    jobs = start.people[0] + start.people[2].astype(float)
    mix = np.linspace(0.0, 1.0, steps)[:, None]
    return Path(np.stack([jobs, jobs * SHIFT[:, None]]), mix, np.ones((steps, 1)))


def lives(areas: int, steps: int, seed: int = SEED, rates: Rates = EVERY_LAW, paths: bool = False) -> Counts:
    start = start_of(areas, rates)
    return run_agents(market(), start, towards(start, steps), rates, WEEKS, seed, ALIKE, with_paths=paths)


def people_of(out: Counts) -> Integers:
    """Employed, unemployed and others of each cell, counted from the records."""
    workers, count = out.workers, len(EMPLOYMENT)
    areas = len(workers.first_worker) - 1
    cell = (workers.status.astype(int) * areas + workers.areas) * count + workers.records["occupation"]
    return np.bincount(cell, minlength=3 * areas * count).reshape(3, areas, count)


@pytest.mark.parametrize("steps", [1, 40])
def test_nobody_is_lost_records_agree_with_cells_and_threads_change_nothing(steps: int) -> None:
    start, out = start_of(5), lives(5, steps)
    numba.set_num_threads(1)
    alone = lives(5, steps)
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)
    assert alone.totals.tobytes() == out.totals.tobytes()
    assert alone.workers.records.tobytes() == out.workers.records.tobytes()
    everybody = start.people[[0, 1, 3]].sum(axis=(0, 2, 3))
    assert (out.end.people[[0, 1, 3]].sum(axis=(0, 2, 3)) == everybody).all()
    assert (np.diff(out.workers.first_worker) == everybody).all()
    assert (people_of(out) == out.end.people[[0, 1, 3], ..., 0]).all()
    assert out.end.people.min() >= 0
    assert out.total("long_term_unemployed")[-1] == out.end.spells[-1].sum()


def test_histories_add_up_to_the_flows() -> None:
    steps, out = 40, lives(30, 40)
    records, workers = out.workers.records, out.workers
    assert records["displacements"].sum() == out.total("separations").sum()
    assert ((records["displaced_at"] == _NEVER) == (records["displacements"] == 0)).all()
    assert (workers.cut <= workers.displaced).all() and workers.cut.any() and (~workers.cut).any()
    assert workers.at_work_first.sum() == start_of(30).people[0].sum()
    # Everybody unemployed after a step has one more step of unemployment, done or running, and one at the start.
    running = (steps - records["spell_start"].astype(int))[workers.status == WITHOUT].sum()
    seen = out.total("unemployed").sum() + start_of(30).people[1].sum()
    assert records["steps_without"].sum() + running == seen
    hired = (workers.way > 0) & (workers.status == WORKING)
    assert (records["tenure_start"][hired] >= 0).all()
    assert (records["spell_start"] <= records["tenure_start"])[workers.status == WORKING].all()


@pytest.mark.parametrize(
    "rates", [EVERY_LAW, Rates(separation=0.03, opening=0.03)], ids=["every", "published"]
)
def test_workers_and_cells_agree_in_distribution(rates: Rates) -> None:
    # 400 markets each; all tests together raise a false alarm in one of a thousand seeds.
    markets, steps = 400, 24
    start = start_of(markets, rates)
    path = towards(start, steps)
    cells = run_counts(market(), start, path, [rates], WEEKS, SEED + 7)
    ours, theirs = lives(markets, steps, rates=rates).totals[..., 0], cells.totals[..., 0]
    moments = (0, 2, 5, 11, 23)
    level = 1e-3 / (2 * len(moments) * 2 * len(TOTALS))
    for step in moments:
        for place, name in enumerate(TOTALS):
            one, other = ours[step, place], theirs[step, place]
            assert stats.ks_2samp(one, other).pvalue > level, (step, name)
            if one.std() + other.std() > 0:
                assert stats.ttest_ind(one, other).pvalue > level, (step, name)
    end = lives(markets, steps, rates=rates).end
    for status in range(4):
        for place in range(len(EMPLOYMENT)):
            samples = end.people[status, :, place, 0], cells.end.people[status, :, place, 0]
            assert stats.ks_2samp(*samples).pvalue > level, (status, place)


def test_a_run_that_goes_on_is_one_run() -> None:
    start, entering = start_of(400), np.full((400, 4), 0.02)
    path = towards(start, 24)
    first, rest = (Path(path.demand, path.mix[part], path.scale[part]) for part in (slice(9), slice(9, None)))
    given = (EVERY_LAW, WEEKS, SEED, ALIKE)
    half = run_agents(market(), start, first, *given, entering=entering)
    out = run_agents(market(), half.end, rest, *given, entering=entering, earlier=half.workers)
    records, workers = out.workers.records, out.workers
    assert workers.steps == 24 and workers.before.tobytes() == half.workers.before.tobytes()
    assert (people_of(out) == out.end.people[[0, 1, 3], ..., 0]).all()
    lost = half.total("separations").sum() + out.total("separations").sum()
    assert records["displacements"].sum() == lost
    running = (24 - records["spell_start"].astype(int))[workers.status == WITHOUT].sum()
    seen = half.total("unemployed").sum() + out.total("unemployed").sum() + start.people[1].sum()
    assert records["steps_without"].sum() + running == seen
    assert out.total("long_term_unemployed")[-1] == out.end.spells[-1].sum()
    at_once = run_agents(market(), start, path, EVERY_LAW, WEEKS, SEED + 1, ALIKE, entering=entering)
    for place, name in enumerate(TOTALS):
        pvalue = stats.ks_2samp(at_once.totals[-1, place, :, 0], out.totals[-1, place, :, 0]).pvalue
        assert pvalue > 1e-3 / len(TOTALS), name
    with pytest.raises(InvariantError, match="not the people of the start"):
        run_agents(market(), start, towards(start, 3), EVERY_LAW, WEEKS, SEED, ALIKE, earlier=half.workers)
