"""Forecasts of published series: the prior, the mean, intervals from past errors, and the score, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.kernel.arrays import Array
from reallocate.market.forecast.methods import (
    DIFFERENCES,
    FARTHEST,
    FEWEST_MONTHS,
    LEVELS,
    ErrorOfDrift,
    Panel,
    carried_on,
    combined_path,
    crps,
    differences_carried_on,
    drift_path,
    error_of_drift,
    history,
    is_inside,
    minnesota,
    no_change_was_better,
    shrunk_drift,
)

RNG = np.random.default_rng(5)


def walk(months: int, series: int = 2) -> Array:
    return np.cumsum(RNG.standard_normal((months, series)), axis=0)


def panel(values: Array, **more: object) -> Panel:
    months = tuple(f"{1990 + at // 12}-{at % 12 + 1:02d}" for at in range(len(values)))
    return Panel(months, values, lambda same: same, **more)  # type: ignore[arg-type]


def test_a_tight_prior_is_a_random_walk_and_a_loose_one_is_least_squares() -> None:
    values, usable = walk(200), np.ones(200)
    tight = minnesota(values, usable, lags=2, tightness=1e-5)
    np.testing.assert_allclose(tight[1:3], np.eye(2), atol=1e-3)
    np.testing.assert_allclose(tight[3:], 0.0, atol=1e-3)
    loose = minnesota(values, usable, lags=2, tightness=1e4)
    x = np.hstack([np.ones((198, 1)), values[1:-1], values[:-2]])
    np.testing.assert_allclose(loose, np.linalg.lstsq(x, values[2:], rcond=None)[0], atol=1e-4)


def test_autoregressions_go_on_from_the_last_months_by_hand() -> None:
    # y = 1 + 0.5 of the last month + 0.25 of the one before: 1 + 2 + 0.5 = 3.5; 1 + 1.75 + 1 = 3.75.
    found = carried_on(np.array([[1.0], [0.5], [0.25]]), np.array([[2.0], [4.0]]), 2)
    np.testing.assert_allclose(found[:, 0], [3.5, 3.75])
    changes = 8.0 * 0.5 ** np.arange(20)
    values = np.concatenate([[0.0], np.cumsum(changes)])
    found = differences_carried_on(values, np.ones(21), 1, 3)
    np.testing.assert_allclose(found - values[-1], changes[-1] * np.array([0.5, 0.75, 0.875]), rtol=1e-6)


def test_nothing_after_the_origin_is_looked_at() -> None:
    values = walk(120, 3)
    later = values.copy()
    later[91:] += 50.0
    for more in ({}, {"method": DIFFERENCES, "until": 3}):
        one, other = (panel(each, **more) for each in (values, later))
        np.testing.assert_array_equal(combined_path(one, 90), combined_path(other, 90))
        made, changed = history(one, 90), history(other, 90)
        np.testing.assert_array_equal(
            made.quantiles(90, 6, made.paths), changed.quantiles(90, 6, changed.paths)
        )
    assert (combined_path(panel(values, method=DIFFERENCES, until=3), 90)[3:] == values[90, 0]).all()


def test_an_interval_is_the_errors_that_were_known_by_then() -> None:
    values = walk(110)
    made = history(panel(values))
    errors = np.array([values[at + 6, 0] - values[at, 0] for at in range(60, 100 - 6 + 1)])
    expected = values[100, 0] + np.quantile(np.concatenate([errors, -errors]), LEVELS)
    np.testing.assert_allclose(made.quantiles(100, 6, made.still), expected)
    assert not made.has_interval(62, FARTHEST) and made.has_interval(100, 6)


def test_months_of_the_pandemic_teach_nothing() -> None:
    values = walk(420)
    made = panel(values)
    odd = values.copy()
    first = made.months.index("2020-03")
    odd[first : first + 16] += 40.0
    np.testing.assert_allclose(combined_path(panel(odd), 419), combined_path(made, 419), atol=1e-9)


def test_own_growth_is_halved_towards_the_projected_rate() -> None:
    logs = 0.06 / 12 * np.arange(61)
    assert shrunk_drift(logs, 60, 0.02) == pytest.approx(0.04)
    assert drift_path(logs, 60, 0.02, 18) == pytest.approx(logs[60] + 0.06)
    known = error_of_drift([logs], [60], [0.02])
    assert known is not None and known.wander == pytest.approx(0.0, abs=1e-9)
    assert known.drift == pytest.approx(0.02**2, rel=1e-3)
    ends = ErrorOfDrift(0.0, 0.01).quantiles(0.0, 2.0)
    assert np.log(ends[LEVELS.index(0.9)]) == pytest.approx(1.2816 * 0.2, abs=1e-4)


def test_no_change_is_used_once_it_was_better_and_never_by_what_came_later() -> None:
    grows_then_stops = 0.1 / 12 * np.minimum(np.arange(100), 24)
    known = 24 + 12 + FEWEST_MONTHS - 1
    assert not no_change_was_better(grows_then_stops, known - 1, 0.1), "too few forecasts had come due"
    assert no_change_was_better(grows_then_stops, known, 0.1)
    assert drift_path(grows_then_stops, known, 0.1, 24) == grows_then_stops[known]
    later = grows_then_stops.copy()
    later[known + 1 :] += 5.0
    assert drift_path(later, known, 0.1, 24) == grows_then_stops[known]
    steady = 0.1 / 12 * np.arange(100)
    assert not no_change_was_better(steady, 99, 0.1)


def test_the_score_of_one_number_is_its_error_and_a_sharper_truth_scores_less() -> None:
    assert crps(np.array([3.0]), 5.0) == 2.0
    wide, narrow = np.linspace(-9, 9, 19), np.linspace(-0.9, 0.9, 19)
    assert crps(narrow, 0.0) < crps(wide, 0.0)
    assert crps(narrow, 9.0) > crps(wide, 9.0)
    # A uniform distribution on 0 to 1 with its figure in the middle: CRPS = 1/12.
    assert crps(np.array(LEVELS), 0.5) == pytest.approx(1 / 12, abs=0.005)
    assert is_inside(wide, 8.0) and not is_inside(wide, 8.1)
