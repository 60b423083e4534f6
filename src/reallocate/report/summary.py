"""A brief as a page of its own: two printed pages, or one column on a phone."""

from __future__ import annotations

from typing import Any

from reallocate.output.brief import Brief, Plot
from reallocate.report.html import POLICY, as_svg, rendered, static
from reallocate.report.theme import colours, themed

WIDTH, BAR_WIDTH, HEIGHT, ROW = 360, 220, 120, 19
"""Size of a chart's drawing area, of one with bars, and of a bar with its gap [pixels]."""
LABELLED = 6
"""Categories along a chart that are named at most."""
LONGEST_LABEL = 190
"""[pixels]"""


def summary_page(title: str, version: str, brief: Brief) -> str:
    """The page as HTML; it asks for no address and runs nothing."""
    return rendered(
        "summary.html.jinja",
        title=title,
        version=version,
        policy=POLICY.format(scripts="'none'"),
        style=static("tokens.css") + static("summary.css"),
        brief=brief,
        drawn={part.name: plot_drawing(part.plot, part.name) for part in brief.parts if part.plot},
    )


def plot_drawing(plot: Plot, name: str) -> str:
    """A chart as an SVG.

    name : unique on the page
    """
    width = BAR_WIDTH if plot.kind == "bar" else WIDTH
    return as_svg(themed(plot_spec(plot)), f"brief-{name}", width)


def plot_spec(plot: Plot) -> dict[str, Any]:
    """The Vega-Lite specification of a chart of a brief."""
    names = list(plot.series)
    values = [
        {"category": category, "series": name, "amount": amount + 0.0, "place": place}
        for name in names
        for place, (category, amount) in enumerate(zip(plot.categories, plot.series[name], strict=True))
    ]
    down = plot.kind == "bar"
    amount: dict[str, Any] = {
        "field": "amount", "type": "quantitative", "title": None, "axis": {"format": ",.0f"},
    }  # fmt: skip
    if plot.kind == "line":
        amount["scale"] = {"zero": False}
    every = -(-len(plot.categories) // LABELLED)
    named = {"values": list(plot.categories[::every])} if not down else {"labelLimit": LONGEST_LABEL}
    axis = {"labelAngle": 0, **named}
    category = {"field": "category", "type": "nominal", "title": None, "sort": None, "axis": axis}
    colour: dict[str, Any] = {
        "field": "series", "type": "nominal", "title": None, "scale": {"domain": names},
        "legend": {"orient": "top", "direction": "horizontal"} if len(names) > 1 else None,
    }  # fmt: skip
    mark = {"type": "line", "strokeWidth": 2.5} if plot.kind == "line" else {"type": "bar"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": plot.title,
        "data": {"values": values},
        "height": ROW * len(plot.categories) if down else HEIGHT,
        "mark": mark,
        "encoding": {"y" if down else "x": category, "x" if down else "y": amount, "color": colour},
    }


def series_colours(plot: Plot) -> list[str]:
    """One colour a series, as on the pages."""
    return colours(list(plot.series))
