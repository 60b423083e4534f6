"""Charts put into a page: the drawing library once, and each chart live, still and as a table."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from reallocate.output.blocks import Block, Picture, Prose
from reallocate.output.chart import Chart
from reallocate.plan.charts import CHARTS
from reallocate.report.headings import label, title
from reallocate.report.reading import Reading
from reallocate.report.tables import chart_grid
from reallocate.report.theme import themed

STILL_WIDTH = 720
"""Width of the still form's drawing area [pixels]."""

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


@cache
def library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script without any address to load from."""
    snippet = "window.vegaEmbed = vegaEmbed;"
    bundle = vl_convert.javascript_bundle(snippet, vl_version=VEGA_LITE)
    return "(()=>{" + bundle.replace("</script", "<\\/script") + "})();"


def script_hash(script: str) -> str:
    """What a page's policy must name for a script to be allowed to run.

    script : the text between the script tags
    """
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def as_json(value: object) -> str:
    """JSON that may stand in a script element of a page.

    value : anything that JSON can hold
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def still(spec: dict[str, Any], name: str) -> str:
    """A chart as an SVG that may stand in a page: named for screen readers, ids of its own.

    spec : a Vega-Lite specification with a description
    name : the chart's name, unique on the page
    """
    margin = {"left": 24, "right": 12, "top": 4, "bottom": 4}
    svg = vl_convert.vegalite_to_svg({**spec, "width": STILL_WIDTH, "padding": margin}, vl_version=VEGA_LITE)
    found = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    for place, old in enumerate(found):
        svg = svg.replace(f'id="{old}"', f'id="{name}-{place}"').replace(
            f"url(#{old})", f"url(#{name}-{place})"
        )
    spoken = html.escape(str(spec.get("description", name)), quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{spoken}" ', 1)


def picture(reading: Reading, name: str, charts: Mapping[str, Chart] = CHARTS) -> Block:
    """One chart in all its forms, or the sentence that says what it lacks.

    name : a chart's name
    charts : of the lens; the plan's where none are named
    """
    chart = charts[name]
    lacking = chart.lacking(reading.table)
    if lacking:
        parts = [_named(table, columns) for table, columns in lacking.items()]
        return Prose(
            (f"{chart.title.split(' [')[0]}: not drawn; {' and '.join(parts)} not at hand.",), "absent"
        )
    frame = chart.frame(reading.table)
    if frame.empty:
        return Prose((chart.empty,), "absent")
    spec = themed(chart.spec(frame))
    spec.pop("title", None)
    live, words = as_json({**spec, "width": "container"}), chart.how_to_read(frame)
    return Picture(name, chart.title, words, still(spec, name), live, chart_grid(chart, frame))


def _named(table: str, columns: tuple[str, ...]) -> str:
    words = ", ".join(label(column).lower() for column in columns)
    return f"{words} (in {title(table).lower()})" if words else title(table).lower()
