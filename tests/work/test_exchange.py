"""The path of a market: what it holds, how it is read, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from reallocate.kernel.errors import InvariantError, UnknownName
from reallocate.work.exchange import DemandShock, MarketPath

CODES = ["11-1021", "15-1252", "43-6014"]


def path(values: object, codes: list[str] | None = None, years: object = None) -> xr.DataArray:
    array = np.asarray(values, dtype=float)
    axes = {"occupation": codes or CODES, "year": range(array.shape[1]) if years is None else years}
    return xr.DataArray(array, dims=("occupation", "year"), coords=axes)


def test_a_still_market_is_one_everywhere() -> None:
    market = MarketPath.still(CODES, 4)
    assert market.occupations.tolist() == CODES and market.years == 4
    assert (market.pay == 1).all() and (market.job_finding == 1).all()
    assert market.pay.dims == ("occupation", "year") and market.pay["year"].values.tolist() == [0, 1, 2, 3]


def test_ratios_come_in_the_order_and_length_asked_for() -> None:
    pay, finding = path([[1, 0.9], [1, 1.2], [1, 0.5]]), path([[1, 0.0], [1, 2.0], [1, 1.0]])
    found = MarketPath(pay, finding).ratios(pd.Index(["43-6014", "11-1021"]), 2)
    assert found[0].tolist() == [[1, 1], [0.5, 0.9]]
    assert found[1].tolist() == [[1, 1], [1.0, 0.0]]
    assert MarketPath(pay, finding).ratios(pd.Index(CODES), 1)[0].tolist() == [[1, 1, 1]]


def test_what_is_not_in_the_path_is_not_taken_as_still() -> None:
    market = MarketPath.still(CODES, 3)
    with pytest.raises(UnknownName, match="no '15-1251'. Nearest: 15-1252"):
        market.ratios(pd.Index(["15-1251", "15-1252"]), 3)
    with pytest.raises(UnknownName, match="2 more are missing"):
        market.ratios(pd.Index([f"99-900{place}" for place in range(7)]), 3)
    with pytest.raises(InvariantError, match="covers 3 years and 4 are asked for"):
        market.ratios(pd.Index(CODES), 4)


def test_every_fault_is_named_at_once() -> None:
    pay = path([[1, 0.0], [1, np.nan], [1, 1]])
    finding = path([[1, -0.1], [1, 1], [1, np.inf]], codes=["11-1021", "11-1021", "43-6014"], years=[1, 2])
    with pytest.raises(InvariantError) as refused:
        MarketPath(pay, finding)
    said = str(refused.value)
    assert "market path, pay: a ratio is missing, infinite or not above 0 for 11-1021, 15-1252" in said
    assert "market path, job_finding: a ratio is missing, infinite or below 0 for 11-1021, 43-6014" in said
    assert "stand more than once: 11-1021" in said and "Count years from 0" in said
    assert len(refused.value.problems) == 4


def test_axes_must_be_named_labelled_and_the_same() -> None:
    still = MarketPath.still(CODES, 2)
    with pytest.raises(InvariantError, match="axes are year, occupation"):
        MarketPath(still.pay.T, still.job_finding)
    with pytest.raises(InvariantError, match="labelled axes"):
        MarketPath(still.pay, still.job_finding.drop_vars("year"))
    with pytest.raises(InvariantError, match="neither of them empty"):
        MarketPath.still([], 2)
    with pytest.raises(InvariantError, match="different labels on the axis occupation"):
        MarketPath(still.pay, MarketPath.still(CODES[::-1], 2).job_finding)
    with pytest.raises(InvariantError, match="different labels on the axis year"):
        MarketPath(still.pay, MarketPath.still(CODES, 3).job_finding)


def test_it_says_what_it_holds() -> None:
    assert repr(MarketPath(path([[1, 0.8], [1, 1.1], [1, 1]]), path([[1, 0], [1, 2], [1, 1]]))) == (
        "MarketPath: 3 occupations, 2 years; in the last, pay 0.80 to 1.10 and job finding 0.00 to 2.00 of today's"
    )


def shock(**changes: object) -> DemandShock:
    values: dict[str, object] = {
        "change": xr.DataArray([-0.2, 0.1, 0.0], dims="occupation", coords={"occupation": CODES}),
        "compute": 0.02,
        "path": np.array([0.0, 0.4, 1.0]),
        "industries": ("513200",),
    }
    return DemandShock(**{**values, **changes})  # type: ignore[arg-type]


def test_a_shock_says_how_long_and_how_far() -> None:
    found = shock()
    assert found.quarters == 2 and found.occupations.tolist() == CODES
    assert "3 occupations, -20% to +10% positions per unit of work after 2 quarters" in repr(found)
    assert shock(change=found.change - 0.8).change.min() == -1.0


def test_every_fault_of_a_shock_is_named_at_once() -> None:
    axes = {"occupation": ["11-1021", "11-1021", "43-6014"]}
    change = xr.DataArray([-1.1, np.nan, 0.0], dims="occupation", coords=axes)
    with pytest.raises(InvariantError) as refused:
        shock(change=change, compute=-1.0, path=np.array([0.0, 0.5]), industries=())
    said = str(refused.value)
    assert "stand more than once: 11-1021" in said and "below −1 for 11-1021, 11-1021" in said
    assert "compute is -1.0" in said and "not from 0 to 1" in said and "names no industry" in said
    assert len(refused.value.problems) == 5
    with pytest.raises(InvariantError, match="its axes are role"):
        shock(change=xr.DataArray([0.1], dims="role", coords={"role": ["a"]}))
