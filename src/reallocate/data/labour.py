"""The national labour market month by month, in rates, and the prices to compare pay with."""

from __future__ import annotations

import pandas as pd

FIRST_MONTH = "2000-12"
"""The first month of the survey of openings and turnover; earlier months are not shipped."""


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
    long = both.reset_index().melt("month", ["openings", "unemployment"], "series", "value")
    rows = pd.concat([rates, long[rates.columns]], ignore_index=True)
    kept: pd.DataFrame = rows[rows["month"] >= FIRST_MONTH].dropna(subset="value")
    return kept.reset_index(drop=True)


def price_table(series: pd.DataFrame) -> pd.DataFrame:
    """Consumer prices by month, to bring pay of one year to the money of another.

    series : series, month, value, as from `packs.macro_series`
    Returns month, index [1982-84 is 100]. A month that was not published has no row.
    """
    rows = series[(series["series"] == "prices") & (series["month"] >= FIRST_MONTH)].dropna(subset="value")
    return rows[["month", "value"]].rename(columns={"value": "index"}).reset_index(drop=True)
