"""Labels never join by themselves, whichever numerical part is used first."""

from __future__ import annotations

import pytest
import xarray as xr

from reallocate.kernel.arrays import require_exact_labels


@pytest.mark.parametrize("labels", [["b", "c"], ["b", "a"]])
def test_arrays_with_other_labels_or_another_order_do_not_add(labels: list[str]) -> None:
    require_exact_labels()
    one, other = (xr.DataArray([1.0, 2.0], coords={"role": of}, dims="role") for of in (["a", "b"], labels))
    with pytest.raises(ValueError, match="exact"):
        _ = one + other
