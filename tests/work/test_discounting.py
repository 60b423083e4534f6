"""Discounting by hand: a dollar later, a dollar a year, and a cost that runs on after the plan."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.work.compute import annuity, discount_factor, weight_after, with_years_after


def test_a_dollar_later_is_worth_less() -> None:
    assert discount_factor(0.08, 1.0) == pytest.approx(1 / 1.08)
    assert discount_factor(0.08, 0.5) == pytest.approx(1 / 1.08**0.5)
    assert discount_factor(0.08, np.array([0.0, 2.0])) == pytest.approx([1.0, 1 / 1.1664])
    assert discount_factor(0.0, 7.0) == 1.0


def test_an_annuity_is_the_sum_of_its_payments() -> None:
    assert annuity(0.08, 3.0) == pytest.approx(1 / 1.08 + 1 / 1.08**2 + 1 / 1.08**3)
    assert annuity(0.08, 0.0) == 0.0
    assert annuity(0.0, 4.0) == 4.0 and annuity(1e-9, 4.0) == pytest.approx(4.0)


def test_what_runs_on_after_the_plan_counts_four_quarters_a_year_from_its_end() -> None:
    assert weight_after(0.9, 2.5) == pytest.approx(0.9 * 2.5 * 4)


def test_the_last_quarter_alone_stands_for_the_years_after() -> None:
    discount = np.array([0.99, 0.97, 0.95])
    assert with_years_after(discount, 9.0) == pytest.approx([0.99, 0.97, 9.95])
    assert discount.tolist() == [0.99, 0.97, 0.95], "the factors themselves stay"
