"""Displaced workers in ten surveys, 2008 to 2026: how many, by lost job, reason and age, and where now."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack
from reallocate.kernel.errors import DataError, Problem

_FILE, _GROUPS_FILE = "dws_status_2008_2026.csv", "dws_2014_2026.csv"
_AGES_FILE = "dws_status_by_age.csv"
_KINDS = {"occupation of lost job": "occupation", "reason": "reason", "all tenures": "all tenures"}
_STATUSES = {"employed": "pct_employed", "unemployed": "pct_unemployed", "outside": "pct_not_in_labor_force"}
_ADULT, _OLDEST = 20, 120
"""Ages of a group that has no bound."""
_ROUNDING = 0.0011
"""How far three shares of one digit may be from 1 together [share]."""

PACK = Pack(
    name="displaced-workers",
    folder="displaced-workers",
    title="Long-tenured displaced workers, January 2008 to 2026: status, occupation of the lost job, reason",
    citation=(
        "U.S. Bureau of Labor Statistics, Displaced Worker Supplement to the Current Population Survey, "
        "January of every second year, 2008 to 2026"
    ),
    licence="US government work (public domain)",
    vintage="2008 to 2026",
    files={
        _FILE: "dff8b68d926296284b4cbbc340294277378fd8c3f5504d23fa3c3eb70fc76388",
        _GROUPS_FILE: "ff79742960889c4749cbed733537f8ab88f6aa2cb96a623ca7cdf96dbac1ce9e",
        _AGES_FILE: "75836119c3cc5efa57458c37f0c80a195d7cd12d7d20c0ebfe0cc4f8bba5a708",
    },
    tables=("displaced", "displaced_groups", "displaced_ages"),
    as_read=("displaced", "displaced_groups", "displaced_ages"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """How many lost a job, which and why, and where they stand when they are surveyed.

    folder : the source's own folder
    Returns `displaced` (survey_year, first_year, last_year, displaced [persons], employed, unemployed,
    outside [share of the displaced]), `displaced_groups` (survey_year, kind, group, major_groups,
    displaced [persons]), of long tenure but for the kind all tenures, and `displaced_ages` (survey_year,
    group, first_age, last_age [years], employed, unemployed, outside [share of the displaced], grade).
    Raises `DataError` where the three shares do not add up to all, since a figure was then misread.
    """
    path = folder / _FILE
    frame = pd.read_csv(path)
    years = frame["lost_job_in"].str.split("-", expand=True).astype("int64")
    shares = frame[list(_STATUSES.values())].set_axis(list(_STATUSES), axis="columns") / 100.0
    off = frame.loc[(shares.sum(axis="columns") - 1.0).abs() > _ROUNDING, "survey_january"].tolist()
    if off:
        where = f"{path}: {', '.join(map(str, off))}"
        raise DataError(Problem("the three shares do not add up to all", where))
    table = pd.DataFrame(
        {
            "survey_year": frame["survey_january"],
            "first_year": years[0],
            "last_year": years[1],
            "displaced": frame["displaced_long_tenured_thousands"] * 1e3,
        }
    )
    return {
        "displaced": table.join(shares),
        "displaced_groups": _groups(folder),
        "displaced_ages": _ages(folder),
    }


def _ages(folder: Path) -> pd.DataFrame:
    """By age, and by sex at all ages; a share that was not published is missing."""
    rows = pd.read_csv(folder / _AGES_FILE)
    ages = rows["group"].str.extract(r"^(\d+) (?:to (\d+)|and over)$").astype(float)
    shares = rows[list(_STATUSES.values())].set_axis(list(_STATUSES), axis="columns") / 100.0
    kept = {
        "survey_year": rows["survey_january"],
        "group": rows["group"],
        "first_age": ages[0].fillna(_ADULT).astype("int64"),
        "last_age": ages[1].fillna(_OLDEST).astype("int64"),
    }
    return pd.DataFrame(kept).join(shares).assign(grade=rows["grade"])


def _groups(folder: Path) -> pd.DataFrame:
    """By occupation of the lost job, by reason, and all tenures; a group without a figure has no row."""
    rows = pd.read_csv(folder / _GROUPS_FILE)
    kept = {
        "survey_year": rows["survey_january"],
        "kind": rows["table"].map(_KINDS),
        "group": rows["group"],
        "major_groups": rows["soc_majors"].fillna("").astype("str"),
        "displaced": rows["displaced_thousands"] * 1e3,
    }
    return pd.DataFrame(kept)
