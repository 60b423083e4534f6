"""Charts of doubt: the sources of reach, what would change the answer, and whether scores predicted it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import Chart, Column, Drawn, Tables, across, category, colour, tips, zero
from reallocate.output.table import BY_ROW
from reallocate.work.compounding import yearly_growth
from reallocate.work.exposure import SOURCE_WORDS

MEASURES = {"positions": "all positions, against baseline", "layoffs": "layoffs"}
SPANS = {"before": "2017 to 2019, before the AI", "after": "2022 to 2025, after"}
GROWTH = {"growth_2017_2019": 2, "growth_2022_2025": 3}
"""Columns of growth over a window, and its length [years]."""
TIPPING_COLUMNS = ("input", "unit", "low", "high", "now", "flips_at", "positions_at_low", "positions_at_high")


def _sources(tables: Tables) -> pd.DataFrame:
    sources = tables("sources")
    columns = ["source", "positions", "layoffs", "saving", "compute"]
    return sources[columns].sort_values(["positions", "source"], kind="stable").reset_index(drop=True)


def _draw_sources(frame: pd.DataFrame) -> Drawn:
    frame = frame.dropna(subset=["positions"])
    tall = frame.melt("source", list(MEASURES), var_name="measure", value_name="value")
    tall["measure"] = tall["measure"].map(MEASURES)
    chart: alt.Chart = (
        alt.Chart(tall)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            y=category("source", None, frame["source"].tolist()),
            x=across("value", "Positions and layoffs [FTE]", alt.Scale(padding=14)),
            color=alt.Color(
                "measure:N",
                scale=alt.Scale(domain=list(MEASURES.values())),
                legend=alt.Legend(title=None, orient="top"),
            ),
            shape=alt.Shape("measure:N", scale=alt.Scale(domain=list(MEASURES.values()))),
            tooltip=tips(("source", "source"), ("measure", "measure"), ("value", "FTE", "+,.0f")),
        )
        .properties(height=26 * len(frame))
    )
    return chart


def _tipping_points(tables: Tables) -> pd.DataFrame:
    frame = tables("tipping_points")[list(TIPPING_COLUMNS)]
    return frame.dropna(subset=["positions_at_low", "positions_at_high"], how="all").reset_index(drop=True)


def _short(values: pd.Series, units: pd.Series) -> list[str]:
    shares = units.astype(str).str.startswith("share")
    texts = [f"{value:.3g}" for value in values.where(~shares, values * 100)]
    marked = [f"{text}%" if share else text for text, share in zip(texts, shares, strict=True)]
    return [text.replace("-", "−") for text in marked]


def _draw_tipping_points(frame: pd.DataFrame) -> Drawn:
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
    tall = pd.concat(parts, ignore_index=True).dropna(subset=["positions"])
    margin = 0.12 * float(tall["positions"].max() - tall["positions"].min() or 1.0)
    room = [float(tall["positions"].min()) - margin, float(tall["positions"].max()) + margin]
    up = category("input", None, frame["input"].tolist(), split_at="; ")
    x = across(
        "positions_at_low", "Positions at the end, against baseline [FTE]", alt.Scale(domain=room, nice=False)
    )
    both = frame.dropna(subset=["positions_at_low", "positions_at_high"])
    line = alt.Chart(both).mark_rule(strokeWidth=6, opacity=0.22).encode(y=up, x=x, x2="positions_at_high:Q")
    base = alt.Chart(tall).encode(y=up, x="positions:Q")
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        color=alt.Color(
            "end:N", scale=alt.Scale(domain=list(ends.values())), legend=alt.Legend(title=None, orient="top")
        ),
        shape=alt.Shape("end:N", scale=alt.Scale(domain=list(ends.values()), range=["circle", "diamond"])),
        tooltip=tips(
            ("input", "input"), ("label", "at"), ("unit", "unit"),
            ("positions", "positions against baseline, FTE", "+,.0f"),
        ),  # fmt: skip
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
    groups = "Quintile of jobs by exposure (1 least, 5 most exposed)"
    x = alt.X("fifth:O", title=groups, axis=alt.Axis(labelAngle=0))
    beside = alt.XOffset("span:N", sort=order)
    up = alt.Y("growth:Q", title="Growth of employment [% a year]", axis=alt.Axis(format=".1%"))
    middle = tall.groupby(["fifth", "span"], as_index=False)["growth"].median()
    dots = (
        alt.Chart(tall)
        .mark_point(filled=True, size=34, opacity=0.5)
        .encode(
            x=x,
            xOffset=beside,
            y=up,
            color=colour("span", order),
            tooltip=tips(
                ("source", "source"), ("fifth", "quintile"), ("span", "years"),
                ("growth", "growth a year", "+.1%"),
            ),  # fmt: skip
        )
    )
    ticks = (
        alt.Chart(middle)
        .mark_tick(thickness=3, size=34)
        .encode(
            x=x,
            xOffset=beside,
            y="growth:Q",
            color=colour("span", order),
            tooltip=tips(("span", "years"), ("growth", "median source, a year", "+.1%")),
        )
    )
    return alt.layer(zero("y"), dots, ticks).properties(height=300)


RANGE_OVER_SOURCES = Chart(
    name="range_over_sources",
    title="The same plan under each source of reach [FTE]",
    reading=(
        "Each row plans the same firm again with another published source of AI's reach. The distance "
        "between the dots shows how far the sources disagree."
    ),
    empty="The plan was solved under no source of reach.",
    needs={"sources": ("source", "positions")},
    columns={
        "source": Column("Source of reach", words=SOURCE_WORDS),
        "positions": Column("Positions against baseline", "FTE"),
        "layoffs": Column("Layoffs", "FTE"),
        "saving": Column("Run-rate saving", "USD million a year"),
        "compute": Column("Compute over the plan", "USD million"),
    },
    frame=_sources,
    draw=_draw_sources,
)

TIPPING_POINTS = Chart(
    name="tipping_points",
    title="What moves the answer: positions with each input at its lowest and highest [FTE]",
    reading=(
        "Each line solves the plan again with one input at the two ends of its plausible range, written "
        "next to the dots. The longer the line, the more the input matters. The table gives the value at "
        "which layoffs enter or leave the plan."
    ),
    empty="No input was moved to see what it changes.",
    needs={"tipping_points": TIPPING_COLUMNS},
    columns={
        "input": Column("Input"),
        "unit": Column("Unit"),
        "low": Column("Lowest", BY_ROW),
        "high": Column("Highest", BY_ROW),
        "now": Column("Assumed here", BY_ROW),
        "flips_at": Column("Answer changes at", BY_ROW),
        "positions_at_low": Column("Positions at the lowest, against baseline", "FTE"),
        "positions_at_high": Column("Positions at the highest, against baseline", "FTE"),
    },
    frame=_tipping_points,
    draw=_draw_tipping_points,
)

HISTORY_FIFTHS = Chart(
    name="history_fifths",
    title="Growth of US employment by exposure quintile, before the AI and after [% a year]",
    reading=(
        "Jobs are sorted into quintiles by exposure under each source. A dot is one source, a bar the median "
        "source. A slope after 2022 says nothing about AI if it was the same from 2017 to 2019."
    ),
    empty="There is no history to show.",
    needs={"history": ("source", "fifth", *GROWTH)},
    columns={
        "source": Column("Source of reach", words=SOURCE_WORDS),
        "fifth": Column("Exposure quintile", "1 least to 5 most"),
        "before": Column("Growth 2017 to 2019", "share/year"),
        "after": Column("Growth 2022 to 2025", "share/year"),
    },
    frame=_fifths,
    draw=_draw_fifths,
)
