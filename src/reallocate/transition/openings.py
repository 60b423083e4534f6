"""Openings of an occupation in a year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.work.world import World


def openings(world: World, labels: pd.Index) -> Array:
    """Openings a year; where fewer than 50 were projected, employment times the rate of leaving.

    world : with the table projections
    labels : occupations
    Source: BLS Employment Projections 2024-34, table 1.10.
    """
    table = world.table("projections").set_index("occupation").reindex(labels)
    leaving = table["employment_2024"] * (table["exit_rate"] + table["transfer_rate"])
    return np.asarray(table["openings"].where(table["openings"] > 0, leaving), dtype=np.float64)
