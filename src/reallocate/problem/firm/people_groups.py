"""Which groups of people work in the roles that lose most, in figures that tell of nobody."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from reallocate.plan.outcome import Outcome
from reallocate.roster.privacy import published_counts
from reallocate.roster.roster import Roster

AGE, SERVICE, TIME = "age", "length of service", "working time"
COLUMNS = ["about", "band", "size", "share_losing"]
SERVICE_YEARS = (0.0, 2.0, 5.0, 10.0, 20.0)
SERVICE_BANDS = ("under 2 years", "2 to 5 years", "5 to 10 years", "10 to 20 years", "20 years and more")
PART, FULL = "part time", "full time"
MORE, LESS = "in roles that lose more", "in other roles"
MARK = " | "
DAYS = 365.25
SIZES = {1000.0: "1,000 and more", 250.0: "250 to 999", 100.0: "100 to 249", 50.0: "50 to 99"}
FEW = "under 50"
STEP = 0.05
"""Shares are multiples of it: two finer tables of one file could tell of a person where one cannot."""


def loss_by_occupation(plan: Outcome) -> pd.Series:
    """Positions lost from start to end by occupation, and by major group under its code [share].

    The last entry, under the empty code, is the whole firm's.
    """
    i = plan.inputs
    table = pd.DataFrame(
        {
            "occupation": i.occupation.astype(str),
            "family": i.family.astype(str),
            "start": i.headcount,
            "end": plan.headcount[:, -1],
        }
    )
    table = table[table["start"] > 0]
    sums = [table.groupby(key)[["start", "end"]].sum() for key in ("family", "occupation")]
    joined = pd.concat(sums)
    joined = joined[~joined.index.duplicated(keep="last")]
    joined.loc[""] = table[["start", "end"]].sum()
    return 1 - joined["end"] / joined["start"]


def group_counts(roster: Roster, loss: pd.Series, day: datetime.date) -> pd.DataFrame:
    """Groups of people, and how many of each work in roles that lose more positions than the firm does.

    roster : of people, without names
    loss : (occupation or major group; "" the firm) as from `loss_by_occupation`
    day : on which service is counted
    about, band, size (class), share_losing [share, a multiple of 0.05]; no group and no part of one under
    five people is counted, counts are rounded to five before anything is made of them, and none is shown.
    A group under fifty, or with a part that is too small, has no share. An occupation that is planned with
    others loses as its major group does.
    """
    rows = roster.people.rows[roster.filled]
    code = roster.occupations[rows.index].astype(str)
    known = code.where(code.isin(loss.index), code.str[:2] + "-0000")
    losing = pd.Series(np.where(known.map(loss).fillna(0.0) > loss[""], MORE, LESS), index=rows.index)
    rows_of: list[dict[str, object]] = []
    for about, groups in _attributes(roster, rows, day).items():
        labels = pd.Series(
            [f"{group}{MARK}{where}" if group else "" for group, where in zip(groups, losing, strict=True)],
            index=rows.index,
            dtype=str,
        )
        counts = published_counts(labels, roster.people.digest, f"council {about}")
        rows_of += _rows(about, counts)
    return pd.DataFrame(rows_of, columns=COLUMNS)


def _attributes(roster: Roster, rows: pd.DataFrame, day: datetime.date) -> dict[str, pd.Series]:
    """Each attribute that the file gives, as the group of every person; "" where it is not known."""
    given: dict[str, pd.Series] = {}
    if rows["age"].ne("").any():
        given[AGE] = rows["age"].astype(str)
    if rows["hire_date"].notna().any():
        years = (pd.Timestamp(day) - pd.to_datetime(rows["hire_date"])).dt.days / DAYS
        place = np.searchsorted(SERVICE_YEARS, years.fillna(0.0).clip(lower=0.0), side="right") - 1
        bands = pd.Series(np.array(SERVICE_BANDS, dtype=object)[place], index=rows.index, dtype=str)
        given[SERVICE] = bands.where(years.notna(), "")
    if {"part_time", "fte"} & set(roster.people.columns):
        part = rows["part_time"].astype(bool) | rows["fte"].lt(1.0)
        given[TIME] = pd.Series(np.where(part, PART, FULL), index=rows.index, dtype=str)
    return given


def _rows(about: str, counts: pd.Series) -> list[dict[str, object]]:
    """One row a group, its two parts put together; a part that was pooled leaves the group without share."""
    counts_of = {str(label): float(people) for label, people in counts.items()}
    names = dict.fromkeys(label.split(MARK)[0] for label in counts_of if MARK in label)
    rows: list[dict[str, object]] = []
    for name in sorted(names):
        more, less = (counts_of.get(f"{name}{MARK}{part}", np.nan) for part in (MORE, LESS))
        people = more + less
        share = round(more / people / STEP) * STEP if people >= min(SIZES) else np.nan
        rows.append({"about": about, "band": name, "size": _size(people), "share_losing": share})
    return rows


def _size(people: float) -> str:
    """The class of a group's size [people]."""
    return next((words for least, words in SIZES.items() if people >= least), FEW)
