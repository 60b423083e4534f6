"""From tidy sources to the shipped tables of the economy, the labour market and what is observed of AI."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

import pandas as pd

from reallocate.data.accounts import (
    by_industry,
    computing_table,
    final_demand_table,
    industry_accounts,
    requirement_table,
)
from reallocate.data.frames import soc_2010_table
from reallocate.data.industries import industry_bridge
from reallocate.data.observed import ai_use_table
from reallocate.data.occupations import licence_table, programme_table, projection_table
from reallocate.data.staffing import industry_staffing
from reallocate.kernel.errors import DataError, Problem

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


_FIRST_MONTH = "2000-12"
"""The first month of the survey of openings and turnover; earlier months are not shipped."""

_FIRST_QUARTER = "1980-Q1"
"""Output reaches further back: what its past tells of it is learnt from twenty years more."""

_FORECAST_FROM = ("unemployment", "payrolls", "initial_claims")
"""Series of `packs.macro_series` that forecasts are made from; whole, with every recession."""
_MONTHLY_UNITS = {
    **dict.fromkeys(
        ("unemployment", "unemployment_20_24", "unemployment_graduates_20_24"), "share of the labour force"
    ),
    "hires": "share of employment per month", "initial_claims": "claims/week",
}  # fmt: skip

_RATE_TOLERANCE = 1e-9
"""Far below the survey's last digit, a tenth of a percent."""


def labour_tables(tidy: Tidy) -> dict[str, pd.DataFrame]:
    """Every shipped table that describes the labour market through time.

    tidy : (source, table) as the sources' `tidy` functions return them: jolts, macro_series, oews,
        projections, us_monthly
    """
    published = tidy["oews"]["occupations"]
    frame = pd.Index(published.loc[published["level"] == "detailed", "occupation"])
    rates, series = tidy["jolts"]["rates"], tidy["macro_series"]["series"]
    return {
        "projections": projection_table(tidy["projections"]["projections"], frame),
        "licences": licence_table(frame),
        "programmes": programme_table(frame),
        "soc_2010": soc_2010_table(tidy["crosswalks"]["soc2010_to_soc2018"], frame),
        "labour_flows": _labour_flow_table(rates, series),
        "prices": _price_table(series),
        "market_series": _market_table(rates, series),
        "national_months": _month_table(series, tidy["us_monthly"]["series"]),
        "output_series": _output_table(tidy["macro_series"]["output"], series),
    }


