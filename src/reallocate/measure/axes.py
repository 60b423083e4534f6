"""Labels that must agree exactly: arrays never join by themselves."""

from __future__ import annotations

import xarray as xr


def require_exact_labels() -> None:
    """Make xarray raise where two arrays' labels differ instead of joining them.

    Called once, on import of the package's numerical part, so that no file can forget it.
    """
    xr.set_options(arithmetic_join="exact")  # type: ignore[no-untyped-call]
