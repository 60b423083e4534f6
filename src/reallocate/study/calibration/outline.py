"""The page and the terminal card of a fitted market."""

from __future__ import annotations

import pandas as pd

from reallocate.economy.observed import SERIES
from reallocate.output.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.output.table import Column
from reallocate.result.provenance import how_to_repeat
from reallocate.result.result import Kind, Result
from reallocate.study.calibration.charts import CHARTS
from reallocate.study.calibration.tables import TABLES

POINTS = 100.0
LIMITS = "Limits of these figures"


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    text, facts = result.explain(), result.facts
    lead, *more = text["fit"]
    near = (Prose((lead,), "lead"), result.grid("fit"), result.picture("market_fit"), Bullets(more))
    free = (_values(result), Prose(text["free"]), result.picture("speeds"))
    unseen = (Bullets(text["hindcast"]), _hindcast(result), result.picture("hindcast"))
    return [
        Section("fit", "How near the market is", near),
        Section("gate", "Criteria without AI", (Prose(text["gate"]), _criteria(result))),
        Section("free", "What the data leave free", free),
        Section("hindcast", "Forecasts of unseen months", unseen),
        Section("not_said", LIMITS, (Bullets(text["not_said"]),)),
        how_to_repeat(facts, ("Series", str(facts["inputs"])), request="Months and forecasts"),
    ]


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["fit"][:1]),
        result.grid("fit"),
        _values(result, card=True),
        _criteria(result),
        Prose(text["gate"]),
        Heading("What the data leave free"),
        Prose(text["free"]),
        _hindcast(result),
        Prose(text["hindcast"]),
        Heading(LIMITS),
        Prose(text["not_said"], "note"),
    ]


def _criteria(result: Result) -> Block:
    return result.grid("gate", "check", "value", "low", "high", "holds")


def _values(result: Result, card: bool = False) -> Block:
    """Each value, and how much worse the fit is with it moved."""
    profiles = result.tables["profiles"]
    sides = {"lower": profiles["ratio"] < 1.0, "higher": profiles["ratio"] > 1.0}
    rows = result.tables["parameters"]
    moved = {
        name: rows["parameter"].map(profiles[side].set_index("parameter")["worse"])
        for name, side in sides.items()
    }
    columns: list[str | Column] = [
        "says", "symbol", Column("value", "Value"),
        Column("standard_error", "Standard error", absent="fixed"),
        Column("lower", "Worse, fifth lower", "share", digits=1, absent="out of range"),
        Column("higher", "Worse, quarter higher", "share", digits=1, absent="out of range"),
    ]  # fmt: skip
    if not card:
        columns[2:2] = ["unit"]
        columns.append(Column("value_speed_fitted", "Value, γ fitted too"))
    caption = "Values, and how much worse the fit is with one moved"
    return result.grid("parameters", *columns, rows=rows.assign(**moved), caption=caption)


def _hindcast(result: Result) -> Block:
    """Errors by window and forecast, one column a series."""
    errors = result.tables["hindcast"]
    wide = errors.assign(error=POINTS * errors["error"]).pivot(
        index=["window", "forecast"], columns="series", values="error"
    )
    order = pd.MultiIndex.from_frame(errors[["window", "forecast"]].drop_duplicates())
    rows = wide.loc[order, list(SERIES)].reset_index()
    columns: list[str | Column] = ["window", "forecast"]
    columns += [Column(name, name.capitalize(), "points", digits=2) for name in SERIES]
    caption = "Unseen months, fitted to 2001 to 2014: root-mean-square error"
    return result.grid("hindcast", *columns, rows=rows, caption=caption, merged=True)


CALIBRATION = Kind(
    "calibration", "a calibration", "reallocate simulate calibrate --out", TABLES, CHARTS, page, card,
    lead=("fit", "gate"),
)  # fmt: skip
