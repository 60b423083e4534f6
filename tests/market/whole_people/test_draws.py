"""Random streams and exact draws, each beside the probabilities it must have.

Seeds are fixed, so that a test gives the same each time. Levels are such that correct draws fail one of all
tests of this file once in a thousand changes of the seed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reallocate.market.laws.compiled import compiled
from reallocate.market.whole_people import draws
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


@pytest.mark.parametrize(
    ("trials", "chance"),
    [
        (1, 0.3), (95, 0.01), (200_000_000, 3e-8), (2_000, 0.0049), (20, 0.5), (21, 0.49), (25, 0.97),
        (1_000, 0.3), (1_000_000, 0.02), (200_000_000, 0.4), (100_000_000, 0.9999999),
    ],
)  # fmt: skip
def test_binomial_numbers_have_their_probabilities(trials: int, chance: float) -> None:
    drawn = np.empty(DRAWS, dtype=np.int64)
    filled_binomial(a_stream(), drawn, trials, chance)
    assert p_value(drawn, stats.binom(trials, chance).pmf) > LEVEL


@pytest.mark.parametrize(
    ("good", "bad", "sample"),
    [
        (5, 7, 4), (3, 100_000_000, 10_000_000), (20, 20, 20), (22, 20, 21), (1_000, 100, 1_050), (60, 50, 100),
        (1_000_000, 10_000_000, 1_000), (100_000_000, 100_000_000, 200_000), (199_000_000, 1_000_000, 5_000),
    ],
)  # fmt: skip
def test_hypergeometric_numbers_have_their_probabilities(good: int, bad: int, sample: int) -> None:
    drawn = np.empty(DRAWS, dtype=np.int64)
    filled_hypergeometric(a_stream(), drawn, good, bad, sample)
    assert p_value(drawn, stats.hypergeom(good + bad, good, sample).pmf) > LEVEL


@pytest.mark.parametrize(
    ("bins", "balls", "many"),
    [
        (2, 2, DRAWS), (64, 70, DRAWS), (65, 300, DRAWS), (4_097, 500, 20_000), (5_000, 4_000, 8_000),
    ],
)  # fmt: skip
def test_as_many_openings_are_hit_as_chance_has_it(bins: int, balls: int, many: int) -> None:
    drawn = np.empty(many, dtype=np.int64)
    marks = np.full(draws.MARK_WORDS, 12345, dtype=np.uint64)
    filled_occupancy(a_stream(), drawn, bins, balls, marks)
    exact = hit_probability(bins, balls)
    assert p_value(drawn, lambda hit: exact[hit]) > LEVEL


def test_no_remainder_is_likelier_than_another() -> None:
    # Of 2^32 words, 3·2^30 values would get one or two each if the rest were not drawn again.
    drawn, count = np.empty(DRAWS, dtype=np.int64), 3 * 2**30
    filled_below(a_stream(), drawn, count)
    assert drawn.max() < count
    thirds = np.bincount(drawn // 2**30, minlength=3)
    assert stats.chisquare(thirds).pvalue > LEVEL
    filled_below(a_stream(), drawn, 7)
    assert stats.chisquare(np.bincount(drawn, minlength=7)).pvalue > LEVEL


def test_what_is_certain_is_not_drawn() -> None:
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
