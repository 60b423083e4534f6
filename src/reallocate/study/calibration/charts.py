"""Charts of the fitted market: against what was observed, at other speeds, and on unseen months."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.economy.observed import SERIES, UNITS
from reallocate.output.chart import Chart, Column, Drawn, Tables, colour
from reallocate.study.calibration.tables import FORECASTS

WIDE, HIGH = 330, 150
OBSERVED, FITTED = "observed", "the market, fitted"
NAMES = {name: f"{name} [{UNITS[name]}]" for name in SERIES}


def _panels(frame: pd.DataFrame, order: list[str], panels: list[str]) -> alt.FacetChart:
    """Panels two by two, with the same lines in each."""
    when = alt.X("date:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", labelOverlap=True))
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=1.6)
        .encode(
            x=when,
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
            color=colour("line", order),
            tooltip=[
                alt.Tooltip("line:N", title="series"),
                alt.Tooltip("month:N", title="month"),
                alt.Tooltip("value:Q", title="%", format=".2f"),
            ],
        )
        .properties(width=WIDE, height=HIGH)
    )
    panel = alt.Facet("panel:N", title=None, sort=panels, header=alt.Header(labelAnchor="start"))
    chart: alt.FacetChart = lines.facet(panel, columns=2).resolve_scale(x="independent", y="independent")
    return chart


def _fit(tables: Tables) -> pd.DataFrame:
    path = tables("path")
    return path.assign(observed=100.0 * path["observed"], fitted=100.0 * path["fitted"])


def _draw_fit(frame: pd.DataFrame) -> Drawn:
    parts = [
        frame[["month", "series"]].assign(line=line, value=frame[column])
        for column, line in (("observed", OBSERVED), ("fitted", FITTED))
    ]
    tall = _dated(pd.concat(parts, ignore_index=True))
    return _panels(tall, [OBSERVED, FITTED], list(NAMES.values()))


def _hindcast(tables: Tables) -> pd.DataFrame:
    path = tables("hindcast_path")
    return path.assign(value=100.0 * path["value"])


def _draw_hindcast(frame: pd.DataFrame) -> Drawn:
    shown = frame[frame["series"].isin(("unemployment", "openings"))]
    order = [OBSERVED, *(name for name in FORECASTS.values() if name in set(shown["forecast"]))]
    tall = _dated(shown.rename(columns={"forecast": "line"}))
    tall["panel"] = tall["window"] + ": " + tall["panel"]
    return _panels(tall, order, list(dict.fromkeys(tall["panel"])))


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        date=pd.to_datetime(frame["month"] + "-01").dt.strftime("%Y-%m-%d"),
        panel=frame["series"].map(NAMES),
    )


def _speeds(tables: Tables) -> pd.DataFrame:
    return tables("speeds")[["adjustment", "amplitude", "error", "worse", "fitted"]]


def _draw_speeds(frame: pd.DataFrame) -> Drawn:
    across = alt.X(
        "adjustment:Q",
        title="γ, share of a gap closed in 6.75 weeks",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(values=frame.loc[~frame["fitted"], "adjustment"].tolist(), format=".2~f"),
    )
    line = (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(
            x=across,
            y=alt.Y("error:Q", title="Mean squared distance", scale=alt.Scale(zero=True)),
            tooltip=[
                alt.Tooltip("adjustment:Q", title="γ", format=".3f"),
                alt.Tooltip("amplitude:Q", title="amplitude", format=".2f"),
                alt.Tooltip("error:Q", title="mean squared distance", format=".3f"),
            ],
        )
    )
    words = (
        alt.Chart(frame)
        .mark_text(dy=-12)
        .encode(x=across, y="error:Q", text=alt.Text("amplitude:Q", format=".2f"))
    )
    chart: Drawn = alt.layer(line, words).properties(height=240)
    return chart


MARKET_FIT = Chart(
    name="market_fit",
    title="The labour market observed and fitted, month by month",
    reading="Each panel has its own scale. Where the lines part, the market fails to do what was observed.",
    empty="There is no month to show.",
    needs={"path": ("month", "series", "observed", "fitted")},
    columns={
        "month": Column("Month"),
        "series": Column("Series"),
        "observed": Column("Observed", "%"),
        "fitted": Column("Fitted", "%"),
    },
    frame=_fit,
    draw=_draw_fit,
)
SPEEDS = Chart(
    name="speeds",
    title="How well the market fits at other speeds of adjustment, all else fitted anew",
    reading="Lower is better. Figures give the swing of demand with output that goes with each speed.",
    empty="No other speed was tried.",
    needs={"speeds": ("adjustment", "amplitude", "error", "worse", "fitted")},
    columns={
        "adjustment": Column("γ", "share of the gap/6.75 weeks"),
        "amplitude": Column("Amplitude", "ratio"),
        "error": Column("Mean squared distance"),
        "worse": Column("Worse than best fit", "share"),
        "fitted": Column("γ fitted"),
    },
    frame=_speeds,
    draw=_draw_speeds,
)
HINDCAST = Chart(
    name="hindcast",
    title="Unseen months: forecasts made with what was known in 2014, and what came",
    reading="All begin at the last known month. Only those with known output know what the economy did.",
    empty="Nothing was forecast.",
    needs={"hindcast_path": ("window", "month", "forecast", "series", "value")},
    columns={
        "window": Column("Months"),
        "month": Column("Month"),
        "forecast": Column("Forecast", words=FORECASTS),
        "series": Column("Series"),
        "value": Column("Value", "%"),
    },
    frame=_hindcast,
    draw=_draw_hindcast,
)
CHARTS = (MARKET_FIT, SPEEDS, HINDCAST)
