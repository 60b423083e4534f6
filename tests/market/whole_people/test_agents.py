"""Workers one by one: the same totals as whole people in cells, records that add up, and the ledger of the displaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

import numpy as np
import pandas as pd
import pytest
from numba.core.dispatcher import Dispatcher
from scipy import stats
from tests.golden_pages import Goldens, figures_text
from tests.market.whole_people.test_draws import SEED, WEEKS, Integers, towards

from reallocate.kernel.errors import InvariantError
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path
from reallocate.market.laws import compiled as laws
from reallocate.market.published.files import with_market_flags
from reallocate.market.published.run import market_study
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network, complete, from_moves
from reallocate.market.whole_people import agents, draws, people, records, settle
from reallocate.market.whole_people.agents import run_agents
from reallocate.market.whole_people.counts import Cells, Counts, run_counts
from reallocate.market.whole_people.ledger import PayTable, _months_without
from reallocate.market.whole_people.records import (
    _NEVER,
    BEFORE,
    RANKS,
    WITHOUT,
    WORKER,
    WORKING,
    Attributes,
    Workers,
)
from reallocate.work.panel import quintiles

# The engine of single people runs by `--engine agents` alone and takes a minute to compile; Python reads the same
# text in a tenth of a second.
compiling = pytest.mark.long

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


def lives(areas: int, steps: int, seed: int = SEED, rates: Rates = EVERY_LAW, paths: bool = False) -> Counts:
    start = start_of(areas, rates)
    return run_agents(
        market(), start, towards(start, steps, SHIFT), rates, WEEKS, seed, ALIKE, with_paths=paths
    )


def people_of(out: Counts) -> Integers:
    """Employed, unemployed and others of each cell, counted from the records."""
    workers, count = out.workers, len(EMPLOYMENT)
    areas = len(workers.first_worker) - 1
    cell = (workers.status.astype(int) * areas + workers.areas) * count + workers.records["occupation"]
    return np.bincount(cell, minlength=3 * areas * count).reshape(3, areas, count)


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The engine's text read by Python, not compiled; words of 64 bits then wrap with a warning."""
    for module in (agents, draws, people, records, settle):
        for name, value in list(vars(module).items()):
            if isinstance(value, Dispatcher):
                monkeypatch.setattr(module, name, value.py_func)
    monkeypatch.setattr(laws, "THREADS", 1)
    with np.errstate(over="ignore"):
        yield


def agrees(out: Counts, start: Cells, steps: int) -> None:
    """Nobody is lost, records agree with cells, and histories add up to the flows."""
    records, workers = out.workers.records, out.workers
    everybody = start.people[[0, 1, 3]].sum(axis=(0, 2, 3))
    assert (out.end.people[[0, 1, 3]].sum(axis=(0, 2, 3)) == everybody).all()
    assert (np.diff(workers.first_worker) == everybody).all()
    assert (people_of(out) == out.end.people[[0, 1, 3], ..., 0]).all()
    assert out.end.people.min() >= 0
    assert out.total("long_term_unemployed")[-1] == out.end.spells[-1].sum()
    assert records["displacements"].sum() == out.total("separations").sum()
    assert ((records["displaced_at"] == _NEVER) == (records["displacements"] == 0)).all()
    assert (workers.cut <= workers.displaced).all()
    assert workers.at_work_first.sum() == start.people[0].sum()
    # Everybody unemployed after a step has one more step of unemployment, done or running, and one at the start.
    running = (steps - records["spell_start"].astype(int))[workers.status == WITHOUT].sum()
    assert records["steps_without"].sum() + running == out.total("unemployed").sum() + start.people[1].sum()
    looked = steps - 1 - records["spell_start"][workers.status == WITHOUT].astype(int)
    assert (np.bincount(np.minimum(looked, 3), minlength=4) == out.end.spells.sum(axis=(1, 2, 3))).all()
    hired = (workers.way > 0) & (workers.status == WORKING)
    assert (records["tenure_start"][hired] >= 0).all()
    assert (records["spell_start"] <= records["tenure_start"])[workers.status == WORKING].all()


