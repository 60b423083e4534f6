"""Tables and charts of the fitted market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Curve, Line, Lines
from reallocate.kernel.table import BY_ROW, Column, of_unit, table
from reallocate.kernel.units import PERCENT
from reallocate.market.calibration.model import FittedMarket
from reallocate.market.nation.economy import SYMBOLS
from reallocate.market.nation.fit import FITTED, HELD
from reallocate.market.nation.observed import UNITS
from reallocate.market.state.market import SERIES

_PARAMETERS = {
    "separation": "Random separations",
    "opening": "Random openings",
    "effort": "Unemployed who apply",
    "on_the_job": "Employed who apply",
    "replaced": "Exits replaced",
    "adjustment": "Gap closed",
    "amplitude": "Swing of demand",
}
FORECASTS = {
    "market": "market",
    "market, told output": "market, known output",
    "no change": "no change",
    "statistical": "autoregression",
    "statistical, told output": "autoregression, known output",
}
"""Who forecast, in the reader's words."""
_OBSERVED = "BLS household survey (unemployment) and JOLTS (openings, hires, quits), by month."
_SERIES_COLUMN = Column("series", "Series")
_PARAMETER = Column("parameter", "Parameter", words=_PARAMETERS)
_FORECAST = Column("forecast", "Forecast", words=FORECASTS)
_KNOWN_OUTPUT = Column("output_known", "Output known", about="whether the forecast knew what output did")
_ERROR = Column("error", "Mean squared distance", digits=3, about="in standard deviations of each series")
_WORSE = Column("worse", "Worse than best fit", "share", signed=True, digits=1)


@table("fit", "Fit by month", _SERIES_COLUMN,
       of_unit("share", digits=2, mean_observed="Mean, observed", mean_modelled="Mean, fitted",
               deviation_observed="Std. deviation, observed", deviation_modelled="Std. deviation, fitted"),
       Column("correlation", "Correlation", digits=2),
       Column("error", "Error", "share", digits=2, about="root-mean-square error by month"),
       source=_OBSERVED, section="fit", after="explained_variation")  # fmt: skip
def _fit(context: FittedMarket) -> pd.DataFrame:
    """One row a series."""
    return context.best.summary()


@table("parameters", "Fitted values", _PARAMETER, Column("symbol", "Symbol"), Column("value", "Value",
BY_ROW),
       Column("standard_error", "Standard error", BY_ROW, absent="fixed"), Column("fixed", "Fixed"),
       Column("value_speed_fitted", "Value, γ fitted too", BY_ROW),
       Column("standard_error_speed_fitted", "Standard error, γ fitted", BY_ROW),
       Column("unit", "Unit"), Column("says", "Meaning"))  # fmt: skip
def _parameters(context: FittedMarket) -> pd.DataFrame:
    """One row a fitted value, also where γ is fitted too."""
    best, free = context.best, context.free
    return pd.DataFrame(
        {
            "parameter": FITTED,
            "symbol": [SYMBOLS[name][0] for name in FITTED],
            "value": best.values,
            "standard_error": best.standard_errors,
            "fixed": [name in HELD for name in FITTED],
            "value_speed_fitted": free.values,
            "standard_error_speed_fitted": free.standard_errors,
            "unit": [SYMBOLS[name][1] for name in FITTED],
            "says": [SYMBOLS[name][2] for name in FITTED],
        }
    )


@table("gate", "Criteria without AI", Column("check", "Criterion"),
       of_unit(BY_ROW, digits=2, value="Fitted", low="At least", high="At most"),
       Column("unit", "Unit"), Column("holds", "Met"),
       source="Set before the first fit; mobility: the range that is published.",
       section="gate", show=("check", "value", "low", "high", "holds"))  # fmt: skip
def _gate(context: FittedMarket) -> pd.DataFrame:
    """One row a criterion."""
    rows = [(one.name, one.found, one.low, one.high, one.unit, one.holds) for one in context.checks]
    return pd.DataFrame(rows, columns=_gate.names)


@table("profiles", "The fit with one value moved", _PARAMETER, Column("ratio", "Moved to", "ratio to best"),
       Column("value", "Value", about="in the unit of the parameter"), _ERROR, _WORSE)  # fmt: skip
def _profiles(context: FittedMarket) -> pd.DataFrame:
    """All other values are fitted anew each time."""
    return context.profiles


@table("speeds", "The fit at other speeds of adjustment",
       (Column(name, f"{label}, {SYMBOLS[name][0]}", SYMBOLS[name][1]) for name,
       label in _PARAMETERS.items()),
       _ERROR, _WORSE, Column("fitted", "γ fitted"))  # fmt: skip
