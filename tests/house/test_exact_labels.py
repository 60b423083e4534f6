"""Labels never join by themselves, whichever numerical part is used first."""

from __future__ import annotations

import pytest
import xarray as xr

from reallocate.kernel.arrays import require_exact_labels


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