@compiling
@pytest.mark.parametrize("steps", [1, 40])
def test_threads_and_the_compiler_change_nothing(
    steps: int, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, out = start_of(5), lives(5, steps)
    agrees(out, start, steps)
    monkeypatch.setattr(laws, "THREADS", 1)
    alone = lives(5, steps)
    request.getfixturevalue("interpreted")
    for other in (alone, lives(5, steps)):
        assert other.totals.tobytes() == out.totals.tobytes()
        assert other.workers.records.tobytes() == out.workers.records.tobytes()


@pytest.mark.usefixtures("interpreted")
def test_nobody_is_lost_records_agree_with_cells_and_histories_add_up() -> None:
    """And the same random numbers give the same market, step by step."""
    start, out = start_of(2), lives(2, 20, paths=True)
    agrees(out, start, 20)
    of = out.total_by_area
    employed, openings = (
        np.concatenate([start.people[None, part], out.paths[:, part]]).sum(axis=2) for part in (0, 2)
    )
    change = of("hires") - of("separations") - of("exits") - of("quits")
    assert (np.diff(employed, axis=0) == change).all()
    assert (np.diff(openings, axis=0) == of("openings") - of("hires")).all()
    # Of one seed, as compiled: a change of any draw, or of who is drawn, shows here.
    assert dict(zip(TOTALS, out.totals.sum(axis=(0, 2, 3)).tolist(), strict=True)) == {
        "unemployed": 709, "vacancies": 570, "employed": 4447, "long_term_unemployed": 117, "separations": 168,
        "quits": 171, "exits": 122, "hires": 425, "openings": 441, "occupation_switches": 284,
    }  # fmt: skip
    workers, sums = out.workers, out.workers.records
    assert np.bincount(workers.way).tolist() == [124, 170, 102]
    assert np.bincount(workers.age).tolist() == [92, 196, 108]
    assert int(workers.before["pay_rank"].astype(int).sum()) == 12_605_126
    assert {name: int(sums[name].astype(int).sum()) for name in ("occupation", "tenure_start", "marks")} == {
        "occupation": 447, "tenure_start": -940, "marks": 43_206,
    }  # fmt: skip


@pytest.mark.usefixtures("interpreted")
def test_what_became_of_each_fifth_is_the_kept_answer(tmp_path: FilePath, golden: Goldens) -> None:
    rows = [f"{name},{20 + 5 * place},{30_000 + 4_000 * place},{place / 8}" for place, name in enumerate("abcde")]
    table = pd.DataFrame([row.split(",") for row in rows], columns=["occupation", "employment", "wage", "probability"])
    table.drop(columns="probability").to_csv(tmp_path / "m.csv", index=False)
    table[["occupation", "probability"]].to_csv(tmp_path / "p.csv", index=False)
    shock = {"shock": str(tmp_path / "p.csv"), "shock_start": 4.0, "shock_years": 1.0}
    asked = with_market_flags(
        None, market=str(tmp_path / "m.csv"), mobility="complete", engine="agents", steps=30, **shock
    )
    golden("market/people", figures_text(market_study(asked)))


@pytest.mark.usefixtures("interpreted")
def test_people_are_hired_only_where_moves_lead_from_their_occupation() -> None:
    """Along a chain with one short cut, in one step; of one seed."""
    edges = [("job 0", "job 1", 3.0), ("job 0", "job 3", 1.0), ("job 1", "job 2", 2.0), ("job 2", "job 3", 1.0), ("job 3", "job 0", 1.0)]
    moves = pd.DataFrame(edges, columns=["source", "target", "weight"])
    chain, start = from_moves(moves, market().occupations, 0.4), start_of(16)
    out = run_agents(market(chain), start, towards(start, 1, SHIFT), EVERY_LAW, WEEKS, SEED, ALIKE)
    agrees(out, start, 1)
    went = np.zeros((4, 4), dtype=int)
    np.add.at(went, (out.workers.before["occupation"], out.workers.records["occupation"]), 1)
    assert not went[(chain.dense() == 0) & ~np.eye(4, dtype=bool)].any()
    assert went.tolist() == [[1477, 11, 0, 0], [0, 622, 2, 0], [0, 0, 976, 0], [2, 0, 0, 78]]


@compiling
@pytest.mark.parametrize(
    "rates", [EVERY_LAW, Rates(separation=0.03, opening=0.03)], ids=["every", "published"]
)
def test_workers_and_cells_agree_in_distribution(rates: Rates) -> None:
    # 400 markets each; all tests together raise a false alarm in one of a thousand seeds.
    markets, steps = 400, 24
    start = start_of(markets, rates)
    path = towards(start, steps, SHIFT)
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


@pytest.mark.usefixtures("interpreted")
def test_people_go_on_where_an_earlier_run_left_them(monkeypatch: pytest.MonkeyPatch) -> None:
    start, entering = start_of(2), np.full((2, 4), 0.02)
    path = towards(start, 14, SHIFT)
    first, rest = (Path(path.demand, path.mix[part], path.scale[part]) for part in (slice(5), slice(5, None)))
    given = (EVERY_LAW, WEEKS, SEED, ALIKE)
    half = run_agents(market(), start, first, *given, entering=entering)
    out = run_agents(market(), half.end, rest, *given, entering=entering, earlier=half.workers)
    records, workers = out.workers.records, out.workers
    assert workers.steps == 14 and workers.before.tobytes() == half.workers.before.tobytes()
    assert (people_of(out) == out.end.people[[0, 1, 3], ..., 0]).all()
    assert records["displacements"].sum() == half.total("separations").sum() + out.total("separations").sum()
    running = (14 - records["spell_start"].astype(int))[workers.status == WITHOUT].sum()
    seen = half.total("unemployed").sum() + out.total("unemployed").sum() + start.people[1].sum()
    assert records["steps_without"].sum() + running == seen
    assert out.total("long_term_unemployed")[-1] == out.end.spells[-1].sum()
    assert records["spell_start"].max() < 14 and (records["spell_start"] >= half.workers.records["spell_start"]).all()
    with pytest.raises(InvariantError, match="not the people of the start"):
        run_agents(market(), start_of(3), towards(start_of(3), 3, SHIFT), *given, earlier=half.workers)
    monkeypatch.setattr("reallocate.market.whole_people.agents.MOST_STEPS", 13)
    monkeypatch.setattr("reallocate.market.whole_people.agents.RANKS", 3)
    with pytest.raises(InvariantError) as beyond:
        run_agents(market(), half.end, rest, *given, earlier=half.workers)
    assert [str(one) for one in beyond.value.problems] == [
        "agents: 14 steps, of which a record can tell 13 apart.", "agents: 4 occupations, of which a record can tell 3 apart.",
    ]  # fmt: skip


PAY = PayTable(np.array([0.25, 0.75]), np.array([[40_000.0, 60_000.0], [80_000.0, 80_000.0]]))


def test_months_without_work_are_counted_fifths_hold_a_fifth_and_missing_pay_is_refused() -> None:
    """Of 52 weeks: 13 until hired, 13 at the end, and all of them for somebody who was without from before."""
    rows = [(0, 26, 26, 3, 13, 1, WORKING), (0, 38, 38, 3, 0, 2, WITHOUT), (0, -1, -1, 0, 0, 0, WITHOUT)]
    three = Workers(np.array(rows, WORKER), np.array([(0, -156, 0)] * 3, BEFORE), np.array([0, 3]), 52, 1.0)
    assert _months_without(three) == pytest.approx(np.array([13, 13, 52]) * 12 / 52)
    score, people = np.array([0.9, 0.1, 0.5, 0.2, 0.3, 0.7]), np.array([200.0, 100, 200, 100, 200, 200])
    assert quintiles(score, people).tolist() == [4, 0, 2, 0, 1, 3]
    rank = (np.array([0.0, 0.25, 0.5, 0.75, 0.999]) * RANKS).astype(np.uint16)
    assert PAY.at(np.zeros(5, dtype=int), rank) == pytest.approx([40e3, 40e3, 50e3, 60e3, 60e3], rel=1e-4)
    with pytest.raises(InvariantError, match="1 occupations have no score"):
        quintiles(np.array([0.1, np.nan]), np.ones(2))
    with pytest.raises(InvariantError, match="missing or not above 0 in 1 occupations"):
        PayTable(np.array([0.5]), np.array([[1.0], [np.nan]]))
    with pytest.raises(InvariantError, match="for 2 points"):
        PayTable(np.array([0.7, 0.5]), np.ones((1, 2)))
