"""Charts of the nation's market: jobs, what they depend on, unemployment, who gains and who loses."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Bars, Curve, HeatMap, Line, Lines, tornado
from reallocate.kernel.number import cell
from reallocate.kernel.table import Column, with_quantiles
from reallocate.kernel.units import MILLION, MONTHS_A_YEAR
from reallocate.market.nation.slumps import NO_SLUMP
from reallocate.market.simulate.jobs_tables import surface, swings
from reallocate.market.simulate.money import industries
from reallocate.market.simulate.people_text import LARGE, SIZABLE
from reallocate.market.simulate.tables import jobs, occupations, path, quintiles

_SIDE = 8
"""Rows that are drawn on either side."""
_SWINGS = 10
"""Assumptions that are drawn."""
_READ = (
    "A bar is the median of the runs with other assumptions; its line goes from the 10th to the 90th "
    "percentile."
)


def _last_year(table: pd.DataFrame) -> pd.DataFrame:
    last: pd.DataFrame = table[table["year"] == table["year"].max()].copy()
    last[["jobs_low", "jobs", "jobs_high"]] /= MILLION
    return last


_JOBS = Chart(
    name="economy_jobs",
    section="jobs",
    title="Jobs that end and jobs that are made, at the end [million]",
    reading=f"{_READ} Each part comes after the ones above it. The last bar is their sum, draw by draw.",
    tables=(jobs,),
    columns=(
        "part", *with_quantiles(Column("jobs", "Jobs wanted", "million jobs", signed=True)),
        Column("share", "Jobs wanted", "% of all jobs", signed=True),
    ),
    kind=Bars("part", ("jobs",), thin=("jobs_low", "jobs_high")),
    rows=_last_year,
)  # fmt: skip


def _responses(table: pd.DataFrame) -> pd.DataFrame:
    names = ["pass_through", "spent_of_profits"]
    ordered = table.sort_values(names, kind="stable")
    pairs = ordered[names].map(partial(cell, unit="share")).itertuples(index=False)
    return ordered.assign(passed=[f"{passed} of savings: {spent} of profits" for passed, spent in pairs])


_SURFACE = Chart(
    name="economy_surface",
    section="jobs/decides",
    title="Jobs against no further AI, over how buyers, firms and owners respond [% of all jobs]",
    reading=(
        "Rows: how much of firms' savings reaches prices, and how much of profits is spent at home. Columns: "
        "how buyers respond to prices. All else is as assumed, and the figure is the median of the sources "
        "of what AI can do. Pay stays as at the start here, so that figures differ a little from the run's."
    ),
    tables=(surface,),
    columns=(Column("passed", "Reaches prices, is spent"), "elasticity", "net"),
    kind=HeatMap("elasticity", "passed", "net"),
    rows=_responses,
)

_DEPENDS = Chart(
    name="economy_swings",
    section="jobs/decides",
    title="What the number of jobs depends on, one assumption at a time [% of all jobs]",
    reading=(
        "Each line moves one assumption over its range and leaves all others as assumed; the longest lines "
        "matter most. The table says what each is. Pay stays as at the start here."
    ),
    empty="No assumption that is drawn makes a difference.",
    tables=(swings,),
    columns=("label", "says", "net_low", "net_high"),
    kind=tornado("label", "net_low", "net_high"),
    rows=lambda table: table.head(_SWINGS),
)


def _months(table: pd.DataFrame) -> pd.DataFrame:
    ends = (round(MONTHS_A_YEAR * (year - 1970)) - 1 for year in table["year"])
    return table.assign(month=[str(pd.Period(ordinal=end, freq="M")) for end in ends])


_UNEMPLOYMENT = Chart(
    name="economy_unemployment",
    section="unemployment",
    title=f"Unemployment with AI and without further AI, {NO_SLUMP} [% of the labour force]",
    reading=(
        "The full line is the median of the runs with other assumptions, the band goes from the 10th to the "
        "90th percentile. The broken line is the same market without further AI. The axis does not begin at "
        "0."
    ),
    tables=(path,),
    columns=(
        Column("month", "End of"), "unemployment_low", "unemployment", "unemployment_high",
        "unemployment_without",
    ),
    kind=Lines(
        "month",
        (
            Line("unemployment", "with AI"),
            Line("unemployment_without", "without further AI", broken=True),
        ),
    ),
    rows=_months,
)  # fmt: skip

_BEVERIDGE = Chart(
    name="economy_beveridge",
    section="unemployment",
    title="Openings against unemployment, year by year (the Beveridge curve) [%]",
    reading=(
        "Each point is the median of the runs with other assumptions at the end of one year; the line joins "
        "them in order. Down and to the right there is less work for those who look; away from the corner at "
        "zero, people and openings find each other worse."
    ),
    empty="The run is shorter than a year.",
    tables=(path,),
    columns=(Column("year", "Year", "year"), "unemployment", "openings"),
    kind=Curve("unemployment", "openings", "year"),
    rows=lambda table: table.iloc[MONTHS_A_YEAR - 1 :: MONTHS_A_YEAR].astype({"year": int}),
)

_CHANGES = with_quantiles(Column("change", "Change", "share", signed=True))


def _both_sides(table: pd.DataFrame, size: str, least: int) -> pd.DataFrame:
    """Rows that are large enough: those that gain and those that lose most."""
    large = table[table[size] >= least].sort_values("change", ascending=False, kind="stable")
    return large if len(large) <= 2 * _SIDE else pd.concat([large.head(_SIDE), large.tail(_SIDE)])


_OCCUPATIONS = Chart(
    name="economy_occupations",
    section="people",
    title="Employment by occupation at the end, against no further AI [%]",
    reading=f"{_READ} Occupations of {LARGE:,} people or more that gain and lose most; the table has all.",
    empty="No occupation is large enough to be shown.",
    tables=(occupations,),
    columns=("title", *_CHANGES),
    kind=Bars("title", ("change",), thin=("change_low", "change_high")),
    rows=partial(_both_sides, size="employment_start", least=LARGE),
)
_INDUSTRIES = replace(
    _OCCUPATIONS,
    name="economy_industries",
    section="people/industries",
    title="Jobs wanted by industry at the end, against no further AI [%]",
    reading=f"{_READ} Industries of {SIZABLE:,} jobs or more that gain and lose most; the table has all.",
    empty="No industry is large enough to be shown.",
    tables=(industries,),
    rows=partial(_both_sides, size="jobs_start", least=SIZABLE),
)

_BY_QUINTILE = Chart(
    name="economy_quintiles",
    section="people/exposure",
    title="Employment by how exposed an occupation was before, against no further AI [%]",
    reading=(
        f"{_READ} Occupations are ordered by the share of their hours that AI could do at the start, and cut "
        "into fifths of all people. Exposed hours are no chance of losing a job."
    ),
    tables=(quintiles,),
    columns=("quintile", *_CHANGES),
    kind=Bars("quintile", ("change",), thin=("change_low", "change_high")),
)

CHARTS = (_JOBS, _DEPENDS, _SURFACE, _UNEMPLOYMENT, _BEVERIDGE, _OCCUPATIONS, _INDUSTRIES, _BY_QUINTILE)
