"""Forecasts of months unseen: who is told what, and how far off each is."""

from __future__ import annotations

import numpy as np
import pytest
from tests.economy.small_fit import NORMAL, TRUE, five_occupations, made, series

from reallocate.market.calibration.model import (
    MARKET,
    MARKET_WITH_OUTPUT,
    Window,
    begun_at,
    hindcast,
    no_change,
)
from reallocate.market.nation.fit import fit, rates_of
from reallocate.market.nation.observed import Observed
from reallocate.market.nation.rest import steady_state
from reallocate.market.state.market import SERIES, STEPS_PER_MONTH

WINDOW = Window("the last two years", "2005-01", "2006-12")
KNOWN = 48


def forecasts(seen: Observed) -> tuple[dict[tuple[str, str], float], dict[str, np.ndarray]]:
    best = fit(series(), made())
    table, paths = hindcast(five_occupations(), NORMAL, best, seen, WINDOW, {"no change": no_change})
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
    found = begun_at(state, 0.08, 0.02)
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
