"""The tornado of one claim: how far each assumption moves its finding, and where the verdict changes."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from reallocate.claims.text import FIGURES, Row, assumption, moves, of_claim, plausible
from reallocate.measure.number import significant
from reallocate.output.chart import BAND, Chart, Column, Drawn, category
from reallocate.output.table import Tables
from reallocate.report.theme import BLACK, GREY

ENDS = {"low": "input at its lowest", "high": "input at its highest"}
READING = (
    "Each line moves one assumption from one end of its plausible range to the other, all else drawn as "
    "before, and shows how far the finding goes. Dashed: where the rule changes the verdict."
)


def drivers_charts(tables: Tables) -> tuple[Chart, ...]:
    """One chart for each claim that an assumption moves."""
    rows = tables["claims"].to_dict("records")
    return tuple(drivers_chart(row) for row in rows if any(map(moves, of_claim(tables, "drivers", row))))


def drivers_chart(row: Row) -> Chart:
    """The chart of one claim.

    row : of the table claims
    """
    unit = str(row["unit"])
    thresholds = {row["threshold_supported"], row["threshold_not_supported"]}
    return Chart(
        name=f"drivers-{row['id']}",
        title=f"Main drivers: {row['statement']} [{unit}]",
        reading=READING,
        empty="No assumption moves it.",
        needs={"drivers": ("claim", "parameter", "result_low", "result_high")},
        columns={
            "assumption": Column("Assumption"),
            "range": Column("Plausible range"),
            "at_low_text": Column("Finding at low", unit),
            "at_high_text": Column("Finding at high", unit),
        },
        frame=partial(_frame, row=row),
        draw=partial(tornado, unit=unit, thresholds=tuple(sorted(one for one in thresholds if one == one))),
    )


def _frame(tables: Any, row: Row) -> pd.DataFrame:
    moving = [one for one in of_claim({"drivers": tables("drivers")}, "drivers", row) if moves(one)]
    return pd.DataFrame(
        {
            "input": str(one["parameter"]).replace("_", " "),
            "unit": one["unit"],
            "low": one["low"],
            "high": one["high"],
            "at_low": one["result_low"],
            "at_high": one["result_high"],
            "assumption": assumption(one),
            "range": plausible(one),
            "at_low_text": significant(one["result_low"], FIGURES),
            "at_high_text": significant(one["result_high"], FIGURES),
        }
        for one in moving
    )


def tornado(frame: pd.DataFrame, unit: str, thresholds: tuple[float, ...]) -> Drawn:
    """The chart without colours or fonts.

    frame : (driver) input, low, high, at_low, at_high
    thresholds : where the rule changes the verdict; drawn where the drivers come near
    """
    order = frame["input"].tolist()
    least = float(frame[["at_low", "at_high"]].to_numpy().min())
    most = float(frame[["at_low", "at_high"]].to_numpy().max())
    room = 0.15 * ((most - least) or 1.0)
    near = [one for one in thresholds if least - 4 * room <= one <= most + 4 * room]
    domain = [min([least, *near]) - room, max([most, *near]) + room]
    up = category("input", None, order)
    across = alt.X("at_low:Q", title=unit, scale=alt.Scale(domain=domain, nice=False))
    line = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.22).encode(y=up, x=across, x2="at_high:Q")
    layers = [line, _dots(frame, up)]
    if near:
        marks = pd.DataFrame({"threshold": near})
        layers.append(alt.Chart(marks).mark_rule(strokeDash=[4, 3], color=BLACK).encode(x="threshold:Q"))
    if domain[0] < 0 < domain[1] and 0.0 not in near:
        zero = pd.DataFrame({"zero": [0.0]})
        layers.append(alt.Chart(zero).mark_rule(color=GREY).encode(x="zero:Q"))
    drawn: Drawn = alt.layer(*layers).properties(height=BAND * len(frame) + 12)
    return drawn


def _dots(frame: pd.DataFrame, up: alt.Y) -> alt.Chart:
    tall = pd.concat(
        [frame.assign(end=words, at=frame[f"at_{end}"], value=frame[end]) for end, words in ENDS.items()]
    )
    ends = list(ENDS.values())
    colours, shapes = alt.Scale(domain=ends), alt.Scale(domain=ends, range=["circle", "diamond"])
    dots: alt.Chart = (
        alt.Chart(tall)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=up,
            x="at:Q",
            color=alt.Color("end:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
            shape=alt.Shape("end:N", scale=shapes),
            tooltip=[
                alt.Tooltip("input:N", title="assumption"),
                alt.Tooltip("value:Q", title="at", format=".3g"),
                alt.Tooltip("unit:N", title="unit"),
                alt.Tooltip("at:Q", title="result", format=".3g"),
            ],
        )
    )
    return dots
