"""Groups of five and more, and nothing that the difference of two outputs could tell of one person."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.roster.privacy import (
    FEWEST,
    OTHER,
    least_shown,
    published_counts,
    published_mean,
    published_total,
    rounded,
)
from reallocate.roster.staffing import pooled

GROUPS = st.lists(st.integers(0, 11), min_size=10, max_size=300)
DIGESTS = st.text("0123456789abcdef", min_size=4, max_size=4)


@given(GROUPS, DIGESTS)
def test_every_group_has_five_and_all_tables_one_total(groups: list[int], digest: str) -> None:
    values = pd.Series([f"group {group}" for group in groups])
    counts = published_counts(values, digest, "people")
    others = published_counts(values.str[-1], digest, "places")
    assert (counts >= FEWEST).all() and (counts % 5 == 0).all()
    assert counts.sum() == others.sum() == published_total(len(values), digest)
    assert abs(counts.sum() - len(values)) < 5
    for group in counts.index.difference([OTHER]):
        assert abs(counts[group] - int(values.eq(group).sum())) < 5


@given(GROUPS, DIGESTS)
def test_other_never_hides_fewer_than_five(groups: list[int], digest: str) -> None:
    values = pd.Series([f"group {group}" for group in groups])
    counts = published_counts(values, digest, "people")
    hidden = values[~values.isin(counts.index)]
    assert len(hidden) == 0 or len(hidden) >= FEWEST, "what is left of the total is no small group either"


@given(st.dictionaries(st.sampled_from([f"{a}-{b}" for a in (11, 13, 15) for b in range(1000, 1012)]),
                       st.floats(0, 30), min_size=1), DIGESTS)  # fmt: skip
def test_occupations_are_planned_with_others_until_there_are_five(
    sizes: dict[str, float], digest: str
) -> None:
    people = pd.Series(sizes)
    home = pooled(people, digest)
    totals = people.groupby(people.index.map(home)).sum()
    assert set(home) == set(sizes) and totals.sum() == pytest.approx(people.sum())
    assert (totals >= FEWEST).all() or len(totals) == 1
    for code, kept in home.items():
        if people[code] >= 2 * FEWEST:
            assert people[kept] >= people[code], "a large occupation goes to none that is smaller"


def test_rounding_is_right_in_the_mean() -> None:
    sizes = pd.Series({"a": 7.0, "b": 23.0, "c": 61.5, "d": 5.0})
    drawn = pd.concat([rounded(sizes, f"file {number}", "roles") for number in range(4000)], axis=1)
    assert np.allclose(drawn.mean(axis=1), sizes, atol=0.15)
    assert set(drawn.loc["d"]) <= {5.0, 10.0} and set(drawn.loc["a"]) == {5.0, 10.0}


def test_the_same_file_gives_the_same_figures() -> None:
    sizes = pd.Series({"a": 7.0, "b": 23.0})
    assert rounded(sizes, "x", "roles").equals(rounded(sizes, "x", "roles"))
    shown = [least_shown("a", f"file {number}", "roles") for number in range(200)]
    assert set(shown) == {5, 6, 7, 8, 9}


def attack_on_counts(publish: bool) -> float:
    """How often the group of somebody who left is guessed from the difference of two outputs."""
    draws = np.random.default_rng(3)
    everybody = pd.Series([f"group {group}" for group in draws.integers(0, 8, 200)])
    right = 0
    for person in range(len(everybody)):
        rest = everybody.drop(person)
        if publish:
            before, after = (published_counts(v, f"{person} {len(v)}", "people") for v in (everybody, rest))
        else:
            before, after = everybody.value_counts(), rest.value_counts()
        fallen = (before - after.reindex(before.index).fillna(0)).sort_index()
        right += str(fallen.idxmax()) == everybody[person]
    return right / len(everybody)


def test_the_difference_of_two_outputs_does_not_tell_who_left() -> None:
    assert attack_on_counts(publish=False) == 1.0, "exact counts tell of everybody"
    by_chance = 1 / 8
    assert attack_on_counts(publish=True) < by_chance + 0.12


@pytest.mark.parametrize("others", [5, 8, 20, 60, 200])
@pytest.mark.parametrize("times", [1.0, 4.0])
def test_the_difference_of_two_means_does_not_tell_the_pay(others: int, times: float) -> None:
    draws = np.random.default_rng(others)
    misses, exact, guesses = [], [], []
    for number in range(200):
        pay = pd.Series(draws.lognormal(11.6, 0.3, others + 1))
        pay.iloc[0] *= times if others > 8 else 1.0
        person, rest = pay.iloc[0], pay.iloc[1:]
        # The attacker knows how many people there are, which no output says.
        with_ = published_mean(pay, others + 1, f"with {number}", "role")
        without = published_mean(rest, others, f"without {number}", "role")
        misses.append(abs((others + 1) * with_ - others * without - person) / person)
        guesses.append(abs(with_ - person) / person)
        exact.append(abs((others + 1) * pay.mean() - others * rest.mean() - person) / person)
    assert max(exact) < 1e-6, "exact means tell everybody's pay"
    assert np.median(misses) > 0.18, "within a fifth no more often than not"
    assert times > 1 or np.median(misses) > np.median(guesses), "the mean alone is the better guess"


@given(st.lists(st.floats(2e4, 9e5), min_size=5, max_size=80))
def test_mean_pay_is_near_and_of_nobody_alone(amounts: list[float]) -> None:
    pay = pd.Series(amounts)
    shown = published_mean(pay, float(len(pay)), "file", "role")
    if pay.max() > pay.sum() / 2:
        assert np.isnan(shown)
    else:
        # A step is at most 2.5 times largest/(2·people), people being rounded down to fives.
        assert abs(shown - pay.mean()) <= 2.5 * pay.max() / (2 * (len(pay) // 5 * 5))
    assert np.isnan(published_mean(pay.head(4), 4.0, "file", "role"))


def test_mean_pay_is_right_in_the_mean() -> None:
    pay = pd.Series(np.linspace(50_000, 150_000, 24))
    shown = [published_mean(pay, 24.0, f"file {number}", "role") for number in range(3000)]
    assert np.mean(shown) == pytest.approx(pay.mean(), rel=0.003)
