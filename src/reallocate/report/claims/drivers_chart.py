"""The tornado of one claim: how far each assumption moves its measure, and where the verdict changes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.claims.computed import Entry
from reallocate.output.blocks import Picture
from reallocate.output.chart import BAND, Chart, Column, Drawn, category
from reallocate.report.claims.words import assumption, number, spanned
from reallocate.report.theme import BLACK, GREY

ENDS = {"low": "input at its lowest", "high": "input at its highest"}


def drivers_picture(entry: Entry) -> Picture | None:
    """The chart and its figures; none where nothing moves the claim."""
    moving = [one for one in entry.drivers if one.swing > 0]
    if not moving:
        return None
    claim = entry.claim
    frame = pd.DataFrame(
        {
            "input": [one.parameter.replace("_", " ") for one in moving],
            "unit": [one.unit for one in moving],
            "low": [one.low for one in moving],
            "high": [one.high for one in moving],
            "at_low": [one.at_low for one in moving],
            "at_high": [one.at_high for one in moving],
            "assumption": [assumption(one.parameter) for one in moving],
            "range": [spanned(one.low, one.high, one.unit).removeprefix("from ") for one in moving],
            "at_low_text": [number(one.at_low) for one in moving],
            "at_high_text": [number(one.at_high) for one in moving],
        }
    )
    chart = Chart(
        name=f"drivers-{claim.id}",
        title=f"What moves it: {claim.statement} [{claim.unit}]",
        reading="Each line moves one assumption from one end of its plausible range to the other, all else "
        "drawn as before, and shows how far the finding goes. Dashed: where the rule changes the verdict.",
        empty="Nothing moves it.",
        needs={},
        columns={
            "assumption": Column("Assumption"),
            "range": Column("plausible range"),
            "at_low_text": Column("result at its lowest", claim.unit),
            "at_high_text": Column("at its highest", claim.unit),
        },
        frame=lambda tables: frame,
        draw=lambda drawn: drivers_drawn(drawn, claim.unit, claim.rule.turns),
    )
    return Picture(chart, frame)


def drivers_drawn(frame: pd.DataFrame, unit: str, turns: tuple[float, ...]) -> Drawn:
    """The chart without colours or fonts.

    frame : (driver) input, low, high, at_low, at_high
    unit : of the measure
    turns : where the rule changes the verdict; drawn where the drivers come near
    """
    order = frame["input"].tolist()
    least = float(frame[["at_low", "at_high"]].to_numpy().min())
    most = float(frame[["at_low", "at_high"]].to_numpy().max())
    room = 0.15 * ((most - least) or 1.0)
    near = [turn for turn in turns if least - 4 * room <= turn <= most + 4 * room]
    domain = [min([least, *near]) - room, max([most, *near]) + room]
    up = category("input", None, order)
    across = alt.X("at_low:Q", title=unit, scale=alt.Scale(domain=domain, nice=False))
    line = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.22).encode(y=up, x=across, x2="at_high:Q")
    tall = pd.concat(
        [frame.assign(end=words, at=frame[f"at_{end}"], value=frame[end]) for end, words in ENDS.items()]
    )
    scale = alt.Scale(domain=list(ENDS.values()))
    dots = (
        alt.Chart(tall)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=up,
            x="at:Q",
            color=alt.Color("end:N", scale=scale, legend=alt.Legend(title=None, orient="top")),
            shape=alt.Shape(
                "end:N", scale=alt.Scale(domain=list(ENDS.values()), range=["circle", "diamond"])
            ),
            tooltip=[
                alt.Tooltip("input:N", title="assumption"),
                alt.Tooltip("value:Q", title="at", format=".3g"),
                alt.Tooltip("unit:N", title="unit"),
                alt.Tooltip("at:Q", title="result", format=".3g"),
            ],
        )
    )
    layers = [line, dots]
    if near:
        marks = pd.DataFrame({"turn": near})
        layers.append(alt.Chart(marks).mark_rule(strokeDash=[4, 3], color=BLACK).encode(x="turn:Q"))
    if domain[0] < 0 < domain[1] and 0.0 not in near:
        zero = pd.DataFrame({"zero": [0.0]})
        layers.append(alt.Chart(zero).mark_rule(color=GREY).encode(x="zero:Q"))
    drawn: Drawn = alt.layer(*layers).properties(height=BAND * len(frame) + 12)
    return drawn
