"""A kind of chart: lines over an amount, with what is measured marked on its axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.output.chart import ChartKind, Drawn, Figures
from reallocate.output.vega import alt


@dataclass(frozen=True)
class MarkedLines(ChartKind):
    """Lines over an amount, one for each meaning, and marks on the horizontal axis.

    across, up : columns of the axes
    by : column that says to which line a row belongs
    marks : (what is measured, where) on the horizontal axis, in its unit
    """

    across: str
    up: str
    by: str
    marks: Mapping[str, float]

    def draw(self, of: Figures) -> Drawn:
        """Lines with dots, over dashed verticals with their words at the foot."""
        order = of.meanings(self.by)
        rows = of.frame.rename(columns={self.by: "meaning"})
        legend = alt.Legend(title=None, orient="top", labelLimit=240, columns=4)
        hue = alt.Color("meaning:N", scale=alt.Scale(domain=order), sort=order, legend=legend)
        lines = alt.Chart(rows).mark_line(strokeWidth=2, point=True).encode(
            x=of.amounts(alt.X, self.across, scale=alt.Scale(zero=True)),
            y=of.amounts(alt.Y, self.up, scale=alt.Scale(zero=False)),
            color=hue,
            tooltip=["meaning:N", *of.tips(self.across, self.up)],
        )  # fmt: skip
        marks = pd.DataFrame({"at": list(self.marks.values()), "words": list(self.marks)})
        rules = alt.Chart(marks).mark_rule(strokeDash=[4, 3]).encode(x="at:Q")
        words = alt.Chart(marks).mark_text(align="left", angle=270, dx=4, dy=8, baseline="top").encode(
            x="at:Q", y=alt.value(290), text="words:N"
        )  # fmt: skip
        return alt.layer(rules, words, lines).properties(height=300)
