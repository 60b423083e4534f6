"""The months that were observed, as they are taken from the tables that ship."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.data.bundle import load_tables
from reallocate.kernel.errors import DataError
from reallocate.market.nation.observed import observe
from reallocate.market.state.market import SERIES, STEPS_PER_MONTH

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
    assert len(SERIES) == 4


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
