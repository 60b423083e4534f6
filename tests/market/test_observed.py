"""What was observed, as it is taken from the tables that ship; runs start there and rest there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import PEOPLE, RATES, accounts, market

from reallocate.data.bundle import load_tables
from reallocate.kernel.errors import DataError, InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.flow.engine import survey_series
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.economy import (
    _MOVED,
    _last_observed,
    at_last_observed,
    current,
    current_text,
)
from reallocate.market.nation.observed import AHEAD, _by_step, _left_after, decades, observe, output_cycle
from reallocate.market.nation.rest import follow
from reallocate.market.simulate.runs import current_market
from reallocate.market.state.accounts import _compute_spending
from reallocate.market.state.market import SERIES, STEPS_PER_MONTH
from reallocate.work.world import World

TABLES = load_tables()


def test_the_months_are_those_of_the_tables_and_a_missing_one_is_not_filled() -> None:
    seen = observe(TABLES["market_series"], TABLES["output_series"], "2001-01", "2019-12", "2019-12")
    assert len(seen.months) == 228 and seen.until("2014-12") == 168
    rows = TABLES["market_series"].set_index("month").loc["2009-10"]
    october = seen.values[seen.months.index("2009-10")]
    assert october == pytest.approx(rows[["unemployment", "openings_rate", "hires", "quits"]].to_numpy(float))
    assert len(seen.cycle) == 228 * STEPS_PER_MONTH
    assert 0.0 < seen.left < 1.0
    with pytest.raises(DataError, match="months lack a series, the first 2024-05"):
        observe(TABLES["market_series"], TABLES["output_series"], "2001-01", "2025-06", "2019-12")


def test_a_forecast_made_in_2014_uses_no_later_output() -> None:
    output = TABLES["output_series"].copy()
    changed = output.copy()
    changed.loc[changed["quarter"] > "2014-Q4", "output"] *= 1.5
    first, second = (
        observe(TABLES["market_series"], one, "2001-01", "2015-12", "2014-12") for one in (output, changed)
    )
    # Straight lines between the middles of quarters reach half a quarter into the next one.
    known = first.until("2014-11") * STEPS_PER_MONTH
    assert first.cycle[: known - 1] == pytest.approx(second.cycle[: known - 1])
    assert first.left == second.left
    assert np.abs(first.cycle[known + 12 :] - second.cycle[known + 12 :]).min() > 0.1


TABLE = pd.DataFrame(
    {
        "month": ["2024-01", "2024-02", "2024-03"],
        "unemployment": [0.05, 0.06, np.nan],
        "openings_rate": [0.03, 0.03, 0.035],
        "hires": [0.036, np.nan, np.nan],
        "quits": [0.02, 0.02, np.nan],
        "participation": [0.66, 0.64, np.nan],
    }
)


def test_each_series_is_taken_where_it_ends_and_a_small_market_rests_there() -> None:
    months, values, participation = _last_observed(TABLE)
    assert months == {
        "unemployment": "2024-02",
        "openings": "2024-03",
        "hires": "2024-01",
        "quits": "2024-02",
    }
    assert values == {"unemployment": 0.06, "openings": 0.035, "hires": 0.036, "quits": 0.02}
    assert participation == 0.64
    with pytest.raises(DataError, match="hires has no figure"):
        _last_observed(TABLE.assign(hires=np.nan))
    found = at_last_observed(market(), RATES, TABLE)
    assert set(found.values) == set(_MOVED)
    flows, _ = follow(market(), found.normal, [found.rates(RATES)], np.ones((2, 1)))
    seen = survey_series(flows)[0, :, 0]
    np.testing.assert_allclose(seen, [found.observed[name] for name in SERIES], rtol=1e-6)
    assert found.rates(RATES).replaced == RATES.replaced
    assert found.normal.outside == pytest.approx(0.36 / 0.64)


def test_what_ships_is_the_last_month_of_the_shipped_series(world: World) -> None:
    months, observed, participation = _last_observed(world.table("market_series"))
    ships = current()
    assert (dict(ships.months), dict(ships.observed), ships.participation) == (
        months,
        observed,
        participation,
    )
    nation, rates = current_market(world)
    flows, _ = follow(nation.market, nation.normal, [rates], np.ones((2, 1)))
    found = survey_series(flows)[0, :, 0]
    np.testing.assert_allclose(found, [observed[name] for name in SERIES], rtol=1e-6)
    assert 'unemployment = "2025-11"' in current_text(ships)


QUARTERS = 80


def output() -> np.ndarray:
    steps = 0.006 + 0.01 * np.random.default_rng(1).standard_normal(QUARTERS)
    return 100.0 * np.exp(np.cumsum(steps))


def test_steady_growth_has_no_cycle_and_a_cycle_is_what_least_squares_leave_over() -> None:
    found = output_cycle(100.0 * 1.006 ** np.arange(QUARTERS), 60)
    assert np.isnan(found[: AHEAD + 3]).all()
    assert np.abs(found[AHEAD + 3 :]).max() < 1e-9
    path, first = np.log(output()), AHEAD + 3
    rows = [[1.0, *(path[t - AHEAD - k] for k in range(4))] for t in range(first, 60)]
    rule = np.linalg.lstsq(np.array(rows), path[first:60], rcond=None)[0]
    later = path[70] - rule @ [1.0, *(path[70 - AHEAD - k] for k in range(4))]
    assert output_cycle(output(), 60)[70] == pytest.approx(later, abs=1e-10)
    with pytest.raises(InputError, match="24 quarters of output are known and 25 are needed"):
        output_cycle(output(), 24)


def test_how_fast_a_cycle_fades_is_learnt_and_between_quarters_lines_are_straight() -> None:
    fading = 0.9 ** np.arange(40.0)
    assert _left_after(fading, 40) == pytest.approx(0.9)
    assert _left_after(np.concatenate([fading, 5.0 * np.ones(8)]), 40) == pytest.approx(0.9)
    assert _left_after((-1.0) ** (np.arange(40) // 4), 40) == 0.0
    cycle = np.array([np.nan, 0.0, 0.04])
    found = _by_step(cycle, 2000.0, np.array([2000.0, 2000.375, 2000.5, 2000.625, 2009.0]))
    assert found == pytest.approx([0.0, 0.0, 0.02, 0.04, 0.04])


def test_decades_by_hand_and_since_1980_each_job_made_more_and_people_stayed_in_work() -> None:
    series = pd.DataFrame(
        {
            "quarter": ["2000-Q1", "2000-Q2", "2000-Q3"],
            "output": [100.0, 121.0, np.nan],
            "employment": [10.0, 11.0, 12.0],
            "in_work": [0.60, 0.59, 0.58],
        }
    )
    found = decades(series, 1)
    assert len(found.ended) == 1 and (found.first, found.last) == ("2000-Q1", "2000-Q2")
    assert found.output_per_job[0] == pytest.approx(np.log(1.1))
    assert found.ended[0] == pytest.approx(1 - 1 / 1.1)
    assert found.jobs[0] == pytest.approx(np.log(1.1)) and found.in_work[0] == pytest.approx(-0.01)
    found = decades(TABLES["output_series"])
    assert len(found.ended) == 143 and found.first == "1980-Q1"
    assert (found.output_per_job > 0).all() and 0.05 < found.ended.min() < found.ended.max() < 0.2
    assert abs(found.in_work.mean()) < 0.005 < np.abs(found.in_work).max()


SPENDING = pd.DataFrame(
    {
        "spending": ["capital", "capital", "power"],
        "industry": ["goods", "services", "goods"],
        "share": [0.25, 0.75, 1.0],
        "import_share": [0.4, 0.0, 0.0],
    }
)


def test_jobs_are_output_times_staff_and_a_dollar_of_compute_is_spent_once() -> None:
    np.testing.assert_allclose(accounts().jobs, PEOPLE, rtol=1e-12)
    build, abroad = _compute_spending(
        SPENDING, pd.Index(["goods", "services"]), {"capital": 0.8, "power": 0.2}
    )
    np.testing.assert_allclose(build, [0.8 * 0.25 * 0.6 + 0.2, 0.8 * 0.75])
    assert abroad == pytest.approx(0.8 * 0.25 * 0.4)


def test_the_shipped_accounts_close(world: World) -> None:
    found = market_accounts(world, Parameters.default())
    people = world.occupations["employment"]
    assert len(found.industries) == 71
    assert 0.98 < found.jobs.sum() / people.sum() < 1.0
    assert found.build.sum() + found.build_imports == pytest.approx(1.0, abs=1e-9)
    assert (found.household >= 0).all()
    income = (found.labour + found.taxes + found.profits) @ found.output
    assert 26e6 < income < 29e6, "gross domestic product of 2023 [USD million]"
