"""From tidy sources to the shipped tables of what is observed of AI: use, postings, headcounts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

import pandas as pd

from reallocate.errors import DataError, Problem

Tidy = Mapping[str, Mapping[str, pd.DataFrame]]

INDEX, SHARE = "index, 100 = 1 February 2020", "% of postings"
HEADCOUNTS = "headcounts.toml"
LEAST_USE = 1e-6
"""Weight of a row whose published use is rounded to 0 [share of use]."""
AVERAGED = ["automation", "autonomy", "hours_alone", "hours_with_ai"]


def observed_tables(tidy: Tidy, raw: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every shipped table of what is observed of AI outside the survey of firms.

    tidy : (source, table) as the sources' `tidy` functions return them: aei_2026, hiring_lab,
        hiring_lab_sector
    raw : the tables occupations, groups and company_series
    """
    frame = pd.Index(raw["occupations"]["occupation"])
    return {
        "claude_use": claude_use_table(tidy["aei_2026"], frame, raw["groups"]),
        "postings": posting_table(tidy["hiring_lab"], tidy["hiring_lab_sector"]),
        "headcounts": headcount_table(raw["company_series"]),
    }


def claude_use_table(
    release: Mapping[str, pd.DataFrame], frame: pd.Index, groups: pd.DataFrame
) -> pd.DataFrame:
    """Use of Claude by occupation in chat, and by major group in chat and by API; the two are never pooled.

    release : as from `packs.aei_2026`: occupations, groups
    frame : the occupations of the common frame
    groups : (code) title, level
    Rows of one occupation are added, other figures weighted by use. A code that the frame publishes as part
    of a broad group counts there; others outside the frame, under 1% of use, have no row.
    """
    rows = release["occupations"]
    broad = rows["occupation"].str[:6] + "0"
    code = rows["occupation"].where(rows["occupation"].isin(frame), broad)
    rows = rows.assign(code=code)[code.isin(frame)]
    weight = rows["use"].clip(lower=LEAST_USE)
    table = rows.groupby("code").agg(use=("use", "sum"), small_cell=("small_cell", "all"))
    for name in AVERAGED:
        known = rows[name].notna()
        total = (weight * rows[name])[known].groupby(rows["code"]).sum()
        table[name] = total / weight[known].groupby(rows["code"]).sum()
    table = table.reset_index().assign(channel="chat", level="occupation")
    title = groups[groups["level"].eq("major")].set_index("title")["code"]
    majors = release["groups"].assign(level="major group", small_cell=False)
    majors["code"] = (majors["title"] + " Occupations").map(title)
    if majors["code"].isna().any():
        unknown = sorted(majors.loc[majors["code"].isna(), "title"])
        raise DataError(Problem(f"unknown major groups: {', '.join(unknown)}", "aei-2026-06"))
    return pd.concat([table, majors.drop(columns="title")], ignore_index=True)


def posting_table(totals: Mapping[str, pd.DataFrame], sectors: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Job postings by month: means of the days, of months of which every series has days.

    totals : as from `packs.hiring_lab`; sectors : as from `packs.hiring_lab_sector`
    Returns series, place, month, value, unit.
    """
    index = [
        totals["totals"].assign(month=lambda rows: rows["date"].str[:7]),
        sectors["sectors"],
        sectors["exposed"],
    ]
    naming = totals["naming_ai"].assign(series="naming AI", month=lambda rows: rows["date"].str[:7])
    naming = naming.rename(columns={"country": "place"}).assign(unit=SHARE)
    parts = [one.assign(place="US", unit=INDEX) for one in index]
    keys = ["series", "place", "month", "unit"]
    every = pd.concat([*parts, naming])
    return every.groupby(keys)["value"].mean().reset_index()


def headcount_table(series: pd.DataFrame) -> pd.DataFrame:
    """People at four owners of AI chips on a day: published series and what was compiled for this project.

    series : company, metric, period, value, grade, source
    Returns company, date, people, grade, source.
    """
    known = series[series["metric"].eq("headcount")]
    known = known.rename(columns={"period": "date", "value": "people"})
    text = resources.files("reallocate.data").joinpath(HEADCOUNTS).read_text(encoding="utf-8")
    compiled = pd.DataFrame(tomllib.loads(text).values())
    return pd.concat([known[list(compiled.columns)], compiled], ignore_index=True)
