"""Which industries are paid when money is spent on computing for AI, and how much of it goes abroad."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

RACK = "GB200 NVL72 rack"
ALL_IN = "GB200 all-in per GPU"
GPUS_IN_RACK = 72
EQUIPMENT_INVESTMENT = "F02E"
ABROAD = ("F040", "F050")
"""Exports and imports."""

COMPUTERS, CONSTRUCTION, UTILITIES, SERVICES = "334", "23", "22", "514"

SOURCES = {
    COMPUTERS: "a rack against a rack with its site (Bernstein, October 2025)",
    CONSTRUCTION: (
        "the rest: building and power of the site, taken to be bought of builders, whose own inputs hold "
        "the electrical and cooling equipment"
    ),
    UTILITIES: "electricity by definition",
    SERVICES: "rented machines and priced tokens, by the industry of those who sell them",
}


def computing_table(accounts: Mapping[str, pd.DataFrame], cost_figures: pd.DataFrame) -> pd.DataFrame:
    """How a dollar spent on computing divides over the industries that supply it.

    accounts : as from `packs.bea_io`
    cost_figures : name, low, central [USD] of a rack and of a GPU with its share of rack and site
    Returns spending, industry, share, share_cheaper_rack, import_share, grade, source.
    capital: share of computers = rack / (72 × all-in cost of a GPU); the rest is the site
    share_cheaper_rack takes the lower price of a rack with the same site
    import_share = imports / use in the country, of the industry's commodity: in private investment in
    equipment for computers, in all uses for the others
    """
    costs = cost_figures.set_index("name")
    central, low = costs["central"].astype("float64"), costs["low"].astype("float64")
    rack, rack_low = central[RACK], low[RACK]
    site = GPUS_IN_RACK * central[ALL_IN] - rack
    computers, computers_low = rack / (rack + site), rack_low / (rack_low + site)
    rows = [
        ("capital", COMPUTERS, computers, computers_low, "B"),
        ("capital", CONSTRUCTION, 1.0 - computers, 1.0 - computers_low, "J"),
        ("power", UTILITIES, 1.0, 1.0, "X"),
        ("services", SERVICES, 1.0, 1.0, "J"),
    ]
    table = pd.DataFrame(rows, columns=["spending", "industry", "share", "share_cheaper_rack", "grade"])
    table["import_share"] = [_import_share(accounts, code) for code in table["industry"]]
    table["source"] = table["industry"].map(SOURCES)
    return table


def _import_share(accounts: Mapping[str, pd.DataFrame], code: str) -> float:
    """Imports in what the country uses of a commodity."""
    used = pd.concat([accounts["use"].loc[code], accounts["final"].loc[code].drop(list(ABROAD))])
    imported = accounts["imports"].loc[code]
    buyers = [EQUIPMENT_INVESTMENT] if code == COMPUTERS else list(used.index)
    return float(imported[buyers].to_numpy().sum() / used[buyers].to_numpy().sum())
