"""From tidy sources to the shipped tables of the labour market: rates, prices, output, projections."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.data.crosswalk import soc_2010_table
from reallocate.data.licences import licence_table
from reallocate.data.programmes import programme_table
from reallocate.data.projected import projection_table
from reallocate.errors import DataError, Problem

Tidy = Mapping[str, Mapping[str, pd.DataFrame]]

FIRST_MONTH = "2000-12"
"""The first month of the survey of openings and turnover; earlier months are not shipped."""

FIRST_QUARTER = "1980-Q1"
"""Output reaches further back: what its past tells of it is learnt from twenty years more."""

FORECAST_FROM = ("unemployment", "payrolls", "initial_claims")
"""Series of `packs.macro_series` that forecasts are made from; whole, with every recession."""
MONTHLY_UNITS = {
    **dict.fromkeys(
        ("unemployment", "unemployment_20_24", "unemployment_graduates_20_24"), "share of the labour force"
    ),
    "hires": "share of employment per month", "initial_claims": "claims/week",
}  # fmt: skip

RATE_TOLERANCE = 1e-9
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
        "labour_flows": labour_flow_table(rates, series),
        "prices": price_table(series),
        "market_series": market_table(rates, series),
        "national_months": month_table(series, tidy["us_monthly"]["series"]),
        "output_series": output_table(tidy["macro_series"]["output"], series),
    }


def labour_flow_table(rates: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
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
    return rows[rows["month"] >= FIRST_MONTH].dropna(subset="value").reset_index(drop=True)


def price_table(series: pd.DataFrame) -> pd.DataFrame:
    """Consumer prices by month, to bring pay of one year to the money of another.

    series : series, month, value, as from `packs.macro_series`
    Returns month, index [1982-84 is 100]. A month that was not published has no row.
    """
    rows = series[(series["series"] == "prices") & (series["month"] >= FIRST_MONTH)].dropna(subset="value")
    return rows[["month", "value"]].rename(columns={"value": "index"}).reset_index(drop=True)


def market_table(rates: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
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
    if (off.abs() > RATE_TOLERANCE).any():
        what = "the transcribed rate of quits is not the published one"
        why = "Hires and separations come from the same transcription."
        raise DataError(Problem(what, f"month {off.abs().idxmax()}", why=why))
    kept = wide[wide.index >= FIRST_MONTH]
    market = kept.rename(columns={"payrolls": "employment", "prices": "consumer_prices"})
    market["openings_rate"] = market["openings"] / (market["openings"] + market["employment"])
    market = market.join(turnover[["hires", "separations"]])
    market["recession"] = market["recession"].eq(1.0)
    return market.reset_index()


def month_table(series: pd.DataFrame, monthly: pd.DataFrame) -> pd.DataFrame:
    """Series that are forecast and what they are forecast from, by month.

    series : series, month, value, as from `packs.macro_series`
    monthly : the same, as from `packs.us_monthly`
    Returns series, month, value, unit. A month that was not published has no row.
    """
    long = series[series["series"].isin(FORECAST_FROM)].dropna(subset="value")
    rows = pd.concat([long.replace({"series": {"payrolls": "employment"}}), monthly], ignore_index=True)
    return rows.assign(unit=rows["series"].map(MONTHLY_UNITS).fillna("persons"))


def output_table(output: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
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
    kept = output[output["quarter"] >= FIRST_QUARTER].reset_index(drop=True)
    return kept.join(quarters.rename(columns={"payrolls": "employment"}), on="quarter")
