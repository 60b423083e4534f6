"""From tidy sources to the shipped tables of the economy: accounts, who works where, AI in use."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.data.ai_use import ai_use_table
from reallocate.data.computing import computing_table
from reallocate.data.industry_bridge import industry_bridge
from reallocate.data.industry_staffing import industry_staffing
from reallocate.data.input_output import (
    by_industry,
    final_demand_table,
    industry_accounts,
    requirement_table,
)

Tidy = Mapping[str, Mapping[str, pd.DataFrame]]


def economy_tables(tidy: Tidy, raw: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every shipped table that describes industries to the economy.

    tidy : (source, table) as the sources' `tidy` functions return them: bea_io, btos
    raw : the tables industries, staffing and cost_figures, before rounding
    """
    accounts = tidy["bea_io"]
    found = by_industry(accounts)
    industries = industry_accounts(accounts, found)
    bridge = industry_bridge(raw["industries"], industries.set_index("industry")["compensation"])
    staffing = industry_staffing(raw["staffing"], raw["industries"], bridge)
    paid = staffing.assign(wage_bill=staffing["employment"] * staffing["wage_mean"] / 1e6)
    people = paid.groupby("industry")[["employment", "wage_bill"]].sum()
    return {
        "industries_io": industries.join(people, on="industry"),
        "input_requirements": requirement_table(found),
        "final_demand": final_demand_table(accounts, found),
        "industry_bridge": bridge,
        "industry_staffing": staffing,
        "computing_demand": computing_table(accounts, raw["cost_figures"]),
        "ai_use": ai_use_table(tidy["btos"]),
    }
