"""The fit finds the values that made a series, and says what a series does not tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.economy.small_fit import TRUE, made, series, with_noise

from reallocate.market.calibration.model import profiles, speeds, stays_free
from reallocate.market.nation.fit import FITTED, GUESS, HELD, Search, fit, rates_of, together
from reallocate.market.state.market import PUBLISHED_WEEKS


def test_the_values_that_made_a_series_are_found_with_or_without_the_speed_held() -> None:
    found = fit(series(), made())
    assert found.values == pytest.approx(TRUE, rel=1e-3)
    assert found.error < 1e-8
    assert found.summary()["correlation"].min() > 0.999999
    assert np.isnan(found.standard_errors[FITTED.index("adjustment")]), "it is held"
    found = fit(series(), made(), held={})
    assert found.values == pytest.approx(TRUE, rel=2e-2)
    assert np.isfinite(found.standard_errors).all()


def test_with_noise_values_lie_within_a_few_standard_errors_and_at_an_end_there_is_none() -> None:
    found = fit(series(), with_noise(0.3))
    free = [place for place, name in enumerate(FITTED) if name not in HELD]
    away = np.abs(found.values - TRUE)[free] / found.standard_errors[free]
    assert away.max() < 4.0
    assert found.error == pytest.approx(0.09, rel=0.25), "the noise is what is left"
    seen = made()
    wanted = TRUE.copy()
    wanted[FITTED.index("replaced")] = 1.0
    found = fit(series(), type(seen)(seen.months, series()(wanted[None, :])[:, :, 0], seen.cycle, seen.left))
    assert found.values[FITTED.index("replaced")] == pytest.approx(1.0, abs=1e-2)


def test_slopes_are_those_of_the_distances() -> None:
    search = Search(series(), made(), HELD, GUESS)
    part = GUESS[search.free]
    slopes = search.slope(part)
    for place in range(len(part)):
        step = np.zeros(len(part))
        step[place] = 1e-3 * part[place]
        both = (search.distance(part + step) - search.distance(part - step)) / (2.0 * step[place])
        assert slopes[:, place] == pytest.approx(both, rel=0.05, abs=0.02 * np.abs(both).max())


def test_searches_together_find_what_each_finds_alone_and_one_that_fails_ends_all() -> None:
    seen = with_noise(0.3)
    ways = ({"adjustment": 0.1}, {"adjustment": 0.2}, {"adjustment": 0.16, "amplitude": 1.0})
    alone = [fit(series(), seen, way) for way in ways]
    both = together(series(), [lambda ask, way=way: fit(ask, seen, way) for way in ways])
    for one, other in zip(alone, both, strict=True):
        assert (one.values == other.values).all()
        assert one.error == other.error
    def broken(values: np.ndarray) -> np.ndarray:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        together(broken, [lambda ask: fit(ask, made())] * 3)


def test_profiles_are_worse_and_leave_out_what_lies_beyond_a_range() -> None:
    seen = with_noise(0.3)
    best = fit(series(), seen)
    found = profiles(series(), seen, best, names=("separation", "amplitude"))
    assert found["ratio"].tolist() == pytest.approx([0.8, 1.25, 0.8, 1.25])
    assert (found["worse"] > 0.01).all() and stays_free(found) == ()
    at_the_end = type(best)(
        np.where(np.array(FITTED) == "replaced", 1.0, best.values),
        best.standard_errors, best.error, best.modelled, best.observed, best.months,
    )  # fmt: skip
    held = profiles(series(), seen, at_the_end, names=("replaced",))
    assert held["ratio"].tolist() == pytest.approx([0.8]), "nothing lies above all of them"


def test_what_changes_nothing_is_free_and_other_speeds_go_with_other_amplitudes() -> None:
    profile = pd.DataFrame(
        {
            "parameter": ["a", "a", "b", "b", "c"],
            "ratio": [0.8, 1.25, 0.8, 1.25, 1.05],
            "worse": [0.3, 0.009, 0.02, 0.5, 0.0],
        }
    )
    assert stays_free(profile) == ("a",)
    seen = with_noise(0.3)
    best = fit(series(), seen)
    table, free = speeds(series(), seen, best, at=(0.08, 0.16, 0.32))
    assert table["amplitude"].is_monotonic_decreasing
    assert table["error"].idxmin() == 1
    assert free.error <= best.error + 1e-9
    assert table.loc[1, "worse"] == pytest.approx(0.0, abs=1e-4)


def test_a_published_speed_is_brought_to_half_a_month() -> None:
    rates = rates_of(TRUE, outside=0.5)
    weeks = 52.0 / 24.0
    assert (1.0 - rates.close_surplus) ** (PUBLISHED_WEEKS / weeks) == pytest.approx(1.0 - 0.16)
    assert rates.close_shortage == rates.close_surplus
    assert (rates.leaving, rates.outside, rates.separation) == (1.0, 0.5, 0.006)
