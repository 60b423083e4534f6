"""Who gains and who loses in the extended market, and what people earn, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.study.economy.figures import less, percent, row_of
from reallocate.study.economy.lost_jobs import LOST_BY_AGE, LOST_BY_AREA
from reallocate.study.economy.lost_jobs_text import by_age_said, by_area_said, young_said

Tables = Mapping[str, pd.DataFrame]

LARGE = 10_000
"""People; in smaller occupations a survey shows little."""
SIZABLE = 100_000
"""People; in smaller industries a percentage says little."""
NAMED = 3


def occupations(tables: Tables) -> list[str]:
    """Who loses and who gains.

    tables : of the study
    """
    rows = tables["occupations"]
    large = rows[rows["employment_start"] >= LARGE].sort_values("change", kind="stable")
    lose, gain = _named(large.head(NAMED)), _named(large.tail(NAMED)[::-1])
    change = tables["fifths"].set_index("fifth")["change"].to_dict()
    most, least = (percent(float(change[fifth])) for fifth in (5, 1))
    return [
        f"Of occupations with {LARGE:,} people or more, these end lowest against no further AI: {lose}. "
        f"These end highest: {gain}.",
        f"The fifth of jobs most exposed to AI ends at {most}, the least exposed fifth at {least}.",
        "Exposed hours are no chance of losing a job: people move, retire and are hired elsewhere, and the "
        "run counts them.",
    ]


def industries(tables: Tables) -> list[str]:
    """Which industries want fewer and more people than without further AI.

    tables : of the study
    """
    rows = tables["industries"]
    rows = rows[rows["jobs_start"] >= SIZABLE]
    change = rows["change"].sort_values(kind="stable")
    first, last = ([*change.index[:NAMED]], [*change.index[::-1][:NAMED]])

    def told(places: list[Any]) -> str:
        return "; ".join(f"{rows.loc[place, 'title']} ({percent(change[place])})" for place in places)

    return [
        f"Of industries with {SIZABLE:,} jobs or more, these want least against no further AI: "
        f"{told(first)}. These want most: {told(last)}."
    ]


def divide(tables: Tables) -> list[str]:
    """People followed, by how exposed their occupation was before.

    tables : of the study
    """
    if "divide" not in tables:
        return []
    said = []
    for place, words in ((4, "most"), (0, "least")):
        row = row_of(tables["divide"], place)
        said.append(
            f"Of those whose work was in the {words} exposed fifth, {row['employed']:.1%} have a job at the "
            f"end of what is followed, against {row['employed_without']:.1%} without further AI, and all of "
            f"them together earn {less(row['pay'] / row['pay_without'] - 1.0)} than without it."
        )
    return [
        "People are followed for up to five years, wherever they go, in the draw nearest the middle"
        + (", without the policy." if "policy" in tables else "."),
        *said,
    ]


def lost_jobs(tables: Tables) -> list[str]:
    """What a job that AI ends costs the one who loses it, by age and by state.

    tables : of the study
    """
    if LOST_BY_AGE not in tables:
        return []
    ages = tables[LOST_BY_AGE]
    whole = row_of(ages, -1)
    if pd.isna(whole["lost_years"]):
        return ["No jobs end."]
    return [
        f"Somebody who loses a job that AI ends is without work for {whole['months']:.1f} months and loses "
        f"{whole['lost_years']:.2f} years of pay at present value, of which unemployment benefits bear "
        f"{whole['benefits_years']:.2f} on average over those who draw them and those who do not. Many of "
        "these jobs end as people leave and nobody follows, and how many is not told apart here: the loss is "
        "not to be multiplied by them.",
        *by_age_said(ages),
        *young_said(ages, ages.set_index("age")["jobs_ended"] / whole["jobs_ended"]),
        *by_area_said(tables[LOST_BY_AREA]),
    ]


def pay(tables: Tables) -> list[str]:
    """Spread of pay over people with a job.

    tables : of the study
    """
    rows = tables["pay"]
    first, last = rows.iloc[0], rows.iloc[-1]
    return [
        f"Pay of somebody in the middle goes from USD {first['p50']:,.0f} to {last['p50']:,.0f} a year at "
        f"constant prices; the best paid tenth earns {last['ratio']:.2f} times what the worst paid tenth "
        f"earns, against {first['ratio']:.2f} at the start, and the Gini coefficient goes from "
        f"{first['gini']:.3f} to {last['gini']:.3f}.",
        "Everybody is paid the mean of the occupation here, so that spread within occupations is not in it.",
    ]


def _named(rows: pd.DataFrame) -> str:
    return "; ".join(f"{row['title']} ({percent(row['change'])})" for row in rows.to_dict("records"))
