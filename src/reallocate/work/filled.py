"""Content for occupations that O*NET does not describe: hybrids from parts, "All Other" from siblings."""

from __future__ import annotations

import pandas as pd

from reallocate.errors import DataError, Problem
from reallocate.work.shares import weighted_means

ALL_OTHER = "All Other"
SIBLING_LEVELS = ("broad_group", "minor_group", "major_group")


def hybrids(occupations: pd.DataFrame, described: pd.Index, parts_employment: pd.Series) -> pd.DataFrame:
    """The published occupations that stand for several SOC codes, each with its described parts.

    occupations : (occupation) title, broad_group
    described : SOC 2018 codes with content
    parts_employment : (part) [persons], for the parts whose employment is known from elsewhere
    Returns occupation, part, weight; weights of an occupation sum to 1. A hybrid is an occupation
    without content whose broad group holds described codes that are not published; an "All Other"
    of that group is none. Parts weigh by employment where that of all of them is known, else equally.
    """
    unpublished = pd.Series(described.difference(occupations.index), dtype="str")
    parts = pd.DataFrame({"part": unpublished, "broad_group": unpublished.str[:6] + "0"})
    bare = occupations[~occupations.index.isin(described)]
    bare = bare[~bare["title"].str.contains(ALL_OTHER, regex=False)].reset_index()
    split = bare.merge(parts, on="broad_group")[["occupation", "part"]]
    known = split["part"].map(parts_employment)
    whole = known.notna().groupby(split["occupation"]).transform("all")
    amount = known.where(whole, 1.0)
    return split.assign(weight=amount / amount.groupby(split["occupation"]).transform("sum"))


def published(codes: pd.Series, frame: pd.Index, split: pd.DataFrame) -> pd.Series:
    """The published occupation that each code belongs to: itself, or the hybrid it is a part of.

    codes : (row) SOC 2018 or O*NET-SOC 2019 codes
    frame : the published occupations
    split : occupation, part, as from `hybrids`
    Returns (row) occupation; missing where the survey does not cover the code.
    """
    soc = codes.str[:7]
    return soc.where(soc.isin(frame), soc.map(split.set_index("part")["occupation"]))


def donors(occupations: pd.DataFrame, described: pd.Index, split: pd.DataFrame) -> pd.DataFrame:
    """Which described codes stand in for each occupation that O*NET does not describe.

    occupations : (occupation) title, broad_group, minor_group, major_group, employment [persons]
    described : SOC 2018 codes with content
    split : occupation, part, weight, as from `hybrids`
    Returns occupation, donor, weight; weights of an occupation sum to 1.
    A hybrid takes its parts. Any other takes its described siblings, employment-weighted: those of
    its broad group, else of its minor group, else of its major group; a hybrid sibling counts
    through its parts.
    """
    groups = occupations[[*SIBLING_LEVELS, "employment"]]
    whole = groups[groups.index.isin(described)].rename_axis("donor").reset_index()
    halves = split.join(groups, on="occupation").rename(columns={"part": "donor"})
    halves["employment"] *= halves["weight"]
    pool = pd.concat([whole, halves[whole.columns]], ignore_index=True).dropna(subset="employment")
    result = [split.rename(columns={"part": "donor"})]
    known = described.union(pd.Index(split["occupation"]))
    for code in occupations.index.difference(known):
        result.append(_siblings(pool, occupations.loc[code]).assign(occupation=code))
    return pd.concat(result, ignore_index=True)[["occupation", "donor", "weight"]]


def _siblings(pool: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    for level in SIBLING_LEVELS:
        same = pool[pool[level] == row[level]]
        total = same["employment"].sum()
        if total > 0:
            return pd.DataFrame({"donor": same["donor"], "weight": same["employment"] / total})
    what = "no occupation of the same major group has content to fill from"
    raise DataError(Problem(what, f"occupation {row.name}", "Rebuild from a complete O*NET folder."))


def fill_content(content: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Content of the filled occupations: the weighted mean of their donors'.

    content : (occupation, activity) share [share of hours] of the described codes
    given : occupation, donor, weight, as from `donors`
    Returns occupation, activity, share.
    h[o,a] = Σ_d weight_d·h[d,a]
    """
    joined = given.merge(content.rename(columns={"occupation": "donor"}), on="donor")
    joined["share"] *= joined["weight"]
    return joined.groupby(["occupation", "activity"])["share"].sum().reset_index()


def fill_reach(content: pd.DataFrame, cells: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Reach into the filled occupations: their donors' reach, weighted by hours in the activity.

    content : (occupation, activity) share [share of hours] of the described codes
    cells : (occupation, activity) augmentable, automatable [share]
    given : occupation, donor, weight, as from `donors`
    Returns occupation, activity, augmentable, automatable.
    x[o,a] = Σ_d weight_d·h[d,a]·x[d,a] / Σ_d weight_d·h[d,a]
    """
    names = ["augmentable", "automatable"]
    both = content.merge(cells, on=["occupation", "activity"], validate="one_to_one")
    joined = given.merge(both.rename(columns={"occupation": "donor"}), on="donor")
    by = [joined["occupation"], joined["activity"]]
    means = weighted_means(joined[names], joined["weight"] * joined["share"], by)
    return means.clip(0.0, 1.0).reset_index()


def fill_values(values: pd.Series, given: pd.DataFrame) -> pd.Series:
    """One value for each filled occupation: the weighted mean of those of its donors that have one.

    values : (occupation) any unit; missing where unknown
    given : occupation, donor, weight, as from `donors`
    Returns (occupation) the same unit.
    """
    joined = given.assign(value=given["donor"].map(values)).dropna(subset="value")
    joined["value"] *= joined["weight"]
    sums = joined.groupby("occupation")[["value", "weight"]].sum()
    return sums["value"] / sums["weight"]


def fill_from_siblings(values: pd.Series, occupations: pd.DataFrame) -> pd.Series:
    """Values for every published occupation: its own, else its siblings' employment-weighted mean.

    values : (occupation) any unit; missing where unknown
    occupations : (occupation) broad_group, minor_group, major_group, employment [persons]
    Returns (occupation) the same unit. Siblings are those of the broad group that have a value,
    else of the minor group, else of the major group.
    """
    whole = values.reindex(occupations.index)
    known = whole.notna() & occupations["employment"].notna()
    weights = occupations["employment"].where(known, 0.0)
    amounts = (whole * weights).fillna(0.0)
    for level in SIBLING_LEVELS:
        group = occupations[level]
        total = weights.groupby(group).transform("sum")
        whole = whole.fillna(amounts.groupby(group).transform("sum") / total.where(total > 0))
    return whole
