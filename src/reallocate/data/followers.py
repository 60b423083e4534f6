"""Whether companies follow each other: cuts explained by AI, and postings where AI reaches far."""

from __future__ import annotations

import pandas as pd

EXPLAINED_BY_AI = ("substitution", "funding")
"""What employers gave as the reason: AI does the work, or pays for it."""


def first_cuts_by_year(announcements: pd.DataFrame) -> pd.Series:
    """Companies that explained a cut by AI or by paying for it, by the year of their first one; (year).

    announcements : company, date, ai_attribution, the shipped table
    The record lists only companies that cut: it gives no share of all peers.
    """
    explained = announcements[announcements["ai_attribution"].isin(EXPLAINED_BY_AI)]
    first = explained.groupby("company")["date"].min().str[:4].astype(int)
    return first.value_counts().sort_index().rename_axis("year").rename("companies")


def exposed_gap(postings: pd.DataFrame) -> pd.Series:
    """Postings in sectors that AI reaches far beside others; (month) [ratio − 1].

    postings : series, place, month, value, the shipped table
    gap[t] = (exposed[t]/exposed[first]) / (control[t]/control[first]) − 1
    Source: Indeed Hiring Lab.
    """
    wide = postings[postings["series"].isin(["exposed", "control"])]
    table = wide.pivot(index="month", columns="series", values="value").sort_index()
    ratio = table / table.iloc[0]
    return (ratio["exposed"] / ratio["control"] - 1.0).rename("gap")


def naming_ai(postings: pd.DataFrame, place: str = "US") -> pd.Series:
    """Postings that name AI; (month) [share of postings].

    postings : series, place, month, value, the shipped table
    Source: Indeed Hiring Lab.
    """
    rows = postings[postings["series"].eq("naming AI") & postings["place"].eq(place)]
    return rows.set_index("month")["value"].sort_index() / 100.0


def firms_using_ai(ai_use: pd.DataFrame) -> pd.Series:
    """Firms that use AI to produce goods or services, by survey date; (date) [share of firms].

    The mean of the states that have a figure on the first and on the last date.

    ai_use : segment, measure, place, date, share, the shipped table
    Source: US Census Bureau, Business Trends and Outlook Survey, question of 2023 to 2025.
    """
    rows = ai_use[ai_use["segment"].str.startswith("states") & ai_use["measure"].eq("current")]
    wide = rows.pivot(index="date", columns="place", values="share").dropna(how="all").sort_index()
    ends = wide.iloc[[0, -1]].dropna(axis=1)
    return ends.mean(axis=1).rename("share")
