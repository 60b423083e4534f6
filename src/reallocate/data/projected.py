"""Projected openings and separations in the common frame."""

from __future__ import annotations

import pandas as pd

from reallocate.errors import DataError, Problem


def projection_table(projections: pd.DataFrame, frame: pd.Index) -> pd.DataFrame:
    """What is projected for every occupation of the frame; nothing is bridged or filled.

    projections : (occupation), as from `packs.projections`
    frame : the occupations of the common frame
    Raises `DataError` where an occupation of the frame was not projected.
    """
    unknown = frame.difference(pd.Index(projections["occupation"])).tolist()
    if unknown:
        raise DataError(Problem("no projection under this code", f"occupations {', '.join(unknown[:5])}"))
    return projections[projections["occupation"].isin(frame)].reset_index(drop=True)


def yearly_openings(projections: pd.DataFrame) -> pd.Series:
    """Openings a year, for every occupation above nothing.

    projections : (occupation), as from `projection_table`
    Returns (occupation) [persons/year]. Five small occupations are published with 0.0 thousand;
    they take employment times the rate at which people leave.
    openings = employment_2024·(exit_rate + transfer_rate) where published as 0
    """
    rows = projections.set_index("occupation")
    leaving = rows["employment_2024"] * (rows["exit_rate"] + rows["transfer_rate"])
    return rows["openings"].where(rows["openings"] > 0, leaving)
