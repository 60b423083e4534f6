"""Where a system can be put: hours within reach, shares of roles, the smallest system; and padded sums."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.firms import CLERKS, DEVELOPERS, MANAGERS, ROLES, Role, inputs_of, make_options
from tests.plan.plans import random_roles

from reallocate.work.hours import DIRECTING

twentieths = st.integers(0, 20).map(lambda number: number / 20)
shares = st.tuples(twentieths, twentieths, twentieths, twentieths)


@settings(max_examples=10)
@given(st.integers(0, 10_000), shares, shares)
def test_cells_hold_the_hours_within_reach(seed: int, augmentable: tuple[float, ...], automatable: tuple[float, ...]) -> None:
    first, *rest = random_roles(seed)
    roles: list[Role] = [replace(first, augmentable=augmentable, automatable=automatable), *rest]  # type: ignore[arg-type]
    cells = inputs_of(make_options(2, smallest_system=0.0), roles, ()).cells
    content, high, low = (np.array([getattr(role, name) for role in roles]) for name in ("content", "augmentable", "automatable"))
    hours = 0.45 * np.array([role.headcount for role in roles])[:, None] * content
    table = cells.table
    assert table["hours"].sum() == pytest.approx((hours * high).sum(), abs=1e-4)
    assert table.loc[table["automatable"], "hours"].sum() == pytest.approx((hours * np.minimum(high, low)).sum(), abs=1e-4)
    by_cell = np.zeros(len(table))
    np.add.at(by_cell, cells.entry_cell, cells.entry_share)
    assert by_cell == pytest.approx(1.0)
    assert cells.systems["hours"].sum() == pytest.approx(table["hours"].sum())
    assert ((cells.good > 0) & (cells.good < 0.9)).all()


def test_no_system_is_built_for_less_than_the_smallest() -> None:
    every, large = (inputs_of(make_options(2, smallest_system=size)).cells.systems for size in (0.0, 30.0))
    assert set(large.itertuples(index=False)) < set(every.itertuples(index=False))
    assert (large["hours"] >= 30 * 0.45).all()
    assert (every.loc[~every["hours"].isin(large["hours"]), "hours"] < 30 * 0.45).all()


def test_who_directs_at_what_pay_and_work_told_by_kind_is_none_of_it() -> None:
    i = inputs_of(make_options(2))
    assert list(i.roles) == [MANAGERS.code, DEVELOPERS.code, CLERKS.code, "ai-directing"]
    # The fifth with the most directing work, of those with long preparation; and whoever is hired for it.
    assert list(i.directs) == [True, False, False, True]
    assert i.loaded_cost[-1] * 4e6 == pytest.approx(DEVELOPERS.pay)
    assert inputs_of(make_options(2), [CLERKS, MANAGERS], ()).loaded_cost[-1] * 4e6 == pytest.approx(MANAGERS.pay)
    assert inputs_of(make_options(2), [CLERKS], ()).loaded_cost[-1] * 4e6 == pytest.approx(CLERKS.pay)
    i = inputs_of(make_options(2, slack_at_start=0.1))
    assert i.work.sum() + i.coordination.sum() == pytest.approx(0.45 * 750 * 0.9)
    assert i.coordination[:-1] == pytest.approx([0.45 * 0.9 * role.headcount * role.content[3] for role in ROLES[::-1]])
    kinds = ("managing", "coordinating", "routine analysis", "specialist", "hands-on", DIRECTING)
    by_kind = dict(zip(kinds, (i.work_by_kind + i.coordination_by_kind).sum(axis=0), strict=True))
    assert by_kind[DIRECTING] == by_kind["hands-on"] == 0
    assert by_kind["managing"] == pytest.approx(0.45 * 0.9 * (300 * 0.1 + 50 * 0.5))


def test_the_pace_of_adoption_does_not_depend_on_the_length_of_the_plan() -> None:
    """0.8 of a logistic curve around quarter 6, of width 2: steepest beside quarter 6."""
    short, long = (inputs_of(make_options(quarters)) for quarters in (2, 12))
    by_hand = 0.8 / (1 + np.exp(0.0)) - 0.8 / (1 + np.exp(0.5))
    assert short.pace == long.pace == pytest.approx(by_hand)
    assert np.diff(short.rollout, prepend=0.0).max() < 0.7 * short.pace


def test_activities_that_ai_serves_alike_share_a_system_unless_it_has_a_fixed_cost() -> None:
    together, apart = (inputs_of(make_options(2, system_cost=cost)).cells for cost in (0.0, 1e5))
    assert set(apart.systems["serves"]) == set(apart.entry_activity)
    assert set(together.systems["serves"]) == {
        trial + (", coordinating" if coordinating else "")
        for trial, coordinating in zip(together.table["trial"], together.table["coordination"], strict=True)
    }
    hours = [
        pd.Series(one.entry_share * one.table["hours"].to_numpy()[one.entry_cell]).groupby(one.entry_activity).sum()
        for one in (together, apart)
    ]
    pd.testing.assert_series_equal(*hours)
