"""Input-output accounts: what an industry needs of others, balanced both ways; who is paid for computing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

_Accounts = Mapping[str, pd.DataFrame]

_UNMADE = ["Used", "Other"]
"""Commodities that no industry sets out to make: scrap and used goods, and noncomparable imports with the
adjustment for the rest of the world."""

_UNMADE_SUPPLIER = "Other"
"""The row that holds them in the table of final demand."""

_CATEGORIES = {
    "household": ("F010",),
    "structures": ("F02S",),
    "equipment": ("F02E",),
    "intellectual property": ("F02N",),
    "residential": ("F02R",),
    "inventories": ("F030",),
    "exports": ("F040",),
    "government consumption": ("F06C", "F07C", "F10C"),
    "government investment": ("F06S", "F06E", "F06N", "F07S", "F07E", "F07N", "F10S", "F10E", "F10N"),
}
_ADJUSTMENT = "duties and freight on imports"
_INVESTMENT = ("structures", "equipment", "intellectual property", "residential")


@dataclass(frozen=True)
class _Industries:
    """The accounts brought from commodities to industries.

    output : (industry) [USD million]
    domestic : (supplier, industry) inputs made in the country [USD million]
    imported : (supplier, industry) imported inputs, at the industry that makes their like [USD million]
    domestic_final : (supplier, category) [USD million]
    imported_final : (supplier, category) [USD million]
    """

    output: pd.Series
    domestic: pd.DataFrame
    imported: pd.DataFrame
    domestic_final: pd.DataFrame
    imported_final: pd.DataFrame


def by_industry(accounts: _Accounts) -> _Industries:
    """The accounts in industries, with the industry-technology assumption and scrap as a by-product.

    accounts : as from `packs.bea_io`: make V, use U, final F, imports M [USD million]
    output[i] = Σ_c V[i,c];   D[i,c] = V[i,c] / Σ_i V[i,c];   W[i,c] = D[i,c] / (1 − scrap[i]/output[i])
    domestic = W·(U − M);   domestic_final = W·(F − M_F);   imported = D·M
    output[i] = Σ_j domestic[i,j] + Σ_k domestic_final[i,k]
    Customs duties and domestic freight on imports are in the value of imports and in the output of trade
    and transport, so they are a category of final demand; it also takes what rounding leaves.

    Source: Horowitz, Planting 2009, Concepts and Methods of the U.S. Input-Output Accounts, BEA,
    derivation of the requirements tables: industry technology with the adjustment for scrap.
    """
    make, use, imports = accounts["make"], accounts["use"], accounts["imports"]
    made = [commodity for commodity in make.columns if commodity not in _UNMADE]
    output = make.sum(axis=1)
    shares = make[made] / make[made].sum()
    scrap = make[_UNMADE].sum(axis=1) / output
    supply = shares.div(1.0 - scrap, axis=0)
    inputs = imports.loc[made, use.columns]
    final, final_imports = _categories(accounts["final"], made), _categories(imports, made)
    own = use.loc[made] - inputs
    own_final = final - final_imports
    own_final[_ADJUSTMENT] = make[made].sum() - own.sum(axis=1) - own_final.sum(axis=1)
    return _Industries(output, supply @ own, shares @ inputs, supply @ own_final, shares @ final_imports)


def _categories(table: pd.DataFrame, commodities: list[str]) -> pd.DataFrame:
    parts = {name: table.loc[commodities, list(codes)].sum(axis=1) for name, codes in _CATEGORIES.items()}
    return pd.DataFrame(parts)


def requirement_table(found: _Industries) -> pd.DataFrame:
    """What an industry needs of each industry for a unit of its output, from the country and from abroad.

    found : as from `by_industry`
    Returns supplier, industry, domestic, imported [share of output, either sign].
    """
    domestic, imported = (table.div(found.output, axis=1) for table in (found.domestic, found.imported))
    return _both(domestic, imported, ["supplier", "industry"])


def final_demand_table(accounts: _Accounts, found: _Industries) -> pd.DataFrame:
    """What each category of final demand buys of each industry, from the country and from abroad.

    accounts : as from `packs.bea_io`
    found : as from `by_industry`
    Returns industry, category, domestic, imported [USD million]. The row `Other` is what no industry
    makes, less the scrap that industries sell along with the rest, so that a category adds up to its
    published total.
    """
    domestic, imported = found.domestic_final.copy(), found.imported_final.copy()
    imported[_ADJUSTMENT] = 0.0
    final, imports = accounts["final"], accounts["imports"]
    total = {name: final[list(codes)].sum().sum() for name, codes in _CATEGORIES.items()}
    total[_ADJUSTMENT] = final["F050"].sum() + imports.sum().sum()
    unmade = {name: imports.loc[_UNMADE, list(codes)].sum().sum() for name, codes in _CATEGORIES.items()}
    imported.loc[_UNMADE_SUPPLIER] = pd.Series(unmade).reindex(imported.columns, fill_value=0.0)
    domestic.loc[_UNMADE_SUPPLIER] = pd.Series(total) - domestic.sum() - imported.sum()
    return _both(domestic, imported, ["industry", "category"])


def _both(domestic: pd.DataFrame, imported: pd.DataFrame, axes: list[str]) -> pd.DataFrame:
    long = pd.DataFrame({"domestic": domestic.stack(), "imported": imported.stack()})
    return long.rename_axis(axes).reset_index()


def industry_accounts(accounts: _Accounts, found: _Industries) -> pd.DataFrame:
    """Each industry's output by what it pays for and by who buys it.

    accounts : as from `packs.bea_io`
    found : as from `by_industry`
    Returns industry, title and the columns of money of the table `industries_io` [USD million].
    output = compensation + taxes + surplus + domestic_inputs + imported_inputs + other_inputs
    output = intermediate_sales + household + government + investment + inventories + exports + adjustment
    """
    final, added = found.domestic_final, accounts["value_added"].T
    table = added.assign(
        output=found.output,
        domestic_inputs=found.domestic.sum(),
        imported_inputs=found.imported.sum(),
        intermediate_sales=found.domestic.sum(axis=1),
        household=final["household"],
        government=final[["government consumption", "government investment"]].sum(axis=1),
        investment=final[list(_INVESTMENT)].sum(axis=1),
        inventories=final["inventories"],
        exports=final["exports"],
        import_adjustment=final[_ADJUSTMENT],
        imports=found.imported.sum(axis=1) + found.imported_final.sum(axis=1),
    )
    paid = table[["compensation", "taxes", "surplus", "domestic_inputs", "imported_inputs"]].sum(axis=1)
    table["other_inputs"] = table["output"] - paid
    titles = accounts["industries"].set_index("industry")["title"]
    return table.rename_axis("industry").join(titles).reset_index()


def biproportional(
    cells: pd.Series,
    first: tuple[pd.Series, pd.Series],
    second: tuple[pd.Series, pd.Series],
    rounds: int,
) -> pd.Series:
    """Cells in proportion to given ones, with given sums by one grouping and then by the other.

    cells : (cell) to begin with; a cell of 0 stays 0
    first, second : (cell) label of the group, and (cell) sum that the group shall have, in the cells' unit
    rounds : how often both are done
    x ← x·r/Σ_first x, then x ← x·c/Σ_second x, in turn: sums of the second hold exactly, of the first as
    nearly as the two agree.
    Source: Deming, Stephan 1940, Ann. Math. Statist. 11:427, DOI 10.1214/aoms/1177731829.
    """
    for _ in range(rounds):
        for group, total in (first, second):
            cells = (cells * total / cells.groupby(group).transform("sum")).fillna(0.0)
    return cells


_RACK = "GB200 NVL72 rack"
_GPUS_IN_RACK = 72
_EQUIPMENT_INVESTMENT = "F02E"
_ABROAD = ("F040", "F050")
"""Exports and imports."""

_COMPUTERS, _CONSTRUCTION, _UTILITIES, _SERVICES = "334", "23", "22", "514"

_SOURCES = {
    _COMPUTERS: "a rack against a rack with its site (Bernstein, October 2025)",
    _CONSTRUCTION: (
        "the rest: building and power of the site, taken to be bought of builders, whose own inputs hold "
        "the electrical and cooling equipment"
    ),
    _UTILITIES: "electricity by definition",
    _SERVICES: "rented machines and priced tokens, by the industry of those who sell them",
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
    rack, rack_low = central[_RACK], low[_RACK]
    site = _GPUS_IN_RACK * central["GB200 all-in per GPU"] - rack
    computers, computers_low = rack / (rack + site), rack_low / (rack_low + site)
    rows = [
        ("capital", _COMPUTERS, computers, computers_low, "B"),
        ("capital", _CONSTRUCTION, 1.0 - computers, 1.0 - computers_low, "J"),
        ("power", _UTILITIES, 1.0, 1.0, "X"),
        ("services", _SERVICES, 1.0, 1.0, "J"),
    ]
    table = pd.DataFrame(rows, columns=["spending", "industry", "share", "share_cheaper_rack", "grade"])
    table["import_share"] = [_import_share(accounts, code) for code in table["industry"]]
    table["source"] = table["industry"].map(_SOURCES)
    return table


def _import_share(accounts: Mapping[str, pd.DataFrame], code: str) -> float:
    """Imports in what the country uses of a commodity."""
    used = pd.concat([accounts["use"].loc[code], accounts["final"].loc[code].drop(list(_ABROAD))])
    imported = accounts["imports"].loc[code]
    buyers = [_EQUIPMENT_INVESTMENT] if code == _COMPUTERS else list(used.index)
    return float(imported[buyers].to_numpy().sum() / used[buyers].to_numpy().sum())
