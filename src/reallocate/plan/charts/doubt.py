"""Charts of doubt: the sources of reach, what would flip the answer, and what scores foretold."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.plan.charts.chart import Chart, Column, Drawn, Tables, category, colour
from reallocate.work.compounding import yearly_growth

MEASURES = {"positions": "all positions, against baseline", "layoffs": "layoffs"}
SPANS = {"before": "2017 to 2019, before the AI", "after": "2022 to 2025, after"}
GROWTH = {"growth_2017_2019": 2, "growth_2022_2025": 3}
"""Columns of growth over a window, and its length [years]."""
FLIP_COLUMNS = ("input", "unit", "low", "high", "now", "flips_at", "positions_at_low", "positions_at_high")


def _sources(tables: Tables) -> pd.DataFrame:
    sources = tables("sources")
    columns = [
        name for name in ("source", "positions", "layoffs", "saving", "compute") if name in sources.columns
    ]
    return sources[columns].sort_values(["positions", "source"], kind="stable").reset_index(drop=True)


def _draw_sources(frame: pd.DataFrame) -> Drawn:
    measures = [name for name in MEASURES if name in frame.columns]
    frame = frame.dropna(subset=["positions"])
    tall = frame.melt("source", measures, var_name="measure", value_name="value")
    tall["measure"] = tall["measure"].map(MEASURES)
    chart: alt.Chart = (
        alt.Chart(tall)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            y=category("source", None, frame["source"].tolist()),
            x=alt.X(
                "value:Q",
                title="Positions and layoffs [FTE]",
                axis=alt.Axis(format=",.0f", tickCount=7),
                scale=alt.Scale(padding=14),
            ),
            color=alt.Color(
                "measure:N",
                scale=alt.Scale(domain=[MEASURES[name] for name in measures]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            shape=alt.Shape("measure:N", scale=alt.Scale(domain=[MEASURES[name] for name in measures])),
            tooltip=[
                alt.Tooltip("source:N", title="source"),
                alt.Tooltip("measure:N", title="what"),
                alt.Tooltip("value:Q", title="FTE", format="+,.0f"),
            ],
        )
        .properties(height=26 * len(frame))
    )
    return chart


def _flips(tables: Tables) -> pd.DataFrame:
    flips = tables("flips").reset_index(drop=True)
    return flips[list(FLIP_COLUMNS)]


def _short(values: pd.Series, units: pd.Series) -> list[str]:
    shares = units.astype(str).str.startswith("share")
    texts = [f"{value:.3g}" for value in values.where(~shares, values * 100)]
    marked = [f"{text}%" if share else text for text, share in zip(texts, shares, strict=True)]
    return [text.replace("-", "−") for text in marked]


def _draw_flips(frame: pd.DataFrame) -> Drawn:
    ends = {"low": "input at its lowest", "high": "input at its highest"}
    parts = [
        frame.assign(
            end=words,
            positions=frame[f"positions_at_{end}"],
            label=_short(frame[end], frame["unit"]),
            # The value is written outward, away from the other end of the line.
            outward=(frame["positions_at_high"] >= frame["positions_at_low"]) == (end == "high"),
        )
        for end, words in ends.items()
    ]
    tall = pd.concat(parts, ignore_index=True)
    margin = 0.12 * float(tall["positions"].max() - tall["positions"].min() or 1.0)
    room = [float(tall["positions"].min()) - margin, float(tall["positions"].max()) + margin]
    up = category("input", None, frame["input"].tolist(), split_at="; ")
    across = alt.X(
        "positions_at_low:Q",
        title="Positions at the end, against baseline [FTE]",
        axis=alt.Axis(format=",.0f", tickCount=7),
        scale=alt.Scale(domain=room, nice=False),
    )
    line = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=6, opacity=0.22)
        .encode(y=up, x=across, x2="positions_at_high:Q")
    )
    base = alt.Chart(tall).encode(y=up, x="positions:Q")
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        color=alt.Color(
            "end:N", scale=alt.Scale(domain=list(ends.values())), legend=alt.Legend(title=None, orient="top")
        ),
        shape=alt.Shape("end:N", scale=alt.Scale(domain=list(ends.values()), range=["circle", "diamond"])),
        tooltip=[
            alt.Tooltip("input:N", title="input"),
            alt.Tooltip("label:N", title="at"),
            alt.Tooltip("unit:N", title="unit"),
            alt.Tooltip("positions:Q", title="positions against baseline, FTE", format="+,.0f"),
        ],
    )
    right = base.transform_filter("datum.outward").mark_text(align="left", dx=9).encode(text="label:N")
    left = base.transform_filter("!datum.outward").mark_text(align="right", dx=-9).encode(text="label:N")
    return alt.layer(line, dots, right, left).properties(height=36 * len(frame))


def _fifths(tables: Tables) -> pd.DataFrame:
    history = tables("history").sort_values(["source", "fifth"], kind="stable").reset_index(drop=True)
    frame = history[["source", "fifth"]].copy()
    for span, (column, years) in zip(SPANS, GROWTH.items(), strict=True):
        # Two years and three stand side by side only as a rate a year.
        frame[span] = yearly_growth(1 + history[column], years)
    return frame


def _draw_fifths(frame: pd.DataFrame) -> Drawn:
    tall = frame.melt(["source", "fifth"], list(SPANS), var_name="span", value_name="growth")
    tall["span"] = tall["span"].map(SPANS)
    tall = tall.dropna(subset=["growth"])
    order = list(SPANS.values())
    across = alt.X(
        "fifth:O", title="Fifth of jobs by exposure (1 least, 5 most exposed)", axis=alt.Axis(labelAngle=0)
    )
    beside = alt.XOffset("span:N", sort=order)
    up = alt.Y("growth:Q", title="Growth of employment [% a year]", axis=alt.Axis(format=".1%"))
    middle = tall.groupby(["fifth", "span"], as_index=False)["growth"].median()
    dots = (
        alt.Chart(tall)
        .mark_point(filled=True, size=34, opacity=0.5)
        .encode(
            x=across,
            xOffset=beside,
            y=up,
            color=colour("span", order),
            tooltip=[
                alt.Tooltip("source:N", title="source"),
                alt.Tooltip("fifth:O", title="fifth"),
                alt.Tooltip("span:N", title="years"),
                alt.Tooltip("growth:Q", title="growth a year", format="+.1%"),
            ],
        )
    )
    ticks = (
        alt.Chart(middle)
        .mark_tick(thickness=3, size=34)
        .encode(
            x=across,
            xOffset=beside,
            y="growth:Q",
            color=colour("span", order),
            tooltip=[
                alt.Tooltip("span:N", title="years"),
                alt.Tooltip("growth:Q", title="middle source, a year", format="+.1%"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeWidth=1).encode(y="zero:Q")
    return alt.layer(zero, dots, ticks).properties(height=300)


RANGE_OVER_SOURCES = Chart(
    name="range_over_sources",
    title="The same plan under each source of reach [FTE]",
    reading=(
        "Each row plans the same firm again with another published judgement of what AI can reach. "
        "How far the dots lie apart is how far the sources disagree."
    ),
    empty="The plan was solved under no source of reach.",
    needs={"sources": ("source", "positions")},
    columns={
        "source": Column("Source of reach"),
        "positions": Column("Positions against baseline", "FTE"),
        "layoffs": Column("Layoffs", "FTE"),
        "saving": Column("Run-rate saving", "USD million a year"),
        "compute": Column("Compute over the plan", "USD million"),
    },
    frame=_sources,
    draw=_draw_sources,
)

FLIPS = Chart(
    name="flips",
    title="What moves the answer: positions with each input at its lowest and highest [FTE]",
    reading=(
        "Each line solves the plan again with one input at the two ends of its plausible range; the values "
        "are written beside the dots. Long lines decide. The table says where the answer on layoffs turns."
    ),
    empty="No input was moved to see what it changes.",
    needs={"flips": FLIP_COLUMNS},
    columns={
        "input": Column("Input"),
        "unit": Column("Unit"),
        "low": Column("Lowest", "in the unit stated"),
        "high": Column("Highest", "in the unit stated"),
        "now": Column("Taken here", "in the unit stated"),
        "flips_at": Column("Answer turns at", "in the unit stated"),
        "positions_at_low": Column("Positions at the lowest, against baseline", "FTE"),
        "positions_at_high": Column("Positions at the highest, against baseline", "FTE"),
    },
    frame=_flips,
    draw=_draw_flips,
)

HISTORY_FIFTHS = Chart(
    name="history_fifths",
    title="Growth of US employment by exposure fifth, before the AI and after [% a year]",
    reading=(
        "Jobs are sorted into fifths by exposure under each source; a dot is one source, the bar the middle "
        "source. A slope from 2022 on says nothing about AI where the same slope was there from 2017 to 2019."
    ),
    empty="There is no history to show.",
    needs={"history": ("source", "fifth", *GROWTH)},
    columns={
        "source": Column("Source of reach"),
        "fifth": Column("Exposure fifth", "1 least to 5 most"),
        "before": Column("Growth 2017 to 2019", "share/year"),
        "after": Column("Growth 2022 to 2025", "share/year"),
    },
    frame=_fifths,
    draw=_draw_fifths,
)
