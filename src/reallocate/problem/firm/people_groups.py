"""Which groups of people work in the roles that lose most, in figures that tell of nobody."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from reallocate.plan.outcome import Outcome
from reallocate.roster.privacy import graded, least_shown, published_share, published_total
from reallocate.roster.roster import Roster

AGE, SERVICE, TIME = "age", "length of service", "working time"
COLUMNS = ["about", "band", "size", "share_losing"]
SERVICE_YEARS = (0.0, 2.0, 5.0, 10.0, 20.0)
SERVICE_BANDS = ("under 2 years", "2 to 5 years", "5 to 10 years", "10 to 20 years", "20 years and more")
PART, FULL = "part time", "full time"
DAYS = 365.25


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
    about, band, size (about how many people, in words), share_losing [share, a multiple of 0.05, 0.1 or 0.2];
    a group of fewer than 25 is left out. A small group, or one with a small part, has no share. An
    occupation that is planned with others loses as its major group does.
    """
    counted = roster.shown
    rows, key = counted.people.rows[roster.filled], roster.people.key
    code = counted.occupations[rows.index].astype(str)
    known = code.where(code.isin(loss.index), code.str[:2] + "-0000")
    losing = known.map(loss).fillna(0.0) > loss[""]
    total, shown = published_total(len(rows), key), list[dict[str, object]]()
    for about, groups in attributes(roster, rows, day).items():
        sizes = groups[groups.ne("")].value_counts().sort_index()
        for band, people in sizes.items():
            name = f"{about} {band}"
            if people < least_shown(key, about, str(band)):
                continue
            part = float(losing[groups.eq(str(band))].sum())
            size = f"about {np.fmin(graded(people, key, name), total):,.0f}"
            share = published_share(part, float(people), key, name)
            shown.append({"about": about, "band": band, "size": size, "share_losing": share})
    return pd.DataFrame(shown, columns=COLUMNS)


def attributes(roster: Roster, rows: pd.DataFrame, day: datetime.date) -> dict[str, pd.Series]:
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
