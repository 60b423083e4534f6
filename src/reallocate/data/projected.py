"""Projections in the common frame."""

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
