"""Who gains and who loses in the nation's market, what a lost job costs, and pay, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from reallocate.kernel.number import cell, say
from reallocate.kernel.table import Tables
from reallocate.kernel.text import Text
from reallocate.market.nation.lost_jobs import ALL, OTHER
from reallocate.market.state.ages import Ages

Facts = Mapping[str, Any]

TEXT = Text(
    "headline", "jobs", "decides", "unemployment", "occupations", "industries", "divide", "lost_jobs", "pay",
    "money", "policy", "reversal", "gate", "market", "not_said", "sources",
)  # fmt: skip

LARGE = 10_000
"""People; in smaller occupations a survey shows little."""
SIZABLE = 100_000
"""People; in smaller industries a percentage says little."""
_NAMED = 3
_PUBLISHED = (
    "Published losses of long-tenured people depend only slightly on age (Jacobson, LaLonde, Sullivan 1993). "
    "But of those displaced in 2021 to 2023 from jobs of three years or more 74.5% had a job again at ages "
    "25 to 54, 55.3% at 55 to 64 and 34.4% later (BLS, January 2024)"
)
"""What stands beside the losses by age."""


@TEXT.sentence("occupations", "people")
def lowest_and_highest(tables: Tables, facts: Facts) -> str:
    """The occupations that lose and that gain most."""
    rows = tables["occupations"]
    large = rows[rows["employment_start"] >= LARGE].sort_values("change", kind="stable")
    lose, gain = _named(large.head(_NAMED)), _named(large.tail(_NAMED)[::-1])
    return (
        f"Of occupations with {LARGE:,} people or more, these end lowest against no further AI: {lose}. "
        f"These end highest: {gain}."
    )


@TEXT.sentence("occupations", "people")
def by_exposure(tables: Tables, facts: Facts) -> list[str]:
    """How the most and the least exposed jobs end, and what exposure does not say."""
    change = tables["quintiles"].set_index("quintile")["change"]
    return [
        f"The quintile of jobs most exposed to AI ends at {_change(change[5])}, the least exposed at "
        f"{_change(change[1])}.",
        "Exposed hours are no chance of losing a job: people move, retire and are hired elsewhere, and the "
        "run counts them.",
    ]


@TEXT.sentence("industries", "people/industries")
def industries(tables: Tables, facts: Facts) -> str:
    """Which industries want fewer and more people than without further AI."""
    rows = tables["industries"]
    rows = rows[rows["jobs_start"] >= SIZABLE].sort_values("change", kind="stable")
    return (
        f"Of industries with {SIZABLE:,} jobs or more, these want least against no further AI: "
        f"{_named(rows.head(_NAMED))}. These want most: {_named(rows.tail(_NAMED)[::-1])}."
    )


@TEXT.sentence("divide", "people/later")
def divide(tables: Tables, facts: Facts) -> list[str]:
    """People followed, by how exposed their occupation was before."""
    if "divide" not in tables:
        return []
    lines = []
    for place, words in ((4, "most"), (0, "least")):
        row = tables["divide"].iloc[place]
        pay = row["pay"] / row["pay_without"] - 1.0
        lines.append(
            f"Of those whose work was in the {words} exposed quintile, {_share(row['employed'])} have a job "
            f"at the end, against {_share(row['employed_without'])} without further AI. All of them together "
            f"earn {_share(abs(pay))} {'less' if pay < 0 else 'more'} than without it."
        )
    policy = ", without the policy." if "policy" in tables else "."
    return [
        f"People are followed for up to five years, wherever they go, in the draw nearest the median{policy}",
        *lines,
    ]


@TEXT.sentence("lost_jobs", "people/lost")
def cost_of_lost_job(tables: Tables, facts: Facts) -> str:
    """What a job that AI ends costs the one who loses it."""
    if "lost_by_age" not in tables:
        return ""
    whole = tables["lost_by_age"].iloc[-1]
    if pd.isna(whole["lost_years"]):
        return "No jobs end."
    return (
        f"Somebody who loses a job that AI ends is without work for {_months(whole['months'])} and loses "
        f"{_years(whole['lost_years'])} years of pay at present value. Unemployment benefits bear "
        f"{_years(whole['benefits_years'])} of them, on average over those who draw benefits and those who "
        "do not. Many of these jobs end as people leave and nobody follows, and how many is not known here: "
        "do not multiply the loss by the jobs."
    )


@TEXT.sentence("lost_jobs", "people/lost")
def who_loses_jobs(tables: Tables, facts: Facts) -> list[str]:
    """The cost of a lost job by age and by state."""
    ages = tables.get("lost_by_age")
    if ages is None or pd.isna(ages.iloc[-1]["lost_years"]):
        return []
    ended = ages.set_index("age")["jobs_ended"] / ages.iloc[-1]["jobs_ended"]
    return [*_by_age(ages), *_young(ages, ended), *_by_area(tables["lost_by_area"])]


def splits(tables: Tables, parameters: Mapping[str, float]) -> list[str]:
    """The ledger of a round trip by age and by state.

    tables : of the trip
    parameters : ages of the employed
    """
    ages, table = Ages.of(parameters), tables["ledger_by_age"]
    if table.empty:
        return []
    share = pd.Series(ages.share, index=list(ages.names))
    return [*_by_age(table), *_young(table, share), *_by_area(tables["ledger_by_area"])]


def _by_age(table: pd.DataFrame) -> list[str]:
    """What somebody of each age loses.

    table : by age, with a row for all
    """
    rows = table.set_index("age")
    ages = [age for age in rows.index if age not in (ALL, OTHER)]
    if not ages or pd.isna(rows.loc[ages[0], "lost_years"]):
        return []
    lost = ", ".join(f"{_years(rows.loc[age, 'lost_years'])} at {age}" for age in ages)
    old = ages[-1]
    return [
        f"Years of pay lost by age: {lost}. Ages differ in the tenure that is lost and in the years until "
        "they leave the labour force; all ages find work equally fast here. All of "
        f"{old} leave at one rate, so that people of 65 and over lose less than this.",
        f"{_PUBLISHED}; here {say(rows.loc[old, 'with_job'], 'share', digits=0)} have at {old}: that people "
        "leave the labour force since they were displaced is not in these laws.",
    ]


def _young(table: pd.DataFrame, share: pd.Series) -> list[str]:
    """How much of the time without work falls on the young.

    table : by age, with a row for all
    share : (age) of the employed [share]
    """
    idle = table.set_index("age")["more_unemployed"]
    whole = float(idle[ALL])
    ages = [age for age in share.index[:2] if age in idle.index]
    if whole <= 0 or not ages:
        return []
    falls = float(idle[ages].sum()) / whole
    return [
        f"People aged {ages[0].split('–')[0]} to {ages[-1].split('–')[-1]} are "
        f"{say(float(share[ages].sum()), 'share', digits=0)} of those in work and bear "
        f"{say(falls, 'share', digits=0)} of the added time without work, since they look for a first job "
        "when fewer are opened."
    ]


def _by_area(table: pd.DataFrame) -> list[str]:
    """Where the displaced live, and what it is to look for work there alone.

    table : by state, most jobs ended first, with a row for all
    """
    states = table[~table["area"].isin([ALL, OTHER])]
    if states.empty:
        return []
    rows = states.head(_NAMED).to_dict("records")
    most = "; ".join(f"{row['title']} {cell(row['jobs_ended'], 'persons')}" for row in rows)
    whole = table.iloc[-1]
    first = (
        "Where they live is an assumption: each occupation's displaced are where its jobs are, whatever the "
        f"industry. Most jobs that end are then in: {most}."
    )
    if pd.isna(whole["months_in_area"]):
        return [first]
    ends = states.sort_values("months_in_area", kind="stable")
    low, high = ends.iloc[0], ends.iloc[-1]
    return [
        first,
        f"Who looks for work in the own state alone is without it for {_months(whole['months_in_area'])} on "
        f"average, from {cell(low['months_in_area'], 'months', digits=1)} in {low['title']} to "
        f"{cell(high['months_in_area'], 'months', digits=1)} in {high['title']}; who looks anywhere, "
        f"{cell(whole['months'], 'months', digits=1)}. How slack each state is today is not available; all "
        "start alike.",
    ]


@TEXT.sentence("pay", "pay")
def pay(tables: Tables, facts: Facts) -> list[str]:
    """Spread of pay over people with a job."""
    rows = tables["pay"]
    first, last = rows.iloc[0], rows.iloc[-1]
    gini = [cell(row["gini"], digits=3, exact=True) for row in (first, last)]
    return [
        f"Median pay goes from {say(first['p50'], 'USD')} to {say(last['p50'], 'USD')} a year at constant "
        f"prices. The best paid tenth earns {_years(last['ratio'])} times what the worst paid tenth earns, "
        f"against {_years(first['ratio'])} at the start, and the Gini coefficient goes from {gini[0]} to "
        f"{gini[1]}.",
        "Everybody is paid the mean of the occupation here, so that spread within occupations is not in it.",
    ]


def _named(rows: pd.DataFrame) -> str:
    return "; ".join(f"{row['title']} ({_change(row['change'])})" for row in rows.to_dict("records"))


_change = partial(say, unit="share", signed=True, digits=1)
_share = partial(say, unit="share", digits=1)
_months = partial(say, unit="months", digits=1)
_years = partial(cell, digits=2, exact=True)
