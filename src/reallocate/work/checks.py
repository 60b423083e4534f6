"""What must hold of a World, checked all at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from reallocate.errors import Problem

SUM_TOLERANCE = 1e-5


def world_problems(
    occupations: pd.DataFrame,
    content: xr.DataArray,
    augmentable: xr.DataArray,
    automatable: xr.DataArray,
) -> list[Problem]:
    """Every violated invariant, each naming the labels concerned.

    occupations : (occupation) wages [USD/year], employment [persons]
    content : (occupation, activity) [share of hours]
    augmentable, automatable : (source, occupation, activity) [share]
    """
    problems: list[Problem] = []
    labels = content.coords["occupation"].values
    totals = content.sum("activity").values
    off = np.abs(totals - 1.0) > SUM_TOLERANCE
    if off.any():
        problems.append(_problem("hours shares do not sum to 1", labels[off]))
    if not np.array_equal(labels, occupations.index.values):
        problems.append(_problem("occupations and content carry different labels", labels[:3]))
    for name, reach in (("augmentable", augmentable), ("automatable", automatable)):
        values = reach.values
        outside = np.isnan(values) | (values < 0) | (values > 1)
        if outside.any():
            bad = np.unique(np.nonzero(outside)[1])
            problems.append(_problem(f"{name} share is missing or outside 0 to 1", labels[bad]))
    wages = occupations["wage_mean"]
    if (wages.isna() | (wages <= 0)).any():
        bad_pay = occupations.index[wages.isna() | (wages <= 0)].to_numpy()
        problems.append(_problem("mean wage is missing or not above 0", bad_pay))
    return problems


def _problem(what: str, labels: np.ndarray) -> Problem:
    shown = ", ".join(str(label) for label in labels[:5])
    more = f" and {len(labels) - 5} more" if len(labels) > 5 else ""
    return Problem(what, where=f"occupations {shown}{more}", remedy="Rebuild the figures from their sources.")
