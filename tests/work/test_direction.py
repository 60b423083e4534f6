"""The direction index by its two definitions."""

from __future__ import annotations

import pandas as pd
import pytest
import xarray as xr

from reallocate.work.hours import direction_index, set_share
from reallocate.work.world import World


def test_shares_by_hand() -> None:
    content = xr.DataArray(
        [[0.4, 0.1, 0.5], [0.0, 0.0, 1.0]],
        coords={"role": ["o", "p"], "activity": ["4.A.4.b.4", "4.A.1.b.2", "4.A.3.a.1"]},
        dims=("role", "activity"),
    )
    index = direction_index(content)
    assert index.dims == ("width", "role")
    assert index.sel(role="o").values.tolist() == pytest.approx([0.4, 0.5])
    assert index.sel(role="p").values.tolist() == [0.0, 0.0]
    assert set_share(content, pd.Index(["4.A.3.a.1"])).values.tolist() == [0.5, 1.0]


def test_on_the_shipped_content(world: World) -> None:
    index = direction_index(world.content).to_pandas().T
    assert (index["narrow"] <= index["wide"] + 1e-12).all()
    # Any two definitions in use rank-correlate between .55 and .91.
    assert index["narrow"].rank().corr(index["wide"].rank()) == pytest.approx(0.65, abs=0.01)
    managers = index.index.str.startswith("11-")
    assert (index[managers].mean() > 1.8 * index[~managers].mean()).all()
