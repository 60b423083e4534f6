"""Charts of the nation's market: jobs, what they depend on, unemployment, who gains and who loses."""

from __future__ import annotations

import pandas as pd

from reallocate.economy.job_effects import PART_LABELS
from reallocate.measure.number import cell
from reallocate.output.chart import Chart, Column, Tables
from reallocate.output.kinds import Line, bands, bars_against_zero, curve, heat_map, tornado
from reallocate.study.economy.people_text import LARGE, SIZABLE
from reallocate.study.economy.tables import QUINTILES

SIDE = 8
"""Rows that are drawn on either side."""
SWINGS = 10
"""Assumptions that are drawn."""
MONTHS = 12
MILLION = 1e6
READ = "A bar is the median of the draws; its line goes from the 10th to the 90th percentile."
LOW, MEDIAN, HIGH = "10th percentile", "Median", "90th percentile"
FORCE, ALL_JOBS = "% of the labour force", "% of all jobs"


def _jobs(tables: Tables) -> pd.DataFrame:
    table = tables("jobs")
    last = table[table["year"] == table["year"].max()].reset_index(drop=True)
    names = ["jobs_low", "jobs", "jobs_high"]
    last[names] /= MILLION
    frame: pd.DataFrame = last[["part", *names, "share_low", "share", "share_high"]]
    return frame


JOBS = Chart(
    name="economy_jobs",
    title="Jobs that end and jobs that are made, at the end [million]",
    reading=f"{READ} Each part comes after the ones above it. The last bar is their sum, draw by draw.",
    empty="The run is shorter than a year.",
    needs={"jobs": ("year", "part", "jobs", "jobs_low", "jobs_high", "share", "share_low", "share_high")},
    columns={
        "part": Column("Part", words=PART_LABELS),
        "jobs_low": Column(LOW, "million jobs"),
        "jobs": Column(MEDIAN, "million jobs"),
        "jobs_high": Column(HIGH, "million jobs"),
        "share": Column(MEDIAN, ALL_JOBS),
    },
    frame=_jobs,
    draw=bars_against_zero(
        "part", "jobs", "Jobs wanted, change against no further AI [million]",
        [
            ("part", "part"), ("jobs", "million jobs", "+.2f"), ("jobs_low", "10th percentile", "+.2f"),
            ("jobs_high", "90th percentile", "+.2f"),
        ],
        "jobs_low", "jobs_high",
    ),
)  # fmt: skip


def _surface(tables: Tables) -> pd.DataFrame:
    table = tables("surface").sort_values(["pass_through", "spent_of_profits"], kind="stable")
    both = zip(table["pass_through"], table["spent_of_profits"], strict=True)
    rows = [
        f"{cell(passed, 'share')} of savings: {cell(spent, 'share')} of profits" for passed, spent in both
    ]
    frame = pd.DataFrame({"passed": rows, "elasticity": table["elasticity"], "net": 100.0 * table["net"]})
    return frame.reset_index(drop=True)


SURFACE = Chart(
    name="economy_surface",
    title="Jobs against no further AI, over how buyers, firms and owners respond [% of all jobs]",
    reading=(
        "Rows: how much of firms' savings reaches prices, and how much of profits is spent at home. Columns: "
        "how buyers respond to prices. All else is as assumed, and the figure is the median of the sources "
        "of what AI can do. Pay stays as at the start here, so that figures differ a little from the run's."
    ),
    empty="Adoption is off.",
    needs={"surface": ("elasticity", "pass_through", "spent_of_profits", "net")},
    columns={
        "passed": Column("Reaches prices, is spent"),
        "elasticity": Column("Sold more at a price 1% lower", "%"),
        "net": Column("Jobs", ALL_JOBS),
    },
    frame=_surface,
    draw=heat_map(
        ("elasticity", "Sold more where a price is 1% lower [%]"), "passed", "net",
        [
            ("passed", "reaches prices, is spent"), ("elasticity", "sold more at a price 1% lower, %", ".1f"),
            ("net", "jobs, % of all", "+.2f"),
        ],
    ),
)  # fmt: skip


def _swings(tables: Tables) -> pd.DataFrame:
    table = tables("swings").head(SWINGS)
    ends = {"low": 100.0 * table["net_low"], "high": 100.0 * table["net_high"]}
    return table[["label", "says"]].assign(**ends)


DEPENDS = Chart(
    name="economy_swings",
    title="What the number of jobs depends on, one assumption at a time [% of all jobs]",
    reading=(
        "Each line moves one assumption over its range and leaves all others as assumed; the longest lines "
        "matter most. The table says what each is. Pay stays as at the start here."
    ),
    empty="No assumption that is drawn makes a difference.",
    needs={"swings": ("label", "says", "net_low", "net_high")},
    columns={
        "label": Column("Assumption and its range"),
        "says": Column("Meaning"),
        "low": Column("Jobs at its lowest", ALL_JOBS),
        "high": Column("Jobs at its highest", ALL_JOBS),
    },
    frame=_swings,
    draw=tornado(
        "label", "low", "high", "Jobs against no further AI [% of all jobs]",
        [("says", "assumption"), ("end", "end"), ("net", "jobs, % of all", "+.2f")],
    ),
)  # fmt: skip


def _unemployment(tables: Tables) -> pd.DataFrame:
    names = ["unemployment_low", "unemployment", "unemployment_high", "unemployment_without"]
    path = tables("path")[["year", *names]].copy()
    ends = [divmod(round(MONTHS * year) - 1, MONTHS) for year in path["year"].tolist()]
    path.insert(0, "month", [f"{year}-{month + 1:02d}" for year, month in ends])
    return path


