"""Random streams and exact draws beside their probabilities, and whole people: none is lost, and threads do not matter.

Seeds are fixed, so that a test gives the same each time. Levels are such that correct draws fail one of all
tests of single draws once in a thousand changes of the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reallocate.kernel.errors import InvariantError
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path, State, run_flow
from reallocate.market.laws import compiled as laws
from reallocate.market.laws.compiled import compiled
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network
from reallocate.market.whole_people import draws
from reallocate.market.whole_people.counts import Cells, Counts, run_counts
from reallocate.market.whole_people.draws import STREAM_WORDS, Words, begin, below

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LEVEL = 1e-3 / 60
DRAWS = 40_000
SEED = 20260101


@compiled
def filled_binomial(stream: Words, out: Integers, trials: int, chance: float) -> None:
    for place in range(len(out)):
        out[place] = draws.binomial(stream, trials, chance)


@compiled
def filled_hypergeometric(stream: Words, out: Integers, good: int, bad: int, sample: int) -> None:
    for place in range(len(out)):
        out[place] = draws.hypergeometric(stream, good, bad, sample)


@compiled
def filled_occupancy(stream: Words, out: Integers, bins: int, balls: int, marks: Words) -> None:
    for place in range(len(out)):
        out[place] = draws.occupancy(stream, bins, balls, marks)


@compiled
def filled_below(stream: Words, out: Integers, count: int) -> None:
    for place in range(len(out)):
        out[place] = below(stream, count)


def a_stream(purpose: int = 0) -> Words:
    stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
    begin(stream, SEED, 0, 0, 0, purpose)
    return stream


def p_value(drawn: Integers, probability: Callable[[Integers], Array]) -> float:
    """Of Pearson's test, neighbours joined until 20 are expected."""
    low, high = int(drawn.min()), int(drawn.max())
    values = np.arange(low, high + 1)
    expected, seen = [0.0], [0]
    for chance, count in zip(probability(values), np.bincount(drawn - low), strict=True):
        expected[-1] += chance * len(drawn)
        seen[-1] += count
        if expected[-1] >= 20:
            expected.append(0.0)
            seen.append(0)
    expected[-1] += len(drawn) - sum(expected)
    if len(expected) > 1 and expected[-1] < 20:
        rest, more = expected.pop(), seen.pop()
        expected[-1] += rest
        seen[-1] += more
    if len(expected) == 1:
        return 1.0
    return float(stats.chisquare(seen, expected).pvalue)


def hit_probability(bins: int, balls: int) -> Array:
    """P(h of the bins are hit), ball after ball; (h)."""
    chance = np.zeros(min(bins, balls) + 1)
    chance[0] = 1.0
    share = np.arange(len(chance)) / bins
    for _ in range(balls):
        fresh = chance * (1.0 - share)
        chance *= share
        chance[1:] += fresh[:-1]
    return chance


BINOMIAL = (
    (1, 0.3), (95, 0.01), (200_000_000, 3e-8), (2_000, 0.0049), (20, 0.5), (21, 0.49), (25, 0.97), (1_000, 0.3), (1_000_000, 0.02),
    (200_000_000, 0.4), (100_000_000, 0.9999999),
)  # fmt: skip
HYPERGEOMETRIC = (
    (5, 7, 4), (3, 100_000_000, 10_000_000), (20, 20, 20), (22, 20, 21), (1_000, 100, 1_050), (60, 50, 100),
    (1_000_000, 10_000_000, 1_000), (100_000_000, 100_000_000, 200_000), (199_000_000, 1_000_000, 5_000),
)  # fmt: skip
OCCUPANCY = ((2, 2, DRAWS), (64, 70, DRAWS), (65, 300, DRAWS), (4_097, 500, 20_000), (5_000, 4_000, 8_000))
"""Trials and their chance; good, bad and the sample; bins, balls, and how many are drawn."""


def test_numbers_have_their_probabilities() -> None:
    """Binomial and hypergeometric ones, and as many openings are hit as chance has it."""
    drawn, marks = np.empty(DRAWS, dtype=np.int64), np.full(draws.MARK_WORDS, 12345, dtype=np.uint64)
    for trials, chance in BINOMIAL:
        filled_binomial(a_stream(), drawn, trials, chance)
        assert p_value(drawn, stats.binom(trials, chance).pmf) > LEVEL, (trials, chance)
    for good, bad, sample in HYPERGEOMETRIC:
        filled_hypergeometric(a_stream(), drawn, good, bad, sample)
        assert p_value(drawn, stats.hypergeom(good + bad, good, sample).pmf) > LEVEL, (good, bad, sample)
    for bins, balls, many in OCCUPANCY:
        filled_occupancy(a_stream(), drawn[:many], bins, balls, marks)
        exact = hit_probability(bins, balls)
        assert p_value(drawn[:many], lambda hit, exact=exact: exact[hit]) > LEVEL, (bins, balls)


