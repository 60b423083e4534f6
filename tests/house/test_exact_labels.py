"""Labels never join by themselves, whichever numerical part is used first."""

from __future__ import annotations

import linopy
import pandas as pd
import pytest
import xarray as xr

from reallocate.measure.axes import require_exact_labels


@pytest.fixture(autouse=True)
def exact() -> None:
    require_exact_labels()


def test_arrays_with_other_labels_do_not_add() -> None:
    one = xr.DataArray([1.0, 2.0], coords={"role": ["a", "b"]}, dims="role")
    other = xr.DataArray([1.0, 2.0], coords={"role": ["b", "c"]}, dims="role")
    with pytest.raises(ValueError, match="exact"):
        _ = one + other


def test_the_same_labels_in_another_order_do_not_add() -> None:
    one = xr.DataArray([1.0, 2.0], coords={"role": ["a", "b"]}, dims="role")
    with pytest.raises(ValueError, match="exact"):
        _ = one + one[::-1]


def test_variables_with_other_labels_do_not_add() -> None:
    model = linopy.Model()
    one = model.add_variables(coords=[pd.Index(["a", "b"], name="role")], name="one")
    other = model.add_variables(coords=[pd.Index(["b", "c"], name="role")], name="other")
    with pytest.raises(ValueError):
        _ = one + other


def test_a_parameter_that_lacks_a_label_does_not_join() -> None:
    model = linopy.Model()
    one = model.add_variables(coords=[pd.Index(["a", "b"], name="role")], name="one")
    price = xr.DataArray([1.0], coords={"role": ["a"]}, dims="role")
    with pytest.raises(ValueError):
        _ = one * price
