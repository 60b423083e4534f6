"""ISCO-08: the tables that all countries in it share, and the packs of those of Europe."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.build.nation.bridge import (
    by_codes,
    by_titles,
    group_titles,
    isco_to_soc,
    rounded,
    together,
)
from reallocate.data.build.nation.complete import OF_GROUP, spread_pay, us_people
from reallocate.data.build.nation.fit import internal, isco_titles
from reallocate.data.build.nation.pack import NationPack
from reallocate.data.build.nation.tables import bridge_table, checked
from reallocate.data.build.nation.titles import german, modern_titles
from reallocate.data.build.nation.work import mobility_through, work_through
from reallocate.data.country import Country
from reallocate.data.pack import require_files
from reallocate.data.packs import crosswalks, esco, isco
from reallocate.data.packs import nation as sources
from reallocate.data.seeds import sections
from reallocate.data.titles.known import WEIGHTS
from reallocate.data.titles.words import title_key
from reallocate.work.world import World

SHARED = "isco08"
"""What the tables of ISCO-08 are called among the countries' folders."""
_ESCO_WEIGHT = 1.0
_MONTHS = 12
_YEAR, _EDUCATION_YEAR = 2024, "2023"
MAJORS = {
    "1": "Managers", "2": "Professionals", "3": "Technicians and associate professionals",
    "4": "Clerical support workers", "5": "Service and sales workers",
    "6": "Skilled agricultural, forestry and fishery workers", "7": "Craft and related trades workers",
    "8": "Plant and machine operators and assemblers", "9": "Elementary occupations",
}  # fmt: skip
_PER_EURO = {"CZK": 24.566, "HUF": 391.29, "PLN": 4.6861, "RON": 4.9313}
"""[units/EUR] Means of 2022, the year of the survey, which was published in euro.
Source: European Central Bank, annual averages, from memory (grade J)."""
_TIMES = {"GRC": 4.0, "SRB": 4.0}
"""How often ILOSTAT's copy counts a country's people: four quarters were added up. Greece has 17.09 million
there and 4.25 million in Eurostat's survey of 2024; Serbia 12.18 and 2.89 million. A quarter of Serbia's is
within an eighth of Eurostat's in every major group but farmers, of whom ILOSTAT counts more, as in Bosnia.
Others lie between 0.99 and 1.12 of Eurostat's; Luxembourg at 1.25, whose small cells are not published."""
EUROPE = {
    "AT": ("AUT", "AT", "Austria"), "BE": ("BEL", "BE", "Belgium"), "BG": ("BGR", "BG", "Bulgaria"),
    "CY": ("CYP", "CY", "Cyprus"), "CZ": ("CZE", "CZ", "Czechia"), "DE": ("DEU", "DE", "Germany"),
    "GR": ("GRC", "EL", "Greece"), "HR": ("HRV", "HR", "Croatia"), "HU": ("HUN", "HU", "Hungary"),
    "IE": ("IRL", "IE", "Ireland"), "IT": ("ITA", "IT", "Italy"), "LT": ("LTU", "LT", "Lithuania"),
    "LU": ("LUX", "LU", "Luxembourg"), "LV": ("LVA", "LV", "Latvia"), "MT": ("MLT", "MT", "Malta"),
    "PL": ("POL", "PL", "Poland"), "PT": ("PRT", "PT", "Portugal"), "RO": ("ROU", "RO", "Romania"),
    "SK": ("SVK", "SK", "Slovakia"),
}  # fmt: skip
"""(country) what ILOSTAT, Eurostat's pay and Eurostat's industries call those that all three describe, in a
money
of the reference rates."""
_LEVELS = {"ED0-2": "0-2", "ED3_4": "3-4", "ED5-8": "5-8"}


def shared_tables(root: Path, world: World) -> dict[str, pd.DataFrame]:
    """Every table that countries in ISCO-08 share: W with its two ways, work through it, and titles of jobs.

    root : the folder of open data; world : the United States
    """
    require_files((isco.PACK, crosswalks.PACK, esco.PACK, sources.PEOPLE), root)
    tidied = {one: one.tidy(root / one.PACK.folder) for one in (isco, crosswalks, esco)}
    soc = isco_to_soc(
        tidied[isco]["isco_to_soc2010"],
        tidied[crosswalks]["soc2010_to_soc2018"],
        world.occupations["employment"],
    )
    titles = isco_titles()[isco_titles().index.isin(soc["isco08"])].sort_index()
    labels = tidied[esco]["labels"]
    english = (
        labels[labels["language"].eq("english") & labels["preferred"]].groupby("isco")["label"].agg(list)
    )
    read = {str(code): group_titles(title, english.get(code, [])) for code, title in titles.items()}
    same = pd.DataFrame({"code": titles.index, "isco08": titles.index, "weight": 1.0})
    codes, reader = by_codes(same, soc), by_titles(read, world)
    both = together(codes, reader)
    way = both.unstack(fill_value=0).reindex(
        index=titles.index, columns=world.occupations.index, fill_value=0.0
    )
    way = rounded(way)
    tables = work_through(way, world) | {
        "occupation_bridge": bridge_table(way, codes, reader),
        "title_keys": _title_keys(titles, labels),
        "mobility": mobility_through(way, us_people(way, world), world)["mobility"],
    }
    tables["exposure"] = exposure_table(root, way, world)
    return checked(tables)


