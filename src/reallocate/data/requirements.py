"""What occupations demand of a person: skills, knowledge, education, experience and training."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from reallocate.data.frame import Frame
from reallocate.work.exposure import soc_mean
from reallocate.work.filled import fill_from_siblings, fill_values

TABLES = {"skill": "skills", "knowledge": "knowledge"}
SHARE_DIGITS = 4
LONG = re.compile(r"^Over (\d+) (month|year)s?")
SHORT = re.compile(r"up to and including (\d+) (month|year)s?$", re.IGNORECASE)
MONTHS = {"month": 1.0, "year": 12.0}


def requirement_tables(onet: Mapping[str, pd.DataFrame], frame: Frame) -> dict[str, pd.DataFrame]:
    """Every shipped table on what occupations demand of a person, for exactly the frame's occupations.

    onet : `demands`, `education` and `education_categories`, as from `packs.onet`
    frame : the published occupations and their donors
    Returns `skills` and `knowledge` (occupation, element, importance [1–5], level [0–7], status),
    `elements` (element, title, domain), `education` (occupation, scale, category,
    share [share of those asked], status) and `education_categories`.
    """
    demands = onet["demands"]
    tables = {name: _demand_table(demands[demands["domain"] == kind], frame) for kind, name in TABLES.items()}
    return tables | {
        "elements": demands[["element", "title", "domain"]].drop_duplicates(ignore_index=True),
        "education": _education_table(onet["education"], frame),
        "education_categories": category_months(onet["education_categories"]),
    }


def in_frame(
    values: pd.DataFrame, imprecise: pd.DataFrame, frame: Frame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of O*NET occupations brought to the published ones, and how each came about.

    values : (onet_code) one column a figure; missing where O*NET has none
    imprecise : (onet_code) flags of the same columns
    frame : the published occupations and their donors
    Returns (occupation) the figures and (occupation) their statuses: the unweighted mean over an
    occupation's O*NET variants (observed, or imprecise where any variant is), else the weighted mean
    of its donors, else of its siblings (filled). Missing is never taken as zero.
    """
    own = soc_mean(values)
    vague = imprecise.groupby(imprecise.index.str[:7]).any().reindex(frame.codes, fill_value=False)
    given = own.apply(lambda column: fill_values(column, frame.donors)).reindex(frame.codes)
    known = own.reindex(frame.codes)
    whole = known.combine_first(given).apply(lambda column: fill_from_siblings(column, frame.occupations))
    status = pd.DataFrame("observed", index=frame.codes, columns=values.columns)
    return whole, status.mask(vague, "imprecise").mask(known.isna(), "filled")


def _demand_table(demands: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Importance and level of every element, kept as published even where nobody needs it."""
    wide = demands.pivot(index="onet_code", columns="element", values=["importance", "level", "imprecise"])
    vague = pd.DataFrame(wide["imprecise"].fillna(False).astype("bool"))
    parts = {}
    for measure in ("importance", "level"):
        values = pd.DataFrame(wide[measure].astype("float64"))
        parts[measure], parts["status"] = in_frame(values, vague, frame)
    long = {name: part.rename_axis(index="occupation").unstack() for name, part in parts.items()}
    return pd.DataFrame(long)[["importance", "level", "status"]].reset_index()


def _education_table(education: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """The distribution over each scale's categories; empty categories are left out."""
    columns = ["scale", "category"]
    wide = education.pivot(index="onet_code", columns=columns, values=["share", "imprecise"])
    vague = pd.DataFrame(wide["imprecise"].fillna(False).astype("bool"))
    values, status = in_frame(pd.DataFrame(wide["share"].astype("float64")), vague, frame)
    rows = pd.DataFrame({"share": values.stack(columns), "status": status.stack(columns)})
    rows = rows.rename_axis(index=["occupation", *columns]).reset_index()
    by = ["occupation", "scale"]
    # What any category of a scale lacks in precision, its others lack too: their sum is 1.
    some = rows["status"].eq("imprecise").groupby([rows[key] for key in by]).transform("any")
    rows["status"] = rows["status"].mask(some, "imprecise")
    shares = rows["share"] / rows.groupby(by)["share"].transform("sum")
    rows["share"] = whole_shares(shares, rows[by], SHARE_DIGITS)
    return rows[rows["share"] > 0].reset_index(drop=True)


def whole_shares(shares: pd.Series, by: pd.DataFrame, digits: int) -> pd.Series:
    """Shares at a fixed number of digits that still sum to 1: the largest takes what rounding left.

    shares : (row) [share]
    by : (row) the columns that name a distribution
    """
    rounded = shares.round(digits)
    keys = [by[column] for column in by]
    left = 1.0 - rounded.groupby(keys).sum()
    largest = rounded.groupby(keys).idxmax()
    rounded.loc[largest.to_numpy()] += left[largest.index].to_numpy()
    return rounded.round(digits)


def category_months(categories: pd.DataFrame) -> pd.DataFrame:
    """The answers on each scale, with the time that those about time stand for.

    categories : scale, category, title
    Returns the same with months_over and months_up_to [months]; missing for education, and
    months_up_to for the longest answer.
    """
    times = categories["scale"].ne("education")
    over = categories["title"].map(lambda title: _months(LONG.search(title)))
    up_to = categories["title"].map(lambda title: _months(SHORT.search(title)))
    short = times & over.isna()
    # "None", "up to one month" and "none or short demonstration" start at nothing.
    over = over.mask(short, 0.0).where(times)
    none = short & categories["title"].str.startswith("None")
    return categories.assign(months_over=over, months_up_to=up_to.mask(none, 0.0).where(times))


def _months(found: re.Match[str] | None) -> float | None:
    return int(found[1]) * MONTHS[found[2]] if found else None
