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
    labels, wages = content.coords["occupation"].values, occupations["wage_mean"]
    same = np.array_equal(labels, occupations.index.values)
    bad = {
        "hours shares do not sum to 1": labels[np.abs(content.sum("activity").values - 1.0) > SUM_TOLERANCE],
        "occupations and content carry different labels": labels[: 0 if same else 3],
    }
    for name, reach in (("augmentable", augmentable), ("automatable", automatable)):
        outside = ~((reach.values >= 0) & (reach.values <= 1)).all(axis=(0, 2))
        bad[f"{name} share is missing or outside 0 to 1"] = labels[outside]
    bad["mean wage is missing or not above 0"] = occupations.index[~(wages > 0)].to_numpy()
    return [_problem(what, found) for what, found in bad.items() if len(found)]


def _problem(what: str, labels: np.ndarray) -> Problem:
    shown = ", ".join(str(label) for label in labels[:5])
    more = f" and {len(labels) - 5} more" if len(labels) > 5 else ""
    return Problem(what, where=f"occupations {shown}{more}", remedy="Rebuild the figures from their sources.")
