"""Which occupations need a licence of one's own: a list compiled for this project, of the frame's codes."""

from __future__ import annotations

import tomllib
from importlib import resources

import pandas as pd

from reallocate.errors import DataError, Problem

FILE = "licences.toml"


def licence_table(frame: pd.Index) -> pd.DataFrame:
    """The occupations that are licensed in all or most states, or by a federal agency.

    frame : the occupations of the common frame
    Returns occupation, states (all, most or federal), grade, source. An occupation that is not listed may
    still be licensed in some states.
    Raises `DataError` where a code is not of the frame or stands twice.
    """
    text = resources.files("reallocate.data").joinpath(FILE).read_text(encoding="utf-8")
    groups = pd.DataFrame(tomllib.loads(text).values()).rename(columns={"occupations": "occupation"})
    table = groups.explode("occupation", ignore_index=True)[["occupation", "states", "grade", "source"]]
    twice = table.loc[table["occupation"].duplicated(), "occupation"].tolist()
    unknown = table.loc[~table["occupation"].isin(frame), "occupation"].tolist()
    problems = [
        Problem(f"{what}: {', '.join(codes)}", where=FILE)
        for what, codes in (("duplicate occupations", twice), ("unknown occupations", unknown))
        if codes
    ]
    if problems:
        raise DataError(problems)
    return table