def _title_keys(titles: pd.Series, labels: pd.DataFrame) -> pd.DataFrame:
    """Official titles and ESCO's labels in four languages; an ESCO concept lies in one unit group."""
    official = pd.DataFrame(
        {"title": titles, "code": titles.index, "source": "official", "weight": WEIGHTS["official"]}
    )
    own = labels[labels["isco"].isin(titles.index)]
    kinds = (
        own["language"]
        .mask(own["language"].eq("english"), "alternate")
        .mask(own["language"].eq("english") & own["preferred"], "reported")
    )
    weight = np.where(kinds.eq("reported"), WEIGHTS["reported"], _ESCO_WEIGHT)
    rows = pd.DataFrame({"title": own["label"], "code": own["isco"], "source": kinds, "weight": weight})
    rows = pd.concat([official, rows], ignore_index=True)
    rows["key"] = [title_key(title) for title in rows["title"]]
    rows["occupation"] = rows["code"].map(internal)
    rows = rows[rows["key"].ne("")]
    return rows.groupby(["key", "occupation", "source"])["weight"].max().reset_index()


def people_of(root: Path, home: Country, way: pd.DataFrame, world: World) -> pd.Series:
    """(isco08) [persons] The country's people of each two-digit group, spread over unit groups as US people
    are.

    home : one of `EUROPE`; where ILOSTAT does not have it, people of Eurostat's one-digit groups are spread
    """
    iso3, _, name = EUROPE[home.code]
    table = _ilostat(root)
    own = table[table["country_code"].eq(iso3)].set_index("isco2")["employment"]
    group = pd.Index(way.index.str[:2])
    if own.empty:
        own, group = _mix(root, name).groupby("group")["people"].sum(), pd.Index(way.index.str[:1])
    prior = us_people(way, world) + 1.0
    share = prior / prior.groupby(group).transform("sum").to_numpy()
    return pd.Series(share * own.reindex(group).fillna(0.0).to_numpy())


def _ilostat(root: Path) -> pd.DataFrame:
    """People by country and two-digit group [persons]."""
    table = sources.rows(root, sources.PEOPLE)
    people = table["employment"].astype(float)
    return table.assign(employment=people / table["country_code"].map(_TIMES).fillna(1.0))


def exposure_table(root: Path, way: pd.DataFrame, world: World) -> pd.DataFrame:
    """Mean reach over the people of each of 141 countries, by two-digit groups of ISCO-08.

    way : W of ISCO-08
    mean[c] = Σ_g people[c, g]·reach[g] / Σ_g people[c, g]; reach[g] is the US mean of the group.
    """
    table = _ilostat(root)
    content = world.content
    prior, two = us_people(way, world), way.index.str[:2]
    found = table.groupby("country_code").agg(title=("country_name", "first"), people=("employment", "sum"))
    for name in ("augmentable", "automatable"):
        means = []
        for source in world.sources:
            reach = getattr(world, name)[source]
            hours = way @ (reach * content).sum(axis=1).reindex(way.columns)
            group = (hours * prior).groupby(two).sum() / prior.groupby(two).sum()
            own = table.assign(reach=table["isco2"].map(group)).dropna(subset="reach")
            whole = own["employment"].groupby(own["country_code"]).sum()
            means.append((own["employment"] * own["reach"]).groupby(own["country_code"]).sum() / whole)
        every = pd.concat(means, axis=1)
        found[name], found[f"{name}_low"], found[f"{name}_high"] = (
            every.median(axis=1),
            every.min(axis=1),
            every.max(axis=1),
        )
    known = table[table["isco2"].isin(two)]
    found["groups"] = known.groupby("country_code").size()
    found = found.dropna(subset="automatable")
    return found.rename_axis("country").reset_index()


def nation_pack(root: Path, home: Country, world: World, way: pd.DataFrame) -> NationPack:
    """The pack of a country of Europe in the unit groups of ISCO-08.

    home : one of `EUROPE`
    way : W of ISCO-08
    """
    _, geo, name = EUROPE[home.code]
    packs = [sources.PEOPLE, sources.EU_MIX, sources.EU_EDUCATION]
    packs += [sources.DE_PAY, sources.DE_TITLES] if geo == "DE" else [sources.EU_PAY]
    require_files(tuple(packs), root)
    people = people_of(root, home, way, world)
    pay = _german_pay(root, way) if geo == "DE" else _ses_pay(root, home, geo, way, world)
    occupations = pd.DataFrame(
        {"code": way.index, "title": isco_titles().reindex(way.index).to_numpy(), "people":
         people.to_numpy(),
         "wage_mean": pay.to_numpy()}
    ).reindex(columns=["code", "title", "people", "wage_mean", "wage_p10", "wage_p25", "wage_p50",
    "wage_p75", "wage_p90"]).assign(**{OF_GROUP: geo != "DE"})  # fmt: skip
    return NationPack(
        country=home,
        occupations=occupations,
        groups=_groups(),
        mix=_mix(root, name),
        titles=_german_titles(root, way) if geo == "DE" else _no_titles(),
        education=_education(root, geo),
        sources=sources.source_rows(tuple(packs)),
    )


