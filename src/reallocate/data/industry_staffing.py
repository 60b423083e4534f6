"""Who works in each industry of the input-output accounts, with what was not released filled in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.data.biproportional import biproportional

NATION = "000000"
ROUNDS = 500
"""Sweeps of the adjustment; after them no cell moves by as much as a person any more."""


def industry_staffing(staffing: pd.DataFrame, industries: pd.DataFrame, bridge: pd.DataFrame) -> pd.DataFrame:
    """Employment of each occupation in each industry of the accounts.

    staffing : industry, occupation, employment [persons], wage_mean [USD/year], as the table `staffing`
    industries : industry, employment [persons], as the table `industries`
    bridge : as from `industry_bridge`
    Returns industry, occupation, employment [persons], wage_mean [USD/year], status: filled where a part
    was not released, divided where an OEWS industry is shared with another industry of the accounts.
    """
    filled = fill_unreleased(staffing, industries, bridge["oews_industry"].drop_duplicates().tolist())
    cells = bridge.merge(filled, on="oews_industry", how="inner")
    cells["employment"] *= cells["share"]
    cells["pay"] = cells["employment"] * cells["wage_mean"]
    cells["divided"] = cells["share"] < 1.0
    rules = {"employment": "sum", "pay": "sum", "filled": "any", "divided": "any"}
    table = cells.groupby(["industry", "occupation"], as_index=False).agg(rules)
    table = table[table["employment"] >= 0.5].reset_index(drop=True)
    table["wage_mean"] = table["pay"] / table["employment"]
    table["status"] = np.select([table["filled"], table["divided"]], ["filled", "divided"], "observed")
    return table[["industry", "occupation", "employment", "wage_mean", "status"]]


def fill_unreleased(staffing: pd.DataFrame, industries: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Employment of occupations in industries that do not overlap, unreleased cells filled.

    staffing : industry, occupation, employment [persons], wage_mean [USD/year]
    industries : industry, employment [persons]
    codes : OEWS industries that make up the economy once
    Returns oews_industry, occupation, employment [persons], wage_mean [USD/year], filled.
    Biproportional adjustment of the cells that BLS lists without a figure, from the product of both sums:
    total[k] − Σ released[k,·] by industry, then national[o] − Σ released[·,o] by occupation. The occupation
    comes last, so that none has more people than were published.
    """
    rows = staffing[staffing["industry"].isin(codes)].reset_index(drop=True)
    missing = rows["employment"].isna()
    national = staffing[staffing["industry"] == NATION].set_index("occupation")["employment"]
    totals = industries.set_index("industry")["employment"]
    in_industry = (totals[codes] - rows.groupby("industry")["employment"].sum()).clip(lower=0.0)
    released = rows.groupby("occupation")["employment"].sum().reindex(national.index)
    row, column = (rows.loc[missing, name] for name in ("industry", "occupation"))
    by_row, by_column = row.map(in_industry), column.map((national - released).clip(lower=0.0))
    filled = biproportional(by_row * by_column, (row, by_row), (column, by_column), ROUNDS)
    rows.loc[missing, "employment"] = filled.to_numpy()
    kept = rows[["industry", "occupation", "employment", "wage_mean"]].assign(filled=missing)
    return kept.rename(columns={"industry": "oews_industry"})
