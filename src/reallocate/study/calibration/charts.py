"""Charts of the fitted market: against what was observed, at other speeds, and on unseen months."""

from __future__ import annotations

from dataclasses import replace

from reallocate.economy.observed import UNITS
from reallocate.output.chart import Chart
from reallocate.output.kinds import Curve, Line, Lines
from reallocate.study.calibration.tables import (
    FORECAST,
    FORECASTS,
    SERIES_COLUMN,
    hindcast_path,
    path,
    speeds,
)

SERIES = replace(SERIES_COLUMN, words={name: f"{name} [{unit}]" for name, unit in UNITS.items()})
FORECASTS_AND_OBSERVED = replace(FORECAST, words={"observed": "observed", **FORECASTS})

MARKET_FIT = Chart(
    name="market_fit",
    title="The labour market observed and fitted, month by month",
    reading="Each panel has its own scale. Where the lines part, the market fails to do what was observed.",
    tables=(path,),
    columns=("month", SERIES, "observed", "fitted"),
    kind=Lines(
        "month", (Line("observed", "observed"), Line("fitted", "the market, fitted")), panels=("series",)
    ),
)
SPEEDS = Chart(
    name="speeds",
    title="How well the market fits at other speeds of adjustment, all else fitted anew",
    reading="Lower is better. Figures give the swing of demand with output that goes with each speed.",
    tables=(speeds,),
    columns=("adjustment", "amplitude", "error", "worse", "fitted"),
    kind=Curve("adjustment", "error", "amplitude", logarithmic="x", zero=True),
)
HINDCAST = Chart(
    name="hindcast",
    title="Unseen months: forecasts made with what was known in 2014, and what came",
    reading="All begin at the last known month. Only those with known output know what the economy did.",
    tables=(hindcast_path,),
    columns=("window", "month", FORECASTS_AND_OBSERVED, SERIES, "value"),
    kind=Lines(
        "month", by="forecast", value="value", panels=("window", "series"),
        only=(SERIES.words["unemployment"], SERIES.words["openings"]),
    ),
)  # fmt: skip
CHARTS = (MARKET_FIT, SPEEDS, HINDCAST)
