"""The United Kingdom in its own 412 unit groups of SOC 2020, from the ONS's sources."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.build.nation.fit import PAY
from reallocate.data.build.nation.pack import NationPack
from reallocate.data.build.nation.titles import inverted, modern_titles, spellings
from reallocate.data.country import country
from reallocate.data.pack import require_files
from reallocate.data.packs import nation as sources
from reallocate.data.titles.known import WEIGHTS
from reallocate.data.titles.words import title_key

PACKS = (
    sources.UK_PEOPLE, sources.UK_PAY, sources.UK_OCCUPATIONS, sources.UK_TITLES, sources.UK_BRIDGE,
)  # fmt: skip
_YEAR, _FIRST, _SMOOTHED = 2024, 2021, 3
_SUPPRESSED = "*"
_ANOTHER_WORD = "}}}}"
"""What the index has for a unit group where an entry needs another word."""
_QUALIFIED = 0.3
"""[of an unqualified entry's weight] What an entry counts that holds in one industry alone."""
_PERCENTILES = {
    "wage_p10": "p10",
    "wage_p25": "p25",
    "wage_p50": "median",
    "wage_p75": "p75",
    "wage_p90": "p90",
}


def pack(root: Path) -> NationPack:
    """The United Kingdom's pack.

    root : the folder of open data
    """
    require_files(PACKS, root)
    listed = sources.rows(root, sources.UK_OCCUPATIONS)
    cells = people_cells(root)
    people = cells[cells["year"].eq(_YEAR)].groupby("code")["people"].sum()
    pay = _pay(root, pd.Index(listed["soc2020"]))
    occupations = pd.DataFrame(
        {
            "code": listed["soc2020"],
            "title": listed["title"],
            "people": listed["soc2020"].map(people).fillna(0.0),
            "jobs": listed["job_titles"],
        }
    ).merge(pay, on="code")
    years = cells.groupby(["code", "year"])["people"].sum().reset_index()
    last = years["code"].map(pay.set_index("code")["wage_mean"]).where(years["year"].eq(_YEAR))
    return NationPack(
        country=country("GB"),
        occupations=occupations,
        groups=_groups(root),
        mix=_mix(cells),
        bridge=_bridge(root),
        titles=_titles(root),
        history=years.assign(wage_mean=last),
        sources=sources.source_rows(PACKS),
    )


def people_cells(root: Path) -> pd.DataFrame:
    """People in each unit group and section by year; cells that were suppressed share what the section
    leaves.

    Returns year, code, industry, people. Shown cells stay as published, and sections add up to what was
    published.
    """
    table = sources.rows(root, sources.UK_PEOPLE).rename(columns={"soc2020": "code", "section": "industry"})
    table["people"] = pd.to_numeric(table["persons"]).fillna(0.0)
    totals = sources.rows(root, sources.UK_PEOPLE, "totals.csv").set_index(["year", "section"])["persons"]
    keys = [table["year"], table["industry"]]
    whole = totals.astype(float).reindex(pd.MultiIndex.from_arrays(keys)).to_numpy()
    hidden = table["status"].eq(_SUPPRESSED)
    left = whole - table["people"].groupby(keys).transform("sum")
    count = hidden.groupby(keys).transform("sum")
    table["people"] = table["people"].where(~hidden, left / count.clip(lower=1))
    return table.assign(year=table["year"].astype(int))[["year", "code", "industry", "people"]]


def _mix(cells: pd.DataFrame) -> pd.DataFrame:
    """Sections of each unit group: the shares of three years, with the people of the last.

    cells : as from `people_cells`
    Small cells move by tens of per cent a year. The last year's sections and unit groups are kept by
    adjustment
    of both in turn.
    """
    recent = pd.DataFrame(cells[cells["year"] > _YEAR - _SMOOTHED])
    mean = pd.DataFrame({"people": recent.groupby(["code", "industry"])["people"].mean()}).reset_index()
    last = cells[cells["year"].eq(_YEAR)]
    by_code, by_industry = (last.groupby(name)["people"].sum() for name in ("code", "industry"))
    wide = mean.pivot(index="code", columns="industry", values="people").fillna(0.0)
    x = wide.to_numpy()
    rows, columns = by_code.reindex(wide.index).to_numpy(), by_industry.reindex(wide.columns).to_numpy()
    for _ in range(100):
        x = x * (columns / x.sum(axis=0))
        x = x * (rows / np.maximum(x.sum(axis=1), 1e-9))[:, None]
    x = x * (columns / x.sum(axis=0))
    adjusted = pd.DataFrame(x, wide.index, wide.columns).stack()
    found = pd.DataFrame({"people": adjusted}).rename_axis(["code", "industry"]).reset_index()
    return found.rename(columns={"code": "group"})[["industry", "group", "people"]]


def _pay(root: Path, codes: pd.Index) -> pd.DataFrame:
    """Annual pay of full-time employees in each unit group [GBP/year]; missing where it was suppressed.

    Where the mean of full-timers was suppressed and that of all was not, it is the mean of all times the
    ratio of
    both in the nearest group that has them. A position of the product is full time.
    """
    table = sources.rows(root, sources.UK_PAY)
    columns = ["mean", *_PERCENTILES.values()]
    table[columns] = table[columns].apply(pd.to_numeric)
    full, every = (
        table[table["who"].eq(who)].dropna(subset="soc2020").set_index("soc2020")
        for who in ("full time", "all")
    )
    found = pd.DataFrame({"wage_mean": full["mean"].reindex(codes)})
    for name, theirs in _PERCENTILES.items():
        found[name] = full[theirs].reindex(codes)
    ratio = pd.Series(np.nan, codes)
    for digits in (3, 2, 1):
        group = codes.str[:digits]
        ratio = ratio.fillna(pd.Series((full["mean"] / every["mean"]).reindex(group).to_numpy(), codes))
    found["wage_mean"] = found["wage_mean"].fillna(every["mean"].reindex(codes) * ratio)
    return found.rename_axis("code").reset_index()[["code", "wage_mean", *PAY]]


def _groups(root: Path) -> pd.DataFrame:
    table = sources.rows(root, sources.UK_PAY).dropna(subset="soc2020")
    table = table[table["soc2020"].str.len().isin((2, 3))].drop_duplicates("soc2020")
    return table.rename(columns={"soc2020": "code"})[["code", "title"]].reset_index(drop=True)


def _bridge(root: Path) -> pd.DataFrame:
    table = sources.rows(root, sources.UK_BRIDGE).rename(columns={"soc2020": "code"})
    return table.assign(weight=table["weight"].astype(float))[["code", "isco08", "weight"]]


def _titles(root: Path) -> pd.DataFrame:
    """The index's titles as they are written, those of today's firms, and what each counts.

    An entry that holds only in an industry or with a qualification counts less than one that holds anywhere.
    """
    table = sources.rows(root, sources.UK_TITLES)
    table = table[table["soc2020"].ne(_ANOTHER_WORD)]
    qualified = table["qualifier"].notna() | table["industry"].notna()
    rows = pd.DataFrame(
        {"title": table["title"].map(inverted), "code": table["soc2020"],
         "weight": np.where(qualified, _QUALIFIED, 1.0) * WEIGHTS["reported"]}
    )  # fmt: skip
    rows["title"] = rows["title"].map(spellings)
    rows = rows.explode("title")
    rows["key"] = rows["title"].map(title_key)
    best = rows.groupby(["key", "code"])["weight"].max()
    entries = rows.groupby(["key", "code"]).size()
    share = entries / entries.groupby(level=0).transform("sum")
    table = pd.DataFrame(
        {"weight": best.where(best >= WEIGHTS["reported"], best * (0.5 + share))}
    ).reset_index()
    first = rows.drop_duplicates(["key", "code"]).set_index(["key", "code"])["title"]
    table["title"] = first.reindex(pd.MultiIndex.from_frame(table[["key", "code"]])).to_numpy()
    own = modern_titles("GB")
    kept = table[~table["key"].isin(own["title"].map(title_key))]
    listed = kept.assign(source=np.where(kept["weight"] >= WEIGHTS["reported"], "reported", "alternate"))
    return pd.concat([listed[["title", "code", "weight", "source"]], own], ignore_index=True)
