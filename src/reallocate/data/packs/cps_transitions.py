"""Monthly moves of people between 22 major groups, unemployment and outside, to March 2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack
from reallocate.kernel.errors import DataError, Problem

_FILE, _LABELS = "cps_occ22_transitions_2019-01_2024-03.csv", "occ22_labels.csv"
_STATES = {"unemployed": "unemployed", "nilf": "outside"}
_MAJOR_GROUPS = tuple(range(11, 54, 2))
"""First two digits of the 22 major groups, without the armed forces, in the order of the file's codes."""

PACK = Pack(
    name="cps-transitions",
    folder="cps-transitions-2019-2026",
    title="Monthly moves between major groups, unemployment and outside, January 2019 to March 2024",
    citation=(
        "U.S. Bureau of Labor Statistics, Current Population Survey, basic monthly files, records of two "
        "months matched: fraware/Occupational-Transition"
    ),
    licence="MIT",
    vintage="January 2019 to March 2024, by the first of the two months",
    origin="GitHub repository fraware/Occupational-Transition",
    files={
        _FILE: "ca9dfb62edd3a32128b6da22e4bae0e178ab19f90694201d2c0f8d476990b59e",
        _LABELS: "294ef26ddfcaaaf4113c519722252e62e9b6cfedbe4b0939d5806c10109987fd",
    },
    tables=("transitions",),
    as_read=("transitions",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Who moved where between a month and the next.

    folder : the source's own folder
    Returns `transitions` (month, origin, destination: major group, unemployed or outside; people). A move
    that nobody in the survey made has no row. Of people in work 5% change their major group in a month,
    mostly since an answer was coded anew.
    Raises `DataError` where the file's codes are not the 22 major groups.
    """
    codes = pd.read_csv(folder / _LABELS)["occ22_code"]
    if len(codes) != len(_MAJOR_GROUPS):
        raise DataError(Problem(f"{len(codes)} codes, expected {len(_MAJOR_GROUPS)}", str(folder / _LABELS)))
    groups = (f"{first}-0000" for first in _MAJOR_GROUPS)
    states = {**dict(zip(sorted(codes), groups, strict=True)), **_STATES}
    rows = pd.read_csv(folder / _FILE)
    table = pd.DataFrame(
        {
            "month": rows["origin_month"],
            "origin": rows["origin_state"].map(states),
            "destination": rows["destination_state"].map(states),
            "people": rows["weighted_transition_count"],
        }
    )
    if table.isna().any(axis=None):
        raise DataError(Problem("a state is neither a major group nor out of work", str(folder / _FILE)))
    return {"transitions": table}
