"""The charts of a labour market by the published laws."""

from __future__ import annotations

import pandas as pd

from reallocate.output.chart import Chart, distinct_titles
from reallocate.output.kinds import Bars, Curve, Line, Lines
from reallocate.output.table import Column
from reallocate.study.market.tables import occupations, path

YEARS = Column("years", "Years since the start", "years", digits=1)

UNEMPLOYMENT = Chart(
    name="unemployment",
    title="Unemployment through time [% of the labour force at the start]",
    reading=(
        "Each line is a share of the labour force after each step; of several runs the median, with a band "
        "from the 10th to the 90th percentile. The first years are the way from the start, "
        "where everybody without a job has just lost it, to the market's own level."
    ),
    tables=(path,),
    columns=(
        YEARS, "unemployment_rate", "unemployment_rate_low", "unemployment_rate_high",
        "unemployment_rate_without", "long_term_unemployment_rate", "long_term_unemployment_rate_low",
        "long_term_unemployment_rate_high",
    ),
    kind=Lines(
        "years",
        (
            Line("unemployment_rate", "unemployed"),
            Line("unemployment_rate_without", "unemployed, without the shock"),
            Line("long_term_unemployment_rate", "long-term unemployed"),
        ),
        title="People without a job",
        level=0.0,
    ),
)  # fmt: skip

BEVERIDGE = Chart(
    name="beveridge",
    title="The Beveridge curve: openings against unemployment [%]",
    reading=(
        "The line goes from moment to moment; the numbers are years since the start, light is early and dark "
        "is late. Over a shock the part from its first step is drawn, over a business cycle the last full "
        "one, else all. A curve that turns counter-clockwise has more people without a job, for the same "
        "openings, while unemployment falls than while it rises."
    ),
    tables=(path,),
    columns=(
        YEARS, "unemployment_rate", Column("vacancy_rate", "Open positions", "% of all positions", digits=2)
    ),
    kind=Curve("unemployment_rate", "vacancy_rate", "years", marks=10),
    # An ensemble marks no loop and draws all.
    rows=lambda table: table[table["in_loop"]] if table.get("in_loop", pd.Series(False)).any() else table,
)  # fmt: skip

SIDE = 10
"""Occupations that are drawn on either side."""


def _gains(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table[table["change"].abs() >= 0.5].sort_values("change", ascending=False, kind="stable")
    most = pd.concat([ordered[ordered["change"] > 0].head(SIDE), ordered[ordered["change"] < 0].tail(SIDE)])
    return distinct_titles(most, "occupation")


WHO_GAINS_AND_LOSES = Chart(
    name="who_gains_and_loses",
    title="Who gains and who loses, at the end [persons]",
    reading=(
        "The occupations whose employment differs most: at the end, against the same market without the "
        "shock; without a shock, against the start. The table holds every one."
    ),
    empty="No occupation's employment differs by half a person.",
    tables=(occupations,),
    columns=("title", "occupation", "change", "change_share"),
    kind=Bars("title", ("change",), "Change in employment"),
    rows=_gains,
)

CHARTS = (UNEMPLOYMENT, BEVERIDGE, WHO_GAINS_AND_LOSES)
