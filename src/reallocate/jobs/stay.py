"""Staying in a job: the hours that AI reaches least and most, and the same job in other industries."""

from __future__ import annotations

import pandas as pd

from reallocate.jobs.hours import JobHours
from reallocate.work.world import World

_LEAST_SHARE = 0.03
"""Activities with less of the hours are not named [share of hours]."""
_LEAST_REACHED, _MOST_REACHED = 3, 2
_WHOLE, _LEVEL, _LEAST_PART = "000000", 4, 0.02
"""All industries, the digits of those that are told apart, and the least share of the job's people there."""
_PUBLISHED, _WIDEST = "A", 0.25
"""The grade of figures as published, and how far two surveys may differ to be told [share]."""


def reached_least_and_most(hours: JobHours) -> pd.DataFrame:
    """The activities that AI reaches least and those that it reaches most, of at least 3% of hours.

    hours : of the job, or of the person's own tasks
    Returns (row) reached (least, most), activity, title, share [share of hours], automatable,
    automatable_low, automatable_high [share of the activity's hours]; three least, then two most, where AI
    reaches further into them.
    """
    large = hours.activities[hours.activities["share"] >= _LEAST_SHARE]
    ranked = large.sort_values(["automatable", "share"], ascending=[True, False], kind="stable")
    least, rest = ranked.head(_LEAST_REACHED), ranked.iloc[_LEAST_REACHED:]
    rest = rest[rest["automatable"] > least["automatable"].max()]
    most = rest.sort_values(["automatable", "share"], ascending=False, kind="stable").head(_MOST_REACHED)
    table: pd.DataFrame = pd.concat([least.assign(reached="least"), most.assign(reached="most")])
    return table.rename_axis("activity").reset_index()


def pay_by_industry(world: World, occupation: str) -> pd.DataFrame:
    """What an occupation pays in the industries where at least 2% of its people work, the best paid first.

    world : with the tables staffing and industries
    Returns (row) industry, title, employment [persons], share [share of the occupation's people], wage_p50
    [USD/year], change [share] against its median in all industries; only pay that was published.
    Source: BLS OEWS May 2025, industries of four digits.
    """
    staffing = world.table("staffing")
    rows = staffing[staffing["occupation"] == occupation].set_index("industry")
    rows = rows.join(world.table("industries").set_index("industry")[["title", "level"]])
    whole = rows.loc[_WHOLE]
    table = rows[rows["level"].eq(_LEVEL) & rows["wage_status"].eq("observed")]
    table = table.assign(
        share=table["employment"] / whole["employment"], change=table["wage_p50"] / whole["wage_p50"] - 1.0
    )
    table = table[table["share"] >= _LEAST_PART].sort_values("change", ascending=False, kind="stable")
    return table.rename_axis("industry").reset_index()


def displaced_of_age(world: World, age: float) -> pd.DataFrame:
    """Where people of an age stood at the next survey who had lost a job of three years or more.

    world : with the table displaced_ages
    age : [years]
    Returns (survey) survey_year, group, employed, unemployed, outside [share of the displaced]; as published,
    without ages at which surveys differ by more than a quarter.
    Source: BLS Displaced Worker Supplement, January 2014 and 2024.
    """
    table = world.table("displaced_ages")
    ages = table["group"].str[0].str.isdigit() & table["grade"].eq(_PUBLISHED)
    rows = table[ages & table["first_age"].le(age) & table["last_age"].gt(age - 1.0)]
    width = rows["employed"].max() - rows["employed"].min()
    found = rows if len(rows) and width <= _WIDEST else rows.iloc[:0]
    return found.drop(columns=["first_age", "last_age", "grade"]).reset_index(drop=True)
