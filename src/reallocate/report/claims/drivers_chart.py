"""The tornado of one claim: how far each assumption moves its measure, and where the verdict changes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.claims.computed import Entry
from reallocate.output.blocks import Grid, Head, Picture
from reallocate.output.chart import BAND, Drawn, category
from reallocate.report.claims.words import assumption, number, spanned
from reallocate.report.embed import as_json, still
from reallocate.report.theme import BLACK, GREY, themed

ENDS = {"low": "input at its lowest", "high": "input at its highest"}


def drivers_picture(entry: Entry) -> Picture | None:
    """The chart in its three forms; none where nothing moves the claim.

    entry : of the ledger
    """
    moving = [one for one in entry.drivers if one.swing > 0]
    if not moving:
        return None
    frame = pd.DataFrame(
        {
            "input": [one.parameter.replace("_", " ") for one in moving],
            "unit": [one.unit for one in moving],
            "low": [one.low for one in moving],
            "high": [one.high for one in moving],
            "at_low": [one.at_low for one in moving],
            "at_high": [one.at_high for one in moving],
        }
    )
    claim = entry.claim
    title = f"What moves it: {claim.statement} [{claim.unit}]"
    reading = (
        "Each line moves one assumption from one end of its plausible range to the other, all else drawn as "
        "before, and shows how far the finding goes. Dashed: where the rule changes the verdict."
    )
    spec = themed(
        drivers_drawn(frame, claim.unit, claim.rule.turns).properties(description=reading).to_dict()
    )
    live = as_json({**spec, "width": "container"})
    grid = Grid(
        title,
        (
            Head("Assumption"), Head("plausible range"),
            Head("result at its lowest", claim.unit, True), Head("at its highest", claim.unit, True),
        ),
        tuple(
            (
                assumption(one.parameter),
                spanned(one.low, one.high, one.unit).removeprefix("from "),
                *map(number, (one.at_low, one.at_high)),
            )
            for one in moving
        ),
        fold="The figures drawn",
    )  # fmt: skip
    name = f"drivers-{claim.id}"
    return Picture(name, title, reading, still(spec, name), live, grid)


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
