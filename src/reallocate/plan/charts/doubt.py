"""Charts of doubt: the sources of reach, what would flip the answer, and what scores foretold."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.plan.charts.chart import Chart, Column, Drawn, Tables, category, colour

MEASURES = {"positions": "all positions, against baseline", "layoffs": "layoffs"}
SPANS = {"growth_2017_2019": "2017 to 2019, before the AI", "growth_2022_2025": "2022 to 2025, after"}


def _sources(tables: Tables) -> pd.DataFrame:
    sources = tables("sources")
    columns = [
        name for name in ("source", "positions", "layoffs", "saving", "compute") if name in sources.columns
    ]
    return sources[columns].sort_values(["positions", "source"], kind="stable").reset_index(drop=True)


def _draw_sources(frame: pd.DataFrame) -> Drawn:
    measures = [name for name in MEASURES if name in frame.columns]
    tall = frame.melt("source", measures, var_name="measure", value_name="value")
    tall["measure"] = tall["measure"].map(MEASURES)
    drawn: alt.Chart = (
        alt.Chart(tall)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            y=category("source", None, frame["source"].tolist()),
            x=alt.X(
                "value:Q", title="Positions and layoffs [FTE]", axis=alt.Axis(format=",.0f", tickCount=7)
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
        .properties(height=alt.Step(26))
    )
    return drawn


def _flips(tables: Tables) -> pd.DataFrame:
    flips = tables("flips")[["input", "unit", "now", "flips_at", "low", "high"]].reset_index(drop=True)
    width = (flips["high"] - flips["low"]).where(flips["high"] > flips["low"])
    flips["now_place"] = (flips["now"] - flips["low"]) / width
    place = (flips["flips_at"] - flips["low"]) / width
    flips["flip_place"] = place.where(place.between(0, 1))
    return flips.reset_index(drop=True)


def _short(values: pd.Series, units: pd.Series) -> list[str]:
    shares = units.astype(str).str.startswith("share")
    texts = [f"{value:.3g}" for value in values.where(~shares, values * 100)]
    marked = [f"{text}%" if share else text for text, share in zip(texts, shares, strict=True)]
    return [text.replace("-", "−") for text in marked]


def _draw_flips(frame: pd.DataFrame) -> Drawn:
    drawn = frame.assign(zero=0.0, one=1.0)
    drawn["left"], drawn["right"] = (_short(frame[end], frame["unit"]) for end in ("low", "high"))
    order = frame["input"].tolist()
    meanings = {"now_place": "taken here", "flip_place": "the answer flips"}
    names = list(meanings.values())
    tall = drawn.melt(["input", "unit", "now", "flips_at"], list(meanings), "meaning", "place")
    tall["value"] = tall["now"].where(tall["meaning"] == "now_place", tall["flips_at"])
    tall["label"] = _short(tall["value"], tall["unit"])
    tall["meaning"] = tall["meaning"].map(meanings)
    tall = tall.dropna(subset=["place"])
    across = alt.X(
        "zero:Q",
        title="Lowest to highest plausible value [% of the way]",
        scale=alt.Scale(domain=[-0.02, 1.02], nice=False),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    band = alt.Chart(drawn).mark_rule(strokeWidth=7, opacity=0.22)
    span = band.encode(y=category("input", None, order), x=across, x2="one:Q")
    below = alt.Chart(drawn).encode(y=category("input", None, order))
    lowest = below.mark_text(align="left", dy=14).encode(x="zero:Q", text="left:N")
    highest = below.mark_text(align="right", dy=14).encode(x="one:Q", text="right:N")
    dots = (
        alt.Chart(tall)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            y=category("input", None, order),
            x="place:Q",
            color=alt.Color(
                "meaning:N",
                scale=alt.Scale(domain=names),
                legend=alt.Legend(title=None, orient="top"),
            ),
            shape=alt.Shape("meaning:N", scale=alt.Scale(domain=names, range=["circle", "diamond"])),
            tooltip=[
                alt.Tooltip("input:N", title="input"),
                alt.Tooltip("meaning:N", title="point"),
                alt.Tooltip("label:N", title="value"),
                alt.Tooltip("unit:N", title="unit"),
            ],
        )
    )
    above = alt.Chart(tall).encode(y=category("input", None, order))
    values = above.mark_text(dy=-12).encode(x="place:Q", text="label:N")
    return alt.layer(span, lowest, highest, dots, values).properties(height=alt.Step(50))


def _fifths(tables: Tables) -> pd.DataFrame:
    history = tables("history")
    return (
        history[["source", "fifth", *SPANS]]
        .sort_values(["source", "fifth"], kind="stable")
        .reset_index(drop=True)
    )


def _draw_fifths(frame: pd.DataFrame) -> Drawn:
    tall = frame.melt(["source", "fifth"], list(SPANS), var_name="span", value_name="growth")
    tall["span"] = tall["span"].map(SPANS)
    tall = tall.dropna(subset=["growth"])
    order = list(SPANS.values())
    across = alt.X(
        "fifth:O", title="Fifth of jobs by exposure (1 least, 5 most exposed)", axis=alt.Axis(labelAngle=0)
    )
    beside = alt.XOffset("span:N", sort=order)
    up = alt.Y("growth:Q", title="Growth of employment over the years [%]", axis=alt.Axis(format=".0%"))
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
                alt.Tooltip("growth:Q", title="growth", format="+.1%"),
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
                alt.Tooltip("growth:Q", title="middle source", format="+.1%"),
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
        "compute": Column("Compute", "USD million"),
    },
    frame=_sources,
    draw=_draw_sources,
)

FLIPS = Chart(
    name="flips",
    title="Where the answer flips, within each input's plausible range [unit of the input]",
    reading=(
        "Each band runs from an input's lowest to its highest plausible value, both written at its ends. "
        "The dot is the value taken here, the diamond the value at which the answer changes. No diamond: "
        "the answer stays the same within the range."
    ),
    empty="No input flips the answer within its range.",
    needs={"flips": ("input", "unit", "now", "flips_at", "low", "high")},
    columns={
        "input": Column("Input"),
        "unit": Column("Unit"),
        "now": Column("Taken here", "as stated"),
        "flips_at": Column("Flips at", "as stated"),
        "low": Column("Lowest", "as stated"),
        "high": Column("Highest", "as stated"),
    },
    frame=_flips,
    draw=_draw_flips,
)

HISTORY_FIFTHS = Chart(
    name="history_fifths",
    title="Growth of US employment by exposure fifth, before the AI and after [%]",
    reading=(
        "Jobs are sorted into fifths by exposure under each source; a dot is one source, the bar the middle "
        "source. A slope from 2022 on says nothing about AI where the same slope was there from 2017 to 2019."
    ),
    empty="There is no history to show.",
    needs={"history": ("source", "fifth", *SPANS)},
    columns={
        "source": Column("Source of reach"),
        "fifth": Column("Exposure fifth", "1 least to 5 most"),
        "growth_2017_2019": Column("Growth 2017 to 2019", "share"),
        "growth_2022_2025": Column("Growth 2022 to 2025", "share"),
    },
    frame=_fifths,
    draw=_draw_fifths,
)
