"""The common frame: the occupations of OEWS May 2025, their SOC groups, employment and pay."""

from __future__ import annotations

import pandas as pd

from reallocate.errors import DataError, Problem

TOP_CODE = 239_200.0
"""The wage a year above which BLS may withhold a figure (115 USD an hour) [USD/year]."""

TOP_CODED_FOOTNOTE = "5"
ALL_INDUSTRIES = "000000"
GROUP_LEVELS = ("major", "minor", "broad")
WAGES = ("wage_mean", "wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90")


def occupation_table(published: pd.DataFrame, cells: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The detailed occupations with groups, employment and a wage for each.

    published : (occupation) title, level, as OEWS lists them
    cells : OEWS cells of the nation, an area or an industry
    listed : (group) occupation, title, level, as from `listed_groups`
    Returns (occupation) title, major_group, minor_group, broad_group, employment [persons],
    employment_rse [%], wages [USD/year], wage_rse [%], wage_status, wage_top_coded. A top-coded
    wage is its lower bound; a wage not published at all (five occupations that are paid by the hour or the
    engagement) is the employment-weighted mean of its minor group, marked filled.
    Raises `DataError` where an occupation has no employment or no group to fill a wage from.
    """
    detailed = published.loc[published["level"] == "detailed", ["occupation", "title"]]
    national = cells[(cells["areatype"] == "N") & (cells["industry"] == ALL_INDUSTRIES)]
    columns = ["occupation", "employment", "employment_rse", *WAGES, "wage_rse", "wage_footnote"]
    frame = detailed.merge(national[columns], on="occupation", how="left", validate="one_to_one")
    unknown = frame.loc[frame["employment"].isna(), "occupation"].tolist()
    if unknown:
        raise DataError(Problem("no national employment", where=f"occupations {', '.join(unknown[:5])}"))
    frame["major_group"] = frame["occupation"].str[:2] + "-0000"
    frame["minor_group"] = minor_groups(frame["occupation"], listed)
    frame["broad_group"] = frame["occupation"].str[:6] + "0"
    frame["wage_top_coded"] = frame["wage_footnote"].eq(TOP_CODED_FOOTNOTE).to_numpy()
    # An error is published of some hourly wages too, whose yearly figure is not.
    frame["wage_rse"] = frame["wage_rse"].where(frame["wage_mean"].notna())
    for wage in WAGES:
        frame[wage] = frame[wage].mask(frame["wage_top_coded"] & frame[wage].isna(), TOP_CODE)
    return fill_wages(frame).drop(columns="wage_footnote").sort_values("occupation", ignore_index=True)


def fill_wages(frame: pd.DataFrame) -> pd.DataFrame:
    """Wages with the missing ones filled by the minor group's mean, weighted by employment.

    frame : (occupation) minor_group, employment [persons], wages [USD/year]
    Returns the same with `wage_status`: observed, or filled where any wage was missing.
    """
    missing = frame[list(WAGES)].isna().any(axis=1)
    filled = frame.assign(wage_status=missing.map({True: "filled", False: "observed"}))
    for wage in WAGES:
        weight = frame["employment"].where(frame[wage].notna(), 0.0)
        money = (frame[wage].fillna(0.0) * weight).groupby(frame["minor_group"]).transform("sum")
        people = weight.groupby(frame["minor_group"]).transform("sum")
        filled[wage] = frame[wage].fillna(money / people.where(people > 0))
    unfilled = filled.loc[filled[list(WAGES)].isna().any(axis=1), "occupation"].tolist()
    if unfilled:
        raise DataError(Problem("its minor group has no wage to fill from", where=f"{unfilled[:5]}"))
    return filled


def listed_groups(national: pd.DataFrame) -> pd.DataFrame:
    """The SOC groups that OEWS lists nationally, from the last year that lists them all.

    national : (year, occupation) title, level
    Returns occupation (the group's code), title, level. May 2025 lists a minor group with a
    single broad group under the broad group's code, so its own list of groups is not used.
    """
    last = national[national["year"] == national["year"].max()]
    groups: pd.DataFrame = last[last["level"].isin(GROUP_LEVELS)]
    return groups[["occupation", "title", "level"]].reset_index(drop=True)


def minor_groups(occupations: pd.Series, listed: pd.DataFrame) -> pd.Series:
    """The SOC minor group of each occupation: `15-1200` for `15-1252`, `11-1000` for `11-1011`.

    occupations : (row) SOC codes
    listed : (group) occupation, level, as from `listed_groups`
    """
    codes = set(listed.loc[listed["level"] == "minor", "occupation"])
    hundreds = occupations.str[:5] + "00"
    thousands = occupations.str[:4] + "000"
    groups = hundreds.where(hundreds.isin(codes), thousands)
    unlisted = occupations[~groups.isin(codes)].tolist()
    if unlisted:
        raise DataError(Problem("belongs to no listed minor group", where=f"occupations {unlisted[:5]}"))
    return groups


def group_table(occupations: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The major, minor and broad groups that occupations belong to.

    occupations : as from `occupation_table`
    listed : (group) occupation, title, level, as from `listed_groups`
    Returns code, title, level. A broad group that is not listed takes its first occupation's title.
    """
    titles = listed.set_index("occupation")["title"]
    rows = []
    for level in GROUP_LEVELS:
        first = occupations.drop_duplicates(f"{level}_group")
        code = first[f"{level}_group"]
        rows.append(first.assign(code=code, title=code.map(titles).fillna(first["title"]), level=level))
    return pd.concat(rows, ignore_index=True)[["code", "title", "level"]]
