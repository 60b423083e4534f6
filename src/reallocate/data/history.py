"""Employment by occupation and year in one frame, with what each year's bridge divides and loses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.data.crosswalk import JOINT_YEARS, WEIGHT_YEAR, divide_year

FRAME_YEAR = 2025


def history_tables(
    national: pd.DataFrame, crosswalk: pd.DataFrame, occupations: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The history and what is lost in it.

    national : (year, occupation) level, title, employment [persons], employment_rse [%],
        wage_mean [USD/year], wage_rse [%], 2017 to 2024 in each year's own frame
    crosswalk : soc2010, soc2018
    occupations : the common frame with the figures of 2025; filled wages are left out
    Returns `history` (occupation, year, employment, employment_rse, wage_mean, wage_rse, status)
    and `history_loss` (year, employment_published, employment_lost_share,
    employment_divided_share, note).
    """
    frame = pd.Index(occupations["occupation"])
    detailed = national[national["level"] == "detailed"]
    weights = weight_year(national, frame)
    years, losses = [], []
    for year in sorted(detailed["year"].unique()):
        rows = detailed[detailed["year"] == year].reset_index(drop=True)
        pairs = divide_year(rows, year, crosswalk, weights)
        bridged = bridged_year(rows, pairs, year, frame)
        total = national.loc[(national["year"] == year) & (national["level"] == "total"), "employment"].item()
        years.append(bridged)
        losses.append(_loss(rows, pairs, bridged, year, total))
    years.append(_frame_year(occupations))
    return {"history": pd.concat(years, ignore_index=True), "history_loss": pd.DataFrame(losses)}


def bridged_year(rows: pd.DataFrame, pairs: pd.DataFrame, year: int, frame: pd.Index) -> pd.DataFrame:
    """One year's employment and pay in the common frame.

    rows : (occupation) employment [persons], employment_rse [%], wage_mean [USD/year],
        wage_rse [%], title
    pairs : origin, occupation, share, as from `divide`
    year : of the publication
    frame : the occupations of the common frame
    Returns (occupation) year, employment, employment_rse, wage_mean, wage_rse, status; an occupation with
    an unreleased part is missing, not the sum of the rest.
    E[o] = Σ_c share[c,o]·E[c]; rse[o] = √Σ (share·E·rse)² / E[o], parts taken as independent and
    the shares as known; wage[o] = Σ share·E·wage / Σ share·E over parts with a wage, and
    wage_rse[o] = √Σ (share·E·wage·wage_rse)² / Σ share·E·wage, the sizes taken as known
    """
    parts = pairs.merge(rows, left_on="origin", right_on="occupation", suffixes=("", "_origin"))
    parts["people"] = parts["share"] * parts["employment"]
    parts["variance"] = (parts["people"] * parts["employment_rse"]) ** 2
    parts["paid"] = parts["people"].where(parts["wage_mean"].notna())
    parts["money"] = parts["people"] * parts["wage_mean"]
    parts["money_variance"] = (parts["money"] * parts["wage_rse"]) ** 2
    groups = parts.groupby("occupation")
    people = groups["people"].sum()
    money = groups["money"].sum(min_count=1)
    sums = pd.DataFrame(
        {
            "year": year,
            "employment": people.where(groups["people"].count() == groups["people"].size()),
            "employment_rse": np.sqrt(groups["variance"].sum()) / people,
            "wage_mean": money / groups["paid"].sum(min_count=1),
            "wage_rse": np.sqrt(groups["money_variance"].sum(min_count=1)) / money,
            "status": _status(parts, year),
        }
    )
    sums["employment_rse"] = sums["employment_rse"].where(sums["employment"].notna())
    absent = pd.DataFrame({"year": year, "status": "direct"}, index=frame.difference(sums.index))
    return pd.concat([sums, absent]).rename_axis("occupation").reset_index()


def _status(parts: pd.DataFrame, year: int) -> pd.Series:
    """How an occupation's figure came about; the weakest of its parts decides."""
    divided = parts["share"] < 1.0
    residual = parts["title"].str.contains("All Other", case=False)
    renamed = parts["origin"] != parts["occupation"]
    by = parts["occupation"]
    any_divided = divided.groupby(by).any()
    all_new = (divided & residual & renamed).groupby(by).all()
    several_or_renamed = renamed.groupby(by).any() | (by.groupby(by).size() > 1)
    status = pd.Series("direct", index=any_divided.index)
    status = status.mask(several_or_renamed, "bridged").mask(any_divided, "split").mask(all_new, "new")
    return status.mask(any_divided, "hybrid") if year in JOINT_YEARS else status


def weight_year(national: pd.DataFrame, frame: pd.Index) -> pd.Series:
    """Employment of the first year in SOC 2018 alone, which divides what earlier years joined.

    national : (year, occupation) employment [persons]
    frame : the occupations of the common frame
    Returns (occupation) employment [persons].
    """
    rows = national[(national["year"] == WEIGHT_YEAR) & (national["level"] == "detailed")]
    return rows.set_index("occupation")["employment"].reindex(frame)


def _frame_year(occupations: pd.DataFrame) -> pd.DataFrame:
    observed = occupations["wage_mean"].where(occupations["wage_status"] == "observed")
    columns = ["occupation", "employment", "employment_rse", "wage_rse"]
    return occupations[columns].assign(year=FRAME_YEAR, wage_mean=observed, status="direct")


def _loss(
    rows: pd.DataFrame, pairs: pd.DataFrame, bridged: pd.DataFrame, year: int, total: float
) -> dict[str, object]:
    gone = rows[~rows["occupation"].isin(pairs["origin"])].dropna(subset="employment")
    columns = gone[["occupation", "title", "employment"]]
    named = [f"{code} {title} ({people:,.0f})" for code, title, people in columns.itertuples(index=False)]
    unreleased = int(bridged["employment"].isna().sum())
    notes = ["no place in the frame: " + "; ".join(named)] if named else []
    notes += [f"{unreleased} occupations not released"] if unreleased else []
    divided = bridged["status"].isin(["split", "new", "hybrid"])
    return {
        "year": year,
        "employment_published": total,
        "employment_lost_share": 1.0 - bridged["employment"].sum() / total,
        "employment_divided_share": bridged.loc[divided, "employment"].sum() / total,
        "note": ". ".join(notes),
    }