def _labour_flow_table(rates: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Hires, quits, separations and openings per month, and unemployment.

    rates : series, month, value [share of employment/month]
    series : series, month, value, as from `packs.macro_series`
    Returns series, month, value [share]. A month that was not published has no row.
    openings = O / (O + payrolls), as the survey defines its rate
    """
    wide = series.pivot(index="month", columns="series", values="value")
    openings = wide["openings"] / (wide["openings"] + wide["payrolls"])
    both = pd.DataFrame({"openings": openings, "unemployment": wide["unemployment"]})
    long = both.reset_index().melt("month", var_name="series")
    rows = pd.concat([rates, long[rates.columns]], ignore_index=True)
    return rows[rows["month"] >= _FIRST_MONTH].dropna(subset="value").reset_index(drop=True)


def _price_table(series: pd.DataFrame) -> pd.DataFrame:
    """Consumer prices by month, to bring pay of one year to the money of another.

    series : series, month, value, as from `packs.macro_series`
    Returns month, index [1982-84 is 100]. A month that was not published has no row.
    """
    rows = series[(series["series"] == "prices") & (series["month"] >= _FIRST_MONTH)].dropna(subset="value")
    return rows[["month", "value"]].rename(columns={"value": "index"}).reset_index(drop=True)


def _market_table(rates: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """The national labour market, one row a month, to fit the economy to.

    rates : series, month, value [share of employment/month], as from `packs.jolts`
    series : series, month, value, as from `packs.macro_series`
    Returns month, the columns of the table `market_series`. A figure that was not published is missing.
    Quits are the published series, which runs three months longer than the transcribed one; hires and
    separations are the transcribed ones.
    openings_rate = openings / (openings + employment), as the survey defines it
    Raises `DataError` where the transcribed quits differ from the published ones.
    """
    wide = series.pivot(index="month", columns="series", values="value")
    turnover = rates.pivot(index="month", columns="series", values="value")
    off = turnover["quits"] - wide["quits"].reindex(turnover.index)
    if (off.abs() > _RATE_TOLERANCE).any():
        what = "the transcribed rate of quits is not the published one"
        why = "Hires and separations come from the same transcription."
        raise DataError(Problem(what, f"month {off.abs().idxmax()}", why=why))
    kept = wide[wide.index >= _FIRST_MONTH]
    market = kept.rename(columns={"payrolls": "employment", "prices": "consumer_prices"})
    market["openings_rate"] = market["openings"] / (market["openings"] + market["employment"])
    market = market.join(turnover[["hires", "separations"]])
    market["recession"] = market["recession"].eq(1.0)
    return market.reset_index()


def _month_table(series: pd.DataFrame, monthly: pd.DataFrame) -> pd.DataFrame:
    """Series that are forecast and what they are forecast from, by month.

    series : series, month, value, as from `packs.macro_series`
    monthly : the same, as from `packs.us_monthly`
    Returns series, month, value, unit. A month that was not published has no row.
    """
    long = series[series["series"].isin(_FORECAST_FROM)].dropna(subset="value")
    rows = pd.concat([long.replace({"series": {"payrolls": "employment"}}), monthly], ignore_index=True)
    return rows.assign(unit=rows["series"].map(_MONTHLY_UNITS).fillna("persons"))


def _output_table(output: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Real gross domestic product by quarter, from 1980, and beside it who was in work.

    output : quarter, output [billion chained 2017 USD/year], as from `packs.macro_series`
    series : series, month, value, as from `packs.macro_series`
    Returns the columns of the table `output_series`. A quarter is the mean of its published months.
    in_work = participation · (1 − unemployment)
    """
    wide = series.pivot(index="month", columns="series", values="value")
    wide["in_work"] = wide["participation"] * (1.0 - wide["unemployment"])
    number = (wide.index.str[5:7].astype("int64") + 2) // 3
    quarters = wide[["payrolls", "in_work"]].groupby(wide.index.str[:4] + "-Q" + number.astype("str")).mean()
    kept = output[output["quarter"] >= _FIRST_QUARTER].reset_index(drop=True)
    return kept.join(quarters.rename(columns={"payrolls": "employment"}), on="quarter")


_INDEX, _SHARE = "index, 100 = 1 February 2020", "% of postings"
_HEADCOUNTS = "headcounts.toml"
_LEAST_USE = 1e-6
"""Weight of a row whose published use is rounded to 0 [share of use]."""
_AVERAGED = ["automation", "autonomy", "hours_alone", "hours_with_ai"]


def observed_tables(tidy: Tidy, raw: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every shipped table of what is observed of AI outside the survey of firms.

    tidy : (source, table) as the sources' `tidy` functions return them: aei_2026, hiring_lab,
        hiring_lab_sector
    raw : the tables occupations, groups and company_series
    """
    frame = pd.Index(raw["occupations"]["occupation"])
    return {
        "claude_use": _claude_use_table(tidy["aei_2026"], frame, raw["groups"]),
        "postings": _posting_table(tidy["hiring_lab"], tidy["hiring_lab_sector"]),
        "headcounts": _headcount_table(raw["company_series"]),
    }


def _claude_use_table(
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
    weight = rows["use"].clip(lower=_LEAST_USE)
    table = rows.groupby("code").agg(use=("use", "sum"), small_cell=("small_cell", "all"))
    for name in _AVERAGED:
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


def _posting_table(totals: Mapping[str, pd.DataFrame], sectors: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
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
    naming = naming.rename(columns={"country": "place"}).assign(unit=_SHARE)
    parts = [one.assign(place="US", unit=_INDEX) for one in index]
    keys = ["series", "place", "month", "unit"]
    every = pd.concat([*parts, naming])
    return every.groupby(keys)["value"].mean().reset_index()


def _headcount_table(series: pd.DataFrame) -> pd.DataFrame:
    """People at four owners of AI chips on a day: published series and what was compiled for this project.

    series : company, metric, period, value, grade, source
    Returns company, date, people, grade, source.
    """
    known = series[series["metric"].eq("headcount")]
    known = known.rename(columns={"period": "date", "value": "people"})
    text = resources.files("reallocate.data").joinpath(_HEADCOUNTS).read_text(encoding="utf-8")
    compiled = pd.DataFrame(tomllib.loads(text).values())
    return pd.concat([known[list(compiled.columns)], compiled], ignore_index=True)