UNEMPLOYMENT = Chart(
    name="economy_unemployment",
    title="Unemployment with AI and without further AI [% of the labour force]",
    reading=(
        "The full line is the median of the draws, the band goes from the 10th to the 90th percentile. The "
        "broken line is the same market without further AI. The axis does not begin at 0."
    ),
    empty="There is no month to show.",
    needs={"path": ("year", "unemployment", "unemployment_low", "unemployment_high", "unemployment_without")},
    columns={
        "month": Column("End of"),
        "unemployment_low": Column(LOW, FORCE),
        "unemployment": Column(MEDIAN, FORCE),
        "unemployment_high": Column(HIGH, FORCE),
        "unemployment_without": Column("Without further AI", FORCE),
    },
    frame=_unemployment,
    draw=bands(
        "year",
        [
            Line("without further AI", "unemployment_without", broken=True),
            Line("with AI", "unemployment", "unemployment_low", "unemployment_high"),
        ],
        "[% of the labour force]",
        [("line", "line"), ("month", "end of"), ("rate", "% of the labour force", ".2f")],
    ),
)  # fmt: skip


def _beveridge(tables: Tables) -> pd.DataFrame:
    path = tables("path")[["year", "unemployment", "openings"]]
    ends = path.iloc[MONTHS - 1 :: MONTHS].reset_index(drop=True)
    return ends.assign(label=ends["year"].astype(int).astype(str))


BEVERIDGE = Chart(
    name="economy_beveridge",
    title="Openings against unemployment, year by year (the Beveridge curve) [%]",
    reading=(
        "Each point is the median of the draws at the end of one year of the run; the line joins them in "
        "order. Down and to the right there is less work for those who look; away from the corner at zero, "
        "people and openings find each other worse."
    ),
    empty="The run is shorter than a year.",
    needs={"path": ("year", "unemployment", "openings")},
    columns={
        "label": Column("Year"),
        "unemployment": Column("Unemployed", FORCE),
        "openings": Column("Open positions", "% of all positions"),
    },
    frame=_beveridge,
    draw=curve(
        ("unemployment", "Unemployed [% of the labour force]"),
        ("openings", "Open positions [% of all positions]"),
        "year", "label",
        [
            ("label", "year"), ("unemployment", "unemployed, %", ".2f"),
            ("openings", "open positions, %", ".2f"),
        ],
    ),
)  # fmt: skip


def _changes(table: pd.DataFrame, label: pd.Series) -> pd.DataFrame:
    change = 100.0 * table[["change_low", "change", "change_high"]]
    return pd.concat([label.rename("label"), change], axis=1)


def _both_sides(table: pd.DataFrame, size: str, least: int) -> pd.DataFrame:
    """Rows that are large enough: those that gain and those that lose most."""
    large = table[table[size] >= least]
    changes = _changes(large, large["title"]).sort_values("change", ascending=False, kind="stable")
    if len(changes) > 2 * SIDE:
        changes = pd.concat([changes.head(SIDE), changes.tail(SIDE)])
    return changes.reset_index(drop=True)


def _occupations(tables: Tables) -> pd.DataFrame:
    return _both_sides(tables("occupations"), "employment_start", LARGE)


def _industries(tables: Tables) -> pd.DataFrame:
    return _both_sides(tables("industries"), "jobs_start", SIZABLE)


def _quintiles(tables: Tables) -> pd.DataFrame:
    table = tables("quintiles")
    return _changes(table, table["quintile"])


RANGE = {"change_low": Column(LOW, "%"), "change": Column(MEDIAN, "%"), "change_high": Column(HIGH, "%")}
CHANGES = ("change", "change_low", "change_high")
BARS = bars_against_zero(
    "label", "change", "Change [%]", [("label", "group"), ("change", "change, %", "+.1f")], "change_low",
    "change_high",
)  # fmt: skip

OCCUPATIONS = Chart(
    name="economy_occupations",
    title="Employment by occupation at the end, against no further AI [%]",
    reading=f"{READ} Occupations of {LARGE:,} people or more that gain and lose most; the table has all.",
    empty="No occupation is large enough to be shown.",
    needs={"occupations": ("title", "employment_start", *CHANGES)},
    columns={"label": Column("Occupation"), **RANGE},
    frame=_occupations,
    draw=BARS,
)
INDUSTRIES = Chart(
    name="economy_industries",
    title="Jobs wanted by industry at the end, against no further AI [%]",
    reading=f"{READ} Industries of {SIZABLE:,} jobs or more that gain and lose most; the table has all.",
    empty="No industry is large enough to be shown.",
    needs={"industries": ("title", "jobs_start", *CHANGES)},
    columns={"label": Column("Industry"), **RANGE},
    frame=_industries,
    draw=BARS,
)
BY_QUINTILE = Chart(
    name="economy_quintiles",
    title="Employment by how exposed an occupation was before, against no further AI [%]",
    reading=(
        f"{READ} Occupations are ordered by the share of their hours that AI could do at the start, and cut "
        "into fifths of all people. Exposed hours are no chance of losing a job."
    ),
    empty="There is nobody to show.",
    needs={"quintiles": ("quintile", *CHANGES)},
    columns={"label": Column("Exposure before", words=QUINTILES), **RANGE},
    frame=_quintiles,
    draw=BARS,
)

CHARTS = (JOBS, DEPENDS, SURFACE, UNEMPLOYMENT, BEVERIDGE, OCCUPATIONS, INDUSTRIES, BY_QUINTILE)
