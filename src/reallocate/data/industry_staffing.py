"""Who works in each industry of the input-output accounts, with what was not released filled in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

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
    x[k,o] ← x[k,o]·(total[k] − Σ released[k,·]) / Σ_o x[k,o], then
    x[k,o] ← x[k,o]·(national[o] − Σ released[·,o]) / Σ_k x[k,o], in turn, over the cells that BLS lists
    without a figure. The occupation comes last, so that none has more people than were published.

    Source: biproportional adjustment, Deming and Stephan 1940, Ann. Math. Statist. 11:427.
    """
    rows = staffing[staffing["industry"].isin(codes)].reset_index(drop=True)
    missing = rows["employment"].isna()
    national = staffing[staffing["industry"] == NATION].set_index("occupation")["employment"]
    totals = industries.set_index("industry")["employment"]
    in_industry = (totals[codes] - rows.groupby("industry")["employment"].sum()).clip(lower=0.0)
    released = rows.groupby("occupation")["employment"].sum().reindex(national.index)
    by_row = rows.loc[missing, "industry"], in_industry
    by_column = rows.loc[missing, "occupation"], (national - released).clip(lower=0.0)
    rows.loc[missing, "employment"] = _adjusted(*by_row, *by_column)
    kept = rows[["industry", "occupation", "employment", "wage_mean"]].assign(filled=missing)
    return kept.rename(columns={"industry": "oews_industry"})


def _adjusted(
    row: pd.Series, row_total: pd.Series, column: pd.Series, column_total: pd.Series
) -> npt.NDArray[np.float64]:
    """Cells whose sums by row and then by column are the given ones, starting from their product."""
    by_row, by_column = row.map(row_total), column.map(column_total)
    cells = by_row * by_column
    for _ in range(ROUNDS):
        cells = (cells * by_row / cells.groupby(row).transform("sum")).fillna(0.0)
        cells = (cells * by_column / cells.groupby(column).transform("sum")).fillna(0.0)
    return cells.to_numpy()
