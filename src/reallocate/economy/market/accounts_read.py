"""The accounts from the shipped tables, brought to balance to the last digit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.unemployment_rate import ratio
from reallocate.measure.arrays import Array

HOUSEHOLD, EXPORTS = "household", "exports"


def read_accounts(
    tables: Mapping[str, pd.DataFrame], occupations: pd.Index, spending: Mapping[str, float]
) -> Accounts:
    """The accounts of the latest year at hand.

    tables : industries_io, input_requirements, final_demand, industry_staffing, computing_demand
    occupations : labels of the market, in order
    spending : (capital, power, services) how a dollar spent on compute splits [share], adding up to 1
    Published tables add up to a few millionths; what is missing is added to other sales at home and to other
    inputs. Staff is that of establishments, without the self-employed; farms have none.
    Source: BEA input-output accounts 2023, by way of USEPA useeior 1.7.2; BLS OEWS May 2025 (staff).
    """
    about = tables["industries_io"].set_index("industry")
    names = pd.Index(about.index)
    output = about["output"].to_numpy(dtype=float)
    domestic, imported = (
        _square(tables["input_requirements"], names, column) for column in ("domestic", "imported")
    )
    sales = tables["final_demand"]
    household, exports = (_sold(sales, names, sales["category"] == name) for name in (HOUSEHOLD, EXPORTS))
    rest = _sold(sales, names, ~sales["category"].isin([HOUSEHOLD, EXPORTS]))
    labour, taxes, profits = (
        about[name].to_numpy(dtype=float) / output for name in ("compensation", "taxes", "surplus")
    )
    sold = domestic @ output + household[0] + rest[0] + exports[0]
    other = 1.0 - domestic.sum(axis=0) - imported.sum(axis=0) - labour - taxes - profits
    staff, pay = _staff(tables["industry_staffing"], names, occupations)
    build, abroad = compute_spending(tables["computing_demand"], names, spending)
    return Accounts(
        names,
        output,
        domestic,
        imported,
        other,
        labour,
        taxes,
        profits,
        household[0],
        rest[0] + output - sold,
        exports[0],
        household[1],
        rest[1] + exports[1],
        staff / output[:, None],
        ratio(pay, pay.sum(axis=1, keepdims=True)),
        build,
        abroad,
    )


def compute_spending(
    table: pd.DataFrame, industries: pd.Index, spending: Mapping[str, float]
) -> tuple[Array, float]:
    """Where a dollar spent on compute goes.

    table : computing_demand: spending, industry, share, import_share
    industries : labels, in order
    spending : (capital, power, services) [share]
    Returns (industry) what it buys at home, and what is imported [share of the dollar].
    """
    weight = table["spending"].map(dict(spending)).to_numpy(dtype=float) * table["share"].to_numpy(
        dtype=float
    )
    abroad = weight * table["import_share"].to_numpy(dtype=float)
    build = np.zeros(len(industries))
    np.add.at(build, industries.get_indexer(pd.Index(table["industry"])), weight - abroad)
    return build, float(abroad.sum())


def _square(table: pd.DataFrame, names: pd.Index, column: str) -> Array:
    wide = table.pivot(index="supplier", columns="industry", values=column)
    return wide.reindex(index=names, columns=names).fillna(0.0).to_numpy(dtype=float)


def _sold(sales: pd.DataFrame, names: pd.Index, which: pd.Series) -> tuple[Array, Array]:
    total = sales[which].groupby("industry")[["domestic", "imported"]].sum().reindex(names).fillna(0.0)
    return total["domestic"].to_numpy(dtype=float), total["imported"].to_numpy(dtype=float)


def _staff(table: pd.DataFrame, names: pd.Index, occupations: pd.Index) -> tuple[Array, Array]:
    """Jobs [persons] and pay [USD/year] by industry and occupation."""
    jobs, pay = (np.zeros((len(names), len(occupations))) for _ in range(2))
    rows = names.get_indexer(pd.Index(table["industry"]))
    columns = occupations.get_indexer(pd.Index(table["occupation"]))
    known = (rows >= 0) & (columns >= 0)
    employment = table["employment"].to_numpy(dtype=float)[known]
    np.add.at(jobs, (rows[known], columns[known]), employment)
    np.add.at(
        pay, (rows[known], columns[known]), employment * table["wage_mean"].to_numpy(dtype=float)[known]
    )
    return jobs, pay
