"""The fit finds the values that made a series, forecasts months unseen, and says what a series does not tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import NORMAL, TRUE, five_occupations, made, series, with_noise

from reallocate.kernel.errors import DataError
from reallocate.market.calibration.model import (
    MARKET,
    MARKET_WITH_OUTPUT,
    Window,
    _begun_at,
    _no_change,
    hindcast,
    profiles,
    speeds,
    stays_free,
)
from reallocate.market.nation.fit import (
    _CORRELATION,
    _GUESS,
    _MEAN,
    _MOBILITY,
    FITTED,
    HELD,
    Check,
    Fit,
    Search,
    _distances,
    _mean_squared,
    fit,
    gate,
    rates_of,
    root_mean_square_error,
    together,
)
from reallocate.market.nation.observed import Observed
from reallocate.market.nation.rest import steady_state
from reallocate.market.state.market import (
    _LEAST_STAYING,
    PUBLISHED_WEEKS,
    SERIES,
    STEPS_PER_MONTH,
    balanced_network,
)


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
    search = Search(series(), made(), HELD, _GUESS)
    part = _GUESS[search.free]
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
    at_the_end = replace(best, values=np.where(np.array(FITTED) == "replaced", 1.0, best.values))
    held = profiles(series(), seen, at_the_end, names=("replaced", "separation"))
    assert held["ratio"].tolist() == pytest.approx([0.8, 0.8, 1.25]), "nothing lies above all of them"
    assert (held["worse"].iloc[1:] > 0.01).all()
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


RNG = np.random.default_rng(5)
OBSERVED = 0.04 + 0.01 * RNG.standard_normal((120, 4))


def fitted(modelled: np.ndarray) -> Fit:
    months = tuple(str(place) for place in range(len(modelled)))
    nothing = np.zeros(len(FITTED))
    return Fit(nothing, nothing, 0.0, modelled, OBSERVED, months)


def failing(checks: tuple[Check, ...]) -> list[str]:
    return [one.name for one in checks if not one.holds]


def test_what_was_observed_passes_by_thresholds_fixed_beforehand_and_another_path_fails() -> None:
    checks = gate(fitted(OBSERVED), 0.09)
    assert len(checks) == 3 * len(SERIES) + 1
    assert failing(checks) == []
    assert (_MEAN, _CORRELATION, _MOBILITY) == (0.05, 0.6, (0.06, 0.19))
    modelled = OBSERVED.copy()
    modelled[:, 1] = OBSERVED[::-1, 1]
    assert failing(gate(fitted(modelled), 0.09)) == ["openings, correlation by month", "openings, error"]


def test_a_mean_may_be_off_by_a_twentieth_and_mobility_lies_within_what_is_published() -> None:
    for factor, holds in ((1.049, True), (1.051, False), (0.951, True), (0.949, False)):
        modelled = OBSERVED.copy()
        modelled[:, 0] += (factor - 1.0) * OBSERVED[:, 0].mean()
        assert ("unemployment, mean" not in failing(gate(fitted(modelled), 0.09))) is holds
    for mobility, holds in ((0.059, False), (0.06, True), (0.19, True), (0.191, False)):
        assert (failing(gate(fitted(OBSERVED), mobility)) == []) is holds
    model, seen, spread = (
        np.array([[1.0, 10.0], [3.0, 10.0]]),
        np.array([[0.0, 0.0], [0.0, 0.0]]),
        np.array([1.0, 5.0]),
    )
    assert _distances(model, seen, spread).tolist() == [[1.0, 2.0], [3.0, 2.0]]
    assert _mean_squared(_distances(model, seen, spread)) == pytest.approx((1 + 4 + 9 + 4) / 4)
    assert root_mean_square_error(np.array([3.0, 4.0]), np.zeros(2)) == pytest.approx(np.sqrt(12.5))


WINDOW = Window("the last two years", "2005-01", "2006-12")
KNOWN = 48


def forecasts(seen: Observed) -> tuple[dict[tuple[str, str], float], dict[str, np.ndarray]]:
    best = fit(series(), made())
    table, paths = hindcast(five_occupations(), NORMAL, best, seen, WINDOW, {"no change": _no_change})
    errors = table.set_index(["forecast", "series"])["error"]
    return {(str(one), str(other)): float(value) for (one, other), value in errors.items()}, paths


def test_told_output_a_market_foretells_what_it_made_and_errors_are_those_of_the_paths() -> None:
    errors, paths = forecasts(made())
    for name in SERIES:
        assert errors[MARKET_WITH_OUTPUT, name] < 0.05 * errors["no change", name]
    assert paths["observed"] == pytest.approx(made().values[KNOWN:])
    errors, paths = forecasts(made())
    off = paths["no change"] - made().values[KNOWN:]
    assert (paths["no change"] == made().values[KNOWN - 1]).all()
    for place, name in enumerate(SERIES):
        assert errors["no change", name] == pytest.approx(np.sqrt((off[:, place] ** 2).mean()))


def test_what_comes_later_changes_no_forecast_that_is_not_told_it() -> None:
    seen = made()
    cycle, values = seen.cycle.copy(), seen.values.copy()
    cycle[KNOWN * STEPS_PER_MONTH :] = -0.05
    values[KNOWN:] *= 2.0
    changed = Observed(seen.months, values, cycle, seen.left)
    first, second = forecasts(seen)[1], forecasts(changed)[1]
    for name in (MARKET, "no change"):
        assert (first[name] == second[name]).all()
    assert not np.allclose(first[MARKET_WITH_OUTPUT], second[MARKET_WITH_OUTPUT])


def test_a_forecast_begins_where_the_market_was_seen_and_without_news_the_cycle_fades() -> None:
    rates = [rates_of(TRUE, NORMAL.outside)]
    state = steady_state(five_occupations(), NORMAL, rates, np.ones(1)).state
    found = _begun_at(state, 0.08, 0.02)
    employed, without, vacant, outside = found.people.sum(axis=(1, 2))
    assert without / (employed + without) == pytest.approx(0.08)
    assert vacant / (vacant + employed) == pytest.approx(0.02)
    assert employed + without == pytest.approx(float(state.labour_force[0]))
    assert outside == pytest.approx(state.people[3].sum())
    assert found.spells.sum() == pytest.approx(without)
    quiet = forecasts(made())[1][MARKET]
    seen = made()
    still = Observed(seen.months, seen.values, seen.cycle, 1.0)
    stuck = forecasts(still)[1][MARKET]
    cycle = seen.cycle[KNOWN * STEPS_PER_MONTH - 1]
    assert np.sign(stuck[-1, 0] - quiet[-1, 0]) == -np.sign(cycle), "more demand, less unemployment"


PEOPLE = pd.Series([100.0, 300.0, 50.0, 200.0], index=["a", "b", "c", "d"])
MOVES = np.array([[0.0, 0.2, 0.02, 0.0], [0.01, 0.0, 0.0, 0.05], [0.0, 0.0, 0.0, 0.1], [0.0, 0.0, 0.0, 0.0]])
HIRES = 0.035


def flows(moves: np.ndarray = MOVES) -> np.ndarray:
    """Applications where openings are alike in proportion to employment; (origin, target) [persons/month]."""
    weights = balanced_network(moves, PEOPLE, HIRES).dense()
    people = PEOPLE.to_numpy()
    chosen = weights * people[None, :]
    chosen /= chosen.sum(axis=1, keepdims=True)
    return HIRES * people[:, None] * chosen


def test_flows_are_the_mean_of_both_ways_and_an_occupation_without_is_said() -> None:
    found = flows()
    assert found == pytest.approx(found.T)
    moved = 12.0 * (found.sum() - np.trace(found))
    assert moved == pytest.approx((PEOPLE.to_numpy() @ MOVES).sum())
    assert 12.0 * found[0, 1] == pytest.approx(0.5 * (100.0 * 0.2 + 300.0 * 0.01))
    assert 12.0 * found[1, 3] == pytest.approx(0.5 * 300.0 * 0.05)
    found = flows(20.0 * MOVES)
    assert (np.diag(found) / found.sum(axis=1)).min() >= _LEAST_STAYING - 1e-12
    alone = pd.concat([PEOPLE, pd.Series([10.0], index=["e"])])
    with pytest.raises(DataError, match="1 occupations have no move in or out: e"):
        balanced_network(np.pad(MOVES, (0, 1)), alone, HIRES)