def _groups() -> pd.DataFrame:
    titles = isco_titles()
    return titles[titles.index.str.len().isin((2, 3))].reset_index()


def _mix(root: Path, name: str) -> pd.DataFrame:
    table = sources.rows(root, sources.EU_MIX)
    table = table[table["country"].eq(name) & table["year"].astype(int).eq(_YEAR)]
    letters = {title: letter for letter, title in sections().items()}
    letters |= {
        title: "T" for title in table["nace_section"].unique() if title.startswith("Activities of households")
    }
    majors = {title: major for major, title in MAJORS.items()}
    rows = pd.DataFrame(
        {"industry": table["nace_section"].map(letters), "group": table["isco_major"].map(majors),
         "people": 1000.0 * table["employment_k"].astype(float)}
    )  # fmt: skip
    return rows.dropna().reset_index(drop=True)


def _education(root: Path, geo: str) -> pd.DataFrame:
    table = sources.rows(root, sources.EU_EDUCATION)
    table = table[
        table["geo"].eq(geo) & table["year"].eq(_EDUCATION_YEAR) & table["isco08"].str.match("OC[1-9]")
    ]
    rows = pd.DataFrame(
        {"group": table["isco08"].str[2], "level": table["isced11"].map(_LEVELS),
         "people": table["employment_k"].astype(float)}
    ).dropna()  # fmt: skip
    rows["share"] = rows["people"] / rows.groupby("group")["people"].transform("sum")
    return rows[["group", "level", "share"]].reset_index(drop=True)


def _ses_pay(root: Path, home: Country, geo: str, way: pd.DataFrame, world: World) -> pd.Series:
    """Pay of the major group, spread over its unit groups; (isco08) [money of the country/year].

    12 · monthly pay, spread as by `spread_pay` and brought to the year of other pay by `pay_moved`.
    """
    table = sources.rows(root, sources.EU_PAY)
    rows = table[table["geo"].eq(geo) & table["year"].eq("2022") & table["sex"].eq("total")]
    major = rows.set_index("isco")["mean_eur_month"].astype(float) * _MONTHS
    one = way.index.str[:1]
    moved = home.pay_moved.value if home.pay_moved else 1.0
    own = major * _PER_EURO.get(home.currency, 1.0)
    return spread_pay(own.reindex(one), way, world, one) * moved


def _german_pay(root: Path, way: pd.DataFrame) -> pd.Series:
    """Mean full-time pay of each unit group's occupations, without special payments; (isco08) [EUR/year]."""
    table = sources.rows(root, sources.DE_PAY)
    pay = table[table["sex"].eq("total")].set_index("kldb2010")["mean_eur_month"].astype(float)
    pairs = _kldb(root)
    own = pairs["kldb2010"].map(pay)
    return (own.groupby(pairs["isco08"]).mean() * _MONTHS).reindex(way.index)


def _kldb(root: Path) -> pd.DataFrame:
    table = sources.rows(root, sources.DE_TITLES)
    table = table[table["kldb2010"].str.fullmatch(r"\d{5}") & table["isco08"].str.fullmatch(r"\d{4}")]
    return table.drop_duplicates(["kldb2010", "isco08"])


def _german_titles(root: Path, way: pd.DataFrame) -> pd.DataFrame:
    """Titles of the auxiliary classification and of the KldB 2010, with the unit groups that they lead to."""
    table = sources.rows(root, sources.DE_TITLES)
    table = table[table["isco08"].isin(way.index)]
    own = table.assign(share=1.0)[["title", "isco08", "share"]]
    pay = sources.rows(root, sources.DE_PAY)
    kldb = pay[pay["sex"].eq("total") & pay["kldb2010"].str.len().eq(5)]
    pairs = _kldb(root)
    pairs = pairs[pairs["isco08"].isin(way.index)]
    pairs["share"] = 1.0 / pairs.groupby("kldb2010")["isco08"].transform("size")
    named = kldb.rename(columns={"title_de": "name"}).merge(pairs, on="kldb2010")
    both = pd.concat(
        [own, named.assign(title=named["name"])[["title", "isco08", "share"]]], ignore_index=True
    )
    both["title"] = both["title"].map(german)
    both = both.explode("title").dropna()
    both = both.groupby(["title", "isco08"])["share"].max().reset_index()
    both["share"] *= WEIGHTS["reported"]
    both = both.rename(columns={"isco08": "code", "share": "weight"}).assign(source="german")
    own = modern_titles("DE")
    own = own[own["code"].isin(way.index)]
    kept = ~both["title"].map(title_key).isin(own["title"].map(title_key))
    return pd.concat([both[kept], own], ignore_index=True)


def _no_titles() -> pd.DataFrame:
    return pd.DataFrame(columns=["title", "code", "weight", "source"])