def test_no_remainder_is_likelier_than_another_and_what_is_certain_is_not_drawn() -> None:
    # Of 2^32 words, 3·2^30 values would get one or two each if the rest were not drawn again.
    drawn, count = np.empty(DRAWS, dtype=np.int64), 3 * 2**30
    filled_below(a_stream(), drawn, count)
    assert drawn.max() < count
    thirds = np.bincount(drawn // 2**30, minlength=3)
    assert stats.chisquare(thirds).pvalue > LEVEL
    filled_below(a_stream(), drawn, 7)
    assert stats.chisquare(np.bincount(drawn, minlength=7)).pvalue > LEVEL
    stream, marks = a_stream(), np.zeros(draws.MARK_WORDS, dtype=np.uint64)
    before = stream.copy()
    assert draws.binomial(stream, 0, 0.5) == 0
    assert draws.binomial(stream, 7, 0.0) == draws.binomial(stream, 7, -0.1) == 0
    assert draws.binomial(stream, 7, 1.0) == draws.binomial(stream, 7, 1.5) == 7
    assert draws.hypergeometric(stream, 4, 0, 3) == 3
    assert draws.hypergeometric(stream, 0, 4, 3) == draws.hypergeometric(stream, 4, 3, 0) == 0
    assert draws.hypergeometric(stream, 4, 3, 7) == 4
    assert draws.occupancy(stream, 5, 0, marks) == draws.occupancy(stream, 0, 5, marks) == 0
    assert draws.occupancy(stream, 1, 5, marks) == draws.occupancy(stream, 5, 1, marks) == 1
    assert (stream == before).all()


@given(st.integers(0, 10**6), st.integers(1, 20_000), st.floats(0, 1), st.integers(0, 2**31))
def test_no_more_happens_than_can(trials: int, bad: int, chance: float, seed: int) -> None:
    stream, marks = np.zeros(STREAM_WORDS, dtype=np.uint64), np.zeros(draws.MARK_WORDS, dtype=np.uint64)
    begin(stream, seed, 0, 0, 0, 0)
    assert 0 <= draws.binomial(stream, trials, chance) <= trials
    sample = int(chance * (trials + bad))
    assert max(0, sample - bad) <= draws.hypergeometric(stream, trials, bad, sample) <= min(trials, sample)
    assert 1 <= draws.occupancy(stream, bad, trials % 20_000 + 1, marks) <= min(bad, trials % 20_000 + 1)


WEEKS = 6.75
EVERY_LAW = Rates(
    separation=0.05, opening=0.06, close_surplus=0.3, close_shortage=0.4, effort=0.7, on_the_job=0.2,
    replaced=0.8, leaving=1.0, outside=0.5,
)  # fmt: skip
EMPLOYMENT = np.array([40.0, 25.0, 30.0, 3.0])
WEIGHTS = np.array([[0.6, 0.3, 0.1, 0.0], [0.2, 0.5, 0.2, 0.1], [0.0, 0.5, 0.5, 0.0], [0.3, 0.3, 0.3, 0.1]])
SHIFT = np.array([0.7, 1.3, 1.1, 2.0])


def market(employment: Sequence[float] | Array, weights: Array, exit_rate: float = 0.3) -> Market:
    rows, targets = np.nonzero(weights)
    start = np.concatenate([[0], np.cumsum(np.bincount(rows))])
    labels = pd.Index([f"job {place}" for place in range(len(weights))])
    network = Network(start, targets, weights[rows, targets])
    return Market(labels, np.array(employment, float), network, exit_rate=np.full(len(weights), exit_rate))


def towards(start: Cells, steps: int, shift: Array) -> Path:
    """Demand that moves from the jobs at the start to so many times as many."""
    jobs = start.people[0] + start.people[2].astype(float)
    runs = jobs.shape[-1]
    mix = np.linspace(0.0, 1.0, steps)[:, None] * np.ones(runs)
    return Path(np.stack([jobs, jobs * shift[:, None]]), mix, np.ones((steps, runs)))


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


def test_a_run_is_the_same_in_any_batch_on_any_thread_and_equal_areas_differ_by_chance_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = market(EMPLOYMENT, WEIGHTS)
    batch, alone = counts(people, 12, 6), counts(people, 12, 1, first_run=4)
    assert (batch.totals[..., 4:5] == alone.totals).all()
    assert (batch.totals[..., 3] != batch.totals[..., 4]).any()
    # Of one seed: a change of any draw, or of what it is for, shows here.
    assert dict(zip(TOTALS, batch.totals.sum(axis=(0, 2, 3)).tolist(), strict=True)) == {
        "unemployed": 1479, "vacancies": 1381, "employed": 6053, "long_term_unemployed": 235, "separations": 366,
        "quits": 385, "exits": 240, "hires": 899, "openings": 986, "occupation_switches": 432,
    }  # fmt: skip
    monkeypatch.setattr(laws, "THREADS", 1)
    again = counts(people, 12, 6)
    assert again.totals.tobytes() == batch.totals.tobytes()
    assert again.end.spells.tobytes() == batch.end.spells.tobytes()
    start = Cells.published(people, [EVERY_LAW], 3, np.ones((2, 1)) * EMPLOYMENT)
    out = run_counts(people, start, towards(start, 12, SHIFT), [EVERY_LAW], WEEKS, SEED)
    assert (out.totals[:, :, 0] != out.totals[:, :, 1]).any()


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
