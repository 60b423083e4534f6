"""Yearly moves between broad groups, and the bridge from those groups to occupations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.data.crosswalk import SOC2010_YEARS, divide_year
from reallocate.errors import DataError, Problem

ROW_DIGITS = 10
"""Digits to which the rows of groups that the survey does not tell apart are the same."""

ROW_TOLERANCE = 0.005
"""How far a published row may be from 1 before it is an error; the worst is 0.9967."""


def mobility_table(edges: pd.DataFrame) -> pd.DataFrame:
    """The network with every row brought to exactly 1, the diagonal included.

    edges : source, target, probability [share/year] as published
    Returns source, target, share [share/year].
    Raises `DataError` where a row is far from 1, since another column would then have been read.
    """
    rows = edges.groupby("source")["probability"].transform("sum")
    off = edges.loc[(rows - 1.0).abs() > ROW_TOLERANCE, "source"].unique().tolist()
    if off:
        raise DataError(Problem("probabilities do not sum to 1", where=f"source groups {', '.join(off[:5])}"))
    return edges[["source", "target"]].assign(share=edges["probability"] / rows)


def mobility_groups(groups: pd.DataFrame, mobility: pd.DataFrame) -> pd.DataFrame:
    """The network's groups, whether any move out of each was observed, and which are one to the survey.

    groups : (group) title, employment [persons], survey_weight [person weights]
    mobility : as from `mobility_table`
    Returns the same with has_moves and survey_group.
    """
    leaving = mobility.loc[(mobility["source"] != mobility["target"]) & (mobility["share"] > 0), "source"]
    return groups.assign(
        has_moves=groups["group"].isin(leaving.unique()),
        survey_group=groups["group"].map(survey_groups(mobility)).fillna(groups["group"]),
    )


def survey_groups(mobility: pd.DataFrame) -> pd.Series:
    """The first of the groups that the household survey does not tell from a group.

    mobility : as from `mobility_table`
    Returns (group) a group, itself for most. The survey's own codes are coarser in places (lawyers and
    judges are one); the published network divides such a code's people among its groups by
    employment alone, so that their rows are the same to the last digit and most of those who stayed
    appear to move between them. Rows of groups without a move out are no sign of this.
    """
    moves = mobility.pivot(index="source", columns="target", values="share").fillna(0.0)
    stays = pd.Series(np.diag(moves.reindex(columns=moves.index)), index=moves.index)
    rows = moves[stays < 1.0].round(ROW_DIGITS)
    return rows.index.to_series().groupby(rows.apply(tuple, axis=1)).transform("min")


def mobility_bridge(
    groups: pd.DataFrame, national: pd.DataFrame, crosswalk: pd.DataFrame, weights: pd.Series
) -> pd.DataFrame:
    """How much of each group's employment became each occupation of the common frame.

    groups : (group) SOC 2010 broad groups
    national : (year, occupation) level, employment [persons], in each year's own frame
    crosswalk : soc2010, soc2018
    weights : (occupation) employment that divides joint codes [persons]
    Returns group, occupation, share [share of the group's employment in 2018].
    """
    year = SOC2010_YEARS[-1]
    rows = national[(national["year"] == year) & (national["level"] == "detailed")]
    pairs = divide_year(rows, year, crosswalk, weights)
    pairs["people"] = pairs["share"] * pairs["origin"].map(rows.set_index("occupation")["employment"])
    pairs["group"] = network_group(pairs["origin"], groups["group"])
    known = pairs.dropna(subset="group")
    people = known.groupby(["group", "occupation"])["people"].sum().rename("share").reset_index()
    return people.assign(share=people["share"] / people.groupby("group")["share"].transform("sum"))


def network_group(codes: pd.Series, groups: pd.Series) -> pd.Series:
    """The network's group of each SOC 2010 code: itself, else its broad group, else a wider one.

    codes : (row) SOC 2010 codes as OEWS published them
    groups : the network's groups; most are broad (`11-1010`), some detailed, some minor
    Returns (row) the group, missing where the network has none.
    """
    known = set(groups)
    found = codes.where(codes.isin(known))
    for kept in (6, 5, 4):
        wider = codes.str[:kept] + "0" * (7 - kept)
        found = found.fillna(wider.where(wider.isin(known)))
    return found
