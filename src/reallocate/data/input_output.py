"""From make and use to what an industry needs of each other industry, and who buys its output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

Accounts = Mapping[str, pd.DataFrame]

UNMADE = ["Used", "Other"]
"""Commodities that no industry sets out to make: scrap and used goods, and noncomparable imports with the
adjustment for the rest of the world."""

UNMADE_SUPPLIER = "Other"
"""The row that holds them in the table of final demand."""

CATEGORIES = {
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
ADJUSTMENT = "duties and freight on imports"
INVESTMENT = ("structures", "equipment", "intellectual property", "residential")
GOVERNMENT = ("government consumption", "government investment")


@dataclass(frozen=True)
class Industries:
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


def by_industry(accounts: Accounts) -> Industries:
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
    made = [commodity for commodity in make.columns if commodity not in UNMADE]
    output = make.sum(axis=1)
    shares = make[made] / make[made].sum()
    scrap = make[UNMADE].sum(axis=1) / output
    supply = shares.div(1.0 - scrap, axis=0)
    inputs = imports.loc[made, use.columns]
    final, final_imports = _categories(accounts["final"], made), _categories(imports, made)
    own = use.loc[made] - inputs
    own_final = final - final_imports
    own_final[ADJUSTMENT] = make[made].sum() - own.sum(axis=1) - own_final.sum(axis=1)
    return Industries(output, supply @ own, shares @ inputs, supply @ own_final, shares @ final_imports)


def _categories(table: pd.DataFrame, commodities: list[str]) -> pd.DataFrame:
    parts = {name: table.loc[commodities, list(codes)].sum(axis=1) for name, codes in CATEGORIES.items()}
    return pd.DataFrame(parts)


def requirement_table(found: Industries) -> pd.DataFrame:
    """What an industry needs of each industry for a unit of its output, from the country and from abroad.

    found : as from `by_industry`
    Returns supplier, industry, domestic, imported [share of output, either sign].
    """
    domestic, imported = (table.div(found.output, axis=1) for table in (found.domestic, found.imported))
    return _both(domestic, imported, ["supplier", "industry"])


def final_demand_table(accounts: Accounts, found: Industries) -> pd.DataFrame:
    """What each category of final demand buys of each industry, from the country and from abroad.

    accounts : as from `packs.bea_io`
    found : as from `by_industry`
    Returns industry, category, domestic, imported [USD million]. The row `Other` is what no industry
    makes, less the scrap that industries sell along with the rest, so that a category adds up to its
    published total.
    """
    domestic, imported = found.domestic_final.copy(), found.imported_final.copy()
    imported[ADJUSTMENT] = 0.0
    final, imports = accounts["final"], accounts["imports"]
    total = {name: final[list(codes)].sum().sum() for name, codes in CATEGORIES.items()}
    total[ADJUSTMENT] = final["F050"].sum() + imports.sum().sum()
    unmade = {name: imports.loc[UNMADE, list(codes)].sum().sum() for name, codes in CATEGORIES.items()}
    imported.loc[UNMADE_SUPPLIER] = pd.Series(unmade).reindex(imported.columns, fill_value=0.0)
    domestic.loc[UNMADE_SUPPLIER] = pd.Series(total) - domestic.sum() - imported.sum()
    return _both(domestic, imported, ["industry", "category"])


def _both(domestic: pd.DataFrame, imported: pd.DataFrame, axes: list[str]) -> pd.DataFrame:
    long = pd.DataFrame({"domestic": domestic.stack(), "imported": imported.stack()})
    return long.rename_axis(axes).reset_index()


def industry_accounts(accounts: Accounts, found: Industries) -> pd.DataFrame:
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
        government=final[list(GOVERNMENT)].sum(axis=1),
        investment=final[list(INVESTMENT)].sum(axis=1),
        inventories=final["inventories"],
        exports=final["exports"],
        import_adjustment=final[ADJUSTMENT],
        imports=found.imported.sum(axis=1) + found.imported_final.sum(axis=1),
    )
    paid = table[["compensation", "taxes", "surplus", "domestic_inputs", "imported_inputs"]].sum(axis=1)
    table["other_inputs"] = table["output"] - paid
    titles = accounts["industries"].set_index("industry")["title"]
    return table.rename_axis("industry").join(titles).reset_index()