def _speeds(context: FittedMarket) -> pd.DataFrame:
    """Speeds in their order, with the one that is fitted."""
    best, free = context.best, context.free
    last = {**dict(zip(FITTED, free.values, strict=True)), "error": free.error}
    last["worse"] = free.error / best.error - 1.0
    both = pd.concat([context.speeds.assign(fitted=False), pd.DataFrame([last]).assign(fitted=True)])
    return both.sort_values("adjustment", kind="stable")


@table("path", "Observed and fitted by month", Column("month", "Month"), _SERIES_COLUMN,
       of_unit("share", digits=2, observed="Observed", fitted="Fitted"), source=_OBSERVED)  # fmt: skip
def _path(context: FittedMarket) -> pd.DataFrame:
    """Months by series."""
    best = context.best
    each = [
        pd.DataFrame({"month": best.months, "series": name, "observed": seen, "fitted": made})
        for name, seen, made in zip(SERIES, best.observed.T, best.modelled.T, strict=True)
    ]
    return pd.concat(each, ignore_index=True)


def _series_across(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    """Errors by window and forecast, one column a series."""
    wide = rows.assign(error=PERCENT * rows["error"]).pivot(
        index=["window", "forecast"], columns="series", values="error"
    )
    order = pd.MultiIndex.from_frame(rows[["window", "forecast"]].drop_duplicates())
    return wide.loc[order, list(SERIES)].reset_index()


@table("hindcast", "Errors for unseen months, fitted to 2001 to 2014", Column("window", "Months"), _FORECAST,
       _KNOWN_OUTPUT, _SERIES_COLUMN, Column("error", "Error", "share", digits=2, about="root-mean-square"),
       Column("mean_error", "Mean error", "share", signed=True, digits=2), source=_OBSERVED,
       section="hindcast", rows=_series_across, merged=True,
       show=("window", "forecast", *(Column(name, name.capitalize(), "points", digits=2) for name in SERIES)),
       caption="Unseen months, fitted to 2001 to 2014: root-mean-square error")  # fmt: skip
def _hindcast(context: FittedMarket) -> pd.DataFrame:
    """Errors of every forecast by window and series."""
    return context.errors


@table("hindcast_path", "Forecasts of unseen months", Column("window", "Months"), Column("month", "Month"),
       _FORECAST, _SERIES_COLUMN, Column("value", "Value", "share", digits=2), source=_OBSERVED)  # fmt: skip
def _hindcast_path(context: FittedMarket) -> pd.DataFrame:
    """The forecasts of each window, and what was observed."""
    return context.paths


TABLES = (_fit, _parameters, _gate, _profiles, _speeds, _path, _hindcast, _hindcast_path)


_SERIES_WORDS = replace(_SERIES_COLUMN, words={name: f"{name} [{unit}]" for name, unit in UNITS.items()})
_FORECASTS_AND_OBSERVED = replace(_FORECAST, words={"observed": "observed", **FORECASTS})

_MARKET_FIT = Chart(
    name="market_fit",
    section="fit",
    after="fit",
    title="The labour market observed and fitted, month by month",
    reading="Each panel has its own scale. Where the lines part, the market fails to do what was observed.",
    tables=(_path,),
    columns=("month", _SERIES_WORDS, "observed", "fitted"),
    kind=Lines(
        "month", (Line("observed", "observed"), Line("fitted", "the market, fitted")), panels=("series",)
    ),
)
_SPEEDS = Chart(
    name="speeds",
    section="free",
    title="How well the market fits at other speeds of adjustment, all else fitted anew",
    reading="Lower is better. Figures give the swing of demand with output that goes with each speed.",
    tables=(_speeds,),
    columns=("adjustment", "amplitude", "error", "worse", "fitted"),
    kind=Curve("adjustment", "error", "amplitude", logarithmic="x", zero=True),
)
_HINDCAST = Chart(
    name="hindcast",
    section="hindcast",
    after="hindcast",
    title="Unseen months: forecasts made with what was known in 2014, and what came",
    reading="All begin at the last known month. Only those with known output know what the economy did.",
    tables=(_hindcast_path,),
    columns=("window", "month", _FORECASTS_AND_OBSERVED, _SERIES_WORDS, "value"),
    kind=Lines(
        "month", by="forecast", value="value", panels=("window", "series"),
        only=(_SERIES_WORDS.words["unemployment"], _SERIES_WORDS.words["openings"]),
    ),
)  # fmt: skip
CHARTS = (_MARKET_FIT, _SPEEDS, _HINDCAST)
