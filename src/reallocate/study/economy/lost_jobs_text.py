"""The displaced by age and by state, in sentences, with what is published beside."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.economy.laws.age import Ages
from reallocate.economy.lost_jobs.cells import ALL, OTHER

Tables = Mapping[str, pd.DataFrame]

NAMED = 3
PUBLISHED = (
    "Published losses of long-tenured people depend only slightly on age (Jacobson, LaLonde, Sullivan 1993). "
    "But of those displaced in 2021 to 2023 from jobs of three years or more 74.5% had a job again at ages "
    "25 to 54, 55.3% at 55 to 64 and 34.4% later (BLS, January 2024)"
)
"""What stands beside the losses by age."""


def splits_said(tables: Tables, parameters: Mapping[str, float]) -> list[str]:
    """The ledger of a round trip by age and by state.

    tables : of the trip
    parameters : ages of the employed
    """
    ages, table = Ages.of(parameters), tables["ledger_by_age"]
    if table.empty:
        return []
    share = pd.Series(ages.share, index=list(ages.names))
    return [*by_age_said(table), *young_said(table, share), *by_area_said(tables["ledger_by_area"])]


def by_age_said(table: pd.DataFrame) -> list[str]:
    """What somebody of each age loses.

    table : by age, with a row for all
    """
    rows = {str(row["age"]): row for row in table.to_dict("records")}
    ages = [age for age in rows if age not in (ALL, OTHER)]
    if not ages or pd.isna(rows[ages[0]]["lost_years"]):
        return []
    lost = ", ".join(f"{rows[age]['lost_years']:.2f} at {age}" for age in ages)
    old = ages[-1]
    return [
        f"Years of pay lost by age: {lost}. Ages differ in the tenure that is lost and in the years until "
        "they leave the labour force; who looks finds work alike here.",
        f"{PUBLISHED}; here {100 * rows[old]['with_job']:.0f}% have at {old}: that people leave the labour "
        "force since they were displaced is not in these laws.",
    ]


def young_said(table: pd.DataFrame, share: pd.Series) -> list[str]:
    """How much of the time without work falls on the young.

    table : by age, with a row for all
    share : (age) of the employed [share]
    """
    idle = table.set_index("age")["more_unemployed"]
    whole = float(idle[ALL])
    young = [age for age in share.index[:2] if age in idle.index]
    if whole <= 0 or not young:
        return []
    falls = float(idle[young].sum()) / whole
    return [
        f"People aged {young[0].split('–')[0]} to {young[-1].split('–')[-1]} are "
        f"{100 * float(share[young].sum()):.0f}% of those in work and bear {100 * falls:.0f}% of the time "
        "without work that is added, since they are at the door when less is opened."
    ]


def by_area_said(table: pd.DataFrame) -> list[str]:
    """Where the displaced live, and what it is to look for work there alone.

    table : by state, most jobs ended first, with a row for all
    """
    states = table[~table["area"].isin([ALL, OTHER])]
    if states.empty:
        return []
    most = "; ".join(
        f"{row['title']} {row['jobs_ended']:,.0f}" for row in states.head(NAMED).to_dict("records")
    )
    whole = table.iloc[-1]
    first = [
        "Where they live is an assumption: each occupation's displaced are where its jobs are, whatever the "
        f"industry. Most jobs that end are then in: {most}."
    ]
    if pd.isna(whole["months_in_area"]):
        return first
    ends = states.sort_values("months_in_area", kind="stable").to_dict("records")
    low, high = ends[0], ends[-1]
    return [
        *first,
        f"Who looks for work in the own state alone is without it for {whole['months_in_area']:.1f} months "
        f"on average, from {low['months_in_area']:.1f} in {low['title']} to {high['months_in_area']:.1f} in "
        f"{high['title']}; who looks anywhere, {whole['months']:.1f}. How slack each state is today is not "
        "at hand; all start alike.",
    ]
