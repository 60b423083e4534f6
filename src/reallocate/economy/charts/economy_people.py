"""Charts of who gains and who loses: by occupation, by industry, by how exposed people's work was."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category

SIDE = 8
"""Rows that are drawn on either side."""
LARGE, SIZABLE = 10_000, 100_000
"""People; in smaller occupations and industries a percentage says little."""
FIFTHS = {1: "least exposed fifth", 2: "second", 3: "third", 4: "fourth", 5: "most exposed fifth"}


def _occupations(tables: Tables) -> pd.DataFrame:
    table = tables("occupations")
    table = table[table["employment_start"] >= LARGE].rename(columns={"title": "label"})
    return _both_sides(table, 100.0 * table[["change_low", "change", "change_high"]])


def _industries(tables: Tables) -> pd.DataFrame:
    table = tables("industries")
    table = table[table["jobs_start"] >= SIZABLE].rename(columns={"title": "label"})
    return _both_sides(table, 100.0 * table[["change_low", "change", "change_high"]])


def _both_sides(table: pd.DataFrame, change: pd.DataFrame) -> pd.DataFrame:
    result = table[["label"]].join(change).sort_values("change", ascending=False, kind="stable")
    if len(result) > 2 * SIDE:
        result = pd.concat([result.head(SIDE), result.tail(SIDE)])
    return result.reset_index(drop=True)


def _fifths(tables: Tables) -> pd.DataFrame:
    table = tables("fifths")
    change = 100.0 * table[["change_low", "change", "change_high"]]
    return pd.DataFrame({"label": table["fifth"].map(FIFTHS), **change})


def _draw_ranges(frame: pd.DataFrame) -> Drawn:
    bars, axis = _bars(frame)
    ranges = alt.Chart(frame).mark_rule(strokeWidth=1.5).encode(y=axis, x="change_low:Q", x2="change_high:Q")
    chart: Drawn = alt.layer(bars, ranges).properties(height=BAND * len(frame))
    return chart


def _bars(frame: pd.DataFrame) -> tuple[alt.Chart, alt.Y]:
    axis = category("label", None, frame["label"].tolist())
    bars = (
        alt.Chart(frame)
        .mark_bar(height=BAND - 8)
        .encode(
            y=axis,
            x=alt.X("change:Q", title="Change [%]"),
            tooltip=[
                alt.Tooltip("label:N", title="who"),
                alt.Tooltip("change:Q", title="change, %", format="+.1f"),
            ],
        )
    )
    return bars, axis


RANGE = {
    "change_low": Column("One draw in ten below", "%"),
    "change": Column("Middle", "%"),
    "change_high": Column("One draw in ten above", "%"),
}
READ = "A bar is the middle of the draws; the line leaves one draw in ten below and one in ten above."

ECONOMY_OCCUPATIONS = Chart(
    name="economy_occupations",
    title="Employment by occupation at the end, against no further AI [%]",
    reading=f"{READ} Occupations of {LARGE:,} people or more that gain and lose most; the table has all.",
    empty="No occupation is large enough to be shown.",
    needs={"occupations": ("title", "employment_start", "change", "change_low", "change_high")},
    columns={"label": Column("Occupation"), **RANGE},
    frame=_occupations,
    draw=_draw_ranges,
)
ECONOMY_INDUSTRIES = Chart(
    name="economy_industries",
    title="Jobs wanted by industry at the end, against no further AI [%]",
    reading=f"{READ} Industries of {SIZABLE:,} jobs or more that gain and lose most; the table has all.",
    empty="No industry is large enough to be shown.",
    needs={"industries": ("title", "jobs_start", "change", "change_low", "change_high")},
    columns={"label": Column("Industry"), **RANGE},
    frame=_industries,
    draw=_draw_ranges,
)
ECONOMY_FIFTHS = Chart(
    name="economy_fifths",
    title="Employment by how exposed an occupation was before, against no further AI [%]",
    reading=(
        f"{READ} Occupations are put in order by the share of their hours that AI could do at the start, and "
        "cut into fifths of all people. Exposed hours are no chance of losing a job."
    ),
    empty="There is nobody to show.",
    needs={"fifths": ("fifth", "change", "change_low", "change_high")},
    columns={"label": Column("Exposure before"), **RANGE},
    frame=_fifths,
    draw=_draw_ranges,
)
